/* How much of the facts is known and from where, and what customers buy by category: the tables `completeness` and `categories`. */
#ifndef PATRON_SRC_STAGES_COMPLETENESS_H
#define PATRON_SRC_STAGES_COMPLETENESS_H

#include "stages/windows.h"

patron_status patron__completeness_report(patron__run *run);
/* Nothing without a ledger, or a history, that names categories. */
patron_status patron__categories_report(patron__run *run, const patron__windows *windows);

#endif
