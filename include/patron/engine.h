/**
 * @file engine.h
 * Model, assessment (decisions), and the verbs that make them of a portfolio (facts) and a policy (rules): fit, apply, assess.
 *
 * Models, assessments and the tables that are handed out are immutable and may be read from any thread.
 * Every handle that a call hands out is the caller's own and is destroyed once, in any order, on any thread; arguments stay the caller's. Calls that fail leave everything as it was, and their
 * out-parameters untouched; the error text (table, column, row, value, expectation) is on the context of the portfolio or policy. NULL where a handle, a name or an out-parameter belongs is
 * PATRON_E_INVALID_ARGUMENT. Calls on a context that is at work (from a callback) are PATRON_E_STATE, and any call that needs memory may end in PATRON_E_NO_MEMORY or PATRON_E_MEMORY_LIMIT;
 * this is not repeated below.
 */
#ifndef PATRON_ENGINE_H
#define PATRON_ENGINE_H

#include "patron/policy.h"
#include "patron/portfolio.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A policy fitted to a portfolio: what an auditor reads and what later rows are judged by. @since 0.1.0 */
typedef struct patron_model patron_model;

/** The decisions: immutable tables. @since 0.1.0 */
typedef struct patron_assessment patron_assessment;

/**
 * Fits a policy to a portfolio: the one step that needs all rows. What comes out (weights, points of normalisers, cut-offs, calibration) is small and can be saved.
 * Portfolio and policy are seen as they are at the call; both may be changed and used again.
 * @param portfolio the facts; its context gives memory, threads, progress and the error text
 * @param policy the rules, of the same context; NULL: the default policy
 * @param out gets a model of the caller's own
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL; portfolio and policy of two contexts; rules that cannot be followed: the error text names the first, patron_policy_check() all); PATRON_E_STATE
 * (the context is at work, or the portfolio has no customers); PATRON_E_NOT_FOUND (a rule names a column, a fact a customer that does not exist); PATRON_E_RANGE, PATRON_E_TYPE, PATRON_E_FORMAT (a rule that cannot be used); PATRON_E_CALLBACK (a plug-in failed); PATRON_E_CANCELLED;
 * PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT. The error text names table, row, column, value and what was expected
 * @par Threads
 * the context's
 * @since 0.1.0
 */
PATRON_API patron_status patron_fit(const patron_portfolio *portfolio, const patron_policy *policy, patron_model **out);

/**
 * Applies a model to the rows of a portfolio. A row gets the same answer alone as in the batch, in every column but `rank`, `rank_in_layer` and `rank_in_cell` and what follows from PROMETHEE scores, which compare
 * the rows of the call. A group that the model has not seen gives unknown classes, never a guess.
 *
 * One changed customer, judged on save against the model of last night: a portfolio with that row, and its own rows of all other facts that name customers (`ledger`, `history`, `contacts`,
 * `evidence`, `activities`, `interactions`, `initiatives`, `sources`, `past_levels`, `deliveries`, `products_in_use`, `overrides`, and those of `staff`, `territories` and `channels` that it names),
 * as far as there are any: a column that the fit had and the call has not is unknown, a table has no rows, as the table `given` of the model lists them. Columns that only the call has are read as they
 * are by rules that name them. It takes some tens of microseconds. It answers every column of `customers` that the batch answers: measures, scores and coverages, classes with cut-off and
 * margin, key and potential key, relationship, position, tiers, engagement, overrides. What compares customers it cannot tell: `rank`, `rank_in_layer` and `rank_in_cell` are those among the rows of
 * the call, so 1 for a row alone; scores by PROMETHEE, and what is decided from them, are unknown for a row alone, with the name of the scorecard in the table `skipped`. `groups` and `criteria` are
 * the model's own; all other tables describe the rows of the
 * call only (`danger`, `matrix`, `tiers`, ...). With `rollup.to` a whole family belongs into one call.
 *
 * The as-of date is the model's. Rows of `ledger` on or after it are not seen, those of the day that follows a fit among them: what a customer buys by day counts with the next fit, or is added by the host to `sales`
 * and `profit` in `customers`. The columns `<column>_computed` are there where an override of the call applies.
 * @param model may be shared by many threads, and may be of another context
 * @param portfolio the facts, in the currency of the model; its context gives memory, threads, progress and the error text
 * @param out gets an assessment of the caller's own, which keeps the model alive
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT; PATRON_E_STATE (another currency, no customers, or the context is at work); PATRON_E_NOT_FOUND (a fact names a customer that does not exist); PATRON_E_TYPE;
 * PATRON_E_CANCELLED; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT
 * @par Threads
 * that of the portfolio's context
 * @since 0.1.0
 */
