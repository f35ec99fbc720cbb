/* The policy from inside: rule tables with the defaults filled in, and the registered plug-ins. */
#ifndef PATRON_SRC_ENGINE_POLICY_H
#define PATRON_SRC_ENGINE_POLICY_H

#include "patron/engine.h"
#include "stages/stage.h"

/* All rule tables in force (settings complete), shared. `out` initialised and empty. */
patron_status patron__policy_snapshot(const patron_policy *policy, patron__tables *out);
patron_context *patron__policy_context(const patron_policy *policy);
/* The preset's name, "DEFAULT" for NULL; with a "+" at the end when rules were changed (the JSON header prints it). */
const char *patron__policy_name(const patron_policy *policy);
/* Valid until the next plug-in is registered. */
void patron__policy_plugins(const patron_policy *policy, patron__plugins *out);
/* The tables of a preset (DEFAULT, KAM_DIAGNOSTIC, THREE_LEVELS, MATRIX_2X2); PATRON_E_NOT_FOUND. */
patron_status patron__policy_preset(patron_context *context, const char *preset, patron__tables *out);

/* Who goes on using plug-ins after the call (a fitting) holds the policy: `destroy` of a plug-in runs with the last reference. */
void patron__policy_retain(patron_policy *policy);

/* Before a fit: PATRON_OK, or PATRON_E_INVALID_ARGUMENT with the first problem as text on `error_context`. */
patron_status patron__policy_verify(const patron_policy *policy, patron_context *error_context);
/* All problems of some rule tables, appended to `problems`. */
patron_status patron__rules_check(patron_context *context, const patron__tables *rules, const patron__plugins *plugins, patron_table *problems);

/* A rule table as it is kept: all columns of the schema in its order, texts as text, defaults in the place of what is unknown. `given` is conformed. */
patron_status patron__rules_complete(patron_context *context, const patron_table *given, patron_table **out);
/* A complete `settings`, keys ascending: the schema's defaults, else those of `from`; then the values of `count` keys. Values are checked already. */
patron_status patron__settings_build(patron_context *context, const patron_table *from, const char *const *keys, const char *const *values, const int64_t *lengths, int32_t count, patron_table **out);

#endif
