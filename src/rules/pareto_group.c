/* One group of a Pareto call: its cut-offs from the values themselves, and what is handed out about it.

   Values of a group mostly lie within 50 binary orders of magnitude: then they are whole multiples of the smallest unit among them and their sums fit in 106 bits. A wider group is sorted
   and summed in natural numbers. Either way sums are exact. */
#include "rules/pareto.h"

enum { FEW = 64, HANDFUL = 24 };

void patron__pareto_group_clear(patron__pareto_group *group, int32_t ncuts)
{
  group->n = group->n_positive = 0;
  group->lowest_bit = 1074;
  group->ncuts = ncuts;
  patron__natural_clear(&group->positive);
  patron__natural_clear(&group->negative);
  for (int32_t k = 0; k < ncuts; k++) {
    group->cut[k].cutoff = INT64_MAX;
    group->cut[k].inside = group->cut[k].minimum = 0;
    patron__natural_clear(&group->cut[k].sum);
  }
}

/* Positive keys to the front; the magnitudes of the others are left as keys behind them. Returns how many are positive. */
static int64_t positives_first(int32_t kind, int64_t *keys, int64_t n)
{
  int64_t positive = 0;
  for (int64_t i = 0; i < n; i++) {
    const int64_t key = keys[i];
    if (key > 0) {
      keys[i] = keys[positive];
      keys[positive++] = key;
    } else {
      keys[i] = (int64_t)patron__pareto_magnitude(kind, key);
    }
  }
  return positive;
}

static int32_t bits_of(int64_t count)
{
  int32_t bits = 0;
  for (; count > 0; count >>= 1) bits++;
  return bits;
}

static patron__i128 add_narrow(const int64_t *keys, int64_t n, patron__scale scale)
{
  patron__i128 total = {0, 0};
  for (int64_t i = 0; i < n; i++) patron__i128_add_i128(&total, patron__key_weight(scale, keys[i]));
  return total;
}

static void put_cut(patron__pareto_cut *cut, const patron__selection *found, patron__i128 target, patron__scale scale)
{
  cut->cutoff = found->key;
  cut->inside = found->above + found->equal;
  cut->minimum = found->above + patron__weights_to_reach(target, found->sum_above, patron__key_weight(scale, found->key));
  patron__natural_add(&cut->sum, found->sum, 0);
}

/* A handful of values is sorted and walked down once for all cuts. */
static void cut_few(const int64_t *cuts_ppm, int64_t *keys, int64_t n, int64_t *buffer, patron__scale scale, patron__i128 total, patron__pareto_group *out)
{
  patron__selection found = {0, 0, 0, {0, 0}, {0, 0}};
  patron__i128 target = patron__i128_share(total, cuts_ppm[0]);
  int32_t k = 0;
  patron__sort_keys(keys, n, buffer);
  for (int64_t at = n; at > 0 && k < out->ncuts;) {
    const int64_t key = keys[at - 1];
    const patron__i128 weight = patron__key_weight(scale, key);
    found.key = key;
    found.above = n - at;
    found.sum_above = found.sum;
    for (; at > 0 && keys[at - 1] == key; at--) patron__i128_add_i128(&found.sum, weight);
    found.equal = n - at - found.above;
    while (patron__i128_compare(found.sum, target) >= 0) {
      put_cut(out->cut + k, &found, target, scale);
      if (++k == out->ncuts) break;
      target = patron__i128_share(total, cuts_ppm[k]);
    }
  }
}

static void cut_many(const int64_t *cuts_ppm, int64_t *keys, int64_t n, patron__scale scale, patron__i128 total, patron__pareto_group *out)
{
  for (int32_t k = 0; k < out->ncuts; k++) {
    const patron__i128 target = patron__i128_share(total, cuts_ppm[k]);
    patron__selection found;
    patron__select_weighted(keys, n, scale, target, &found);
    put_cut(out->cut + k, &found, target, scale);
  }
}

