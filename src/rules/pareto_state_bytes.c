/* States as bytes: what a worker sends after its part of the rows. Equal rows, with equal plans, give equal bytes, however the state came about; whatever else is refused.

   Layout, little-endian: "PPST", version u32, length i64, hash of the plan u64 (FNV-1a; 0 in a first pass), length of the plan i64, kind i32, number of maps i32, the plan, n i64, n_positive i64.
   In a first pass the sum of all known values: of integers 16 bytes, two's complement; of doubles the sign (u32, 1: negative) and a natural number in units of 2^-1074 (digits u32, then as many u32).
   Then each map: precision u32, entries u32, and for each entry, ascending, in numbers of varying length: how many possible entries lie between it and the one before, its rows less 1, and, where
   it stands for more than one value, what its sum is over that of as many of its smallest. At the end the CRC-32 (ISO 3309) of all before.

   Example: the integers 3, 3, 10 in a first pass are n 3, sum 16, one map of precision 63 with two entries: 3 (skips 3 entries: 0, 1, 2; one more row) and 10 (skips 6; no more). */
#include "base/memory.h"
#include "rules/pareto_bytes.h"
#include "rules/pareto_state.h"

enum { VERSION = 1, HEAD = 40, CHECKSUM = 4 };

static const unsigned char MAGIC[4] = {'P', 'P', 'S', 'T'};
static const int64_t LARGEST_F64 = ((int64_t)0x7ff << 52) - 1;
static const uint64_t ENTRIES_SIZE = PATRON__PARETO_MAP_MOST * sizeof(patron__pareto_entry), KEYS_SIZE = 2 * PATRON__PARETO_MAP_MOST * sizeof(int64_t);

/* What `rows` rows of the value at `key` weigh. */
static patron__i128 weight_of(int32_t kind, int64_t key, int64_t rows)
{
  const patron__scale scale = {kind == PATRON_PARETO_F64 ? 1 : 0};
  return patron__i128_multiply(patron__key_mantissa(scale, key), rows);
}

static patron__i128 difference(patron__i128 a, patron__i128 b)
{
  patron__i128_add_i128(&a, patron__i128_negate(b));
  return a;
}

static patron__i128 small(uint64_t value)
{
  return (patron__i128){value, 0};
}

static void put_map(patron__writer *to, const patron__pareto_map *map, patron__pareto_entry *entries, int64_t *keys)
{
  uint64_t next = 0;
  patron__pareto_map_list(map, entries, keys);
  patron__put(to, (uint64_t)map->precision, 4);
  patron__put(to, (uint64_t)map->used, 4);
  for (int64_t i = 0; i < map->used; i++) {
    const patron__pareto_entry *entry = entries + i;
    const uint64_t index = patron__pareto_map_index(map, entry->key);
    patron__put_varying(to, small(index - next));
    patron__put_varying(to, small((uint64_t)entry->count - 1));
    if (patron__pareto_map_last(map, entry->key) != entry->key) patron__put_varying(to, difference(entry->sum, weight_of(map->kind, entry->key, entry->count)));
    next = index + 1;
  }
}

static void put_state(patron__writer *to, const patron_pareto_state *state, int64_t length, patron__pareto_entry *entries, int64_t *keys)
{
  patron__natural net;
  patron__put_bytes(to, MAGIC, sizeof MAGIC);
  patron__put(to, VERSION, 4);
  patron__put(to, (uint64_t)length, 8);
  patron__put(to, state->plan ? patron__bytes_hash(state->bytes, state->len) : 0, 8);
  patron__put(to, state->plan ? (uint64_t)state->len : 0, 8);
  patron__put(to, (uint64_t)state->kind, 4);
  patron__put(to, (uint64_t)state->nmaps, 4);
  if (state->plan) patron__put_bytes(to, state->bytes, state->len);
  patron__put(to, (uint64_t)state->n, 8);
  patron__put(to, (uint64_t)state->n_positive, 8);
  if (!state->plan && state->kind == PATRON_PARETO_I64) {
    patron__put(to, state->net_i64.low, 8);
    patron__put(to, (uint64_t)state->net_i64.high, 8);
  }
  if (!state->plan && state->kind == PATRON_PARETO_F64) {
    patron__put(to, (uint64_t)patron__exact_sum_split(&state->net_f64, &net), 4);
    patron__put_natural(to, &net);
  }
  for (int32_t m = 0; m < state->nmaps; m++) put_map(to, state->maps + m, entries, keys);
}

