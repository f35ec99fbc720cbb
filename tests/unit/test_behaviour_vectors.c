/* How customers behave, from a ledger: payment on time, recency, frequency and sales against golden vectors, and their scores by a guide of steps. */
#include <math.h>

#include "golden_facts.h"
#include "vectors.h"

#include "golden_data.h"

typedef struct ledger { golden_csv csv; const char **columns[8], **ids, **sorted; int64_t count; } ledger;

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Reads the columns (a list that ends with NULL; the first names the customer) and the customers in order. */
static void open_ledger(ledger *of, const char *file, const char *const *fields)
{
  memset(of, 0, sizeof *of);
  if (golden_csv_load_shared(file, &of->csv) != 1) {
    printf("%s: not here (PATRON_SHARED)\n", file);
    skip();
  }
  for (int c = 0; fields[c] != NULL; c++) of->columns[c] = golden_fields(&of->csv, fields[c]);
  of->sorted = golden_fields(&of->csv, fields[0]);
  qsort(of->sorted, (size_t)of->csv.rows, sizeof *of->sorted, by_text);
  of->ids = golden_distinct(of->sorted, of->csv.rows, &of->count);
}

static void close_ledger(ledger *of)
{
  for (int c = 0; c < 8; c++) free(of->columns[c]);
  free(of->ids);
  free(of->sorted);
  golden_csv_free(&of->csv);
}

static patron_table *assess(golden_book *book, const ledger *of, const char *const *names, const char *as_of)
{
  static const char *const customers[] = {"customer", NULL};
  patron_assessment *assessment = NULL;
  patron_table *table = NULL;
  golden_put_facts(book, "customers", customers, (const char **const[]){of->ids}, of->count);
  golden_put_facts(book, "ledger", names, (const char **const *)of->columns, of->csv.rows);
  expect_ok(patron_policy_set(book->policy, "as_of", as_of));
  expect_ok(patron_policy_set(book->policy, "period.months", "60"));
  golden_ok(book, patron_assess(book->book, book->policy, &assessment));
  expect_ok(patron_assessment_table(assessment, "customers", &table));
  patron_assessment_destroy(assessment);
  return table;
}

static double number_at(const patron_table *table, const char *column, int64_t row)
{
  int64_t at;
  double value = 0;
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &at));
  expect_ok(patron_table_read_f64(table, at, row, 1, &value, &known));
  assert_int_equal(known & 1, 1);
  return value;
}

static int64_t integer_at(const patron_table *table, const char *column, int64_t row)
{
  int64_t at, value = 0;
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &at));
  expect_ok(patron_table_read_i64(table, at, row, 1, &value, &known));
  assert_int_equal(known & 1, 1);
  return value;
}

/* What the vectors say of each customer beside its id: two figures by amount, five by count. */
static const char *const by_amount[] = {"late_share_amount", "amount_weighted_days_late"}, *const by_count[] = {"late_share_count", "mean_days_late"};
static const char *const sizes[] = {"n_invoices", "amount"};
static const char *const settled[][2] = {{"days_to_settle", "mean_days_to_settle"}, {"days_to_settle_median", "median_days_to_settle"}, {"disputed_share", "dispute_rate"}};

static void expect_payments(const patron_table *table, int64_t row, const json_t *one, const char *const names[2])
{
  const double off = number_at(table, "on_time_share", row) - (1 - vectors_number(one, names[0])), days = number_at(table, "days_late", row) - vectors_number(one, names[1]);
  if (fabs(off) >= 1e-12 || fabs(days) >= 1e-12 * (1 + vectors_number(one, names[1]))) fail_msg("%s: off by %g in %s, %g in %s", vectors_text(one, "customer_id"), off, names[0], days, names[1]);
}

