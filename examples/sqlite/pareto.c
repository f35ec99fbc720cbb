/* SELECT * FROM patron_pareto('sales', 'customer', 'amount', 'region'): a row of the source each, with its class in its group. Up to three columns make the group; share and second_share may
   be asked for in WHERE (share = 0.9). Names are quoted as identifiers, and the function may not be used in views and triggers of a schema that somebody else wrote. */
#include "numbers.h"

#include <stdarg.h>
#include <string.h>

/* The hidden columns stand last, in the order of the arguments. */
enum {
  CUSTOMER, VALUE, CLASS, KEY, CUTOFF, MARGIN, GROUP_1, GROUP_2, GROUP_3, TOTAL, N, N_POSITIVE, N_KEY, N_MINIMUM, VISIBLE,
  SOURCE = VISIBLE, CUSTOMER_COLUMN, VALUE_COLUMN, GROUP_COLUMN_1, GROUP_COLUMN_2, GROUP_COLUMN_3, SHARE, SECOND_SHARE, COLUMNS,
  ARGUMENTS = COLUMNS - SOURCE, GROUPS = 3, CUTS = 2
};

static const char declaration[] =
  "CREATE TABLE patron_pareto(customer, value, class, key, cutoff, margin, group_1, group_2, group_3, total, n, n_positive, n_key, n_minimum,"
  " source HIDDEN, customer_column HIDDEN, value_column HIDDEN, group_column_1 HIDDEN, group_column_2 HIDDEN, group_column_3 HIDDEN, share HIDDEN, second_share HIDDEN)";

typedef struct source {
  sqlite3_vtab base;
  sqlite3 *db;
} source;

typedef struct cursor {
  sqlite3_vtab_cursor base;
  sqlite3_value *arguments[ARGUMENTS];
  sqlite3_value **customers, **names;   /* names: GROUPS of each group */
  numbers values;
  int32_t *groups;                      /* -1: the value is unknown */
  int64_t *positions;                   /* of the row's value among those known; -1: unknown */
  int8_t *classes;
  int64_t rows, capacity, at;
  int32_t ngroups, ncuts;
  int64_t *n, *n_positive, *n_key, *n_minimum, *total_i64, *cutoff_i64;
  double *total_f64, *cutoff_f64;
} cursor;

static int refuse(sqlite3_vtab *table, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = sqlite3_vmprintf(format, arguments);
  va_end(arguments);
  return table->zErrMsg == NULL ? SQLITE_NOMEM : SQLITE_ERROR;
}

static int connect(sqlite3 *db, void *user, int count, const char *const *arguments, sqlite3_vtab **out, char **error)
{
  (void)user;
  (void)count;
  (void)arguments;
  (void)error;
  int code = sqlite3_declare_vtab(db, declaration);
  if (code != SQLITE_OK) return code;
  sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  source *made = sqlite3_malloc64(sizeof *made);
  if (made == NULL) return SQLITE_NOMEM;
  memset(made, 0, sizeof *made);
  made->db = db;
  *out = &made->base;
  return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table)
{
  sqlite3_free(table);
  return SQLITE_OK;
}

/* idxStr names the arguments that come, one letter each. */
static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
  int from[ARGUMENTS];
  char plan[ARGUMENTS + 1];
  int given = 0;
  for (int i = 0; i < ARGUMENTS; i++) from[i] = -1;
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *one = &info->aConstraint[i];
    if (one->iColumn < SOURCE || one->iColumn >= COLUMNS || one->op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!one->usable) return SQLITE_CONSTRAINT;
    from[one->iColumn - SOURCE] = i;
  }
  for (int i = SOURCE; i <= VALUE_COLUMN; i++)
    if (from[i - SOURCE] < 0) return refuse(table, "patron_pareto wants a table, its column of customers and its column of values: patron_pareto('sales', 'customer', 'amount')");
  for (int i = 0; i < ARGUMENTS; i++) {
    if (from[i] < 0) continue;
    plan[given++] = (char)('a' + i);
    info->aConstraintUsage[from[i]].argvIndex = given;
    info->aConstraintUsage[from[i]].omit = 1;
  }
  plan[given] = 0;
  info->idxStr = sqlite3_mprintf("%s", plan);
  if (info->idxStr == NULL) return SQLITE_NOMEM;
  info->needToFreeIdxStr = 1;
  info->estimatedCost = 1e6;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
  (void)table;
  cursor *made = sqlite3_malloc64(sizeof *made);
  if (made == NULL) return SQLITE_NOMEM;
  memset(made, 0, sizeof *made);
  *out = &made->base;
  return SQLITE_OK;
}

