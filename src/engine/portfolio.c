/* The facts of a portfolio: its tables, each validated whole before it takes the place of the one before. */
#include "engine/portfolio_parts.h"

#include "base/text.h"

static const char CUSTOMERS[] = "customers", WARNINGS[] = "warnings", TABLES[] = "tables";

patron_status patron_portfolio_create(patron_context *context, const char *currency, patron_portfolio **out) {
  int32_t exponent;
  if (context == NULL || currency == NULL || out == NULL) return patron__refuse_arguments(context, "patron_portfolio_create");
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  status = patron_currency_exponent(currency, &exponent);
  if (status != PATRON_OK) {
    patron__where where = {NULL, NULL, -1, currency, -1, "an ISO 4217 code such as EUR, JPY or KWD"};
    if (status == PATRON_UNKNOWN) return patron__fail(context, PATRON_E_NOT_FOUND, &where, "no money can be kept in this unit, which has no minor unit: give the currency of the books");
    return patron__fail(context, PATRON_E_NOT_FOUND, &where, "there is no such currency");
  }
  patron_portfolio *portfolio = patron__allocate_array(context, 1, sizeof *portfolio);
  if (portfolio == NULL) return patron__memory_status(context);
  patron__context_retain(context);
  portfolio->context = context;
  portfolio->exponent = exponent;
  memcpy(portfolio->currency, currency, 4);   /* a code of ISO 4217 has three letters */
  patron__tables_init(&portfolio->facts, context);
  patron__tables_init(&portfolio->warnings, context);
  *out = portfolio;
  return PATRON_OK;
}

void patron_portfolio_destroy(patron_portfolio *portfolio) {
  if (portfolio == NULL) return;
  patron_context *context = portfolio->context;
  patron__id_index_destroy(portfolio->ids);
  patron__portfolio_clear_slots(portfolio);
  patron__release(context, portfolio->slots);
  patron_table_destroy(portfolio->declared);
  patron__tables_clear(&portfolio->warnings);
  patron__tables_clear(&portfolio->facts);
  patron__release(context, portfolio);
  patron__context_drop(context);
}

patron_context *patron__portfolio_context(const patron_portfolio *portfolio) { return portfolio->context; }
const char *patron__portfolio_currency(const patron_portfolio *portfolio) { return portfolio->currency; }
int32_t patron__portfolio_exponent(const patron_portfolio *portfolio) { return portfolio->exponent; }
uint32_t patron__portfolio_tag(const patron_portfolio *portfolio) { return portfolio->tag; }

/* Ids as text may come as codes into a dictionary of them. */
static int32_t id_type_of(const patron__column *ids) { return ids->type == PATRON_INTEGER ? PATRON_INTEGER : PATRON_TEXT; }

int32_t patron__names_customers(const patron__schema_column *schema) {
  static const char *const others[][2] = {{"customers", "parent"}, {"ledger", "seller"}, {"links", "from"}, {"links", "to"}, {"nodes", "node"}};
  if (schema == NULL || !(schema->flags & PATRON__ID)) return 0;
  const char *table = patron__schema_table(schema), *name = patron__schema_text(schema, PATRON__NAME_TEXT);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(table, others[i][0]) == 0 && strcmp(name, others[i][1]) == 0) return 1;
  return strcmp(name, "customer") == 0;
}

/* The kind of ids in the tables but `except`; 0: none has any. */
static int32_t id_type_but(const patron_portfolio *portfolio, const char *except, const char **table, const char **column) {
  for (int32_t i = 0; i < portfolio->facts.count; i++) {
    const patron_table *one = portfolio->facts.items[i];
    if (strcmp(one->name, except) == 0) continue;
    for (int32_t j = 0; j < one->column_count; j++) {
      if (!patron__names_customers(patron__schema_find(one->name, one->columns[j].name, PATRON__FACT))) continue;
      *table = one->name;
      *column = one->columns[j].name;
      return id_type_of(one->columns[j].column);
    }
  }
  return 0;
}

static patron_status check_id_types(const patron_portfolio *portfolio, const patron_table *table, int32_t *id_type) {
  const char *other_table = table->name, *other_column = "";
  int32_t type = id_type_but(portfolio, table->name, &other_table, &other_column);
  for (int32_t i = 0; i < table->column_count; i++) {
    if (!patron__names_customers(patron__schema_find(table->name, table->columns[i].name, PATRON__FACT))) continue;
    const int32_t given = id_type_of(table->columns[i].column);
    if (type != 0 && given != type) {
      patron__where where = {table->name, table->columns[i].name, -1, NULL, -1, type == PATRON_INTEGER ? "ids as integers" : "ids as text"};
      return patron__fail(portfolio->context, PATRON_E_TYPE, &where, "all ids of customers are text or all are integers: %s.%s has the other kind", other_table, other_column);
    }
    if (type == 0) other_column = table->columns[i].name;
    type = given;
  }
  *id_type = type;
  return PATRON_OK;
}

