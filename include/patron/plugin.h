/**
 * @file plugin.h
 * The pluggable scoring-weights interface: weightings and normalisers that a host registers with a policy.
 */
#ifndef PATRON_PLUGIN_H
#define PATRON_PLUGIN_H

#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct patron_weighting {
  uint32_t struct_size;
  uint32_t abi_version;
  const char *name;
  patron_status (*weigh)(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out);
} patron_weighting;

typedef struct patron_normaliser {
  uint32_t struct_size;
  uint32_t abi_version;
  const char *name;
  patron_status (*fit)(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out);
} patron_normaliser;

#ifdef __cplusplus
}
#endif

#endif
