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

/* First days of the complete past periods, newest first (room for PATRON__PERIODS); 0 where neither table can be used. `ledger_from` tells which ledger periods are complete. */
int32_t patron__history_starts(const patron__run *run, int32_t ledger_from, int32_t ledger_from_known, int32_t *starts);
/* Values of these periods. A period ends where the next newer one starts, the newest at the as-of date. PATRON_UNKNOWN: no periods. */
patron_status patron__history_read(patron__run *run, const int32_t *starts, int32_t periods, patron__history *out);
/* The first day of the last period of the table `history`, and the day on which it ends: as long after its first day as that is after the period before it, or period.months where there is but one. 0: no history. */
int32_t patron__history_end(const patron__run *run, int32_t *newest, int32_t *out);
void patron__history_clear(patron_context *context, patron__history *history);

#endif
