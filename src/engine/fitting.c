/* patron_fit over parts of the rows: create, accumulate, merge, next, model. */
#include "engine/fitting.h"

#include <string.h>

static patron_status make(patron_context *context, patron_fitting **out) {
  patron_fitting *fitting = patron__allocate_array(context, 1, sizeof *fitting);
  if (fitting == NULL) return patron__memory_status(context);
  patron__context_retain(context);
  fitting->context = context;
  patron__tables_init(&fitting->plan.rules, context);
  patron__tables_init(&fitting->seen, context);
  *out = fitting;
  return PATRON_OK;
}

/* What follows is another once more is seen. */
static void forget_next(patron_fitting *fitting) {
  if (fitting->next != NULL) patron__fitting_plan_clear(fitting->context, fitting->next);
  patron__release(fitting->context, fitting->next);
  fitting->next = NULL;
}

void patron_fitting_destroy(patron_fitting *fitting) {
  patron_context *context;
  if (fitting == NULL) return;
  context = fitting->context;
  forget_next(fitting);
  patron__tables_clear(&fitting->seen);
  patron__fitting_plan_clear(context, &fitting->plan);
  patron__release(context, fitting);
  patron__context_drop(context);
}

static patron_status read_plan(patron_fitting *fitting, const patron_policy *policy, const void *bytes, int64_t len) {
  patron__tables tables;
  patron_status status;
  if (bytes == NULL) return patron__fitting_plan_first(fitting->context, policy, &fitting->plan);
  patron__tables_init(&tables, fitting->context);
  status = patron__tables_load(fitting->context, bytes, len, &tables);
  if (status == PATRON_OK) status = patron__fitting_plan_read(fitting->context, policy, &tables, "plan", &fitting->plan);
  patron__tables_clear(&tables);
  if (status == PATRON_OK && (fitting->plan.length != len || memcmp(fitting->plan.bytes, bytes, (size_t)len) != 0)) status = patron__fitting_broken(fitting->context, "they are not in their one order");
  return status;
}

typedef patron_status (*reader)(patron_fitting *fitting, const patron_policy *policy, const void *bytes, int64_t len);

static patron_status open(patron_context *context, const patron_policy *policy, const void *bytes, int64_t len, reader read, patron_fitting **out) {
  patron_policy *standard = NULL;
  patron_fitting *fitting = NULL;
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  if (policy != NULL && patron__policy_context(policy) != context) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "a fitting and its policy must be of one context");
  if (policy == NULL) status = patron_policy_create(context, NULL, &standard);
  if (policy == NULL) policy = standard;
  if (status == PATRON_OK) status = patron__policy_verify(policy, context);
  if (status == PATRON_OK) status = make(context, &fitting);
  if (status == PATRON_OK) status = read(fitting, policy, bytes, len);
  patron_policy_destroy(standard);
  if (status == PATRON_OK) *out = fitting;
  else patron_fitting_destroy(fitting);
  return status;
}

patron_status patron_fitting_create(patron_context *context, const patron_policy *policy, const void *plan, int64_t len, patron_fitting **out) {
  if (context == NULL || out == NULL || len < 0 || (plan == NULL && len > 0)) return PATRON_E_INVALID_ARGUMENT;
  return open(context, policy, plan, len, read_plan, out);
}

patron_status patron_fitting_load(patron_context *context, const patron_policy *policy, const void *bytes, int64_t len, patron_fitting **out) {
  if (context == NULL || bytes == NULL || len < 0 || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  return open(context, policy, bytes, len, patron__fitting_read, out);
}

/* One table of both; either may be NULL. */
static patron_status join_table(const patron_fitting *fitting, const patron_table *a, const patron_table *b, patron_table **out) {
  const char *name = a != NULL ? a->name : b->name, *dated;
  for (int32_t i = 0; (dated = patron__fitting_dated(i)) != NULL; i++)
    if (strcmp(dated, name) == 0) return patron__fitting_join_dates(fitting->context, patron__tables_find(&fitting->plan.rules, "settings"), a, b, out);
  return patron__fitting_join(fitting->context, a, b, strncmp(name, "question ", 9) == 0, out);
}

/* The tables of one set with those of the other. */
static patron_status join(const patron_fitting *fitting, const patron__tables *a, const patron__tables *b, patron__tables *out) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < a->count + b->count && status == PATRON_OK; i++) {
    const patron_table *one = i < a->count ? a->items[i] : b->items[i - a->count], *other = i < a->count ? patron__tables_find(b, one->name) : NULL;
    patron_table *table = NULL;
    if (i >= a->count && patron__tables_find(a, one->name) != NULL) continue;
    status = join_table(fitting, one, other, &table);
    if (status == PATRON_OK) status = patron__tables_put(out, table);
    patron_table_destroy(table);
  }
  return status;
}

/* Nothing changes before the last step that can fail. */
static patron_status take(patron_fitting *into, const patron_fitting *from) {
  patron__tables joined;
  patron_status status;
  if (from->currency[0] == '\0') return PATRON_OK;
  if (into->currency[0] != '\0' && memcmp(into->currency, from->currency, 3) != 0) {
    const patron__where where = {NULL, NULL, -1, from->currency, -1, into->currency};
    return patron__fail(into->context, PATRON_E_STATE, &where, "a fit is in one currency");
  }
  if (from->customers > PATRON__ROWS_MAX - into->customers) return patron__fail(into->context, PATRON_E_RANGE, NULL, "a fit cannot have so many customers");
  patron__tables_init(&joined, into->context);
  status = join(into, &into->seen, &from->seen, &joined);
  if (status != PATRON_OK) { patron__tables_clear(&joined); return status; }
  forget_next(into);
  patron__tables_clear(&into->seen);
  into->seen = joined;
  into->customers += from->customers;
  into->rows += from->rows;
  memcpy(into->currency, from->currency, sizeof into->currency);
  return PATRON_OK;
}

