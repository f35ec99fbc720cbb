/* What the headers of libpatron declare. Made by doc/api.py; a test holds it to the headers. */
#include "patron_r.h"

SEXP P_status_name(SEXP status) {
  const char *found = patron_status_name(Rf_asInteger(status));
  return found == NULL ? R_NilValue : Rf_mkString(found);
}

SEXP P_status_message(SEXP status) {
  const char *found = patron_status_message(Rf_asInteger(status));
  return found == NULL ? R_NilValue : Rf_mkString(found);
}

SEXP P_version_number(void) {
  return Rf_ScalarReal((double)patron_version_number());
}

SEXP P_version_string(void) {
  const char *found = patron_version_string();
  return found == NULL ? R_NilValue : Rf_mkString(found);
}

SEXP P_abi_version(void) {
  return Rf_ScalarReal((double)patron_abi_version());
}

SEXP P_feature_supported(SEXP name) {
  return Rf_ScalarInteger(patron_feature_supported(R_patron_text(name)));
}

SEXP P_context_create(SEXP options) {
  patron_context *out_out = NULL;
  const patron_status status = patron_context_create(R_patron_memory(options, RAWSXP), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, context_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_context_destroy(SEXP context) {
  if (!Rf_isNull(context)) context_finalizer(context);
  return R_NilValue;
}

SEXP P_context_set_i64(SEXP context, SEXP key, SEXP value) {
  return Rf_ScalarInteger(patron_context_set_i64(R_patron_handle(context), R_patron_text(key), (int64_t)R_patron_integer(value)));
}

SEXP P_context_error(SEXP context, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_context_error(R_patron_handle(context), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_context_error_part(SEXP context, SEXP part, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_context_error_part(R_patron_handle(context), R_patron_text(part), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_context_memory_used(SEXP context) {
  return Rf_ScalarReal((double)patron_context_memory_used(R_patron_handle(context)));
}

SEXP P_context_memory_peak(SEXP context) {
  return Rf_ScalarReal((double)patron_context_memory_peak(R_patron_handle(context)));
}

SEXP P_context_set_progress(SEXP context, SEXP progress, SEXP user) {
  return Rf_ScalarInteger(patron_context_set_progress(R_patron_handle(context), (patron_progress_fn)(uintptr_t)R_patron_function(progress), R_patron_memory(user, RAWSXP)));
}

SEXP P_context_cancel(SEXP context) {
  patron_context_cancel(R_patron_handle(context));
  return R_NilValue;
}

SEXP P_currency_exponent(SEXP code, SEXP out) {
  return Rf_ScalarInteger(patron_currency_exponent(R_patron_text(code), R_patron_memory(out, INTSXP)));
}

SEXP P_money_parse(SEXP text, SEXP len, SEXP exponent, SEXP out) {
  return Rf_ScalarInteger(patron_money_parse(R_patron_text(text), (int64_t)R_patron_integer(len), Rf_asInteger(exponent), R_patron_memory(out, RAWSXP)));
}

SEXP P_money_format(SEXP value, SEXP exponent, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_money_format((int64_t)R_patron_integer(value), Rf_asInteger(exponent), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_date_parse(SEXP text, SEXP len, SEXP out) {
  return Rf_ScalarInteger(patron_date_parse(R_patron_text(text), (int64_t)R_patron_integer(len), R_patron_memory(out, INTSXP)));
}

SEXP P_date_format(SEXP days, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_date_format(Rf_asInteger(days), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_number_parse(SEXP text, SEXP len, SEXP out) {
  return Rf_ScalarInteger(patron_number_parse(R_patron_text(text), (int64_t)R_patron_integer(len), R_patron_memory(out, REALSXP)));
}

SEXP P_number_format(SEXP value, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_number_format(Rf_asReal(value), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_bitmap_pack(SEXP bytes, SEXP n, SEXP bitmap) {
  return Rf_ScalarInteger(patron_bitmap_pack(R_patron_memory(bytes, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(bitmap, RAWSXP)));
}

SEXP P_bitmap_unpack(SEXP bitmap, SEXP n, SEXP bytes) {
  return Rf_ScalarInteger(patron_bitmap_unpack(R_patron_memory(bitmap, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(bytes, RAWSXP)));
}

SEXP P_table_create(SEXP context, SEXP name, SEXP rows) {
  patron_table *out_out = NULL;
  const patron_status status = patron_table_create(R_patron_handle(context), R_patron_text(name), (int64_t)R_patron_integer(rows), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_destroy(SEXP table) {
  if (!Rf_isNull(table)) table_finalizer(table);
  return R_NilValue;
}

SEXP P_table_add_f64(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity) {
  return Rf_ScalarInteger(patron_table_add_f64(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP)));
}

SEXP P_table_add_i64(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity) {
  return Rf_ScalarInteger(patron_table_add_i64(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP)));
}

SEXP P_table_add_i32(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity) {
  return Rf_ScalarInteger(patron_table_add_i32(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, INTSXP), R_patron_memory(validity, RAWSXP)));
}

SEXP P_table_add_code(SEXP table, SEXP column, SEXP codes, SEXP validity, SEXP names, SEXP name_count) {
  return Rf_ScalarInteger(patron_table_add_code(R_patron_handle(table), R_patron_text(column), R_patron_memory(codes, INTSXP), R_patron_memory(validity, RAWSXP), (const char *const *)R_patron_texts_of(names), Rf_asInteger(name_count)));
}

SEXP P_table_add_text(SEXP table, SEXP column, SEXP offsets, SEXP bytes, SEXP validity) {
  return Rf_ScalarInteger(patron_table_add_text(R_patron_handle(table), R_patron_text(column), R_patron_memory(offsets, RAWSXP), R_patron_memory(bytes, RAWSXP), R_patron_memory(validity, RAWSXP)));
}

SEXP P_table_add_strings(SEXP table, SEXP column, SEXP values) {
  return Rf_ScalarInteger(patron_table_add_strings(R_patron_handle(table), R_patron_text(column), (const char *const *)R_patron_texts_of(values)));
}

SEXP P_table_borrow_f64(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity, SEXP release, SEXP user) {
  return Rf_ScalarInteger(patron_table_borrow_f64(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(release), R_patron_memory(user, RAWSXP)));
}

SEXP P_table_borrow_i64(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity, SEXP release, SEXP user) {
  return Rf_ScalarInteger(patron_table_borrow_i64(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(release), R_patron_memory(user, RAWSXP)));
}

SEXP P_table_borrow_i32(SEXP table, SEXP column, SEXP type, SEXP values, SEXP validity, SEXP release, SEXP user) {
  return Rf_ScalarInteger(patron_table_borrow_i32(R_patron_handle(table), R_patron_text(column), Rf_asInteger(type), R_patron_memory(values, INTSXP), R_patron_memory(validity, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(release), R_patron_memory(user, RAWSXP)));
}

SEXP P_table_borrow_text(SEXP table, SEXP column, SEXP offsets, SEXP bytes, SEXP validity, SEXP release, SEXP user) {
  return Rf_ScalarInteger(patron_table_borrow_text(R_patron_handle(table), R_patron_text(column), R_patron_memory(offsets, RAWSXP), R_patron_memory(bytes, RAWSXP), R_patron_memory(validity, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(release), R_patron_memory(user, RAWSXP)));
}

SEXP P_table_append(SEXP table, SEXP rows) {
  return Rf_ScalarInteger(patron_table_append(R_patron_handle(table), R_patron_handle(rows)));
}

SEXP P_table_name(SEXP table, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_table_name(R_patron_handle(table), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_table_rows(SEXP table, SEXP out) {
  return Rf_ScalarInteger(patron_table_rows(R_patron_handle(table), R_patron_memory(out, RAWSXP)));
}

SEXP P_table_columns(SEXP table, SEXP out) {
  return Rf_ScalarInteger(patron_table_columns(R_patron_handle(table), R_patron_memory(out, RAWSXP)));
}

SEXP P_table_column_name(SEXP table, SEXP column, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_table_column_name(R_patron_handle(table), (int64_t)R_patron_integer(column), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_table_column_type(SEXP table, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_table_column_type(R_patron_handle(table), (int64_t)R_patron_integer(column), R_patron_memory(out, INTSXP)));
}

SEXP P_table_find_column(SEXP table, SEXP name, SEXP out) {
  return Rf_ScalarInteger(patron_table_find_column(R_patron_handle(table), R_patron_text(name), R_patron_memory(out, RAWSXP)));
}

SEXP P_table_code_count(SEXP table, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_table_code_count(R_patron_handle(table), (int64_t)R_patron_integer(column), R_patron_memory(out, INTSXP)));
}

SEXP P_table_code_name(SEXP table, SEXP column, SEXP code, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_table_code_name(R_patron_handle(table), (int64_t)R_patron_integer(column), Rf_asInteger(code), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_table_read_f64(SEXP table, SEXP column, SEXP first, SEXP count, SEXP out, SEXP validity_out) {
  return Rf_ScalarInteger(patron_table_read_f64(R_patron_handle(table), (int64_t)R_patron_integer(column), (int64_t)R_patron_integer(first), (int64_t)R_patron_integer(count), R_patron_memory(out, REALSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_table_read_i64(SEXP table, SEXP column, SEXP first, SEXP count, SEXP out, SEXP validity_out) {
  return Rf_ScalarInteger(patron_table_read_i64(R_patron_handle(table), (int64_t)R_patron_integer(column), (int64_t)R_patron_integer(first), (int64_t)R_patron_integer(count), R_patron_memory(out, RAWSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_table_read_i32(SEXP table, SEXP column, SEXP first, SEXP count, SEXP out, SEXP validity_out) {
  return Rf_ScalarInteger(patron_table_read_i32(R_patron_handle(table), (int64_t)R_patron_integer(column), (int64_t)R_patron_integer(first), (int64_t)R_patron_integer(count), R_patron_memory(out, INTSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_table_read_text(SEXP table, SEXP column, SEXP first, SEXP count, SEXP offsets, SEXP bytes, SEXP cap, SEXP needed, SEXP validity_out) {
  return Rf_ScalarInteger(patron_table_read_text(R_patron_handle(table), (int64_t)R_patron_integer(column), (int64_t)R_patron_integer(first), (int64_t)R_patron_integer(count), R_patron_memory(offsets, RAWSXP), R_patron_memory(bytes, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_table_view_f64(SEXP table, SEXP column) {
  const double *values_out = NULL;
  const uint8_t *validity_out = NULL;
  const patron_status status = patron_table_view_f64(R_patron_handle(table), (int64_t)R_patron_integer(column), &values_out, &validity_out);
  static const char *names[] = {"status", "values", "validity", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_MakeExternalPtr((void *)(uintptr_t)values_out, R_NilValue, R_NilValue));
  SET_VECTOR_ELT(found, 2, R_MakeExternalPtr((void *)(uintptr_t)validity_out, R_NilValue, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_view_i64(SEXP table, SEXP column) {
  const int64_t *values_out = NULL;
  const uint8_t *validity_out = NULL;
  const patron_status status = patron_table_view_i64(R_patron_handle(table), (int64_t)R_patron_integer(column), &values_out, &validity_out);
  static const char *names[] = {"status", "values", "validity", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_MakeExternalPtr((void *)(uintptr_t)values_out, R_NilValue, R_NilValue));
  SET_VECTOR_ELT(found, 2, R_MakeExternalPtr((void *)(uintptr_t)validity_out, R_NilValue, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_view_i32(SEXP table, SEXP column) {
  const int32_t *values_out = NULL;
  const uint8_t *validity_out = NULL;
  const patron_status status = patron_table_view_i32(R_patron_handle(table), (int64_t)R_patron_integer(column), &values_out, &validity_out);
  static const char *names[] = {"status", "values", "validity", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_MakeExternalPtr((void *)(uintptr_t)values_out, R_NilValue, R_NilValue));
  SET_VECTOR_ELT(found, 2, R_MakeExternalPtr((void *)(uintptr_t)validity_out, R_NilValue, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_view_text(SEXP table, SEXP column) {
  const int64_t *offsets_out = NULL;
  const char *bytes_out = NULL;
  const uint8_t *validity_out = NULL;
  const patron_status status = patron_table_view_text(R_patron_handle(table), (int64_t)R_patron_integer(column), &offsets_out, &bytes_out, &validity_out);
  static const char *names[] = {"status", "offsets", "bytes", "validity", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_MakeExternalPtr((void *)(uintptr_t)offsets_out, R_NilValue, R_NilValue));
  SET_VECTOR_ELT(found, 2, R_MakeExternalPtr((void *)(uintptr_t)bytes_out, R_NilValue, R_NilValue));
  SET_VECTOR_ELT(found, 3, R_MakeExternalPtr((void *)(uintptr_t)validity_out, R_NilValue, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_schema(SEXP context, SEXP name) {
  patron_table *out_out = NULL;
  const patron_status status = patron_schema(R_patron_handle(context), R_patron_text(name), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_code_name(SEXP column, SEXP code) {
  const char *found = patron_code_name(R_patron_text(column), Rf_asInteger(code));
  return found == NULL ? R_NilValue : Rf_mkString(found);
}

SEXP P_table_import_arrow(SEXP context, SEXP name, SEXP schema, SEXP array) {
  patron_table *out_out = NULL;
  const patron_status status = patron_table_import_arrow(R_patron_handle(context), R_patron_text(name), R_patron_memory(schema, RAWSXP), R_patron_memory(array, RAWSXP), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_import_arrow_stream(SEXP context, SEXP name, SEXP stream) {
  patron_table *out_out = NULL;
  const patron_status status = patron_table_import_arrow_stream(R_patron_handle(context), R_patron_text(name), R_patron_memory(stream, RAWSXP), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_table_export_arrow(SEXP table, SEXP flags, SEXP schema, SEXP array) {
  return Rf_ScalarInteger(patron_table_export_arrow(R_patron_handle(table), (uint32_t)R_patron_integer(flags), R_patron_memory(schema, RAWSXP), R_patron_memory(array, RAWSXP)));
}

SEXP P_policy_create(SEXP context, SEXP preset) {
  patron_policy *out_out = NULL;
  const patron_status status = patron_policy_create(R_patron_handle(context), R_patron_text(preset), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, policy_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_policy_destroy(SEXP policy) {
  if (!Rf_isNull(policy)) policy_finalizer(policy);
  return R_NilValue;
}

SEXP P_policy_put(SEXP policy, SEXP table) {
  return Rf_ScalarInteger(patron_policy_put(R_patron_handle(policy), R_patron_handle(table)));
}

SEXP P_policy_table(SEXP policy, SEXP name) {
  patron_table *out_out = NULL;
  const patron_status status = patron_policy_table(R_patron_handle(policy), R_patron_text(name), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_policy_set(SEXP policy, SEXP key, SEXP value) {
  return Rf_ScalarInteger(patron_policy_set(R_patron_handle(policy), R_patron_text(key), R_patron_text(value)));
}

SEXP P_policy_get(SEXP policy, SEXP key, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_policy_get(R_patron_handle(policy), R_patron_text(key), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_policy_set_weight(SEXP policy, SEXP scorecard, SEXP criterion, SEXP weight) {
  return Rf_ScalarInteger(patron_policy_set_weight(R_patron_handle(policy), R_patron_text(scorecard), R_patron_text(criterion), Rf_asReal(weight)));
}

SEXP P_policy_check(SEXP policy) {
  patron_table *problems_out = NULL;
  const patron_status status = patron_policy_check(R_patron_handle(policy), &problems_out);
  static const char *names[] = {"status", "problems", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(problems_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_policy_register_weighting(SEXP policy, SEXP vtable, SEXP user, SEXP destroy) {
  return Rf_ScalarInteger(patron_policy_register_weighting(R_patron_handle(policy), R_patron_memory(vtable, RAWSXP), R_patron_memory(user, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(destroy)));
}

SEXP P_policy_register_normaliser(SEXP policy, SEXP vtable, SEXP user, SEXP destroy) {
  return Rf_ScalarInteger(patron_policy_register_normaliser(R_patron_handle(policy), R_patron_memory(vtable, RAWSXP), R_patron_memory(user, RAWSXP), (patron_release_fn)(uintptr_t)R_patron_function(destroy)));
}

SEXP P_portfolio_create(SEXP context, SEXP currency) {
  patron_portfolio *out_out = NULL;
  const patron_status status = patron_portfolio_create(R_patron_handle(context), R_patron_text(currency), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, portfolio_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_portfolio_destroy(SEXP portfolio) {
  if (!Rf_isNull(portfolio)) portfolio_finalizer(portfolio);
  return R_NilValue;
}

SEXP P_portfolio_put(SEXP portfolio, SEXP table) {
  return Rf_ScalarInteger(patron_portfolio_put(R_patron_handle(portfolio), R_patron_handle(table)));
}

SEXP P_portfolio_table(SEXP portfolio, SEXP name) {
  patron_table *out_out = NULL;
  const patron_status status = patron_portfolio_table(R_patron_handle(portfolio), R_patron_text(name), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_portfolio_declare(SEXP portfolio, SEXP column, SEXP type) {
  return Rf_ScalarInteger(patron_portfolio_declare(R_patron_handle(portfolio), R_patron_text(column), Rf_asInteger(type)));
}

SEXP P_portfolio_add_customer(SEXP portfolio, SEXP id, SEXP len, SEXP out) {
  return Rf_ScalarInteger(patron_portfolio_add_customer(R_patron_handle(portfolio), R_patron_text(id), (int64_t)R_patron_integer(len), R_patron_memory(out, RAWSXP)));
}

SEXP P_portfolio_add_customer_i64(SEXP portfolio, SEXP id, SEXP out) {
  return Rf_ScalarInteger(patron_portfolio_add_customer_i64(R_patron_handle(portfolio), (int64_t)R_patron_integer(id), R_patron_memory(out, RAWSXP)));
}

SEXP P_portfolio_find_customer(SEXP portfolio, SEXP id, SEXP len, SEXP out) {
  return Rf_ScalarInteger(patron_portfolio_find_customer(R_patron_handle(portfolio), R_patron_text(id), (int64_t)R_patron_integer(len), R_patron_memory(out, RAWSXP)));
}

SEXP P_portfolio_find_customer_i64(SEXP portfolio, SEXP id, SEXP out) {
  return Rf_ScalarInteger(patron_portfolio_find_customer_i64(R_patron_handle(portfolio), (int64_t)R_patron_integer(id), R_patron_memory(out, RAWSXP)));
}

SEXP P_portfolio_customer_at(SEXP portfolio, SEXP row, SEXP out) {
  return Rf_ScalarInteger(patron_portfolio_customer_at(R_patron_handle(portfolio), (int64_t)R_patron_integer(row), R_patron_memory(out, RAWSXP)));
}

SEXP P_customer_row(SEXP portfolio, SEXP customer, SEXP row) {
  return Rf_ScalarInteger(patron_customer_row(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_memory(row, RAWSXP)));
}

SEXP P_customer_set_money(SEXP portfolio, SEXP customer, SEXP column, SEXP value) {
  return Rf_ScalarInteger(patron_customer_set_money(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), (int64_t)R_patron_integer(value)));
}

SEXP P_customer_set_number(SEXP portfolio, SEXP customer, SEXP column, SEXP value) {
  return Rf_ScalarInteger(patron_customer_set_number(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), Rf_asReal(value)));
}

SEXP P_customer_set_integer(SEXP portfolio, SEXP customer, SEXP column, SEXP value) {
  return Rf_ScalarInteger(patron_customer_set_integer(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), (int64_t)R_patron_integer(value)));
}

SEXP P_customer_set_date(SEXP portfolio, SEXP customer, SEXP column, SEXP days) {
  return Rf_ScalarInteger(patron_customer_set_date(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), Rf_asInteger(days)));
}

SEXP P_customer_set_flag(SEXP portfolio, SEXP customer, SEXP column, SEXP value) {
  return Rf_ScalarInteger(patron_customer_set_flag(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), Rf_asInteger(value)));
}

SEXP P_customer_set_text(SEXP portfolio, SEXP customer, SEXP column, SEXP text, SEXP len) {
  return Rf_ScalarInteger(patron_customer_set_text(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_text(text), (int64_t)R_patron_integer(len)));
}

SEXP P_customer_set_code(SEXP portfolio, SEXP customer, SEXP column, SEXP name) {
  return Rf_ScalarInteger(patron_customer_set_code(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_text(name)));
}

SEXP P_customer_set_unknown(SEXP portfolio, SEXP customer, SEXP column) {
  return Rf_ScalarInteger(patron_customer_set_unknown(R_patron_handle(portfolio), (uint64_t)R_patron_integer(customer), R_patron_text(column)));
}

SEXP P_fit(SEXP portfolio, SEXP policy) {
  patron_model *out_out = NULL;
  const patron_status status = patron_fit(R_patron_handle(portfolio), R_patron_handle(policy), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, model_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_apply(SEXP model, SEXP portfolio) {
  patron_assessment *out_out = NULL;
  const patron_status status = patron_apply(R_patron_handle(model), R_patron_handle(portfolio), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, assessment_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_assess(SEXP portfolio, SEXP policy) {
  patron_assessment *out_out = NULL;
  const patron_status status = patron_assess(R_patron_handle(portfolio), R_patron_handle(policy), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, assessment_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_robustness(SEXP portfolio, SEXP policy) {
  patron_assessment *out_out = NULL;
  const patron_status status = patron_robustness(R_patron_handle(portfolio), R_patron_handle(policy), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, assessment_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_model_save(SEXP model, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_model_save(R_patron_handle(model), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_model_load(SEXP context, SEXP bytes, SEXP len) {
  patron_model *out_out = NULL;
  const patron_status status = patron_model_load(R_patron_handle(context), R_patron_memory(bytes, RAWSXP), (int64_t)R_patron_integer(len), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, model_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_model_table(SEXP model, SEXP name) {
  patron_table *out_out = NULL;
  const patron_status status = patron_model_table(R_patron_handle(model), R_patron_text(name), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_model_destroy(SEXP model) {
  if (!Rf_isNull(model)) model_finalizer(model);
  return R_NilValue;
}

SEXP P_assessment_destroy(SEXP assessment) {
  if (!Rf_isNull(assessment)) assessment_finalizer(assessment);
  return R_NilValue;
}

SEXP P_assessment_table(SEXP assessment, SEXP name) {
  patron_table *out_out = NULL;
  const patron_status status = patron_assessment_table(R_patron_handle(assessment), R_patron_text(name), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_assessment_find_customer(SEXP assessment, SEXP id, SEXP len, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_find_customer(R_patron_handle(assessment), R_patron_text(id), (int64_t)R_patron_integer(len), R_patron_memory(out, RAWSXP)));
}

SEXP P_assessment_find_customer_i64(SEXP assessment, SEXP id, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_find_customer_i64(R_patron_handle(assessment), (int64_t)R_patron_integer(id), R_patron_memory(out, RAWSXP)));
}

SEXP P_assessment_customer_at(SEXP assessment, SEXP row, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_customer_at(R_patron_handle(assessment), (int64_t)R_patron_integer(row), R_patron_memory(out, RAWSXP)));
}

SEXP P_assessment_customer_row(SEXP assessment, SEXP customer, SEXP row) {
  return Rf_ScalarInteger(patron_assessment_customer_row(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_memory(row, RAWSXP)));
}

SEXP P_assessment_number(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_number(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, REALSXP)));
}

SEXP P_assessment_money(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_money(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, RAWSXP)));
}

SEXP P_assessment_integer(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_integer(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, RAWSXP)));
}

SEXP P_assessment_flag(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_flag(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, INTSXP)));
}

SEXP P_assessment_date(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_date(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, INTSXP)));
}

SEXP P_assessment_code(SEXP assessment, SEXP customer, SEXP column, SEXP out) {
  return Rf_ScalarInteger(patron_assessment_code(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(out, INTSXP)));
}

SEXP P_assessment_text(SEXP assessment, SEXP customer, SEXP column, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_assessment_text(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), R_patron_text(column), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_assessment_explain(SEXP assessment, SEXP customer) {
  patron_table *out_out = NULL;
  const patron_status status = patron_assessment_explain(R_patron_handle(assessment), (uint64_t)R_patron_integer(customer), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_changes(SEXP context, SEXP before, SEXP after) {
  patron_table *out_out = NULL;
  const patron_status status = patron_changes(R_patron_handle(context), R_patron_handle(before), R_patron_handle(after), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, table_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_compare(SEXP context, SEXP before, SEXP after) {
  patron_assessment *out_out = NULL;
  const patron_status status = patron_compare(R_patron_handle(context), R_patron_handle(before), R_patron_handle(after), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, assessment_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_fitting_create(SEXP context, SEXP policy, SEXP plan, SEXP len) {
  patron_fitting *out_out = NULL;
  const patron_status status = patron_fitting_create(R_patron_handle(context), R_patron_handle(policy), R_patron_memory(plan, RAWSXP), (int64_t)R_patron_integer(len), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, fitting_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_fitting_destroy(SEXP fitting) {
  if (!Rf_isNull(fitting)) fitting_finalizer(fitting);
  return R_NilValue;
}

SEXP P_fitting_accumulate(SEXP fitting, SEXP portfolio) {
  return Rf_ScalarInteger(patron_fitting_accumulate(R_patron_handle(fitting), R_patron_handle(portfolio)));
}

SEXP P_fitting_merge(SEXP into, SEXP from) {
  return Rf_ScalarInteger(patron_fitting_merge(R_patron_handle(into), R_patron_handle(from)));
}

SEXP P_fitting_save(SEXP fitting, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_fitting_save(R_patron_handle(fitting), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_fitting_load(SEXP context, SEXP policy, SEXP bytes, SEXP len) {
  patron_fitting *out_out = NULL;
  const patron_status status = patron_fitting_load(R_patron_handle(context), R_patron_handle(policy), R_patron_memory(bytes, RAWSXP), (int64_t)R_patron_integer(len), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, fitting_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_fitting_next(SEXP fitting, SEXP plan, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_fitting_next(R_patron_handle(fitting), R_patron_memory(plan, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_fitting_model(SEXP fitting) {
  patron_model *out_out = NULL;
  const patron_status status = patron_fitting_model(R_patron_handle(fitting), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, model_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_weights_direct(SEXP raw, SEXP n, SEXP weights) {
  return Rf_ScalarInteger(patron_weights_direct(R_patron_memory(raw, REALSXP), Rf_asInteger(n), R_patron_memory(weights, REALSXP)));
}

SEXP P_weights_equal(SEXP n, SEXP weights) {
  return Rf_ScalarInteger(patron_weights_equal(Rf_asInteger(n), R_patron_memory(weights, REALSXP)));
}

SEXP P_weights_rank(SEXP method, SEXP ranks, SEXP n, SEXP weights) {
  return Rf_ScalarInteger(patron_weights_rank(Rf_asInteger(method), R_patron_memory(ranks, REALSXP), Rf_asInteger(n), R_patron_memory(weights, REALSXP)));
}

SEXP P_random_index(SEXP table, SEXP n, SEXP out) {
  return Rf_ScalarInteger(patron_random_index(Rf_asInteger(table), Rf_asInteger(n), R_patron_memory(out, REALSXP)));
}

SEXP P_weights_ahp(SEXP matrix, SEXP n, SEXP method, SEXP random_index, SEXP tolerance, SEXP scratch, SEXP weights, SEXP consistency) {
  return Rf_ScalarInteger(patron_weights_ahp(R_patron_memory(matrix, REALSXP), Rf_asInteger(n), Rf_asInteger(method), Rf_asInteger(random_index), Rf_asReal(tolerance), R_patron_memory(scratch, RAWSXP), R_patron_memory(weights, REALSXP), R_patron_memory(consistency, RAWSXP)));
}

SEXP P_weights_best_worst(SEXP best_to_others, SEXP others_to_worst, SEXP n, SEXP best, SEXP worst, SEXP scratch, SEXP weights, SEXP xi, SEXP consistency_ratio) {
  return Rf_ScalarInteger(patron_weights_best_worst(R_patron_memory(best_to_others, REALSXP), R_patron_memory(others_to_worst, REALSXP), Rf_asInteger(n), Rf_asInteger(best), Rf_asInteger(worst), R_patron_memory(scratch, RAWSXP), R_patron_memory(weights, REALSXP), R_patron_memory(xi, REALSXP), R_patron_memory(consistency_ratio, REALSXP)));
}

SEXP P_weights_entropy(SEXP columns, SEXP validity, SEXP directions, SEXP rows, SEXP n, SEXP scratch, SEXP weights, SEXP warnings) {
  return Rf_ScalarInteger(patron_weights_entropy((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(directions, INTSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(weights, REALSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_weights_critic(SEXP columns, SEXP validity, SEXP directions, SEXP rows, SEXP n, SEXP correlation, SEXP scratch, SEXP weights, SEXP warnings) {
  return Rf_ScalarInteger(patron_weights_critic((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(directions, INTSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(correlation), R_patron_memory(scratch, RAWSXP), R_patron_memory(weights, REALSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_weights_deviation(SEXP columns, SEXP validity, SEXP directions, SEXP rows, SEXP n, SEXP scratch, SEXP weights, SEXP warnings) {
  return Rf_ScalarInteger(patron_weights_deviation((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(directions, INTSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(weights, REALSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_normalise_linear(SEXP values, SEXP validity, SEXP n, SEXP low, SEXP high, SEXP direction, SEXP out) {
  return Rf_ScalarInteger(patron_normalise_linear(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asReal(low), Rf_asReal(high), Rf_asInteger(direction), R_patron_memory(out, REALSXP)));
}

SEXP P_normalise_target(SEXP values, SEXP validity, SEXP n, SEXP low, SEXP target_low, SEXP target_high, SEXP high, SEXP out) {
  return Rf_ScalarInteger(patron_normalise_target(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asReal(low), Rf_asReal(target_low), Rf_asReal(target_high), Rf_asReal(high), R_patron_memory(out, REALSXP)));
}

SEXP P_normalise_points(SEXP values, SEXP validity, SEXP n, SEXP from, SEXP score, SEXP points, SEXP out) {
  return Rf_ScalarInteger(patron_normalise_points(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(from, REALSXP), R_patron_memory(score, REALSXP), Rf_asInteger(points), R_patron_memory(out, REALSXP)));
}

SEXP P_normalise_percent_rank(SEXP values, SEXP validity, SEXP n, SEXP direction, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_normalise_percent_rank(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(direction), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, REALSXP)));
}

SEXP P_percent_rank_points(SEXP values, SEXP validity, SEXP n, SEXP capacity, SEXP direction, SEXP scratch, SEXP from_out, SEXP score_out, SEXP points_out) {
  return Rf_ScalarInteger(patron_percent_rank_points(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(capacity), Rf_asInteger(direction), R_patron_memory(scratch, RAWSXP), R_patron_memory(from_out, REALSXP), R_patron_memory(score_out, REALSXP), R_patron_memory(points_out, INTSXP)));
}

SEXP P_value_range(SEXP values, SEXP validity, SEXP n, SEXP low, SEXP high) {
  return Rf_ScalarInteger(patron_value_range(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(low, REALSXP), R_patron_memory(high, REALSXP)));
}

SEXP P_value_statistics_of(SEXP values, SEXP validity, SEXP n, SEXP out) {
  return Rf_ScalarInteger(patron_value_statistics_of(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(out, RAWSXP)));
}

SEXP P_normalise_statistics(SEXP values, SEXP validity, SEXP n, SEXP normaliser, SEXP statistics, SEXP direction, SEXP out) {
  return Rf_ScalarInteger(patron_normalise_statistics(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(normaliser), R_patron_memory(statistics, RAWSXP), Rf_asInteger(direction), R_patron_memory(out, REALSXP)));
}

SEXP P_transform_log1p(SEXP values, SEXP validity, SEXP n, SEXP out) {
  return Rf_ScalarInteger(patron_transform_log1p(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(out, REALSXP)));
}

SEXP P_aggregate_weighted_sum(SEXP columns, SEXP validity, SEXP weights, SEXP rows, SEXP n, SEXP missing, SEXP score, SEXP coverage, SEXP validity_out) {
  return Rf_ScalarInteger(patron_aggregate_weighted_sum((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(weights, REALSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(missing), R_patron_memory(score, REALSXP), R_patron_memory(coverage, REALSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_aggregate_weighted_product(SEXP columns, SEXP validity, SEXP weights, SEXP rows, SEXP n, SEXP missing, SEXP floor, SEXP scratch, SEXP score, SEXP coverage, SEXP validity_out) {
  return Rf_ScalarInteger(patron_aggregate_weighted_product((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(weights, REALSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(missing), Rf_asReal(floor), R_patron_memory(scratch, RAWSXP), R_patron_memory(score, REALSXP), R_patron_memory(coverage, REALSXP), R_patron_memory(validity_out, RAWSXP)));
}

SEXP P_rank(SEXP scores, SEXP validity, SEXP n, SEXP scratch, SEXP ranks) {
  return Rf_ScalarInteger(patron_rank(R_patron_memory(scores, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(ranks, RAWSXP)));
}

SEXP P_aggregate_topsis(SEXP columns, SEXP validity, SEXP weights, SEXP rows, SEXP n, SEXP missing, SEXP best, SEXP worst, SEXP scratch, SEXP out, SEXP warnings) {
  return Rf_ScalarInteger(patron_aggregate_topsis((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(weights, REALSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(missing), R_patron_memory(best, REALSXP), R_patron_memory(worst, REALSXP), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_aggregate_vikor(SEXP columns, SEXP validity, SEXP weights, SEXP rows, SEXP n, SEXP missing, SEXP v, SEXP best, SEXP worst, SEXP bounds, SEXP scratch, SEXP out, SEXP warnings) {
  return Rf_ScalarInteger(patron_aggregate_vikor((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(weights, REALSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(missing), Rf_asReal(v), R_patron_memory(best, REALSXP), R_patron_memory(worst, REALSXP), R_patron_memory(bounds, REALSXP), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_vikor_compromise(SEXP utility, SEXP regret, SEXP compromise, SEXP rows, SEXP advantage, SEXP stability, SEXP members) {
  return Rf_ScalarInteger(patron_vikor_compromise(R_patron_memory(utility, REALSXP), R_patron_memory(regret, REALSXP), R_patron_memory(compromise, REALSXP), (int64_t)R_patron_integer(rows), R_patron_memory(advantage, INTSXP), R_patron_memory(stability, INTSXP), R_patron_memory(members, RAWSXP)));
}

SEXP P_aggregate_promethee(SEXP columns, SEXP validity, SEXP directions, SEXP weights, SEXP preferences, SEXP rows, SEXP n, SEXP missing, SEXP scratch, SEXP out, SEXP warnings) {
  return Rf_ScalarInteger(patron_aggregate_promethee((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(directions, INTSXP), R_patron_memory(weights, REALSXP), R_patron_memory(preferences, RAWSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(missing), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP), R_patron_memory(warnings, RAWSXP)));
}

SEXP P_concentration_i64(SEXP values, SEXP validity, SEXP n, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_concentration_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_concentration_f64(SEXP values, SEXP validity, SEXP n, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_concentration_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_top_share_i64(SEXP values, SEXP validity, SEXP n, SEXP share_ppm, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_top_share_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(share_ppm), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_top_share_f64(SEXP values, SEXP validity, SEXP n, SEXP share_ppm, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_top_share_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(share_ppm), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_lorenz_points_i64(SEXP values, SEXP validity, SEXP n, SEXP base, SEXP points, SEXP scratch, SEXP population_out, SEXP share_out) {
  return Rf_ScalarInteger(patron_lorenz_points_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(base), (int64_t)R_patron_integer(points), R_patron_memory(scratch, RAWSXP), R_patron_memory(population_out, REALSXP), R_patron_memory(share_out, REALSXP)));
}

SEXP P_lorenz_points_f64(SEXP values, SEXP validity, SEXP n, SEXP base, SEXP points, SEXP scratch, SEXP population_out, SEXP share_out) {
  return Rf_ScalarInteger(patron_lorenz_points_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(base), (int64_t)R_patron_integer(points), R_patron_memory(scratch, RAWSXP), R_patron_memory(population_out, REALSXP), R_patron_memory(share_out, REALSXP)));
}

SEXP P_whale_points_i64(SEXP values, SEXP validity, SEXP n, SEXP points, SEXP scratch, SEXP rank_out, SEXP sum_out) {
  return Rf_ScalarInteger(patron_whale_points_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(points), R_patron_memory(scratch, RAWSXP), R_patron_memory(rank_out, RAWSXP), R_patron_memory(sum_out, RAWSXP)));
}

SEXP P_whale_points_f64(SEXP values, SEXP validity, SEXP n, SEXP points, SEXP scratch, SEXP rank_out, SEXP sum_out) {
  return Rf_ScalarInteger(patron_whale_points_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(points), R_patron_memory(scratch, RAWSXP), R_patron_memory(rank_out, RAWSXP), R_patron_memory(sum_out, REALSXP)));
}

SEXP P_matrix_bands(SEXP scores, SEXP validity, SEXP n, SEXP bounds, SEXP count, SEXP bands) {
  return Rf_ScalarInteger(patron_matrix_bands(R_patron_memory(scores, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(bounds, REALSXP), Rf_asInteger(count), R_patron_memory(bands, RAWSXP)));
}

SEXP P_matrix_cell(SEXP bands, SEXP attractiveness, SEXP winnability, SEXP intent, SEXP approach) {
  return Rf_ScalarInteger(patron_matrix_cell(Rf_asInteger(bands), Rf_asInteger(attractiveness), Rf_asInteger(winnability), R_patron_memory(intent, INTSXP), R_patron_memory(approach, INTSXP)));
}

SEXP P_natural_breaks_f64(SEXP values, SEXP validity, SEXP n, SEXP k, SEXP scratch, SEXP breaks_out, SEXP sizes_out, SEXP within_out) {
  return Rf_ScalarInteger(patron_natural_breaks_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), Rf_asInteger(k), R_patron_memory(scratch, RAWSXP), R_patron_memory(breaks_out, REALSXP), R_patron_memory(sizes_out, RAWSXP), R_patron_memory(within_out, REALSXP)));
}

SEXP P_pareto_cutoff_i64(SEXP values, SEXP validity, SEXP n, SEXP share_ppm, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_pareto_cutoff_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(share_ppm), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_pareto_cutoff_f64(SEXP values, SEXP validity, SEXP n, SEXP share_ppm, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_pareto_cutoff_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n), (int64_t)R_patron_integer(share_ppm), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_pareto_classes_i64(SEXP values, SEXP validity, SEXP groups, SEXP n, SEXP ngroups, SEXP cuts_ppm, SEXP ncuts, SEXP scratch, SEXP class_out, SEXP groups_out) {
  return Rf_ScalarInteger(patron_pareto_classes_i64(R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), R_patron_memory(groups, INTSXP), (int64_t)R_patron_integer(n), Rf_asInteger(ngroups), R_patron_memory(cuts_ppm, RAWSXP), Rf_asInteger(ncuts), R_patron_memory(scratch, RAWSXP), R_patron_memory(class_out, RAWSXP), R_patron_memory(groups_out, RAWSXP)));
}

SEXP P_pareto_classes_f64(SEXP values, SEXP validity, SEXP groups, SEXP n, SEXP ngroups, SEXP cuts_ppm, SEXP ncuts, SEXP scratch, SEXP class_out, SEXP groups_out) {
  return Rf_ScalarInteger(patron_pareto_classes_f64(R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), R_patron_memory(groups, INTSXP), (int64_t)R_patron_integer(n), Rf_asInteger(ngroups), R_patron_memory(cuts_ppm, RAWSXP), Rf_asInteger(ncuts), R_patron_memory(scratch, RAWSXP), R_patron_memory(class_out, RAWSXP), R_patron_memory(groups_out, RAWSXP)));
}

SEXP P_pareto_state_create(SEXP allocator, SEXP kind, SEXP plan, SEXP len) {
  patron_pareto_state *out_out = NULL;
  const patron_status status = patron_pareto_state_create(R_patron_memory(allocator, RAWSXP), Rf_asInteger(kind), R_patron_memory(plan, RAWSXP), (int64_t)R_patron_integer(len), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, pareto_state_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_pareto_state_destroy(SEXP state) {
  if (!Rf_isNull(state)) pareto_state_finalizer(state);
  return R_NilValue;
}

SEXP P_pareto_state_accumulate_i64(SEXP state, SEXP values, SEXP validity, SEXP n) {
  return Rf_ScalarInteger(patron_pareto_state_accumulate_i64(R_patron_handle(state), R_patron_memory(values, RAWSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n)));
}

SEXP P_pareto_state_accumulate_f64(SEXP state, SEXP values, SEXP validity, SEXP n) {
  return Rf_ScalarInteger(patron_pareto_state_accumulate_f64(R_patron_handle(state), R_patron_memory(values, REALSXP), R_patron_memory(validity, RAWSXP), (int64_t)R_patron_integer(n)));
}

SEXP P_pareto_state_merge(SEXP into, SEXP from) {
  return Rf_ScalarInteger(patron_pareto_state_merge(R_patron_handle(into), R_patron_handle(from)));
}

SEXP P_pareto_state_save(SEXP state, SEXP buf, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_pareto_state_save(R_patron_handle(state), R_patron_memory(buf, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_pareto_state_load(SEXP allocator, SEXP bytes, SEXP len) {
  patron_pareto_state *out_out = NULL;
  const patron_status status = patron_pareto_state_load(R_patron_memory(allocator, RAWSXP), R_patron_memory(bytes, RAWSXP), (int64_t)R_patron_integer(len), &out_out);
  static const char *names[] = {"status", "out", ""};
  SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(found, 0, Rf_ScalarInteger(status));
  SET_VECTOR_ELT(found, 1, R_patron_owned(out_out, pareto_state_finalizer, R_NilValue));
  UNPROTECT(1);
  return found;
}

SEXP P_pareto_state_next(SEXP state, SEXP cuts_ppm, SEXP ncuts, SEXP plan, SEXP cap, SEXP needed) {
  return Rf_ScalarInteger(patron_pareto_state_next(R_patron_handle(state), R_patron_memory(cuts_ppm, RAWSXP), Rf_asInteger(ncuts), R_patron_memory(plan, RAWSXP), (int64_t)R_patron_integer(cap), R_patron_memory(needed, RAWSXP)));
}

SEXP P_pareto_plan_result(SEXP plan, SEXP len, SEXP cut, SEXP out) {
  return Rf_ScalarInteger(patron_pareto_plan_result(R_patron_memory(plan, RAWSXP), (int64_t)R_patron_integer(len), Rf_asInteger(cut), R_patron_memory(out, RAWSXP)));
}

SEXP P_relationship_rule_default(SEXP out) {
  return Rf_ScalarInteger(patron_relationship_rule_default(R_patron_memory(out, RAWSXP)));
}

SEXP P_relationship_rule_check(SEXP rule) {
  return Rf_ScalarInteger(patron_relationship_rule_check(R_patron_memory(rule, RAWSXP)));
}

SEXP P_relationship_classify(SEXP rule, SEXP values, SEXP unknown_mask, SEXP out) {
  return Rf_ScalarInteger(patron_relationship_classify(R_patron_memory(rule, RAWSXP), R_patron_memory(values, REALSXP), (uint32_t)R_patron_integer(unknown_mask), R_patron_memory(out, RAWSXP)));
}

SEXP P_relationship_classify_batch(SEXP rule, SEXP values, SEXP validity, SEXP n, SEXP out) {
  return Rf_ScalarInteger(patron_relationship_classify_batch(R_patron_memory(rule, RAWSXP), (const double *const *)R_patron_arrays(values), (const uint8_t *const *)R_patron_arrays(validity), (int64_t)R_patron_integer(n), R_patron_memory(out, RAWSXP)));
}

SEXP P_rank_correlation(SEXP x, SEXP x_validity, SEXP y, SEXP y_validity, SEXP n, SEXP scratch, SEXP tau_b, SEXP rho) {
  return Rf_ScalarInteger(patron_rank_correlation(R_patron_memory(x, REALSXP), R_patron_memory(x_validity, RAWSXP), R_patron_memory(y, REALSXP), R_patron_memory(y_validity, RAWSXP), (int64_t)R_patron_integer(n), R_patron_memory(scratch, RAWSXP), R_patron_memory(tau_b, REALSXP), R_patron_memory(rho, REALSXP)));
}

SEXP P_weight_stability(SEXP columns, SEXP validity, SEXP weights, SEXP rows, SEXP n, SEXP criterion, SEXP preserve, SEXP which, SEXP bound, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_weight_stability((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), R_patron_memory(weights, REALSXP), (int64_t)R_patron_integer(rows), Rf_asInteger(n), Rf_asInteger(criterion), Rf_asInteger(preserve), (int64_t)R_patron_integer(which), Rf_asReal(bound), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}

SEXP P_sample_weights(SEXP seed, SEXP first, SEXP count, SEXP n, SEXP ranks, SEXP weights) {
  return Rf_ScalarInteger(patron_sample_weights((int64_t)R_patron_integer(seed), (int64_t)R_patron_integer(first), (int64_t)R_patron_integer(count), Rf_asInteger(n), R_patron_memory(ranks, REALSXP), R_patron_memory(weights, REALSXP)));
}

SEXP P_acceptability(SEXP columns, SEXP validity, SEXP rows, SEXP n, SEXP samples, SEXP bounds, SEXP tiers, SEXP scratch, SEXP out) {
  return Rf_ScalarInteger(patron_acceptability((const double *const *)R_patron_arrays(columns), (const uint8_t *const *)R_patron_arrays(validity), (int64_t)R_patron_integer(rows), Rf_asInteger(n), R_patron_memory(samples, RAWSXP), R_patron_memory(bounds, RAWSXP), Rf_asInteger(tiers), R_patron_memory(scratch, RAWSXP), R_patron_memory(out, RAWSXP)));
}
