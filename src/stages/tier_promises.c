/* Whether better tiers are promised better services: what a program promises is held against the next better tier, and told as warnings when a policy is fitted. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stages/cells.h"
#include "stages/tier.h"

/* What a tier is promised of a service, the best of its rows: the largest quantity, the shortest response; NaN: nothing. */
static double promised(const patron_table *entitlements, const patron__program *program, const char *tier, const char *service, const char *layer, const char *measure) {
  double most = NAN;
  for (int64_t row = 0; row < entitlements->rows; row++) {
    char name[64];
    const double quantity = patron__cell_number(entitlements, measure, row);
    if (!patron__cell_is(entitlements, "tier", row, tier) || !patron__cell_is(entitlements, "service", row, service) || quantity != quantity) continue;
    if (patron__cell_text(entitlements, "program", row, name, sizeof name) > 0 && strcmp(name, program->name) != 0) continue;
    if (patron__cell_text(entitlements, "layer", row, name, sizeof name) > 0 && strcmp(name, layer) != 0) continue;   /* a row without a layer is for all */
    if (most != most || (strcmp(measure, "quantity") == 0 ? quantity > most : quantity < most)) most = quantity;
  }
  return most;
}

static patron_status warn(patron__run *run, const char *column, int64_t row, const char *tier, const char *better, const char *service, const char *what) {
  char text[320];
  (void)snprintf(text, sizeof text, "tier %s %s service %s than the better tier %s", tier, what, service, better);
  return patron__run_warn_row(run, "entitlements", column, row, "NOT_MONOTONE", text);
}

/* A better tier gets no less of any service: each row is held against the next better tier of its program. */
static patron_status check_monotone(patron__run *run, const patron_table *entitlements, const patron__program *program) {
  patron_status status = PATRON_OK;
  for (int64_t row = 0; entitlements != NULL && row < entitlements->rows && status == PATRON_OK; row++) {
    char tier[64], service[64], layer[64];
    int32_t t;
    double here, better, hours, better_hours;
    if (patron__cell_text(entitlements, "tier", row, tier, sizeof tier) <= 0 || patron__cell_text(entitlements, "service", row, service, sizeof service) <= 0) continue;
    if (patron__cell_text(entitlements, "layer", row, layer, sizeof layer) == PATRON__CELL_BAD) continue;
    t = patron__tier_find(program, tier, (int64_t)strlen(tier));
    if (t <= 0) continue;
    here = promised(entitlements, program, tier, service, layer, "quantity");
    better = promised(entitlements, program, program->tiers[t - 1].tier, service, layer, "quantity");
    hours = promised(entitlements, program, tier, service, layer, "response_hours");
    better_hours = promised(entitlements, program, program->tiers[t - 1].tier, service, layer, "response_hours");
    if (here > 0 && !(better >= here)) status = warn(run, "quantity", row, tier, program->tiers[t - 1].tier, service, "is promised more of");
    else if (hours == hours && !(better_hours <= hours)) status = warn(run, "response_hours", row, tier, program->tiers[t - 1].tier, service, "is answered sooner in");
  }
  return status;
}

patron_status patron__tier_promises(patron__run *run, const patron__tier_state *state) {
  const patron_table *entitlements = patron__tables_find(run->rules, "entitlements");
  patron_status status = PATRON_OK;
  for (int32_t p = 0; p < state->program_count && status == PATRON_OK; p++) status = check_monotone(run, entitlements, &state->programs[p]);
  return status;
}
