/* Properties of whole assessments: the order and the split of the input, the number of threads, the kind of ids, the unit of money and what happens in other groups never change a decision. */
#include "checks.h"

#include "crowd.h"

enum { CUSTOMERS = 240, SEEDS = 3 };

typedef struct outcome { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_assessment *result; void *model; int64_t model_size; } outcome;

static void must(patron_context *context, patron_status status, const char *what)
{
  char text[1200];
  if (status == PATRON_OK) return;
  patron_context_error(context, text, sizeof text, NULL);
  fail_msg("%s: %s: %s", what, patron_status_name(status), text);
}

static void decide_with(outcome *out, const char *currency, const crowd *c, int integer_ids, int32_t threads, const char *criteria)
{
  patron_model *model = NULL;
  memset(out, 0, sizeof *out);
  expect_ok(patron_context_create(NULL, &out->context));
  expect_ok(patron_context_set_i64(out->context, "max_threads", threads));
  must(out->context, crowd_open(out->context, currency, c, integer_ids, &out->book), "facts");
  must(out->context, crowd_policy(out->context, c->money_scale, criteria, &out->policy), "rules");
  must(out->context, patron_assess(out->book, out->policy, &out->result), "assess");
  must(out->context, patron_fit(out->book, out->policy, &model), "fit");
  expect_ok(patron_model_save(model, NULL, 0, &out->model_size));
  out->model = malloc((size_t)out->model_size);
  expect_ok(patron_model_save(model, out->model, out->model_size, NULL));
  patron_model_destroy(model);
}

static void forget(outcome *o)
{
  free(o->model);
  patron_assessment_destroy(o->result);
  patron_policy_destroy(o->policy);
  patron_portfolio_destroy(o->book);
  patron_context_destroy(o->context);
}

static int is_one_of(const char *name, const char *const *names)
{
  for (; names != NULL && *names != NULL; names++)
    if (strcmp(name, *names) == 0) return 1;
  return 0;
}

/* Bits of a cell: its text, and of codes the number, too; money as minor units, whatever the currency. */
static void cell_of(const patron_table *table, int64_t column, int64_t row, char *out)
{
  int32_t type = 0, code = 0;
  int64_t amount = 0;
  uint8_t known = 0;
  char name[300];
  expect_ok(patron_table_column_name(table, column, name, sizeof name, NULL));
  expect_ok(patron_table_column_type(table, column, &type));
  if (type == PATRON_MONEY) {
    expect_ok(patron_table_read_i64(table, column, row, 1, &amount, &known));
    sprintf(out, known ? "%lld" : "?", (long long)amount);
    return;
  }
  book_cell(table, name, row, out);
  if (type == PATRON_CODE) {
    expect_ok(patron_table_read_i32(table, column, row, 1, &code, &known));
    sprintf(out + strlen(out), " %d", code);
  }
}

/* The customers of `a`, each found by its id in `b`: every column but those of `without`. */
static void assert_same_customers(const outcome *a, const outcome *b, const char *const *without)
{
  patron_table *left = NULL, *right = NULL;
  int64_t rows, columns, other;
  expect_ok(patron_assessment_table(a->result, "customers", &left));
  expect_ok(patron_assessment_table(b->result, "customers", &right));
  expect_ok(patron_table_rows(left, &rows));
  expect_ok(patron_table_columns(left, &columns));
  expect_ok(patron_table_columns(right, &other));
  assert_int_equal(columns, other);
  int64_t right_rows = 0;
  expect_ok(patron_table_rows(right, &right_rows));
  int64_t *place = calloc(1000000, sizeof *place);
  char id[BOOK_CELL], x[BOOK_CELL], y[BOOK_CELL];
  for (int64_t row = 0; row < right_rows; row++) place[atoi(book_cell(right, "customer", row, id))] = row;
  for (int64_t column = 0; column < columns; column++) {
    char name[300], twin[300];
    expect_ok(patron_table_column_name(left, column, name, sizeof name, NULL));
    expect_ok(patron_table_column_name(right, column, twin, sizeof twin, NULL));
    assert_string_equal(name, twin);
    if (is_one_of(name, without)) continue;
    for (int64_t row = 0; row < rows; row++) {
      book_cell(left, "customer", row, id);
      cell_of(left, column, row, x);
      cell_of(right, column, place[atoi(id)], y);
      if (strcmp(x, y) != 0) fail_msg("%s of %s is %s in one and %s in the other", name, id, x, y);
    }
  }
  free(place);
  patron_table_destroy(left);
  patron_table_destroy(right);
}

