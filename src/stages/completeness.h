/* How much of the facts is known and from where, and what customers buy by category: the tables `completeness` and `categories`. */
#ifndef PATRON_SRC_STAGES_COMPLETENESS_H
#define PATRON_SRC_STAGES_COMPLETENESS_H

#include "stages/stage.h"

patron_status patron__completeness_report(patron__run *run);
/* Nothing without a ledger that names categories. `previous_complete`: the ledger reaches back to the previous period. */
patron_status patron__categories_report(patron__run *run, int32_t ledger_from, int32_t ledger_from_known);

#endif
