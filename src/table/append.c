/* Rows added to a table from another one, columns by name. Everything that needs memory is done first; what follows cannot fail, so a call that fails has added nothing. */
#include "table/store.h"

/* What one column of the result is made of. */
typedef struct part {
  const patron__column *from;      /* NULL: the rows to add lack this column */
  patron__column *rescaled;        /* `from` with the decimals of the result, where it has others */
  int32_t *map;                    /* CODE: codes of `from` in the merged dictionary */
  patron__dictionary *dictionary;  /* CODE: the merged one */
} part;

typedef struct job {
  patron_table *table;
  const patron_table *rows;
  int32_t old_count, new_count;    /* columns before and after */
  int32_t adopt;                   /* the table has no money yet: it takes the decimals of the rows to add */
  part *parts;                     /* new_count; those from old_count on are already stored behind the table's columns, but not counted yet */
} job;

static int32_t has_money(const patron_table *table) {
  for (int32_t i = 0; i < table->column_count; i++)
    if (table->columns[i].column->type == PATRON_MONEY) return 1;
  return 0;
}

static patron_status check(const patron_table *table, const patron_table *rows) {
  patron_context *context = table->context;
  if (table == rows) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "table %s cannot be appended to itself", table->name);
  if (table->finished) return patron__fail(context, PATRON_E_STATE, NULL, "table %s is finished: append to a copy", table->name);
  if (rows->rows > PATRON__ROWS_MAX - table->rows) return patron__fail(context, PATRON_E_RANGE, NULL, "table %s cannot have so many rows", table->name);
  for (int32_t i = 0; i < rows->column_count; i++) {
    const patron__column *mine = patron__table_find(table, rows->columns[i].name), *theirs = rows->columns[i].column;
    patron__where where = {table->name, rows->columns[i].name, -1, NULL, -1, "the same type in both tables"};
    if (mine != NULL && mine->type != theirs->type) return patron__fail(context, PATRON_E_TYPE, &where, "a column to append is of another type");
    if (mine != NULL && mine->type == PATRON_MONEY && mine->decimals < 0 && theirs->decimals < 0 && table->money_exponent != rows->money_exponent) {
      where.expected = "the same number of decimals in both tables";
      return patron__fail(context, PATRON_E_TYPE, &where, "money to append is of another currency");
    }
  }
  return PATRON_OK;
}

static int64_t text_bytes(const patron__column *column) {
  int64_t bytes = 0, len;
  if (column->validity == NULL && column->offsets_filled == column->rows) return column->offsets[column->rows] - column->offsets[0];
  for (int64_t row = 0; row < column->rows; row++) {
    patron__column_text(column, row, &len);
    if (patron__column_known(column, row)) bytes += len;
  }
  return bytes;
}

static patron_status merge_codes(patron_context *context, patron__column *mine, part *one) {
  const patron__dictionary *theirs = one->from->dictionary;
  one->map = patron__allocate_array(context, theirs->count > 0 ? theirs->count : 1, sizeof(int32_t));
  if (one->map == NULL) return patron__memory_status(context);
  return patron__dictionary_merge(mine->dictionary, theirs, one->map, &one->dictionary);
}

/* Money of columns with decimals of their own: both sides get those of the finer one. */
static patron_status agree_on_decimals(job *work, patron__table_column *mine, part *one) {
  int32_t here = patron__money_decimals(work->table, mine->column), there = patron__money_decimals(work->rows, one->from), finer = here > there ? here : there;
  int64_t row = -1;
  patron__column *made = NULL;
  patron_status status = PATRON_OK;
  if (here < finer) {
    status = patron__column_rescale(mine->column, here, finer, &row, &made);
    if (status == PATRON_OK) {
      made->decimals = finer;
      made->any_decimal = mine->column->any_decimal;
      patron__column_drop(mine->column);
      mine->column = made;
    }
  } else if (there < finer) {
    status = patron__column_rescale(one->from, there, finer, &row, &one->rescaled);
    one->from = one->rescaled;
  }
  if (status != PATRON_E_RANGE) return status;
  patron__where where = {work->table->name, mine->name, row, NULL, -1, "amounts that fit with the decimals of both tables"};
  return patron__fail(work->table->context, PATRON_E_RANGE, &where, "money is too large for the decimals of what is appended");
}

