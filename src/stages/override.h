/* The stage `override`: audited manual changes, applied last. */
#ifndef PATRON_SRC_STAGES_OVERRIDE_H
#define PATRON_SRC_STAGES_OVERRIDE_H

#include "stages/stage.h"

extern const patron__stage patron__stage_override;

/* The column of decisions as the stages computed it, before any override; NULL: none. */
const patron__column *patron__computed_column(const patron_table *customers, const char *name);
/* Whether the column of a row says something else than was computed: set by hand, or followed from what was. Of a table of decisions, or of what a host stored of them. */
int32_t patron__decided_by_hand(const patron_table *table, const char *column, int64_t row);
/* Whether the column `overridden` of a row (of decisions, or of what a host stored of them) names `column`, as a whole word. */
int32_t patron__names_overridden(const patron_table *table, const char *column, int64_t row);

#endif
