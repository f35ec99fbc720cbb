/* How often which values occurred, as finely as some thousand entries allow.

   Usage that made the choice: a database calls with one row at a time and keeps a state for each of many groups, most of them small. So a small group is kept exactly, in a small table; a large one is
   coarsened, by dropping binary digits of all keys, until it fits. Dropping digits again, or in another order, leads to the same table. */
#include "rules/pareto_map.h"

#include "base/memory.h"

enum { LEAST_CAPACITY = 16 };

int32_t patron__pareto_full_precision(int32_t kind)
{
  return kind == PATRON_PARETO_F64 ? 53 : 63;
}

/* Binary digits that a key loses at a precision. */
static int32_t dropped(int32_t kind, int32_t precision, int64_t key)
{
  int32_t digits = 0;
  if (kind == PATRON_PARETO_F64) return 53 - precision;
  for (int32_t step = 32; step > 0; step >>= 1) {
    if ((uint64_t)key >> (digits + step)) digits += step;
  }
  return digits + 1 > precision ? digits + 1 - precision : 0;
}

static int64_t coarse(int32_t kind, int32_t precision, int64_t key)
{
  const int32_t digits = dropped(kind, precision, key);
  return (int64_t)((uint64_t)key >> digits << digits);
}

int64_t patron__pareto_map_last(const patron__pareto_map *map, int64_t key)
{
  return key + (((int64_t)1 << dropped(map->kind, map->precision, key)) - 1);
}

/* Of doubles: the pattern without the digits dropped. Of integers that lose e digits: e * 2^(precision - 1), and what is left of them, which goes on where those that lose e - 1 end. */
uint64_t patron__pareto_map_index(const patron__pareto_map *map, int64_t key)
{
  const int32_t digits = dropped(map->kind, map->precision, key);
  const uint64_t left = (uint64_t)key >> digits;
  return map->kind == PATRON_PARETO_F64 ? left : ((uint64_t)digits << (map->precision - 1)) + left;
}

int64_t patron__pareto_map_key(const patron__pareto_map *map, uint64_t index)
{
  const int32_t upper = map->precision - 1;
  uint64_t digits;
  if (map->kind == PATRON_PARETO_F64) return (int64_t)(index << (53 - map->precision));
  if (index >> upper < 2) return (int64_t)index;
  digits = (index >> upper) - 1;
  return (int64_t)((index - (digits << upper)) << digits);
}

void patron__pareto_map_init(patron__pareto_map *map, int32_t kind, const patron_allocator *allocator)
{
  memset(map, 0, sizeof *map);
  map->kind = kind;
  map->precision = patron__pareto_full_precision(kind);
  map->allocator = allocator;
}

void patron__pareto_map_clear(patron__pareto_map *map)
{
  const uint64_t size = (uint64_t)map->capacity * sizeof *map->entries;
  patron__scratch_release(map->allocator, map->spare, size);
  patron__scratch_release(map->allocator, map->entries, size);
  patron__pareto_map_init(map, map->kind, map->allocator);
}

/* Where the key is, or the empty place where it belongs. Half of the places are empty, so the search ends. */
static patron__pareto_entry *place_of(patron__pareto_entry *entries, int64_t capacity, int64_t key)
{
  uint64_t hash = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15), at;
  hash ^= hash >> 32;
  for (at = hash & (uint64_t)(capacity - 1); entries[at].count != 0 && entries[at].key != key;) at = (at + 1) & (uint64_t)(capacity - 1);
  return entries + at;
}

/* Puts all entries of `from` into empty `to` at a lower precision; -1 as soon as they are more than fit. */
static int64_t pour(const patron__pareto_map *from, patron__pareto_entry *to, int64_t capacity, int32_t precision)
{
  int64_t used = 0;
  memset(to, 0, (size_t)capacity * sizeof *to);
  for (int64_t i = 0; i < from->capacity; i++) {
    const patron__pareto_entry *entry = from->entries + i;
    patron__pareto_entry *place;
    if (entry->count == 0) continue;
    place = place_of(to, capacity, coarse(from->kind, precision, entry->key));
    if (place->count == 0 && ++used > PATRON__PARETO_MAP_MOST) return -1;
    place->key = coarse(from->kind, precision, entry->key);
    place->count += entry->count;
    patron__i128_add_i128(&place->sum, entry->sum);
  }
  return used;
}

