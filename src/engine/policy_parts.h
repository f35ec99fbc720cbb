/* What a policy is made of: seen by policy*.c and plugins.c only. */
#ifndef PATRON_SRC_ENGINE_POLICY_PARTS_H
#define PATRON_SRC_ENGINE_POLICY_PARTS_H

#include "engine/policy.h"

struct patron_policy {
  patron__count references;
  patron_context *context;
  char name[32];                     /* of the preset, with room for a "+" */
  patron__tables rules;              /* in force, settings too: each complete and finished */
  patron__tables preset;             /* what a setting goes back to */
  patron__weighting_plugin *weightings;
  int32_t weighting_count;
  patron__normaliser_plugin *normalisers;
  int32_t normaliser_count;
};

/* After a change: whether the name says "with changes". */
void patron__policy_name_changes(patron_policy *policy);
/* Runs the destroy of every plug-in. */
void patron__policy_drop_plugins(patron_policy *policy);

#endif