static int compare_lines(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The lines of a text in the order of their bytes. */
static char *sorted(char *text)
{
  int64_t count = 0, at = 0;
  for (const char *c = text; *c != 0; c++) count += *c == '\n';
  char **lines = malloc((size_t)(count + 1) * sizeof *lines), *out = malloc(strlen(text) + 2), *into = out;
  for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) lines[at++] = line;
  qsort(lines, (size_t)at, sizeof *lines, compare_lines);
  for (int64_t i = 0; i < at; i++) into += sprintf(into, "%s\n", lines[i]);
  *into = 0;
  free(lines);
  free(text);
  return out;
}

/* All other tables, as sets of rows. */
static void assert_same_tables(const outcome *a, const outcome *b)
{
  char *left = NULL, *right = NULL;
  expect_ok(book_decisions(a->result, "customers", &left));
  expect_ok(book_decisions(b->result, "customers", &right));
  for (char *at = left; (at = strstr(at, "customer:")) != NULL; at += 9) at[9] = 'i';   /* ids come back as they were given, text or integer */
  for (char *at = right; (at = strstr(at, "customer:")) != NULL; at += 9) at[9] = 'i';
  left = sorted(left);
  right = sorted(right);
  if (strcmp(left, right) != 0) {
    const char *x = left, *y = right;
    while (*x != 0 && *x == *y) { x++; y++; }
    while (x > left && x[-1] != '\n') { x--; y--; }
    fail_msg("a table differs:\n%.*s\n%.*s", (int)strcspn(x, "\n"), x, (int)strcspn(y, "\n"), y);
  }
  free(left);
  free(right);
}

static void assert_same_model(const outcome *a, const outcome *b)
{
  assert_int_equal(a->model_size, b->model_size);
  assert_memory_equal(a->model, b->model, (size_t)a->model_size);
}

static void the_order_of_customers_never_shows(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    crowd c;
    outcome plain, shuffled;
    crowd_make(&c, seed, CUSTOMERS, 1);
    decide_with(&plain, "EUR", &c, 0, 1, NULL);
    crowd_shuffle(crowd_find(&c, "customers"), seed + 100);
    decide_with(&shuffled, "EUR", &c, 0, 1, NULL);
    assert_same_customers(&plain, &shuffled, NULL);
    assert_same_tables(&plain, &shuffled);
    assert_same_model(&plain, &shuffled);
    forget(&plain);
    forget(&shuffled);
    crowd_clear(&c);
  }
}

static void the_order_of_every_other_fact_never_shows(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    crowd c;
    outcome plain, shuffled;
    crowd_make(&c, seed, CUSTOMERS, 1);
    decide_with(&plain, "EUR", &c, 0, 1, NULL);
    for (int32_t i = 1; i < c.count; i++) crowd_shuffle(&c.tables[i], seed * 7 + (uint64_t)i);
    decide_with(&shuffled, "EUR", &c, 0, 1, NULL);
    char *expected = NULL, *got = NULL;
    expect_ok(book_decisions(plain.result, NULL, &expected));
    expect_ok(book_decisions(shuffled.result, NULL, &got));
    if (strcmp(expected, got) != 0) {
      assert_same_customers(&plain, &shuffled, NULL);
      assert_same_tables(&plain, &shuffled);
      fail_msg("rows of a decision table stand in another order");
    }
    assert_same_model(&plain, &shuffled);
    free(expected);
    free(got);
    forget(&plain);
    forget(&shuffled);
    crowd_clear(&c);
  }
}

