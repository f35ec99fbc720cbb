/**
 * @file pareto.h
 * The Pareto segmenter: which values make a given share of the total, as a threshold, exactly.
 *
 * The rule. T is the sum of the *positive* values of a group. The cut-off c of a share is the largest value for which the sum of all values >= c is at least that share of T. Inside the cut is
 * everything at or above c. So
 * - the value that crosses the share is inside: a cut is never empty when there is a positive value, and one dominant customer is in class A;
 * - equal values are inside or outside together: nothing depends on ids or on the order of the rows, and the cut-off is one number that can be explained, stored and applied to a new row;
 * - zero and negative values are never inside, and do not move the cut;
 * - the comparison is exact: sum * 1000000 >= share_ppm * T in whole numbers, for doubles, too.
 *
 * Worked example: 50, 10, 10, 10, 10, 10 and a share of 80 %. T = 100; the running sum 50, 60, 70, 80 reaches 80 with the fourth value, so c = 10. All six are inside, though four would do
 * (n_minimum). With the cuts 80 % and 95 % all six are in class 0: class 1 is what lies between the two cut-offs, here nothing.
 *
 * Source: J. M. Juran, Quality Control Handbook, 1951 ("the vital few"); classes A, B, C: H. F. Dickie, ABC inventory analysis shoots for dollars not pennies, 1951.
 *
 * Work: proportional to the number of rows, for any values. The functions over columns look at each row twice (three times when values are unusual) and need, beside a megabyte of tables, about a
 * byte a row; with fewer than some 2000 rows a group, 8 bytes a row.
 *
 * Threads: every function may be called from any thread at any time; a state is used by one thread at a time, and may be destroyed on any while no call uses it. Memory: scratch is taken and given back within the call. Conventions (validity, status,
 * sizes of structs): see patron/base.h.
 */
#ifndef PATRON_RULES_PARETO_H
#define PATRON_RULES_PARETO_H

#include "patron/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What became of a group. @since 0.1.0 */
enum {
  PATRON_PARETO_OK = 0,             /**< There is a cut-off. @since 0.1.0 */
  PATRON_PARETO_EMPTY = 1,          /**< No known value: cut-offs and counts are 0. @since 0.1.0 */
  PATRON_PARETO_NO_POSITIVE = 2,    /**< Values, but none positive: cut-offs are 0, nothing is inside. @since 0.1.0 */
  PATRON_PARETO_UNKNOWN_GROUP = 3   /**< For hosts that apply stored cut-offs: a group that was not there when they were made. Never the answer of a function here. @since 0.1.0 */
};

/** What a mergeable state is about. @since 0.1.0 */
enum {
  PATRON_PARETO_I64 = 1,            /**< Integers, such as money in minor units. @since 0.1.0 */
  PATRON_PARETO_F64 = 2             /**< Doubles. @since 0.1.0 */
};

/** Classes of rows that are in none. The others count from 0 (A) to the number of cuts (positive, but inside no cut). @since 0.1.0 */
enum {
  PATRON_PARETO_NOT_POSITIVE = -1,  /**< Known, and zero or negative. That is class N, which has another number in tables of the engine (25): see patron_code_name(). @since 0.1.0 */
  PATRON_PARETO_LEFT_OUT = -2       /**< The value is unknown or the row is in no group: it counts nowhere. @since 0.1.0 */
};

/**
 * One cut of one set of values. Of integers, sums saturate in the `_i64` fields and are rounded to the nearest double in the `_f64` fields; of doubles, the `_i64` fields are 0 and sums are the exact
 * ones rounded once (at most DBL_MAX).
 * @since 0.1.0
 */
typedef struct patron_pareto_result {
  uint32_t struct_size;    /**< In: sizeof(patron_pareto_result). No more than that is written. */
  int32_t outcome;         /**< PATRON_PARETO_OK, _EMPTY or _NO_POSITIVE. */
  int64_t cutoff_i64;      /**< Smallest integer inside; 0 without positive values. */
  double cutoff_f64;       /**< Smallest double inside, or cutoff_i64 as a double. */
  int64_t total_i64;       /**< Sum of the positive values. */
  double total_f64;        /**< As total_i64. */
  int64_t n;               /**< Known values. */
  int64_t n_positive;      /**< Values over 0. */
  int64_t n_inside;        /**< Values at or above the cut-off. */
  int64_t n_minimum;       /**< The fewest values that make the share: n_inside without the ties that are let in only because they are equal. */
  int64_t total_net_i64;   /**< Sum of all known values. */
  double total_net_f64;    /**< As total_net_i64. */
  int64_t sum_inside_i64;  /**< Sum of the values inside; over total: the share they really make. */
  double sum_inside_f64;   /**< As sum_inside_i64. */
} patron_pareto_result;

