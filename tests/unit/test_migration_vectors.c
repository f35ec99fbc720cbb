/* Classes of two periods, from golden vectors: plain and held classes of every customer, the table of who moved where, growth, and the wallets of peers, with the class of the first period given to the second assessment. */
#include "golden_facts.h"
#include "vectors.h"

#include "golden_data.h"

typedef struct source { const char *name, *file, *customer, *date, *layer, *region, *periods[3]; } source;

static const source SOURCES[] = {
  {"migration_cdnow_1997h1_1997h2", "cdnow_master.csv", "customer_id", "date", NULL, NULL, {"1997-01", "1997-07", "1998-01"}},
  {"migration_classicmodels_profit_2003_2004", "classicmodels_order_lines.csv", "customer_id", "order_date", NULL, "territory", {"2003", "2004", "2005"}},
  {"migration_receivable_2012_2013", "accounts_receivable.csv", "customer_id", "invoice_date", NULL, "country_code", {"2012", "2013", "2014"}},
  {"migration_superstore_profit_2016_2017", "superstore_orders.csv", "customer_id", "order_date", "segment", "region", {"2016", "2017", "2018"}},
  {"migration_superstore_sales_2015_2016", "superstore_orders.csv", "customer_id", "order_date", "segment", "region", {"2015", "2016", "2017"}},
  {"migration_superstore_sales_2016_2017", "superstore_orders.csv", "customer_id", "order_date", "segment", "region", {"2016", "2017", "2018"}},
};

/* One row of the data: the period it falls into, 0 or 1. Values in units of 1e-4. */
typedef struct line { const char *customer, *layer, *region; int period; int64_t value; } line;
typedef struct member { const char *id; int64_t value[2]; int seen[2]; char tier[2], held; } member;
typedef struct group { member *of; int64_t n; patron_context *context; } group;

static const char STATES[] = "ABCN-";

static int64_t money(const char *text)
{
  int64_t value = 0;
  expect_ok(patron_money_parse(text, -1, 4, &value));
  return value;
}