/* Finds by halving the largest lower precision that fits, and takes it. */
static void coarsen(patron__pareto_map *map)
{
  int32_t fits = 1, too_fine = map->precision;
  patron__pareto_entry *swap = map->spare;
  while (too_fine - fits > 1) {
    const int32_t middle = (fits + too_fine) / 2;
    if (pour(map, map->spare, map->capacity, middle) < 0) too_fine = middle;
    else fits = middle;
  }
  map->used = pour(map, map->spare, map->capacity, fits);
  map->precision = fits;
  map->spare = map->entries;
  map->entries = swap;
}

patron_status patron__pareto_map_reserve(patron__pareto_map *map, int64_t additions)
{
  const int64_t most = PATRON__PARETO_MAP_MOST + 1;
  const int64_t needed = additions < most - map->used ? map->used + additions : most;
  int64_t capacity = map->capacity > 0 ? map->capacity : LEAST_CAPACITY;
  patron__pareto_entry *larger;
  while (capacity < 2 * needed) capacity *= 2;
  if (capacity > map->capacity) {
    larger = patron__scratch_allocate(map->allocator, (uint64_t)capacity * sizeof *larger);
    if (!larger) return PATRON_E_NO_MEMORY;
    pour(map, larger, capacity, map->precision);
    patron__scratch_release(map->allocator, map->entries, (uint64_t)map->capacity * sizeof *larger);
    map->entries = larger;
    map->capacity = capacity;   /* a map that has a spare is as large as it gets, so there is none to replace */
  }
  if (needed == most && !map->spare) map->spare = patron__scratch_allocate(map->allocator, (uint64_t)map->capacity * sizeof *larger);
  return needed == most && !map->spare ? PATRON_E_NO_MEMORY : PATRON_OK;
}

static void add(patron__pareto_map *map, int64_t key, int64_t count, patron__i128 sum)
{
  patron__pareto_entry *place = place_of(map->entries, map->capacity, coarse(map->kind, map->precision, key));
  if (place->count == 0) {
    place->key = coarse(map->kind, map->precision, key);
    map->used++;
  }
  place->count += count;
  patron__i128_add_i128(&place->sum, sum);
  if (map->used > PATRON__PARETO_MAP_MOST) coarsen(map);
}

void patron__pareto_map_add(patron__pareto_map *map, int64_t key)
{
  const patron__scale scale = {map->kind == PATRON_PARETO_F64 ? 1 : 0};
  const patron__i128 mantissa = {(uint64_t)patron__key_mantissa(scale, key), 0};
  add(map, key, 1, mantissa);
}

patron_status patron__pareto_map_reserve_for(patron__pareto_map *into, const patron__pareto_map *from)
{
  /* To be poured at a lower precision, a map needs its spare. */
  return patron__pareto_map_reserve(into, from->precision < into->precision ? PATRON__PARETO_MAP_MOST + 1 : from->used);
}

void patron__pareto_map_merge(patron__pareto_map *into, const patron__pareto_map *from)
{
  if (from->precision < into->precision && into->used > 0) {
    patron__pareto_entry *swap = into->spare;
    into->used = pour(into, into->spare, into->capacity, from->precision);
    into->spare = into->entries;
    into->entries = swap;
  }
  if (from->precision < into->precision) into->precision = from->precision;
  for (int64_t i = 0; i < from->capacity; i++) {
    const patron__pareto_entry *entry = from->entries + i;
    if (entry->count != 0) add(into, entry->key, entry->count, entry->sum);
  }
}

void patron__pareto_map_put(patron__pareto_map *map, const patron__pareto_entry *entry)
{
  *place_of(map->entries, map->capacity, entry->key) = *entry;
  map->used++;
}

void patron__pareto_map_list(const patron__pareto_map *map, patron__pareto_entry *out, int64_t *keys)
{
  int64_t used = 0;
  for (int64_t i = 0; i < map->capacity; i++) {
    if (map->entries[i].count != 0) keys[used++] = map->entries[i].key;
  }
  patron__sort_keys(keys, used, keys + used);
  for (int64_t i = 0; i < used; i++) out[i] = *place_of(map->entries, map->capacity, keys[i]);
}
