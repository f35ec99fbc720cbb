/* The rules: a preset, and what the host puts in the place of its tables and settings. Every table is complete and immutable; a change makes a new one. */
#include "engine/policy_parts.h"

#include "base/text.h"

static const char SETTINGS[] = "settings";

patron_status patron_policy_create(patron_context *context, const char *preset, patron_policy **out) {
  if (context == NULL || out == NULL) return patron__refuse_arguments(context, "patron_policy_create");
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  patron_policy *policy = patron__allocate_array(context, 1, sizeof *policy);
  if (policy == NULL) return patron__memory_status(context);
  patron__context_retain(context);
  policy->context = context;
  patron__count_add(&policy->references, 1);
  patron__tables_init(&policy->rules, context);
  patron__tables_init(&policy->preset, context);
  status = patron__policy_preset(context, preset, &policy->rules);
  if (status != PATRON_OK) {
    patron_policy_destroy(policy);
    return status;
  }
  memcpy(policy->name, preset == NULL ? "DEFAULT" : preset, strlen(preset == NULL ? "DEFAULT" : preset) + 1);
  status = patron__tables_copy(&policy->rules, &policy->preset);
  if (status == PATRON_OK) *out = policy; else patron_policy_destroy(policy);
  return status;
}

void patron__policy_retain(patron_policy *policy) { patron__count_add(&policy->references, 1); }

void patron_policy_destroy(patron_policy *policy) {
  if (policy == NULL || patron__count_add(&policy->references, -1) > 0) return;
  patron_context *context = policy->context;
  patron__policy_drop_plugins(policy);
  patron__tables_clear(&policy->preset);
  patron__tables_clear(&policy->rules);
  patron__release(context, policy);
  patron__context_drop(context);
}

patron_context *patron__policy_context(const patron_policy *policy) { return policy->context; }
const char *patron__policy_name(const patron_policy *policy) { return policy->name; }

patron_status patron__policy_snapshot(const patron_policy *policy, patron__tables *out) {
  return patron__tables_copy(&policy->rules, out);
}

/* The day that is judged is no rule. */
static int32_t is_no_rule(const patron_table *table, int64_t row) {
  int64_t len;
  const char *key = strcmp(table->name, SETTINGS) == 0 ? patron__column_text(patron__table_find(table, "key"), row, &len) : NULL;
  return key != NULL && patron__text_equal(key, len, "as_of", 5);
}

/* Whether a table in force says what the preset's says; NULL: there is none, which is one without rows. Both are complete, so columns stand in the order of the schema. */
static int32_t same_rules(const patron_table *a, const patron_table *b) {
  if (b == NULL) return a->rows == 0;
  if (a->rows != b->rows || a->column_count != b->column_count) return 0;
  for (int32_t i = 0; i < a->column_count && a != b; i++) {
    for (int64_t row = 0; row < a->rows; row++) {
      const patron__column *one = a->columns[i].column, *other = b->columns[i].column;
      char digits[2][PATRON__NUMBER_TEXT];
      int64_t lengths[2] = {0, 0};
      const char *text = patron__column_known(one, row) ? patron__table_value_text(a, one, row, digits[0], &lengths[0]) : "", *second = patron__column_known(other, row) ? patron__table_value_text(b, other, row, digits[1], &lengths[1]) : "";
      if (!patron__text_equal(text, lengths[0], second, lengths[1]) && !is_no_rule(a, row)) return 0;
    }
  }
  return 1;
}

/* A "+" behind the preset's name says that rules are other ones. */
void patron__policy_name_changes(patron_policy *policy) {
  size_t len = strlen(policy->name);
  int32_t changed = 0;
  for (int32_t i = 0; i < policy->rules.count && !changed; i++) changed = !same_rules(policy->rules.items[i], patron__tables_find(&policy->preset, policy->rules.items[i]->name));
  if (policy->name[len - 1] == '+') len--;
  policy->name[len] = changed ? '+' : 0;
  policy->name[len + 1] = 0;
}

/* In facts a column of the host's own is kept; in rules it would be a rule that nobody follows. */
static patron_status refuse_unknown_columns(patron_context *context, const patron_table *table) {
  for (int32_t i = 0; i < table->column_count; i++) {
    const char *name = table->columns[i].name;
    if (patron__schema_find(table->name, name, PATRON__RULE) != NULL) continue;
    const char *best = patron__schema_likely(table->name, name, PATRON__RULE);
    const patron__where where = {table->name, name, -1, NULL, -1, NULL};
    if (best != NULL) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "a rule table has no such column: did you mean %s?", best);
    return patron__fail(context, PATRON_E_NOT_FOUND, &where, "a rule table has no such column");
  }
  return PATRON_OK;
}

