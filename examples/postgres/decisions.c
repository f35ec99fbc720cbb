/* Tables of Patron as rows of JSON. Numbers, amounts of money and flags are JSON numbers and booleans (jsonb keeps decimals exactly, so an amount stays "1234.50"), everything else is text; unknown is
   null. */
#include "assess.h"

#include <mb/pg_wchar.h>
#include <miscadmin.h>
#include <utils/builtins.h>
#include <utils/memutils.h>
#include <utils/numeric.h>

typedef struct shape {
  int64_t columns;
  JsonbValue *names;
  int32_t *types;
  char *buf;
  int64_t room;
} shape;

static void set_text(JsonbValue *value, const char *text, int len)
{
  char *shown = pg_any_to_server(text, len, PG_UTF8);
  value->type = jbvString;
  value->val.string.val = shown;
  value->val.string.len = shown == text ? len : (int)strlen(shown);
}

static void set_number(JsonbValue *value, const char *text)
{
  value->type = jbvNumeric;
  value->val.numeric = DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

/* The text of a cell in a buffer that grows; a NUL ends it. */
static int64_t cell_text(job *work, const patron_table *table, shape *all, int64_t column, int64_t row, uint8_t *known)
{
  int64_t offsets[2] = { 0 }, needed = 0;
  patron_status status = patron_table_read_text(table, column, row, 1, offsets, all->buf, all->room - 1, &needed, known);
  if (status == PATRON_E_BUFFER_TOO_SMALL) {
    all->room = needed * 2 + 64;
    all->buf = repalloc_huge(all->buf, (Size)all->room);
    status = patron_table_read_text(table, column, row, 1, offsets, all->buf, all->room - 1, &needed, known);
  }
  if (status != PATRON_OK) job_fail(work, status);
  all->buf[offsets[1] - offsets[0]] = 0;
  return offsets[1] - offsets[0];
}

static void read_cell(job *work, const patron_table *table, shape *all, int64_t column, int64_t row, JsonbValue *value)
{
  double number = 0.0;
  int64_t integer = 0;
  int32_t flag = 0, type = all->types[column];
  uint8_t known = 0;
  char text[64];
  patron_status status = PATRON_OK;
  if (type == PATRON_NUMBER) status = patron_table_read_f64(table, column, row, 1, &number, &known);
  else if (type == PATRON_INTEGER) status = patron_table_read_i64(table, column, row, 1, &integer, &known);
  else if (type == PATRON_FLAG) status = patron_table_read_i32(table, column, row, 1, &flag, &known);
  if (status != PATRON_OK) job_fail(work, status);
  int64_t len = type == PATRON_NUMBER || type == PATRON_INTEGER || type == PATRON_FLAG ? 0 : cell_text(work, table, all, column, row, &known);
  if ((known & 1) == 0) {
    value->type = jbvNull;
  } else if (type == PATRON_NUMBER) {
    patron_number_format(number, text, sizeof text, NULL);
    set_number(value, text);
  } else if (type == PATRON_INTEGER) {
    value->type = jbvNumeric;
    value->val.numeric = int64_to_numeric(integer);
  } else if (type == PATRON_FLAG) {
    value->type = jbvBool;
    value->val.boolean = flag != 0;
  } else if (type == PATRON_MONEY) {
    set_number(value, all->buf);
  } else {
    set_text(value, all->buf, (int)len);
  }
}

static void read_shape(job *work, const patron_table *table, shape *all)
{
  patron_status status = patron_table_columns(table, &all->columns);
  all->names = palloc((Size)all->columns * sizeof *all->names);
  all->types = palloc((Size)all->columns * sizeof *all->types);
  all->room = 1024;
  all->buf = palloc((Size)all->room);
  for (int64_t c = 0; c < all->columns && status == PATRON_OK; c++) {
    int64_t needed = 0;
    patron_table_column_name(table, c, NULL, 0, &needed);
    char *name = palloc((Size)needed + 1);
    status = patron_table_column_name(table, c, name, needed, NULL);
    if (status == PATRON_OK) status = patron_table_column_type(table, c, &all->types[c]);
    if (status == PATRON_OK) set_text(&all->names[c], name, (int)strlen(name));
  }
  if (status != PATRON_OK) job_fail(work, status);
}

void write_rows(job *work, const patron_table *table, const char *name, ReturnSetInfo *result)
{
  shape all = { 0 };
  int64_t rows = 0;
  MemoryContext before = MemoryContextSwitchTo(work->memory), each = AllocSetContextCreate(work->memory, "patron row", ALLOCSET_DEFAULT_SIZES);
  Datum title = name == NULL ? (Datum)0 : CStringGetTextDatum(name);
  read_shape(work, table, &all);
  patron_table_rows(table, &rows);
  MemoryContextSwitchTo(each);
  for (int64_t row = 0; row < rows; row++) {
    JsonbParseState *state = NULL;
    CHECK_FOR_INTERRUPTS();
    pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
    for (int64_t c = 0; c < all.columns; c++) {
      JsonbValue value;
      read_cell(work, table, &all, c, row, &value);
      if (value.type == jbvString) value.val.string.val = pnstrdup(value.val.string.val, (Size)value.val.string.len);   /* the buffer serves the next cell */
      pushJsonbValue(&state, WJB_KEY, &all.names[c]);
      pushJsonbValue(&state, WJB_VALUE, &value);
    }
    Datum json = JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL))), values[] = { name == NULL ? json : title, json };
    bool nulls[] = { false, false };
    tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
    MemoryContextReset(each);
  }
  MemoryContextSwitchTo(before);
}
