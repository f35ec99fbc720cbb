/* The schema itself: numbers that are kept for ever, names that are found, and a list that does not contradict itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "patron/rules/relationship.h"
#include "patron/rules/score.h"
#include "patron/rules/weights.h"
#include "table/schema.h"

static patron_context *context;

static int start(void **state) {
  (void)state;
  return patron_context_create(NULL, &context) == PATRON_OK ? 0 : -1;
}

static int stop(void **state) {
  (void)state;
  patron_context_destroy(context);
  return 0;
}

static void codes_are_the_constants_of_the_rules(void **state) {
  (void)state;
  assert_string_equal(patron_code_name("relationship_level", PATRON_LEVEL_TRANSACTIONAL), "TRANSACTIONAL");
  assert_string_equal(patron_code_name("relationship_level", PATRON_LEVEL_LIMITED_COLLABORATION), "LIMITED_COLLABORATION");
  assert_string_equal(patron_code_name("base_level", PATRON_LEVEL_STRATEGIC), "STRATEGIC");
  assert_string_equal(patron_code_name("relationship_level", PATRON_LEVEL_UNDETERMINED), "UNDETERMINED");
  assert_string_equal(patron_code_name("exposed", PATRON_EXPOSED_US), "US");
  assert_string_equal(patron_code_name("exposed", PATRON_EXPOSED_THEM), "THEM");
  assert_string_equal(patron_code_name("severity", PATRON_SEVERITY_NONE), "NONE");
  assert_string_equal(patron_code_name("severity", PATRON_SEVERITY_CRITICAL), "CRITICAL");
  assert_string_equal(patron_code_name("relationship.side_rule", PATRON_SIDE_RULE_GEOMETRIC), "GEOMETRIC");
  assert_string_equal(patron_code_name("weighting", PATRON_WEIGHTING_DIRECT), "DIRECT");
  assert_string_equal(patron_code_name("weighting", PATRON_WEIGHTING_RANK_ORDER_CENTROID), "RANK_ORDER_CENTROID");
  assert_string_equal(patron_code_name("weighting", PATRON_WEIGHTING_DEVIATION), "DEVIATION");
  assert_string_equal(patron_code_name("direction", PATRON_DIRECTION_TARGET), "TARGET");
  assert_string_equal(patron_code_name("normaliser", PATRON_NORMALISER_PERCENT_RANK), "PERCENT_RANK");
  assert_string_equal(patron_code_name("normaliser", PATRON_NORMALISER_SUM), "SUM");
  assert_string_equal(patron_code_name("aggregation", PATRON_AGGREGATION_PROMETHEE), "PROMETHEE");
  assert_string_equal(patron_code_name("missing", PATRON_MISSING_WORST), "WORST");
}

static void codes_are_found_by_column_by_table_and_by_pattern(void **state) {
  (void)state;
  assert_string_equal(patron_code_name("sales_class", 0), "A");
  assert_string_equal(patron_code_name("sales_previous_class", 13), "O");
  assert_string_equal(patron_code_name("class", 25), "N");
  assert_string_equal(patron_code_name("customers.status", 2), "DORMANT");
  assert_string_equal(patron_code_name("groups.status", 2), "NO_POSITIVE");
  assert_string_equal(patron_code_name("interactions.direction", 1), "OUT");
  assert_null(patron_code_name("class", 26));
  assert_null(patron_code_name("class", -1));
  assert_null(patron_code_name("sales", 0));
  assert_null(patron_code_name("no such column", 0));
  assert_null(patron_code_name(NULL, 0));
}

static void columns_are_found_by_table_and_kind(void **state) {
  (void)state;
  const patron__schema_column *column = patron__schema_find("customers", "sales", PATRON__FACT);
  assert_non_null(column);
  assert_int_equal(column->type, PATRON_MONEY);
  assert_null(patron__schema_find("customers", "sales", PATRON__DECISION));
  assert_non_null(patron__schema_find("customers", "tier", PATRON__DECISION));
  assert_null(patron__schema_find("customers", "tier", PATRON__FACT));
  assert_non_null(patron__schema_find("overrides", "approver", PATRON__FACT));
  assert_null(patron__schema_find("overrides", "state", PATRON__FACT));
  assert_non_null(patron__schema_find("overrides", "state", PATRON__DECISION));
  assert_string_equal(patron__schema_text(patron__schema_find("customers", "mine_previous_class", PATRON__FACT), PATRON__NAME_TEXT), "<segment>_previous_class");
  assert_null(patron__schema_find("customers", "_previous_class", PATRON__FACT));
  assert_null(patron__schema_find("customers", "anything", PATRON__DECISION));
  assert_true(patron__schema_has_table("capacities", PATRON__RULE));
  assert_false(patron__schema_has_table("capacities", PATRON__FACT));
  assert_string_equal(patron__schema_table_at(0, PATRON__RULE), "settings");
  assert_null(patron__schema_table_at(1000, PATRON__RULE));
}

static void the_list_does_not_contradict_itself(void **state) {
  (void)state;
  const patron__schema_column *column, *other;
  for (int32_t i = 0; (column = patron__schema_at(i)) != NULL; i++) {
    const char *table = patron__schema_table(column), *name = patron__schema_text(column, PATRON__NAME_TEXT), *codes = patron__schema_text(column, PATRON__CODES_TEXT), *standard = patron__schema_text(column, PATRON__DEFAULT_TEXT);
    if ((column->type == PATRON_CODE) != (codes[0] != 0)) fail_msg("%s.%s: CODE and its list go together", table, name);
    if (column->type == PATRON_CODE && patron__code_count(codes) == 0) fail_msg("%s.%s: no list %s", table, name, codes);
    if (column->type == PATRON_CODE && standard[0] != 0 && patron__code_of(codes, standard, -1) < 0) fail_msg("%s.%s: default", table, name);
    if (patron__schema_text(column, PATRON__DOC_TEXT)[0] == 0) fail_msg("%s.%s: not documented", table, name);
    for (int32_t k = i + 1; (other = patron__schema_at(k)) != NULL; k++)
      if (column->kind == other->kind && strcmp(table, patron__schema_table(other)) == 0 && strcmp(name, patron__schema_text(other, PATRON__NAME_TEXT)) == 0) fail_msg("%s.%s stands twice", table, name);
  }
  const patron__setting *setting;
  for (int32_t i = 0; (setting = patron__setting_at(i)) != NULL; i++) {
    const char *key = patron__setting_text(setting, PATRON__NAME_TEXT), *codes = patron__setting_text(setting, PATRON__CODES_TEXT), *text = patron__setting_text(setting, PATRON__DEFAULT_TEXT);
    assert_ptr_equal(patron__setting_find(key), setting);
    if ((setting->type == PATRON_CODE) != (codes[0] != 0)) fail_msg("%s: CODE and its list go together", key);
    if (setting->type == PATRON_CODE && patron__code_of(codes, text, -1) < 0) fail_msg("%s: default", key);
    int32_t entries = 0;
    double last = -1.0;
    for (int64_t len; (setting->type == PATRON_NUMBER || setting->type == PATRON_INTEGER) && text[0] != 0; text += len + (text[len] == ','), entries++) {
      double value;
      len = (int64_t)strcspn(text, ",");
      assert_int_equal(patron__parse_f64(text, len, &value), PATRON_OK);
      if (value < setting->low || value > setting->high || (setting->ascending && value <= last)) fail_msg("%s: default out of range", key);
      last = value;
    }
    if (setting->list_minimum > 0 && (entries < setting->list_minimum || entries > setting->list_maximum)) fail_msg("%s: %d entries", key, entries);
  }
  const char *list, *doc;
  for (int32_t i = 0; (list = patron__code_list_at(i, &doc)) != NULL; i++)
    for (int32_t code = 0; code < patron__code_count(list); code++) assert_int_equal(patron__code_of(list, patron__code_text(list, code), -1), code);
}

static int64_t rows_of(const char *name) {
  patron_table *table = NULL;
  int64_t rows;
  assert_int_equal(patron_schema(context, name, &table), PATRON_OK);
  assert_int_equal(patron_table_rows(table, &rows), PATRON_OK);
  patron_table_destroy(table);
  return rows;
}

static void the_schema_can_be_read_as_tables(void **state) {
  (void)state;
  assert_int_equal(rows_of(NULL), rows_of("columns"));
  assert_int_equal(rows_of("presets"), 4);
  assert_true(rows_of("settings") > 70 && rows_of("codes") > 200 && rows_of("tables") > 50);
  patron_table *table = NULL;
  int64_t offsets[2], index;
  char text[200];
  assert_int_equal(patron_schema(context, "channels", &table), PATRON_OK);
  assert_int_equal(patron_table_find_column(table, "column", &index), PATRON_OK);
  assert_int_equal(patron_table_read_text(table, index, 3, 1, offsets, text, sizeof text, NULL, NULL), PATRON_OK);
  assert_memory_equal(text, "size", 4);
  assert_int_equal(patron_table_find_column(table, "expected", &index), PATRON_OK);
  assert_int_equal(patron_table_read_text(table, index, 2, 1, offsets, text, sizeof text, NULL, NULL), PATRON_OK);
  assert_memory_equal(text, "one of MODERN, TRADITIONAL, OTHER", (size_t)offsets[1]);
  patron_table_destroy(table);
  assert_int_equal(patron_schema(context, "nothing", &table), PATRON_E_NOT_FOUND);
  assert_int_equal(patron_schema(NULL, NULL, &table), PATRON_E_INVALID_ARGUMENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(codes_are_the_constants_of_the_rules),
    cmocka_unit_test(codes_are_found_by_column_by_table_and_by_pattern),
    cmocka_unit_test(columns_are_found_by_table_and_kind),
    cmocka_unit_test(the_list_does_not_contradict_itself),
    cmocka_unit_test_setup_teardown(the_schema_can_be_read_as_tables, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
