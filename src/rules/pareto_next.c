/* From a state that has seen all rows to the plan for the next pass. */
#include "base/memory.h"
#include "rules/pareto_state.h"

/* The entries of a map in order, and room to put them into it. */
typedef struct listing { patron__pareto_entry *entries; int64_t *keys; int64_t used; } listing;

static const uint64_t ENTRIES_SIZE = PATRON__PARETO_MAP_MOST * sizeof(patron__pareto_entry), KEYS_SIZE = 2 * PATRON__PARETO_MAP_MOST * sizeof(int64_t);

static void list(const patron__pareto_map *map, listing *out)
{
  out->used = map->used;
  patron__pareto_map_list(map, out->entries, out->keys);
}

static int32_t shift_of(const patron__pareto_plan *plan, int64_t key)
{
  return plan->kind == PATRON_PARETO_F64 ? patron__key_exponent(key) - plan->lowest : 0;
}

static void total_up(const patron_pareto_state *state, const listing *of, patron__pareto_plan *out, patron__natural *total)
{
  out->kind = state->kind;
  out->lowest = state->kind == PATRON_PARETO_F64 ? (of->used > 0 ? patron__key_exponent(of->entries[0].key) : 1) : 0;
  out->n = state->n;
  out->n_positive = state->n_positive;
  patron__natural_clear(total);
  for (int64_t i = 0; i < of->used; i++) patron__natural_add(total, of->entries[i].sum, shift_of(out, of->entries[i].key));
  if (state->kind == PATRON_PARETO_F64) {
    out->total_f64 = patron__natural_round(total, out->lowest - 1);
    out->total_net_f64 = patron__exact_sum_round(&state->net_f64);
  } else {
    out->total_i64 = patron__natural_saturate(total);
    out->total_f64 = patron__natural_round(total, 1074);
    out->total_net_i64 = patron__i128_saturate(state->net_i64);
    out->total_net_f64 = patron__i128_to_double(state->net_i64);
  }
}

/* After a first pass: the entry where each cut falls. */
static void plan_first(const patron_pareto_state *state, const listing *of, const int64_t *cuts_ppm, int32_t ncuts, patron__pareto_plan *out)
{
  patron__natural total, running;
  int64_t above = 0;
  int32_t k = 0;
  memset(out, 0, sizeof *out);
  total_up(state, of, out, &total);
  out->ncuts = ncuts;
  for (k = 0; k < ncuts; k++) out->cut[k].share_ppm = cuts_ppm[k];
  patron__natural_clear(&running);
  k = 0;
  for (int64_t i = of->used - 1; i >= 0 && k < ncuts; i--) {
    const patron__pareto_entry *entry = of->entries + i;
    patron__natural reached = running;
    patron__natural_add(&reached, entry->sum, shift_of(out, entry->key));
    for (; k < ncuts; k++) {
      patron__pareto_plan_cut *cut = out->cut + k;
      patron__natural target = total, scaled = reached;
      patron__natural_multiply(&target, (uint32_t)cuts_ppm[k]);
      patron__natural_multiply(&scaled, 1000000);
      if (patron__natural_compare(&scaled, &target) < 0) break;
      scaled = running;
      patron__natural_multiply(&scaled, 1000000);
      patron__natural_subtract(&target, &scaled);
      cut->low = entry->key > 0 ? entry->key : 1;   /* the smallest subnormal numbers lose all digits */
      cut->high = patron__pareto_map_last(state->maps, entry->key);
      cut->above = above;
      cut->count = entry->count;
      cut->need = patron__natural_divide_up(&target, shift_of(out, entry->key), 1000000);
      cut->sum = running;
      cut->inside = reached;
    }
    running = reached;
    above += entry->count;
  }
}