/**
 * Where results per group go: parallel arrays of the caller's, each of which may be NULL (not wanted). Fields are as in patron_pareto_result. What concerns a group has `ngroups` elements; what concerns a
 * cut has `ngroups * ncuts`, that of cut k of group g at g * ncuts + k.
 * @since 0.1.0
 */
typedef struct patron_pareto_groups {
  uint32_t struct_size;    /**< sizeof(patron_pareto_groups). */
  uint32_t reserved;       /**< 0. */
  int8_t *outcome;         /**< [ngroups] PATRON_PARETO_OK, _EMPTY or _NO_POSITIVE. */
  int64_t *n;              /**< [ngroups] Known values. */
  int64_t *n_positive;     /**< [ngroups] Values over 0. */
  int64_t *total_i64;      /**< [ngroups] Sum of the positive values. */
  double *total_f64;       /**< [ngroups] As total_i64. */
  int64_t *cutoff_i64;     /**< [ngroups * ncuts] Smallest integer inside. */
  double *cutoff_f64;      /**< [ngroups * ncuts] Smallest double inside. */
  int64_t *n_inside;       /**< [ngroups * ncuts] Values at or above the cut-off. */
  int64_t *n_minimum;      /**< [ngroups * ncuts] The fewest values that make the share. */
  int64_t *total_net_i64;  /**< [ngroups] Sum of all known values. */
  double *total_net_f64;   /**< [ngroups] As total_net_i64. */
  int64_t *sum_inside_i64; /**< [ngroups * ncuts] Sum of the values inside. */
  double *sum_inside_f64;  /**< [ngroups * ncuts] As sum_inside_i64. */
} patron_pareto_groups;

/** A state that takes rows bit by bit, on one machine or many; see patron_pareto_state_create(). @since 0.1.0 */
typedef struct patron_pareto_state patron_pareto_state;