/* Room for all rows in a column that the table has. */
static patron_status prepare_old(job *work, int32_t index) {
  patron__table_column *mine = &work->table->columns[index];
  part *one = &work->parts[index];
  one->from = patron__table_find(work->rows, mine->name);
  if (one->from != NULL && one->from->type == PATRON_MONEY) {
    patron_status agreed = agree_on_decimals(work, mine, one);
    if (agreed != PATRON_OK) return agreed;
  }
  int64_t total = work->table->rows + work->rows->rows;
  int64_t bytes = one->from != NULL && one->from->type == PATRON_TEXT ? text_bytes(one->from) : 0;
  int32_t unknown = work->rows->rows > 0 && (one->from == NULL || one->from->validity != NULL);
  patron_status status = patron__column_reserve(&mine->column, total, bytes, unknown);
  if (status == PATRON_OK && one->from != NULL && one->from->type == PATRON_CODE) status = merge_codes(work->table->context, mine->column, one);
  return status;
}

/* A column that only the rows to add have: unknown in those that were there before. */
static patron_status prepare_new(job *work, const patron__table_column *theirs) {
  patron_context *context = work->table->context;
  part *one = &work->parts[work->new_count];
  patron__table_column *mine = &work->table->columns[work->new_count];
  int64_t total = work->table->rows + work->rows->rows;
  patron__column *made = NULL;
  patron_status status = patron__column_create(context, theirs->column->type, total, &made);
  if (status != PATRON_OK) return status;
  made->rows = work->table->rows;
  made->any_decimal = theirs->column->any_decimal;
  made->decimals = theirs->column->decimals;
  if (made->type == PATRON_MONEY && made->decimals < 0 && !work->adopt && work->rows->money_exponent != work->table->money_exponent) made->decimals = work->rows->money_exponent;
  size_t size = strlen(theirs->name) + 1;
  char *name = patron__allocate(context, size);
  *mine = (patron__table_column){name, made, theirs->key, -1};
  one->from = theirs->column;
  work->new_count++;
  if (name == NULL) return patron__memory_status(context);
  memcpy(name, theirs->name, size);
  if (made->rows > 0 || one->from->validity != NULL) status = patron__column_need_validity(made);
  if (status == PATRON_OK && made->rows > 0) patron__bitmap_fill(made->validity, 0, made->rows, 0);
  if (status == PATRON_OK && made->type == PATRON_TEXT) status = patron__column_reserve(&mine->column, total, text_bytes(one->from), 0);
  if (status == PATRON_OK && made->type == PATRON_CODE) {
    made->dictionary = one->from->dictionary;
    patron__dictionary_retain(made->dictionary);
  }
  return status;
}

static void add_texts(patron__column *mine, const patron__column *theirs, int64_t first) {
  int64_t filled = mine->offsets_filled, end = mine->offsets[filled], len;
  char *bytes = mine->values;
  for (int64_t row = filled; row < first; row++) mine->offsets[row + 1] = end;
  for (int64_t row = 0; row < theirs->rows; row++) {
    if (patron__column_known(theirs, row)) {
      const char *text = patron__column_text(theirs, row, &len);
      if (len > 0) memcpy(bytes + end, text, (size_t)len);
      end += len;
    }
    mine->offsets[first + row + 1] = end;
  }
  mine->offsets_filled = first + theirs->rows;
}

