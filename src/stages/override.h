/* The stage `override`: audited manual changes, applied last. */
#ifndef PATRON_SRC_STAGES_OVERRIDE_H
#define PATRON_SRC_STAGES_OVERRIDE_H

#include "stages/stage.h"

extern const patron__stage patron__stage_override;

/* Whether the column `overridden` of a row (of decisions, or of what a host stored of them) names `column`, as a whole word. */
int32_t patron__names_overridden(const patron_table *table, const char *column, int64_t row);

#endif
