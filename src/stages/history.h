/* Sales per customer and past period, from the table `history`, or from a ledger cut into periods. */
#ifndef PATRON_SRC_STAGES_HISTORY_H
#define PATRON_SRC_STAGES_HISTORY_H

#include "stages/stage.h"

enum { PATRON__PERIODS = 120 };

typedef struct patron__history {
  int32_t periods;                      /* complete ones; 0 is the newest */
  int64_t *sales[PATRON__PERIODS];      /* rows entries each */
  int32_t *first;                       /* per row the oldest period with an entry; -1: none */
} patron__history;

/* `ledger_from` tells which ledger periods are complete; -1 periods wanted: all. PATRON_UNKNOWN: neither table can be used. */
patron_status patron__history_read(patron__run *run, int32_t ledger_from, int32_t ledger_from_known, patron__history *out);
void patron__history_clear(patron_context *context, patron__history *history);

#endif