static void threads_never_show(void **state)
{
  static const int32_t threads[] = {2, 3, 8};
  crowd c;
  outcome plain, other;
  char *expected = NULL, *got = NULL;
  (void)state;
  crowd_make(&c, 5, 20 * CUSTOMERS, 1);
  decide_with(&plain, "EUR", &c, 0, 1, NULL);
  expect_ok(book_decisions(plain.result, "explanations", &expected));
  for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
    decide_with(&other, "EUR", &c, 0, threads[i], NULL);
    expect_ok(book_decisions(other.result, "explanations", &got));
    assert_true(strcmp(expected, got) == 0);
    assert_same_model(&plain, &other);
    free(got);
    forget(&other);
  }
  free(expected);
  forget(&plain);
  crowd_clear(&c);
}

static void integer_ids_decide_as_text_ids_do(void **state)
{
  crowd c;
  outcome text, integers;
  (void)state;
  crowd_make(&c, 8, CUSTOMERS, 1);
  decide_with(&text, "EUR", &c, 0, 1, NULL);
  decide_with(&integers, "EUR", &c, 1, 1, NULL);
  assert_same_customers(&text, &integers, NULL);
  assert_same_tables(&text, &integers);
  assert_same_model(&text, &integers);
  forget(&text);
  forget(&integers);
  crowd_clear(&c);
}

/* The same minor units in a currency without decimals. Only texts that name amounts differ. */
static void the_unit_of_money_never_shows(void **state)
{
  crowd euro, yen;
  outcome a, b;
  (void)state;
  crowd_make(&euro, 9, CUSTOMERS, 1);
  crowd_make(&yen, 9, CUSTOMERS, 100);
  decide_with(&a, "EUR", &euro, 0, 1, NULL);
  decide_with(&b, "JPY", &yen, 0, 1, NULL);
  assert_same_customers(&a, &b, NULL);
  forget(&a);
  forget(&b);
  crowd_clear(&euro);
  crowd_clear(&yen);
}

/* Customers of a layer and a program of their own: nobody else's decisions change, but for the rank among all. */
static void customers_of_another_group_change_nobody_else(void **state)
{
  static const char *const ranks[] = {"rank", "rank_in_cell", NULL};
  crowd c;
  outcome plain, more;
  (void)state;
  crowd_make(&c, 11, CUSTOMERS, 1);
  decide_with(&plain, "EUR", &c, 0, 1, NULL);
  crowd_add_line(crowd_find(&c, "customers"), "5000 END_USER West - 99999.00 1.00 88888.00 1000000.00 0.5 90 90 90 90 90 90 90 90 90 TACTICAL yes yes - - - 5.00");
  crowd_add_line(crowd_find(&c, "customers"), "5001 END_USER - - 7.00 - - - - - - - - - - - - - - - - - - - -");
  decide_with(&more, "EUR", &c, 0, 1, NULL);
  assert_same_customers(&plain, &more, ranks);
  forget(&plain);
  forget(&more);
  crowd_clear(&c);
}

static void a_criterion_without_weight_changes_no_score(void **state)
{
  static const char plain_criteria[] =
    "scorecard criterion column normaliser low high within weight\n"
    "objective size current_value PERCENT_RANK - - layer 1\nobjective growth growth LINEAR -0.2 0.2 - 2\nobjective rate net_margin_rate LINEAR -0.1 0.3 - 3\n"
    "priority objective objective LINEAR 0 100 - 0.75\npriority people people_factor LINEAR 0 100 - 0.25\n"
    "attractiveness size potential_value PERCENT_RANK - - layer 1\nattractiveness fit strategic_fit LINEAR 0 100 - 1\nwinnability share market_share LINEAR 0 100 - 1\nchannel_priority size size LINEAR 0 100 - 1\nperformance o objective LINEAR 0 100 - 1\n";
  char more_criteria[1200];
  crowd c;
  outcome plain, more;
  (void)state;
  snprintf(more_criteria, sizeof more_criteria, "%s%s", plain_criteria, "objective idle service_level MINMAX - - - 0\npriority idle sales_previous ZSCORE - - - 0\n");
  crowd_make(&c, 13, CUSTOMERS, 1);
  decide_with(&plain, "EUR", &c, 0, 1, plain_criteria);
  decide_with(&more, "EUR", &c, 0, 1, more_criteria);
  assert_same_customers(&plain, &more, NULL);
  forget(&plain);
  forget(&more);
  crowd_clear(&c);
}

