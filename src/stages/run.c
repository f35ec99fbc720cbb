/* What all stages do with a run: find inputs, add decision columns, report what was skipped, explain. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "stages/measures.h"
#include "stages/stage.h"
#include "table/rows.h"

patron__column *patron__run_fact(const patron__run *run, const char *column) {
  return run->input == NULL ? NULL : patron__table_find(run->input, column);
}

patron__column *patron__run_find(const patron__run *run, const char *column) {
  patron__column *found = run->customers == NULL ? NULL : patron__table_find(run->customers, column);
  if (found == NULL && run->derived != NULL) found = patron__table_find(run->derived, column);
  return found != NULL ? found : patron__run_fact(run, column);
}

/* The dictionary of a fixed list: the model's, else a new one. */
static patron_status fixed_names(const patron__run *run, const char *codes, patron__dictionary **out) {
  for (int32_t i = 0; run->codes != NULL && i < PATRON__CODES && run->codes[i].name != NULL; i++) {
    if (run->codes[i].name[0] != codes[0] || strcmp(run->codes[i].name, codes) != 0) continue;
    patron__dictionary_retain(run->codes[i].names);
    *out = run->codes[i].names;
    return PATRON_OK;
  }
  return patron__code_dictionary(run->context, codes, out);
}

static patron_status add_to(patron__run *run, patron_table *table, const char *name, int32_t type, const char *codes, int32_t known, patron__column **out) {
  patron__column *column = NULL;
  patron_status status = patron__column_create_in(table->arena, run->context, type, run->rows, !known, &column);
  if (status == PATRON_OK && type == PATRON_CODE && codes != NULL) {
    status = fixed_names(run, codes, &column->dictionary);
    if (status != PATRON_OK) patron__column_drop(column);
  }
  if (status == PATRON_OK) status = patron__table_adopt(table, name, column);
  if (status == PATRON_OK) *out = column;
  return status;
}

patron_status patron__run_add(patron__run *run, const char *name, int32_t type, const char *codes, int32_t known, patron__column **out) {
  return add_to(run, run->customers, name, type, codes, known, out);
}

patron_status patron__run_derive(patron__run *run, const char *name, int32_t type, const char *codes, patron__column **out) {
  if (run->derived == NULL) {
    const patron_status status = run->customers->arena != NULL ? patron__table_create_in(run->customers->arena, "derived", run->rows, &run->derived)
                                                               : patron__table_create(run->context, "derived", run->rows, &run->derived);
    if (status != PATRON_OK) return status;
  }
  return add_to(run, run->derived, name, type, codes, 0, out);
}

patron_status patron__run_encode(patron__run *run, const patron__column *column, const int32_t **codes, const patron__dictionary **names) {
  patron__encoded *entry;
  patron_status status;
  for (entry = run->encoded; entry != NULL; entry = entry->next)
    if (entry->column == column) { *codes = entry->codes; *names = entry->names; return PATRON_OK; }
  entry = patron__allocate_array(run->context, 1, sizeof *entry);
  if (entry == NULL) return patron__memory_status(run->context);
  entry->codes = patron__allocate(run->context, (uint64_t)run->rows * sizeof(int32_t));
  status = entry->codes == NULL ? patron__memory_status(run->context) : patron__column_encode(run->context, column, entry->codes, &entry->names);
  if (status != PATRON_OK) {
    patron__release(run->context, entry->codes);
    patron__release(run->context, entry);
    return status;
  }
  entry->column = column;
  entry->next = run->encoded;
  run->encoded = entry;
  *codes = entry->codes;
  *names = entry->names;
  return PATRON_OK;
}

/* The row of the customer that a cell names. */
static patron_status match_cell(const patron__run *run, const patron__column *ids, const patron__column *named, int64_t row, int64_t *out) {
  const char *text;
  int64_t len;
  if (named->type == PATRON_INTEGER) return patron__id_index_find_i64(run->ids, ids, patron__column_i64(named, row), out);
  if (named->type == PATRON_CODE) text = patron__dictionary_name(named->dictionary, patron__column_i32(named, row), &len);
  else text = patron__column_text(named, row, &len);
  return patron__id_index_find_text(run->ids, ids, text, len, out);
}

