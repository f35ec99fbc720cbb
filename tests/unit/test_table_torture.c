/* Tables with every allocation failing in turn: nothing half done, nothing lost, the same bytes when tried again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scenario.h"
#include "table/schema.h"

static void count_release(void *user) { ++*(int *)user; }

/* All columns as text, so that the output says all that the table holds. */
static void write_table(scenario_output *output, const patron_table *table) {
  scenario_write_i64(output, table->rows);
  for (int32_t i = 0; i < table->column_count; i++) {
    const patron__column *column = table->columns[i].column;
    scenario_write_text(output, table->columns[i].name);
    scenario_write_i64(output, column->type);
    for (int64_t row = 0; row < table->rows; row++) {
      char digits[PATRON__NUMBER_TEXT];
      int64_t len;
      const char *text = patron__table_value_text(table, column, row, digits, &len);
      scenario_write_i64(output, patron__column_known(column, row) ? len : -1);
      scenario_write(output, text, len);
    }
  }
}

static patron_status build_and_append(patron_context *context, scenario_output *output) {
  static const char *const ids[] = {"a", "bb", NULL, "dddd"}, *const names[] = {"X", "Y"}, *const other_names[] = {"Y", "Z"};
  static const int64_t money[] = {1, 2, 3, 4}, offsets[] = {0, 1, 3, 3, 6};
  static const double numbers[] = {1, 2, 3, 4};
  static const int32_t flags[] = {0, 1, 1, 0}, codes[] = {1, -1, 0, 1};
  static const uint8_t known = 11;
  patron_status status = PATRON_OK;
  patron_table *table = NULL, *more = NULL, *copy = NULL;
  int released = 0;
  SCENARIO_TRY(patron_table_create(context, "customers", 4, &table));
  SCENARIO_TRY(patron_table_create(context, "customers", 4, &more));
  SCENARIO_TRY(patron_table_add_strings(table, "customer", ids));
  SCENARIO_TRY(patron_table_add_i64(table, "sales", PATRON_MONEY, money, &known));
  SCENARIO_TRY(patron_table_add_i32(table, "flag", PATRON_FLAG, flags, NULL));
  SCENARIO_TRY(patron_table_add_code(table, "layer", codes, NULL, names, 2));
  SCENARIO_REFUSED(patron_table_add_i64(table, "sales", PATRON_MONEY, money, NULL), PATRON_E_DUPLICATE);
  SCENARIO_TRY(patron_table_add_code(more, "layer", codes, NULL, other_names, 2));
  SCENARIO_TRY(patron_table_add_text(more, "note", offsets, "abcdef", NULL));
  SCENARIO_TRY(patron_table_borrow_f64(more, "number", PATRON_NUMBER, numbers, &known, count_release, &released));
  SCENARIO_TRY(patron_table_append(table, more));
  SCENARIO_TRY(patron__table_copy(table, "copy", &copy));
  SCENARIO_TRY(patron_table_append(copy, table));
  write_table(output, table);
  write_table(output, copy);
done:
  patron_table_destroy(table);
  patron_table_destroy(more);
  patron_table_destroy(copy);
  return status;
}

