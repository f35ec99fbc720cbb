/* The glue of R: external pointers with finalizers, vectors in where they lie, character vectors out. Counts come back as doubles, since R has no 64-bit integers. */
#include "patron_r.h"

#include <R_ext/Rdynload.h>
#include <stdlib.h>
#include <string.h>

/* Ends the call with the sentence of the context, or of the status. Nothing may be owned here: R leaves by a long jump. */
static void check(patron_status status, const patron_context *context) {
  char text[1024] = "";
  if (status == PATRON_OK) return;
  if (context != NULL && patron_context_error(context, text, sizeof text, NULL) == PATRON_OK) Rf_error("%s: %s", patron_status_name(status), text);
  Rf_error("%s: %s", patron_status_name(status), patron_status_message(status));
}

void *R_patron_handle(SEXP pointer) {
  if (Rf_isNull(pointer)) return NULL;
  void *address = R_ExternalPtrAddr(pointer);
  if (address == NULL) Rf_error("this object of Patron was closed, or comes from another session");
  return address;
}

const char *R_patron_text(SEXP text) { return Rf_isNull(text) ? NULL : Rf_translateCharUTF8(STRING_ELT(text, 0)); }

void *R_patron_memory(SEXP vector, SEXPTYPE type) {
  switch (TYPEOF(vector)) {
  case NILSXP: return NULL;
  case EXTPTRSXP: return R_ExternalPtrAddr(vector);
  case RAWSXP: return RAW(vector);
  case REALSXP: if (type == REALSXP) return REAL(vector); break;
  case INTSXP: if (type == INTSXP) return INTEGER(vector); break;
  default: break;
  }
  Rf_error("a vector of type %s or raw is needed, not %s", Rf_type2char(type), Rf_type2char(TYPEOF(vector)));
}

void *R_patron_arrays(SEXP list) {
  if (Rf_isNull(list)) return NULL;
  void **columns = (void **)R_alloc((size_t)XLENGTH(list) + 1, sizeof *columns);
  for (R_xlen_t i = 0; i < XLENGTH(list); i++) columns[i] = R_patron_memory(VECTOR_ELT(list, i), TYPEOF(VECTOR_ELT(list, i)));
  return columns;
}

void *R_patron_texts_of(SEXP texts) {
  const char **found = (const char **)R_alloc((size_t)XLENGTH(texts) + 1, sizeof *found);
  for (R_xlen_t i = 0; i < XLENGTH(texts); i++) found[i] = STRING_ELT(texts, i) == NA_STRING ? NULL : Rf_translateCharUTF8(STRING_ELT(texts, i));
  return (void *)found;
}

int64_t R_patron_integer(SEXP number) {
  int64_t value;
  if (TYPEOF(number) != RAWSXP) return (int64_t)Rf_asReal(number);
  if (XLENGTH(number) != 8) Rf_error("a number of eight bytes is needed");
  memcpy(&value, RAW(number), 8);
  return value;
}

DL_FUNC R_patron_function(SEXP pointer) { return Rf_isNull(pointer) ? NULL : R_ExternalPtrAddrFn(pointer); }

#define FINALIZER(kind) \
  void kind##_finalizer(SEXP pointer) { \
    patron_##kind##_destroy(R_ExternalPtrAddr(pointer)); \
    R_ClearExternalPtr(pointer); \
  }
FINALIZER(context)
FINALIZER(portfolio)
FINALIZER(policy)
FINALIZER(model)
FINALIZER(assessment)
FINALIZER(table)
FINALIZER(fitting)
FINALIZER(pareto_state)

SEXP R_patron_owned(void *handle, R_CFinalizer_t finalizer, SEXP kept) {
  if (handle == NULL) return R_NilValue;
  SEXP pointer = PROTECT(R_MakeExternalPtr(handle, R_NilValue, kept));
  R_RegisterCFinalizerEx(pointer, finalizer, TRUE);
  UNPROTECT(1);
  return pointer;
}

SEXP R_patron_context(void) {
  patron_context *context = NULL;
  check(patron_context_create(NULL, &context), NULL);
  return R_patron_owned(context, context_finalizer, R_NilValue);
}

SEXP R_patron_portfolio(SEXP context, SEXP currency) {
  patron_portfolio *portfolio = NULL;
  check(patron_portfolio_create(R_patron_handle(context), R_patron_text(currency), &portfolio), R_patron_handle(context));
  return R_patron_owned(portfolio, portfolio_finalizer, context);
}

SEXP R_patron_table(SEXP context, SEXP name, SEXP rows) {
  patron_table *table = NULL;
  check(patron_table_create(R_patron_handle(context), R_patron_text(name), (int64_t)Rf_asReal(rows), &table), R_patron_handle(context));
  return R_patron_owned(table, table_finalizer, context);
}

static void give_back(void *lent) { R_ReleaseObject((SEXP)lent); }   /* by a finalizer, so on R's own thread */

/* Doubles are lent, not copied; NA and NaN are unknown. R copies the vector when somebody changes it. */
SEXP R_patron_add_numbers(SEXP table, SEXP context, SEXP column, SEXP values) {
  const R_xlen_t n = XLENGTH(values);
  SEXP lent = PROTECT(Rf_allocVector(VECSXP, 2));
  SET_VECTOR_ELT(lent, 0, values);
  SET_VECTOR_ELT(lent, 1, Rf_allocVector(RAWSXP, n / 8 + 1));
  uint8_t *known = RAW(VECTOR_ELT(lent, 1));
  memset(known, 0, (size_t)n / 8 + 1);
  for (R_xlen_t i = 0; i < n; i++) known[i / 8] |= (uint8_t)(!ISNAN(REAL(values)[i]) << i % 8);
  MARK_NOT_MUTABLE(values);
  R_PreserveObject(lent);
  UNPROTECT(1);
  check(patron_table_borrow_f64(R_patron_handle(table), R_patron_text(column), PATRON_NUMBER, REAL(values), known, give_back, lent), R_patron_handle(context));
  return R_NilValue;
}