static patron_status refuse_stranger(const patron__run *run, const patron_table *facts, const char *column, const patron__column *named, int64_t row, patron_status status) {
  patron__where where = {facts->name, column, row, NULL, 0, strcmp(column, "parent") == 0 ? "the id of a row of the table customers: with rollup.to the whole family belongs in the call" : "the id of a row of the table customers"};
  char digits[PATRON__NUMBER_TEXT];
  where.value = patron__table_value_text(facts, named, row, digits, &where.value_length);
  return patron__fail(run->context, status, &where, "there is no such customer");
}

patron_status patron__run_match(patron__run *run, const patron_table *facts, const char *column, int32_t **out) {
  const patron__column *ids = patron__table_find(run->everybody != NULL ? run->everybody : run->input, "customer"), *named = patron__table_find(facts, column);
  int32_t *rows;
  int64_t found = -1;
  patron_status status = PATRON_OK;
  if (run->ids == NULL) status = patron__id_index_create(run->context, "customers", "customer", ids, &run->ids);
  if (status != PATRON_OK) return status;
  rows = patron__allocate_array(run->context, facts->rows + 1, sizeof *rows);
  if (rows == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < facts->rows && status == PATRON_OK; row++) {
    rows[row] = -1;
    if (named == NULL || !patron__column_known(named, row)) continue;
    status = match_cell(run, ids, named, row, &found);
    if (status == PATRON_OK) rows[row] = run->family != NULL ? run->family[found] : (int32_t)found;
    else status = refuse_stranger(run, facts, column, named, row, status);
  }
  if (status == PATRON_OK) *out = rows; else patron__release(run->context, rows);
  return status;
}

void patron__run_forget(patron__run *run) {
  patron__id_index_destroy(run->ids);
  run->ids = NULL;
  while (run->encoded != NULL) {
    patron__encoded *next = run->encoded->next;
    patron__release(run->context, run->encoded->codes);
    patron__dictionary_drop(run->encoded->names);
    patron__release(run->context, run->encoded);
    run->encoded = next;
  }
}

enum { EXPLAIN_CUSTOMER, EXPLAIN_STAGE, EXPLAIN_FACTOR, EXPLAIN_RAW, EXPLAIN_NORMALISED, EXPLAIN_WEIGHT, EXPLAIN_CONTRIBUTION, EXPLAIN_THRESHOLD, EXPLAIN_MARGIN, EXPLAIN_DECISION, EXPLAIN_BECOMES, EXPLAIN_CHANGE, EXPLAIN_CODE, EXPLAIN_TEXT, EXPLAIN_CHANNEL };

