/* A model that was fitted to all customers judges one changed customer on save as it judged it among all: the same bytes in every column but the ranks. */
#include "checks.h"

#include "company.h"

/* The lines of a table that belong to one customer; the first line names the columns. */
static char *lines_of(const char *text, const char *customer)
{
  char *out = calloc(strlen(text) + 1, 1);
  int64_t column = -1;
  int first = 1;
  for (const char *line = text; *line != 0;) {
    const size_t length = strcspn(line, "\n");
    char word[128];
    int64_t index = 0;
    int mine = first;
    for (size_t at = 0; at < length; index++) {
      while (at < length && line[at] == ' ') at++;
      const size_t word_length = strcspn(line + at, " \n");
      if (word_length == 0) break;
      snprintf(word, sizeof word, "%.*s", (int)word_length, line + at);
      if (first && strcmp(word, "customer") == 0) column = index;
      if (!first && index == column && strcmp(word, customer) == 0) mine = 1;
      at += word_length;
    }
    if (column < 0) mine = 1;   /* no table of customers: staff */
    if (mine) {
      strncat(out, line, length);
      strcat(out, "\n");
    }
    first = 0;
    line += length + (line[length] == '\n');
  }
  return out;
}

/* The columns of lines that say something; NULL: no line does. */
static char *known_of(char *text)
{
  static char word[16][64][64];
  char *out;
  int lines = 0, columns = 0;
  memset(word, 0, sizeof word);
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), lines++) {
    int column = 0, read;
    assert_true(lines < 16);
    for (const char *at = line; sscanf(at, " %63s%n", word[lines][column], &read) == 1; at += read) assert_true(++column < 64);
    if (lines == 0) columns = column;
  }
  if (lines < 2) return NULL;
  out = calloc(1, sizeof word);
  for (int line = 0; line < lines; line++) {
    for (int column = 0; column < columns; column++) {
      int says = 0;
      for (int other = 1; other < lines; other++) says |= strcmp(word[other][column], "-") != 0;
      if (says) { strcat(out, word[line][column]); strcat(out, " "); }
    }
    strcat(out, "\n");
  }
  return out;
}

static int ends_with(const char *name, const char *tail)
{
  const size_t length = strlen(name), tail_length = strlen(tail);
  return length > tail_length && strcmp(name + length - tail_length, tail) == 0;
}

static void compare_row(const patron_table *batch, int64_t row, const patron_table *one, const char *customer)
{
  int64_t columns;
  expect_ok(patron_table_columns(batch, &columns));
  for (int64_t column = 0; column < columns; column++) {
    char name[300], expected[BOOK_CELL], got[BOOK_CELL];
    expect_ok(patron_table_column_name(batch, column, name, sizeof name, NULL));
    if (strcmp(name, "rank") == 0 || strcmp(name, "rank_in_layer") == 0 || strcmp(name, "rank_in_cell") == 0) continue;
    book_cell(batch, name, row, expected);
    book_cell(one, name, 0, got);
    if (strcmp(got, "!") == 0 && ends_with(name, "_computed")) {   /* nothing was overridden: the column itself is what was computed */
      name[strlen(name) - strlen("_computed")] = 0;
      book_cell(one, name, 0, got);
    }
    if (strcmp(got, expected) != 0) fail_msg("%s alone has %s %s, among all %s", customer, name, got, expected);
  }
}

enum { AS_GIVEN, AS_KNOWN };

/* The rows of a table that belong to the customer; AS_KNOWN: no more of them than says something, and staff as it is. */
static void put_own(patron_context *context, patron_portfolio *single, const book_lines *table, const char *customer, int how)
{
  char *own = lines_of(table->text, customer), *known = NULL;
  if (how == AS_GIVEN || strcmp(table->name, "staff") == 0) expect_ok(book_put(context, single, table->name, own));
  else if ((known = known_of(own)) != NULL) expect_ok(book_put(context, single, table->name, known));
  free(known);
  free(own);
}

