/* A program of a release: built with the headers of that release and run with every later library. It uses structs by their size of then, numbers of then, and a path through each header, and prints
   what came of it; the text is kept beside the headers. tests/abi/freeze.sh copies it with them. */
#include <stdio.h>
#include <string.h>

#include "patron/patron.h"

static int failed;

static void expect(const char *what, patron_status status, patron_status wanted)
{
  if (status == wanted) return;
  printf("%s: %s instead of %s\n", what, patron_status_name(status), patron_status_name(wanted));
  failed = 1;
}

static void numbers(void)
{
  printf("OK %d UNKNOWN %d RANGE %d STALE %d FORMAT %d\n", PATRON_OK, PATRON_UNKNOWN, PATRON_E_RANGE, PATRON_E_STALE, PATRON_E_FORMAT);
  printf("types %d %d %d %d %d %d %d\n", PATRON_MONEY, PATRON_NUMBER, PATRON_INTEGER, PATRON_DATE, PATRON_TEXT, PATRON_CODE, PATRON_FLAG);
  printf("levels %s %s %s\n", patron_code_name("relationship_level", 0), patron_code_name("relationship_level", 1), patron_code_name("class", 0));
  printf("abi %u, %s\n", patron_abi_version(), patron_feature_supported("pareto") ? "pareto" : "no pareto");
}

static void rules(void)
{
  const int64_t values[] = {50, 30, 10, 6, 4};
  const double raw[] = {2, 1, 1};
  patron_pareto_result result;
  double weights[3] = {0, 0, 0};
  memset(&result, 0, sizeof result);
  result.struct_size = sizeof result;
  expect("pareto", patron_pareto_cutoff_i64(values, NULL, 5, 800000, NULL, &result), PATRON_OK);
  printf("cut-off %lld, %lld of %lld\n", (long long)result.cutoff_i64, (long long)result.n_inside, (long long)result.n);
  expect("weights", patron_weights_direct(raw, 3, weights), PATRON_OK);
  printf("weights %.6f %.6f %.6f\n", weights[0], weights[1], weights[2]);
}

static void decide(patron_context *context)
{
  static const char *const ids[] = {"A", "B", "C", "D"}, *const layers[] = {"KA_RETAIL", "KA_RETAIL", "KA_RETAIL", "END_USER"};
  static const int64_t sales[] = {80000, 15000, 5000, 700};
  static unsigned char bytes[1 << 18];
  patron_table *table = NULL, *groups = NULL;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL, *loaded = NULL;
  patron_assessment *result = NULL;
  patron_customer who = 0;
  int64_t needed = 0;
  char text[64] = "";
  expect("table", patron_table_create(context, "customers", 4, &table), PATRON_OK);
  expect("ids", patron_table_add_strings(table, "customer", ids), PATRON_OK);
  expect("layers", patron_table_add_strings(table, "layer", layers), PATRON_OK);
  expect("sales", patron_table_add_i64(table, "sales", PATRON_MONEY, sales, NULL), PATRON_OK);
  expect("book", patron_portfolio_create(context, "EUR", &book), PATRON_OK);
  expect("put", patron_portfolio_put(book, table), PATRON_OK);
  expect("policy", patron_policy_create(context, NULL, &policy), PATRON_OK);
  expect("set", patron_policy_set(policy, "pareto.few_positive", "1"), PATRON_OK);
  expect("set", patron_policy_set(policy, "no such key", "1"), PATRON_E_NOT_FOUND);
  expect("fit", patron_fit(book, policy, &model), PATRON_OK);
  expect("save", patron_model_save(model, bytes, sizeof bytes, &needed), PATRON_OK);
  expect("load", patron_model_load(context, bytes, needed, &loaded), PATRON_OK);
  expect("apply", patron_apply(loaded, book, &result), PATRON_OK);
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    int32_t key = -1;
    expect("find", patron_assessment_find_customer(result, ids[i], -1, &who), PATRON_OK);
    expect("key", patron_assessment_flag(result, who, "key", &key), PATRON_OK);
    expect("text", patron_assessment_text(result, who, "current_value", text, sizeof text, NULL), PATRON_OK);
    printf("%s %s %d\n", ids[i], text, key);
  }
  expect("stale", patron_assessment_text(result, 0, "key", text, sizeof text, NULL), PATRON_E_STALE);
  expect("groups", patron_assessment_table(result, "groups", &groups), PATRON_OK);
  patron_table_destroy(groups);
  patron_assessment_destroy(result);
  patron_model_destroy(loaded);
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  patron_table_destroy(table);
}

int main(void)
{
  const patron_context_options options = { sizeof options, 0, NULL, 0, 1, 0 };
  patron_context *context = NULL;
  numbers();
  rules();
  expect("context", patron_context_create(&options, &context), PATRON_OK);
  decide(context);
  patron_context_destroy(context);
  return failed;
}