/* After a later pass: a narrower range for one cut. PATRON_E_STATE: these are not the rows that the plan was made from. */
static patron_status narrow(const patron__pareto_map *map, const listing *of, const patron__pareto_plan *plan, patron__pareto_plan_cut *cut)
{
  const int32_t shift = shift_of(plan, cut->low);
  patron__i128 passed = {0, 0}, reached = {0, 0};
  int64_t rows = 0, above = 0, i;
  for (i = 0; i < of->used; i++) rows += of->entries[i].count;
  if (rows != cut->count) return PATRON_E_STATE;
  for (i = of->used - 1; i >= 0; i--) {
    passed = reached;
    patron__i128_add_i128(&reached, of->entries[i].sum);
    if (patron__i128_compare(reached, cut->need) >= 0) break;
    above += of->entries[i].count;
  }
  if (i < 0) return PATRON_E_STATE;
  cut->low = of->entries[i].key > 0 ? of->entries[i].key : 1;
  cut->high = patron__pareto_map_last(map, of->entries[i].key);
  cut->above += above;
  cut->count = of->entries[i].count;
  patron__i128_add_i128(&cut->need, patron__i128_negate(passed));
  patron__natural_add(&cut->sum, passed, shift);
  cut->inside = cut->sum;
  patron__natural_add(&cut->inside, of->entries[i].sum, shift);
  return PATRON_OK;
}

static patron_status plan_again(const patron_pareto_state *state, listing *room, patron__pareto_plan *out)
{
  int32_t listed = -1;
  if (state->n != state->plan->n || state->n_positive != state->plan->n_positive) return PATRON_E_STATE;
  *out = *state->plan;
  for (int32_t k = 0; k < out->ncuts; k++) {
    const int32_t map = patron__pareto_map_of_cut(state->plan, k);
    patron_status status;
    if (map < 0) continue;
    if (map != listed) list(state->maps + map, room);
    listed = map;
    status = narrow(state->maps + map, room, state->plan, out->cut + k);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

/* A later pass is about the cuts of its plan: naming them again is allowed, naming others is a mistake. */
static patron_status check_cuts(const patron_pareto_state *state, const int64_t *cuts_ppm, int32_t ncuts)
{
  if (!state->plan) return patron__pareto_check_cuts(cuts_ppm, ncuts);
  if (!cuts_ppm && ncuts == 0) return PATRON_OK;
  if (!cuts_ppm || ncuts != state->plan->ncuts) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t k = 0; k < ncuts; k++) {
    if (cuts_ppm[k] != state->plan->cut[k].share_ppm) return PATRON_E_INVALID_ARGUMENT;
  }
  return PATRON_OK;
}

static patron_status hand_out(const patron__pareto_plan *plan, void *bytes, int64_t cap, int64_t *needed)
{
  const int64_t size = patron__pareto_plan_size(plan);
  const patron_status status = !bytes && cap == 0 ? PATRON_OK : cap < size ? PATRON_E_BUFFER_TOO_SMALL : PATRON_OK;
  if (needed) *needed = size;
  if (bytes && status == PATRON_OK) patron__pareto_plan_write(plan, bytes);
  return status;
}

patron_status patron_pareto_state_next(const patron_pareto_state *state, const int64_t *cuts_ppm, int32_t ncuts, void *plan, int64_t cap, int64_t *needed)
{
  patron__pareto_plan *next = NULL;
  listing room = {NULL, NULL, 0};
  patron_status status;
  if (!state || cap < 0 || (!plan && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = check_cuts(state, cuts_ppm, ncuts);
  if (status != PATRON_OK) return status;
  status = PATRON_E_NO_MEMORY;
  next = patron__scratch_allocate(state->scratch, sizeof *next);
  if (!next) return status;
  room.entries = patron__scratch_allocate(state->scratch, ENTRIES_SIZE);
  if (!room.entries) goto done;
  room.keys = patron__scratch_allocate(state->scratch, KEYS_SIZE);
  if (!room.keys) goto done;
  if (state->plan) {
    status = plan_again(state, &room, next);
  } else {
    list(state->maps, &room);
    plan_first(state, &room, cuts_ppm, ncuts, next);
    status = PATRON_OK;
  }
  if (status == PATRON_OK) status = hand_out(next, plan, cap, needed);
done:
  patron__scratch_release(state->scratch, room.keys, KEYS_SIZE);
  patron__scratch_release(state->scratch, room.entries, ENTRIES_SIZE);
  patron__scratch_release(state->scratch, next, sizeof *next);
  return status;
}