/* A transaction in two parts, of one order and day, is that transaction. */
static void parts_of_a_transaction_are_the_transaction(void **state)
{
  static const char *const skipped[] = {NULL};
  crowd c;
  outcome plain, split;
  (void)state;
  crowd_make(&c, 17, CUSTOMERS, 1);
  decide_with(&plain, "EUR", &c, 0, 1, NULL);
  crowd_table *ledger = crowd_find(&c, "ledger");
  const int64_t count = ledger->count;
  for (int64_t i = 0; i < count; i += 3) {
    long long id;
    double amount, margin;
    char date[16], margin_text[32], order[16], due[16], paid[16], line[CROWD_LINE];
    sscanf(ledger->lines[i], "%lld %15s %lf %31s %15s %15s %15s", &id, date, &amount, margin_text, order, due, paid);
    if (amount < 2 || strcmp(margin_text, "-") == 0) continue;
    margin = strtod(margin_text, NULL);
    snprintf(line, sizeof line, "%lld %s 1.00 0.50 %s %s %s", id, date, order, due, paid);
    crowd_add_line(ledger, line);
    snprintf(ledger->lines[i], CROWD_LINE, "%lld %s %.2f %.2f %s %s %s", id, date, amount - 1, margin - 0.5, order, due, paid);
  }
  decide_with(&split, "EUR", &c, 0, 1, NULL);
  assert_same_customers(&plain, &split, skipped);
  forget(&plain);
  forget(&split);
  crowd_clear(&c);
}

/* Customers put whole, appended in chunks, and added one by one with setters. */
static void the_split_of_the_input_never_shows(void **state)
{
  crowd c;
  outcome whole;
  char *expected = NULL, *got = NULL;
  (void)state;
  crowd_make(&c, 19, CUSTOMERS, 1);
  decide_with(&whole, "EUR", &c, 0, 1, NULL);
  expect_ok(book_decisions(whole.result, NULL, &expected));
  for (int64_t chunk = 1; chunk <= 128; chunk *= 8) {
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    expect_ok(patron_portfolio_create(whole.context, "EUR", &book));
    for (int32_t i = 0; i < c.count; i++) {
      patron_table *table = NULL;
      for (int64_t first = 0; first < c.tables[i].count; first += chunk) {
        crowd_table part = c.tables[i];
        patron_table *rows = NULL;
        part.lines = c.tables[i].lines + first;
        part.count = first + chunk < c.tables[i].count ? chunk : c.tables[i].count - first;
        char *text = crowd_text(&part, 0);
        expect_ok(book_table(whole.context, part.name, text, &rows));
        free(text);
        if (table == NULL) table = rows;
        else {
          expect_ok(patron_table_append(table, rows));
          patron_table_destroy(rows);
        }
      }
      must(whole.context, patron_portfolio_put(book, table), "put");
      patron_table_destroy(table);
    }
    must(whole.context, patron_assess(book, whole.policy, &result), "assess");
    expect_ok(book_decisions(result, NULL, &got));
    assert_true(strcmp(expected, got) == 0);
    free(got);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
  }
  free(expected);
  forget(&whole);
  crowd_clear(&c);
}