static void cut_wide(const int64_t *cuts_ppm, int64_t *keys, int64_t n, int64_t *buffer, patron__scale scale, patron__pareto_group *out)
{
  patron__natural sum, reached, target = out->positive;
  int64_t at = n, taken;
  int32_t k = 0;
  patron__sort_keys(keys, n, buffer);
  patron__natural_clear(&sum);
  patron__natural_multiply(&target, (uint32_t)cuts_ppm[0]);
  while (at > 0 && k < out->ncuts) {
    const int64_t key = keys[at - 1];
    const patron__i128 mantissa = {(uint64_t)patron__key_mantissa(scale, key), 0};
    const int32_t shift = patron__key_exponent(key) - scale.lowest;
    const int32_t first_cut = k;
    for (taken = 0; at > 0 && keys[at - 1] == key; at--) {
      patron__natural_add(&sum, mantissa, shift);
      taken++;
      reached = sum;
      patron__natural_multiply(&reached, 1000000);
      while (k < out->ncuts && patron__natural_compare(&reached, &target) >= 0) {
        out->cut[k].cutoff = key;
        out->cut[k].minimum = n - at + 1;
        if (++k == out->ncuts) break;
        target = out->positive;
        patron__natural_multiply(&target, (uint32_t)cuts_ppm[k]);
      }
    }
    for (int32_t reached_cut = first_cut; reached_cut < k; reached_cut++) {
      out->cut[reached_cut].inside = n - at;
      out->cut[reached_cut].sum = sum;
    }
  }
}

void patron__pareto_group_from_keys(const patron__pareto_call *call, int64_t *keys, int64_t n, int64_t *buffer, patron__pareto_group *out)
{
  patron__scale scale = {0};
  patron__i128 total = {0, 0};
  int32_t narrow = 63 + bits_of(n) <= 106;
  patron__pareto_group_clear(out, call->ncuts);
  out->n = n;
  out->n_positive = positives_first(call->kind, keys, n);
  if (call->kind == PATRON_PARETO_F64) {
    int32_t lowest = 0x7ff, highest = 1;
    for (int64_t i = 0; i < n; i++) {
      const int32_t exponent = patron__key_exponent(keys[i]);
      if (keys[i] == 0) continue;
      lowest = exponent < lowest ? exponent : lowest;
      highest = exponent > highest ? exponent : highest;
    }
    scale.lowest = lowest;
    out->lowest_bit = lowest - 1;
    narrow = highest - lowest + 53 + bits_of(n) <= 106;
  }
  if (narrow) {
    total = add_narrow(keys, out->n_positive, scale);
    patron__natural_add(&out->positive, total, 0);
    patron__natural_add(&out->negative, add_narrow(keys + out->n_positive, n - out->n_positive, scale), 0);
  } else {
    patron__natural_add_keys(&out->positive, keys, out->n_positive, scale);
    patron__natural_add_keys(&out->negative, keys + out->n_positive, n - out->n_positive, scale);
  }
  if (out->n_positive == 0) return;
  if (narrow && out->n_positive <= FEW) cut_few(call->cuts_ppm, keys, out->n_positive, buffer, scale, total, out);
  else if (narrow) cut_many(call->cuts_ppm, keys, out->n_positive, scale, total, out);
  else cut_wide(call->cuts_ppm, keys, out->n_positive, buffer, scale, out);
}

/* Descending, as they come: most of a handful are in place after a step or two. */
static int32_t sort_positives(const int64_t *keys, int64_t n, int64_t *sorted)
{
  int32_t count = 0;
  for (int64_t i = 0; i < n; i++) {
    int32_t at = count;
    if (keys[i] <= 0) continue;
    for (; at > 0 && sorted[at - 1] < keys[i]; at--) sorted[at] = sorted[at - 1];
    sorted[at] = keys[i];
    count++;
  }
  return count;
}

