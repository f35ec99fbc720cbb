/* An assessment large enough for worker threads to share it: model and decisions are the same bytes for 1, 2, 3 and 7 of them. */
#include "checks.h"
#include "engine/assessment.h"

enum { CUSTOMERS = 50000, LAYERS = 9 };

typedef struct answer { patron_context *context; patron_table *customers; void *model; int64_t model_size; } answer;

static patron_portfolio *open_book(patron_context *context)
{
  static const char *const names[LAYERS] = {"A", "B", "C", "D", "E", "F", "G", "H", "I"};
  int64_t *ids = malloc(CUSTOMERS * sizeof *ids), *sales = malloc(CUSTOMERS * sizeof *sales), *profit = malloc(CUSTOMERS * sizeof *profit);
  int32_t *layers = malloc(CUSTOMERS * sizeof *layers);
  double *marks[4];
  static const char *const values[4] = {"our_commitment", "our_trust", "their_commitment", "their_trust"};
  uint64_t seed = 7;
  patron_table *table = NULL;
  patron_portfolio *book = NULL;
  for (int32_t v = 0; v < 4; v++) marks[v] = malloc(CUSTOMERS * sizeof **marks);
  for (int64_t i = 0; i < CUSTOMERS; i++) {
    uint64_t draw[7];
    for (int32_t k = 0; k < 7; k++) {
      seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
      draw[k] = seed >> 33;
    }
    ids[i] = i * 3 + 1;
    sales[i] = (int64_t)(draw[0] % 1000) * (int64_t)(draw[1] % 100000) - 5000;
    profit[i] = (int64_t)(draw[2] % 200000) - 40000;
    layers[i] = (int32_t)(draw[3] % LAYERS);
    for (int32_t v = 0; v < 4; v++) marks[v][i] = (double)((draw[4] >> (7 * v)) % 101);
  }
  expect_ok(patron_table_create(context, "customers", CUSTOMERS, &table));
  expect_ok(patron_table_add_i64(table, "customer", PATRON_INTEGER, ids, NULL));
  expect_ok(patron_table_add_i64(table, "sales", PATRON_MONEY, sales, NULL));
  expect_ok(patron_table_add_i64(table, "profit", PATRON_MONEY, profit, NULL));
  expect_ok(patron_table_add_code(table, "layer", layers, NULL, names, LAYERS));
  for (int32_t v = 0; v < 4; v++) expect_ok(patron_table_add_f64(table, values[v], PATRON_NUMBER, marks[v], NULL));
  expect_ok(patron_portfolio_create(context, "EUR", &book));
  expect_ok(patron_portfolio_put(book, table));
  patron_table_destroy(table);
  for (int32_t v = 0; v < 4; v++) free(marks[v]);
  free(ids);
  free(sales);
  free(profit);
  free(layers);
  return book;
}

static void decide(int32_t threads, answer *out)
{
  patron_assessment *result = NULL;
  patron_model *model = NULL;
  expect_ok(patron_context_create(NULL, &out->context));
  expect_ok(patron_context_set_i64(out->context, "max_threads", threads));
  patron_portfolio *book = open_book(out->context);
  expect_ok(patron_assess(book, NULL, &result));
  expect_ok(patron_assessment_table(result, "customers", &out->customers));
  expect_ok(patron_fit(book, NULL, &model));
  expect_ok(patron_model_save(model, NULL, 0, &out->model_size));
  out->model = malloc((size_t)out->model_size);
  assert_non_null(out->model);
  expect_ok(patron_model_save(model, out->model, out->model_size, NULL));
  patron_model_destroy(model);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
}

static void forget(answer *of)
{
  patron_table_destroy(of->customers);
  patron_context_destroy(of->context);
  free(of->model);
}

static void compare(const char *name, const patron__column *a, const patron__column *b)
{
  const int64_t bytes = a->type == PATRON_TEXT ? a->offsets[CUSTOMERS] : a->type == PATRON_FLAG ? patron__bitmap_bytes(CUSTOMERS) : (int64_t)CUSTOMERS * (a->type == PATRON_DATE || a->type == PATRON_CODE ? 4 : 8);
  assert_int_equal(a->type, b->type);
  for (int64_t row = 0; row < CUSTOMERS; row++)
    if (patron__column_known(a, row) != patron__column_known(b, row)) fail_msg("%s differs in row %lld", name, (long long)row);
  if (a->type == PATRON_TEXT) assert_memory_equal(a->offsets, b->offsets, (CUSTOMERS + 1) * sizeof *a->offsets);
  if (bytes > 0 && memcmp(a->values, b->values, (size_t)bytes) != 0) fail_msg("%s differs", name);
}

static void threads_never_show_in_a_large_assessment(void **state)
{
  static const int32_t threads[] = {2, 3, 7};
  answer one;
  (void)state;
  decide(1, &one);
  assert_true(one.customers->column_count > 30);
  for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
    answer other;
    decide(threads[i], &other);
    assert_int_equal(other.model_size, one.model_size);
    assert_memory_equal(other.model, one.model, (size_t)one.model_size);
    assert_int_equal(other.customers->column_count, one.customers->column_count);
    for (int32_t c = 0; c < one.customers->column_count; c++) {
      assert_string_equal(other.customers->columns[c].name, one.customers->columns[c].name);
      compare(one.customers->columns[c].name, one.customers->columns[c].column, other.customers->columns[c].column);
    }
    forget(&other);
  }
  forget(&one);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(threads_never_show_in_a_large_assessment) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
