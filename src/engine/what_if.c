/*
 * A what-if is answered by the stages themselves, never by a second writing of their rules: whatever the policy says, the answer is what an apply would give.
 *
 * All questions about a customer go through the stages at once, one row each, so that a thousand questions cost little more than one. What the customer's other tables say (a ledger, evidence,
 * contacts) stands in its row as a given value. A column that the stages cannot compute again from one row (scores by PROMETHEE compare customers) is held at what the assessment has.
 */
#include "engine/what_if.h"

#include <string.h>

#include "patron/rules/score.h"
#include "stages/cells.h"
#include "stages/override.h"
#include "stages/potential.h"
#include "stages/relate.h"
#include "stages/segment.h"
#include "table/take.h"

static const patron__potential_state *potential_of(const patron_model *model) {
  const patron__segment_state *segment = patron__model_state(model, &patron__stage_segment);
  return segment->potential;
}

patron_status patron__what_if_begin(const patron__run *run, const patron_model *model, int32_t moving, patron__what_if *out) {
  const patron_context_options options = {.struct_size = sizeof options, .allocator = patron__context_scratch(run->context)};
  const patron__potential_state *potential = potential_of(model);
  patron__run reader = *run;
  patron_status status;
  memset(out, 0, sizeof *out);
  out->run = run;
  out->model = model;
  status = patron_context_create(&options, &out->context);
  reader.context = out->context;
  reader.encoded = NULL;
  reader.ids = NULL;
  if (status == PATRON_OK && moving) status = patron__cuts_open(&reader, model, &out->cuts);
  if (status == PATRON_OK && potential != NULL && potential->count > 0 && patron__table_find(run->customers, "potential_key") != NULL) {
    status = patron__history_read(&reader, potential->starts, potential->periods, &out->history);
    out->has_history = status == PATRON_OK;
    if (status == PATRON_UNKNOWN) status = PATRON_OK;
  }
  if (out->context != NULL) patron__run_forget(&reader);
  if (status != PATRON_OK) patron__what_if_end(out);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(run->context) : status;
}

void patron__what_if_end(patron__what_if *what_if) {
  if (what_if->context != NULL) patron__cuts_close(what_if->context, what_if->cuts);
  if (what_if->context != NULL) patron__history_clear(what_if->context, &what_if->history);
  patron_context_destroy(what_if->context);
  memset(what_if, 0, sizeof *what_if);
}

patron_status patron__what_if_turn(patron__what_if *what_if, int64_t row) {
  const patron_status status = what_if->cuts == NULL ? PATRON_OK : patron__cuts_turn(what_if->context, what_if->run, what_if->cuts, row);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(what_if->run->context) : status;
}

double patron__factor_value(const patron__factor *factor, int64_t step) {
  double scale = 1;
  for (int32_t i = factor->digits < 0 ? -factor->digits : factor->digits; i > 0; i--) scale *= 10;   /* exact: at most 10^22 */
  return factor->digits < 0 ? (double)step * scale : (double)step / scale;
}

/* Whether a stage has computed for one row what the assessment says of it. */
static int32_t same_cell(const patron__column *a, int64_t a_row, const patron__column *b, int64_t b_row) {
  const int32_t known = patron__column_known(a, a_row);
  if (a->type != b->type || known != patron__column_known(b, b_row)) return 0;
  if (!known) return 1;
  switch (a->type) {
    case PATRON_FLAG: return patron__column_flag(a, a_row) == patron__column_flag(b, b_row);
    case PATRON_NUMBER: return patron__column_f64(a, a_row) == patron__column_f64(b, b_row);
    case PATRON_DATE: case PATRON_CODE: return patron__column_i32(a, a_row) == patron__column_i32(b, b_row);
    case PATRON_TEXT: return 1;   /* flags and names: nothing is decided by them */
    default: return patron__column_i64(a, a_row) == patron__column_i64(b, b_row);
  }
}

/* One row as often as asked, as a column of the answer. */
static patron_status repeat(const patron__run *answer, patron_table *table, const char *name, const patron__column *from, const int64_t *rows) {
  patron__column *column = NULL;
  patron_status status = patron__column_take(from, answer->context, rows, answer->rows, &column);
  if (status == PATRON_OK) status = patron__table_attach(table, name, column);
  patron__column_drop(column);
  return status;
}

static int32_t is_value_used(const char *name) {
  for (int32_t v = 0; v < PATRON__RELATE_VALUES; v++)
    if (strcmp(name, patron__relate_names[v]) == 0) return 1;
  return 0;
}