static void add_values(patron__column *mine, const patron__column *theirs, int64_t first, const int32_t *map) {
  int64_t rows = theirs->rows;
  switch (mine->type) {
    case PATRON_MONEY: case PATRON_INTEGER: memcpy((int64_t *)mine->values + first, theirs->values, (size_t)rows * sizeof(int64_t)); break;
    case PATRON_NUMBER: memcpy((double *)mine->values + first, theirs->values, (size_t)rows * sizeof(double)); break;
    case PATRON_DATE: memcpy((int32_t *)mine->values + first, theirs->values, (size_t)rows * sizeof(int32_t)); break;
    case PATRON_FLAG: patron__bitmap_copy(mine->values, first, theirs->values, 0, rows); break;
    case PATRON_TEXT: add_texts(mine, theirs, first); break;
    default:
      for (int64_t row = 0; row < rows; row++)
        if (patron__column_known(theirs, row)) ((int32_t *)mine->values)[first + row] = map != NULL ? map[patron__column_i32(theirs, row)] : patron__column_i32(theirs, row);
      break;
  }
}

/* Under a 0 bit of the rows to add may stand anything. */
static void zero_added(patron__column *mine, const patron__column *theirs, int64_t first) {
  if (mine->type == PATRON_TEXT) return;
  for (int64_t row = 0; row < theirs->rows; row++)
    if (!patron__column_known(theirs, row)) patron__column_set_unknown(mine, first + row);
}

static void commit(job *work) {
  patron_table *table = work->table;
  int64_t first = table->rows, more = work->rows->rows;
  for (int32_t i = 0; i < work->new_count; i++) {
    patron__column *mine = table->columns[i].column;
    part *one = &work->parts[i];
    if (one->dictionary != NULL) {
      patron__dictionary_drop(mine->dictionary);
      mine->dictionary = one->dictionary;
      one->dictionary = NULL;
    }
    if (more == 0) continue;
    patron__column_extend(mine, first + more);
    if (one->from == NULL) continue;
    if (mine->validity != NULL) {
      if (one->from->validity != NULL) patron__bitmap_copy(mine->validity, first, one->from->validity, 0, more);
      else patron__bitmap_fill(mine->validity, first, more, 1);
    }
    add_values(mine, one->from, first, one->map);
    if (one->from->validity != NULL) zero_added(mine, one->from, first);
  }
  table->rows += more;
  for (int32_t i = work->old_count; i < work->new_count; i++) patron__table_index(table, i);
  table->column_count = work->new_count;
}

patron_status patron__table_append(patron_table *table, const patron_table *rows) {
  patron_context *context = table->context;
  patron_status status = check(table, rows);
  int32_t fresh = 0;
  for (int32_t i = 0; i < rows->column_count; i++) fresh += patron__table_find(table, rows->columns[i].name) == NULL;
  if (status == PATRON_OK) status = patron__table_reserve_columns(table, fresh);
  if (status != PATRON_OK) return status;
  job work = {table, rows, table->column_count, table->column_count, !has_money(table), NULL};
  int64_t parts = (int64_t)table->column_count + fresh;
  work.parts = patron__allocate_array(context, parts > 0 ? parts : 1, sizeof(part));
  if (work.parts == NULL) return patron__memory_status(context);
  for (int32_t i = 0; i < work.old_count && status == PATRON_OK; i++) status = prepare_old(&work, i);
  for (int32_t i = 0; i < rows->column_count && status == PATRON_OK; i++)
    if (patron__table_find(table, rows->columns[i].name) == NULL) status = prepare_new(&work, &rows->columns[i]);
  if (status == PATRON_OK) {
    if (work.adopt) table->money_exponent = rows->money_exponent;
    commit(&work);
  } else {
    for (int32_t i = work.old_count; i < work.new_count; i++) {
      patron__release(context, table->columns[i].name);
      patron__column_drop(table->columns[i].column);
    }
  }
  for (int32_t i = 0; i < parts; i++) {
    patron__release(context, work.parts[i].map);
    patron__dictionary_drop(work.parts[i].dictionary);
    patron__column_drop(work.parts[i].rescaled);
  }
  patron__release(context, work.parts);
  return status;
}

patron_status patron_table_append(patron_table *table, const patron_table *rows) {
  if (table == NULL || rows == NULL) return patron__refuse_arguments(table == NULL ? NULL : table->context, "patron_table_append");
  patron_status status = patron__context_idle(table->context);
  return status != PATRON_OK ? status : patron__table_append(table, rows);
}
