/**
 * @file fitting.h
 * patron_fit() over parts: rows that lie on several machines, in several processes or in the shards of a database give the model that they would give on one, to the last byte.
 *
 * A fit goes over the rows a few times, since stages are fitted to what the stages before them say. For each pass every worker makes a fitting from the plan of that pass (none in the first), accumulates the
 * portfolios that it has, and sends the fitting as bytes; a coordinator merges them, in any order, and asks for the model. While that answers PATRON_UNKNOWN it asks for the next plan and sends it to the workers:
 *
 * @code
 *   // a worker, for each plan that it is sent; none (NULL, 0) in the first pass
 *   patron_fitting *mine = NULL;
 *   status = patron_fitting_create(context, policy, plan, plan_length, &mine);
 *   if (status == PATRON_OK) status = patron_fitting_accumulate(mine, portfolio);
 *   if (status == PATRON_OK) status = patron_fitting_save(mine, bytes, capacity, &length);   // and send them
 *   patron_fitting_destroy(mine);
 *
 *   // the coordinator; `plan` is NULL and plan_length 0 at first, `room` is large enough for any plan
 *   for (;;) {
 *     patron_fitting *all = NULL;   // a new one in each pass
 *     int32_t done = 0;
 *     status = patron_fitting_create(context, policy, plan, plan_length, &all);
 *     for (int32_t i = 0; i < workers && status == PATRON_OK; i++) {
 *       patron_fitting *theirs = NULL;   // from what worker i made of this plan
 *       status = patron_fitting_load(context, policy, bytes[i], lengths[i], &theirs);
 *       if (status == PATRON_OK) status = patron_fitting_merge(all, theirs);
 *       patron_fitting_destroy(theirs);
 *     }
 *     if (status == PATRON_OK) {
 *       status = patron_fitting_model(all, &model);
 *       done = status == PATRON_OK;
 *       if (status == PATRON_UNKNOWN) status = patron_fitting_next(all, room, capacity, &plan_length);
 *       plan = room;
 *     }
 *     patron_fitting_destroy(all);
 *     if (done || status != PATRON_OK) break;   // with the model, or an error
 *   }
 * @endcode
 *
 * PATRON_UNKNOWN alone asks for another pass; any other status than PATRON_OK is an error that another pass would meet again.
 *
 * The host owns this loop; the library has no thread, socket or file in it. Passes: one for dates, one more where wallets are estimated, and one each for scorecards, segments and tiers, where a policy has them.
 *
 * What must hold, for the host to see to:
 * - A part holds whole customers: all rows of `ledger`, `history`, `contacts`, `evidence`, `activities`, `links` and `overrides` of a customer stand in the portfolio that has the customer; with `rollup.to` whole families.
 *   A customer in two parts counts twice. Tables that are no customer's own (`staff`, `territories`, `channels`, `products_in_use`, ...) are given whole to every part.
 * - Every pass goes over the same customers (their number is checked); databases read them in one snapshot. A part that is repeated must replace what it gave before: merging twice counts twice.
 * - All parts use one policy (a hash is checked) and one currency.
 *
 * Bytes of states and plans are little-endian, versioned, checksummed and canonical: equal customers give equal bytes, however they were parted and merged. They are read as hostile input: what is not exactly such
 * bytes is refused with PATRON_E_FORMAT. The format is that of saved models: tables. How many customers a state speaks for is its word alone: a coordinator that reads bytes of strangers sets a memory limit on its context.
 *
 * Sizes: a state holds the plan of its pass (some KB) and, for each question that the pass asks (a peer group and a value, a group and a measure with its past), the different answers and their counts: 8 bytes for the
 * count and 4 to 8 for each column of each different answer, so a few KB where values repeat, and 20 to 40 bytes a customer where no two are alike. Some figures of the model leave no choice: the Gini coefficient of a segment, quantiles and percent ranks depend on every value. The
 * coordinator needs as much memory as patron_fit() would for those columns. Cut-offs alone can be had with states of a few KB: patron_pareto_state_create().
 *
 * What compares all customers at once cannot be fitted part by part and is refused when the fitting is created, with PATRON_E_STATE: PROMETHEE, scorecards by category (CATEGORIES), and weightings of plug-ins. Plug-in normalisers may be used:
 * every worker and the coordinator register them under the same names (a rule that names one that is not there is PATRON_E_INVALID_ARGUMENT), and only those of the coordinator are called.
 *
 * Threads: a fitting belongs to its context, and so to one thread at a time; it may be destroyed on any thread while no call uses it. Conventions (status, bytes out, memory): see patron/base.h.
 */
#ifndef PATRON_FITTING_H
#define PATRON_FITTING_H

#include "patron/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A fit over parts, in one of its passes. @since 0.1.0 */
typedef struct patron_fitting patron_fitting;