/* Sets what a cell of text says, by the type of the column. */
static void set_cell(patron_portfolio *book, patron_customer customer, const char *column, int32_t type, const char *text)
{
  int64_t whole = 0;
  double number = 0;
  int32_t days = 0;
  switch (type) {
    case PATRON_MONEY: expect_ok(patron_money_parse(text, -1, 2, &whole)); expect_ok(patron_customer_set_money(book, customer, column, whole)); break;
    case PATRON_NUMBER: number = strtod(text, NULL); expect_ok(patron_customer_set_number(book, customer, column, number)); break;
    case PATRON_INTEGER: whole = strtoll(text, NULL, 10); expect_ok(patron_customer_set_integer(book, customer, column, whole)); break;
    case PATRON_DATE: expect_ok(patron_date_parse(text, -1, &days)); expect_ok(patron_customer_set_date(book, customer, column, days)); break;
    case PATRON_FLAG: expect_ok(patron_customer_set_flag(book, customer, column, strcmp(text, "yes") == 0)); break;
    case PATRON_CODE: expect_ok(patron_customer_set_code(book, customer, column, text)); break;
    default: expect_ok(patron_customer_set_text(book, customer, column, text, -1)); break;
  }
}

static void setters_decide_as_tables_do(void **state)
{
  crowd c;
  outcome whole;
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  patron_table *facts = NULL;
  int64_t rows, columns;
  char *expected = NULL, *got = NULL;
  (void)state;
  crowd_make(&c, 23, CUSTOMERS, 1);
  decide_with(&whole, "EUR", &c, 0, 1, NULL);
  expect_ok(patron_portfolio_create(whole.context, "EUR", &book));
  expect_ok(patron_portfolio_table(whole.book, "customers", &facts));
  expect_ok(patron_table_rows(facts, &rows));
  expect_ok(patron_table_columns(facts, &columns));
  for (int64_t row = 0; row < rows; row++) {
    char id[BOOK_CELL];
    patron_customer customer;
    expect_ok(patron_portfolio_add_customer(book, book_cell(facts, "customer", row, id), -1, &customer));
  }
  for (int64_t column = 1; column < columns; column++)
    for (int64_t row = rows; row-- > 0;) {
      char name[300], text[BOOK_CELL];
      int32_t type;
      patron_customer customer;
      expect_ok(patron_table_column_name(facts, column, name, sizeof name, NULL));
      expect_ok(patron_table_column_type(facts, column, &type));
      expect_ok(patron_portfolio_customer_at(book, row, &customer));
      book_cell(facts, name, row, text);
      if (strcmp(text, "?") == 0) expect_ok(patron_customer_set_unknown(book, customer, name));
      else set_cell(book, customer, name, type, text);
    }
  for (int32_t i = 1; i < c.count; i++) {
    patron_table *table = NULL;
    expect_ok(patron_portfolio_table(whole.book, c.tables[i].name, &table));
    expect_ok(patron_portfolio_put(book, table));
    patron_table_destroy(table);
  }
  must(whole.context, patron_assess(book, whole.policy, &result), "assess");
  expect_ok(book_decisions(whole.result, NULL, &expected));
  expect_ok(book_decisions(result, NULL, &got));
  assert_true(strcmp(expected, got) == 0);
  free(expected);
  free(got);
  patron_assessment_destroy(result);
  patron_table_destroy(facts);
  patron_portfolio_destroy(book);
  forget(&whole);
  crowd_clear(&c);
}

static int64_t amount_of(const patron_table *table, const char *column, int64_t row)
{
  int64_t index, amount = 0;
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_i64(table, index, row, 1, &amount, &known));
  return known ? amount : INT64_MIN;
}

