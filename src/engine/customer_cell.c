/* The cell that a setter writes: finding it by name, and making it the portfolio's own. A column that is shared with a snapshot is copied once, when it is first written after that. */
#include "base/text.h"
#include "engine/portfolio_parts.h"

void patron__portfolio_take_customers(patron_portfolio *portfolio) {
  patron__id_index_destroy(portfolio->ids);
  portfolio->ids = NULL;
  portfolio->customers = patron__tables_find(&portfolio->facts, "customers");
  portfolio->tag = patron__context_next_tag(portfolio->context);
  patron__portfolio_clear_slots(portfolio);
  portfolio->next_column = 0;
  portfolio->unsettled = 0;
  portfolio->undeclared = portfolio->declared != NULL;
}

patron_status patron__portfolio_open(patron_portfolio *portfolio) {
  patron_table *copy = NULL;
  if (patron__count_get(&portfolio->customers->references) > 1) {
    patron_status status = patron__table_copy(portfolio->customers, "customers", &copy);
    if (status == PATRON_OK) status = patron__tables_put(&portfolio->facts, copy);
    if (status == PATRON_OK) portfolio->customers = copy;
    patron_table_destroy(copy);   /* the set has a reference of its own */
    if (status != PATRON_OK) return status;
  }
  portfolio->customers->finished = 0;
  return PATRON_OK;
}

static patron_status reserve_slots(patron_portfolio *portfolio, int32_t wanted) {
  if (wanted <= portfolio->slot_capacity) return PATRON_OK;
  patron__slot *grown = patron__reallocate(portfolio->context, portfolio->slots, (uint64_t)(wanted + 16) * sizeof *grown);
  if (grown == NULL) return patron__memory_status(portfolio->context);
  portfolio->slots = grown;
  portfolio->slot_capacity = wanted + 16;
  return PATRON_OK;
}

void patron__portfolio_clear_slots(patron_portfolio *portfolio) {
  for (int32_t i = 0; i < portfolio->slot_count; i++) patron__edits_drop(portfolio->context, portfolio->slots[i].edits);
  portfolio->slot_count = 0;
}

/* A column of `customers`, unknown in all rows. */
static patron_status new_column(patron_portfolio *portfolio, const char *name, int32_t type, const patron__schema_column *schema) {
  patron_table *table = portfolio->customers;
  patron__column *column = NULL;
  patron_status status = patron__column_create(portfolio->context, type, table->rows, &column);
  if (status != PATRON_OK) return status;
  status = patron__column_need_validity(column);
  if (status == PATRON_OK && table->rows > 0) memset(column->validity, 0, (size_t)patron__bitmap_bytes(table->rows));
  if (status == PATRON_OK && type == PATRON_CODE) {
    if (schema != NULL && schema->type == PATRON_CODE) status = patron__code_dictionary(portfolio->context, patron__schema_text(schema, PATRON__CODES_TEXT), &column->dictionary);
    else status = patron__dictionary_create(portfolio->context, NULL, NULL, 0, &column->dictionary);
  }
  if (status == PATRON_OK) status = patron__table_attach(table, name, column);
  patron__column_drop(column);
  return status;
}