PATRON_API patron_status patron_apply(const patron_model *model, const patron_portfolio *portfolio, patron_assessment **out);

/**
 * Fit and apply in one call: the decisions for all customers of a portfolio.
 * @param portfolio the facts
 * @param policy the rules, of the same context; NULL: the default policy
 * @param out gets an assessment of the caller's own; untouched unless PATRON_OK
 * @return as patron_fit()
 * @par Threads
 * the context's
 * @since 0.1.0
 */
PATRON_API patron_status patron_assess(const patron_portfolio *portfolio, const patron_policy *policy, patron_assessment **out);

/**
 * An assessment with three tables more, that say how much of its rankings and tiers is the customers' and how much the weights'. Over scorecards that are weighted sums:
 * - `stability`: per criterion and decision the exact interval of the criterion's weight over which the decision stays, the other weights in proportion, all customers taken as patron_assess() takes them:
 *   what a scorecard does with missing values, score.minimum_coverage and all. `FIRST`, `TOP` robust.top and `ORDER` by score.rank_by, for its scorecard and those nested in it; `BAND` for attractiveness
 *   and winnability; with the customers that tie at its ends; one alone meets the band's bound, or gains or loses its rank, as enough of its weight is known there or not. `TIER`: nobody's tier before
 *   hysteresis is another one, cut-offs and all found anew; for winnability, which moves V by winnable headroom, and for scorecards nested in it. Scores of nested scorecards must be taken on straight
 *   lines. `low_customer` and `low_other` are the first that change just below `low`, of `TIER` the former from tier `low_from` to `low_to`; so with `high`. Where a crossing is so shallow that millionths
 *   of winnability and minor units of V decide it, tiers may change to and fro within that rounding. Ends are found for weights above 0 and under 1;
 * - `acceptability`: per customer and decision the share of all weights for which the customer is in: `robust.samples` weights drawn evenly by `robust.seed` (patron_sample_weights()). `FIRST` and `TOP`
 *   by the rank that score.rank_by gives; `TIER:` and the tier's name by that of winnability, nested scores as they are, tiers cut anew for each draw: 100 000 customers take about
 *   16 ms a draw, and cancelling is noticed between draws;
 * - `agreement`: Kendall's tau-b and Spearman's rho of the score with the same criteria weighted EQUAL, by ENTROPY, CRITIC and DEVIATION (patron_rank_correlation()).
 *
 * A row `TIER` without a scorecard, from 0 to 1, says that no weight reaches a tier: there is no winnability by weights, no winnable headroom, or it counts for nothing. Key customers are cut by sales and
 * margin, which no weight reaches; potential ones depend on winnability only by `potential.reach`, and are not examined.
 *
 * Where one of them has nothing to tell of a scorecard, `skipped` names the column that would enable it, or the rule (`scorecards.aggregation`: not a weighted sum; `criteria.normaliser`: a nested score is not taken
 * on one line from 0 to 100).
 * @param portfolio the facts
 * @param policy the rules, of the same context; NULL: the default policy
 * @param out gets an assessment of the caller's own; untouched unless PATRON_OK
 * @return as patron_fit()
 * @par Threads
 * the context's
 * @since 0.1.0
 */
PATRON_API patron_status patron_robustness(const patron_portfolio *portfolio, const patron_policy *policy, patron_assessment **out);

