/* Any rules: settings set, and rule tables with cells changed, rows added and left out. A value is one that some rule knows, a number, or any bytes. What the check finds nothing wrong with can be
   followed; what it complains of cannot be fitted. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "company.h"

enum { EDITS = 10, CELLS = 24, TEXT = 40 };

static const char *const rule_tables[] = {"segments", "scorecards", "criteria", "comparisons", "scoring_guide", "relationship", "matrix", "programs", "entitlements",
                                          "terms", "rungs", "term_factors", "investment_levels", "capacities", "settings"};
static const char *const words[] = {
  "", "sales", "profit", "layer", "territory", "current_value", "growth", "objective", "priority", "attractiveness", "winnability", "customer", "name", "EQUAL", "DIRECT", "AHP", "BEST_WORST", "ENTROPY",
  "CRITIC", "DEVIATION", "RANK_SUM", "RANK_ORDER_CENTROID", "WEIGHTED_SUM", "WEIGHTED_PRODUCT", "TOPSIS", "VIKOR", "PROMETHEE", "LINEAR", "MINMAX", "PERCENT_RANK", "ZSCORE", "TARGET", "STEP", "POINTS", "VECTOR",
  "MAX", "SUM", "LOG", "NONE", "LOWER", "HIGHER", "RENORMALISE", "NEUTRAL", "WORST", "UNKNOWN", "CUSTOMERS", "CHANNELS", "KA_RETAIL", "SMALL_RETAIL", "KA_RETAIL,SMALL_RETAIL", "layer,territory", "sales,sales", "HIGH",
  "MEDIUM", "LOW", "STRATEGIC", "COLLABORATIVE", "COOPERATIVE", "TRANSACTIONAL", "LIMITED_COLLABORATION", "CONSULTATIVE", "TACTICAL", "yes", "no", "ALL", "KEY", "0", "1", "-1", "0.5", "80", "100", "101", "33,67",
  "80,95", "95,80", "1,2,3,4,5", "0,0,0", "1e308", "-1e308", "1e-320", "9223372036854775807", "2026-07-01", "0001-01-01", "9999-12-31", "A:B", "FIRST_TIER_WHOLESALER:DISTRIBUTOR", "GOLD", "SILVER", "main", "KEY_PROFIT",
  "key", "rank", "customer_count", "PEER", "PROXY", "WINNABLE", "MIN", "MEAN", "GEOMETRIC", "USUAL", "V", "GAUSSIAN", "size", "fit", "strategic_fit", "tier", "segment", "value", "objective:x"};
static const book_lines facts[] = {{"customers", company_customers}, {"evidence", company_evidence}, {"overrides", company_overrides}, {NULL, NULL}};
static const char *const presets[] = {"DEFAULT", "KAM_DIAGNOSTIC", "THREE_LEVELS", "MATRIX_2X2"};

/* A value for a cell: a word of the rules, or what the bytes say. NULL is unknown. */
static const char *take_value(fuzz_source *from, char out[TEXT + 1])
{
  const uint8_t which = fuzz_take(from);
  if (which == 255) return NULL;
  if (which >= 224) {
    (void)fuzz_take_text(from, out, TEXT);
    return out;
  }
  return words[which % (sizeof words / sizeof *words)];
}

static patron_status set_one(patron_policy *policy, fuzz_source *from)
{
  char value[TEXT + 1], key[64] = "";
  int64_t rows = 0, column = 0, offsets[2] = {0, 0};
  patron_table *settings = NULL;
  patron_status status = patron_policy_table(policy, "settings", &settings);
  if (status == PATRON_OK) status = patron_table_rows(settings, &rows);
  if (status == PATRON_OK) status = patron_table_find_column(settings, "key", &column);
  if (status == PATRON_OK) status = patron_table_read_text(settings, column, (int64_t)fuzz_take(from) % rows, 1, offsets, key, sizeof key - 1, NULL, NULL);
  patron_table_destroy(settings);
  if (status != PATRON_OK) return status;
  key[offsets[1]] = 0;
  return patron_policy_set(policy, key, take_value(from, value));
}

/* One column of the changed table: row r of the result is row order[r] of the old one, but for the cells that are changed. */
static patron_status copy_column(const patron_table *old, int64_t column, const int64_t *order, int64_t rows, fuzz_source *from, uint8_t changed, patron_table *into)
{
  char name[256], cells[CELLS][TEXT + 1];
  static char kept[CELLS][1024];
  const char *values[CELLS];
  patron_status status = patron_table_column_name(old, column, name, sizeof name, NULL);
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    int64_t offsets[2] = {0, 0};
    uint8_t known = 0;
    status = patron_table_read_text(old, column, order[row], 1, offsets, kept[row], sizeof kept[row] - 1, NULL, &known);
    if (status != PATRON_OK) break;
    kept[row][offsets[1]] = 0;
    values[row] = known ? kept[row] : NULL;
    if (changed > 0 && row == changed % rows) values[row] = take_value(from, cells[row]);
  }
  if (status == PATRON_OK) status = patron_table_add_strings(into, name, values);
  return status;
}

