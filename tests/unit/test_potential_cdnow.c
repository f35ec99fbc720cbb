/* Who becomes key: on the purchases of CDNOW customers the score ranks next quarter's key customers among those who are not key as published in the design, and the calibration counts what happened.

   23 570 customers who all bought first in the first quarter of 1997. Quarters are counted from 0; the population of quarter t are all customers that are not key in it, also those who bought nothing. */
#include "golden_facts.h"

static golden_csv csv;
static golden_book book;

static int open_book(void **state)
{
  static const char *const ledger[] = {"customer", "date", "amount", NULL}, *const customers[] = {"customer", NULL};
  static const char *const segment[] = {"segment", "by", "measure", "cuts", "bit", "purpose", "use", NULL}, *const everybody[] = {"everybody", "", "current_value", "80", "SALES", "who makes most of the sales", "who is to be won"};
  const char **columns[3];
  const char **ids;
  int64_t count;
  (void)state;
  if (golden_csv_load_shared("cdnow_master.csv", &csv) != 1) return 0;
  golden_book_open(&book, "USD");
  columns[0] = golden_fields(&csv, "customer_id");
  columns[1] = golden_fields(&csv, "date");
  columns[2] = golden_fields(&csv, "dollars");
  ids = golden_distinct(columns[0], csv.rows, &count);
  golden_put_facts(&book, "customers", customers, (const char **const[]){ids}, count);
  golden_put_facts(&book, "ledger", ledger, (const char **const *)columns, csv.rows);
  golden_put_rule(&book, "segments", segment, everybody);
  expect_ok(patron_policy_set(book.policy, "period.months", "3"));
  free(ids);
  for (int c = 0; c < 3; c++) free(columns[c]);
  return 0;
}

static int close_book(void **state)
{
  (void)state;
  golden_book_close(&book);
  golden_csv_free(&csv);
  return 0;
}

static void need_data(void)
{
  if (csv.text != NULL) return;
  printf("cdnow_master.csv: not here (PATRON_SHARED)\n");
  skip();
}

typedef struct judged { double score; int key, next; } judged;

static int by_score(const void *a, const void *b)
{
  const double x = ((const judged *)a)->score, y = ((const judged *)b)->score;
  return (x > y) - (x < y);
}

/* Who is key, and the score, at the end of a quarter. */
static judged *judge(const char *as_of, int64_t *rows)
{
  patron_assessment *assessment = NULL;
  patron_table *customers = NULL;
  int64_t key, score;
  judged *out;
  expect_ok(patron_policy_set(book.policy, "as_of", as_of));
  golden_ok(&book, patron_assess(book.book, book.policy, &assessment));
  expect_ok(patron_assessment_table(assessment, "customers", &customers));
  expect_ok(patron_table_rows(customers, rows));
  expect_ok(patron_table_find_column(customers, "key", &key));
  expect_ok(patron_table_find_column(customers, "potential_score", &score));
  out = calloc((size_t)*rows, sizeof *out);
  assert_non_null(out);
  for (int64_t row = 0; row < *rows; row++) {
    uint8_t known = 0;
    int32_t flag = 0;
    expect_ok(patron_table_read_i32(customers, key, row, 1, &flag, &known));
    assert_int_equal(known & 1, 1);
    out[row].key = flag;
    expect_ok(patron_table_read_f64(customers, score, row, 1, &out[row].score, &known));
    assert_int_equal(known & 1, 1);
  }
  patron_table_destroy(customers);
  patron_assessment_destroy(assessment);
  return out;
}

/* Mann and Whitney's statistic: the chance that one who becomes key stands above one who does not, ties as a half. In thousandths. */
static int64_t auc(judged *of, int64_t n)
{
  double ranks = 0, ones = 0;
  qsort(of, (size_t)n, sizeof *of, by_score);
  for (int64_t i = 0, j; i < n; i = j) {
    for (j = i; j < n && !(of[j].score > of[i].score); j++) continue;
    for (int64_t k = i; k < j; k++) {
      if (!of[k].next) continue;
      ranks += (double)(i + j + 1) / 2;
      ones++;
    }
  }
  return (int64_t)((ranks - ones * (ones + 1) / 2) / (ones * ((double)n - ones)) * 1000 + 0.5);
}

