/* The rule table `programs` and the fence, read; and what contradicts itself in them. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/cells.h"
#include "stages/lists.h"
#include "stages/tier.h"
#include "stages/values.h"

enum { MILLION = 1000000 };

static patron_status refuse(patron_context *context, int64_t row, const char *column, const char *what, const char *expected) {
  const patron__where where = {"programs", column, row, NULL, 0, expected};
  return patron__fail(context, PATRON_E_RANGE, &where, "%s", what);
}

/* A whole number of a cell, at most `most`; `unknown` where there is none. Doubles hold both bounds exactly, unlike INT64_MAX. */
static int64_t whole(double value, double most, int64_t unknown) { return value != value ? unknown : (int64_t)(value < most ? value : most); }

static patron_status read_tier(patron_context *context, const patron_table *table, int64_t row, patron__tier_rule *out) {
  const double share = patron__cell_number(table, "up_to_share", row), visits = patron__cell_number(table, "visits_per_year", row);
  const double rank = patron__cell_number(table, "rank", row), capacity = patron__cell_number(table, "capacity", row);
  if (patron__cell_text(table, "tier", row, out->tier, sizeof out->tier) < 0) return refuse(context, row, "tier", "a tier has no name", "a name of at most 63 bytes");
  out->rank = (int32_t)whole(rank, INT32_MAX, 0);   /* a larger one is found by the check of the rules */
  out->above_fence = patron__cell_flag(table, "above_fence", row);
  out->up_to_ppm = !out->above_fence ? -1 : share != share ? MILLION : (int64_t)floor(share * 10000 + 0.5);
  out->visits = visits != visits ? 0 : visits;
  out->capacity = whole(capacity, 0x1p53, -1);
  out->maximum_approach = patron__cell_code(table, "maximum_approach", row, "approach");
  if (out->above_fence && (out->up_to_ppm <= 0 || out->up_to_ppm > MILLION)) return refuse(context, row, "up_to_share", "a share of the value cannot be used", "a percentage above 0 and at most 100");
  return PATRON_OK;
}

static int32_t comes_before(const patron__tier_rule *a, const patron__tier_rule *b) {
  return a->above_fence != b->above_fence ? a->above_fence > b->above_fence : a->rank < b->rank;
}

static patron_status insert_tier(patron_context *context, int64_t row, patron__program *program, const patron__tier_rule *tier) {
  int32_t at = program->tier_count;
  if (program->tier_count == PATRON__TIERS) return refuse(context, row, "tier", "a program has too many tiers", "at most 24 tiers in a program");
  while (at > 0 && comes_before(tier, &program->tiers[at - 1])) { program->tiers[at] = program->tiers[at - 1]; at--; }
  program->tiers[at] = *tier;
  program->tier_count++;
  program->above += tier->above_fence;
  return PATRON_OK;
}

patron_status patron__programs_read(patron_context *context, const patron_table *table, patron__program **out, int32_t *count) {
  patron__program *programs = patron__allocate_array(context, PATRON__PROGRAMS, sizeof *programs);
  int32_t found = 0;
  patron_status status = PATRON_OK;
  if (programs == NULL) return patron__memory_status(context);
  for (int64_t row = 0; row < patron__cells_rows(table) && status == PATRON_OK; row++) {
    char name[64], layers[512];
    patron__tier_rule tier;
    int32_t p = 0;
    if (patron__cell_text(table, "program", row, name, sizeof name) == PATRON__CELL_BAD) { status = refuse(context, row, "program", "a program's name is too long", "at most 63 bytes"); break; }
    if (patron__cell_text(table, "layers", row, layers, sizeof layers) == PATRON__CELL_BAD) { status = refuse(context, row, "layers", "a list of layers is too long", "at most 511 bytes"); break; }
    while (p < found && strcmp(programs[p].name, name) != 0) p++;
    if (p == PATRON__PROGRAMS) { status = refuse(context, row, "program", "there are too many programs", "at most 64 programs"); break; }
    if (p == found) {
      memcpy(programs[p].name, name, sizeof name);
      memcpy(programs[p].layers, layers, sizeof layers);
      found++;
    }
    status = read_tier(context, table, row, &tier);
    if (status == PATRON_OK) status = insert_tier(context, row, &programs[p], &tier);
  }
  if (status != PATRON_OK) { patron__release(context, programs); return status; }
  *out = programs;
  *count = found;
  return PATRON_OK;
}

