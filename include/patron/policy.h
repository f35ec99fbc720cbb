/**
 * @file policy.h
 * The rules: a policy of tables and settings, and the plug-ins registered with it.
 *
 * A policy belongs, with its context, to one thread at a time. Calls that fail leave everything as it was, and their out-parameters untouched; the error text (table, column, row, value,
 * expectation) is on the context. NULL where a handle, a name or an out-parameter belongs is PATRON_E_INVALID_ARGUMENT. Calls on a context that is at work (from a callback) are PATRON_E_STATE,
 * and any call that needs memory may end in PATRON_E_NO_MEMORY or PATRON_E_MEMORY_LIMIT; this is not repeated below.
 *
 * @since 0.1.0
 */
#ifndef PATRON_POLICY_H
#define PATRON_POLICY_H

#include "patron/plugin.h"
#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The rules: tables and settings, complete with defaults, and registered plug-ins. @since 0.1.0 */
typedef struct patron_policy patron_policy;

/**
 * Makes a policy: the rules of a preset, all of which can be changed.
 * @param context what pays for it and gets its error texts; that of the portfolios that it will be fitted to
 * @param preset "DEFAULT" (also NULL); "KAM_DIAGNOSTIC": relationship levels from 25, 58.333333 and 91.666667; "THREE_LEVELS": no strategic relationship; "MATRIX_2X2": four cells, cut at 50
 * @param out the policy; destroy it with patron_policy_destroy()
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such preset
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_create(patron_context *context, const char *preset, patron_policy **out);

/**
 * Destroys a policy. The destroy of its plug-ins runs here, on this thread, unless something still holds the policy: then with the last that does.
 * @param policy may be NULL: nothing happens
 * @since 0.1.0
 */
PATRON_API void patron_policy_destroy(patron_policy *policy);

/**
 * Puts a rule table into the place of the one of its name; of `settings` only the keys that are given change. All or nothing. Values are checked as in patron_portfolio_put(), but a column that
 * the schema does not know is refused, since nothing would follow it. Whether rules fit together is looked at by patron_policy_check() and by fit. Amounts of money stay text until the
 * currency is known, at fit.
 * @param policy of the table's context, unless the table is finished
 * @param table its name says which; it stays the caller's and is finished from then on, unless it is refused
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such rule table, column or setting; PATRON_E_TYPE, PATRON_E_RANGE, PATRON_E_FORMAT, PATRON_E_DUPLICATE, PATRON_E_STATE as for facts
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_put(patron_policy *policy, patron_table *table);

/**
 * The rules in force, defaults filled in. To change some rows, change a copy and put it back.
 * @param policy where from
 * @param name of a rule table (one without rules has no rows); "settings": every key, "" where it is not set; "tables": a listing of those in force
 * @param out the table, finished: the caller's own reference
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such rule table
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_table(const patron_policy *policy, const char *name, patron_table **out);

/**
 * Changes one setting.
 * @param policy the policy
 * @param key a key of patron_schema("settings")
 * @param value its text, checked against type, range and list; "": not set, where the default is that; NULL: back to the preset's
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such key (the text names the one that was perhaps meant); PATRON_E_RANGE, PATRON_E_FORMAT: no such value
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_set(patron_policy *policy, const char *key, const char *value);

/**
 * The setting in force.
 * @param policy where from
 * @param key a key of patron_schema("settings")
 * @param buf gets its text with NUL; NULL with `cap` 0 asks for the size
 * @param cap room in buf, in bytes
 * @param needed may be NULL; gets the bytes needed, with the NUL
 * @return PATRON_OK; PATRON_UNKNOWN: not set; PATRON_E_BUFFER_TOO_SMALL; PATRON_E_NOT_FOUND: no such key
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_get(const patron_policy *policy, const char *key, char *buf, int64_t cap, int64_t *needed);

/**
 * Changes one weight of a scorecard, as the column `weight` of `criteria` has it: what a slider moves. The weights of a scorecard count by their proportions.
 * @param policy the policy
 * @param scorecard a scorecard whose weighting is DIRECT
 * @param criterion one of its criteria
 * @param weight 0 or more, on the scale of the others; that some weight of the scorecard is above 0 is looked at by patron_policy_check() and by fit
 * @return PATRON_OK; PATRON_E_NOT_FOUND: no such scorecard or criterion; PATRON_E_STATE: its weights come from comparisons, ranks, the data or a plug-in; PATRON_E_RANGE, PATRON_E_NOT_FINITE: no such weight
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_set_weight(patron_policy *policy, const char *scorecard, const char *criterion, double weight);

/**
 * Lists all that is wrong with the rules at once, for screens where rules are edited: bands out of order, cells missing or doubled, programs that overlap, weights that sum to 0, scorecards in a
 * circle, plug-ins that are not registered, ...
 * @param policy the policy
 * @param problems a finished table, the caller's own: `table`, `row` (from 0, while error texts count from 1; unknown: no one row), `column`, `value`, `expectation`; no rows: the policy can be used
 * @return PATRON_OK, also when there are problems
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_check(const patron_policy *policy, patron_table **problems);

/**
 * Registers a weighting under its name, for `scorecards.weighting`.
 * @param policy that will be fitted with it
 * @param vtable copied
 * @param user handed to the callback
 * @param destroy runs once with `user`: when the policy has gone, or now if the call fails; may be NULL
 * @return PATRON_OK; PATRON_E_DUPLICATE: the name is built in or registered; PATRON_E_ABI: struct_size or abi_version of a version that this library does not know; PATRON_E_INVALID_ARGUMENT: no name or no function
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_register_weighting(patron_policy *policy, const patron_weighting *vtable, void *user, patron_release_fn destroy);

/**
 * Registers a normaliser under its name, for `criteria.normaliser`.
 * @param policy that will be fitted with it
 * @param vtable copied
 * @param user handed to the callback
 * @param destroy runs once with `user`: when the policy has gone, or now if the call fails; may be NULL
 * @return as patron_policy_register_weighting()
 * @since 0.1.0
 */
PATRON_API patron_status patron_policy_register_normaliser(patron_policy *policy, const patron_normaliser *vtable, void *user, patron_release_fn destroy);

#ifdef __cplusplus
}
#endif

#endif