patron_status patron__explain_create(const patron__run *run, patron_table **out) {
  const patron__column *ids = patron__run_fact(run, "customer");
  const patron__rows_column columns[] = {
    {"customer", ids != NULL && ids->type == PATRON_INTEGER ? PATRON_INTEGER : PATRON_TEXT, NULL}, {"stage", PATRON_TEXT, NULL}, {"factor", PATRON_TEXT, NULL}, {"raw", PATRON_NUMBER, NULL}, {"normalised", PATRON_NUMBER, NULL},
    {"weight", PATRON_NUMBER, NULL}, {"contribution", PATRON_NUMBER, NULL}, {"threshold", PATRON_NUMBER, NULL}, {"margin", PATRON_NUMBER, NULL},
    {"decision", PATRON_TEXT, NULL}, {"becomes", PATRON_TEXT, NULL}, {"change", PATRON_NUMBER, NULL}, {"code", PATRON_TEXT, NULL}, {"text", PATRON_TEXT, NULL}, {"channel", PATRON_TEXT, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "explanations", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status == PATRON_OK) *out = rows.table;
  return status;
}

patron_status patron__explain_change(patron_table *explanations, const patron__run *run, int64_t row, const char *stage, const patron__reason *reason, const patron__alteration *alteration, const char *sentence) {
  const patron__column *ids = patron__run_fact(run, "customer");
  patron__rows rows;
  patron_status status;
  patron__rows_open(explanations, &rows);
  patron__rows_next(&rows);
  if (ids != NULL) patron__rows_cell(&rows, EXPLAIN_CUSTOMER, ids, row);
  else patron__rows_cell(&rows, EXPLAIN_CHANNEL, patron__run_fact(run, "channel"), row);   /* a run over channels */
  patron__rows_text(&rows, EXPLAIN_STAGE, stage, -1);
  patron__rows_text(&rows, EXPLAIN_FACTOR, reason->factor, -1);
  patron__rows_f64(&rows, EXPLAIN_RAW, reason->raw);
  patron__rows_f64(&rows, EXPLAIN_NORMALISED, reason->normalised);
  patron__rows_f64(&rows, EXPLAIN_WEIGHT, reason->weight);
  patron__rows_f64(&rows, EXPLAIN_CONTRIBUTION, reason->contribution);
  patron__rows_f64(&rows, EXPLAIN_THRESHOLD, reason->threshold);
  patron__rows_f64(&rows, EXPLAIN_MARGIN, reason->margin);
  patron__rows_text(&rows, EXPLAIN_DECISION, alteration->decision, -1);
  patron__rows_text(&rows, EXPLAIN_BECOMES, alteration->becomes, -1);
  patron__rows_f64(&rows, EXPLAIN_CHANGE, alteration->change);
  patron__rows_text(&rows, EXPLAIN_CODE, reason->code, -1);
  patron__rows_text(&rows, EXPLAIN_TEXT, sentence, -1);
  status = rows.status;
  patron__rows_abandon(&rows);
  return status;
}

const char *patron__readable(double value, char out[PATRON__NUMBER_TEXT]) {
  (void)patron__format_f64(fabs(value) < 1e12 ? floor(value * 100 + 0.5) / 100 : value, out);
  return out;
}

const char *patron__readable_beside(double value, double bound, double slack, char out[PATRON__NUMBER_TEXT]) {
  double step = 100, rounded = floor(value * step + 0.5) / step;
  for (; step < 1e9 && (rounded >= bound) != (value >= bound - slack); rounded = floor(value * step + 0.5) / step) step *= 10;
  (void)patron__format_f64(rounded, out);
  return out;
}

void patron__compare_money(int64_t sum, int64_t line, int32_t exponent, patron__reason *reason, patron__against *out) {
  const int64_t margin = patron__money_difference(sum, line);
  (void)patron__format_money(sum, exponent, out->sum);
  (void)patron__format_money(line, exponent, out->line);
  (void)patron__format_money(margin < 0 ? patron__money_difference(0, margin) : margin, exponent, out->distance);
  out->side = margin < 0 ? "short of" : "over";
  (void)patron_number_parse(out->sum, -1, &reason->raw);
  (void)patron_number_parse(out->line, -1, &reason->threshold);
  (void)patron_number_parse(out->distance, -1, &reason->margin);
  if (margin < 0) reason->margin = -reason->margin;
}

patron_status patron__explain_add(patron_table *explanations, const patron__run *run, int64_t row, const char *stage, const patron__reason *reason, const char *format, ...) {
  const patron__alteration none = {NULL, NULL, NAN};
  char sentence[1024];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  return patron__explain_change(explanations, run, row, stage, reason, &none, sentence);
}

patron_status patron__problem_add(patron_table *problems, const char *table, int64_t row, const char *column, const char *value, const char *expectation) {
  patron__rows rows;
  patron_status status;
  patron__rows_open(problems, &rows);
  patron__rows_next(&rows);
  patron__rows_text(&rows, 0, table, -1);
  if (row >= 0) patron__rows_i64(&rows, 1, row);
  patron__rows_text(&rows, 2, column, -1);
  patron__rows_text(&rows, 3, value, -1);
  patron__rows_text(&rows, 4, expectation, -1);
  status = rows.status;
  patron__rows_abandon(&rows);
  return status;
}

patron_status patron__problems_create(patron_context *context, patron_table **out) {
  static const patron__rows_column columns[] = {
    {"table", PATRON_TEXT, NULL}, {"row", PATRON_INTEGER, NULL}, {"column", PATRON_TEXT, NULL}, {"value", PATRON_TEXT, NULL}, {"expectation", PATRON_TEXT, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(context, "problems", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status == PATRON_OK) *out = rows.table;
  return status;
}