static void free_values(sqlite3_value **values, int64_t count)
{
  for (int64_t i = 0; values != NULL && i < count; i++) sqlite3_value_free(values[i]);
  sqlite3_free(values);
}

static void clear(cursor *all)
{
  sqlite3_vtab_cursor base = all->base;
  for (int i = 0; i < ARGUMENTS; i++) sqlite3_value_free(all->arguments[i]);
  free_values(all->customers, all->rows);
  free_values(all->names, (int64_t)all->ngroups * GROUPS);
  numbers_clear(&all->values);
  void *blocks[] = { all->groups, all->positions, all->classes, all->n, all->n_positive, all->n_key, all->n_minimum, all->total_i64, all->cutoff_i64, all->total_f64, all->cutoff_f64 };
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) sqlite3_free(blocks[i]);
  memset(all, 0, sizeof *all);
  all->base = base;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
  clear((cursor *)base);
  sqlite3_free(base);
  return SQLITE_OK;
}

/* A name with its table before it cannot be taken for a text, as SQLite does with quoted names that it does not find. */
static char *source_sql(sqlite3_vtab *table, cursor *all, int *code)
{
  const char *texts[GROUP_COLUMN_3 - SOURCE + 1];
  for (int i = 0; i <= GROUP_COLUMN_3 - SOURCE; i++) {
    texts[i] = all->arguments[i] == NULL ? NULL : (const char *)sqlite3_value_text(all->arguments[i]);
    if (i <= VALUE_COLUMN - SOURCE && texts[i] == NULL) {
      *code = refuse(table, "patron_pareto: the name of the table or of a column is NULL");
      return NULL;
    }
  }
  sqlite3_str *sql = sqlite3_str_new(NULL), *order = sqlite3_str_new(NULL);
  for (int g = 0; g < GROUPS; g++) {
    const char *name = texts[GROUP_COLUMN_1 - SOURCE + g];
    if (name != NULL) sqlite3_str_appendf(order, "%st.\"%w\"", sqlite3_str_length(order) == 0 ? "" : ", ", name);
  }
  int grouped = sqlite3_str_length(order) > 0;
  char *columns = sqlite3_str_finish(order);
  sqlite3_str_appendf(sql, "SELECT t.\"%w\", t.\"%w\", ", texts[CUSTOMER_COLUMN - SOURCE], texts[VALUE_COLUMN - SOURCE]);
  if (grouped) sqlite3_str_appendf(sql, "dense_rank() OVER (ORDER BY %s) - 1, %s", columns == NULL ? "" : columns, columns == NULL ? "" : columns);
  else sqlite3_str_appendall(sql, "0");
  sqlite3_str_appendf(sql, " FROM \"%w\" AS t", texts[0]);
  if (grouped) sqlite3_str_appendall(sql, " ORDER BY 3");
  char *text = sqlite3_str_finish(sql);
  if (text == NULL || (grouped && columns == NULL)) *code = SQLITE_NOMEM;
  sqlite3_free(columns);
  return text;
}

static int32_t grow(cursor *all)
{
  if (all->rows < all->capacity) return 1;
  sqlite3_uint64 capacity = all->capacity == 0 ? 256 : (sqlite3_uint64)all->capacity * 2;
  sqlite3_value **customers = sqlite3_realloc64(all->customers, capacity * sizeof *customers);
  if (customers != NULL) all->customers = customers;
  int32_t *groups = sqlite3_realloc64(all->groups, capacity * sizeof *groups);
  if (groups != NULL) all->groups = groups;
  int64_t *positions = sqlite3_realloc64(all->positions, capacity * sizeof *positions);
  if (positions != NULL) all->positions = positions;
  if (customers == NULL || groups == NULL || positions == NULL) return 0;
  all->capacity = (int64_t)capacity;
  return 1;
}

/* Groups come in order, so a new one is the next. */
static int32_t add_group(cursor *all, sqlite3_stmt *statement, int32_t group)
{
  if (group < all->ngroups) return 1;
  sqlite3_value **names = sqlite3_realloc64(all->names, ((sqlite3_uint64)group + 1) * GROUPS * sizeof *names);
  if (names == NULL) return 0;
  all->names = names;
  memset(&names[(int64_t)group * GROUPS], 0, GROUPS * sizeof *names);
  all->ngroups = group + 1;
  for (int g = 0, column = 3; g < GROUPS; g++) {
    if (all->arguments[GROUP_COLUMN_1 - SOURCE + g] == NULL || sqlite3_value_type(all->arguments[GROUP_COLUMN_1 - SOURCE + g]) == SQLITE_NULL) continue;
    names[(int64_t)group * GROUPS + g] = sqlite3_value_dup(sqlite3_column_value(statement, column++));
    if (names[(int64_t)group * GROUPS + g] == NULL) return 0;
  }
  return 1;
}