/* What stands for a column of the facts: the value that the relationship was judged by, what other tables say of it, or the fact. */
static const patron__column *source_of(const patron__run *run, const char *name) {
  const patron__column *found = is_value_used(name) ? patron__table_find(run->customers, name) : NULL;
  if (found == NULL && run->derived != NULL) found = patron__table_find(run->derived, name);
  return found != NULL ? found : patron__run_fact(run, name);
}

static patron_status repeat_facts(const patron__what_if *what_if, patron__run *answer, const int64_t *rows, patron_table *input) {
  const patron__run *run = what_if->run;
  const patron_table *const from[] = {run->input, run->derived};
  patron_status status = PATRON_OK;
  for (int32_t t = 0; t < 2; t++)
    for (int32_t i = 0; from[t] != NULL && i < from[t]->column_count && status == PATRON_OK; i++) {
      const char *name = from[t]->columns[i].name;
      if (patron__table_find(input, name) == NULL) status = repeat(answer, input, name, source_of(run, name), rows);
    }
  for (int32_t v = 0; v < PATRON__RELATE_VALUES && status == PATRON_OK; v++) {
    const patron__column *used = patron__table_find(run->customers, patron__relate_names[v]);
    if (used != NULL && patron__table_find(input, patron__relate_names[v]) == NULL) status = repeat(answer, input, patron__relate_names[v], used, rows);
  }
  return status;
}

static void change(const patron__factor *factors, const patron__variant *variants, int64_t count, patron_table *input) {
  for (int64_t i = 0; i < count; i++) {
    const patron__factor *factor = &factors[variants[i].factor];
    patron__column *column = patron__table_find(input, factor->name);
    patron__column_set_known(column, i + 1);
    switch (factor->type) {
      case PATRON_FLAG:
        if (variants[i].step) patron__bit_set(column->values, i + 1); else patron__bit_clear(column->values, i + 1);
        break;
      case PATRON_NUMBER: ((double *)column->values)[i + 1] = patron__factor_value(factor, variants[i].step); break;
      default: ((int64_t *)column->values)[i + 1] = variants[i].step;
    }
  }
}

/* History, as often as there are rows. */
static patron_status repeat_history(const patron__what_if *what_if, int64_t row, patron__run *answer, patron__history *out) {
  memset(out, 0, sizeof *out);
  answer->lent_history = out;
  if (!what_if->has_history) return PATRON_OK;
  out->first = patron__allocate(answer->context, (uint64_t)answer->rows * sizeof *out->first);
  if (out->first == NULL) return patron__memory_status(answer->context);
  for (int64_t i = 0; i < answer->rows; i++) out->first[i] = what_if->history.first[row];
  for (int32_t p = 0; p < what_if->history.periods; p++) {
    out->sales[p] = patron__allocate(answer->context, (uint64_t)answer->rows * sizeof *out->sales[p]);
    if (out->sales[p] == NULL) return patron__memory_status(answer->context);
    for (int64_t i = 0; i < answer->rows; i++) out->sales[p][i] = what_if->history.sales[p][row];
  }
  out->periods = what_if->history.periods;
  return PATRON_OK;
}

/* Scores that compare the rows of a call, where the answer's rows are one customer, and those by category, which read its ledger. */
static int32_t compares_rows(const patron__run *run, const char *name) {
  const patron_table *cards = patron__tables_find(run->rules, "scorecards");
  for (int64_t row = 0; row < patron__cells_rows(cards); row++)
    if (patron__cell_is(cards, "scorecard", row, name)) return patron__cell_is(cards, "table", row, "CATEGORIES") || patron__cell_code(cards, "aggregation", row, "aggregation") == PATRON_AGGREGATION_PROMETHEE;
  return 0;
}

static patron_status hold(const patron__run *answer, int32_t index, const patron__column *from, const int64_t *rows) {
  patron__table_column *cell = &answer->customers->columns[index];
  patron__column *held = NULL;
  const patron_status status = patron__column_take(from, answer->context, rows, answer->rows, &held);
  if (status != PATRON_OK) return status;
  patron__column_drop(cell->column);
  cell->column = held;
  return PATRON_OK;
}

static void note_held(patron__held *held, const char *name) {
  if (held == NULL || held->count == PATRON__HELD || strlen(name) >= sizeof held->names[0]) return;
  memcpy(held->names[held->count++], name, strlen(name) + 1);
}