/**
 * The bytes of a model: little-endian, versioned, checksummed, and the same for equal models on every platform.
 * @param model the model
 * @param buf gets the bytes; NULL with `cap` 0: only *needed is wanted
 * @param cap room in bytes
 * @param needed gets the bytes to allocate; may be NULL
 * @return PATRON_OK; PATRON_E_BUFFER_TOO_SMALL (*needed set, buf untouched); PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_model_save(const patron_model *model, void *buf, int64_t cap, int64_t *needed);

/**
 * A model from its bytes, which are checked field by field as hostile input. Plug-ins are not needed: a model holds numbers.
 * @param context whose memory the model is, and which gets the error text
 * @param bytes what patron_model_save() gave; stays the caller's
 * @param len their number
 * @param out gets a model of the caller's own
 * @return PATRON_OK; PATRON_E_FORMAT (damaged, of another version, or no model); PATRON_E_INVALID_ARGUMENT; PATRON_E_STATE; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT
 * @par Threads
 * the context's
 * @since 0.1.0
 */
PATRON_API patron_status patron_model_load(patron_context *context, const void *bytes, int64_t len, patron_model **out);

/**
 * A table of the model, for an auditor: `settings` and the other rules in force, `criteria` with the weights used, `points` of the normalisers, `groups` and `cuts` with cut-offs,
 * `tier_cuts`, `potential_calibration`, `given` (the columns of facts that there were), `about` (currency, as-of date, policy, version); the name `tables` lists them.
 * @param model the model
 * @param name name of the table
 * @param out gets a finished table of the caller's own
 * @return PATRON_OK; PATRON_E_NOT_FOUND; PATRON_E_INVALID_ARGUMENT; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT (for `tables`)
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_model_table(const patron_model *model, const char *name, patron_table **out);

/**
 * Gives a model back. Assessments made with it keep what they need.
 * @param model the model; NULL is a no-op
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API void patron_model_destroy(patron_model *model);

/**
 * Gives an assessment back. Tables taken from it stay good.
 * @param assessment the assessment; NULL is a no-op
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API void patron_assessment_destroy(patron_assessment *assessment);

/**
 * A table of decisions: `customers` (a row per customer, in the order of the facts, beginning with `customer`), `groups`, `criteria`, `matrix`, `danger`, `tiers`, `skipped`, `warnings` and so on;
 * the name `tables` lists them.
 * @param assessment the assessment
 * @param name name of the table
 * @param out gets a finished table of the caller's own, which outlives the assessment
 * @return PATRON_OK; PATRON_E_NOT_FOUND (no such table, or what it needs was not given: see `skipped`); PATRON_E_INVALID_ARGUMENT; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT
 * @par Threads
 * any; tables over the call as a whole (`danger`, `matrix`, `tiers`, ...) are made when one of them or `tables` is first asked for, so then the context's allocator is called on this thread
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_table(const patron_assessment *assessment, const char *name, patron_table **out);

/**
 * The handle of a customer in an assessment; the portfolio is not needed, and its own handles of the same rows are equal.
 * @param assessment the assessment
 * @param id the id
 * @param len its bytes; -1: NUL-terminated
 * @param out gets the handle
 * @return PATRON_OK; PATRON_E_NOT_FOUND; PATRON_E_TYPE (ids are integers); PATRON_E_INVALID_ARGUMENT; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT (the first call makes an index)
 * @par Threads
 * any; the first call makes an index, so then the context's allocator is called on this thread
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_find_customer(const patron_assessment *assessment, const char *id, int64_t len, patron_customer *out);

/**
 * The handle of a customer whose id is an integer; otherwise as patron_assessment_find_customer().
 * @param assessment the assessment
 * @param id the id
 * @param out gets the handle
 * @return PATRON_OK; PATRON_E_NOT_FOUND; PATRON_E_TYPE (ids are text); PATRON_E_INVALID_ARGUMENT; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT (the first call makes an index)
 * @par Threads
 * any; the first call makes an index, so then the context's allocator is called on this thread
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_find_customer_i64(const patron_assessment *assessment, int64_t id, patron_customer *out);

/**
 * The handle of the customer in a row.
 * @param assessment the assessment
 * @param row from 0
 * @param out gets the handle
 * @return PATRON_OK; PATRON_E_RANGE (no such row); PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_customer_at(const patron_assessment *assessment, int64_t row, patron_customer *out);

/**
 * The row of a customer in the table `customers`, which is that of the facts: what a host that reads whole columns looks up a handle by.
 * @param assessment the assessment
 * @param customer a handle of the assessment or of the rows that it judged
 * @param row gets it, from 0; untouched unless PATRON_OK
 * @return PATRON_OK; PATRON_E_STALE (a handle of other rows); PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_customer_row(const patron_assessment *assessment, patron_customer customer, int64_t *row);

/**
 * A decision of one customer that is a NUMBER, such as `priority` (0..100) or `growth` (-2..2).
 * @param assessment the assessment
 * @param customer a handle of the assessment or of the rows that it judged
 * @param column name of a column of the table `customers`; `<column>_computed` is what stood there before overrides, also where the table has no such column, since nothing was overridden
 * @param out gets the value; untouched unless PATRON_OK
 * @return PATRON_OK; PATRON_UNKNOWN (not known for this customer, or not decided in this assessment: see `skipped`); PATRON_E_NOT_FOUND (no such column); PATRON_E_TYPE (of another type); PATRON_E_STALE (a handle of other rows);
 * PATRON_E_INVALID_ARGUMENT
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_number(const patron_assessment *assessment, patron_customer customer, const char *column, double *out);

/**
 * A decision of one customer that is MONEY, in minor units, such as `value_at_risk`; otherwise as patron_assessment_number().
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param out gets the value in minor units
 * @return as patron_assessment_number()
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_money(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out);

/**
 * A decision of one customer that is an INTEGER, such as `rank`; otherwise as patron_assessment_number().
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param out gets the value
 * @return as patron_assessment_number()
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_integer(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out);

/**
 * A decision of one customer that is a FLAG, such as `key`; otherwise as patron_assessment_number().
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param out gets 1 or 0
 * @return as patron_assessment_number()
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_flag(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out);

/**
 * A decision of one customer that is a DATE, such as `level_since`; otherwise as patron_assessment_number().
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param out gets the days since 1970-01-01
 * @return as patron_assessment_number()
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_date(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out);

/**
 * A decision of one customer that is a CODE, such as `relationship_level`, as its number; patron_code_name() and patron_assessment_text() give the name. Otherwise as patron_assessment_number().
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param out gets the number in the column's list
 * @return as patron_assessment_number()
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_code(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out);

/**
 * Any decision of one customer as text, as patron_table_read_text() gives it: money in decimal, dates ISO, codes by name, flags `yes` or `no`.
 * @param assessment the assessment
 * @param customer the customer
 * @param column name of a column
 * @param buf gets the text with a NUL behind it; NULL with `cap` 0: only *needed is wanted
 * @param cap room in bytes
 * @param needed gets the bytes to allocate, the NUL among them; may be NULL
 * @return as patron_assessment_number(), but any type; PATRON_E_BUFFER_TOO_SMALL
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_text(const patron_assessment *assessment, patron_customer customer, const char *column, char *buf, int64_t cap, int64_t *needed);

/**
 * Why one customer got what it got, whatever the setting `output.explanations` says: a row per factor with raw and normalised value, weight, contribution, threshold, margin, a code and an English
 * sentence. The contributions of a scorecard add up, in their order, to exactly its score. Then a row per decision with the smallest change of one figure that would alter it: `decision` names it,
 * `factor` the figure, `raw` its value, `threshold` the value to reach, `becomes` the decision then (after patron_assess() cut-offs and scales move with it, after patron_apply() they are the model's), `change` the size (share of the figure's range, else 2|b - a|/(|a| + |b|)). After patron_assess()
 * of a large book that takes as long as the assessment did, since others are judged again with the change; it cannot be cancelled.
 * @param assessment the assessment
 * @param customer the customer
 * @param out gets a finished table `explanations` of the caller's own
 * @return PATRON_OK; PATRON_E_STALE; PATRON_E_INVALID_ARGUMENT; PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT
 * @par Threads
 * any
 * @since 0.1.0
 */
