/* What can be worked on with each customer, as the facts already say it: the decision table `opportunities`. */
#ifndef PATRON_SRC_STAGES_OPPORTUNITIES_H
#define PATRON_SRC_STAGES_OPPORTUNITIES_H

#include "stages/stage.h"
#include "table/rows.h"

enum { PATRON__OPPORTUNITY_HEADROOM, PATRON__OPPORTUNITY_CATEGORY_BEHIND, PATRON__OPPORTUNITY_CATEGORY_EMPTY, PATRON__OPPORTUNITY_NEXT_LEVEL, PATRON__OPPORTUNITY_APPROACH, PATRON__OPPORTUNITY_MOVABLE_WORK, PATRON__OPPORTUNITY_UNLINKED_INITIATIVE };
/* Its columns. */
enum { PATRON__OPPORTUNITY_CUSTOMER, PATRON__OPPORTUNITY_KIND, PATRON__OPPORTUNITY_SUBJECT, PATRON__OPPORTUNITY_SALES, PATRON__OPPORTUNITY_MARGIN, PATRON__OPPORTUNITY_GAP, PATRON__OPPORTUNITY_MINUTES };

/* The next row, of a kind and with a subject (NULL: none). */
void patron__opportunity_add(const patron__run *run, patron__rows *rows, int64_t customer, int32_t kind, const char *subject, int64_t len);
patron_status patron__opportunities_report(patron__run *run);

#endif