/* The vectors call late what is settled after the due date: the share on time is the rest. All is due before the as-of date. Where each invoice is of 1.00, amounts weigh as counts. */
static void payment_on_time_is_what_was_not_late(void **state)
{
  static const char *const fields[] = {"customer_id", "invoice_date", "invoice_amount", "due_date", "settled_date", "invoice_id", "disputed", NULL};
  static const char *const names[] = {"customer", "date", "amount", "due", "paid", "order", "disputed", NULL};
  json_t *root = vectors_load("pareto/receivable_payment_behaviour.json"), *customers = vectors_get(root, "customers"), *one;
  (void)state;
  for (int counted = 0; counted < 2; counted++) {
    golden_book book;
    ledger of;
    patron_table *table;
    size_t row;
    open_ledger(&of, "accounts_receivable.csv", fields);
    for (int64_t i = 0; counted && i < of.csv.rows; i++) of.columns[2][i] = "1.00";
    golden_book_open(&book, "USD");
    table = assess(&book, &of, names, "2014-02-01");
    assert_int_equal(json_array_size(customers), of.count);
    json_array_foreach(customers, row, one) {
      assert_string_equal(of.ids[row], vectors_text(one, "customer_id"));
      assert_int_equal(integer_at(table, "frequency", (int64_t)row), json_integer_value(vectors_get(one, sizes[0])));
      if (!counted) assert_int_equal(integer_at(table, "current_value", (int64_t)row), (int64_t)(vectors_number(one, sizes[1]) * 100 + 0.5));
      expect_payments(table, (int64_t)row, one, counted ? by_count : by_amount);
      for (size_t i = 0; i < 3; i++) {
        const double is = number_at(table, settled[i][0], (int64_t)row), wanted = vectors_number(one, settled[i][1]);
        if (counted && fabs(is - wanted) >= 1e-12 * (1 + wanted)) fail_msg("%s: %s is %.17g, not %.17g", vectors_text(one, "customer_id"), settled[i][0], is, wanted);
      }
      assert_int_equal(json_object_size(one), 1 + 2 + 2 + 2 + 3);
    }
    patron_table_destroy(table);
    golden_book_close(&book);
    close_ledger(&of);
  }
  json_decref(root);
}

/* The longest period has 60 months: the one order before it, of a customer who came again, is moved to its first day. Each row is an order of its own. */
static void fit_into_the_period(ledger *of, char (*numbers)[8])
{
  int64_t moved = 0;
  of->columns[3] = malloc((size_t)of->csv.rows * sizeof *of->columns[3]);
  assert_non_null(of->columns[3]);
  for (int64_t row = 0; row < of->csv.rows; row++) {
    plain_snprintf(numbers[row], sizeof *numbers, "%d", (int)(row % 1000000));
    of->columns[3][row] = numbers[row];
    if (strcmp(of->columns[1][row], "2001-12-31") >= 0) continue;
    of->columns[1][row] = "2001-12-31";
    moved++;
  }
  assert_int_equal(moved, 1);
}

/* A scorecard for each of R, F and M, all in steps of 20 points at the thresholds of the vectors; of recency the lower is the better. */
static void put_scorecards(golden_book *book, const json_t *dimensions)
{
  static const char *const card_names[] = {"scorecard", "weighting", NULL}, *const criterion_names[] = {"scorecard", "criterion", "column", "direction", "normaliser", NULL};
  static const char *const guide_names[] = {"scorecard", "criterion", "from", "score", NULL};
  static const char *cards[] = {"objective", "priority", "attractiveness", "r", "f", "m"}, *weighting[] = {"EQUAL", "EQUAL", "EQUAL", "EQUAL", "EQUAL", "EQUAL"};
  static const char *criteria[] = {"x", "x", "x", "r", "f", "m"}, *columns[] = {"current_value", "current_value", "current_value", "recency_days", "frequency", "current_value"};
  static const char *directions[] = {"HIGHER", "HIGHER", "HIGHER", "HIGHER", "HIGHER", "HIGHER"}, *normalisers[] = {"PERCENT_RANK", "PERCENT_RANK", "PERCENT_RANK", "STEP", "STEP", "STEP"};
  static const char *const points[] = {"20", "40", "60", "80", "100"};
  const char *card[15], *from[15], *score[15];
  char bounds[15][32];
  patron_table *table;
  for (int d = 0; d < 3; d++) {
    const json_t *thresholds = vectors_get(vectors_get(dimensions, cards[3 + d]), "thresholds");
    for (int i = 0; i < 5; i++) {
      const int at = d * 5 + i;
      plain_snprintf(bounds[at], sizeof bounds[at], "%.17g", i == 0 ? 0 : json_number_value(json_array_get(thresholds, (size_t)i - 1)));
      card[at] = cards[3 + d];
      from[at] = bounds[at];
      score[at] = points[d == 0 ? 4 - i : i];
    }
  }
  table = golden_table(book->context, "scorecards", card_names, (const char **const[]){cards, weighting}, 6);
  golden_ok(book, patron_policy_put(book->policy, table));
  patron_table_destroy(table);
  table = golden_table(book->context, "criteria", criterion_names, (const char **const[]){cards, criteria, columns, directions, normalisers}, 6);
  golden_ok(book, patron_policy_put(book->policy, table));
  patron_table_destroy(table);
  table = golden_table(book->context, "scoring_guide", guide_names, (const char **const[]){card, card, from, score}, 15);
  golden_ok(book, patron_policy_put(book->policy, table));
  patron_table_destroy(table);
}