PATRON_API patron_status patron_assessment_explain(const patron_assessment *assessment, patron_customer customer, patron_table **out);

/**
 * What changed between what a host stored and an assessment, and why: a row per customer and column, so that a host writes only what changed.
 *
 * The table `changes` has the columns `customer`, `row` (of the assessment; unknown for a customer that is gone), `column`, `before`, `after` (text, unknown where there was or is no value),
 * `why` (CODE: OWN_VALUE, CUTOFF, RULE, OVERRIDE, NEW, LOST, EARLIER) and `because`: of a cut-off that moved, the customer of the group whose own value, set back alone, brings it nearest to where it was.
 *
 * The why is decided by two counterfactuals: today's own value with the lines (cut-offs, others) as they were, and the own value as it was with today's. Where one of them alone brings the change, that one is the reason: OWN_VALUE or CUTOFF;
 * where both do, or neither alone, it is CUTOFF if the own value stayed within `tier.same_value`; else, where both do, what moved further, and where neither does, OWN_VALUE, since with the old value the old decision returns.
 * Where nothing moved, RULE; between classes below the first, whose lines are not stored, CUTOFF. In particular:
 * - a class, a key flag or a tier: by the segment's measure and `<segment>_cutoff`, by `tier_value` and `tier_cutoff`. A value that ceased or began to be positive, or crossed the fence, is OWN_VALUE. The other cut-offs of a segment are not
 *   stored: there the counterfactual of today's cut-offs decides, and the direction in which the own value went;
 * - value less cut-off (`<segment>_margin`, `tier_margin`): the larger of the two parts;
 * - a place (`rank`, `rank_in_layer`, `rank_in_cell`): the larger of the ways from the old place to the one that the old score would have today, which others made, and from there to today's;
 * - what is measured against others (`identity_index`, `beyond_capacity`, `potential_score`, a scorecard whose normalisers, weights or aggregation look at them): CUTOFF where the own values that it rests on, all of them stored, stayed within `tier.same_value`;
 * - a cut-off itself: CUTOFF; what follows from another decision (`visits_per_year` from `held_tier`, the relationship from the four answers): as that, and RULE where it did not move.
 *
 * Everything else is OWN_VALUE, and so is what cannot be told since the values it rests on were not stored.
 *
 * Every figure that moved is told, also those that moved because others did: a host that writes only some columns hands over those in `before`. A new customer is one row (`column` is `customer`); its decisions are read from the assessment.
 * Who stands in `before` and not in the assessment is LOST, so after the call for one customer `before` holds that customer alone.
 * @param context whose memory the table is, and which gets the error text; not at work
 * @param before what the host stored: a table with a column `customer`; of the others those that the assessment's `customers` has are compared, others are passed over. Codes may
 * be stored by name or by number, flags as FLAG, as 0 and 1 or as words, money as MONEY or as decimal text
 * @param after the assessment
 * @param out gets a finished table of the caller's own
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL); PATRON_E_NOT_FOUND (no column `customer`); PATRON_E_DUPLICATE (an id stands twice); PATRON_E_TYPE (the column is neither TEXT, CODE
 * nor INTEGER; ids kept as text on one side and as whole numbers on the other find each other; money is kept as bare numbers); PATRON_E_RANGE (a number is no code); PATRON_E_STATE; PATRON_E_CANCELLED (it takes
 * about as long as the assessment did); PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT
 * @par Threads
 * the context's; `before` and `after` are only read
 * @since 0.1.0
 */