/* A fitting aside, of the same plan, sees the portfolio; what it has seen is then taken over. */
static patron_status accumulate(patron_fitting *fitting, const patron_portfolio *portfolio) {
  patron_fitting part = {.context = fitting->context, .plan = fitting->plan};
  patron_status status;
  patron__tables_init(&part.seen, fitting->context);
  status = patron__fitting_see(&part, portfolio);
  if (status == PATRON_OK) status = take(fitting, &part);
  patron__tables_clear(&part.seen);
  return status;
}

static patron_status check_currency(const patron_fitting *fitting, const char *given) {
  const char *expected = fitting->plan.step > 0 ? fitting->plan.model->currency : fitting->currency;
  const patron__where where = {NULL, NULL, -1, given, -1, expected};
  if (expected[0] == '\0' || memcmp(expected, given, 3) == 0) return PATRON_OK;
  return patron__fail(fitting->context, PATRON_E_STATE, &where, "a fit is in one currency");
}

patron_status patron_fitting_accumulate(patron_fitting *fitting, const patron_portfolio *portfolio) {
  patron_status status;
  if (fitting == NULL || portfolio == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (patron__portfolio_context(portfolio) != fitting->context) return patron__fail(fitting->context, PATRON_E_INVALID_ARGUMENT, NULL, "a fitting and its portfolios must be of one context");
  status = patron__context_enter(fitting->context);
  if (status != PATRON_OK) return status;
  status = check_currency(fitting, patron__portfolio_currency(portfolio));
  if (status == PATRON_OK) status = accumulate(fitting, portfolio);
  return patron__context_leave(fitting->context, status);
}

patron_status patron_fitting_merge(patron_fitting *into, const patron_fitting *from) {
  patron_status status;
  if (into == NULL || from == NULL || into == from) return PATRON_E_INVALID_ARGUMENT;
  if (into->context != from->context) return patron__fail(into->context, PATRON_E_INVALID_ARGUMENT, NULL, "fittings that are merged must be of one context: send the other one as bytes");
  if (into->plan.length != from->plan.length || memcmp(into->plan.bytes, from->plan.bytes, (size_t)into->plan.length) != 0)
    return patron__fail(into->context, PATRON_E_STATE, NULL, "only fittings of one policy and one plan can be merged");
  status = patron__context_enter(into->context);
  return status == PATRON_OK ? patron__context_leave(into->context, take(into, from)) : status;
}

/* Every pass goes over the same customers. */
static patron_status check_whole(const patron_fitting *fitting) {
  if (fitting->currency[0] == '\0') return patron__fail(fitting->context, PATRON_E_STATE, NULL, "nothing has been accumulated in this pass");
  if (fitting->plan.step > 0 && fitting->customers != fitting->plan.customers)
    return patron__fail(fitting->context, PATRON_E_STATE, NULL, "this pass has seen %lld customers, the first one %lld", (long long)fitting->customers, (long long)fitting->plan.customers);
  return PATRON_OK;
}

/* What follows from what has been seen: asked for once for its size, once for its bytes and maybe once for the model, it is made once. A fitting belongs to one thread, so this may be done behind a const pointer. */
static patron_status find_next(const patron_fitting *fitting, const patron__fitting_plan **out) {
  patron_fitting *owner = (patron_fitting *)(uintptr_t)fitting;
  patron__fitting_plan *next;
  patron_status status = patron__context_idle(fitting->context);
  if (status == PATRON_OK && fitting->next == NULL) {
    next = patron__allocate_array(fitting->context, 1, sizeof *next);
    if (next == NULL) return patron__memory_status(fitting->context);
    status = patron__fitting_advance(fitting, next);
    if (status == PATRON_OK && next->step < patron__steps()) status = patron__fitting_plan_seal(next);
    if (status != PATRON_OK) {
      patron__fitting_plan_clear(fitting->context, next);
      patron__release(fitting->context, next);
      return status;
    }
    owner->next = next;
  }
  *out = fitting->next;
  return status;
}

patron_status patron_fitting_next(const patron_fitting *fitting, void *plan, int64_t cap, int64_t *needed) {
  const patron__fitting_plan *next = NULL;
  patron_status status;
  if (fitting == NULL || cap < 0 || (plan == NULL && cap > 0)) return PATRON_E_INVALID_ARGUMENT;
  status = check_whole(fitting);
  if (status == PATRON_OK) status = find_next(fitting, &next);
  if (status != PATRON_OK) return status;
  if (next->step == patron__steps()) return PATRON_UNKNOWN;
  if (needed != NULL) *needed = next->length;
  if (plan == NULL) return PATRON_OK;
  if (cap < next->length) return PATRON_E_BUFFER_TOO_SMALL;
  memcpy(plan, next->bytes, (size_t)next->length);
  return PATRON_OK;
}

patron_status patron_fitting_model(const patron_fitting *fitting, patron_model **out) {
  const patron__fitting_plan *next = NULL;
  patron_status status;
  if (fitting == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  status = check_whole(fitting);
  if (status == PATRON_OK) status = find_next(fitting, &next);
  if (status != PATRON_OK) return status;
  if (next->step < patron__steps()) return PATRON_UNKNOWN;
  patron__model_retain(next->model);
  *out = next->model;
  return PATRON_OK;
}
