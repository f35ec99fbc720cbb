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

patron_status patron__what_if_begin(const patron__run *run, const patron_model *model, int32_t fitted, patron_table *criteria, patron__what_if *out) {
  const patron_context_options options = {.struct_size = sizeof options, .allocator = patron__context_scratch(run->context)};
  const patron__potential_state *potential = potential_of(model);
  patron__run reader = *run;
  patron_status status;
  memset(out, 0, sizeof *out);
  out->run = run;
  out->model = model;
  out->criteria = criteria;
  status = patron_context_create(&options, &out->context);
  reader.context = out->context;
  reader.encoded = NULL;
  reader.ids = NULL;
  if (status == PATRON_OK && fitted) status = patron__cuts_open(&reader, model, &out->cuts);
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
  if (what_if->context != NULL) patron__release(what_if->context, what_if->held_again);
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
int32_t patron__same_cell(const patron__column *a, int64_t a_row, const patron__column *b, int64_t b_row) {
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

/* A question: rows of the assessment as often as the answer has them, variant i put into row first + i. */
typedef struct question {
  const int64_t *rows;
  int64_t count, first;
  const patron__factor *factors;
  const patron__variant *variants;
  int64_t variant_count;
  int32_t again;                    /* everybody once, and what is fitted is fitted anew */
  const char *until;                /* the last stage that is asked; NULL: all */
} question;

static void change(const question *q, patron_table *input) {
  for (int64_t i = 0; i < q->variant_count; i++) {
    const patron__factor *factor = &q->factors[q->variants[i].factor];
    const int64_t row = q->first + i, step = q->variants[i].step;
    patron__column *column = patron__table_find(input, factor->name);
    patron__column_set_known(column, row);
    switch (factor->type) {
      case PATRON_FLAG:
        if (step) patron__bit_set(column->values, row); else patron__bit_clear(column->values, row);
        break;
      case PATRON_NUMBER: ((double *)column->values)[row] = patron__factor_value(factor, step); break;
      default: ((int64_t *)column->values)[row] = step;
    }
  }
}

/* History, as often as there are rows. */
static patron_status repeat_history(const patron__what_if *what_if, const int64_t *rows, patron__run *answer, patron__history *out) {
  memset(out, 0, sizeof *out);
  answer->lent_history = out;
  if (!what_if->has_history) return PATRON_OK;
  out->first = patron__allocate(answer->context, (uint64_t)answer->rows * sizeof *out->first);
  if (out->first == NULL) return patron__memory_status(answer->context);
  for (int64_t i = 0; i < answer->rows; i++) out->first[i] = what_if->history.first[rows[i]];
  for (int32_t p = 0; p < what_if->history.periods; p++) {
    out->sales[p] = patron__allocate(answer->context, (uint64_t)answer->rows * sizeof *out->sales[p]);
    if (out->sales[p] == NULL) return patron__memory_status(answer->context);
    for (int64_t i = 0; i < answer->rows; i++) out->sales[p][i] = what_if->history.sales[p][rows[i]];
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

static int32_t is_held(const patron__held *held, const char *name) {
  for (int32_t i = 0; i < held->count; i++)
    if (strcmp(held->names[i], name) == 0) return 1;
  return 0;
}

/* Whether the stages can be believed to compute the column: they do so of a row that is as it was, or of all. With a change in the book others may differ, too: then those held before are. */
static int32_t is_trusted(const patron__what_if *what_if, const question *q, const patron__column *column, const char *name, const patron__column *as_decided) {
  const int64_t unchanged = q->again ? q->count : 1;
  if (q->again && q->variant_count > 0) return !is_held(what_if->held_again, name);
  if (compares_rows(what_if->run, name)) return 0;
  for (int64_t i = 0; i < unchanged; i++)
    if (!patron__same_cell(column, i, as_decided, q->rows[i])) return 0;
  return 1;
}

/* Holds what a stage has written and cannot be trusted, and adds what it could not write without the customer's other tables. */
static patron_status settle(const patron__what_if *what_if, const question *q, const patron__stage *stage, int32_t first, patron__held *held, patron__run *answer) {
  const patron_table *decided = what_if->run->customers;
  patron_status status = PATRON_OK;
  for (int32_t i = first; i < answer->customers->column_count && status == PATRON_OK; i++) {
    const char *name = answer->customers->columns[i].name;
    const patron__column *as_decided = patron__computed_column(decided, name);
    if (as_decided == NULL || is_trusted(what_if, q, answer->customers->columns[i].column, name, as_decided)) continue;
    status = hold(answer, i, as_decided, q->rows);
    note_held(held, name);
  }
  for (int32_t i = 0; stage->writes[i] != NULL && status == PATRON_OK; i++) {
    const patron__column *as_decided = patron__computed_column(decided, stage->writes[i]);
    if (as_decided == NULL || patron__table_find(answer->customers, stage->writes[i]) != NULL) continue;
    status = repeat(answer, answer->customers, stage->writes[i], as_decided, q->rows);
    note_held(held, stage->writes[i]);
  }
  return status;
}

/* Fits a stage to the rows of the answer and applies it. What the past says is not asked again: it cannot be changed, and its tables are not among the facts. */
static patron_status fit_and_apply(const patron__what_if *what_if, const patron__stage *stage, patron__tables *tables, patron__run *answer) {
  static const char *const past[] = {"periods", "history_periods", "potential_groups", "potential_calibration"};
  void *state = NULL;
  patron_status status;
  answer->model = tables;
  status = stage->fit == NULL ? PATRON_OK : stage->fit(answer);
  answer->model = NULL;
  for (size_t i = 0; i < sizeof past / sizeof *past && status == PATRON_OK; i++) {
    patron_table *table = patron__tables_find(&what_if->model->tables, past[i]);
    if (table != NULL) status = patron__tables_put(tables, table);
  }
  if (status == PATRON_OK && stage->prepare != NULL) status = stage->prepare(answer->context, tables, &state);
  if (status == PATRON_OK) status = stage->apply(answer, state);
  if (stage->release != NULL) stage->release(answer->context, state);
  return status;
}

static patron_status go_through_stages(const patron__what_if *what_if, const question *q, patron__tables *tables, patron__held *held, patron__run *answer) {
  const patron__stage *stage;
  patron_status status = PATRON_OK;
  for (int32_t i = 0; status == PATRON_OK && (stage = patron__stage_at(i)) != NULL && stage != &patron__stage_override; i++) {
    const int32_t first = answer->customers->column_count;
    const void *state = what_if->cuts == NULL ? what_if->model->states[i] : patron__cuts_state(what_if->cuts, stage, what_if->model->states[i]);
    status = q->again ? fit_and_apply(what_if, stage, tables, answer) : stage->apply(answer, state);
    if (status == PATRON_OK) status = settle(what_if, q, stage, first, held, answer);
    if (q->until != NULL && strcmp(stage->name, q->until) == 0) break;
  }
  return status;
}

static patron_status lay_out(const patron__what_if *what_if, const question *q, patron__tables *facts, patron__run *answer) {
  patron_table *input = NULL;
  patron_status status = patron__table_create(answer->context, "customers", answer->rows, &input);
  if (status == PATRON_OK) status = repeat_facts(what_if, answer, q->rows, input);
  if (status == PATRON_OK) change(q, input);
  if (status == PATRON_OK) status = patron__tables_put(facts, input);
  patron_table_destroy(input);
  if (status != PATRON_OK) return status;
  answer->input = patron__tables_find(facts, "customers");
  status = patron__table_create(answer->context, "customers", answer->rows, &answer->customers);
  if (status == PATRON_OK) answer->customers->money_exponent = answer->exponent;
  if (status == PATRON_OK) status = patron__table_attach(answer->customers, "customer", patron__table_find(answer->input, "customer"));
  return status;
}

/* The rules as the policy wrote them, where fitted tables and rules have one name. */
static patron_status use_rules(const patron__what_if *what_if, patron__tables *tables, patron__run *answer) {
  patron_status status = patron__tables_copy(&what_if->model->tables, tables);
  if (status == PATRON_OK && what_if->criteria != NULL) status = patron__tables_put(tables, what_if->criteria);
  answer->rules = tables;
  answer->settings = patron__tables_find(tables, "settings");
  return status;
}

static patron_status answer_question(const patron__what_if *what_if, const question *q, patron__held *held, patron__run *out) {
  patron__history history;
  patron__tables facts, tables;
  patron__run answer = *what_if->run;
  patron_status status = PATRON_OK;
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
  answer.rows = q->count;
  patron__tables_init(&facts, answer.context);
  patron__tables_init(&tables, answer.context);
  if (q->again) status = use_rules(what_if, &tables, &answer);
  if (status == PATRON_OK) status = lay_out(what_if, q, &facts, &answer);
  if (status == PATRON_OK) status = repeat_history(what_if, q->rows, &answer, &history);
  if (status == PATRON_OK) status = go_through_stages(what_if, q, &tables, held, &answer);
  patron__run_forget(&answer);
  patron__history_clear(answer.context, &history);
  patron_table_destroy(answer.derived);
  answer.derived = NULL;
  answer.lent_history = NULL;
  answer.input = NULL;
  answer.facts = NULL;
  answer.rules = what_if->run->rules;
  answer.settings = what_if->run->settings;
  patron__tables_clear(&facts);
  patron__tables_clear(&tables);
  if (status == PATRON_OK) *out = answer; else patron__what_if_drop(&answer);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(what_if->run->context) : status;
}

patron_status patron__what_if_ask(const patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variants, int64_t count, patron__held *held, patron__run *out) {
  int64_t *rows = patron__allocate(what_if->context, (uint64_t)(count + 1) * sizeof *rows);
  const question q = {rows, count + 1, 1, factors, variants, count, 0, NULL};
  patron_status status;
  if (rows == NULL) return patron__memory_status(what_if->run->context);
  for (int64_t i = 0; i <= count; i++) rows[i] = row;
  status = answer_question(what_if, &q, held, out);
  patron__release(what_if->context, rows);
  return status;
}

static patron_status ask_everybody(const patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variant, const char *until, patron__held *held, patron__run *out) {
  const int64_t count = what_if->run->rows;
  int64_t *rows = patron__allocate(what_if->context, (uint64_t)count * sizeof *rows);
  const question q = {rows, count, row, factors, variant, variant != NULL, 1, until};
  patron_status status;
  if (rows == NULL) return patron__memory_status(what_if->run->context);
  for (int64_t i = 0; i < count; i++) rows[i] = i;
  status = answer_question(what_if, &q, held, out);
  patron__release(what_if->context, rows);
  return status;
}

/* Everybody as they are, once: what does not come out as it was decided is held from then on. */
static patron_status try_again(patron__what_if *what_if) {
  patron__run answer;
  patron_status status;
  what_if->held_again = patron__allocate_array(what_if->context, 1, sizeof *what_if->held_again);
  if (what_if->held_again == NULL) return patron__memory_status(what_if->run->context);
  status = ask_everybody(what_if, 0, NULL, NULL, NULL, what_if->held_again, &answer);
  if (status == PATRON_OK) patron__what_if_drop(&answer);
  else if (status != PATRON_E_NO_MEMORY && status != PATRON_E_MEMORY_LIMIT) what_if->never_again = 1;   /* weights or scales of a plug-in, which is the policy's */
  return what_if->never_again ? PATRON_UNKNOWN : status;
}

patron_status patron__what_if_again(patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variant, const char *until, patron__run *out) {
  patron_status status = what_if->held_again == NULL ? try_again(what_if) : what_if->never_again ? PATRON_UNKNOWN : PATRON_OK;
  if (status == PATRON_OK) status = ask_everybody(what_if, row, factors, variant, until, NULL, out);
  return status == PATRON_OK || status == PATRON_E_NO_MEMORY || status == PATRON_E_MEMORY_LIMIT ? status : PATRON_UNKNOWN;
}

void patron__what_if_drop(patron__run *answer) {
  patron_table_destroy(answer->customers);
  answer->customers = NULL;
}
