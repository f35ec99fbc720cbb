/* Golden bytes of plans and states, format version 1, which a script has worked out from the description of the layout: shards of different releases understand each other. */
#include "vectors.h"

#include "patron/rules/pareto.h"

enum { MOST = 1 << 20, MOST_ROWS = 20000, MOST_CUTS = 24 };

typedef struct book { int32_t kind; int64_t n; int64_t whole[MOST_ROWS]; double real[MOST_ROWS]; int64_t cuts[MOST_CUTS]; int32_t ncuts; } book;

static book rows;
static unsigned char bytes[MOST], golden[MOST];

/* Rows as they stand, or by the formula [factor, modulus, divisor, rows]. */
static void read_case(const json_t *of)
{
  const json_t *values = json_object_get(of, "values"), *cuts = vectors_get(of, "cuts");
  rows.kind = strcmp(vectors_text(of, "kind"), "i64") == 0 ? PATRON_PARETO_I64 : PATRON_PARETO_F64;
  rows.ncuts = (int32_t)json_array_size(cuts);
  for (int32_t k = 0; k < rows.ncuts; k++) rows.cuts[k] = json_integer_value(json_array_get(cuts, (size_t)k));
  if (values) {
    rows.n = (int64_t)json_array_size(values);
    for (int64_t i = 0; i < rows.n; i++) {
      rows.whole[i] = json_integer_value(json_array_get(values, (size_t)i));
      rows.real[i] = json_number_value(json_array_get(values, (size_t)i));
    }
    return;
  }
  values = vectors_get(of, "formula");
  rows.n = json_integer_value(json_array_get(values, 3));
  for (int64_t i = 0; i < rows.n; i++) {
    const int64_t value = i * json_integer_value(json_array_get(values, 0)) % json_integer_value(json_array_get(values, 1)), divisor = json_integer_value(json_array_get(values, 2));
    rows.whole[i] = value / divisor;
    rows.real[i] = (double)value / (double)divisor;
  }
}

static int64_t read_golden(const json_t *of, const char *name)
{
  const char *text = vectors_text(of, name);
  const int64_t len = (int64_t)strlen(text) / 2;
  assert_true(len < MOST);
  for (int64_t i = 0; i < len; i++) {
    unsigned int byte = 0;
    assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
    golden[i] = (unsigned char)byte;
  }
  return len;
}

static patron_pareto_state *fill(const void *plan, int64_t len)
{
  patron_pareto_state *state = NULL;
  assert_int_equal(patron_pareto_state_create(NULL, rows.kind, plan, len, &state), PATRON_OK);
  if (rows.kind == PATRON_PARETO_I64) assert_int_equal(patron_pareto_state_accumulate_i64(state, rows.whole, NULL, rows.n), PATRON_OK);
  else assert_int_equal(patron_pareto_state_accumulate_f64(state, rows.real, NULL, rows.n), PATRON_OK);
  return state;
}

/* What is loaded from the golden bytes goes on as what was accumulated does. */
static void check_state(const patron_pareto_state *state, const json_t *of, const char *name)
{
  const int64_t expected = read_golden(of, name);
  patron_pareto_state *loaded = NULL;
  int64_t len = 0, needed = 0;
  assert_int_equal(patron_pareto_state_save(state, bytes, MOST, &len), PATRON_OK);
  if (len != expected || memcmp(bytes, golden, (size_t)len) != 0) fail_msg("%s: the bytes of %s differ", vectors_text(of, "name"), name);
  assert_int_equal(patron_pareto_state_load(NULL, golden, expected, &loaded), PATRON_OK);
  assert_int_equal(patron_pareto_state_save(loaded, bytes, MOST, &len), PATRON_OK);
  assert_int_equal(len, expected);
  assert_memory_equal(bytes, golden, (size_t)len);
  assert_int_equal(patron_pareto_state_next(loaded, rows.cuts, rows.ncuts, NULL, 0, &needed), PATRON_OK);
  patron_pareto_state_destroy(loaded);
}

static void bytes_are_those_of_version_1(void **state)
{
  json_t *root = vectors_load("bytes/pareto_bytes.json");
  size_t i;
  json_t *of;
  (void)state;
  assert_int_equal(json_array_size(root), 7);
  json_array_foreach(root, i, of) {
    patron_pareto_state *one;
    int64_t len = 0;
    read_case(of);
    one = fill(NULL, 0);
    if (json_object_get(of, "state")) check_state(one, of, "state");
    assert_int_equal(patron_pareto_state_next(one, rows.cuts, rows.ncuts, bytes, MOST, &len), PATRON_OK);
    if (len != read_golden(of, "plan") || memcmp(bytes, golden, (size_t)len) != 0) fail_msg("%s: the bytes of the plan differ", vectors_text(of, "name"));
    patron_pareto_state_destroy(one);
    if (!json_object_get(of, "second_state")) continue;
    one = fill(golden, len);
    check_state(one, of, "second_state");
    patron_pareto_state_destroy(one);
  }
  json_decref(root);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(bytes_are_those_of_version_1)};
  return cmocka_run_group_tests_name("pareto_bytes_vectors", tests, NULL, NULL);
}