/**
 * The cut-off of one share over one set of integers.
 * @param values     `n` values of any sign; NULL only when n is 0.
 * @param validity   Arrow bitmap, NULL: all known. Values under a 0 bit are left out, whatever they are.
 * @param n          Rows, 0 or more.
 * @param share_ppm  1 to 1000000 parts per million: 800000 is 80 %.
 * @param scratch    Memory for the call; NULL: that of the C library.
 * @param out        Filled on success, else untouched. Nothing in it is owned.
 * @return PATRON_OK, also when there is nothing to cut (`outcome` says so); PATRON_E_INVALID_ARGUMENT (NULL, n < 0), PATRON_E_RANGE (share_ppm), PATRON_E_ABI (struct_size), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_cutoff_i64(const int64_t *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out);

/**
 * The cut-off of one share over one set of doubles.
 * @param values     `n` finite values of any sign; NULL only when n is 0.
 * @param validity   Arrow bitmap, NULL: all known. Under a 0 bit NaN may stand.
 * @param n          Rows, 0 or more.
 * @param share_ppm  1 to 1000000 parts per million.
 * @param scratch    Memory for the call; NULL: that of the C library.
 * @param out        Filled on success, else untouched.
 * @return As patron_pareto_cutoff_i64(), and PATRON_E_NOT_FINITE: a known value is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_cutoff_f64(const double *values, const uint8_t *validity, int64_t n, int64_t share_ppm, const patron_allocator *scratch, patron_pareto_result *out);

/**
 * The class of every row, by any number of cuts, group by group, over integers.
 *
 * A row is in class k when its value reaches the cut-off of cut k of its group and misses those of the cuts before: 0 (A), 1 (B), ..., and `ncuts` for positive values that reach none (only possible
 * when the last share is under 100 %). Known values that are not positive get PATRON_PARETO_NOT_POSITIVE (-1); unknown values and rows with a negative group get PATRON_PARETO_LEFT_OUT (-2).
 * @param values      `n` values of any sign; NULL only when n is 0.
 * @param validity    Arrow bitmap, NULL: all known.
 * @param groups      `n` group numbers under `ngroups`; a negative one leaves the row out. NULL: all rows are of group 0.
 * @param n           Rows, 0 or more.
 * @param ngroups     Number of groups, 0 or more; 1 when `groups` is NULL.
 * @param cuts_ppm    `ncuts` shares, 1 to 1000000 parts per million, each larger than the one before: 800000, 950000 for A, B, C.
 * @param ncuts       1 to 24.
 * @param scratch     Memory for the call; NULL: that of the C library.
 * @param class_out   `n` classes; NULL: not wanted.
 * @param groups_out  Where results per group go; NULL: not wanted.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, counts, cuts that do not ascend), PATRON_E_RANGE (a share, or a group number that is not under ngroups), PATRON_E_ABI (struct_size),
 *         PATRON_E_NO_MEMORY. Nothing is written but with PATRON_OK.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_classes_i64(const int64_t *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                                   const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);

/**
 * The class of every row, by any number of cuts, group by group, over doubles.
 * @param values      `n` finite values of any sign; NULL only when n is 0.
 * @param validity    Arrow bitmap, NULL: all known. Under a 0 bit NaN may stand.
 * @param groups      As in patron_pareto_classes_i64().
 * @param n           Rows, 0 or more.
 * @param ngroups     Number of groups, 0 or more; 1 when `groups` is NULL.
 * @param cuts_ppm    `ncuts` ascending shares in parts per million.
 * @param ncuts       1 to 24.
 * @param scratch     Memory for the call; NULL: that of the C library.
 * @param class_out   `n` classes; NULL: not wanted.
 * @param groups_out  Where results per group go; NULL: not wanted.
 * @return As patron_pareto_classes_i64(), and PATRON_E_NOT_FINITE: a known value of a row that is in a group is NaN or infinite.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_classes_f64(const double *values, const uint8_t *validity, const int32_t *groups, int64_t n, int32_t ngroups, const int64_t *cuts_ppm, int32_t ncuts,
                                                   const patron_allocator *scratch, int8_t *class_out, const patron_pareto_groups *groups_out);

/**
 * Makes an empty state, for values that come bit by bit or lie on several machines: one group, any number of cuts.
 *
 * Give every partition a state, accumulate its rows, merge the states, and ask for the next plan. When patron_pareto_plan_result() answers PATRON_UNKNOWN, make new states with that plan, go over
 * the same rows once more, and so on. On other machines, or in other processes, states travel as bytes: patron_pareto_state_save(). Merging is no union of sets: rows that are merged twice count twice, and
 * a task that is repeated must replace what it gave before. Two passes do for some ten million different values, six for any. However rows are ordered and partitioned, and in whatever order states are merged, plans have
 * the same bytes and the results are those of patron_pareto_cutoff_i64() and patron_pareto_cutoff_f64(). A row must be accumulated once in each pass.
 *
 * A state takes from 3 KB to half a megabyte for each range that is still open (the first pass has one), by the number of different values.
 * @param allocator  Copied; it serves the state until it is destroyed. NULL: the C library's.
 * @param kind       PATRON_PARETO_I64 or PATRON_PARETO_F64.
 * @param plan       `len` bytes from patron_pareto_state_next(), copied; NULL: first pass.
 * @param len        Bytes of the plan; 0 for a first pass.
 * @param out        The state, to be destroyed by the caller; untouched on failure.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_FORMAT (the bytes are no plan, or damaged), PATRON_E_STATE (a plan of the other kind), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_create(const patron_allocator *allocator, int32_t kind, const void *plan, int64_t len, patron_pareto_state **out);

/**
 * Gives a state back, on any thread while no call uses it; its allocator is called there.
 * @param state  NULL does nothing.
 * @since 0.1.0
 */
PATRON_API void patron_pareto_state_destroy(patron_pareto_state *state);

