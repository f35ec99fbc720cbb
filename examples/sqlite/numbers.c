#include "numbers.h"

#include <string.h>

static void *resized(void *block, int64_t count, size_t size)
{
  return sqlite3_realloc64(block, (sqlite3_uint64)count * size);
}

/* Room for one more at the end: first by moving what is left of a frame to the front, then by growing. */
static int32_t make_room(numbers *all)
{
  if (all->first + all->count < all->capacity) return 1;
  if (all->first > 0 && all->first >= all->count) {
    memcpy(all->integers, all->integers + all->first, (size_t)all->count * sizeof *all->integers);
    memcpy(all->reals, all->reals + all->first, (size_t)all->count * sizeof *all->reals);
    memcpy(all->is_real, all->is_real + all->first, (size_t)all->count);
    all->first = 0;
    return 1;
  }
  int64_t capacity = all->capacity == 0 ? 64 : all->capacity * 2;
  int64_t *integers = resized(all->integers, capacity, sizeof *integers);
  if (integers != NULL) all->integers = integers;
  double *reals = resized(all->reals, capacity, sizeof *reals);
  if (reals != NULL) all->reals = reals;
  uint8_t *is_real = resized(all->is_real, capacity, sizeof *is_real);
  if (is_real != NULL) all->is_real = is_real;
  if (integers == NULL || reals == NULL || is_real == NULL) return 0;
  all->capacity = capacity;
  return 1;
}

patron_status numbers_add(numbers *all, sqlite3_value *value)
{
  int type = sqlite3_value_numeric_type(value);
  if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) return PATRON_E_TYPE;
  double real = sqlite3_value_double(value);
  if (real - real != 0.0) return PATRON_E_NOT_FINITE;
  if (!make_room(all)) return PATRON_E_NO_MEMORY;
  int64_t at = all->first + all->count++;
  all->integers[at] = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 0;
  all->reals[at] = real;
  all->is_real[at] = type == SQLITE_FLOAT;
  all->real_count += type == SQLITE_FLOAT;
  return PATRON_OK;
}

void numbers_drop_first(numbers *all)
{
  if (all->count == 0) return;
  all->real_count -= all->is_real[all->first];
  all->first++;
  all->count--;
}

void numbers_clear(numbers *all)
{
  sqlite3_free(all->integers);
  sqlite3_free(all->reals);
  sqlite3_free(all->is_real);
  memset(all, 0, sizeof *all);
}

patron_status numbers_cutoff(const numbers *all, int64_t share_ppm, patron_pareto_result *out)
{
  if (all->real_count > 0) return patron_pareto_cutoff_f64(all->reals + all->first, NULL, all->count, share_ppm, patron_sqlite_allocator(), out);
  return patron_pareto_cutoff_i64(all->count == 0 ? NULL : all->integers + all->first, NULL, all->count, share_ppm, patron_sqlite_allocator(), out);
}