static int64_t money_of(const json_t *value)
{
  const double scaled = json_number_value(value) * 1e4;
  return (int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
}

static int64_t metric(const source *from, const golden_csv *csv, int64_t row)
{
  if (strncmp(from->file, "cdnow", 5) == 0) return money(golden_csv_get(csv, row, "dollars"));
  if (strncmp(from->file, "accounts", 8) == 0) return money(golden_csv_get(csv, row, "invoice_amount"));
  if (strncmp(from->file, "superstore", 10) == 0) return money(golden_csv_get(csv, row, strstr(from->name, "profit") ? "profit" : "sales"));
  return money(golden_csv_get(csv, row, "quantity")) / 10000 * (money(golden_csv_get(csv, row, "price_each")) - money(golden_csv_get(csv, row, "buy_price")));
}

static const char *territory(const golden_csv *customers, const char *id)
{
  for (int64_t row = 0; row < customers->rows; row++)
    if (strcmp(golden_csv_get(customers, row, "customer_id"), id) == 0) return golden_csv_get(customers, row, "territory");
  return "";
}

static int by_customer(const void *a, const void *b) { return strcmp(((const line *)a)->customer, ((const line *)b)->customer); }

static line *read_lines(const source *from, const golden_csv *csv, const golden_csv *customers, int64_t *count)
{
  line *lines = malloc((size_t)(csv->rows + 1) * sizeof *lines);
  assert_non_null(lines);
  *count = 0;
  for (int64_t row = 0; row < csv->rows; row++) {
    const char *date = golden_csv_get(csv, row, from->date), *id = golden_csv_get(csv, row, from->customer);
    if (strcmp(date, from->periods[0]) < 0 || strcmp(date, from->periods[2]) >= 0) continue;
    if (customers->rows > 0 && strcmp(golden_csv_get(csv, row, "status"), "Cancelled") == 0) continue;
    lines[(*count)++] = (line){id, from->layer ? golden_csv_get(csv, row, from->layer) : "all",
                               customers->rows > 0 ? territory(customers, id) : from->region ? golden_csv_get(csv, row, from->region) : "all", strcmp(date, from->periods[1]) >= 0, metric(from, csv, row)};
  }
  qsort(lines, (size_t)*count, sizeof *lines, by_customer);
  return lines;
}

/* The members of a group in the order of their ids. */
static void collect(const line *lines, int64_t count, const char *layer, const char *region, group *out)
{
  out->n = 0;
  for (int64_t i = 0; i < count; i++) {
    const line *one = lines + i;
    if ((strcmp(layer, "*") != 0 && strcmp(layer, one->layer) != 0) || (strcmp(region, "*") != 0 && strcmp(region, one->region) != 0)) continue;
    if (out->n == 0 || strcmp(out->of[out->n - 1].id, one->customer) != 0) out->of[out->n++] = (member){one->customer, {0, 0}, {0, 0}, {'-', '-'}, '-'};
    out->of[out->n - 1].value[one->period] += one->value;
    out->of[out->n - 1].seen[one->period] = 1;
  }
}

static void add_money(patron_table *table, const char *column, const group *g, int period, int absent_is_zero)
{
  int64_t *values = calloc((size_t)g->n + 1, sizeof *values);
  uint8_t *known = calloc((size_t)g->n / 8 + 1, 1);
  assert_true(values != NULL && known != NULL);
  for (int64_t i = 0; i < g->n; i++) {
    values[i] = g->of[i].value[period];
    if (g->of[i].seen[period] || absent_is_zero) known[i / 8] = (uint8_t)(known[i / 8] | 1 << i % 8);
  }
  expect_ok(patron_table_add_i64(table, column, PATRON_MONEY, values, known));
  free(values);
  free(known);
}

/* Assesses one period. `past`: with class and value of the one before. CLF is a currency of four decimals. */
static patron_assessment *assess(const group *g, int period, int past, int absent_is_zero, const char *estimate)
{
  static const char *const names[] = {"segment", "by", "measure", "cuts", "bit", "purpose", "use", NULL};
  static const char *const cells[] = {"m", NULL, "current_value", "80,95", "SALES", "test", "test"};
  static const char *const letters[] = {"A", "B", "C", "N"};
  const char **ids = malloc((size_t)(g->n + 1) * sizeof *ids);
  patron_table *table = NULL;
  patron_assessment *assessment = NULL;
  golden_book book;
  assert_non_null(ids);
  memset(&book, 0, sizeof book);
  book.context = g->context;
  expect_ok(patron_portfolio_create(g->context, "CLF", &book.book));
  expect_ok(patron_policy_create(g->context, NULL, &book.policy));
  expect_ok(patron_table_create(g->context, "customers", g->n, &table));
  for (int64_t i = 0; i < g->n; i++) ids[i] = g->of[i].id;
  expect_ok(patron_table_add_strings(table, "customer", ids));
  add_money(table, "sales", g, period, absent_is_zero);
  if (past) {
    add_money(table, "sales_previous", g, 0, absent_is_zero);
    add_money(table, "m_previous_value", g, 0, 0);
    for (int64_t i = 0; i < g->n; i++) ids[i] = g->of[i].tier[0] == '-' ? NULL : letters[strchr(STATES, g->of[i].tier[0]) - STATES];
    expect_ok(patron_table_add_strings(table, "m_previous_class", ids));
  }
  golden_ok(&book, patron_portfolio_put(book.book, table));
  patron_table_destroy(table);
  golden_put_rule(&book, "segments", names, cells);
  expect_ok(patron_policy_set(book.policy, "wallet.estimate", estimate));
  golden_ok(&book, patron_assess(book.book, book.policy, &assessment));
  patron_policy_destroy(book.policy);
  patron_portfolio_destroy(book.book);
  free(ids);
  return assessment;
}

static patron_table *table_of(const patron_assessment *assessment, const char *name)
{
  patron_table *table = NULL;
  expect_ok(patron_assessment_table(assessment, name, &table));
  return table;
}

/* The letters of a class column; '-' where it is unknown. */
static char letter(const patron_table *customers, const char *column, int64_t row)
{
  int64_t at;
  int32_t code = 0;
  uint8_t known = 0;
  expect_ok(patron_table_find_column(customers, column, &at));
  expect_ok(patron_table_read_i32(customers, at, row, 1, &code, &known));
  return !(known & 1) ? '-' : code == 25 ? 'N' : (char)('A' + code);
}

static void expect_matrix(const json_t *expected, int64_t got[5][5], const char *what)
{
  for (size_t b = 0; b < 5; b++)
    for (size_t a = 0; a < 5; a++)
      if (got[b][a] != json_integer_value(json_array_get(json_array_get(expected, b), a))) fail_msg("%s: %c to %c: %d", what, STATES[b], STATES[a], (int)got[b][a]);
}

static void check_tiers(const group *g, const json_t *expect)
{
  int64_t plain[5][5] = {{0}}, held[5][5] = {{0}};
  char *text = malloc((size_t)g->n * 64 + 1), hash[65];
  uint64_t length = 0;
  assert_non_null(text);
  for (int64_t i = 0; i < g->n; i++) {
    const member *of = g->of + i;
    const long before = strchr(STATES, of->tier[0]) - STATES;
    plain[before][strchr(STATES, of->tier[1]) - STATES]++;
    held[before][strchr(STATES, of->held) - STATES]++;
    length += (uint64_t)snprintf(text + length, 64, "%s,%c,%c,%c\n", of->id, of->tier[0], of->tier[1], of->held);
  }
  expect_matrix(vectors_get(expect, "transition"), plain, "transition");
  expect_matrix(vectors_get(expect, "transition_hysteresis_10pct"), held, "transition_hysteresis_10pct");
  golden_sha256(text, length, hash);
  assert_string_equal(hash, vectors_text(expect, "tiers_sha256"));
  free(text);
}

static void read_tiers(const group *g, const patron_assessment *before, const patron_assessment *after)
{
  patron_table *customers = table_of(after == NULL ? before : after, "customers");
  for (int64_t i = 0; i < g->n; i++) {
    if (after == NULL) g->of[i].tier[0] = letter(customers, "m_class", i);
    else {
      g->of[i].tier[1] = letter(customers, "m_class", i);
      g->of[i].held = letter(customers, "m_held", i);
    }
  }
  patron_table_destroy(customers);
}

static int64_t cell_i64(const patron_table *table, const char *column, int64_t row)
{
  int64_t at, value = 0;
  uint8_t known = 0;
  expect_ok(patron_table_find_column(table, column, &at));
  expect_ok(patron_table_read_i64(table, at, row, 1, &value, &known));
  return known & 1 ? value : 0;
}

static size_t state_of(const patron_table *table, const char *column, int64_t row)
{
  int64_t at, offsets[2];
  uint8_t known = 0;
  char text[64] = "";
  expect_ok(patron_table_find_column(table, column, &at));
  expect_ok(patron_table_read_text(table, at, row, 1, offsets, text, sizeof text - 1, NULL, &known));
  return known & 1 ? (size_t)(strchr(STATES, text[0]) - STATES) : 4;
}

static double arc(double now, double before) { return now == before ? 0 : 2 * (now - before) / ((now < 0 ? -now : now) + (before < 0 ? -before : before)); }

static void expect_close(double got, double wanted, double allowed, const char *what)
{
  if (!(got - wanted <= allowed && wanted - got <= allowed)) fail_msg("%s: %.17g, not %.17g", what, got, wanted);
}

/* The table migration: held classes by count, and the totals of both periods to the last digit. */
static void check_table(const patron_assessment *after, const json_t *expect)
{
  patron_table *table = table_of(after, "migration");
  int64_t moved[5][5] = {{0}}, rows = 0, sum[2] = {0, 0};
  expect_ok(patron_table_rows(table, &rows));
  for (int64_t row = 0; row < rows; row++) {
    moved[state_of(table, "before", row)][state_of(table, "after", row)] += cell_i64(table, "members", row);
    sum[0] += cell_i64(table, "value_before", row);
    sum[1] += cell_i64(table, "value_after", row);
  }
  expect_matrix(vectors_get(expect, "transition_hysteresis_10pct"), moved, "migration");
  assert_int_equal(sum[1] - sum[0], money_of(vectors_get(expect, "group_delta")));
  expect_close(arc((double)sum[1], (double)sum[0]), vectors_number(expect, "group_arc_growth"), 1e-12, "group_arc_growth");
  patron_table_destroy(table);
}

static void check_cut(const patron_assessment *assessment, const json_t *cuts)
{
  patron_table *groups = table_of(assessment, "groups");
  if (json_is_array(cuts) && !json_is_null(json_array_get(cuts, 0))) {
    assert_int_equal(cell_i64(groups, "cutoff", 0), money_of(json_array_get(cuts, 0)));
    assert_int_equal(cell_i64(groups, "b_cutoff", 0), money_of(json_array_get(cuts, 1)));
  }
  patron_table_destroy(groups);
}

/* Here an absent customer counts as 0. */
static void check_growth(const group *g, const json_t *expect)
{
  patron_assessment *assessment = assess(g, 1, 1, 1, "GIVEN");
  patron_table *customers = table_of(assessment, "customers");
  const json_t *samples = vectors_get(expect, "sample_arc_growth");
  double sum = 0, size = 0;
  int64_t column;
  expect_ok(patron_table_find_column(customers, "growth", &column));
  for (int64_t i = 0; i < g->n; i++) {
    double growth = 0;
    uint8_t known = 0;
    expect_ok(patron_table_read_f64(customers, column, i, 1, &growth, &known));
    sum += growth;
    size += growth < 0 ? -growth : growth;
    for (size_t s = 0; s < json_array_size(samples); s++) {
      const json_t *sample = json_array_get(samples, s);
      if (strcmp(json_string_value(json_array_get(sample, 0)), g->of[i].id) == 0) expect_close(growth, json_number_value(json_array_get(sample, 3)), 1e-12, "sample_arc_growth");
    }
  }
  expect_close(sum, vectors_number(expect, "arc_growth_sum"), 1e-12 * size, "arc_growth_sum");
  patron_table_destroy(customers);
  patron_assessment_destroy(assessment);
}

/* Peers are all of the group. The vectors count the headroom of positive values and keep the quantile unrounded: half a unit for each customer is allowed. */
static void check_wallets(const group *g, const patron_assessment *after, const json_t *expect)
{
  patron_table *customers = table_of(after, "customers");
  const double quantile = json_is_number(vectors_get(expect, "peer_wallet_q80_type7")) ? vectors_number(expect, "peer_wallet_q80_type7") * 1e4 : 0;
  int64_t headroom = 0, with_headroom = 0;
  for (int64_t i = 0; i < g->n; i++) {
    const int64_t value = g->of[i].value[1];
    if (!g->of[i].seen[1] || value <= 0) continue;
    expect_close((double)cell_i64(customers, "potential_value", i), (double)value > quantile ? (double)value : quantile, 0.5 + 1e-6, "peer_wallet_q80_type7");
    headroom += cell_i64(customers, "headroom", i);
    with_headroom += cell_i64(customers, "headroom", i) > 0;
  }
  assert_int_equal(with_headroom, json_integer_value(vectors_get(expect, "n_with_headroom")));
  expect_close((double)headroom, vectors_number(expect, "total_headroom") * 1e4, 0.5 * (double)with_headroom + 1e-9 * (double)headroom, "total_headroom");
  patron_table_destroy(customers);
}

static void check_group(group *g, const json_t *expect)
{
  patron_assessment *before, *after;
  assert_int_equal(g->n, json_integer_value(vectors_get(expect, "n_ids")));
  before = assess(g, 0, 0, 0, "GIVEN");
  read_tiers(g, before, NULL);
  check_cut(before, vectors_get(expect, "cut_prev"));
  after = assess(g, 1, 1, 0, "PEER");
  read_tiers(g, before, after);
  check_cut(after, vectors_get(expect, "cut_curr"));
  check_tiers(g, expect);
  check_table(after, expect);
  check_wallets(g, after, expect);
  check_growth(g, expect);
  patron_assessment_destroy(before);
  patron_assessment_destroy(after);
}

static void customers_move_as_the_vectors_say(void **state)
{
  const source *from = *state;
  char path[200];
  golden_csv csv, customers;
  group g = {NULL, 0, NULL};
  int64_t count;
  line *lines;
  json_t *root, *groups, *one;
  size_t at;
  if (golden_csv_load_shared(from->file, &csv) != 1) {
    printf("%s: %s is not here (PATRON_SHARED)\n", from->name, from->file);
    skip();
  }
  memset(&customers, 0, sizeof customers);
  if (strncmp(from->file, "classic", 7) == 0) assert_int_equal(golden_csv_load_shared("classicmodels_customers.csv", &customers), 1);
  snprintf(path, sizeof path, "pareto/%s.json", from->name);
  root = vectors_load(path);
  groups = vectors_get(root, "groups");
  expect_ok(patron_context_create(NULL, &g.context));
  lines = read_lines(from, &csv, &customers, &count);
  g.of = malloc((size_t)(count + 1) * sizeof *g.of);
  assert_true(g.of != NULL && json_array_size(groups) > 0);
  json_array_foreach(groups, at, one) {
    collect(lines, count, vectors_text(one, "layer"), vectors_text(one, "region"), &g);
    check_group(&g, one);
  }
  free(g.of);
  free(lines);
  json_decref(root);
  golden_csv_free(&csv);
  golden_csv_free(&customers);
  patron_context_destroy(g.context);
}

int main(void)
{
  enum { NAMES = sizeof SOURCES / sizeof *SOURCES };
  struct CMUnitTest tests[NAMES];
  for (size_t i = 0; i < NAMES; i++) tests[i] = (struct CMUnitTest){SOURCES[i].name, customers_move_as_the_vectors_say, NULL, NULL, (void *)(uintptr_t)&SOURCES[i]};
  return cmocka_run_group_tests_name("migration_vectors", tests, NULL, NULL);
}