/**
 * Takes integers into a state. One row at a time is fine: that is how databases call.
 * @param state     Of kind PATRON_PARETO_I64; unchanged on failure.
 * @param values    `n` values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap that begins with values[0]; NULL: all known.
 * @param n         Rows, 0 or more.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE (a state of the other kind), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_accumulate_i64(patron_pareto_state *state, const int64_t *values, const uint8_t *validity, int64_t n);

/**
 * Takes doubles into a state.
 * @param state     Of kind PATRON_PARETO_F64; unchanged on failure.
 * @param values    `n` finite values of any sign; NULL only when n is 0.
 * @param validity  Arrow bitmap that begins with values[0]; NULL: all known.
 * @param n         Rows, 0 or more.
 * @return As patron_pareto_state_accumulate_i64(), and PATRON_E_NOT_FINITE.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_accumulate_f64(patron_pareto_state *state, const double *values, const uint8_t *validity, int64_t n);

/**
 * Adds what another state has seen. Order does not matter: a into b or b into a, and in any nesting.
 * @param into  Gets all; unchanged on failure.
 * @param from  Stays as it is, and the caller's. Not `into` itself.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE (another kind or another plan), PATRON_E_RANGE (more than 2^56 rows), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_merge(patron_pareto_state *into, const patron_pareto_state *from);

/**
 * The state as bytes, to be sent from where the rows lie to where states are merged.
 *
 * Bytes are little-endian, versioned and checksummed, and hold the plan of their pass. Two states that have seen equal rows under equal plans have equal bytes, however the rows came and were merged. The
 * eight bytes from 16 on tell plans apart: states whose plans differ do not merge. Sizes: some 150 bytes, and 3 to 20 for each different value, of which at most 4095 are kept for a range.
 * @param state   Not changed: more rows may follow.
 * @param buf     Room for `cap` bytes; NULL with cap 0 asks for the size.
 * @param cap     Bytes at `buf`.
 * @param needed  Size of the bytes; NULL: not wanted.
 * @return PATRON_OK; PATRON_E_BUFFER_TOO_SMALL (only *needed is set); PATRON_E_INVALID_ARGUMENT, PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_save(const patron_pareto_state *state, void *buf, int64_t cap, int64_t *needed);

/**
 * A state from bytes of patron_pareto_state_save(), on any machine. Bytes are taken for hostile: each field is checked before it is used, and what is accepted is saved again as the very same bytes.
 * @param allocator  Copied; it serves the state until it is destroyed. NULL: the C library's.
 * @param bytes      `len` bytes; they stay the caller's.
 * @param len        Bytes at `bytes`.
 * @param out        The state, to be destroyed by the caller; untouched on failure.
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_FORMAT (the bytes are no state of this version, or damaged), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_load(const patron_allocator *allocator, const void *bytes, int64_t len, patron_pareto_state **out);

/**
 * What is known once all rows are in: a plan, as bytes, which holds the results, or where to look for them in one more pass.
 *
 * Bytes are little-endian, versioned and checksummed, about 100 to 700 for each cut; equal rows give equal bytes. They may be stored and sent, and are validated when they are used.
 * @param state     One that has seen all rows. Not changed: more rows may follow.
 * @param cuts_ppm  `ncuts` ascending shares in parts per million, as in patron_pareto_classes_i64(). In a later pass the cuts of the plan are meant: the same again, or NULL.
 * @param ncuts     1 to 24; 0 with NULL.
 * @param plan      Room for `cap` bytes; NULL with cap 0 asks for the size.
 * @param cap       Bytes at `plan`.
 * @param needed    Size of the plan; NULL: not wanted.
 * @return PATRON_OK; PATRON_E_BUFFER_TOO_SMALL (only *needed is set); PATRON_E_INVALID_ARGUMENT, PATRON_E_RANGE (a share), PATRON_E_STATE (the rows of this pass are not those that the plan was made
 *         from), PATRON_E_NO_MEMORY.
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_state_next(const patron_pareto_state *state, const int64_t *cuts_ppm, int32_t ncuts, void *plan, int64_t cap, int64_t *needed);

/**
 * The result of one cut, from a plan.
 * @param plan  `len` bytes from patron_pareto_state_next().
 * @param len   Bytes of the plan.
 * @param cut   Number of the cut, from 0.
 * @param out   Filled on success, else untouched.
 * @return PATRON_OK; PATRON_UNKNOWN: this cut needs one more pass with this plan; PATRON_E_INVALID_ARGUMENT, PATRON_E_FORMAT (the bytes are no plan, or damaged), PATRON_E_RANGE (there is no such
 *         cut), PATRON_E_ABI (struct_size).
 * @since 0.1.0
 */
PATRON_API patron_status patron_pareto_plan_result(const void *plan, int64_t len, int32_t cut, patron_pareto_result *out);

#ifdef __cplusplus
}
#endif

#endif
