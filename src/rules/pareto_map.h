/* How often which values occurred, as finely as some thousand entries allow. What it holds depends on the values alone, not on their order or on how they were split up and merged. */
#ifndef PATRON_SRC_RULES_PARETO_MAP_H
#define PATRON_SRC_RULES_PARETO_MAP_H

#include "rules/pareto.h"

enum { PATRON__PARETO_MAP_MOST = 4095 };

/* Values that share their exponent and first binary digits: count of them, and the sum of their mantissas, or of the integers. count 0: an empty place. */
typedef struct patron__pareto_entry { int64_t key, count; patron__i128 sum; } patron__pareto_entry;

/* Keys are kept with their first `precision` significant binary digits (up to 53 for doubles, 63 for integers: exactly). Invariant: precision is the largest that needs at most
   PATRON__PARETO_MAP_MOST entries. One digit always does: there are 2046 exponents. */
typedef struct patron__pareto_map {
  int32_t kind, precision;
  int64_t used, capacity;       /* capacity is a power of two, at least twice `used`, or 0 */
  patron__pareto_entry *entries;
  patron__pareto_entry *spare;  /* as large; there once the map may overflow */
  const patron_allocator *allocator;
} patron__pareto_map;

void patron__pareto_map_init(patron__pareto_map *map, int32_t kind, const patron_allocator *allocator);
void patron__pareto_map_clear(patron__pareto_map *map);
/* Makes room for so many additions, which cannot fail then. */
patron_status patron__pareto_map_reserve(patron__pareto_map *map, int64_t additions);
void patron__pareto_map_add(patron__pareto_map *map, int64_t key);
/* Room for all that patron__pareto_map_merge will add. */
patron_status patron__pareto_map_reserve_for(patron__pareto_map *into, const patron__pareto_map *from);
void patron__pareto_map_merge(patron__pareto_map *into, const patron__pareto_map *from);
/* The last key that shares an entry with the one that begins at `key`. */
int64_t patron__pareto_map_last(const patron__pareto_map *map, int64_t key);
/* Entries counted from 0 in the order of their keys, were all possible ones there: what bytes tell of a key. And back, for an index that is no larger than that of any key. */
uint64_t patron__pareto_map_index(const patron__pareto_map *map, int64_t key);
int64_t patron__pareto_map_key(const patron__pareto_map *map, uint64_t index);
/* The largest precision of a kind. */
int32_t patron__pareto_full_precision(int32_t kind);
/* Puts an entry that is not there yet, for which there is room. */
void patron__pareto_map_put(patron__pareto_map *map, const patron__pareto_entry *entry);
/* All entries, ascending, into out[used]; keys[2 * used] is room to work. */
void patron__pareto_map_list(const patron__pareto_map *map, patron__pareto_entry *out, int64_t *keys);

#endif
