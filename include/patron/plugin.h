/**
 * @file plugin.h
 * The pluggable scoring-weights interface: weightings and normalisers that a host registers with a policy.
 *
 * Plug-ins are called by fit only, on the thread that called it, a whole matrix at a time and never row by row. What they answer becomes numbers in the model: a loaded model needs no
 * plug-in, and an auditor reads the weights. They must not unwind through Patron (no exception, no longjmp). They may read the tables that they are given, which end with the call: never keep
 * them, never give them to patron_table_destroy(). Another call on a context that is at work gives PATRON_E_STATE. Outputs are filled with NaN before the call, so that a callback that died is an error and not a weight; any status but PATRON_OK
 * makes the fit fail with PATRON_E_CALLBACK.
 *
 * Vtables are size-first and are copied at registration, their name too: they may stand on the stack. The functions in them and `user` must stay good until `destroy` has run.
 */
#ifndef PATRON_PLUGIN_H
#define PATRON_PLUGIN_H

#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A way to weigh the criteria of a scorecard. A rule names it in `scorecards.weighting`.
 * @since 0.1.0
 */
typedef struct patron_weighting {
  uint32_t struct_size;   /**< sizeof(patron_weighting) as the caller knows it. */
  uint32_t abi_version;   /**< #PATRON_ABI of the headers that the caller was built with; not patron_abi_version(), which is the library's. */
  const char *name;       /**< What rules call it: 1 to 63 bytes of UTF-8, none of the names built in. Not NULL. */
  /**
   * Weighs the criteria of one scorecard. Not NULL.
   * @param user what was given at registration
   * @param criteria the rows of rule table `criteria` that belong to the scorecard, in their order: `criterion`, `column`, `direction`, `weight`, ...
   * @param raw a NUMBER column per criterion, in that order, a row per customer; unknown where the customer has no value
   * @param normalised the same after normalising, 0 to 1, 1 the best
   * @param count criteria, and entries of weights_out; at least 1
   * @param weights_out to be filled: finite, none negative, their sum above 0; Patron scales them to the sum 1
   * @return PATRON_OK; anything else, a weight left as NaN, a negative one or a sum of 0 makes the fit fail with PATRON_E_CALLBACK
   */
  patron_status (*weigh)(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out);
} patron_weighting;

/**
 * A way to bring raw values to scores. A rule names it in `criteria.normaliser`. What it answers is a line through points, so that a model can store, explain and apply it.
 * @since 0.1.0
 */
typedef struct patron_normaliser {
  uint32_t struct_size;   /**< sizeof(patron_normaliser) as the caller knows it. */
  uint32_t abi_version;   /**< #PATRON_ABI of the headers that the caller was built with; not patron_abi_version(), which is the library's. */
  const char *name;       /**< What rules call it: 1 to 63 bytes of UTF-8, none of the names built in. Not NULL. */
  /**
   * Fits the points of one criterion and peer group. Not NULL.
   * @param user what was given at registration
   * @param values the known values of the peer group, in no promised order
   * @param count how many; at least 1
   * @param capacity room of from_out and score_out, at least 2
   * @param from_out to be filled: raw values, ascending; twice the same is a step
   * @param score_out to be filled: the score at each of them, 0 to 100; between two points lies a straight line, outside them the nearest holds
   * @param points_out to be filled: how many points, 1 to capacity
   * @return PATRON_OK; anything else, and points that are not as described, makes the fit fail with PATRON_E_CALLBACK
   */
  patron_status (*fit)(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out);
} patron_normaliser;

#ifdef __cplusplus
}
#endif

#endif