patron_status patron_pareto_state_save(const patron_pareto_state *state, void *buf, int64_t cap, int64_t *needed)
{
  patron__pareto_entry *entries;
  int64_t *keys, length;
  patron__writer to = {NULL, 0};
  patron_status status = PATRON_E_NO_MEMORY;
  if (!state || cap < 0 || (!buf && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  entries = patron__scratch_allocate(state->scratch, ENTRIES_SIZE);
  keys = patron__scratch_allocate(state->scratch, KEYS_SIZE);
  if (!entries || !keys) goto done;
  put_state(&to, state, 0, entries, keys);
  length = to.length + CHECKSUM;
  status = !buf && cap == 0 ? PATRON_OK : cap < length ? PATRON_E_BUFFER_TOO_SMALL : PATRON_OK;
  if (needed) *needed = length;
  if (!buf || status != PATRON_OK) goto done;
  to = (patron__writer){buf, 0};
  put_state(&to, state, length, entries, keys);
  patron__put(&to, patron__crc32(buf, to.length), CHECKSUM);
done:
  patron__scratch_release(state->scratch, keys, KEYS_SIZE);
  patron__scratch_release(state->scratch, entries, ENTRIES_SIZE);
  return status;
}

/* Rows and weight of what has been read, to be compared with what the state says of all rows. */
typedef struct tally { int64_t rows; patron__natural sum; } tally;

/* The values between which those of a map lie. */
static void range_of(const patron_pareto_state *state, int32_t map, int64_t *low, int64_t *high)
{
  *low = 1;
  *high = state->kind == PATRON_PARETO_F64 ? LARGEST_F64 : INT64_MAX;
  for (int32_t k = 0; state->plan && k < state->plan->ncuts; k++) {
    if (patron__pareto_map_of_cut(state->plan, k) != map) continue;
    *low = state->plan->cut[k].low;
    *high = state->plan->cut[k].high;
  }
}

/* One entry at or after number `next`, inside the range; 0: there can be none such. */
static int32_t take_entry(patron__reader *from, const patron__pareto_map *map, int64_t low, int64_t high, uint64_t next, int64_t most, patron__pareto_entry *out)
{
  const uint64_t last_index = patron__pareto_map_index(map, high);
  patron__i128 skipped, more, excess = {0, 0};
  int64_t last, first;
  if (!patron__take_varying(from, &skipped) || !patron__take_varying(from, &more)) return 0;
  if (next > last_index || skipped.high != 0 || skipped.low > last_index - next || more.high != 0 || more.low >= (uint64_t)most) return 0;
  out->key = patron__pareto_map_key(map, next + skipped.low);
  out->count = (int64_t)more.low + 1;
  last = patron__pareto_map_last(map, out->key);
  if (last < low) return 0;
  out->sum = weight_of(map->kind, out->key, out->count);
  if (last == out->key) return 1;
  if (!patron__take_varying(from, &excess)) return 0;
  patron__i128_add_i128(&out->sum, excess);
  first = out->key > low ? out->key : low;
  if (last > high) last = high;
  return excess.high < (int64_t)1 << 62 && patron__i128_compare(out->sum, weight_of(map->kind, first, out->count)) >= 0 && patron__i128_compare(out->sum, weight_of(map->kind, last, out->count)) <= 0;
}

/* A map is as fine as fits: at one digit more there would have to be too many entries. */
static int32_t is_fine_enough(const patron__pareto_map *map, int64_t at_most_one_digit_finer)
{
  return map->precision == patron__pareto_full_precision(map->kind) || at_most_one_digit_finer > PATRON__PARETO_MAP_MOST;
}

static patron_status take_map(patron__reader *from, patron_pareto_state *state, int32_t index, tally *all)
{
  patron__pareto_map *map = state->maps + index;
  const uint64_t precision = patron__take(from, 4), used = patron__take(from, 4);
  int64_t low, high, finer = 0;
  uint64_t next = 0;
  patron_status status;
  if (from->left < 0 || precision < 1 || precision > (uint64_t)map->precision || used > PATRON__PARETO_MAP_MOST || used > (uint64_t)from->left) return PATRON_E_FORMAT;
  status = patron__pareto_map_reserve(map, (int64_t)used);
  if (status != PATRON_OK) return status;
  map->precision = (int32_t)precision;
  range_of(state, index, &low, &high);
  for (uint64_t i = 0; i < used; i++) {
    patron__pareto_entry entry;
    const int64_t most = state->n_positive - all->rows;
    if (most < 1 || !take_entry(from, map, low, high, next, most, &entry)) return PATRON_E_FORMAT;
    patron__pareto_map_put(map, &entry);
    finer += entry.count > 1 && patron__pareto_map_last(map, entry.key) != entry.key ? 2 : 1;
    all->rows += entry.count;
    if (!state->plan) patron__natural_add(&all->sum, entry.sum, state->kind == PATRON_PARETO_F64 ? patron__key_exponent(entry.key) - 1 : 0);
    next = patron__pareto_map_index(map, entry.key) + 1;
  }
  return is_fine_enough(map, finer) ? PATRON_OK : PATRON_E_FORMAT;
}

/* The sum of all known values less that of the positive ones is that of the others: none of them is over 0 or under the smallest number there is. */
static int32_t net_is_possible(const patron_pareto_state *state, int32_t negative, const patron__natural *net, const tally *all)
{
  const patron__scale scale = {1};
  patron__natural lost = all->sum, most;
  patron__natural_clear(&most);
  if (state->kind == PATRON_PARETO_F64) patron__natural_add(&most, small((uint64_t)patron__key_mantissa(scale, LARGEST_F64)), patron__key_exponent(LARGEST_F64) - 1);
  else patron__natural_add(&most, small(UINT64_C(1) << 63), 0);
  patron__natural_multiply_u64(&most, (uint64_t)(state->n - state->n_positive));
  if (negative) {
    patron__natural_add_natural(&lost, net);
  } else {
    if (patron__natural_compare(net, &lost) > 0) return 0;
    patron__natural_subtract(&lost, net);
  }
  return patron__natural_compare(&lost, &most) <= 0;
}

static patron_status take_rows(patron__reader *from, patron_pareto_state *state)
{
  patron__natural net;
  tally all = {0, {0, {0}}};
  int32_t negative = 0;
  patron_status status = PATRON_OK;
  patron__natural_clear(&net);
  state->n = patron__take_signed(from);
  state->n_positive = patron__take_signed(from);
  if (from->left < 0 || state->n < 0 || state->n > PATRON__PARETO_MOST_ROWS || state->n_positive < 0 || state->n_positive > state->n) return PATRON_E_FORMAT;
  if (!state->plan && state->kind == PATRON_PARETO_I64) {
    state->net_i64.low = patron__take(from, 8);
    state->net_i64.high = patron__take_signed(from);
    negative = state->net_i64.high < 0;
    patron__natural_add(&net, negative ? patron__i128_negate(state->net_i64) : state->net_i64, 0);
  }
  if (!state->plan && state->kind == PATRON_PARETO_F64) {
    const uint64_t sign = patron__take(from, 4);
    if (sign > 1 || !patron__take_natural(from, &net) || (sign == 1 && net.used == 0)) return PATRON_E_FORMAT;
    negative = (int32_t)sign;
  }
  for (int32_t m = 0; m < state->nmaps && status == PATRON_OK; m++) status = take_map(from, state, m, &all);
  if (status != PATRON_OK) return status;
  if (net.used > 70) return PATRON_E_FORMAT;   /* so that sums with it fit in their digits */
  if (from->left != 0 || (!state->plan && (all.rows != state->n_positive || !net_is_possible(state, negative, &net, &all)))) return PATRON_E_FORMAT;
  if (!state->plan && state->kind == PATRON_PARETO_F64) patron__exact_sum_join(&state->net_f64, negative, &net);
  return PATRON_OK;
}

patron_status patron_pareto_state_load(const patron_allocator *allocator, const void *bytes, int64_t len, patron_pareto_state **out)
{
  patron__reader from = {bytes, len - CHECKSUM}, end;
  patron_pareto_state *state = NULL;
  uint64_t hash, plan_length, kind, maps;
  patron_status status;
  if (!bytes || len < 0 || !out) return PATRON_E_INVALID_ARGUMENT;
  if (len < HEAD + CHECKSUM || memcmp(bytes, MAGIC, sizeof MAGIC) != 0) return PATRON_E_FORMAT;
  end = (patron__reader){from.at + from.left, CHECKSUM};
  if (patron__take(&end, CHECKSUM) != patron__crc32(bytes, from.left)) return PATRON_E_FORMAT;
  (void)patron__take(&from, sizeof MAGIC);
  if (patron__take(&from, 4) != VERSION || patron__take(&from, 8) != (uint64_t)len) return PATRON_E_FORMAT;
  hash = patron__take(&from, 8);
  plan_length = patron__take(&from, 8);
  kind = patron__take(&from, 4);
  maps = patron__take(&from, 4);
  if (plan_length > (uint64_t)from.left || (kind != PATRON_PARETO_I64 && kind != PATRON_PARETO_F64)) return PATRON_E_FORMAT;
  if (hash != (plan_length == 0 ? 0 : patron__bytes_hash(from.at, (int64_t)plan_length))) return PATRON_E_FORMAT;
  status = patron_pareto_state_create(allocator, (int32_t)kind, plan_length == 0 ? NULL : from.at, (int64_t)plan_length, &state);
  if (status != PATRON_OK) return status == PATRON_E_STATE ? PATRON_E_FORMAT : status;   /* a plan of the other kind */
  from.at += plan_length;
  from.left -= (int64_t)plan_length;
  status = maps == (uint64_t)state->nmaps ? take_rows(&from, state) : PATRON_E_FORMAT;
  if (status == PATRON_OK) *out = state;
  else patron_pareto_state_destroy(state);
  return status;
}
