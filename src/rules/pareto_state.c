/* The mergeable Pareto state: rows in any order, split in any way, lead to the same plan and the same cut-offs as all rows at once.

   First pass: a map of all positive values, as finely as some thousand entries allow. Where the entry that a cut falls into holds a single value, the cut-off is known; else the plan names the range
   of that entry, and the next pass maps only the values in it, and so much more finely. Twelve binary digits or so are won with each pass: two passes do for some ten million different values, and no
   more than six are needed for any. */
#include "base/memory.h"
#include "rules/pareto_state.h"

int32_t patron__pareto_map_of_cut(const patron__pareto_plan *plan, int32_t cut)
{
  int32_t map = -1;
  for (int32_t k = 0; k <= cut; k++) {
    const patron__pareto_plan_cut *of = plan->cut + k;
    if (patron__pareto_plan_is_open(of) && (k == 0 || of->low != plan->cut[k - 1].low)) map++;
  }
  return patron__pareto_plan_is_open(plan->cut + cut) ? map : -1;
}

static patron_status take_plan(patron_pareto_state *state, const void *bytes, int64_t len)
{
  patron_status status;
  state->plan = patron__scratch_allocate(state->scratch, sizeof *state->plan);
  state->bytes = patron__scratch_allocate(state->scratch, (uint64_t)len + 1);
  state->len = len;
  if (!state->plan || !state->bytes) return PATRON_E_NO_MEMORY;
  memcpy(state->bytes, bytes, (size_t)len);
  status = patron__pareto_plan_read(bytes, len, state->plan);
  if (status != PATRON_OK) return status;
  if (state->plan->kind != state->kind) return PATRON_E_STATE;
  state->nmaps = 0;
  for (int32_t k = 0; k < state->plan->ncuts; k++) {
    const int32_t map = patron__pareto_map_of_cut(state->plan, k);
    if (map >= state->nmaps) state->nmaps = map + 1;
  }
  return PATRON_OK;
}

patron_status patron_pareto_state_create(const patron_allocator *allocator, int32_t kind, const void *plan, int64_t len, patron_pareto_state **out)
{
  patron_pareto_state *state;
  patron_status status;
  if (!out || (kind != PATRON_PARETO_I64 && kind != PATRON_PARETO_F64) || len < 0 || (!plan && len > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__allocator_check(allocator);
  if (status != PATRON_OK) return status;
  state = patron__scratch_allocate(allocator, sizeof *state);
  if (!state) return PATRON_E_NO_MEMORY;
  memset(state, 0, sizeof *state);
  if (allocator) {
    (void)patron__struct_read(allocator, &state->allocator, sizeof state->allocator);   /* checked above */
    state->scratch = &state->allocator;
  }
  state->kind = kind;
  state->nmaps = 1;
  for (int32_t m = 0; m < PATRON__PARETO_CUTS; m++) patron__pareto_map_init(state->maps + m, kind, state->scratch);
  if (plan) status = take_plan(state, plan, len);
  if (status == PATRON_OK) *out = state;
  else patron_pareto_state_destroy(state);
  return status;
}

void patron_pareto_state_destroy(patron_pareto_state *state)
{
  patron_allocator allocator;
  const patron_allocator *scratch = NULL;
  if (!state) return;
  for (int32_t m = 0; m < PATRON__PARETO_CUTS; m++) patron__pareto_map_clear(state->maps + m);
  patron__scratch_release(state->scratch, state->bytes, (uint64_t)state->len + 1);
  patron__scratch_release(state->scratch, state->plan, sizeof *state->plan);
  if (state->scratch) {
    allocator = state->allocator;
    scratch = &allocator;
  }
  patron__scratch_release(scratch, state, sizeof *state);
}

/* The map that takes a positive key, or NULL. */
static patron__pareto_map *map_for(patron_pareto_state *state, int64_t key)
{
  if (!state->plan) return state->maps;
  for (int32_t k = 0; k < state->plan->ncuts; k++) {
    const patron__pareto_plan_cut *cut = state->plan->cut + k;
    if (patron__pareto_plan_is_open(cut) && key >= cut->low && key <= cut->high) return state->maps + patron__pareto_map_of_cut(state->plan, k);
  }
  return NULL;
}

static patron_status accumulate(patron_pareto_state *state, const void *values, const uint8_t *validity, int64_t n)
{
  const patron__pareto_call call = {.kind = state->kind, .values = values, .validity = validity, .n = n, .ngroups = 1};
  patron__pareto_scan range;
  patron_status status = patron__pareto_scan_rows(&call, &range);
  if (status == PATRON_OK && range.n_known > PATRON__PARETO_MOST_ROWS - state->n) return PATRON_E_RANGE;
  for (int32_t m = 0; m < state->nmaps && status == PATRON_OK; m++) status = patron__pareto_map_reserve(state->maps + m, range.n_known);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < n; i++) {
    patron__pareto_map *map;
    int64_t key;
    if (!patron__pareto_counts(&call, i)) continue;
    key = patron__pareto_key(values, i);
    state->n++;
    if (!state->plan && state->kind == PATRON_PARETO_I64) patron__i128_add(&state->net_i64, key);
    if (!state->plan && state->kind == PATRON_PARETO_F64) patron__exact_sum_add(&state->net_f64, patron__double_from_bits((uint64_t)key));
    if (key <= 0) continue;
    state->n_positive++;
    map = map_for(state, key);
    if (map) patron__pareto_map_add(map, key);
  }
  return PATRON_OK;
}

patron_status patron_pareto_state_accumulate_i64(patron_pareto_state *state, const int64_t *values, const uint8_t *validity, int64_t n)
{
  if (!state || n < 0 || (n > 0 && !values)) return PATRON_E_INVALID_ARGUMENT;
  return state->kind == PATRON_PARETO_I64 ? accumulate(state, values, validity, n) : PATRON_E_STATE;
}

patron_status patron_pareto_state_accumulate_f64(patron_pareto_state *state, const double *values, const uint8_t *validity, int64_t n)
{
  if (!state || n < 0 || (n > 0 && !values)) return PATRON_E_INVALID_ARGUMENT;
  return state->kind == PATRON_PARETO_F64 ? accumulate(state, values, validity, n) : PATRON_E_STATE;
}

patron_status patron_pareto_state_merge(patron_pareto_state *into, const patron_pareto_state *from)
{
  if (!into || !from || into == from) return PATRON_E_INVALID_ARGUMENT;
  if (into->kind != from->kind || into->len != from->len || !into->plan != !from->plan) return PATRON_E_STATE;
  if (into->plan && memcmp(into->bytes, from->bytes, (size_t)into->len) != 0) return PATRON_E_STATE;
  if (from->n > PATRON__PARETO_MOST_ROWS - into->n) return PATRON_E_RANGE;
  for (int32_t m = 0; m < into->nmaps; m++) {
    const patron_status status = patron__pareto_map_reserve_for(into->maps + m, from->maps + m);
    if (status != PATRON_OK) return status;
  }
  for (int32_t m = 0; m < into->nmaps; m++) patron__pareto_map_merge(into->maps + m, from->maps + m);
  into->n += from->n;
  into->n_positive += from->n_positive;
  patron__i128_add_i128(&into->net_i64, from->net_i64);
  patron__exact_sum_merge(&into->net_f64, &from->net_f64);
  return PATRON_OK;
}
