/* Values brought into order, with their exact sums. */
#include "rules/ranked.h"

#include <string.h>

#include "base/memory.h"
#include "rules/columns.h"

#define SIGN (UINT64_C(1) << 63)

/* Known values to the front of keys: positive ones, then the magnitudes of the others. */
static patron_status collect(patron__ranked *ranked, const void *values, const uint8_t *validity, int64_t n)
{
  int64_t behind = n;
  for (int64_t i = 0; i < n; i++) {
    int64_t key;
    if (!patron__known(validity, i)) continue;
    memcpy(&key, (const unsigned char *)values + 8 * i, sizeof key);
    if (ranked->kind == PATRON__RANKED_F64 && ((uint64_t)key & ~SIGN) >= (uint64_t)0x7ff << 52) return PATRON_E_NOT_FINITE;
    if (key > 0) {
      ranked->keys[ranked->n_positive++] = key;
    } else {
      const uint64_t magnitude = ranked->kind == PATRON__RANKED_F64 ? (uint64_t)key & ~SIGN : 0u - (uint64_t)key;
      ranked->keys[--behind] = (int64_t)magnitude;
      ranked->n_negative += magnitude != 0;
    }
  }
  ranked->n = ranked->n_positive + (n - behind);
  memmove(ranked->keys + ranked->n_positive, ranked->keys + behind, (size_t)(n - behind) * sizeof(int64_t));
  return PATRON_OK;
}

static void choose_unit(patron__ranked *ranked)
{
  ranked->lowest_bit = 1074;
  if (ranked->kind != PATRON__RANKED_F64) return;
  ranked->scale.lowest = 0x7fe;
  for (int64_t i = 0; i < ranked->n; i++) {
    const int32_t exponent = patron__key_exponent(ranked->keys[i]);
    if (ranked->keys[i] != 0 && exponent < ranked->scale.lowest) ranked->scale.lowest = exponent;
  }
  ranked->lowest_bit = ranked->scale.lowest - 1;
}

/* The magnitude of -2^63 is a key with its highest bit set, which sorts first though it is the largest. */
static void move_lowest_integers_last(int64_t *keys, int64_t n)
{
  int64_t lowest = 0;
  while (lowest < n && keys[lowest] == INT64_MIN) lowest++;
  if (lowest == 0) return;
  memmove(keys, keys + lowest, (size_t)(n - lowest) * sizeof *keys);
  for (int64_t i = n - lowest; i < n; i++) keys[i] = INT64_MIN;
}

patron_status patron__ranked_open(int32_t kind, const void *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron__ranked *out)
{
  patron_status status;
  if (n < 0 || (n > 0 && !values)) return PATRON_E_INVALID_ARGUMENT;
  status = patron__allocator_check(scratch);
  if (status != PATRON_OK) return status;
  memset(out, 0, sizeof *out);
  out->kind = kind;
  out->scratch = scratch;
  out->size = ((uint64_t)n + 1) * sizeof(int64_t);
  out->keys = patron__scratch_allocate(scratch, out->size);
  if (!out->keys) return PATRON_E_NO_MEMORY;
  out->buffer = patron__scratch_allocate(scratch, out->size);
  if (!out->buffer) {
    patron__scratch_release(scratch, out->keys, out->size);
    return PATRON_E_NO_MEMORY;
  }
  status = collect(out, values, validity, n);
  if (status != PATRON_OK) {
    patron__ranked_close(out);
    return status;
  }
  choose_unit(out);
  patron__sort_keys(out->keys, out->n_positive, out->buffer);
  patron__sort_keys(out->keys + out->n_positive, out->n - out->n_positive, out->buffer);
  move_lowest_integers_last(out->keys + out->n_positive, out->n - out->n_positive);
  patron__natural_add_keys(&out->positive, out->keys, out->n_positive, out->scale);
  patron__natural_add_keys(&out->negative, out->keys + out->n_positive, out->n - out->n_positive, out->scale);
  return PATRON_OK;
}

void patron__ranked_close(patron__ranked *ranked)
{
  patron__scratch_release(ranked->scratch, ranked->buffer, ranked->size);
  patron__scratch_release(ranked->scratch, ranked->keys, ranked->size);
}

double patron__ranked_round(const patron__ranked *ranked, const patron__natural *sum)
{
  return patron__natural_round(sum, ranked->lowest_bit);
}

int64_t patron__ranked_whole(const patron__ranked *ranked, const patron__natural *sum)
{
  return ranked->kind == PATRON__RANKED_F64 ? 0 : patron__natural_saturate(sum);
}

/* |gain - loss|; returns whether it is a loss. */
static int32_t difference(const patron__natural *gain, const patron__natural *loss, patron__natural *out)
{
  const int32_t lost = patron__natural_compare(gain, loss) < 0;
  *out = lost ? *loss : *gain;
  patron__natural_subtract(out, lost ? gain : loss);
  return lost;
}

double patron__ranked_round_net(const patron__ranked *ranked, const patron__natural *gain, const patron__natural *loss)
{
  patron__natural net;
  const int32_t lost = difference(gain, loss, &net);
  const double rounded = patron__ranked_round(ranked, &net);
  return lost ? -rounded : rounded;
}

int64_t patron__ranked_whole_net(const patron__ranked *ranked, const patron__natural *gain, const patron__natural *loss)
{
  patron__natural net;
  const int32_t lost = difference(gain, loss, &net);
  if (ranked->kind == PATRON__RANKED_F64) return 0;
  return lost ? patron__natural_saturate_negative(&net) : patron__natural_saturate(&net);
}

void patron__ranked_add(const patron__ranked *ranked, int64_t from, int64_t to, patron__natural *gain, patron__natural *loss)
{
  const int64_t positive = ranked->n_positive;
  const int64_t best = to < positive ? to : positive, worst = from > positive ? from : positive;
  if (from < best) patron__natural_add_keys(gain, ranked->keys + (positive - best), best - from, ranked->scale);
  if (worst < to) patron__natural_add_keys(loss, ranked->keys + worst, to - worst, ranked->scale);
}
