/* Terms and what a plan may spend: ladders that climb, amounts that fit together, and every row of a term that exists. */
#include "base/text.h"
#include "engine/policy_check.h"
#include "stages/cells.h"

enum { MOST_DECIMALS = 4 };   /* of any currency: money of rules stays text until the currency is known */

/* Money of a rule as a whole number of its smallest part; 0: unknown. */
static int32_t amount(const patron_table *table, const char *column, int64_t row, int64_t *out) {
  const patron__column *from = patron__table_find(table, column);
  int64_t len;
  if (from == NULL || !patron__column_known(from, row)) return 0;
  if (from->type == PATRON_MONEY) {
    *out = patron__column_i64(from, row);
    return 1;
  }
  const char *text = patron__rule_text(table, column, row, &len);
  return patron_money_parse(text, len, MOST_DECIMALS, out) == PATRON_OK;
}

/* The first row of `table` whose `column` says what `row` of `other` says in the same column; -1: none. */
static int64_t find_term(const patron_table *table, const patron_table *other, int64_t row) {
  for (int64_t at = 0; at < patron__rule_rows(table); at++)
    if (patron__rule_same(table, "term", at, other, "term", row)) return at;
  return -1;
}

static void check_rung(patron__finding *finding, const patron_table *rungs, int64_t row, const patron_table *terms) {
  const int64_t term = find_term(terms, rungs, row);
  const int32_t has_rate = patron__rule_known(rungs, "rate", row), has_amount = patron__rule_known(rungs, "amount", row);
  if (term < 0) {
    patron__find_problem(finding, rungs, row, "term", "a term that stands in terms");
    return;
  }
  if (has_rate == has_amount) patron__find_problem(finding, rungs, row, has_rate ? "amount" : "rate", "a rate or an amount, and not both");
  else if (has_rate && patron__rule_is(terms, "method", term, "FIXED")) patron__find_problem(finding, rungs, row, "rate", "an amount in the place of a rate: the term is FIXED");
  for (int64_t other = 0; other < row; other++) {
    if (!patron__rule_same(rungs, "term", row, rungs, "term", other) || patron__rule_number(rungs, "from", other) < patron__rule_number(rungs, "from", row)) continue;
    patron__find_problem(finding, rungs, row, "from", "a number above %g, where row %lld of the same term begins", patron__rule_number(rungs, "from", other), (long long)other + 1);
    return;
  }
}

static void check_term(patron__finding *finding, const patron_table *terms, int64_t row, const patron_table *rungs) {
  const int32_t linear = patron__rule_is(terms, "method", row, "LINEAR");
  int64_t cap, floor, count = 0;
  for (int64_t rung = 0; rung < patron__rule_rows(rungs); rung++) count += patron__rule_same(rungs, "term", rung, terms, "term", row);
  if (count < 1 + linear) patron__find_problem(finding, terms, row, "term", "%s for it in rungs: without %s it never pays", linear ? "two rows" : "a row", linear ? "both ends" : "one");
  if (amount(terms, "cap", row, &cap) && amount(terms, "floor", row, &floor) && floor > cap) patron__find_problem(finding, terms, row, "floor", "an amount not above the cap");
  if (patron__rule_known(terms, "factor_minimum", row) && patron__rule_known(terms, "factor_maximum", row) && patron__rule_number(terms, "factor_minimum", row) > patron__rule_number(terms, "factor_maximum", row))
    patron__find_problem(finding, terms, row, "factor_minimum", "a number not above factor_maximum");
}

