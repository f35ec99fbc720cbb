/* The policy from inside: rule tables with the defaults filled in, and the registered plug-ins. */
#ifndef PATRON_SRC_ENGINE_POLICY_H
#define PATRON_SRC_ENGINE_POLICY_H

#include "patron/engine.h"
#include "stages/stage.h"

/* All rule tables in force (settings complete), shared. `out` initialised and empty. */
patron_status patron__policy_snapshot(const patron_policy *policy, patron__tables *out);
patron_context *patron__policy_context(const patron_policy *policy);
/* The preset's name, "DEFAULT" for NULL; with a "+" at the end when rules were changed (the JSON header prints it). */
void patron__policy_plugins(const patron_policy *policy, patron__plugins *out);
/* The tables of a preset (DEFAULT, KAM_DIAGNOSTIC, THREE_LEVELS, MATRIX_2X2); PATRON_E_NOT_FOUND. */
patron_status patron__policy_preset(patron_context *context, const char *preset, patron__tables *out);

#endif