PATRON_API patron_status patron_changes(patron_context *context, const patron_table *before, const patron_assessment *after, patron_table **out);

/**
 * An assessment beside what a host stored before: the same decisions, and three tables that say what moved.
 * - `changes`: as patron_changes() gives them;
 * - `migration`: from class to class and from held tier to held tier, by count and by value, against `<segment>_held` (else `<segment>_class`), the segment's measure, `held_tier` and `tier_value`
 *   as far as they were stored; a customer that is gone counts as LOST, so members and values add up to the totals of both sides; the why is that of `changes`;
 * - `danger`: with those who left limited collaboration since, by the stored `relationship_level`, and how.
 * @param context whose memory the answer is, and which gets the error text; not at work
 * @param before what the host stored: a table with a column `customer`, such as the `customers` of an earlier assessment, or what was read back of it
 * @param after the assessment; stays as it is
 * @param out gets an assessment of the caller's own, for which the customers' handles of `after` are good too; untouched unless PATRON_OK
 * @return as patron_changes()
 * @par Threads
 * the context's; `before` and `after` are only read
 * @since 0.1.0
 */
PATRON_API patron_status patron_compare(patron_context *context, const patron_table *before, const patron_assessment *after, patron_assessment **out);

#ifdef __cplusplus
}
#endif

#endif
