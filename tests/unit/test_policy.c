/* Rules: presets complete with defaults, tables and settings replaced whole or by key, and plug-ins that are destroyed exactly once. */
#include "facts.h"

#include <math.h>

#include "engine/policy.h"
#include "engine/policy_defaults.h"
#include "scenario.h"

static patron_policy *policy;

static int start_policy(void **state) {
  if (start(state) != 0) return -1;
  return patron_policy_create(context, NULL, &policy);
}

static int stop_policy(void **state) {
  patron_policy_destroy(policy);
  return stop(state);
}

static patron_table *rules(const char *name) {
  patron_table *table = NULL;
  assert_ok(patron_policy_table(policy, name, &table));
  return table;
}

static const char *get(const char *key) {
  static char text[256];
  const patron_status status = patron_policy_get(policy, key, text, sizeof text, NULL);
  if (status == PATRON_UNKNOWN) return "?";
  assert_ok(status);
  return text;
}

static void expect_weight_refused(const char *scorecard, const char *criterion, double weight, patron_status expected) {
  assert_refused(patron_policy_set_weight(policy, scorecard, criterion, weight), expected);
}

static void nothing_is_no_argument(void **state) {
  (void)state;
  patron_policy *other = NULL;
  patron_table *table = NULL;
  patron_weighting weighting = {sizeof weighting, 1, "X", NULL};
  patron_normaliser normaliser = {sizeof normaliser, 1, "X", NULL};
  assert_refused(patron_policy_create(NULL, NULL, &other), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_create(context, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  patron_policy_destroy(NULL);
  assert_refused(patron_policy_put(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_put(policy, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_table(NULL, "settings", &table), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_table(policy, NULL, &table), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_table(policy, "settings", NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_set(NULL, "as_of", NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_set(policy, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_set_weight(NULL, "winnability", "market_share", 1), PATRON_E_INVALID_ARGUMENT);
  expect_weight_refused(NULL, "market_share", 1, PATRON_E_INVALID_ARGUMENT);
  expect_weight_refused("winnability", NULL, 1, PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_get(policy, NULL, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_register_weighting(policy, &weighting, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_register_weighting(NULL, &weighting, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_register_normaliser(policy, &normaliser, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_register_normaliser(policy, NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
}

static void the_presets_are_those_that_the_schema_lists(void **state) {
  (void)state;
  const char *name, *doc;
  int32_t i = 0;
  for (; (name = patron__preset_at(i, &doc)) != NULL; i++) {
    patron_policy *one = NULL;
    assert_non_null(patron__preset_rules_at(i));
    assert_string_equal(patron__preset_rules_at(i)->name, name);
    assert_ok(patron_policy_create(context, name, &one));
    assert_string_equal(patron__policy_name(one), name);
    patron_policy_destroy(one);
  }
  assert_null(patron__preset_rules_at(i));
  patron_policy *none = NULL;
  assert_refused(patron_policy_create(context, "default", &none), PATRON_E_NOT_FOUND);
  assert_error_says("KAM_DIAGNOSTIC");
  assert_null(none);
}

static void a_preset_is_the_default_policy_with_its_rows_replaced(void **state) {
  (void)state;
  static const struct { const char *preset, *table; int64_t row; const char *column, *value; int64_t rows; } cases[] = {
    {"DEFAULT", "relationship", 1, "from", "40", 4}, {"KAM_DIAGNOSTIC", "relationship", 1, "from", "25", 4}, {"KAM_DIAGNOSTIC", "relationship", 2, "from", "58.333333", 4},
    {"KAM_DIAGNOSTIC", "relationship", 3, "from", "91.666667", 4}, {"THREE_LEVELS", "relationship", 3, "from", "101", 4}, {"MATRIX_2X2", "relationship", 3, "from", "80", 4},
    {"DEFAULT", "matrix", 5, "intent", "CASH", 9}, {"DEFAULT", "matrix", 8, "intent", "WITHDRAW", 9}, {"MATRIX_2X2", "matrix", 2, "intent", "PROTECT", 4}, {"KAM_DIAGNOSTIC", "programs", 0, "tier", "GOLD", 4},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    patron_policy *one = NULL;
    patron_table *table = NULL;
    char bands[16];
    assert_ok(patron_policy_create(context, cases[i].preset, &one));
    assert_ok(patron_policy_table(one, cases[i].table, &table));
    assert_int_equal(rows_of(table), cases[i].rows);
    assert_string_equal(cell(table, cases[i].column, cases[i].row), cases[i].value);
    assert_ok(patron_policy_get(one, "matrix.bands", bands, sizeof bands, NULL));
    assert_string_equal(bands, strcmp(cases[i].preset, "MATRIX_2X2") == 0 ? "50" : "33,67");
    patron_table_destroy(table);
    patron_policy_destroy(one);
  }
}

static void the_default_rules_are_those_of_the_model(void **state) {
  (void)state;
  patron_table *segments = rules("segments"), *scorecards = rules("scorecards"), *criteria = rules("criteria"), *programs = rules("programs"), *entitlements = rules("entitlements");
  assert_string_equal(cell(segments, "segment", 0), "sales");
  assert_string_equal(cell(segments, "measure", 1), "net_margin");
  assert_string_equal(cell(segments, "cuts", 1), "80,95");
  assert_string_equal(cell(segments, "by", 0), "layer");
  assert_string_equal(cell(segments, "bit", 1), "PROFIT");
  assert_int_equal(rows_of(scorecards), 6);
  assert_string_equal(cell(scorecards, "table", 0), "CHANNELS");
  assert_string_equal(cell(scorecards, "missing", 5), "RENORMALISE");
  int64_t subjective = 0, judged = 0;
  for (int64_t row = 0; row < rows_of(criteria); row++) {
    const int yes = strcmp(cell(criteria, "subjective", row), "yes") == 0;
    subjective += yes;
    judged += yes && (strcmp(cell(criteria, "criterion", row), "people_factor") == 0 || strcmp(cell(criteria, "criterion", row), "strategic_fit") == 0);
    if (strcmp(cell(criteria, "scorecard", row), "priority") == 0) assert_string_equal(cell(criteria, "weight", row), strcmp(cell(criteria, "column", row), "objective") == 0 ? "0.75" : "0.25");
  }
  assert_int_equal(subjective, 2);
  assert_int_equal(judged, 2);
  assert_string_equal(cell(programs, "maximum_approach", 2), "CONSULTATIVE");
  assert_string_equal(cell(programs, "visits_per_year", 0), "12");
  assert_string_equal(cell(programs, "above_fence", 3), "no");
  assert_string_equal(cell(programs, "program", 3), "?");
  assert_int_equal(rows_of(entitlements), 15);
  patron_table_destroy(entitlements);
  patron_table_destroy(programs);
  patron_table_destroy(criteria);
  patron_table_destroy(scorecards);
  patron_table_destroy(segments);
}

static void what_is_not_said_has_its_default(void **state) {
  (void)state;
  const char *const columns[] = {"tier", "rank", "above_fence", "up_to_share"}, *const cells[] = {"GOLD", "1", NULL, "100", "CLUB", "2", "no", NULL, "HOUSE", "3", "0", NULL};
  const char *const scorecard_columns[] = {"scorecard", "weighting"}, *const scorecard_cells[] = {"mine", "EQUAL"};
  patron_table *table = text_table("programs", columns, 4, cells, 3), *kept;
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  kept = rules("programs");
  assert_string_equal(cell(kept, "above_fence", 0), "yes");
  assert_string_equal(cell(kept, "above_fence", 1), "no");
  assert_string_equal(cell(kept, "maximum_approach", 0), "STRATEGIC");
  assert_string_equal(cell(kept, "maximum_approach", 1), "?");
  assert_string_equal(cell(kept, "maximum_approach", 2), "TACTICAL");
  assert_string_equal(cell(kept, "purpose", 0), "?");
  patron_table_destroy(kept);
  table = text_table("scorecards", scorecard_columns, 2, scorecard_cells, 1);
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  kept = rules("scorecards");
  assert_string_equal(cell(kept, "table", 0), "CUSTOMERS");
  assert_string_equal(cell(kept, "aggregation", 0), "WEIGHTED_SUM");
  patron_table_destroy(kept);
}

static void only_texts_codes_and_flags_of_rules_have_defaults(void **state) {
  (void)state;
  const patron__schema_column *one;
  for (int32_t i = 0; (one = patron__schema_at(i)) != NULL; i++)
    if (one->kind == PATRON__RULE && patron__schema_text(one, PATRON__DEFAULT_TEXT)[0] != 0 && one->type != PATRON_MONEY)
      assert_true(one->type == PATRON_TEXT || one->type == PATRON_FLAG || (one->type == PATRON_CODE && patron__code_of(patron__schema_text(one, PATRON__CODES_TEXT), patron__schema_text(one, PATRON__DEFAULT_TEXT), -1) >= 0));
}

static void a_column_without_a_value_gets_its_default(void **state) {
  (void)state;
  const char *const columns[] = {"segment", "measure", "purpose", "cuts"}, *const cells[] = {"mine", "sales", "why", NULL, "other", "profit", "why", "50"};
  patron_table *table = text_table("segments", columns, 4, cells, 2), *kept;
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  kept = rules("segments");
  assert_string_equal(cell(kept, "cuts", 0), "80,95");
  assert_string_equal(cell(kept, "cuts", 1), "50");
  assert_string_equal(cell(kept, "bit", 1), "NONE");
  assert_string_equal(cell(kept, "by", 1), "?");
  patron_table_destroy(kept);
}

static void rules_may_come_in_other_types_and_are_kept_in_those_of_the_schema(void **state) {
  (void)state;
  const char *const names[] = {"east", "west"}, *const text[] = {"current_value", "net_margin"};
  const int32_t codes[] = {1, 0};
  const int64_t cuts[] = {80, 50};
  patron_table *table = NULL, *kept;
  int64_t index;
  int32_t type;
  assert_ok(patron_table_create(context, "segments", 2, &table));
  assert_ok(patron_table_add_code(table, "segment", codes, NULL, names, 2));
  assert_ok(patron_table_add_strings(table, "measure", text));
  assert_ok(patron_table_add_i64(table, "cuts", PATRON_INTEGER, cuts, NULL));
  assert_ok(patron_table_add_strings(table, "purpose", text));
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  kept = rules("segments");
  assert_string_equal(cell(kept, "segment", 0), "west");
  assert_string_equal(cell(kept, "cuts", 1), "50");
  assert_ok(patron_table_find_column(kept, "cuts", &index));
  assert_ok(patron_table_column_type(kept, index, &type));
  assert_int_equal(type, PATRON_TEXT);
  patron_table_destroy(kept);
}

static void refused_rules_change_nothing(void **state) {
  (void)state;
  const char *const columns[] = {"level", "from"}, *const wrong[] = {"TRANSACTIONAL", "0", "FRIENDLY", "10"};
  const char *const typo[] = {"level", "form", "from"}, *const typo_cells[] = {"TRANSACTIONAL", "0", "0"};
  const char *const twice[] = {"TRANSACTIONAL", "0", "TRANSACTIONAL", "10"};
  patron_table *table = text_table("relationship", columns, 2, wrong, 2), *kept;
  assert_refused(patron_policy_put(policy, table), PATRON_E_RANGE);
  assert_error_parts("relationship|level|2|FRIENDLY");
  assert_ok(patron_table_add_strings(table, "note", wrong));   /* still open */
  patron_table_destroy(table);
  table = text_table("relationship", typo, 3, typo_cells, 1);
  assert_refused(patron_policy_put(policy, table), PATRON_E_NOT_FOUND);
  assert_error_says("did you mean from?");
  patron_table_destroy(table);
  table = text_table("relationship", (const char *const[]){"level", "from", "remark"}, 3, (const char *const[]){"TRANSACTIONAL", "0", "x"}, 1);
  assert_refused(patron_policy_put(policy, table), PATRON_E_NOT_FOUND);
  assert_error_parts("relationship|remark||");
  patron_table_destroy(table);
  table = text_table("relationship", columns, 2, twice, 2);
  assert_refused(patron_policy_put(policy, table), PATRON_E_DUPLICATE);
  patron_table_destroy(table);
  table = text_table("customers", columns, 2, twice, 0);
  assert_refused(patron_policy_put(policy, table), PATRON_E_NOT_FOUND);
  patron_table_destroy(table);
  assert_refused(patron_policy_table(policy, "customers", &table), PATRON_E_NOT_FOUND);
  kept = rules("relationship");
  assert_int_equal(rows_of(kept), 4);
  patron_table_destroy(kept);
  assert_string_equal(patron__policy_name(policy), "DEFAULT");
}

static void rules_of_another_context_must_be_finished(void **state) {
  (void)state;
  patron_context *other = NULL;
  patron_policy *there = NULL;
  patron_table *table = NULL;
  assert_ok(patron_context_create(NULL, &other));
  assert_ok(patron_policy_create(other, "KAM_DIAGNOSTIC", &there));
  assert_ok(patron_table_create(other, "relationship", 0, &table));
  assert_refused(patron_policy_put(policy, table), PATRON_E_STATE);
  patron_table_destroy(table);
  assert_ok(patron_policy_table(there, "relationship", &table));
  patron_policy_destroy(there);
  patron_context_destroy(other);
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  table = rules("relationship");
  assert_string_equal(cell(table, "from", 1), "25");
  patron_table_destroy(table);
}

static void settings_merge_key_by_key(void **state) {
  (void)state;
  const char *const columns[] = {"key", "value"};
  const char *const good[] = {"wallet.quantile", "0.9", "as_of", "2026-07-01", "segment.merge", ""}, *const bad[] = {"period.months", "6", "wallet.quantile", "9"}, *const unknown[] = {"no.such", "1"};
  patron_table *table = text_table("settings", columns, 2, good, 3), *kept;
  assert_ok(patron_policy_put(policy, table));
  patron_table_destroy(table);
  assert_string_equal(get("wallet.quantile"), "0.9");
  assert_string_equal(get("as_of"), "2026-07-01");
  assert_string_equal(get("segment.merge"), "");
  assert_string_equal(get("period.months"), "12");
  table = text_table("settings", columns, 2, bad, 2);
  assert_refused(patron_policy_put(policy, table), PATRON_E_RANGE);
  assert_error_parts("settings|value|2|9");
  patron_table_destroy(table);
  table = text_table("settings", columns, 2, unknown, 1);
  assert_refused(patron_policy_put(policy, table), PATRON_E_NOT_FOUND);
  assert_error_parts("settings|key|1|no.such");
  patron_table_destroy(table);
  assert_string_equal(get("period.months"), "12");
  kept = rules("settings");
  assert_true(rows_of(kept) > 70);
  assert_ok(patron_policy_put(policy, kept));   /* all of them, unset ones too, may be put back */
  patron_table_destroy(kept);
  assert_string_equal(get("fence.visit_cost"), "?");
}

static void a_setting_goes_back_to_the_preset(void **state) {
  (void)state;
  patron_policy *four = NULL;
  char text[16];
  int64_t needed = 0;
  assert_ok(patron_policy_create(context, "MATRIX_2X2", &four));
  assert_ok(patron_policy_set(four, "matrix.bands", "40,60"));
  assert_string_equal(patron__policy_name(four), "MATRIX_2X2+");
  assert_ok(patron_policy_set(four, "matrix.bands", NULL));
  assert_ok(patron_policy_get(four, "matrix.bands", text, sizeof text, &needed));
  assert_string_equal(text, "50");
  assert_int_equal(needed, 3);
  assert_refused(patron_policy_get(four, "matrix.bands", text, 2, &needed), PATRON_E_BUFFER_TOO_SMALL);
  assert_ok(patron_policy_get(four, "matrix.bands", NULL, 0, &needed));
  assert_int_equal(patron_policy_get(four, "as_of", text, sizeof text, NULL), PATRON_UNKNOWN);
  assert_ok(patron_policy_set(four, "as_of", "2026-07-01"));
  assert_ok(patron_policy_set(four, "as_of", ""));
  assert_int_equal(patron_policy_get(four, "as_of", text, sizeof text, NULL), PATRON_UNKNOWN);
  assert_refused(patron_policy_set(four, "matrix.bands", "x"), PATRON_E_FORMAT);
  assert_refused(patron_policy_set(four, "matrix.band", NULL), PATRON_E_NOT_FOUND);
  assert_refused(patron_policy_get(four, "matrix.band", text, sizeof text, NULL), PATRON_E_NOT_FOUND);
  assert_error_says("matrix.bands");
  patron_policy_destroy(four);
}

static void tables_of_a_policy_do_not_change_when_it_does(void **state) {
  (void)state;
  patron_table *before = rules("settings"), *list, *empty;
  patron__tables snapshot;
  patron__tables_init(&snapshot, context);
  assert_ok(patron__policy_snapshot(policy, &snapshot));
  assert_ok(patron_policy_set(policy, "period.months", "3"));
  assert_int_equal(patron__settings_integer(before, "period.months"), 12);
  assert_int_equal(patron__settings_integer(patron__tables_find(&snapshot, "settings"), "period.months"), 12);
  patron__tables_clear(&snapshot);
  patron_table_destroy(before);
  list = rules("tables");
  assert_int_equal(rows_of(list), 9);
  patron_table_destroy(list);
  empty = rules("terms");
  assert_int_equal(rows_of(empty), 0);
  assert_string_equal(get("rollup.to"), "NONE");
  patron_table_destroy(empty);
}

static patron_status weigh(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out) {
  (void)user; (void)criteria; (void)raw; (void)normalised;
  for (int64_t i = 0; i < count; i++) weights_out[i] = 1;
  return PATRON_OK;
}

static patron_status fit_points(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out) {
  (void)user; (void)values; (void)count; (void)capacity;
  from_out[0] = score_out[0] = 0;
  *points_out = 1;
  return PATRON_OK;
}

static void gone(void *user) { ++*(int *)user; }

static void a_plug_in_is_destroyed_exactly_once(void **state) {
  (void)state;
  int destroyed[8] = {0};
  patron_policy *one = NULL;
  char name[] = "MEREC";
  patron_weighting weighting = {sizeof weighting, 1, name, weigh}, nameless = {sizeof weighting, 1, NULL, weigh}, built_in = {sizeof weighting, 1, "AHP", weigh};
  patron_weighting newer = {sizeof weighting, 99, "X", weigh}, tiny = {4, 1, "X", weigh};
  patron_normaliser normaliser = {sizeof normaliser, 1, "SIGMOID", fit_points}, built_in_normaliser = {sizeof normaliser, 1, "STEP", fit_points};
  patron__plugins plugins;
  assert_ok(patron_policy_create(context, NULL, &one));
  assert_ok(patron_policy_register_weighting(one, &weighting, &destroyed[0], gone));
  name[0] = 'X';   /* the name was copied */
  patron__policy_plugins(one, &plugins);
  assert_int_equal(plugins.weighting_count, 1);
  assert_string_equal(plugins.weightings[0].name, "MEREC");
  name[0] = 'M';
  assert_refused(patron_policy_register_weighting(one, &weighting, &destroyed[1], gone), PATRON_E_DUPLICATE);
  assert_refused(patron_policy_register_weighting(one, &built_in, &destroyed[2], gone), PATRON_E_DUPLICATE);
  assert_refused(patron_policy_register_weighting(one, &nameless, &destroyed[3], gone), PATRON_E_INVALID_ARGUMENT);
  assert_refused(patron_policy_register_weighting(one, &newer, &destroyed[4], gone), PATRON_E_ABI);
  assert_int_not_equal(patron_policy_register_weighting(one, &tiny, &destroyed[5], gone), PATRON_OK);
  assert_ok(patron_policy_register_normaliser(one, &normaliser, &destroyed[6], gone));
  assert_refused(patron_policy_register_normaliser(one, &built_in_normaliser, &destroyed[7], gone), PATRON_E_DUPLICATE);
  assert_refused(patron_policy_register_normaliser(one, &normaliser, NULL, NULL), PATRON_E_DUPLICATE);
  for (int i = 0; i < 8; i++) assert_int_equal(destroyed[i], i == 0 || i == 6 ? 0 : 1);
  patron__policy_retain(one);
  patron_policy_destroy(one);
  assert_int_equal(destroyed[0], 0);
  patron_policy_destroy(one);
  for (int i = 0; i < 8; i++) assert_int_equal(destroyed[i], 1);
}

static void a_plug_in_of_another_version_is_refused_when_it_cannot_be_understood(void **state) {
  (void)state;
  struct { patron_weighting known; uint64_t more; } newer = {{sizeof newer, 1, "MEREC", weigh}, 0};
  struct { patron_normaliser known; uint64_t more; } newer_normaliser = {{sizeof newer_normaliser, 1, "SIGMOID", fit_points}, 1};
  int destroyed = 0;
  assert_ok(patron_policy_register_weighting(policy, &newer.known, NULL, NULL));   /* longer, but nothing asked that we do not know */
  newer.known.name = "OTHER";
  newer.more = 1;
  assert_refused(patron_policy_register_weighting(policy, &newer.known, &destroyed, gone), PATRON_E_ABI);
  assert_refused(patron_policy_register_normaliser(policy, &newer_normaliser.known, &destroyed, gone), PATRON_E_ABI);
  newer_normaliser.known.struct_size = 2;
  assert_refused(patron_policy_register_normaliser(policy, &newer_normaliser.known, &destroyed, gone), PATRON_E_ABI);
  assert_int_equal(destroyed, 3);
}

/* Default winnability: five criteria of weight 1. With 6 for market_share it has 0.6 of the weight, and each other 0.1. */
static void one_weight_is_changed_and_nothing_else(void **state) {
  (void)state;
  patron_table *before = rules("criteria"), *after, *same_columns;
  int64_t rows, changed = 0, column;
  expect_weight_refused("winability", "market_share", 1, PATRON_E_NOT_FOUND);
  expect_weight_refused("winnability", "market share", 1, PATRON_E_NOT_FOUND);
  expect_weight_refused("winnability", "market_share", -1, PATRON_E_RANGE);
  expect_weight_refused("winnability", "market_share", NAN, PATRON_E_NOT_FINITE);
  expect_weight_refused("winnability", "market_share", INFINITY, PATRON_E_NOT_FINITE);
  same_columns = rules("criteria");
  assert_ptr_equal(same_columns, before);   /* refusals have changed nothing */
  patron_table_destroy(same_columns);
  assert_ok(patron_policy_set_weight(policy, "winnability", "market_share", 6));
  after = rules("criteria");
  assert_ok(patron_table_rows(before, &rows));
  assert_ok(patron_table_find_column(before, "weight", &column));
  for (int64_t row = 0; row < rows; row++) {
    double was = 0, is = 0;
    uint8_t was_known = 0, is_known = 0;
    assert_ok(patron_table_read_f64(before, column, row, 1, &was, &was_known));
    assert_ok(patron_table_read_f64(after, column, row, 1, &is, &is_known));
    if (is != was || is_known != was_known) { assert_true(is == 6); changed++; }
  }
  assert_int_equal(changed, 1);
  assert_string_equal(patron__policy_name(policy), "DEFAULT+");
  patron_table_destroy(before);
  patron_table_destroy(after);
  assert_ok(patron_policy_set_weight(policy, "winnability", "market_share", 0));
  patron_table *problems = NULL;
  assert_ok(patron_policy_check(policy, &problems));
  assert_ok(patron_table_rows(problems, &rows));
  assert_int_equal(rows, 0);
  patron_table_destroy(problems);
}

static void expect_name(const char *name) { assert_string_equal(patron__policy_name(policy), name); }

/* A policy has changes when a rule is another one: not by the day that is judged, by what says the same, or by what was put back. */
static void only_other_rules_are_changes(void **state) {
  (void)state;
  patron_table *criteria = rules("criteria");
  assert_ok(patron_policy_set(policy, "as_of", "2026-07-01"));
  expect_name("DEFAULT");
  assert_ok(patron_policy_set(policy, "matrix.bands", get("matrix.bands")));
  assert_ok(patron_policy_put(policy, criteria));
  expect_name("DEFAULT");
  assert_ok(patron_policy_set(policy, "matrix.bands", "30,60"));
  expect_name("DEFAULT+");
  assert_ok(patron_policy_set_weight(policy, "winnability", "market_share", 2));
  assert_ok(patron_policy_set(policy, "matrix.bands", NULL));
  expect_name("DEFAULT+");
  assert_ok(patron_policy_put(policy, criteria));
  expect_name("DEFAULT");
  patron_table_destroy(criteria);
}

static void weights_that_come_from_elsewhere_are_not_set(void **state) {
  (void)state;
  const char *const names[] = {"mine", NULL}, *const weighting[] = {"AHP", NULL};
  patron_table *cards = NULL;
  assert_ok(patron_table_create(context, "scorecards", 1, &cards));
  assert_ok(patron_table_add_strings(cards, "scorecard", names));
  assert_ok(patron_table_add_strings(cards, "weighting", weighting));
  assert_ok(patron_policy_put(policy, cards));
  patron_table_destroy(cards);
  expect_weight_refused("mine", "market_share", 1, PATRON_E_STATE);
  char text[512];
  patron_context_error(context, text, sizeof text, NULL);
  assert_non_null(strstr(text, "AHP"));
}

static patron_status rules_are_changed(patron_context *scenario_context, scenario_output *output) {
  static const char *const cuts[] = {"50"}, *const names[] = {"mine"}, *const measures[] = {"current_value"}, *const wrong[] = {"80,"};
  patron_status status = PATRON_OK;
  patron_policy *one = NULL;
  patron_table *table = NULL, *kept = NULL, *empty = NULL;
  patron_weighting weighting = {sizeof weighting, 1, "MEREC", weigh};
  patron_normaliser normaliser = {sizeof normaliser, 1, "SIGMOID", fit_points};
  int first = 0, second = 0, third = 0;
  char text[64];
  int64_t rows;
  SCENARIO_TRY(patron_policy_create(scenario_context, "MATRIX_2X2", &one));
  SCENARIO_TRY(patron_policy_set(one, "period.months", "6"));
  SCENARIO_REFUSED(patron_policy_set(one, "period.months", "600"), PATRON_E_RANGE);
  SCENARIO_TRY(patron_policy_get(one, "period.months", text, sizeof text, NULL));
  scenario_write_text(output, text);
  SCENARIO_TRY(patron_table_create(scenario_context, "segments", 1, &table));
  SCENARIO_TRY(patron_table_add_strings(table, "segment", names));
  SCENARIO_TRY(patron_table_add_strings(table, "measure", measures));
  SCENARIO_TRY(patron_table_add_strings(table, "cuts", cuts));
  SCENARIO_REFUSED(patron_policy_put(one, table), PATRON_E_NOT_FOUND);
  SCENARIO_TRY(patron_table_add_strings(table, "purpose", wrong));
  SCENARIO_TRY(patron_policy_put(one, table));
  status = patron_policy_register_weighting(one, &weighting, &first, gone);
  if (status != PATRON_OK) { if (first != 1) status = PATRON_E_INTERNAL; goto done; }
  status = patron_policy_register_weighting(one, &weighting, &second, gone);
  if (status != PATRON_E_DUPLICATE || second != 1) { if (status == PATRON_OK) status = PATRON_E_INTERNAL; goto done; }
  status = patron_policy_register_normaliser(one, &normaliser, &third, gone);
  if (status != PATRON_OK) { if (third != 1) status = PATRON_E_INTERNAL; goto done; }
  SCENARIO_TRY(patron_policy_set_weight(one, "winnability", "market_share", 2));
  SCENARIO_TRY(patron_policy_table(one, "segments", &kept));
  SCENARIO_TRY(patron_policy_table(one, "rungs", &empty));
  SCENARIO_TRY(patron_table_rows(kept, &rows));
  scenario_write_i64(output, rows);
done:
  patron_table_destroy(empty);
  patron_table_destroy(kept);
  patron_table_destroy(table);
  patron_policy_destroy(one);
  if (status == PATRON_OK && (first != 1 || third != 1)) status = PATRON_E_INTERNAL;
  return status;
}

static void torture(void **state) {
  (void)state;
  const scenario_options options = {17, 0, 0, 1};
  scenario_torture("rules are changed", rules_are_changed, &options);
}

int main(void) {
#define RULES(name) cmocka_unit_test_setup_teardown(name, start_policy, stop_policy)
  const struct CMUnitTest tests[] = {
    RULES(nothing_is_no_argument), RULES(the_presets_are_those_that_the_schema_lists), RULES(a_preset_is_the_default_policy_with_its_rows_replaced), RULES(the_default_rules_are_those_of_the_model),
    RULES(what_is_not_said_has_its_default), RULES(only_texts_codes_and_flags_of_rules_have_defaults), RULES(a_column_without_a_value_gets_its_default), RULES(rules_of_another_context_must_be_finished), RULES(rules_may_come_in_other_types_and_are_kept_in_those_of_the_schema), RULES(refused_rules_change_nothing), RULES(settings_merge_key_by_key),
    RULES(a_setting_goes_back_to_the_preset), RULES(tables_of_a_policy_do_not_change_when_it_does), RULES(one_weight_is_changed_and_nothing_else), RULES(only_other_rules_are_changes), RULES(weights_that_come_from_elsewhere_are_not_set), RULES(a_plug_in_is_destroyed_exactly_once), RULES(a_plug_in_of_another_version_is_refused_when_it_cannot_be_understood), cmocka_unit_test(torture),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