/* Holds what a stage has written and cannot be trusted, and adds what it could not write without the customer's other tables. */
static patron_status settle(const patron__what_if *what_if, int64_t row, const patron__stage *stage, int32_t first, const int64_t *rows, patron__held *held, patron__run *answer) {
  const patron_table *decided = what_if->run->customers;
  patron_status status = PATRON_OK;
  for (int32_t i = first; i < answer->customers->column_count && status == PATRON_OK; i++) {
    const char *name = answer->customers->columns[i].name;
    const patron__column *as_decided = patron__computed_column(decided, name);
    if (as_decided == NULL || (!compares_rows(what_if->run, name) && same_cell(answer->customers->columns[i].column, 0, as_decided, row))) continue;
    status = hold(answer, i, as_decided, rows);
    note_held(held, name);
  }
  for (int32_t i = 0; stage->writes[i] != NULL && status == PATRON_OK; i++) {
    const patron__column *as_decided = patron__computed_column(decided, stage->writes[i]);
    if (as_decided == NULL || patron__table_find(answer->customers, stage->writes[i]) != NULL) continue;
    status = repeat(answer, answer->customers, stage->writes[i], as_decided, rows);
    note_held(held, stage->writes[i]);
  }
  return status;
}

static patron_status go_through_stages(const patron__what_if *what_if, int64_t row, const int64_t *rows, patron__held *held, patron__run *answer) {
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL && stage != &patron__stage_override; i++) {
    const int32_t first = answer->customers->column_count;
    status = stage->apply(answer, what_if->cuts == NULL ? what_if->model->states[i] : patron__cuts_state(what_if->cuts, stage, what_if->model->states[i]));
    if (status == PATRON_OK) status = settle(what_if, row, stage, first, rows, held, answer);
  }
  return status;
}

static patron_status lay_out(const patron__what_if *what_if, const int64_t *rows, const patron__factor *factors, const patron__variant *variants, int64_t count, patron__tables *facts, patron__run *answer) {
  patron_table *input = NULL;
  patron_status status = patron__table_create(answer->context, "customers", answer->rows, &input);
  if (status == PATRON_OK) status = repeat_facts(what_if, answer, rows, input);
  if (status == PATRON_OK) change(factors, variants, count, input);
  if (status == PATRON_OK) status = patron__tables_put(facts, input);
  patron_table_destroy(input);
  if (status != PATRON_OK) return status;
  answer->input = patron__tables_find(facts, "customers");
  status = patron__table_create(answer->context, "customers", answer->rows, &answer->customers);
  if (status == PATRON_OK) answer->customers->money_exponent = answer->exponent;
  if (status == PATRON_OK) status = patron__table_attach(answer->customers, "customer", patron__table_find(answer->input, "customer"));
  return status;
}

patron_status patron__what_if_ask(const patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variants, int64_t count, patron__held *held, patron__run *out) {
  patron__history history;
  patron__tables facts;
  patron__run answer = *what_if->run;
  int64_t *rows;
  patron_status status;
  memset(&history, 0, sizeof history);
  answer.context = what_if->context;
  answer.facts = &facts;
  answer.input = NULL;
  answer.customers = answer.derived = NULL;
  answer.notes = NULL;
  answer.out = answer.model = NULL;
  answer.plugins = NULL;
  answer.encoded = NULL;
  answer.ids = NULL;
  answer.threads = 1;
  answer.rows = count + 1;
  patron__tables_init(&facts, answer.context);
  rows = patron__allocate(answer.context, (uint64_t)answer.rows * sizeof *rows);
  status = rows == NULL ? patron__memory_status(answer.context) : PATRON_OK;
  for (int64_t i = 0; rows != NULL && i < answer.rows; i++) rows[i] = row;
  if (status == PATRON_OK) status = lay_out(what_if, rows, factors, variants, count, &facts, &answer);
  if (status == PATRON_OK) status = repeat_history(what_if, row, &answer, &history);
  if (status == PATRON_OK) status = go_through_stages(what_if, row, rows, held, &answer);
  patron__run_forget(&answer);
  patron__history_clear(answer.context, &history);
  patron__release(answer.context, rows);
  patron_table_destroy(answer.derived);
  answer.derived = NULL;
  answer.lent_history = NULL;
  answer.input = NULL;
  answer.facts = NULL;
  patron__tables_clear(&facts);
  if (status == PATRON_OK) *out = answer; else patron__what_if_drop(&answer);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(what_if->run->context) : status;
}

void patron__what_if_drop(patron__run *answer) {
  patron_table_destroy(answer->customers);
  answer->customers = NULL;
}