/* Whether the library reads a vector where it lies. */
SEXP R_patron_is_at(SEXP pointer, SEXP values) { return Rf_ScalarLogical(R_ExternalPtrAddr(pointer) == (void *)REAL(values)); }

SEXP R_patron_add_texts(SEXP table, SEXP context, SEXP column, SEXP values) {
  check(patron_table_add_strings(R_patron_handle(table), R_patron_text(column), (const char *const *)R_patron_texts_of(values)), R_patron_handle(context));
  return R_NilValue;
}

SEXP R_patron_put(SEXP portfolio, SEXP context, SEXP table) {
  check(patron_portfolio_put(R_patron_handle(portfolio), R_patron_handle(table)), R_patron_handle(context));
  return R_NilValue;
}

SEXP R_patron_policy(SEXP context, SEXP keys, SEXP values) {
  patron_policy *policy = NULL;
  check(patron_policy_create(R_patron_handle(context), NULL, &policy), R_patron_handle(context));
  SEXP pointer = PROTECT(R_patron_owned(policy, policy_finalizer, context));
  for (R_xlen_t i = 0; i < XLENGTH(keys); i++)
    check(patron_policy_set(policy, Rf_translateCharUTF8(STRING_ELT(keys, i)), Rf_translateCharUTF8(STRING_ELT(values, i))), R_patron_handle(context));
  UNPROTECT(1);
  return pointer;
}

SEXP R_patron_fit(SEXP portfolio, SEXP context, SEXP policy) {
  patron_model *model = NULL;
  check(patron_fit(R_patron_handle(portfolio), R_patron_handle(policy), &model), R_patron_handle(context));
  return R_patron_owned(model, model_finalizer, context);
}

SEXP R_patron_apply(SEXP model, SEXP portfolio, SEXP context) {
  patron_assessment *assessment = NULL;
  check(patron_apply(R_patron_handle(model), R_patron_handle(portfolio), &assessment), R_patron_handle(context));
  return R_patron_owned(assessment, assessment_finalizer, context);
}

SEXP R_patron_decided(SEXP assessment, SEXP name) {
  patron_table *table = NULL;
  check(patron_assessment_table(R_patron_handle(assessment), R_patron_text(name), &table), NULL);
  return R_patron_owned(table, table_finalizer, R_NilValue);
}

SEXP R_patron_explain(SEXP assessment, SEXP id) {
  patron_customer customer = 0;
  patron_table *table = NULL;
  check(patron_assessment_find_customer(R_patron_handle(assessment), R_patron_text(id), -1, &customer), NULL);
  check(patron_assessment_explain(R_patron_handle(assessment), customer, &table), NULL);
  return R_patron_owned(table, table_finalizer, R_NilValue);
}

/* Names and types of the columns, as an integer vector with names. */
SEXP R_patron_columns(SEXP table) {
  int64_t n = 0;
  check(patron_table_columns(R_patron_handle(table), &n), NULL);
  SEXP types = PROTECT(Rf_allocVector(INTSXP, (R_xlen_t)n)), names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)n));
  for (int64_t i = 0; i < n; i++) {
    char name[256];
    int32_t type = 0;
    check(patron_table_column_name(R_patron_handle(table), i, name, sizeof name, NULL), NULL);
    check(patron_table_column_type(R_patron_handle(table), i, &type), NULL);
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
  check(patron_table_rows(R_patron_handle(table), &rows), NULL);
  check(patron_table_read_text(R_patron_handle(table), column, 0, rows, NULL, NULL, 0, &needed, NULL), NULL);
  int64_t *offsets = (int64_t *)R_alloc((size_t)rows + 1, sizeof *offsets);
  char *bytes = R_alloc((size_t)needed + 1, 1);
  uint8_t *known = (uint8_t *)R_alloc((size_t)rows / 8 + 1, 1);
  check(patron_table_read_text(R_patron_handle(table), column, 0, rows, offsets, bytes, needed, NULL, known), NULL);
  SEXP found = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)rows));
  for (int64_t i = 0; i < rows; i++)
    SET_STRING_ELT(found, (R_xlen_t)i, known[i / 8] >> i % 8 & 1 ? Rf_mkCharLenCE(bytes + offsets[i], (int)(offsets[i + 1] - offsets[i]), CE_UTF8) : NA_STRING);
  UNPROTECT(1);
  return found;
}

/* c(cut-off, rows inside, total) of one share over doubles, which are read where they lie. */
SEXP R_patron_cutoff(SEXP values, SEXP share) {
  patron_pareto_result found = {.struct_size = sizeof found};
  check(patron_pareto_cutoff_f64(REAL(values), NULL, XLENGTH(values), (int64_t)(Rf_asReal(share) * 1e6 + 0.5), NULL, &found), NULL);
  SEXP out = PROTECT(Rf_allocVector(REALSXP, 3));
  REAL(out)[0] = found.cutoff_f64;
  REAL(out)[1] = (double)found.n_inside;
  REAL(out)[2] = found.total_f64;
  UNPROTECT(1);
  return out;
}