static patron_status settle_columns(patron_portfolio *portfolio) {
  patron_table *table = portfolio->customers;
  for (int32_t i = 0; i < table->column_count; i++) {
    patron__column **column = &table->columns[i].column;
    if ((*column)->rows == table->rows) continue;
    patron_status status = patron__column_reserve(column, table->rows, 0, 1);
    if (status != PATRON_OK) return status;
    patron__column_extend(*column, table->rows);
  }
  for (int32_t i = 0; i < portfolio->slot_count; i++) {
    patron_status status = patron__edits_apply(&table->columns[i].column, &portfolio->slots[i]);
    if (status != PATRON_OK) return status;
  }
  for (int32_t i = 0; portfolio->undeclared && i < portfolio->declared->column_count; i++) {
    const patron__table_column *declared = &portfolio->declared->columns[i];
    if (patron__table_find(table, declared->name) != NULL) continue;
    patron_status status = new_column(portfolio, declared->name, declared->column->type, NULL);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

patron_status patron__portfolio_settle(const patron_portfolio *portfolio) {
  patron_portfolio *own = (patron_portfolio *)portfolio;
  if (own->customers == NULL || (!own->unsettled && !own->undeclared)) return PATRON_OK;
  patron_status status = patron__portfolio_open(own);
  if (status == PATRON_OK) status = settle_columns(own);
  if (status != PATRON_OK) return status;
  patron__table_finish(own->customers);
  own->unsettled = 0;
  own->undeclared = 0;
  return PATRON_OK;
}

patron_status patron_portfolio_declare(patron_portfolio *portfolio, const char *column, int32_t type) {
  if (portfolio == NULL || column == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_declare");
  patron_context *context = portfolio->context;
  patron__where where = {"customers", column, -1, NULL, -1, NULL};
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  if (type < PATRON_MONEY || type > PATRON_FLAG) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, &where, "a column is of one of the types PATRON_MONEY to PATRON_FLAG");
  const patron__schema_column *known = patron__schema_find("customers", column, PATRON__FACT);
  if (known != NULL) return known->type == type ? PATRON_OK : patron__fail(context, PATRON_E_TYPE, &where, "the column is well known, and of another type");
  const patron__column *present = portfolio->customers == NULL ? NULL : patron__table_find(portfolio->customers, column);
  if (present == NULL && portfolio->declared != NULL) present = patron__table_find(portfolio->declared, column);
  if (present != NULL && present->type != type) return patron__fail(context, PATRON_E_TYPE, &where, "the column is there already, with another type");
  if (portfolio->declared == NULL) status = patron_table_create(context, "customers", 0, &portfolio->declared);
  if (status == PATRON_OK && patron__table_find(portfolio->declared, column) == NULL) {
    patron__column *made = NULL;
    status = patron__table_new_column(portfolio->declared, column, type, &made);
    if (status == PATRON_OK) portfolio->undeclared = 1;
  }
  return status;
}

/* What is known of the columns that have come since it was last asked. */
static patron_status learn_columns(patron_portfolio *portfolio) {
  const patron_table *table = portfolio->customers;
  if (portfolio->slot_count == table->column_count) return PATRON_OK;
  patron_status status = reserve_slots(portfolio, table->column_count);
  if (status != PATRON_OK) return status;
  for (int32_t i = portfolio->slot_count; i < table->column_count; i++) portfolio->slots[i] = (patron__slot){patron__schema_find("customers", table->columns[i].name, PATRON__FACT), NULL};
  portfolio->slot_count = table->column_count;
  return PATRON_OK;
}

static int32_t find_column(patron_portfolio *portfolio, const char *name) {
  const patron_table *table = portfolio->customers;
  int32_t at = portfolio->next_column;
  for (int32_t i = 0; i < table->column_count; i++, at++) {
    if (at >= table->column_count) at = 0;
    if (strcmp(table->columns[at].name, name) != 0) continue;
    portfolio->next_column = at + 1;
    return at;
  }
  return -1;
}

/* The well-known or declared column that was perhaps meant; NULL: none is near. */
static const char *nearest(const patron_portfolio *portfolio, const char *name) {
  const char *best = patron__schema_likely("customers", name, PATRON__FACT);
  patron__guess guess = patron__guess_begin(name);
  if (best != NULL) patron__guess_offer(&guess, best);
  for (int32_t i = 0; portfolio->declared != NULL && i < portfolio->declared->column_count; i++) patron__guess_offer(&guess, portfolio->declared->columns[i].name);
  return guess.name;
}

static patron_status refuse_name(const patron_portfolio *portfolio, const char *name) {
  const char *meant = nearest(portfolio, name);
  patron__where where = {"customers", name, -1, NULL, -1, NULL};
  if (meant != NULL) return patron__fail(portfolio->context, PATRON_E_NOT_FOUND, &where, "there is no such column: did you mean %s?", meant);
  return patron__fail(portfolio->context, PATRON_E_NOT_FOUND, &where, "there is no such column: declare columns of your own with patron_portfolio_declare");
}

/* Whether a setter for `wanted` may write a column of `type`. Well-known text may be kept as integers or codes (surrogate keys), as it is in tables. */
static int32_t accepts(const patron_portfolio *portfolio, const patron__cell *cell, int32_t wanted) {
  const int32_t text = cell->schema != NULL && cell->schema->type == PATRON_TEXT;
  if (wanted == 0) return 1;
  if (cell->index >= 0) return cell->type == wanted || (text && wanted == PATRON_TEXT && cell->type == PATRON_CODE);
  if (cell->schema != NULL && (cell->schema->flags & PATRON__MEASURE)) return wanted == PATRON_MONEY || wanted == PATRON_NUMBER;
  if (!text) return cell->type == wanted;
  if (patron__names_customers(cell->schema)) return wanted == portfolio->id_type;
  return wanted == PATRON_TEXT || (wanted == PATRON_INTEGER && (cell->schema->flags & PATRON__ID));
}

static const char *type_text(int32_t type) {
  static const char *const texts[] = {"", "money", "a number", "an integer", "a date", "text", "a code", "a flag"};
  return texts[type];
}

patron_status patron__cell_find(patron_portfolio *portfolio, patron_customer customer, const char *column, int32_t type, patron__cell *out) {
  if (portfolio == NULL || column == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "a call on a cell");
  patron__cell cell = {column, 0, -1, 0, NULL};
  const patron__column *declared = NULL;
  patron_status status = patron__context_idle(portfolio->context);
  if (status == PATRON_OK) status = patron_customer_row(portfolio, customer, &cell.row);
  if (status == PATRON_OK) status = learn_columns(portfolio);
  if (status != PATRON_OK) return status;
  cell.index = find_column(portfolio, column);
  cell.schema = cell.index >= 0 ? portfolio->slots[cell.index].schema : patron__schema_find("customers", column, PATRON__FACT);
  if (cell.index < 0 && cell.schema == NULL && portfolio->declared != NULL) declared = patron__table_find(portfolio->declared, column);
  if (cell.index < 0 && cell.schema == NULL && declared == NULL) return refuse_name(portfolio, column);
  cell.type = cell.index >= 0 ? portfolio->customers->columns[cell.index].column->type : cell.schema != NULL ? cell.schema->type : declared->type;
  if (cell.schema != NULL && (cell.schema->flags & PATRON__KEY)) return patron__cell_refuse(portfolio, &cell, PATRON_E_STATE, NULL, -1, NULL, "the id of a customer does not change");
  if (!accepts(portfolio, &cell, type)) {
    const int32_t holds = cell.index < 0 && patron__names_customers(cell.schema) ? portfolio->id_type : cell.type;
    return patron__cell_refuse(portfolio, &cell, PATRON_E_TYPE, type_text(type), -1, type_text(holds), "the column is of another type");
  }
  if (cell.index < 0 && type != 0) cell.type = type;
  *out = cell;
  return PATRON_OK;
}

patron_status patron__cell_open(patron_portfolio *portfolio, const patron__cell *cell, int64_t text_bytes, int32_t validity, patron__column **out, patron__slot **slot) {
  patron_status status = patron__portfolio_open(portfolio);
  int32_t at = cell->index;
  if (status != PATRON_OK) return status;
  portfolio->unsettled = 1;
  if (at < 0) {
    at = portfolio->customers->column_count;
    status = reserve_slots(portfolio, at + 1);
    if (status == PATRON_OK) status = new_column(portfolio, cell->column, cell->type, cell->schema);
    if (status != PATRON_OK) return status;
    portfolio->slots[at] = (patron__slot){cell->schema, NULL};
    portfolio->slot_count = portfolio->next_column = at + 1;
  }
  patron__column **column = &portfolio->customers->columns[at].column;
  const patron__edits *edits = portfolio->slots[at].edits;
  if (edits != NULL && edits->count > 2 * (*column)->rows) status = patron__edits_apply(column, &portfolio->slots[at]);   /* one row, again and again */
  if (status != PATRON_OK) return status;
  const int64_t rows = (*column)->rows;
  /* Rows that are passed over become unknown, which needs the bitmap; the next row alone does not. */
  status = patron__column_reserve(column, cell->row < rows ? rows : cell->row + 1, text_bytes, validity || cell->row > rows);
  if (status != PATRON_OK) return status;
  patron__column_extend(*column, cell->row < rows ? rows : cell->row + 1);
  *out = *column;
  if (slot != NULL) *slot = &portfolio->slots[at];
  return PATRON_OK;
}

patron_status patron__cell_refuse(const patron_portfolio *portfolio, const patron__cell *cell, patron_status status, const char *value, int64_t value_length, const char *expected, const char *sentence) {
  const patron__where where = {"customers", cell->column, cell->row, value, value_length, expected};
  return patron__fail(portfolio->context, status, &where, "%s", sentence);
}
