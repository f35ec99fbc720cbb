/* The cases of pareto/jenks.json: breaks and sizes exactly, sums of squares within 1e-9 of themselves. */
#include "vectors.h"

#include <math.h>

#include "golden_data.h"
#include "patron/rules/natural_breaks.h"

/* Values per customer: rows of one customer stand together. */
static int64_t add_up(const golden_data *data, double *values)
{
  int64_t count = 0, sum = 0;
  for (int64_t i = 0; i < data->n; i++) {
    sum += data->rows[i].value;
    if (i + 1 < data->n && strcmp(data->rows[i].customer, data->rows[i + 1].customer) == 0) continue;
    values[count++] = (double)sum / 10000;
    sum = 0;
  }
  return count;
}

static void check_case(const json_t *one)
{
  const json_t *breaks = vectors_get(one, "breaks"), *sizes = vectors_get(one, "sizes");
  const int32_t k = (int32_t)json_integer_value(vectors_get(one, "k"));
  const double expected = vectors_number(one, "within_ss");
  golden_data data;
  const int loaded = golden_data_load(strncmp(vectors_text(one, "source"), "wholesale", 9) == 0 ? "wholesale_total" : "superstore_sales", &data);
  double *values, found[8], within;
  int64_t n, found_sizes[8];
  assert_true(loaded >= 0 && k < 8);
  if (loaded == 0) return;   /* the data are not on this machine */
  values = malloc((size_t)(data.n + 1) * sizeof *values);
  n = add_up(&data, values);
  golden_data_free(&data);
  assert_int_equal(patron_natural_breaks_f64(values, NULL, n, k, NULL, found, found_sizes, &within), PATRON_OK);
  free(values);
  for (int32_t i = 0; i < k; i++) assert_int_equal(found_sizes[i], json_integer_value(json_array_get(sizes, (size_t)i)));
  for (int32_t i = 0; i <= k; i++) {
    const double wanted = json_number_value(json_array_get(breaks, (size_t)i));
    if (fabs(found[i] - wanted) > 1e-9 * fabs(wanted)) fail_msg("break %d of %s is %.17g, not %.17g", (int)i, vectors_text(one, "source"), found[i], wanted);
  }
  if (fabs(within - expected) > 1e-9 * expected) fail_msg("within %s: %.17g, not %.17g", vectors_text(one, "source"), within, expected);
}

static void breaks_are_those_of_the_cases(void **state)
{
  json_t *root = vectors_load("pareto/jenks.json"), *one;
  size_t c;
  (void)state;
  assert_int_equal(json_array_size(vectors_get(root, "cases")), 3);
  json_array_foreach(vectors_get(root, "cases"), c, one) check_case(one);
  json_decref(root);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(breaks_are_those_of_the_cases)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