/* The warnings as they will be: those of this table replaced. */
static patron_status with_warnings(const patron_portfolio *portfolio, const char *name, const patron_table *warnings, patron__tables *fresh) {
  patron_table *copy = NULL;
  patron_status status = patron__tables_copy(&portfolio->warnings, fresh);
  if (status == PATRON_OK) status = patron__table_copy(warnings, name, &copy);
  if (status == PATRON_OK) {
    patron__table_finish(copy);
    status = patron__tables_put(fresh, copy);
  }
  patron_table_destroy(copy);
  return status;
}

/* Nothing changes before the last step that can fail. */
static patron_status take(patron_portfolio *portfolio, patron_table *given, patron_table *kept, const patron_table *warnings) {
  patron__tables fresh;
  int32_t id_type = 0;
  patron__tables_init(&fresh, portfolio->context);
  patron_status status = check_id_types(portfolio, kept, &id_type);
  if (status == PATRON_OK) status = with_warnings(portfolio, kept->name, warnings, &fresh);
  if (status == PATRON_OK) {
    patron__table_finish(kept);
    status = patron__tables_put(&portfolio->facts, kept);
  }
  if (status != PATRON_OK) {
    patron__tables_clear(&fresh);
    return status;
  }
  patron__table_finish(given);
  patron__tables_clear(&portfolio->warnings);
  portfolio->warnings = fresh;
  portfolio->id_type = id_type;
  if (strcmp(kept->name, CUSTOMERS) == 0) patron__portfolio_take_customers(portfolio);
  return PATRON_OK;
}

patron_status patron_portfolio_put(patron_portfolio *portfolio, patron_table *table) {
  if (portfolio == NULL || table == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_put");
  patron_context *context = portfolio->context;
  patron_table *kept = NULL, *warnings = NULL;
  patron_status status = patron__context_idle(context);
  if (status == PATRON_OK && table->context != context && !table->finished)
    status = patron__fail(context, PATRON_E_STATE, NULL, "a table of another context can be put only when it is finished");
  if (status == PATRON_OK) status = patron__warnings_create(context, &warnings);
  if (status == PATRON_OK) status = patron__schema_conform(context, table, PATRON__FACT, portfolio->exponent, warnings, &kept);
  if (status == PATRON_OK) status = take(portfolio, table, kept, warnings);
  patron_table_destroy(warnings);
  patron_table_destroy(kept);
  return status;
}

patron_status patron__portfolio_keep(patron_portfolio *portfolio, patron_table *table) {
  const patron_status status = patron__tables_put(&portfolio->facts, table);
  patron__table_finish(table);
  if (status == PATRON_OK && strcmp(table->name, CUSTOMERS) == 0) patron__portfolio_take_customers(portfolio);
  return status;
}

patron_status patron__portfolio_warnings(const patron_portfolio *portfolio, patron_table **out) {
  patron_table *all = NULL;
  patron_status status = patron__warnings_create(portfolio->context, &all);
  for (int32_t i = 0; i < portfolio->warnings.count && status == PATRON_OK; i++) status = patron__table_append(all, portfolio->warnings.items[i]);
  if (status != PATRON_OK) {
    patron_table_destroy(all);
    return status;
  }
  *out = all;
  return PATRON_OK;
}

int32_t patron__portfolio_has_warnings(const patron_portfolio *portfolio) {
  for (int32_t i = 0; i < portfolio->warnings.count; i++)
    if (portfolio->warnings.items[i]->rows > 0) return 1;
  return 0;
}

static patron_status finished_warnings(const patron_portfolio *portfolio, patron_table **out) {
  patron_status status = patron__portfolio_warnings(portfolio, out);
  if (status == PATRON_OK) patron__table_finish(*out);
  return status;
}

patron_status patron__portfolio_snapshot(const patron_portfolio *portfolio, patron__tables *out) {
  patron_status status = patron__portfolio_settle(portfolio);
  return status != PATRON_OK ? status : patron__tables_copy(&portfolio->facts, out);
}

patron_status patron_portfolio_table(const patron_portfolio *portfolio, const char *name, patron_table **out) {
  if (portfolio == NULL || name == NULL || out == NULL) return patron__refuse_arguments(portfolio == NULL ? NULL : portfolio->context, "patron_portfolio_table");
  patron__tables all;
  patron_table *warnings = NULL;
  patron_status status = patron__context_idle(portfolio->context);
  if (status != PATRON_OK) return status;
  if (strcmp(name, WARNINGS) == 0) return finished_warnings(portfolio, out);
  patron__tables_init(&all, portfolio->context);
  status = patron__portfolio_snapshot(portfolio, &all);
  if (status == PATRON_OK && strcmp(name, TABLES) == 0) {
    status = finished_warnings(portfolio, &warnings);
    if (status == PATRON_OK) status = patron__tables_put(&all, warnings);
  }
  if (status == PATRON_OK) status = patron__tables_get(&all, name, out);
  if (status == PATRON_E_NOT_FOUND) {
    patron__where where = {NULL, NULL, -1, name, -1, "the name of a table that was put; \"tables\" lists them"};
    status = patron__fail(portfolio->context, status, &where, "the portfolio has no such table");
  }
  patron_table_destroy(warnings);
  patron__tables_clear(&all);
  return status;
}