static int read_rows(sqlite3_vtab *table, cursor *all, sqlite3_stmt *statement)
{
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    sqlite3_value *value = sqlite3_column_value(statement, 1);
    int32_t group = sqlite3_column_int(statement, 2);
    if (!grow(all) || !add_group(all, statement, group)) return SQLITE_NOMEM;
    if ((all->customers[all->rows] = sqlite3_value_dup(sqlite3_column_value(statement, 0))) == NULL) return SQLITE_NOMEM;
    int64_t row = all->rows++;
    all->groups[row] = group;
    all->positions[row] = -1;
    if (sqlite3_value_type(value) == SQLITE_NULL) continue;
    all->positions[row] = all->values.count;
    patron_status status = numbers_add(&all->values, value);
    if (status == PATRON_E_NO_MEMORY) return SQLITE_NOMEM;
    if (status != PATRON_OK) {
      const char *customer = (const char *)sqlite3_value_text(all->customers[row]);
      const char *shown = (const char *)sqlite3_value_text(value);
      return refuse(table, "patron_pareto: the value of customer %Q is %Q, expected a finite number", customer, shown);
    }
  }
  return code == SQLITE_DONE ? SQLITE_OK : refuse(table, "patron_pareto: %s", sqlite3_errmsg(((source *)table)->db));
}

static int cuts_of(sqlite3_vtab *table, cursor *all, int64_t cuts[CUTS])
{
  static const double defaults[CUTS] = { 0.8, 0.95 };
  all->ncuts = 0;
  for (int i = 0; i < CUTS; i++) {
    sqlite3_value *given = all->arguments[SHARE - SOURCE + i];
    int32_t is_given = given != NULL && sqlite3_value_type(given) != SQLITE_NULL;
    double share = is_given ? sqlite3_value_double(given) : defaults[i];
    if (!(share >= 0.0000005 && share <= 1.0)) return refuse(table, "patron_pareto: a share is a number over 0 and at most 1, such as 0.8");
    cuts[all->ncuts] = (int64_t)(share * 1000000.0 + 0.5);
    if (all->ncuts == 1 && cuts[1] <= cuts[0]) {
      if (is_given) return refuse(table, "patron_pareto: second_share must be above share");
      continue;
    }
    all->ncuts++;
  }
  return SQLITE_OK;
}

static void *array(int64_t count, size_t size)
{
  return sqlite3_malloc64(((sqlite3_uint64)count + 1) * size);
}

static int classify(sqlite3_vtab *table, cursor *all)
{
  int64_t cuts[CUTS], per_cut;
  int code = cuts_of(table, all, cuts);
  if (code != SQLITE_OK) return code;
  per_cut = (int64_t)all->ngroups * all->ncuts;
  int32_t *groups = array(all->values.count, sizeof *groups);
  all->classes = array(all->values.count, 1);
  all->n = array(all->ngroups, 8);
  all->n_positive = array(all->ngroups, 8);
  all->n_key = array(per_cut, 8);
  all->n_minimum = array(per_cut, 8);
  all->total_i64 = array(all->ngroups, 8);
  all->total_f64 = array(all->ngroups, 8);
  all->cutoff_i64 = array(per_cut, 8);
  all->cutoff_f64 = array(per_cut, 8);
  if (groups == NULL || all->classes == NULL || all->n == NULL || all->n_positive == NULL || all->n_key == NULL || all->n_minimum == NULL || all->total_i64 == NULL || all->total_f64 == NULL ||
      all->cutoff_i64 == NULL || all->cutoff_f64 == NULL) {
    sqlite3_free(groups);
    return SQLITE_NOMEM;
  }
  for (int64_t row = 0; row < all->rows; row++)
    if (all->positions[row] >= 0) groups[all->positions[row]] = all->groups[row];
  patron_pareto_groups out = { .struct_size = sizeof out, .n = all->n, .n_positive = all->n_positive, .n_inside = all->n_key, .n_minimum = all->n_minimum,
    .total_i64 = all->total_i64, .total_f64 = all->total_f64, .cutoff_i64 = all->cutoff_i64, .cutoff_f64 = all->cutoff_f64 };
  const numbers *values = &all->values;
  patron_status status = values->real_count > 0
    ? patron_pareto_classes_f64(values->reals, NULL, groups, values->count, all->ngroups, cuts, all->ncuts, patron_sqlite_allocator(), all->classes, &out)
    : patron_pareto_classes_i64(values->count == 0 ? NULL : values->integers, NULL, groups, values->count, all->ngroups, cuts, all->ncuts, patron_sqlite_allocator(), all->classes, &out);
  sqlite3_free(groups);
  return status == PATRON_OK ? SQLITE_OK : status == PATRON_E_NO_MEMORY ? SQLITE_NOMEM : refuse(table, "patron_pareto: %s", patron_status_message(status));
}

