/* The glue of R: external pointers with finalizers, vectors in where they lie, character vectors out. Counts come back as doubles, since R has no 64-bit integers. */
#include <R.h>
#include <Rinternals.h>
#include <stdlib.h>

#include "patron/patron.h"

/* Ends the call with the sentence of the context, or of the status. Nothing may be owned here: R leaves by a long jump. */
static void check(patron_status status, const patron_context *context) {
  char text[1024] = "";
  if (status == PATRON_OK) return;
  if (context != NULL && patron_context_error(context, text, sizeof text, NULL) == PATRON_OK) Rf_error("%s: %s", patron_status_name(status), text);
  Rf_error("%s: %s", patron_status_name(status), patron_status_message(status));
}

static void *address_of(SEXP pointer) {
  void *address = R_ExternalPtrAddr(pointer);
  if (address == NULL) Rf_error("this object of Patron was closed, or comes from another session");
  return address;
}

#define FINALIZER(kind) \
  static void kind##_finalizer(SEXP pointer) { \
    patron_##kind##_destroy(R_ExternalPtrAddr(pointer)); \
    R_ClearExternalPtr(pointer); \
  }
FINALIZER(context)
FINALIZER(portfolio)
FINALIZER(policy)
FINALIZER(model)
FINALIZER(assessment)
FINALIZER(table)

/* `kept` is what must live as long: the context, for its error text. */
static SEXP owned(void *handle, R_CFinalizer_t finalizer, SEXP kept) {
  SEXP pointer = PROTECT(R_MakeExternalPtr(handle, R_NilValue, kept));
  R_RegisterCFinalizerEx(pointer, finalizer, TRUE);
  UNPROTECT(1);
  return pointer;
}

static const char *utf8(SEXP text) { return Rf_translateCharUTF8(STRING_ELT(text, 0)); }

SEXP R_patron_context(void) {
  patron_context *context = NULL;
  check(patron_context_create(NULL, &context), NULL);
  return owned(context, context_finalizer, R_NilValue);
}

SEXP R_patron_portfolio(SEXP context, SEXP currency) {
  patron_portfolio *portfolio = NULL;
  check(patron_portfolio_create(address_of(context), utf8(currency), &portfolio), address_of(context));
  return owned(portfolio, portfolio_finalizer, context);
}

SEXP R_patron_table(SEXP context, SEXP name, SEXP rows) {
  patron_table *table = NULL;
  check(patron_table_create(address_of(context), utf8(name), (int64_t)Rf_asReal(rows), &table), address_of(context));
  return owned(table, table_finalizer, context);
}

/* Doubles are read where they lie; NA and NaN are unknown. */
SEXP R_patron_add_numbers(SEXP table, SEXP context, SEXP column, SEXP values) {
  const R_xlen_t n = XLENGTH(values);
  uint8_t *known = (uint8_t *)R_alloc((size_t)n / 8 + 1, 1);
  for (R_xlen_t i = 0; i < n; i += 8) known[i / 8] = 0;
  for (R_xlen_t i = 0; i < n; i++) known[i / 8] |= (uint8_t)(!ISNAN(REAL(values)[i]) << i % 8);
  check(patron_table_add_f64(address_of(table), utf8(column), PATRON_NUMBER, REAL(values), known), address_of(context));
  return R_NilValue;
}

SEXP R_patron_add_texts(SEXP table, SEXP context, SEXP column, SEXP values) {
  const R_xlen_t n = XLENGTH(values);
  const char **texts = (const char **)R_alloc((size_t)n + 1, sizeof *texts);
  for (R_xlen_t i = 0; i < n; i++) texts[i] = STRING_ELT(values, i) == NA_STRING ? NULL : Rf_translateCharUTF8(STRING_ELT(values, i));
  check(patron_table_add_strings(address_of(table), utf8(column), texts), address_of(context));
  return R_NilValue;
}

SEXP R_patron_put(SEXP portfolio, SEXP context, SEXP table) {
  check(patron_portfolio_put(address_of(portfolio), address_of(table)), address_of(context));
  return R_NilValue;
}

