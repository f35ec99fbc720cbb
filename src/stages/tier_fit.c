/*
 * Fit of the stage `tier`: the cut-offs of V per program (a Pareto cut among those above the fence) and where places run out, as the model's table `tier_cuts`.
 *
 * A tier with fewer places than members keeps those with the largest V; a block of equal customers that does not fit stays out as a whole.
 */
#include <string.h>

#include "base/sort.h"
#include "rules/pareto.h"
#include "stages/tier.h"
#include "stages/values.h"
#include "table/rows.h"

typedef struct fitting {
  patron__run *run;
  patron__tier_inputs in;
  patron__tier_state *state;
  int64_t *values;          /* V per row */
  int32_t *programs;        /* program per row; -1: below the fence or V unknown */
  int32_t *groups;
  int64_t *pool;            /* V of the members of one tier */
} fitting;

int32_t patron__tier_shares(const patron__program *program, int64_t shares[PATRON__TIERS]) {
  for (int32_t t = 0; t < program->above - 1; t++) shares[t] = program->tiers[t].up_to_ppm;
  return program->above - 1;
}

static patron_status cut_program(patron__run *run, patron__program *program, const int64_t *values, const int32_t *groups, int64_t count) {
  int64_t shares[PATRON__TIERS];
  const int32_t cuts = patron__tier_shares(program, shares);
  int8_t outcome = 0;
  patron_pareto_groups out;
  patron_status status;
  if (cuts < 1) return PATRON_OK;
  memset(&out, 0, sizeof out);
  out.struct_size = sizeof out;
  out.outcome = &outcome;
  out.cutoff_i64 = program->cutoffs;
  status = patron__pareto_classes_i64(values, NULL, groups, count, 1, shares, cuts, run->threads, patron__context_scratch(run->context), NULL, &out);
  program->fitted = status == PATRON_OK && outcome == PATRON_PARETO_OK;
  return status;
}

patron_status patron__tier_cut(patron__run *run, patron__tier_state *state, const int64_t *values, const int32_t *programs, int64_t count, int32_t *groups) {
  patron_status status = PATRON_OK;
  for (int32_t p = 0; p < state->program_count && status == PATRON_OK; p++) {
    for (int64_t i = 0; i < count; i++) groups[i] = programs[i] == p ? 0 : -1;
    status = cut_program(run, &state->programs[p], values, groups, count);
  }
  return status;
}

static int32_t is_larger(const void *context, const void *a, const void *b) {
  (void)context;
  return *(const int64_t *)a > *(const int64_t *)b;
}

/* The least V that still has one of `places` places. */
static int64_t place_cutoff(int64_t *values, int64_t count, int64_t places) {
  if (count <= places) return INT64_MIN;
  if (places == 0) return INT64_MAX;
  patron__sort_items(values, count, sizeof *values, is_larger, NULL);
  while (places > 0 && values[places - 1] == values[places]) places--;   /* the block that does not fit stays out */
  return places > 0 ? values[places - 1] : INT64_MAX;
}

static void capacities(fitting *f, int32_t index) {
  patron__program *program = &f->state->programs[index];
  for (int32_t t = 0; t < program->tier_count; t++) {
    int64_t count = 0;
    program->capacity_cutoffs[t] = INT64_MIN;
    if (program->tiers[t].capacity < 0) continue;
    for (int64_t row = 0; row < f->run->rows; row++) {
      const patron__standing standing = patron__stand(&f->in, f->state, row);
      if (standing.program != index || !standing.value_known) continue;
      if (patron__held_tier(f->state, program, &standing, &f->in, row) == t) f->pool[count++] = standing.value;
    }
    program->capacity_cutoffs[t] = place_cutoff(f->pool, count, program->tiers[t].capacity);
  }
}

static patron_status write(patron__run *run, const patron__tier_state *state) {
  static const patron__rows_column columns[] = {{"program", PATRON_TEXT, NULL}, {"tier", PATRON_TEXT, NULL}, {"cutoff", PATRON_MONEY, NULL}, {"capacity_cutoff", PATRON_MONEY, NULL},
                                                {"fence_visit_cost", PATRON_MONEY, NULL}, {"fence_amount", PATRON_MONEY, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "tier_cuts", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int32_t p = 0; p < state->program_count; p++)
    for (int32_t t = 0; t < state->programs[p].tier_count; t++) {
      const patron__program *program = &state->programs[p];
      patron__rows_next(&rows);
      patron__rows_text(&rows, 0, program->name, -1);
      patron__rows_text(&rows, 1, program->tiers[t].tier, -1);
      if (program->fitted && t < program->above - 1) patron__rows_i64(&rows, 2, program->cutoffs[t]);
      if (program->capacity_cutoffs[t] != INT64_MIN) patron__rows_i64(&rows, 3, program->capacity_cutoffs[t]);
      if (state->fence.set) { patron__rows_i64(&rows, 4, state->fence.visit_cost); patron__rows_i64(&rows, 5, state->fence.full); }
    }
  return patron__rows_keep(&rows, run->model);
}

patron_status patron__tier_fit(patron__run *run) {
  fitting f = {run, patron__tier_inputs_of(run), NULL, NULL, NULL, NULL, NULL};
  patron_status status = patron__tier_state_read(run->context, run->model, &f.state);
  if (status != PATRON_OK) return status;
  status = patron__fence_read(run->context, run->settings, run->exponent, f.state->programs, f.state->program_count, &f.state->fence);
  f.values = patron__allocate_array(run->context, run->rows + 1, sizeof *f.values);
  f.programs = patron__allocate_array(run->context, run->rows + 1, sizeof *f.programs);
  f.groups = patron__allocate_array(run->context, run->rows + 1, sizeof *f.groups);
  f.pool = patron__allocate_array(run->context, run->rows + 1, sizeof *f.pool);
  if (status == PATRON_OK && (f.values == NULL || f.programs == NULL || f.groups == NULL || f.pool == NULL)) status = patron__memory_status(run->context);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const patron__standing standing = patron__stand(&f.in, f.state, row);
    f.values[row] = standing.value;
    f.programs[row] = standing.value_known && standing.above ? standing.program : -1;
  }
  if (status == PATRON_OK) status = patron__tier_cut(run, f.state, f.values, f.programs, run->rows, f.groups);
  for (int32_t p = 0; status == PATRON_OK && p < f.state->program_count; p++) capacities(&f, p);
  if (status == PATRON_OK) status = write(run, f.state);
  if (status == PATRON_OK) status = patron__tier_promises(run, f.state);
  patron__release(run->context, f.values);
  patron__release(run->context, f.programs);
  patron__release(run->context, f.groups);
  patron__release(run->context, f.pool);
  patron__tier_release(run->context, f.state);
  return status;
}