static void compare_all(const book_lines *facts, const book_lines *rules)
{
  patron_context *context;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  patron_assessment *all = NULL;
  patron_table *batch = NULL;
  int64_t rows;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(company_policy(context, &policy));
  for (; rules != NULL && rules->name != NULL; rules++) expect_ok(book_rule(context, policy, rules->name, rules->text));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_apply(model, book, &all));
  expect_ok(patron_assessment_table(all, "customers", &batch));
  expect_ok(patron_table_rows(batch, &rows));
  for (int64_t row = 0; row < rows; row++) {
    char customer[BOOK_CELL];
    book_cell(batch, "customer", row, customer);
    for (int how = AS_GIVEN; how <= AS_KNOWN; how++) {
      patron_portfolio *single = NULL;
      patron_assessment *result = NULL;
      patron_table *one = NULL;
      expect_ok(patron_portfolio_create(context, "EUR", &single));
      for (const book_lines *table = facts; table->name != NULL; table++) put_own(context, single, table, customer, how);
      expect_ok(patron_apply(model, single, &result));
      expect_ok(patron_assessment_table(result, "customers", &one));
      compare_row(batch, row, one, customer);
      patron_table_destroy(one);
      patron_assessment_destroy(result);
      patron_portfolio_destroy(single);
    }
  }
  patron_table_destroy(batch);
  patron_assessment_destroy(all);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
}

static void one_customer_is_judged_as_among_all(void **state)
{
  (void)state;
  compare_all(company_facts, NULL);
}

static void one_customer_with_history_is_judged_as_among_all(void **state)
{
  static const book_lines past[] = {{"customers", company_customers}, {"history", company_history}, {"contacts", company_contacts}, {"evidence", company_evidence}, {"overrides", company_overrides}, {NULL, NULL}};
  (void)state;
  compare_all(past, NULL);
}

static void segments_by_region_and_by_numbers_judge_one_as_among_all(void **state)
{
  static const book_lines rules[] = {
    {"segments", "segment by              layers       measure         cuts     bit    purpose use\n"
                 "sales   layer           -            current_value   80,95    SALES  a       b\n"
                 "local   layer,territory SMALL_RETAIL current_value   50,80,95 SALES  a       b\n"
                 "points  -               -            objective       60       NONE   a       b\n"
                 "profit  territory,owner -            net_margin      80,95    PROFIT a       b\n"},
    {"settings", "key value\npotential.reach FULL\nscore.rank_by objective\nrelationship.hysteresis 5\npareto.hysteresis 0.2\n"}, {NULL, NULL}};
  (void)state;
  compare_all(company_facts, rules);
}

/* By category: peers of the model, periods of the model, revenue of the one customer. */
static void scores_by_category_judge_one_as_among_all(void **state)
{
  static const book_lines rules[] = {
    {"scorecards", "scorecard table weighting\nobjective CUSTOMERS EQUAL\nperformance CATEGORIES EQUAL\npriority CUSTOMERS EQUAL\n"},
    {"criteria", "scorecard criterion column normaliser within low high\nobjective size current_value PERCENT_RANK layer - -\nobjective growth growth LINEAR - -0.2 0.2\n"
                 "performance size current_value PERCENT_RANK layer,category - -\nperformance growth growth LINEAR - -0.2 0.2\nperformance profitability net_margin_rate LINEAR - -0.1 0.3\n"
                 "priority o objective LINEAR - 0 100\npriority p performance PERCENT_RANK layer - -\n"}, {NULL, NULL}};
  (void)state;
  compare_all(company_facts, rules);
}

/* Ranks are those among the rows of the call: CHARLY is not the first of all, but alone the first of one. Tables outlive what they came from. */
static void a_customer_alone_is_first_of_one(void **state)
{
  char *own = lines_of(company_customers, "CHARLY");
  const book_lines alone[] = {{"customers", own}, {NULL, NULL}};
  const book_lines *const books[] = {company_facts, alone};
  patron_context *context;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(company_policy(context, &policy));
  for (int i = 0; i < 2; i++) {
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    patron_table *customers = NULL;
    char rank[BOOK_CELL], in_layer[BOOK_CELL];
    expect_ok(book_open(context, "EUR", books[i], &book));
    if (i == 0) expect_ok(patron_fit(book, policy, &model));
    expect_ok(patron_apply(model, book, &result));
    expect_ok(patron_assessment_table(result, "customers", &customers));
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
    book_cell(customers, "rank", i == 0 ? 2 : 0, rank);
    book_cell(customers, "rank_in_layer", i == 0 ? 2 : 0, in_layer);
    if (i == 0) assert_true(atoi(rank) > 1 && atoi(in_layer) > 1);
    else assert_true(strcmp(rank, "1") == 0 && strcmp(in_layer, "1") == 0);
    patron_table_destroy(customers);
  }
  free(own);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_customer_is_judged_as_among_all),
    cmocka_unit_test(one_customer_with_history_is_judged_as_among_all),
    cmocka_unit_test(segments_by_region_and_by_numbers_judge_one_as_among_all),
    cmocka_unit_test(scores_by_category_judge_one_as_among_all),
    cmocka_unit_test(a_customer_alone_is_first_of_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