int32_t patron__pareto_cut_handful(const patron__pareto_call *call, const int64_t *keys, int64_t n, int64_t *cutoffs)
{
  int64_t sorted[HANDFUL];
  patron__scale scale = {0};
  patron__i128 total = {0, 0}, sum = {0, 0}, target;
  int32_t count, k = 0;
  if (n > HANDFUL || call->out) return 0;
  count = sort_positives(keys, n, sorted);
  for (int32_t c = 0; count == 0 && c < call->ncuts; c++) cutoffs[c] = INT64_MAX;
  if (count == 0) return 1;
  if (call->kind == PATRON_PARETO_F64) {
    scale.lowest = patron__key_exponent(sorted[count - 1]);
    if (patron__key_exponent(sorted[0]) - scale.lowest + 53 + bits_of(n) > 106) return 0;
  }
  for (int32_t i = 0; i < count; i++) patron__i128_add_i128(&total, patron__key_weight(scale, sorted[i]));
  target = patron__i128_share(total, call->cuts_ppm[0]);
  for (int32_t i = 0; i < count && k < call->ncuts; i++) {
    patron__i128_add_i128(&sum, patron__key_weight(scale, sorted[i]));
    while (k < call->ncuts && patron__i128_compare(sum, target) >= 0) {
      cutoffs[k++] = sorted[i];
      if (k < call->ncuts) target = patron__i128_share(total, call->cuts_ppm[k]);
    }
  }
  return 1;
}

static double round_sum(int32_t kind, const patron__pareto_group *group, const patron__natural *sum)
{
  return patron__natural_round(sum, kind == PATRON_PARETO_F64 ? group->lowest_bit : 1074);
}

static int64_t whole_sum(int32_t kind, const patron__natural *sum)
{
  return kind == PATRON_PARETO_F64 ? 0 : patron__natural_saturate(sum);
}

static int64_t whole_loss(int32_t kind, const patron__natural *sum)
{
  return kind == PATRON_PARETO_F64 ? 0 : patron__natural_saturate_negative(sum);
}

static void store_cuts(const patron__pareto_call *call, int64_t at, const patron__pareto_group *from)
{
  const patron_pareto_groups *out = call->out;
  for (int32_t k = 0; k < from->ncuts; k++, at++) {
    const patron__pareto_cut *cut = from->cut + k;
    const int64_t key = from->n_positive > 0 ? cut->cutoff : 0;
    if (out->cutoff_i64) out->cutoff_i64[at] = call->kind == PATRON_PARETO_F64 ? 0 : key;
    if (out->cutoff_f64) out->cutoff_f64[at] = call->kind == PATRON_PARETO_F64 ? patron__double_from_bits((uint64_t)key) : (double)key;
    if (out->n_inside) out->n_inside[at] = cut->inside;
    if (out->n_minimum) out->n_minimum[at] = cut->minimum;
    if (out->sum_inside_i64) out->sum_inside_i64[at] = whole_sum(call->kind, &cut->sum);
    if (out->sum_inside_f64) out->sum_inside_f64[at] = round_sum(call->kind, from, &cut->sum);
  }
}

void patron__pareto_group_store(const patron__pareto_call *call, int32_t group, const patron__pareto_group *from, int64_t *cutoffs)
{
  const patron_pareto_groups *out = call->out;
  for (int32_t k = 0; k < from->ncuts; k++) cutoffs[(int64_t)group * from->ncuts + k] = from->cut[k].cutoff;
  if (!out) return;
  if (out->outcome) out->outcome[group] = from->n_positive > 0 ? PATRON_PARETO_OK : from->n > 0 ? PATRON_PARETO_NO_POSITIVE : PATRON_PARETO_EMPTY;
  if (out->n) out->n[group] = from->n;
  if (out->n_positive) out->n_positive[group] = from->n_positive;
  if (out->total_i64) out->total_i64[group] = whole_sum(call->kind, &from->positive);
  if (out->total_f64) out->total_f64[group] = round_sum(call->kind, from, &from->positive);
  if (out->total_net_i64 || out->total_net_f64) {
    const int32_t loss = patron__natural_compare(&from->positive, &from->negative) < 0;
    patron__natural net = loss ? from->negative : from->positive;
    patron__natural_subtract(&net, loss ? &from->positive : &from->negative);
    if (out->total_net_i64) out->total_net_i64[group] = loss ? whole_loss(call->kind, &net) : whole_sum(call->kind, &net);
    if (out->total_net_f64) out->total_net_f64[group] = loss ? -round_sum(call->kind, from, &net) : round_sum(call->kind, from, &net);
  }
  store_cuts(call, (int64_t)group * from->ncuts, from);
}
