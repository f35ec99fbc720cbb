/*
 * Cut-offs that move with a customer's own value, where fit and apply were one call (patron_assess): assessed again with a change, the totals that are cut have it, too.
 * Of an assessment by a model (patron_apply) cut-offs are the model's and stand until the next fit.
 */
#include <string.h>

#include "engine/what_if.h"
#include "stages/segment.h"
#include "stages/tier.h"

/* Of all customers, once: their groups in each segment, and the programs of those above the fence; of the customer asked about, the values of the others. */
struct patron__cuts {
  int32_t **groups;                /* [segments][rows] */
  int32_t *programs;               /* [rows]; -1: below the fence, or V unknown */
  patron__segment_state segment;   /* the model's, with segments of its own */
  patron__tier_state tier;
  patron__others *others;          /* [segments], and those of the tier behind them */
};

static patron_status read_groups(patron__run *reader, patron_context *context, patron__cuts *cuts) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < cuts->segment.count && status == PATRON_OK; i++) {
    const patron__segment *segment = &cuts->segment.segments[i];
    cuts->groups[i] = patron__allocate_array(context, reader->rows + 1, sizeof *cuts->groups[i]);
    status = cuts->groups[i] == NULL ? patron__memory_status(context) : patron__groups_match(reader, &segment->groups, cuts->segment.merge, segment->rule.layers, cuts->groups[i]);
  }
  return status;
}

static void read_programs(const patron__run *run, patron__cuts *cuts) {
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  for (int64_t row = 0; row < run->rows; row++) {
    const patron__standing standing = patron__stand(&in, &cuts->tier, row);
    cuts->programs[row] = standing.value_known && standing.above ? standing.program : -1;
  }
}

patron_status patron__cuts_open(patron__run *reader, const patron_model *model, patron__cuts **out) {
  const patron__segment_state *segment = patron__model_state(model, &patron__stage_segment);
  patron_context *context = reader->context;
  patron__cuts *cuts = patron__allocate_array(context, 1, sizeof *cuts);
  patron_status status;
  if (cuts == NULL) return patron__memory_status(context);
  *out = cuts;                     /* closed by the caller, also on failure */
  cuts->segment = *segment;
  cuts->tier = *(const patron__tier_state *)patron__model_state(model, &patron__stage_tier);
  cuts->groups = patron__allocate_array(context, (int64_t)segment->count + 1, sizeof *cuts->groups);
  cuts->others = patron__allocate_array(context, (int64_t)segment->count + 1, sizeof *cuts->others);
  cuts->programs = patron__allocate_array(context, reader->rows + 1, sizeof *cuts->programs);
  cuts->segment.segments = patron__allocate_array(context, (int64_t)segment->count + 1, sizeof *segment->segments);
  if (cuts->groups == NULL || cuts->others == NULL || cuts->programs == NULL || cuts->segment.segments == NULL) return patron__memory_status(context);
  memcpy(cuts->segment.segments, segment->segments, (size_t)segment->count * sizeof *segment->segments);
  status = read_groups(reader, context, cuts);
  if (status == PATRON_OK) read_programs(reader, cuts);
  return status;
}

patron_status patron__cuts_turn(patron_context *context, const patron__run *run, patron__cuts *cuts, int64_t row) {
  const patron__column *value = patron__table_find(run->customers, "tier_value");
  const int32_t count = cuts->segment.count;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i <= count; i++) patron__others_clear(context, &cuts->others[i]);
  for (int32_t i = 0; i < count && status == PATRON_OK; i++) {
    patron__segment *segment = &cuts->segment.segments[i];
    const patron__column *measure = patron__run_find(run, segment->rule.measure);
    segment->others = NULL;
    if (measure == NULL || cuts->groups[i][row] < 0) continue;
    status = patron__others_gather(context, measure, cuts->groups[i], cuts->groups[i][row], row, &cuts->others[i]);
    segment->others = &cuts->others[i];
  }
  cuts->tier.others = NULL;
  if (status != PATRON_OK || value == NULL) return status;
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  cuts->tier.others = &cuts->others[count];
  return patron__others_gather(context, value, cuts->programs, patron__program_of(&in, cuts->tier.programs, cuts->tier.program_count, row), row, &cuts->others[count]);
}

const void *patron__cuts_state(const patron__cuts *cuts, const patron__stage *stage, const void *state) {
  return stage == &patron__stage_segment ? (const void *)&cuts->segment : stage == &patron__stage_tier ? (const void *)&cuts->tier : state;
}

void patron__cuts_close(patron_context *context, patron__cuts *cuts) {
  if (cuts == NULL) return;
  for (int32_t i = 0; cuts->groups != NULL && i < cuts->segment.count; i++) patron__release(context, cuts->groups[i]);
  for (int32_t i = 0; cuts->others != NULL && i <= cuts->segment.count; i++) patron__others_clear(context, &cuts->others[i]);
  patron__release(context, cuts->groups);
  patron__release(context, cuts->others);
  patron__release(context, cuts->programs);
  patron__release(context, cuts->segment.segments);
  patron__release(context, cuts);
}