static void customers_get_their_rfm_scores(void **state)
{
  static const char *const fields[] = {"customer_id", "order_date", "revenue", NULL}, *const names[] = {"customer", "date", "amount", "order", NULL};
  static const char *const cards[] = {"r", "f", "m"};
  json_t *root = vectors_load("pareto/rfm_scores_orders.json"), *dimensions = vectors_get(root, "dimensions");
  int64_t counts[3][6] = {{0}}, best = 0, worst = 0;
  char (*numbers)[8], *text, hash[65];
  uint64_t length = 0;
  golden_book book;
  ledger of;
  patron_table *table;
  (void)state;
  open_ledger(&of, "rfm_orders.csv", fields);
  numbers = malloc((size_t)of.csv.rows * sizeof *numbers);
  text = malloc((size_t)of.count * 32 + 1);
  assert_true(numbers != NULL && text != NULL);
  fit_into_the_period(&of, numbers);
  golden_book_open(&book, "USD");
  put_scorecards(&book, dimensions);
  table = assess(&book, &of, names, vectors_text(root, "analysis_date"));
  assert_int_equal(of.count, json_integer_value(vectors_get(root, "customers")));
  for (int64_t row = 0; row < of.count; row++) {
    int scores[3];
    for (int d = 0; d < 3; d++) {
      scores[d] = (int)(number_at(table, cards[d], row) / 20 + 0.5);
      assert_in_range(scores[d], 1, 5);
      counts[d][scores[d]]++;
    }
    best += scores[0] == 5 && scores[1] == 5 && scores[2] == 5;
    worst += scores[0] == 1 && scores[1] == 1 && scores[2] == 1;
    length += (uint64_t)plain_snprintf(text + length, 32, "%s,%d%d%d\n", of.ids[row], scores[0], scores[1], scores[2]);
  }
  for (int d = 0; d < 3; d++)
    for (int s = 1; s <= 5; s++) assert_int_equal(counts[d][s], json_integer_value(json_array_get(vectors_get(vectors_get(dimensions, cards[d]), "score_counts_1_to_5"), (size_t)s - 1)));
  assert_int_equal(best, json_integer_value(vectors_get(root, "n_555")));
  assert_int_equal(worst, json_integer_value(vectors_get(root, "n_111")));
  golden_sha256(text, length, hash);
  assert_string_equal(hash, vectors_text(root, "scores_sha256"));
  patron_table_destroy(table);
  golden_book_close(&book);
  close_ledger(&of);
  free(numbers);
  free(text);
  json_decref(root);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(payment_on_time_is_what_was_not_late),
    cmocka_unit_test(customers_get_their_rfm_scores),
  };
  return cmocka_run_group_tests_name("behaviour_vectors", tests, NULL, NULL);
}