/* Bands of behaviour: each bound once, and a last band without one, so that no value falls out of all of them. */
static void check_factor(patron__finding *finding, const patron_table *factors, int64_t row, const patron_table *terms) {
  const int32_t bounded = patron__rule_known(factors, "up_to", row);
  int32_t has_rest = !bounded, twice = 0;
  if (find_term(terms, factors, row) < 0) patron__find_problem(finding, factors, row, "term", "a term that stands in terms");
  for (int64_t other = 0; other < factors->rows; other++) {
    if (other == row || !patron__rule_same(factors, "term", row, factors, "term", other) || !patron__rule_same(factors, "measure", row, factors, "measure", other)) continue;
    has_rest |= !patron__rule_known(factors, "up_to", other);
    twice |= other < row && bounded == patron__rule_known(factors, "up_to", other) && (!bounded || patron__rule_number(factors, "up_to", row) == patron__rule_number(factors, "up_to", other));
  }
  if (twice) patron__find_problem(finding, factors, row, "up_to", "a bound that stands once for this term and measure");
  if (!has_rest) patron__find_problem(finding, factors, row, "up_to", "a row without a bound for this term and measure: values above the last one would have no factor");
}

static void check_capacity(patron__finding *finding, const patron_table *capacities, int64_t row) {
  const int32_t budget = patron__rule_is(capacities, "resource", row, "BUDGET");
  if (!patron__rule_known(capacities, budget ? "money" : "amount", row)) patron__find_problem(finding, capacities, row, budget ? "money" : "amount", budget ? "how much money a BUDGET has" : "how much there is");
  if (patron__rule_known(capacities, budget ? "amount" : "money", row)) patron__find_problem(finding, capacities, row, budget ? "amount" : "money", budget ? "nothing: a BUDGET is money" : "nothing: only a BUDGET is money");
  for (int64_t other = 0; other < row; other++)
    if (patron__rule_same(capacities, "resource", row, capacities, "resource", other) && patron__rule_same(capacities, "scope", row, capacities, "scope", other)) {
      patron__find_problem(finding, capacities, row, "resource", "one capacity of a resource in a scope: row %lld is it already", (long long)other + 1);
      return;
    }
}

/* The response is an amount, or the column that holds it. */
static void check_level(patron__finding *finding, const patron_table *levels, int64_t row) {
  int64_t len, parsed;
  const char *response = patron__rule_text(levels, "response", row, &len);
  char name[64];
  for (int64_t other = 0; other < row; other++)
    if (patron__rule_same(levels, "level", row, levels, "level", other) && patron__rule_same(levels, "tier", row, levels, "tier", other)) {
      patron__find_problem(finding, levels, row, "level", "one row of a level for a tier: row %lld is it already", (long long)other + 1);
      break;
    }
  if (len == 0 || patron_money_parse(response, len, MOST_DECIMALS, &parsed) == PATRON_OK || patron__cell_text(levels, "response", row, name, sizeof name) < 0) return;
  const patron__schema_column *fact = patron__schema_find("customers", name, PATRON__FACT), *decision = patron__schema_find("customers", name, PATRON__DECISION);
  if (fact == NULL) fact = decision;
  if (fact != NULL && fact->type != PATRON_MONEY) patron__find_problem(finding, levels, row, "response", "an amount of money, or a column of money");
}

void patron__check_terms(patron__finding *finding) {
  const patron_table *terms = patron__tables_find(finding->rules, "terms"), *rungs = patron__tables_find(finding->rules, "rungs"), *factors = patron__tables_find(finding->rules, "term_factors");
  const patron_table *capacities = patron__tables_find(finding->rules, "capacities"), *levels = patron__tables_find(finding->rules, "investment_levels");
  for (int64_t row = 0; row < patron__rule_rows(terms); row++) check_term(finding, terms, row, rungs);
  for (int64_t row = 0; row < patron__rule_rows(rungs); row++) check_rung(finding, rungs, row, terms);
  for (int64_t row = 0; row < patron__rule_rows(factors); row++) check_factor(finding, factors, row, terms);
  for (int64_t row = 0; row < patron__rule_rows(capacities); row++) check_capacity(finding, capacities, row);
  for (int64_t row = 0; row < patron__rule_rows(levels); row++) check_level(finding, levels, row);
}