/* A rule table with rows taken twice, left out, and cells changed, put back. */
static patron_status change_table(patron_context *context, patron_policy *policy, fuzz_source *from)
{
  const char *name = rule_tables[fuzz_take(from) % (sizeof rule_tables / sizeof *rule_tables)];
  patron_table *old = NULL, *made = NULL;
  int64_t rows = 0, columns = 0, order[CELLS], taken = 0;
  patron_status status = patron_policy_table(policy, name, &old);
  if (status == PATRON_E_NOT_FOUND) return PATRON_OK;   /* not every rule has its table yet */
  if (status == PATRON_OK) status = patron_table_rows(old, &rows);
  if (status == PATRON_OK) status = patron_table_columns(old, &columns);
  const uint8_t how = fuzz_take(from);
  for (int64_t row = 0; row < rows && taken < CELLS - 2; row++)
    if (row != (how & 7) || !(how & 8)) order[taken++] = row;
  if (how & 16 && rows > 0) order[taken++] = fuzz_take(from) % rows;
  if (status == PATRON_OK && taken == 0) { patron_table_destroy(old); return PATRON_OK; }
  if (status == PATRON_OK) status = patron_table_create(context, name, taken, &made);
  for (int64_t i = 0; i < columns && status == PATRON_OK; i++) status = copy_column(old, i, order, taken, from, how & 128 ? fuzz_take(from) : 0, made);
  if (status == PATRON_OK) status = patron_policy_put(policy, made);
  patron_table_destroy(made);
  patron_table_destroy(old);
  return status;
}

/* A rule table that begins empty gets one row of words. */
static patron_status add_row(patron_context *context, patron_policy *policy, fuzz_source *from)
{
  const char *name = rule_tables[fuzz_take(from) % (sizeof rule_tables / sizeof *rule_tables)];
  patron_table *old = NULL, *row = NULL;
  int64_t columns = 0;
  patron_status status = patron_policy_table(policy, name, &old);
  if (status == PATRON_E_NOT_FOUND) return PATRON_OK;
  if (status == PATRON_OK) status = patron_table_columns(old, &columns);
  if (status == PATRON_OK) status = patron_table_create(context, name, 1, &row);
  for (int64_t i = 0; i < columns && status == PATRON_OK; i++) {
    char title[256], value[TEXT + 1];
    const char *values[1] = {take_value(from, value)};
    status = patron_table_column_name(old, i, title, sizeof title, NULL);
    if (status == PATRON_OK && values[0] != NULL) status = patron_table_add_strings(row, title, values);
  }
  if (status == PATRON_OK) status = patron_policy_put(policy, row);
  patron_table_destroy(row);
  patron_table_destroy(old);
  return status;
}

static void judge(const fuzz_session *s, const patron_portfolio *book, const patron_policy *policy)
{
  patron_table *problems = NULL;
  patron_assessment *result = NULL;
  int64_t count = 0;
  char text[1200] = "";
  fuzz_promise(patron_policy_check(policy, &problems) == PATRON_OK && patron_table_rows(problems, &count) == PATRON_OK, "a policy can always be checked");
  patron_table_destroy(problems);
  const patron_status status = patron_assess(book, policy, &result);
  if (status != PATRON_OK) patron_context_error(s->context, text, sizeof text, NULL);
  fuzz_promise(status == PATRON_OK || text[0] != 0, "a refusal has a text");
  fuzz_promise(status != PATRON_E_INTERNAL && status != PATRON_E_NO_MEMORY, "rules break nothing");
  if (status == PATRON_E_MEMORY_LIMIT) return;
  fuzz_promise(count == 0 || status != PATRON_OK, "what the check complains of cannot be fitted");
  if (count == 0 && status == PATRON_E_INVALID_ARGUMENT) fprintf(stderr, "%s\n", text);
  fuzz_promise(count > 0 || status != PATRON_E_INVALID_ARGUMENT, "rules without a problem can be followed");
  patron_assessment_destroy(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static patron_portfolio *book;
  const fuzz_session *s = fuzz_begin();
  if (book == NULL) fuzz_promise(book_open(s->context, "EUR", facts, &book) == PATRON_OK, "the company has facts");
  const uint64_t used = patron_context_memory_used(s->context);
  fuzz_source from = { bytes, size };
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(s->context, presets[fuzz_take(&from) % 4], &policy);
  if (status == PATRON_OK) status = patron_policy_set(policy, "robust.samples", "10");
  fuzz_promise(status == PATRON_OK, "a preset is there");
  for (int32_t i = 0; i < EDITS && from.left > 0; i++) {
    const uint8_t what = fuzz_take(&from) % 4;
    status = what < 2 ? set_one(policy, &from) : what == 2 ? change_table(s->context, policy, &from) : add_row(s->context, policy, &from);
  }
  judge(s, book, policy);
  patron_policy_destroy(policy);
  fuzz_check_engine(s, status, used);
  return 0;
}