static patron_status conform_and_encode(patron_context *context, scenario_output *output) {
  static const char *const ids[] = {"c2", "c1", "c3"}, *const sales[] = {"12.50", "", NULL}, *const layers[] = {"KA_RETAIL", "mine", ""}, *const status_names[] = {"ACTIVE", "DORMANT"};
  static const char *const odd[] = {"x", "y", "z"};
  static const int64_t proxies[] = {1, 2, 3};
  static const int32_t codes[] = {1, 0, -1};
  patron_status status = PATRON_OK;
  patron_table *given = NULL, *made = NULL, *again = NULL, *warnings = NULL;
  patron__dictionary *names = NULL;
  int32_t encoded[3];
  SCENARIO_TRY(patron_table_create(context, "customers", 3, &given));
  SCENARIO_TRY(patron_table_add_strings(given, "customer", ids));
  SCENARIO_TRY(patron_table_add_strings(given, "sales", sales));
  SCENARIO_TRY(patron_table_add_strings(given, "layer", layers));
  SCENARIO_TRY(patron_table_add_code(given, "status", codes, NULL, status_names, 2));
  SCENARIO_TRY(patron_table_add_i64(given, "wallet_proxy", PATRON_INTEGER, proxies, NULL));
  SCENARIO_TRY(patron_table_add_strings(given, "odd", odd));
  SCENARIO_TRY(patron__warnings_create(context, &warnings));
  SCENARIO_TRY(patron__schema_conform(context, given, PATRON__FACT, 2, warnings, &made));
  SCENARIO_TRY(patron__schema_conform(context, made, PATRON__FACT, 2, NULL, &again));
  SCENARIO_REFUSED(patron__schema_conform(context, given, PATRON__RULE, 2, NULL, &again), PATRON_E_NOT_FOUND);
  SCENARIO_TRY(patron__column_encode(context, patron__table_find(made, "layer"), encoded, &names));
  write_table(output, made);
  write_table(output, again);
  write_table(output, warnings);
  scenario_write(output, encoded, sizeof encoded);
  scenario_write_i64(output, names->count);
done:
  patron__dictionary_drop(names);
  patron_table_destroy(given);
  patron_table_destroy(made);
  patron_table_destroy(again);
  patron_table_destroy(warnings);
  return status;
}

static patron_status save_and_load(patron_context *context, scenario_output *output) {
  static const char *const texts[] = {"one", NULL, "three"}, *const names[] = {"A", "B"};
  static const int32_t codes[] = {1, -1, 0};
  static uint8_t bytes[1000];
  patron_status status = PATRON_OK;
  patron_table *table = NULL, *list = NULL;
  patron__tables set, loaded;
  int64_t length = 0;
  patron__tables_init(&set, context);
  patron__tables_init(&loaded, context);
  SCENARIO_TRY(patron_table_create(context, "groups", 3, &table));
  SCENARIO_TRY(patron_table_add_strings(table, "text", texts));
  SCENARIO_TRY(patron_table_add_code(table, "code", codes, NULL, names, 2));
  SCENARIO_TRY(patron__tables_put(&set, table));
  SCENARIO_TRY(patron__tables_save(&set, bytes, sizeof bytes, &length));
  scenario_write(output, bytes, length);
  SCENARIO_TRY(patron__tables_load(context, bytes, length, &loaded));
  SCENARIO_REFUSED(patron__tables_load(context, bytes, length - 1, &set), PATRON_E_FORMAT);
  SCENARIO_TRY(patron__tables_list(&loaded, &list));
  write_table(output, list);
  write_table(output, patron__tables_find(&loaded, "groups"));
done:
  patron_table_destroy(table);
  patron_table_destroy(list);
  patron__tables_clear(&set);
  patron__tables_clear(&loaded);
  return status;
}

static patron_status read_schema(patron_context *context, scenario_output *output) {
  patron_status status = PATRON_OK;
  patron_table *settings = NULL, *channels = NULL;
  SCENARIO_TRY(patron_schema(context, "presets", &settings));
  SCENARIO_TRY(patron_schema(context, "channels", &channels));
  write_table(output, settings);
  write_table(output, channels);
done:
  patron_table_destroy(settings);
  patron_table_destroy(channels);
  return status;
}

static void tables_are_built_and_appended(void **state) { (void)state; scenario_torture("build and append", build_and_append, NULL); }
static void tables_are_conformed_and_encoded(void **state) { (void)state; scenario_torture("conform and encode", conform_and_encode, NULL); }
static void tables_are_saved_and_loaded(void **state) { (void)state; scenario_torture("save and load", save_and_load, NULL); }
static void the_schema_is_read(void **state) { (void)state; scenario_torture("read the schema", read_schema, &(scenario_options){.allocation_stride = 7}); }

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(tables_are_built_and_appended),
    cmocka_unit_test(tables_are_conformed_and_encoded),
    cmocka_unit_test(tables_are_saved_and_loaded),
    cmocka_unit_test(the_schema_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
