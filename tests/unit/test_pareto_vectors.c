/* Every group of the golden Pareto vectors: counts, cut-offs, classes and their members, totals, Gini, Lorenz, top shares and whale curve, from the data they were computed from. */
#include "golden_data.h"
#include "vectors.h"

#include "patron/rules/concentration.h"
#include "patron/rules/pareto.h"

/* The customers of one group, in the order of their ids. */
typedef struct members { const char **id; int64_t *value; int8_t *in_class; int64_t n; } members;

static members members_create(int64_t most)
{
  members of = {malloc(sizeof(char *) * (size_t)(most + 1)), malloc(sizeof(int64_t) * (size_t)(most + 1)), malloc((size_t)most + 1), 0};
  assert_true(of.id && of.value && of.in_class);
  return of;
}

static void members_free(members *of)
{
  free(of->id);
  free(of->value);
  free(of->in_class);
}

/* Money in the vectors is decimal with up to four places. */
static int64_t money(const json_t *value)
{
  const double scaled = json_number_value(value) * 1e4;
  return (int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
}

static void assert_ratio(double got, const json_t *expected, const char *what)
{
  const double value = json_number_value(expected), difference = got - value;
  const double allowed = 1e-12 * (value < 0 ? -value : value);
  assert_true(json_is_number(expected));
  if (!(difference <= allowed && -difference <= allowed) && !(value == 0.0 && difference < 1e-15 && difference > -1e-15)) fail_msg("%s: %.17g, not %.17g", what, got, value);
}

/* The hash of the ids of a class: each followed by a line end. */
static void assert_set(const members *of, int8_t class_wanted, const char *expected)
{
  uint64_t length = 0;
  char hash[65];
  char *text;
  for (int64_t i = 0; i < of->n; i++) length += strlen(of->id[i]) + 1;
  text = malloc((size_t)length + 1);
  assert_non_null(text);
  length = 0;
  for (int64_t i = 0; i < of->n; i++) {
    if (of->in_class[i] != class_wanted) continue;
    memcpy(text + length, of->id[i], strlen(of->id[i]));
    length += strlen(of->id[i]);
    text[length++] = '\n';
  }
  golden_sha256(text, length, hash);
  assert_string_equal(hash, expected);
  free(text);
}

static int32_t outcome_of(const char *status)
{
  return strcmp(status, "OK") == 0 ? PATRON_PARETO_OK : strcmp(status, "EMPTY") == 0 ? PATRON_PARETO_EMPTY : PATRON_PARETO_NO_POSITIVE;
}

static void check_classes(members *of, const json_t *expect, int64_t share_ppm)
{
  const int64_t cuts[2] = {share_ppm, 950000};
  const int32_t ncuts = share_ppm < 950000 ? 2 : 1;
  const json_t *abc = vectors_get(expect, "abc");
  int8_t outcome;
  int64_t n, positive, total, net, cutoff[2], inside[2], minimum[2], sum[2];
  const patron_pareto_groups out = {.struct_size = sizeof out, .outcome = &outcome, .n = &n, .n_positive = &positive, .total_i64 = &total, .total_net_i64 = &net, .cutoff_i64 = cutoff,
                                    .n_inside = inside, .n_minimum = minimum, .sum_inside_i64 = sum};
  assert_int_equal(patron_pareto_classes_i64(of->value, NULL, NULL, of->n, 1, cuts, ncuts, NULL, of->in_class, &out), PATRON_OK);
  assert_int_equal(outcome, outcome_of(vectors_text(expect, "status")));
  assert_int_equal(n, json_integer_value(vectors_get(expect, "n_customers")));
  assert_int_equal(positive, json_integer_value(vectors_get(expect, "n_positive")));
  assert_int_equal(total, money(vectors_get(expect, "total_positive")));
  assert_int_equal(net, money(vectors_get(expect, "total_net")));
  assert_int_equal(inside[0], json_integer_value(vectors_get(expect, "n_key")));
  assert_int_equal(minimum[0], json_integer_value(vectors_get(expect, "n_key_min_prefix")));
  assert_int_equal(sum[0], money(vectors_get(expect, "key_value")));
  assert_set(of, 0, vectors_text(expect, "key_sha256"));
  if (outcome == PATRON_PARETO_OK) {
    int64_t ties = 0;
    for (int64_t i = 0; i < of->n; i++) ties += of->value[i] == cutoff[0];
    assert_int_equal(cutoff[0], money(vectors_get(expect, "cutoff_value")));
    assert_int_equal(ties, json_integer_value(vectors_get(expect, "ties_at_cutoff")));
    assert_ratio((double)sum[0] / (double)total, vectors_get(expect, "key_share_of_value"), "key_share_of_value");
    assert_ratio((double)inside[0] / (double)n, vectors_get(expect, "key_share_of_customers"), "key_share_of_customers");
  }
  if (ncuts == 2) {
    if (outcome == PATRON_PARETO_OK) assert_int_equal(cutoff[1], money(vectors_get(abc, "b_cut_value")));
    assert_int_equal(inside[1] - inside[0], json_integer_value(vectors_get(abc, "B")));
    assert_int_equal(positive - inside[1], json_integer_value(vectors_get(abc, "C")));
    assert_int_equal(n - positive, json_integer_value(vectors_get(abc, "N")));
    assert_set(of, 1, vectors_text(abc, "B_sha256"));
    assert_set(of, 2, vectors_text(abc, "C_sha256"));
  }
}

static void check_concentration(const members *of, const json_t *expect)
{
  const json_t *whale = vectors_get(expect, "whale"), *lorenz = vectors_get(expect, "lorenz_clip0"), *top = vectors_get(expect, "top_share");
  patron_concentration found = {.struct_size = sizeof found};
  double population[11], share[11];
  const char *percent;
  json_t *held;
  assert_int_equal(patron_concentration_i64(of->value, NULL, of->n, NULL, &found), PATRON_OK);
  assert_int_equal(found.n, json_integer_value(vectors_get(expect, "n_customers")));
  assert_int_equal(found.n_negative, json_integer_value(vectors_get(expect, "n_negative")));
  assert_int_equal(found.peak_rank, json_integer_value(vectors_get(whale, "n_at_peak")));
  assert_int_equal(found.peak_i64, money(vectors_get(whale, "peak_value")));
  assert_int_equal(found.net_i64, money(vectors_get(whale, "net_total")));
  assert_int_equal(found.erosion_i64, money(vectors_get(whale, "erosion")));
  assert_int_equal(!(found.flags & PATRON_CONCENTRATION_OVER_NET), json_is_null(vectors_get(whale, "peak_over_net")));
  if (found.flags & PATRON_CONCENTRATION_OVER_NET) assert_ratio(found.peak_over_net, vectors_get(whale, "peak_over_net"), "peak_over_net");
  assert_int_equal(!(found.flags & PATRON_CONCENTRATION_GINI), json_is_null(lorenz));
  if (!(found.flags & PATRON_CONCENTRATION_GINI)) {
    assert_int_equal(patron_lorenz_points_i64(of->value, NULL, of->n, PATRON_LORENZ_CLIP0, 11, NULL, population, share), PATRON_UNKNOWN);
    return;
  }
  assert_ratio(found.gini_positive, vectors_get(expect, "gini_positive"), "gini_positive");
  assert_ratio(found.gini_clip0, vectors_get(expect, "gini_clip0"), "gini_clip0");
  assert_int_equal(patron_lorenz_points_i64(of->value, NULL, of->n, PATRON_LORENZ_CLIP0, 11, NULL, population, share), PATRON_OK);
  for (size_t d = 0; d < 11; d++) {
    assert_ratio(population[d], json_array_get(json_array_get(lorenz, d), 0), "lorenz population");
    assert_ratio(share[d], json_array_get(json_array_get(lorenz, d), 1), "lorenz share");
  }
  json_object_foreach((json_t *)top, percent, held) {
    patron_top_share result = {.struct_size = sizeof result};
    assert_int_equal(patron_top_share_i64(of->value, NULL, of->n, 10000 * (int64_t)atoi(percent), NULL, &result), PATRON_OK);
    assert_ratio(result.share_of_positive, held, "top_share");
  }
}

static void check_whale_points(const members *of, const json_t *expect)
{
  const json_t *points = vectors_get(vectors_get(expect, "whale"), "points");
  int64_t rank[11], sum[11];
  const patron_status status = patron_whale_points_i64(of->value, NULL, of->n, 11, NULL, rank, sum);
  assert_int_equal(status, json_array_size(points) == 0 ? PATRON_UNKNOWN : PATRON_OK);
  for (size_t d = 0; d < json_array_size(points); d++) {
    assert_int_equal(rank[d], json_integer_value(json_array_get(json_array_get(points, d), 0)));
    assert_int_equal(sum[d], money(json_array_get(json_array_get(points, d), 1)));
  }
}

static void check_group(members *of, const json_t *expect, int64_t share_ppm)
{
  check_classes(of, expect, share_ppm);
  check_concentration(of, expect);
  check_whale_points(of, expect);
}

/* One value per customer of the group; rows come ordered by customer. */
static void collect(const golden_data *data, const char *layer, const char *region, members *out)
{
  out->n = 0;
  for (int64_t i = 0; i < data->n; i++) {
    const golden_row *row = data->rows + i;
    if ((strcmp(layer, "*") != 0 && strcmp(layer, row->layer) != 0) || (strcmp(region, "*") != 0 && strcmp(region, row->region) != 0)) continue;
    if (out->n == 0 || strcmp(out->id[out->n - 1], row->customer) != 0) {
      out->id[out->n] = row->customer;
      out->value[out->n++] = 0;
    }
    out->value[out->n - 1] += row->value;
  }
}

static void golden_groups_are_exact(void **state)
{
  const char *name = *state;
  char path[200];
  golden_data data;
  members of;
  json_t *root, *groups, *group;
  size_t g;
  const int loaded = golden_data_load(name, &data);
  if (loaded == 0) {
    printf("%s: its data are not here (PATRON_SHARED)\n", name);
    skip();
  }
  assert_int_equal(loaded, 1);
  snprintf(path, sizeof path, "pareto/%s.json", name);
  root = vectors_load(path);
  groups = vectors_get(root, "groups");
  of = members_create(data.n);
  assert_true(json_array_size(groups) > 0);
  json_array_foreach(groups, g, group) {
    collect(&data, vectors_text(group, "layer"), vectors_text(group, "region"), &of);
    check_group(&of, group, 800000);
  }
  members_free(&of);
  golden_data_free(&data);
  json_decref(root);
}

static int by_id(const void *a, const void *b)
{
  return strcmp(json_string_value(json_array_get(*(json_t *const *)a, 0)), json_string_value(json_array_get(*(json_t *const *)b, 0)));
}

static void edge_cases_are_exact(void **state)
{
  json_t *root = vectors_load("pareto/edge_cases.json"), *one;
  size_t c;
  (void)state;
  json_array_foreach(vectors_get(root, "cases"), c, one) {
    json_t *input = vectors_get(one, "input");
    const size_t n = json_array_size(input);
    json_t *sorted[100];
    members of = members_create((int64_t)n);
    assert_true(n <= 100);
    for (size_t i = 0; i < n; i++) sorted[i] = json_array_get(input, i);
    qsort(sorted, n, sizeof *sorted, by_id);
    for (size_t i = 0; i < n; i++) {
      of.id[i] = json_string_value(json_array_get(sorted[i], 0));
      of.value[i] = money(json_array_get(sorted[i], 1));
    }
    of.n = (int64_t)n;
    check_group(&of, vectors_get(one, "expect"), money(vectors_get(one, "cut")) * 100);
    members_free(&of);
  }
  json_decref(root);
}

int main(void)
{
  static const char *const names[] = {
    "wholesale_total", "wholesale_fresh", "wholesale_delicassen", "cdnow_master_cds", "cdnow_master_dollars", "rfm_customers_revenue", "rfm_orders_count", "rfm_orders_revenue",
    "swiss_inhabitants", "receivable_invoiced", "receivable_latedays", "superstore_2017_profit", "superstore_2017_sales", "superstore_category_profit", "superstore_category_sales",
    "superstore_profit", "superstore_sales", "superstore_state_profit", "classicmodels_country_profit", "classicmodels_country_sales", "classicmodels_productline_profit",
    "classicmodels_territory_profit", "classicmodels_territory_sales"};
  enum { NAMES = sizeof names / sizeof *names };
  struct CMUnitTest tests[NAMES + 1] = {cmocka_unit_test(edge_cases_are_exact)};
  for (size_t i = 0; i < NAMES; i++) tests[i + 1] = (struct CMUnitTest){names[i], golden_groups_are_exact, NULL, NULL, (void *)(uintptr_t)names[i]};
  return cmocka_run_group_tests_name("pareto_vectors", tests, NULL, NULL);
}
