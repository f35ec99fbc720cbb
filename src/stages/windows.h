/* Which days make the current and the previous period: what cannot be seen from the rows of one customer, and so is fitted. */
#ifndef PATRON_SRC_STAGES_WINDOWS_H
#define PATRON_SRC_STAGES_WINDOWS_H

#include "stages/stage.h"

typedef struct patron__windows {
  int32_t ledger_from, ledger_from_known;      /* the first day of the ledger: from it follows which of its periods are complete */
  int32_t history_from, history_from_known;    /* what begins in [history_from, as_of) of the table `history` is of the current period; unknown where history is no source of values */
  int32_t before_from, before_from_known;      /* what begins in [before_from, history_from) is of the previous one; unknown where history does not reach back to it */
} patron__windows;

void patron__windows_find(const patron__run *run, patron__windows *out);
/* The model's table `periods`. */
patron_status patron__windows_write(patron__run *run, const patron__windows *windows);
patron_status patron__windows_read(patron_context *context, const patron__tables *model, patron__windows *out);

#endif