/* Class A of a layer makes 80 % of the positive value, and would not without its smallest value; parts add up to the totals of `groups` and `matrix` and `tiers`. */
static void classes_are_minimal_and_sufficient_and_parts_add_up(void **state)
{
  static const char *const layers[] = {"KA_RETAIL", "SMALL_RETAIL", "DISTRIBUTOR", "?"};
  crowd c;
  outcome o;
  patron_table *facts = NULL, *customers = NULL, *groups = NULL, *matrix = NULL;
  int64_t rows, group_rows, members = 0, placed = 0;
  (void)state;
  crowd_make(&c, 29, CUSTOMERS, 1);
  decide_with(&o, "EUR", &c, 0, 1, NULL);
  expect_ok(patron_portfolio_table(o.book, "customers", &facts));
  expect_ok(patron_assessment_table(o.result, "customers", &customers));
  expect_ok(patron_assessment_table(o.result, "groups", &groups));
  expect_ok(patron_assessment_table(o.result, "matrix", &matrix));
  expect_ok(patron_table_rows(customers, &rows));
  expect_ok(patron_table_rows(groups, &group_rows));
  for (size_t l = 0; l < 4; l++) {
    int64_t total = 0, net = 0, inside = 0, smallest = INT64_MAX, equal = 0, n = 0, keys = 0;
    char layer[BOOK_CELL], class[BOOK_CELL], segment[BOOK_CELL];
    for (int64_t row = 0; row < rows; row++) {
      const int64_t value = amount_of(customers, "current_value", row);
      book_cell(facts, "layer", row, layer);
      if (strcmp(layer, "FIRST_TIER_WHOLESALER") == 0) strcpy(layer, "DISTRIBUTOR");
      if (strcmp(layer, layers[l]) != 0 || value == INT64_MIN) continue;
      n++;
      net += value;
      if (value > 0) total += value;
      book_cell(customers, "sales_class", row, class);
      if (strcmp(class, "A") != 0) continue;
      keys++;
      inside += value;
      if (value == smallest) equal++;
      if (value < smallest) { smallest = value; equal = 1; }
    }
    assert_true(n > 5);
    assert_true(100 * inside >= 80 * total);
    assert_true(100 * (inside - equal * smallest) < 80 * total);
    int64_t found = 0;
    for (int64_t row = 0; row < group_rows; row++) {
      if (strcmp(book_cell(groups, "segment", row, segment), "sales") != 0 || strcmp(book_cell(groups, "layer", row, layer), layers[l]) != 0) continue;
      found++;
      assert_int_equal(amount_of(groups, "total_positive", row), total);
      assert_int_equal(amount_of(groups, "total_net", row), net);
      assert_int_equal(amount_of(groups, "n", row), n);
      assert_int_equal(amount_of(groups, "n_key", row), keys);
      assert_int_equal(amount_of(groups, "cutoff", row), smallest);
      assert_int_equal(amount_of(groups, "erosion", row), total - net);
    }
    assert_int_equal(found, 1);
  }
  int64_t cells;
  expect_ok(patron_table_rows(matrix, &cells));
  for (int64_t row = 0; row < cells; row++) members += amount_of(matrix, "members", row);
  for (int64_t row = 0; row < rows; row++) {
    char a[BOOK_CELL], w[BOOK_CELL];
    placed += strcmp(book_cell(customers, "attractiveness_band", row, a), "?") != 0 && strcmp(book_cell(customers, "winnability_band", row, w), "?") != 0;
  }
  assert_int_equal(members, placed);
  patron_table_destroy(matrix);
  patron_table_destroy(groups);
  patron_table_destroy(customers);
  patron_table_destroy(facts);
  forget(&o);
  crowd_clear(&c);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_order_of_customers_never_shows),
    cmocka_unit_test(the_order_of_every_other_fact_never_shows),
    cmocka_unit_test(threads_never_show),
    cmocka_unit_test(integer_ids_decide_as_text_ids_do),
    cmocka_unit_test(the_unit_of_money_never_shows),
    cmocka_unit_test(customers_of_another_group_change_nobody_else),
    cmocka_unit_test(a_criterion_without_weight_changes_no_score),
    cmocka_unit_test(parts_of_a_transaction_are_the_transaction),
    cmocka_unit_test(the_split_of_the_input_never_shows),
    cmocka_unit_test(setters_decide_as_tables_do),
    cmocka_unit_test(classes_are_minimal_and_sufficient_and_parts_add_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