static int filter(sqlite3_vtab_cursor *base, int index, const char *plan, int count, sqlite3_value **arguments)
{
  cursor *all = (cursor *)base;
  sqlite3_vtab *table = base->pVtab;
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_OK;
  (void)index;
  clear(all);
  for (int i = 0; i < count; i++)
    if ((all->arguments[plan[i] - 'a'] = sqlite3_value_dup(arguments[i])) == NULL) return SQLITE_NOMEM;
  char *sql = source_sql(table, all, &code);
  if (code == SQLITE_OK && sqlite3_prepare_v2(((source *)table)->db, sql, -1, &statement, NULL) != SQLITE_OK)
    code = refuse(table, "patron_pareto: %s", sqlite3_errmsg(((source *)table)->db));
  sqlite3_free(sql);
  if (code == SQLITE_OK) code = read_rows(table, all, statement);
  sqlite3_finalize(statement);
  return code == SQLITE_OK ? classify(table, all) : code;
}

static int next(sqlite3_vtab_cursor *base)
{
  ((cursor *)base)->at++;
  return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
  return ((cursor *)base)->at >= ((cursor *)base)->rows;
}

static void number(sqlite3_context *context, const cursor *all, const int64_t *integers, const double *reals, int64_t at)
{
  if (all->values.real_count > 0) sqlite3_result_double(context, reals[at]);
  else sqlite3_result_int64(context, integers[at]);
}

static void margin(sqlite3_context *context, const cursor *all, int64_t position, int64_t at)
{
  int64_t value = all->values.real_count > 0 ? 0 : all->values.integers[position];
  if (all->values.real_count > 0 || (value < 0 && value < INT64_MIN + all->cutoff_i64[at])) sqlite3_result_double(context, all->values.reals[position] - all->cutoff_f64[at]);
  else sqlite3_result_int64(context, value - all->cutoff_i64[at]);
}

static void answer_value(sqlite3_context *context, const cursor *all, int column, int64_t position, int64_t at)
{
  static const char *const letters[] = { "A", "B", "C" };
  int32_t class = all->classes[position];
  if (column == VALUE) number(context, all, all->values.integers, all->values.reals, position);
  else if (column == CLASS) sqlite3_result_text(context, class == PATRON_PARETO_NOT_POSITIVE ? "N" : letters[class], 1, SQLITE_STATIC);
  else if (column == KEY) sqlite3_result_int(context, class == 0);
  else if (all->n_positive[at / all->ncuts] > 0) margin(context, all, position, at);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int which)
{
  cursor *all = (cursor *)base;
  int64_t row = all->at, position = all->positions[row], group = all->groups[row], at = group * all->ncuts;
  if (which == CUSTOMER) sqlite3_result_value(context, all->customers[row]);
  else if (which >= SOURCE) { if (all->arguments[which - SOURCE] != NULL) sqlite3_result_value(context, all->arguments[which - SOURCE]); }
  else if (which >= GROUP_1 && which <= GROUP_3) { if (all->names[group * GROUPS + which - GROUP_1] != NULL) sqlite3_result_value(context, all->names[group * GROUPS + which - GROUP_1]); }
  else if (which == CUTOFF) { if (all->n_positive[group] > 0) number(context, all, all->cutoff_i64, all->cutoff_f64, at); }
  else if (which == TOTAL) number(context, all, all->total_i64, all->total_f64, group);
  else if (which >= N) sqlite3_result_int64(context, which == N ? all->n[group] : which == N_POSITIVE ? all->n_positive[group] : which == N_KEY ? all->n_key[at] : all->n_minimum[at]);
  else if (position >= 0) answer_value(context, all, which, position, at);
  return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
  *out = ((cursor *)base)->at;
  return SQLITE_OK;
}

int patron_sqlite_add_pareto(sqlite3 *db)
{
  static const sqlite3_module module = { .iVersion = 0, .xConnect = connect, .xBestIndex = best_index, .xDisconnect = disconnect, .xOpen = open_cursor, .xClose = close_cursor, .xFilter = filter,
    .xNext = next, .xEof = at_end, .xColumn = column, .xRowid = row_id };
  return sqlite3_create_module_v2(db, "patron_pareto", &module, NULL, NULL);
}