/**
 * Makes a fitting that has seen nothing yet.
 * @param context where memory comes from and errors go; the policy's and that of all portfolios. Not NULL. Kept alive
 * @param policy  the rules, as they are now: later changes to the policy do not matter; NULL: the default ones. Kept alive for its plug-ins; it stays the caller's
 * @param plan    `len` bytes from patron_fitting_next(), under an equal policy; NULL: first pass. They stay the caller's
 * @param len     bytes of the plan; 0 for a first pass
 * @param out     the fitting, to be destroyed by the caller; untouched on failure
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT (NULL, another context, or a policy that is not usable), PATRON_E_STATE (the plan is of another policy, or the policy cannot be fitted part by part),
 *         PATRON_E_FORMAT (the bytes are no plan, or damaged), PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT; text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_create(patron_context *context, const patron_policy *policy, const void *plan, int64_t len, patron_fitting **out);

/**
 * Gives a fitting back. It may hold the last reference to its policy, whose plug-ins then have their `destroy` run here.
 * @param fitting NULL does nothing
 * @par Threads
 * Any, while no call uses the fitting.
 * @since 0.1.0
 */
PATRON_API void patron_fitting_destroy(patron_fitting *fitting);

/**
 * Takes the customers of a portfolio into this pass. May be called for any number of portfolios. Progress is told and may cancel.
 * @param fitting   not NULL; unchanged on failure
 * @param portfolio of the same context, with a table customers (which may have no rows); read as it is now, and the caller's
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE (no table customers, another currency, or a call is at work), PATRON_E_TYPE (a column of another type than before), and what patron_fit() answers to facts
 *         that a rule cannot use; PATRON_E_CANCELLED, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT; text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_accumulate(patron_fitting *fitting, const patron_portfolio *portfolio);

/**
 * Adds what another fitting has seen. Order does not matter: a into b or b into a, and in any nesting.
 * @param into gets all; unchanged on failure. Not NULL
 * @param from stays as it is, and the caller's; of the same context, policy and plan. Not `into` itself
 * @return PATRON_OK; PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE (another policy, plan or currency), PATRON_E_TYPE (a column is of another type), PATRON_E_RANGE (too many customers), PATRON_E_NO_MEMORY,
 *         PATRON_E_MEMORY_LIMIT; text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_merge(patron_fitting *into, const patron_fitting *from);

/**
 * The fitting as bytes, to be sent to where fittings are merged. They hold the plan of the pass, too, but not the rules.
 * @param fitting not NULL; not changed
 * @param buf     room for `cap` bytes; NULL with cap 0 asks for the size
 * @param cap     bytes at `buf`
 * @param needed  size of the bytes; NULL: not wanted
 * @return PATRON_OK; PATRON_E_BUFFER_TOO_SMALL (only *needed is set); PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE (a call is at work), PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT; text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_save(const patron_fitting *fitting, void *buf, int64_t cap, int64_t *needed);

/**
 * A fitting from bytes of patron_fitting_save(), made on any machine.
 * @param context as in patron_fitting_create()
 * @param policy  equal to the one that the bytes were made with; NULL: the default. It stays the caller's
 * @param bytes   `len` bytes; they stay the caller's
 * @param len     bytes at `bytes`
 * @param out     the fitting, to be destroyed by the caller; untouched on failure
 * @return PATRON_OK; PATRON_E_FORMAT (the bytes are no fitting of this version, or damaged), PATRON_E_STATE (of another policy), and as patron_fitting_create(); text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_load(patron_context *context, const patron_policy *policy, const void *bytes, int64_t len, patron_fitting **out);

/**
 * The plan of the next pass, from a fitting that has seen all customers. Plug-in normalisers are called here. Progress is told and may cancel.
 * @param fitting not NULL; not changed
 * @param plan    room for `cap` bytes; NULL with cap 0 asks for the size; what is computed is kept until more is seen, so that asking twice costs nothing
 * @param cap     bytes at `plan`
 * @param needed  size of the plan; NULL: not wanted
 * @return PATRON_OK; PATRON_UNKNOWN: no further pass is needed, take the model; PATRON_E_BUFFER_TOO_SMALL (only *needed is set); PATRON_E_STATE (nothing was accumulated, or not as many customers as in the first pass),
 *         PATRON_E_INVALID_ARGUMENT, PATRON_E_CALLBACK, PATRON_E_CANCELLED, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, and what patron_fit() answers to facts that a rule cannot use; text on the context
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_next(const patron_fitting *fitting, void *plan, int64_t cap, int64_t *needed);

/**
 * The model, from a fitting that has seen all customers in its last pass: the bytes of patron_model_save() are those of patron_fit() over all of them.
 * @param fitting not NULL; not changed
 * @param out     the model, to be destroyed by the caller; untouched unless PATRON_OK
 * @return PATRON_OK; PATRON_UNKNOWN: one more pass is needed, see patron_fitting_next(); else as that function
 * @since 0.1.0
 */
PATRON_API patron_status patron_fitting_model(const patron_fitting *fitting, patron_model **out);

#ifdef __cplusplus
}
#endif

#endif
