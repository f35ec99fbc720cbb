/* The first look at the rows of a Pareto call: refuses what cannot be ranked and finds the range of the values, or guesses it from some of them. */
#include "rules/pareto_look.h"

static void look_portably(const patron__pareto_call *call, patron__pareto_extremes *out)
{
  patron__pareto_look(call->values, 0, call->n, out);
}

PATRON__NEWER_PROCESSOR static void look_newer(const patron__pareto_call *call, patron__pareto_extremes *out)
{
  patron__pareto_look(call->values, 0, call->n, out);
}

/* Returns how many rows count. */
static int64_t look_at_those_that_count(const patron__pareto_call *call, patron__pareto_extremes *out)
{
  patron__pareto_extremes seen = *out;
  int64_t known = 0;
  for (int64_t i = 0; i < call->n; i++) {
    const int64_t counts = patron__pareto_counts(call, i);
    patron__pareto_look_at(&seen, patron__pareto_key(call->values, i) & -counts);
    known += counts;
  }
  *out = seen;
  return known;
}

static int32_t is_finite(int32_t kind, const patron__pareto_extremes *seen)
{
  return kind != PATRON_PARETO_F64 || (seen->highest < PATRON__PARETO_INFINITE && seen->highest_loss < PATRON__PARETO_INFINITE);
}

patron_status patron__pareto_scan_rows(const patron__pareto_call *call, patron__pareto_scan *out)
{
  patron__pareto_extremes seen;
  int32_t lowest_group = 0, highest_group = -1;
  patron__pareto_look_at_groups(call->groups, 0, call->n, &lowest_group, &highest_group);
  if (highest_group >= call->ngroups) return PATRON_E_RANGE;
  patron__pareto_see_nothing(&seen);
  out->n_known = call->n;
  if (lowest_group < 0 || !patron__pareto_all_known(call->validity, 0, call->n)) out->n_known = look_at_those_that_count(call, &seen);
  else if (patron__pareto_newer(call)) look_newer(call, &seen);
  else look_portably(call, &seen);
  if (!is_finite(call->kind, &seen)) return PATRON_E_NOT_FINITE;
  patron__pareto_range_of(call->kind, &seen, out);
  return PATRON_OK;
}

enum { SAMPLE = 4096, ROOM_ABOVE = 5, ROOM_BELOW = 4, LEAST_SPREAD = 6 };

/* Widens a range by so many binary orders of magnitude as rows that were not looked at may well need. */
static void make_room(int32_t kind, int32_t below, int64_t *smallest, int64_t *largest)
{
  if (kind == PATRON_PARETO_F64) {
    *smallest = *smallest >> 52 > below ? *smallest - ((int64_t)below << 52) : 1;
    *largest = *largest < PATRON__PARETO_INFINITE - ((int64_t)ROOM_ABOVE << 52) ? *largest + ((int64_t)ROOM_ABOVE << 52) : PATRON__PARETO_INFINITE - 1;
  } else {
    *smallest = *smallest >> below > 1 ? *smallest >> below : 1;
    *largest = *largest > INT64_MAX >> ROOM_ABOVE ? INT64_MAX : *largest << ROOM_ABOVE;
  }
}

/* Room makes bins coarser, which only a range of many binary orders of magnitude bears. */
static int32_t is_spread(int32_t kind, const patron__pareto_scan *range)
{
  if (kind == PATRON_PARETO_F64) return (range->largest_positive >> 52) - (range->smallest_positive >> 52) >= LEAST_SPREAD;
  return range->largest_positive >> LEAST_SPREAD >= range->smallest_positive;
}

int32_t patron__pareto_sample_rows(const patron__pareto_call *call, patron__pareto_scan *out)
{
  const int64_t step = call->n / SAMPLE;
  patron__pareto_extremes seen;
  int32_t below = ROOM_BELOW;
  if (step < 4) return 0;
  patron__pareto_see_nothing(&seen);
  for (int64_t i = step / 2; i < call->n; i += step) {
    if (!patron__pareto_counts(call, i)) return 0;
    patron__pareto_look_at(&seen, patron__pareto_key(call->values, i));
  }
  if (seen.highest == 0 || !is_finite(call->kind, &seen)) return 0;
  out->n_known = call->n;
  patron__pareto_range_of(call->kind, &seen, out);
  if (!is_spread(call->kind, out)) return 0;
  for (int64_t unseen = step; unseen > 1; unseen /= 2) below++;
  make_room(call->kind, below, &out->smallest_positive, &out->largest_positive);
  if (out->largest_negative > 0) make_room(call->kind, below, &out->smallest_negative, &out->largest_negative);
  return 1;
}
