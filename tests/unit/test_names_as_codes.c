/* Hosts give names as texts, or as codes with a dictionary, as databases and data frames keep them: what is decided is the same. */
#include "decided.h"

#include "company.h"
#include "table/schema.h"

/* The same table with every name that the schema knows as TEXT or CODE given by a code. */
static patron_table *by_codes(const patron_table *texts, int32_t kind)
{
  patron_table *codes = NULL;
  expect_ok(patron_table_create(context, texts->name, texts->rows, &codes));
  for (int32_t i = 0; i < texts->column_count; i++) {
    const char *name = texts->columns[i].name;
    const patron__schema_column *known = patron__schema_find(texts->name, name, kind);
    patron__column *column = texts->columns[i].column, *made = NULL;
    if (column->type != PATRON_TEXT || known == NULL || (known->type != PATRON_TEXT && known->type != PATRON_CODE)) {
      expect_ok(patron__table_attach(codes, name, column));
      continue;
    }
    expect_ok(patron__column_create(context, PATRON_CODE, texts->rows, &made));
    expect_ok(patron__column_encode(context, column, made->values, &made->dictionary));
    expect_ok(patron__column_need_validity(made));
    for (int64_t row = 0; row < texts->rows; row++)
      if (((int32_t *)made->values)[row] < 0) patron__column_set_unknown(made, row);
    expect_ok(patron__table_adopt(codes, name, made));
  }
  return codes;
}

static void give_by_codes(patron_portfolio *book, const book_lines *lines)
{
  patron_table *texts = NULL, *codes;
  expect_ok(book_table(context, lines->name, lines->text, &texts));
  codes = by_codes(texts, PATRON__FACT);
  expect_ok(patron_portfolio_put(book, codes));
  patron_table_destroy(codes);
  patron_table_destroy(texts);
}

/* The types of names in the lines that head tables, ":6" and ":5", are told alike. */
static void forget_types(char *text)
{
  for (; *text != 0; text++)
    if (text[0] == ':' && text[1] == '0' + PATRON_CODE && (text[2] == '\t' || text[2] == '\n')) text[1] = '0' + PATRON_TEXT;
}

static void names_decide_alike_as_texts_and_as_codes(void **state)
{
  char *decided[2] = {NULL, NULL};
  (void)state;
  for (int32_t coded = 0; coded < 2; coded++) {
    patron_portfolio *book = NULL;
    patron_policy *policy = NULL;
    patron_assessment *result = NULL;
    if (coded) {
      expect_ok(patron_portfolio_create(context, "EUR", &book));
      for (const book_lines *lines = company_facts; lines->name != NULL; lines++) give_by_codes(book, lines);
    } else {
      expect_ok(book_open(context, "EUR", company_facts, &book));
    }
    expect_ok(company_policy(context, &policy));
    expect_ok(patron_assess(book, policy, &result));
    expect_ok(book_decisions(result, NULL, &decided[coded]));
    forget_types(decided[coded]);
    patron_assessment_destroy(result);
    patron_policy_destroy(policy);
    patron_portfolio_destroy(book);
  }
  for (size_t at = 0; decided[0][at] != 0; at++)
    if (decided[0][at] != decided[1][at]) {
      const size_t from = at > 300 ? at - 300 : 0;
      fail_msg("as texts:\n%.600s\nas codes:\n%.600s", decided[0] + from, decided[1] + from);
    }
  assert_string_equal(decided[0], decided[1]);
  free(decided[0]);
  free(decided[1]);
}

/* Every rule table of a policy, given by codes to another, is kept as the very same table. */
static void rules_given_by_codes_are_kept_as_texts(void **state)
{
  patron_policy *policy = NULL, *other = NULL;
  patron_table *list = NULL;
  int64_t tables;
  (void)state;
  expect_ok(company_policy(context, &policy));
  expect_ok(patron_policy_create(context, NULL, &other));
  expect_ok(patron_policy_table(policy, "tables", &list));
  expect_ok(patron_table_rows(list, &tables));
  assert_true(tables > 5);
  for (int64_t i = 0; i < tables; i++) {
    char name[BOOK_CELL], *was, *is;
    patron_table *texts = NULL, *codes, *kept = NULL;
    book_cell(list, "table", i, name);
    expect_ok(patron_policy_table(policy, name, &texts));
    codes = by_codes(texts, PATRON__RULE);
    expect_ok(patron_policy_put(other, codes));
    expect_ok(patron_policy_table(other, name, &kept));
    was = book_text(texts);
    is = book_text(kept);
    assert_string_equal(is, was);
    free(was);
    free(is);
    patron_table_destroy(kept);
    patron_table_destroy(codes);
    patron_table_destroy(texts);
  }
  patron_table_destroy(list);
  patron_policy_destroy(other);
  patron_policy_destroy(policy);
}

/* Settings whose values are whole numbers, as a data frame that has no other gives them; those that do not fit are refused like texts. */
static void values_of_settings_may_be_numbers(void **state)
{
  static const char *const keys[] = {"robust.top", "potential.shrinkage"};
  static const int64_t values[] = {7, 30}, bad[] = {7, -30};
  patron_policy *policy = NULL;
  (void)state;
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (int32_t wrong = 0; wrong < 2; wrong++) {
    patron_table *settings = NULL;
    char text[32];
    expect_ok(patron_table_create(context, "settings", 2, &settings));
    expect_ok(patron_table_add_strings(settings, "key", keys));
    expect_ok(patron_table_add_i64(settings, "value", PATRON_INTEGER, wrong ? bad : values, NULL));
    expect_status(patron_policy_put(policy, settings), wrong ? PATRON_E_RANGE : PATRON_OK);
    patron_table_destroy(settings);
    expect_ok(patron_policy_get(policy, "robust.top", text, sizeof text, NULL));
    assert_string_equal(text, "7");
    expect_ok(patron_policy_get(policy, "potential.shrinkage", text, sizeof text, NULL));
    assert_string_equal(text, "30");
  }
  patron_policy_destroy(policy);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(names_decide_alike_as_texts_and_as_codes, start, stop),
    cmocka_unit_test_setup_teardown(rules_given_by_codes_are_kept_as_texts, start, stop),
    cmocka_unit_test_setup_teardown(values_of_settings_may_be_numbers, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