/* The settings of the rows given, each checked, into the place of those in force. */
static patron_status merge_settings(patron_policy *policy, const patron_table *given, patron_table **out) {
  enum { KEY_ROOM = 128 };
  patron_context *context = policy->context;
  const int64_t rows = given->rows > 0 ? given->rows : 1;
  const patron__column *key_column = patron__table_find(given, "key"), *value_column = patron__table_find(given, "value");
  const char **keys = patron__allocate_array(context, rows, sizeof *keys), **values = patron__allocate_array(context, rows, sizeof *values);
  int64_t *lengths = patron__allocate_array(context, rows, sizeof *lengths);
  patron_status status = keys == NULL || values == NULL || lengths == NULL ? patron__memory_status(context) : PATRON_OK;
  for (int64_t row = 0; row < given->rows && status == PATRON_OK; row++) {
    char key[KEY_ROOM];
    int64_t len;
    const char *text = patron__column_text(key_column, row, &len);
    if (len >= KEY_ROOM) len = patron__text_cut(text, KEY_ROOM - 1);   /* longer than any key: refused as unknown */
    memcpy(key, text, (size_t)len);
    key[len] = 0;
    values[row] = patron__column_text(value_column, row, &lengths[row]);
    status = patron__settings_check_row(context, row, key, values[row], lengths[row]);
    if (status == PATRON_OK) keys[row] = patron__setting_text(patron__setting_find(key), PATRON__NAME_TEXT);
  }
  if (status == PATRON_OK) status = patron__settings_build(context, patron__tables_find(&policy->rules, SETTINGS), keys, values, lengths, (int32_t)given->rows, out);
  patron__release(context, lengths);
  patron__release(context, (void *)values);
  patron__release(context, (void *)keys);
  return status;
}

static patron_status conform(patron_policy *policy, const patron_table *given, patron_table **out) {
  patron_context *context = policy->context;
  patron_table *conformed = NULL, *complete = NULL;
  patron_status status = patron__schema_conform(context, given, PATRON__RULE, -1, NULL, &conformed);
  if (status == PATRON_OK) status = refuse_unknown_columns(context, conformed);
  if (status == PATRON_OK) status = patron__rules_complete(context, conformed, &complete);
  if (status == PATRON_OK && strcmp(complete->name, SETTINGS) == 0) {
    status = merge_settings(policy, complete, out);
  } else if (status == PATRON_OK) {
    *out = complete;
    complete = NULL;
  }
  patron_table_destroy(complete);
  patron_table_destroy(conformed);
  return status;
}

patron_status patron_policy_put(patron_policy *policy, patron_table *table) {
  if (policy == NULL || table == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_put");
  patron_table *kept = NULL;
  patron_status status = patron__context_idle(policy->context);
  if (status == PATRON_OK && table->context != policy->context && !table->finished)
    status = patron__fail(policy->context, PATRON_E_STATE, NULL, "a table of another context can be put only when it is finished");
  if (status == PATRON_OK) status = conform(policy, table, &kept);
  if (status == PATRON_OK) status = patron__tables_put(&policy->rules, kept);
  if (status == PATRON_OK) {
    patron__table_finish(table);
    patron__policy_name_changes(policy);
  }
  patron_table_destroy(kept);
  return status;
}

/* A rule table that nobody filled yet: its columns, no rows. */
static patron_status empty_table(patron_context *context, const char *name, patron_table **out) {
  patron_table *given = NULL;
  patron_status status = patron__table_create(context, name, 0, &given);
  if (status == PATRON_OK) status = patron__rules_complete(context, given, out);
  patron_table_destroy(given);
  return status;
}

patron_status patron_policy_table(const patron_policy *policy, const char *name, patron_table **out) {
  if (policy == NULL || name == NULL || out == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_table");
  patron_status status = patron__context_idle(policy->context);
  if (status != PATRON_OK) return status;
  status = patron__tables_get(&policy->rules, name, out);
  if (status != PATRON_E_NOT_FOUND) return status;
  if (patron__schema_has_table(name, PATRON__RULE)) return empty_table(policy->context, name, out);
  const patron__where where = {NULL, NULL, -1, name, -1, "the name of a rule table; \"tables\" lists those in force"};
  return patron__fail(policy->context, status, &where, "a policy has no such table");
}

patron_status patron_policy_set(patron_policy *policy, const char *key, const char *value) {
  if (policy == NULL || key == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_set");
  patron_context *context = policy->context;
  patron_table *built = NULL;
  int64_t len = -1;
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  if (value == NULL) {
    value = patron__settings_value(patron__tables_find(&policy->preset, SETTINGS), key, &len);
    if (value == NULL) return patron__settings_check(context, key, "", 0);   /* no such key */
  } else {
    status = patron__settings_check(context, key, value, -1);
    len = patron__text_length(value, -1);
  }
  if (status == PATRON_OK) status = patron__settings_build(context, patron__tables_find(&policy->rules, SETTINGS), &key, &value, &len, 1, &built);
  if (status == PATRON_OK) status = patron__tables_put(&policy->rules, built);
  if (status == PATRON_OK) patron__policy_name_changes(policy);
  patron_table_destroy(built);
  return status;
}

patron_status patron_policy_get(const patron_policy *policy, const char *key, char *buf, int64_t cap, int64_t *needed) {
  int64_t len;
  if (policy == NULL || key == NULL) return patron__refuse_arguments(policy == NULL ? NULL : policy->context, "patron_policy_get");
  const char *value = patron__settings_value(patron__tables_find(&policy->rules, SETTINGS), key, &len);
  if (value == NULL) return patron__settings_check(policy->context, key, "", 0);   /* no such key */
  if (len == 0 && patron__setting_find(key)->type != PATRON_TEXT) return PATRON_UNKNOWN;
  return patron__text_out(value, len, buf, cap, needed);
}
