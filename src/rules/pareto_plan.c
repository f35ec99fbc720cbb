/* Plans as bytes: little-endian, with a version, a length and a checksum, and validated field by field, since they come back from wherever a host has kept them.

   Layout: "PPLN", version u32, length i64, kind i32, lowest i32, ncuts i32, reserved i32, n, n_positive, total and net total as i64 and f64; then for each cut share, low, high, above, count (i64), need (16 bytes), and two
   natural numbers: digits i32, then as many u32. At the end the CRC-32 (ISO 3309) of all before. Equal plans have equal bytes. */
#include "base/memory.h"
#include "rules/pareto_plan.h"

#include "rules/columns.h"
#include "rules/pareto_bytes.h"

enum { VERSION = 1, HEAD = 80, FIXED_CUT = 64, CHECKSUM = 4 };

static const unsigned char MAGIC[4] = {'P', 'P', 'L', 'N'};
static const int64_t LARGEST_F64 = ((int64_t)0x7ff << 52) - 1;
int64_t patron__pareto_plan_size(const patron__pareto_plan *plan)
{
  int64_t size = HEAD + CHECKSUM;
  for (int32_t k = 0; k < plan->ncuts; k++) size += FIXED_CUT + 4 * ((int64_t)plan->cut[k].sum.used + plan->cut[k].inside.used);
  return size;
}

void patron__pareto_plan_write(const patron__pareto_plan *plan, void *out)
{
  patron__writer to = {out, 0};
  patron__put_bytes(&to, MAGIC, sizeof MAGIC);
  patron__put(&to, VERSION, 4);
  patron__put(&to, (uint64_t)patron__pareto_plan_size(plan), 8);
  patron__put(&to, (uint64_t)plan->kind, 4);
  patron__put(&to, (uint64_t)plan->lowest, 4);
  patron__put(&to, (uint64_t)plan->ncuts, 4);
  patron__put(&to, 0, 4);
  patron__put(&to, (uint64_t)plan->n, 8);
  patron__put(&to, (uint64_t)plan->n_positive, 8);
  patron__put(&to, (uint64_t)plan->total_i64, 8);
  patron__put(&to, patron__double_bits(plan->total_f64), 8);
  patron__put(&to, (uint64_t)plan->total_net_i64, 8);
  patron__put(&to, patron__double_bits(plan->total_net_f64), 8);
  for (int32_t k = 0; k < plan->ncuts; k++) {
    const patron__pareto_plan_cut *cut = plan->cut + k;
    patron__put(&to, (uint64_t)cut->share_ppm, 8);
    patron__put(&to, (uint64_t)cut->low, 8);
    patron__put(&to, (uint64_t)cut->high, 8);
    patron__put(&to, (uint64_t)cut->above, 8);
    patron__put(&to, (uint64_t)cut->count, 8);
    patron__put(&to, cut->need.low, 8);
    patron__put(&to, (uint64_t)cut->need.high, 8);
    patron__put_natural(&to, &cut->sum);
    patron__put_natural(&to, &cut->inside);
  }
  patron__put(&to, patron__crc32(out, to.length), 4);
}

static int32_t cut_is_valid(const patron__pareto_plan *plan, const patron__pareto_plan_cut *cut, const patron__pareto_plan_cut *before)
{
  const patron__i128 nothing = {0, 0};
  patron__natural most;
  if (cut->share_ppm < 1 || cut->share_ppm > 1000000 || (before && cut->share_ppm <= before->share_ppm)) return 0;
  if (plan->n_positive == 0) {
    return cut->low == 0 && cut->high == 0 && cut->above == 0 && cut->count == 0 && patron__i128_compare(cut->need, nothing) == 0 && cut->sum.used == 0 && cut->inside.used == 0;
  }
  if (cut->low < 1 || cut->high < cut->low || cut->above < 0 || cut->count < 1 || cut->above > plan->n_positive - cut->count) return 0;
  /* Of two cuts the later is the same or further down. */
  if (before && (cut->low != before->low || cut->high != before->high) && cut->high >= before->low) return 0;
  if (plan->kind == PATRON_PARETO_F64) {
    if (cut->high > LARGEST_F64 || cut->low >> 52 != cut->high >> 52 || patron__key_exponent(cut->low) < plan->lowest) return 0;
  }
  if (patron__i128_compare(cut->need, nothing) <= 0 || patron__natural_compare(&cut->sum, &cut->inside) >= 0) return 0;
  /* need <= count * the heaviest key: what follows may count on finding it. */
  patron__natural_clear(&most);
  patron__natural_add(&most, (patron__i128){(uint64_t)patron__key_mantissa((patron__scale){plan->lowest}, cut->high), 0}, 0);
  patron__natural_multiply_u64(&most, (uint64_t)cut->count);
  return patron__i128_compare(cut->need, patron__natural_divide_up(&most, 0, 1)) <= 0;
}

static void take_head(patron__reader *from, patron__pareto_plan *out)
{
  out->kind = (int32_t)patron__take(from, 4);
  out->lowest = (int32_t)patron__take(from, 4);
  out->ncuts = (int32_t)patron__take(from, 4);
}