SEXP R_patron_policy(SEXP context, SEXP keys, SEXP values) {
  patron_policy *policy = NULL;
  check(patron_policy_create(address_of(context), NULL, &policy), address_of(context));
  SEXP pointer = PROTECT(owned(policy, policy_finalizer, context));
  for (R_xlen_t i = 0; i < XLENGTH(keys); i++)
    check(patron_policy_set(policy, Rf_translateCharUTF8(STRING_ELT(keys, i)), Rf_translateCharUTF8(STRING_ELT(values, i))), address_of(context));
  UNPROTECT(1);
  return pointer;
}

SEXP R_patron_fit(SEXP portfolio, SEXP context, SEXP policy) {
  patron_model *model = NULL;
  check(patron_fit(address_of(portfolio), address_of(policy), &model), address_of(context));
  return owned(model, model_finalizer, context);
}

SEXP R_patron_apply(SEXP model, SEXP portfolio, SEXP context) {
  patron_assessment *assessment = NULL;
  check(patron_apply(address_of(model), address_of(portfolio), &assessment), address_of(context));
  return owned(assessment, assessment_finalizer, context);
}

SEXP R_patron_decided(SEXP assessment, SEXP name) {
  patron_table *table = NULL;
  check(patron_assessment_table(address_of(assessment), utf8(name), &table), NULL);
  return owned(table, table_finalizer, R_NilValue);
}

SEXP R_patron_explain(SEXP assessment, SEXP id) {
  patron_customer customer = 0;
  patron_table *table = NULL;
  check(patron_assessment_find_customer(address_of(assessment), utf8(id), -1, &customer), NULL);
  check(patron_assessment_explain(address_of(assessment), customer, &table), NULL);
  return owned(table, table_finalizer, R_NilValue);
}

/* Names and types of the columns, as an integer vector with names. */
SEXP R_patron_columns(SEXP table) {
  int64_t n = 0;
  check(patron_table_columns(address_of(table), &n), NULL);
  SEXP types = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t)n)), names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)n));
  for (int64_t i = 0; i < n; i++) {
    char name[256];
    int32_t type = 0;
    check(patron_table_column_name(address_of(table), i, name, sizeof name, NULL), NULL);
    check(patron_table_column_type(address_of(table), i, &type), NULL);
    INTEGER(types)[i] = type;
    SET_STRING_ELT(names, (R_xlen_t)i, Rf_mkCharCE(name, CE_UTF8));
  }
  Rf_setAttrib(types, R_NamesSymbol, names);
  UNPROTECT(2);
  return types;
}

/* A column as texts; NA where it is unknown. */
SEXP R_patron_texts(SEXP table, SEXP place) {
  int64_t rows = 0, needed = 0;
  const int64_t column = (int64_t)Rf_asReal(place) - 1;
  check(patron_table_rows(address_of(table), &rows), NULL);
  check(patron_table_read_text(address_of(table), column, 0, rows, NULL, NULL, 0, &needed, NULL), NULL);
  int64_t *offsets = (int64_t *)R_alloc((size_t)rows + 1, sizeof *offsets);
  char *bytes = R_alloc((size_t)needed + 1, 1);
  uint8_t *known = (uint8_t *)R_alloc((size_t)rows / 8 + 1, 1);
  check(patron_table_read_text(address_of(table), column, 0, rows, offsets, bytes, needed, NULL, known), NULL);
  SEXP found = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)rows));
  for (int64_t i = 0; i < rows; i++)
    SET_STRING_ELT(found, (R_xlen_t)i, known[i / 8] >> i % 8 & 1 ? Rf_mkCharLenCE(bytes + offsets[i], (int)(offsets[i + 1] - offsets[i]), CE_UTF8) : NA_STRING);
  UNPROTECT(1);
  return found;
}

/* c(cut-off, rows inside, total) of one share over doubles, which are read where they lie. */
SEXP R_patron_cutoff(SEXP values, SEXP share) {
  patron_pareto_result found = {sizeof found};
  check(patron_pareto_cutoff_f64(REAL(values), NULL, XLENGTH(values), (int64_t)(Rf_asReal(share) * 1e6 + 0.5), NULL, &found), NULL);
  SEXP out = PROTECT(Rf_allocVector(REALSXP, 3));
  REAL(out)[0] = found.cutoff_f64;
  REAL(out)[1] = (double)found.n_inside;
  REAL(out)[2] = found.total_f64;
  UNPROTECT(1);
  return out;
}
