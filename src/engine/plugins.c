/* Registered plug-ins: vtables are copied, names are told from the built-in ones, and each destroy runs exactly once, also when the registration is refused. */
#include "base/text.h"
#include "engine/policy_parts.h"

enum { NAME_ROOM = sizeof ((patron__weighting_plugin *)0)->name };

void patron__policy_plugins(const patron_policy *policy, patron__plugins *out) {
  *out = (patron__plugins){policy->weightings, policy->weighting_count, policy->normalisers, policy->normaliser_count};
}

void patron__policy_drop_plugins(patron_policy *policy) {
  for (int32_t i = 0; i < policy->weighting_count; i++)
    if (policy->weightings[i].destroy != NULL) policy->weightings[i].destroy(policy->weightings[i].user);
  for (int32_t i = 0; i < policy->normaliser_count; i++)
    if (policy->normalisers[i].destroy != NULL) policy->normalisers[i].destroy(policy->normalisers[i].user);
  patron__release(policy->context, policy->weightings);
  patron__release(policy->context, policy->normalisers);
}

/* A plug-in is named in rules, where a name of the list already means something else. */
static patron_status check_name(const patron_policy *policy, const char *codes, const char *name) {
  const patron__where where = {NULL, NULL, -1, name, -1, "a name of 1 to 63 bytes that nothing else has"};
  const int64_t len = patron__text_length(name, -1);
  if (len < 1 || len >= NAME_ROOM || !patron__text_is_utf8(name, len)) return patron__fail(policy->context, PATRON_E_INVALID_ARGUMENT, &where, "a plug-in cannot have this name");
  if (patron__code_of(codes, name, -1) >= 0) return patron__fail(policy->context, PATRON_E_DUPLICATE, &where, "this name is built in");
  return PATRON_OK;
}

static patron_status refuse_twice(const patron_policy *policy, const char *name) {
  const patron__where where = {NULL, NULL, -1, name, -1, "a name that nothing else has"};
  return patron__fail(policy->context, PATRON_E_DUPLICATE, &where, "a plug-in of this name is registered already");
}

static patron_status check_version(const patron_policy *policy, uint32_t version) {
  if (version == 0 || version > patron_abi_version()) return patron__fail(policy->context, PATRON_E_ABI, NULL, "abi_version of a plug-in is that of the headers it was built with: 1 to %u", patron_abi_version());
  return PATRON_OK;
}

/* Vtables are append-only: what a later one has behind the fields known here must be 0. */
static patron_status refuse_size(const patron_policy *policy, const char *kind, uint32_t given, uint64_t known) {
  return patron__fail(policy->context, PATRON_E_ABI, NULL, "struct_size of the %s is %u: it is sizeof(patron_%s), here %u, and fields behind those of this version must be 0", kind, (unsigned)given, kind, (unsigned)known);
}

static patron_status add_weighting(patron_policy *policy, const patron_weighting *vtable, void *user, patron_release_fn destroy) {
  patron__weighting_plugin plugin = {{0}, {0}, user, destroy};
  patron_status status = patron__context_idle(policy->context);
  if (status == PATRON_OK && patron__struct_read(vtable, &plugin.vtable, sizeof plugin.vtable) != PATRON_OK) status = refuse_size(policy, "weighting", vtable->struct_size, sizeof plugin.vtable);
  if (status != PATRON_OK) return status;
  if (plugin.vtable.name == NULL || plugin.vtable.weigh == NULL) return patron__fail(policy->context, PATRON_E_INVALID_ARGUMENT, NULL, "a weighting needs a name and a function");
  status = check_version(policy, plugin.vtable.abi_version);
  if (status == PATRON_OK) status = check_name(policy, "weighting", plugin.vtable.name);
  for (int32_t i = 0; i < policy->weighting_count && status == PATRON_OK; i++)
    if (strcmp(policy->weightings[i].name, plugin.vtable.name) == 0) status = refuse_twice(policy, plugin.vtable.name);
  if (status != PATRON_OK) return status;
  patron__weighting_plugin *grown = patron__reallocate(policy->context, policy->weightings, (uint64_t)(policy->weighting_count + 1) * sizeof *grown);
  if (grown == NULL) return patron__memory_status(policy->context);
  policy->weightings = grown;
  memcpy(plugin.name, plugin.vtable.name, strlen(plugin.vtable.name) + 1);
  plugin.vtable.name = NULL;   /* the copy in `name` is what lives */
  grown[policy->weighting_count++] = plugin;
  return PATRON_OK;
}

static patron_status add_normaliser(patron_policy *policy, const patron_normaliser *vtable, void *user, patron_release_fn destroy) {
  patron__normaliser_plugin plugin = {{0}, {0}, user, destroy};
  patron_status status = patron__context_idle(policy->context);
  if (status == PATRON_OK && patron__struct_read(vtable, &plugin.vtable, sizeof plugin.vtable) != PATRON_OK) status = refuse_size(policy, "normaliser", vtable->struct_size, sizeof plugin.vtable);
  if (status != PATRON_OK) return status;
  if (plugin.vtable.name == NULL || plugin.vtable.fit == NULL) return patron__fail(policy->context, PATRON_E_INVALID_ARGUMENT, NULL, "a normaliser needs a name and a function");
  status = check_version(policy, plugin.vtable.abi_version);
  if (status == PATRON_OK) status = check_name(policy, "normaliser", plugin.vtable.name);
  for (int32_t i = 0; i < policy->normaliser_count && status == PATRON_OK; i++)
    if (strcmp(policy->normalisers[i].name, plugin.vtable.name) == 0) status = refuse_twice(policy, plugin.vtable.name);
  if (status != PATRON_OK) return status;
  patron__normaliser_plugin *grown = patron__reallocate(policy->context, policy->normalisers, (uint64_t)(policy->normaliser_count + 1) * sizeof *grown);
  if (grown == NULL) return patron__memory_status(policy->context);
  policy->normalisers = grown;
  memcpy(plugin.name, plugin.vtable.name, strlen(plugin.vtable.name) + 1);
  plugin.vtable.name = NULL;
  grown[policy->normaliser_count++] = plugin;
  return PATRON_OK;
}

patron_status patron_policy_register_weighting(patron_policy *policy, const patron_weighting *vtable, void *user, patron_release_fn destroy) {
  patron_status status = policy == NULL || vtable == NULL ? patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_register_weighting") : add_weighting(policy, vtable, user, destroy);
  if (status != PATRON_OK && destroy != NULL) destroy(user);
  return status;
}

patron_status patron_policy_register_normaliser(patron_policy *policy, const patron_normaliser *vtable, void *user, patron_release_fn destroy) {
  patron_status status = policy == NULL || vtable == NULL ? patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_register_normaliser") : add_normaliser(policy, vtable, user, destroy);
  if (status != PATRON_OK && destroy != NULL) destroy(user);
  return status;
}