static int32_t totals_are_valid(const patron__pareto_plan *plan)
{
  if (plan->kind != PATRON_PARETO_I64 && plan->kind != PATRON_PARETO_F64) return 0;
  if (plan->kind == PATRON_PARETO_I64 ? plan->lowest != 0 : plan->lowest < 1 || plan->lowest > 2046) return 0;
  if (plan->ncuts < 1 || plan->ncuts > PATRON__PARETO_CUTS || plan->n < 0 || plan->n > PATRON__PARETO_MOST_ROWS || plan->n_positive < 0 || plan->n_positive > plan->n) return 0;
  return patron__finite(plan->total_f64) && patron__finite(plan->total_net_f64) && plan->total_f64 >= 0.0;
}

patron_status patron__pareto_plan_read(const void *bytes, int64_t len, patron__pareto_plan *out)
{
  patron__reader from = {bytes, len - CHECKSUM}, end;
  if (len < HEAD + CHECKSUM || memcmp(bytes, MAGIC, sizeof MAGIC) != 0) return PATRON_E_FORMAT;
  end.at = from.at + from.left;
  end.left = CHECKSUM;
  if (patron__take(&end, CHECKSUM) != patron__crc32(bytes, from.left)) return PATRON_E_FORMAT;
  from.at += sizeof MAGIC;
  from.left -= (int64_t)sizeof MAGIC;
  if (patron__take(&from, 4) != VERSION || patron__take(&from, 8) != (uint64_t)len) return PATRON_E_FORMAT;
  memset(out, 0, sizeof *out);
  take_head(&from, out);
  if (patron__take(&from, 4) != 0) return PATRON_E_FORMAT;
  out->n = patron__take_signed(&from);
  out->n_positive = patron__take_signed(&from);
  out->total_i64 = patron__take_signed(&from);
  out->total_f64 = patron__double_from_bits(patron__take(&from, 8));
  out->total_net_i64 = patron__take_signed(&from);
  out->total_net_f64 = patron__double_from_bits(patron__take(&from, 8));
  if (!totals_are_valid(out)) return PATRON_E_FORMAT;
  for (int32_t k = 0; k < out->ncuts; k++) {
    patron__pareto_plan_cut *cut = out->cut + k;
    cut->share_ppm = patron__take_signed(&from);
    cut->low = patron__take_signed(&from);
    cut->high = patron__take_signed(&from);
    cut->above = patron__take_signed(&from);
    cut->count = patron__take_signed(&from);
    cut->need.low = patron__take(&from, 8);
    cut->need.high = patron__take_signed(&from);
    if (!patron__take_natural(&from, &cut->sum) || !patron__take_natural(&from, &cut->inside) || from.left < 0) return PATRON_E_FORMAT;
    if (!cut_is_valid(out, cut, k > 0 ? cut - 1 : NULL)) return PATRON_E_FORMAT;
  }
  return from.left == 0 ? PATRON_OK : PATRON_E_FORMAT;
}

static double rounded(const patron__pareto_plan *plan, const patron__natural *sum)
{
  return patron__natural_round(sum, plan->kind == PATRON_PARETO_F64 ? plan->lowest - 1 : 1074);
}

patron_status patron_pareto_plan_result(const void *bytes, int64_t len, int32_t cut, patron_pareto_result *out)
{
  patron__pareto_plan plan;
  patron_pareto_result result;
  const patron__pareto_plan_cut *found;
  patron_status status;
  if (!bytes || len < 0 || !out) return PATRON_E_INVALID_ARGUMENT;
  if (patron__struct_check_size(out) != PATRON_OK) return PATRON_E_ABI;
  status = patron__pareto_plan_read(bytes, len, &plan);
  if (status != PATRON_OK) return status;
  if (cut < 0 || cut >= plan.ncuts) return PATRON_E_RANGE;
  found = plan.cut + cut;
  if (patron__pareto_plan_is_open(found)) return PATRON_UNKNOWN;
  memset(&result, 0, sizeof result);
  result.outcome = plan.n_positive > 0 ? PATRON_PARETO_OK : plan.n > 0 ? PATRON_PARETO_NO_POSITIVE : PATRON_PARETO_EMPTY;
  result.n = plan.n;
  result.n_positive = plan.n_positive;
  result.total_i64 = plan.total_i64;
  result.total_f64 = plan.total_f64;
  result.total_net_i64 = plan.total_net_i64;
  result.total_net_f64 = plan.total_net_f64;
  result.cutoff_i64 = plan.kind == PATRON_PARETO_F64 ? 0 : found->low;
  result.cutoff_f64 = plan.kind == PATRON_PARETO_F64 ? patron__double_from_bits((uint64_t)found->low) : (double)found->low;
  result.n_inside = found->above + found->count;
  if (plan.n_positive > 0) {
    const patron__scale scale = {plan.kind == PATRON_PARETO_F64 ? patron__key_exponent(found->low) : 0};
    result.n_minimum = found->above + patron__weights_to_reach(found->need, (patron__i128){0, 0}, patron__key_weight(scale, found->low));
  }
  result.sum_inside_i64 = plan.kind == PATRON_PARETO_F64 ? 0 : patron__natural_saturate(&found->inside);
  result.sum_inside_f64 = rounded(&plan, &found->inside);
  return patron__struct_write(out, &result, sizeof result);
}