static void expect_ranking(const char *end, const char *next_end, int64_t not_key, int64_t become_key, int64_t wanted, int64_t top_wanted)
{
  int64_t rows, next_rows, n = 0, ones = 0, top = 0;
  judged *now, *next;
  need_data();
  now = judge(end, &rows);
  next = judge(next_end, &next_rows);
  assert_int_equal(rows, next_rows);
  for (int64_t row = 0; row < rows; row++) {
    if (now[row].key) continue;
    ones += next[row].key;
    now[n].score = now[row].score;
    now[n++].next = next[row].key;
  }
  assert_int_equal(n, not_key);
  assert_int_equal(ones, become_key);
  assert_int_equal(auc(now, n), wanted);
  for (int64_t i = n - n * 5 / 100; i < n; i++) top += now[i].next;
  assert_in_range(top, top_wanted - 2, top_wanted + 2);   /* customers of one score stand at the edge */
  free(now);
  free(next);
}

/* Base rate 824/21883 = 3.8 %, and 23.0 % of the twentieth that stands highest. */
static void the_score_ranks_the_second_quarter_of_1998(void **state)
{
  (void)state;
  expect_ranking("1998-04-01", "1998-07-01", 21883, 824, 824, 252);
}

/* Base rate 1142/21699 = 5.3 %, 24.3 %. */
static void the_score_ranks_the_last_quarter_of_1997(void **state)
{
  (void)state;
  expect_ranking("1997-10-01", "1998-01-01", 21699, 1142, 768, 263);
}

/* Over all five transitions there are n customers in a band and k of them key a quarter later: the sums over bands are those of the quarters. */
static void the_calibration_counts_every_transition(void **state)
{
  static const int64_t counted[8][2] = {{65769, 1332}, {19645, 1122}, {8284, 832}, {2586, 420}, {1170, 269}, {1062, 279}, {282, 89}, {195, 59}};
  static const int64_t not_key = 12479 + 21234 + 21699 + 21698 + 21883, become_key = 481 + 993 + 1142 + 962 + 824;
  patron_model *model = NULL;
  patron_table *calibration = NULL;
  int64_t rows, n_at, k_at, p_at, n_sum = 0, k_sum = 0;
  (void)state;
  need_data();
  expect_ok(patron_policy_set(book.policy, "as_of", "1998-07-01"));
  golden_ok(&book, patron_fit(book.book, book.policy, &model));
  expect_ok(patron_model_table(model, "potential_calibration", &calibration));
  expect_ok(patron_table_rows(calibration, &rows));
  expect_ok(patron_table_find_column(calibration, "n", &n_at));
  expect_ok(patron_table_find_column(calibration, "k", &k_at));
  expect_ok(patron_table_find_column(calibration, "p", &p_at));
  assert_int_equal(rows, 8);
  for (int64_t row = 0; row < rows; row++) {
    int64_t n = 0, k = 0;
    double p = 0;
    uint8_t known = 0;
    expect_ok(patron_table_read_i64(calibration, n_at, row, 1, &n, &known));
    expect_ok(patron_table_read_i64(calibration, k_at, row, 1, &k, &known));
    expect_ok(patron_table_read_f64(calibration, p_at, row, 1, &p, &known));
    assert_int_equal(n, counted[row][0]);
    assert_int_equal(k, counted[row][1]);
    assert_true(p * (double)n - (double)k < 1e-9 && (double)k - p * (double)n < 1e-9);   /* one group of all: nothing to shrink towards */
    n_sum += n;
    k_sum += k;
  }
  assert_int_equal(n_sum, not_key);
  assert_int_equal(k_sum, become_key);
  patron_table_destroy(calibration);
  patron_model_destroy(model);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_score_ranks_the_second_quarter_of_1998),
    cmocka_unit_test(the_score_ranks_the_last_quarter_of_1997),
    cmocka_unit_test(the_calibration_counts_every_transition),
  };
  return cmocka_run_group_tests_name("potential_cdnow", tests, open_book, close_book);
}
