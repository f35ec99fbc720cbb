/* Two plug-ins in one policy: MEREC finds the weights, MEDIAN scores one criterion. The five rows are the worked example of the MEREC paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merec.h"

enum { CUSTOMERS = 5, CRITERIA = 4 };

static const char *const ids[CUSTOMERS] = {"A1", "A2", "A3", "A4", "A5"};
static const char *const columns[CRITERIA] = {"reach", "floor_space", "complaints", "days_to_pay"};
static const double values[CRITERIA][CUSTOMERS] = {
  {450, 10, 100, 220, 5}, {8000, 9100, 8200, 9300, 8400}, {54, 2, 31, 1, 23}, {145, 160, 153, 162, 158}};

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The median is worth 50, the smallest value 0, the largest 100: half of the customers stand above the middle, whatever the outliers do. */
static patron_status fit_median(void *user, const double *known, int64_t count, int32_t capacity, double *from, double *score, int32_t *points) {
  (void)user;
  double *sorted = malloc((size_t)(count + 1) * sizeof *sorted);
  if (sorted == NULL) return PATRON_E_NO_MEMORY;
  if (count == 0 || capacity < 3) {
    free(sorted);
    return PATRON_E_RANGE;
  }
  memcpy(sorted, known, (size_t)count * sizeof *sorted);
  qsort(sorted, (size_t)count, sizeof *sorted, compare);
  from[0] = sorted[0];
  from[1] = sorted[(count - 1) / 2];
  from[2] = sorted[count - 1];
  for (int i = 0; i < 3; i++) score[i] = 50.0 * i;
  *points = 3;
  free(sorted);
  return PATRON_OK;
}

static const patron_normaliser median_normaliser = {sizeof(patron_normaliser), 1, "MEDIAN", fit_median};

static patron_status fill_portfolio(patron_portfolio *book) {
  patron_status status = PATRON_OK;
  for (int j = 0; j < CRITERIA && status == PATRON_OK; j++) status = patron_portfolio_declare(book, columns[j], PATRON_NUMBER);
  for (int i = 0; i < CUSTOMERS && status == PATRON_OK; i++) {
    patron_customer customer = 0;
    status = patron_portfolio_add_customer(book, ids[i], -1, &customer);
    for (int j = 0; j < CRITERIA && status == PATRON_OK; j++) status = patron_customer_set_number(book, customer, columns[j], values[j][i]);
  }
  return status;
}

/* Adds rows to a rule table of the policy: those in force stay. */
static patron_status add_rules(patron_policy *policy, patron_table *rules, const char *name) {
  patron_table *in_force = NULL;
  patron_status status = patron_policy_table(policy, name, &in_force);
  if (status == PATRON_OK) status = patron_table_append(rules, in_force);
  if (status == PATRON_OK) status = patron_policy_put(policy, rules);
  patron_table_destroy(in_force);
  return status;
}

static patron_status add_scorecard(patron_context *context, patron_policy *policy) {
  patron_table *scorecards = NULL, *criteria = NULL;
  const char *name[CRITERIA] = {"place", "place", "place", "place"};
  patron_status status = patron_table_create(context, "scorecards", 1, &scorecards);
  if (status == PATRON_OK) status = patron_table_add_strings(scorecards, "scorecard", name);
  if (status == PATRON_OK) status = patron_table_add_code(scorecards, "weighting", (const int32_t[]){0}, NULL, (const char *const[]){"MEREC"}, 1);
  if (status == PATRON_OK) status = add_rules(policy, scorecards, "scorecards");
  if (status == PATRON_OK) status = patron_table_create(context, "criteria", CRITERIA, &criteria);
  if (status == PATRON_OK) status = patron_table_add_strings(criteria, "scorecard", name);
  if (status == PATRON_OK) status = patron_table_add_strings(criteria, "criterion", columns);
  if (status == PATRON_OK) status = patron_table_add_strings(criteria, "column", columns);
  if (status == PATRON_OK) status = patron_table_add_code(criteria, "direction", (const int32_t[]){0, 0, 1, 1}, NULL, (const char *const[]){"HIGHER", "LOWER"}, 2);
  if (status == PATRON_OK) status = patron_table_add_code(criteria, "normaliser", (const int32_t[]){0, 1, 1, 1}, NULL, (const char *const[]){"MEDIAN", "MINMAX"}, 2);
  if (status == PATRON_OK) status = add_rules(policy, criteria, "criteria");
  patron_table_destroy(scorecards);
  patron_table_destroy(criteria);
  return status;
}

/* The weights as the model found them, then the score of each customer. */
static patron_status print(const patron_assessment *result) {
  patron_table *criteria = NULL;
  int64_t name = 0, weight = 0, rows = 0;
  patron_status status = patron_assessment_table(result, "criteria", &criteria);
  if (status == PATRON_OK) status = patron_table_find_column(criteria, "criterion", &name);
  if (status == PATRON_OK) status = patron_table_find_column(criteria, "weight", &weight);
  if (status == PATRON_OK) status = patron_table_rows(criteria, &rows);
  for (int64_t i = 0; i < rows && status == PATRON_OK; i++) {
    int64_t offsets[2] = {0, 0};
    char text[64];
    double value = 0.0;
    status = patron_table_read_text(criteria, name, i, 1, offsets, text, sizeof text, NULL, NULL);
    for (int j = 0; j < CRITERIA && status == PATRON_OK; j++) {
      if ((size_t)offsets[1] != strlen(columns[j]) || memcmp(text, columns[j], strlen(columns[j])) != 0) continue;
      status = patron_table_read_f64(criteria, weight, i, 1, &value, NULL);
      if (status == PATRON_OK) printf("%-12s weight %.4f\n", columns[j], value);
    }
  }
  for (int i = 0; i < CUSTOMERS && status == PATRON_OK; i++) {
    patron_customer customer = 0;
    double score = 0.0;
    status = patron_assessment_find_customer(result, ids[i], -1, &customer);
    if (status == PATRON_OK) status = patron_assessment_number(result, customer, "place", &score);
    if (status == PATRON_OK) printf("%-12s score  %.2f\n", ids[i], score);
  }
  patron_table_destroy(criteria);
  return status;
}

int main(void) {
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  patron_status status = patron_context_create(NULL, &context);
  if (status == PATRON_OK) status = patron_portfolio_create(context, "EUR", &book);
  if (status == PATRON_OK) status = fill_portfolio(book);
  if (status == PATRON_OK) status = patron_policy_create(context, NULL, &policy);
  if (status == PATRON_OK) status = patron_policy_register_weighting(policy, &merec_weighting, NULL, NULL);
  if (status == PATRON_OK) status = patron_policy_register_normaliser(policy, &median_normaliser, NULL, NULL);
  if (status == PATRON_OK) status = add_scorecard(context, policy);
  if (status == PATRON_OK) status = patron_assess(book, policy, &result);
  if (status == PATRON_OK) status = print(result);
  if (status != PATRON_OK) {
    char text[512] = "";
    patron_context_error(context, text, sizeof text, NULL);
    fprintf(stderr, "%s: %s\n", patron_status_name(status), text);
  }
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
  return status == PATRON_OK ? 0 : 1;
}
