/* Where relationships are going: the levels of earlier assessments, in the fact table `past_levels`, and the present one. */
#ifndef PATRON_SRC_STAGES_TREND_H
#define PATRON_SRC_STAGES_TREND_H

#include "patron/rules/relationship.h"
#include "stages/stage.h"

/* The columns level_trend, level_since and level_states. Nothing without past levels. */
patron_status patron__trend_apply(patron__run *run, const patron_relationship_rule *rule);
/* Warns when relationships fall. */
patron_status patron__trend_warn(patron__run *run);
patron_status patron__trend_explain(const patron__run *run, int64_t row, patron_table *explanations);
/* The table `level_history`: customers by date and level. */
patron_status patron__trend_report(patron__run *run, const patron_relationship_rule *rule);

#endif
