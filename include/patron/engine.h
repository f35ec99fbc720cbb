/**
 * @file engine.h
 * Portfolio (facts), policy (rules), model, assessment (decisions), and the verbs between them: fit, apply, assess.
 */
#ifndef PATRON_ENGINE_H
#define PATRON_ENGINE_H

#include "patron/plugin.h"
#include "patron/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct patron_portfolio patron_portfolio;
typedef struct patron_policy patron_policy;
typedef struct patron_model patron_model;
typedef struct patron_assessment patron_assessment;
typedef uint64_t patron_customer;

PATRON_API patron_status patron_portfolio_create(patron_context *context, const char *currency, patron_portfolio **out);
PATRON_API void patron_portfolio_destroy(patron_portfolio *portfolio);
PATRON_API patron_status patron_portfolio_put(patron_portfolio *portfolio, patron_table *table);
PATRON_API patron_status patron_portfolio_table(const patron_portfolio *portfolio, const char *name, patron_table **out);
PATRON_API patron_status patron_portfolio_declare(patron_portfolio *portfolio, const char *column, int32_t type);
PATRON_API patron_status patron_portfolio_add_customer(patron_portfolio *portfolio, const char *id, int64_t len, patron_customer *out);
PATRON_API patron_status patron_portfolio_add_customer_i64(patron_portfolio *portfolio, int64_t id, patron_customer *out);
PATRON_API patron_status patron_portfolio_find_customer(const patron_portfolio *portfolio, const char *id, int64_t len, patron_customer *out);
PATRON_API patron_status patron_portfolio_find_customer_i64(const patron_portfolio *portfolio, int64_t id, patron_customer *out);
PATRON_API patron_status patron_portfolio_customer_at(const patron_portfolio *portfolio, int64_t row, patron_customer *out);
PATRON_API patron_status patron_customer_row(const patron_portfolio *portfolio, patron_customer customer, int64_t *row);
PATRON_API patron_status patron_customer_set_money(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value);
PATRON_API patron_status patron_customer_set_number(patron_portfolio *portfolio, patron_customer customer, const char *column, double value);
PATRON_API patron_status patron_customer_set_integer(patron_portfolio *portfolio, patron_customer customer, const char *column, int64_t value);
PATRON_API patron_status patron_customer_set_date(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t days);
PATRON_API patron_status patron_customer_set_flag(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t value);
PATRON_API patron_status patron_customer_set_text(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *text, int64_t len);
PATRON_API patron_status patron_customer_set_code(patron_portfolio *portfolio, patron_customer customer, const char *column, const char *name);
PATRON_API patron_status patron_customer_set_unknown(patron_portfolio *portfolio, patron_customer customer, const char *column);

PATRON_API patron_status patron_policy_create(patron_context *context, const char *preset, patron_policy **out);
PATRON_API void patron_policy_destroy(patron_policy *policy);
PATRON_API patron_status patron_policy_put(patron_policy *policy, patron_table *table);
PATRON_API patron_status patron_policy_table(const patron_policy *policy, const char *name, patron_table **out);
PATRON_API patron_status patron_policy_set(patron_policy *policy, const char *key, const char *value);
PATRON_API patron_status patron_policy_get(const patron_policy *policy, const char *key, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_policy_check(const patron_policy *policy, patron_table **problems);
PATRON_API patron_status patron_policy_register_weighting(patron_policy *policy, const patron_weighting *vtable, void *user, patron_release_fn destroy);
PATRON_API patron_status patron_policy_register_normaliser(patron_policy *policy, const patron_normaliser *vtable, void *user, patron_release_fn destroy);

PATRON_API patron_status patron_fit(const patron_portfolio *portfolio, const patron_policy *policy, patron_model **out);
PATRON_API patron_status patron_apply(const patron_model *model, const patron_portfolio *portfolio, patron_assessment **out);
PATRON_API patron_status patron_assess(const patron_portfolio *portfolio, const patron_policy *policy, patron_assessment **out);

PATRON_API patron_status patron_model_save(const patron_model *model, void *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_model_load(patron_context *context, const void *bytes, int64_t len, patron_model **out);
PATRON_API patron_status patron_model_table(const patron_model *model, const char *name, patron_table **out);
PATRON_API void patron_model_destroy(patron_model *model);

PATRON_API void patron_assessment_destroy(patron_assessment *assessment);
PATRON_API patron_status patron_assessment_table(const patron_assessment *assessment, const char *name, patron_table **out);
PATRON_API patron_status patron_assessment_find_customer(const patron_assessment *assessment, const char *id, int64_t len, patron_customer *out);
PATRON_API patron_status patron_assessment_find_customer_i64(const patron_assessment *assessment, int64_t id, patron_customer *out);
PATRON_API patron_status patron_assessment_customer_at(const patron_assessment *assessment, int64_t row, patron_customer *out);
PATRON_API patron_status patron_assessment_number(const patron_assessment *assessment, patron_customer customer, const char *column, double *out);
PATRON_API patron_status patron_assessment_money(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out);
PATRON_API patron_status patron_assessment_integer(const patron_assessment *assessment, patron_customer customer, const char *column, int64_t *out);
PATRON_API patron_status patron_assessment_flag(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out);
PATRON_API patron_status patron_assessment_code(const patron_assessment *assessment, patron_customer customer, const char *column, int32_t *out);
PATRON_API patron_status patron_assessment_text(const patron_assessment *assessment, patron_customer customer, const char *column, char *buf, int64_t cap, int64_t *needed);
PATRON_API patron_status patron_assessment_explain(const patron_assessment *assessment, patron_customer customer, patron_table **out);

#ifdef __cplusplus
}
#endif

#endif