int32_t patron__program_of(const patron__tier_inputs *in, const patron__program *programs, int32_t count, int64_t row) {
  int32_t others = -1;
  for (int32_t p = 0; p < count; p++) {
    char digits[PATRON__NUMBER_TEXT];
    const char *name;
    int64_t len;
    if (programs[p].layers[0] == '\0') { if (others < 0) others = p; continue; }
    if (!patron__known(in->layer, row)) continue;
    name = patron__table_value_text(in->customers, in->layer, row, digits, &len);
    if (patron__list_has(programs[p].layers, name, len)) return p;
  }
  return others;
}

/* Visits of the lowest tier above the fence. */
static double lowest_visits(const patron__program *programs, int32_t count) {
  double visits = 0;
  for (int32_t p = 0; p < count; p++)
    if (programs[p].above > 0 && (visits == 0 || programs[p].tiers[programs[p].above - 1].visits < visits)) visits = programs[p].tiers[programs[p].above - 1].visits;
  return visits;
}

static int64_t times(int64_t amount, double factor) { return patron__multiply_divide(amount, (int64_t)floor(factor * MILLION + 0.5), MILLION); }

void patron__fence_from(const patron_table *settings, int64_t full, patron__fence *out) {
  out->full = full;
  out->reach = times(full, patron__settings_number(settings, "fence.potential_multiple"));
  out->lower = times(full, patron__settings_number(settings, "fence.lower_share"));
}

patron_status patron__fence_read(patron_context *context, const patron_table *settings, int32_t exponent, const patron__program *programs, int32_t count, patron__fence *out) {
  static const char *const divisors[] = {"fence.people", "fence.weeks", "fence.visits_per_week"};
  double visits;
  patron_status status;
  memset(out, 0, sizeof *out);
  status = patron__settings_money(settings, "fence.visit_cost", exponent, &out->visit_cost);
  out->set = status == PATRON_OK;
  if (status == PATRON_UNKNOWN) {
    int64_t cost;
    double divisor = 1;
    int32_t all = 1;
    status = patron__settings_money(settings, "fence.field_cost", exponent, &cost);
    for (int32_t i = 0; i < 3; i++) { all = all && patron__settings_is_set(settings, divisors[i]); divisor *= patron__settings_number(settings, divisors[i]); }
    if (status == PATRON_OK && all && divisor > 0) {
      out->visit_cost = patron__multiply_divide(cost, MILLION, (int64_t)floor(divisor * MILLION + 0.5));
      out->set = 1;
    }
  }
  if (status < 0) return patron__fail(context, status, NULL, "the cost of a visit has more decimals than the currency");
  if (!out->set) return PATRON_OK;
  visits = patron__settings_is_set(settings, "fence.minimum_visits") ? patron__settings_number(settings, "fence.minimum_visits") : lowest_visits(programs, count);
  patron__fence_from(settings, times(out->visit_cost, visits), out);
  return PATRON_OK;
}

/* Shares, ranks and layers are looked at with the other rules of the policy: what is left is what cannot be read. */
patron_status patron__tier_check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  const patron_table *table = patron__tables_find(rules, "programs");
  patron__program *programs = NULL;
  int32_t count = 0;
  patron_status status = table == NULL ? PATRON_OK : patron__programs_read(context, table, &programs, &count);
  if (status == PATRON_E_RANGE) return patron__problem_add(problems, "programs", -1, "up_to_share", NULL, "tiers with a name and a percentage above 0 and at most 100");
  patron__release(context, programs);
  return status;
}
