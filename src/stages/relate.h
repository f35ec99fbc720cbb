/* The stage `relate`: relationship levels, danger, advice on the next level. And what its files share. */
#ifndef PATRON_SRC_STAGES_RELATE_H
#define PATRON_SRC_STAGES_RELATE_H

#include "patron/rules/relationship.h"
#include "stages/stage.h"

extern const patron__stage patron__stage_relate;

enum { PATRON__RELATE_VALUES = 4, PATRON__RELATE_BLOCK = 512 };

/* The rule as apply reads it. */
typedef struct patron__relate_rule {
  patron_relationship_rule rule;
  double hysteresis;
} patron__relate_rule;

/* Names of the four values in the order of the rule: our_commitment, our_trust, their_commitment, their_trust. */
extern const char *const patron__relate_names[PATRON__RELATE_VALUES];

/* Reads table `relationship` and the settings. Mistakes go into `problems`, or (NULL) become `status` with the error text of the first. *found counts them. */
patron_status patron__relate_read_rule(patron_context *context, const patron__tables *rules, patron_table *problems, patron_status status, patron__relate_rule *out, int32_t *found);

/* What is decided of one row before the rows are written; levels -1: unknown. */
typedef struct patron__relate_row {
  int32_t level, base_level, exposed, severity;
  uint32_t flags;
  double value[PATRON__RELATE_VALUES], side[2], mutual, gap;
} patron__relate_row;

/* The band 0..3 of a mutual index, with the bounds moved by `hysteresis` away from the level before; 0 moves none. */
int32_t patron__relate_band(const patron_relationship_rule *rule, double hysteresis, int32_t previous, double mutual);
/* The level that is reported when a change from `previous` must pass its bounds by the rule's hysteresis; changes level, exposed, severity and flags with it. */
void patron__relate_hold(const patron__relate_rule *rule, int32_t previous, patron__relate_row *row);

/* The largest step to the next level: value 0..3 and the points it lacks; -1: none. Limited collaboration: of the weaker side only. */
int32_t patron__relate_next(const patron_relationship_rule *rule, const patron__relate_row *row, double *points);
/* max(0, margin) * gap/100 in minor units, half to even; the gap is taken in parts per million. */
int64_t patron__relate_value_at_risk(int64_t margin, double gap);
/* Names of the flags, space-separated, into `out` (PATRON__RELATE_FLAGS_TEXT bytes); the length. */
enum { PATRON__RELATE_FLAGS_TEXT = 512 };
int64_t patron__relate_flags_text(uint32_t flags, char *out);

patron_status patron__relate_finish(patron__run *run, const void *state);
patron_status patron__relate_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations);

#endif
