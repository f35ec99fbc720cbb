/* JSON as tables of Patron. Columns that the schema knows are given as text, which Patron reads by their types (so a fraction that is no exact amount of money is refused, never rounded: jsonb keeps
   decimals as they were written); others are integers or numbers where every value is, else texts. */
#include "assess.h"

#include <lib/stringinfo.h>
#include <mb/pg_wchar.h>
#include <miscadmin.h>
#include <utils/builtins.h>
#include <utils/memutils.h>
#include <utils/numeric.h>

#define MOST_COLUMNS 1600   /* as a table of PostgreSQL */

typedef struct cells {
  char *name;
  int64_t *offsets;
  uint8_t *known;
  char *bytes;
  int64_t used, room;
  int64_t place;                     /* in the schema; -1: it does not know the column */
  bool known_now;                    /* in the row that is being read */
  bool has_text, has_fraction, has_integer;
} cells;

struct frame {
  job *work;
  const char *kind, *name;
  cells *columns;
  int32_t count, last;               /* last: the column found last; rows mostly name theirs in one order */
  int64_t rows, capacity;
  StringInfoData text;               /* of the cell that is being read */
  MemoryContext row;                 /* what reading one row takes */
};

static void refuse(const frame *all, const char *column, const char *text) pg_attribute_noreturn();
static void refuse(const frame *all, const char *column, const char *text)
{
  ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("%s: table %s row " INT64_FORMAT "%s%s: %s", all->work->function, all->name, all->rows + 1, column[0] == 0 ? "" : ", column ", column, text)));
  pg_unreachable();
}

frame *frame_open(job *work, const char *kind, const char *name)
{
  MemoryContext before = MemoryContextSwitchTo(work->memory);
  frame *all = palloc0(sizeof *all);
  all->work = work;
  all->kind = kind;
  all->name = pstrdup(name);
  all->last = -1;
  all->columns = palloc0(MOST_COLUMNS * sizeof *all->columns);
  initStringInfo(&all->text);
  all->row = AllocSetContextCreate(work->memory, "patron row", ALLOCSET_DEFAULT_SIZES);
  MemoryContextSwitchTo(before);
  return all;
}

const char *frame_name(const frame *all)
{
  return all->name;
}

static void *resized(const frame *all, void *block, int64_t size)
{
  return block == NULL ? MemoryContextAllocHuge(all->work->memory, (Size)size) : repalloc_huge(block, (Size)size);
}

static cells *find_column(frame *all, const char *name, int len)
{
  for (int32_t i = 1; i <= all->count; i++) {
    int32_t at = (all->last + i) % all->count;
    if (strlen(all->columns[at].name) == (size_t)len && memcmp(all->columns[at].name, name, (size_t)len) == 0) {
      all->last = at;
      return &all->columns[at];
    }
  }
  if (all->count == MOST_COLUMNS || len == 0) refuse(all, "", len == 0 ? "a column without a name" : "too many columns");
  all->last = all->count;
  cells *one = &all->columns[all->count++];
  one->name = MemoryContextAlloc(all->work->memory, (Size)len + 1);
  memcpy(one->name, name, (size_t)len);
  one->name[len] = 0;
  one->offsets = resized(all, NULL, (all->capacity + 1) * (int64_t)sizeof *one->offsets);
  one->known = resized(all, NULL, all->capacity + 1);
  memset(one->offsets, 0, (size_t)(all->capacity + 1) * sizeof *one->offsets);   /* the rows before did not know it */
  memset(one->known, 0, (size_t)all->capacity + 1);
  return one;
}

void frame_expect(frame *all, const char *column, int values)
{
  cells *one = find_column(all, column, (int)strlen(column));
  one->has_text = one->has_text || (values & VALUES_ARE_TEXTS) != 0;
  one->has_fraction = one->has_fraction || (values & VALUES_HAVE_FRACTIONS) != 0;
  one->has_integer = one->has_integer || (values & VALUES_ARE_INTEGERS) != 0;
}

/* Appends the text of a scalar; false: null. */
static bool append_scalar(frame *all, cells *one, const JsonbValue *value)
{
  char *shown;
  switch (value->type) {
  case jbvNull:
    return false;
  case jbvString:
    shown = pg_server_to_any(value->val.string.val, value->val.string.len, PG_UTF8);
    appendBinaryStringInfo(&all->text, shown, shown == value->val.string.val ? value->val.string.len : (int)strlen(shown));
    one->has_text = one->has_text || value->val.string.len > 0;
    return value->val.string.len > 0;   /* an empty text is unknown, as in files */
  case jbvNumeric:
    shown = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
    appendStringInfoString(&all->text, shown);
    if (strchr(shown, '.') != NULL) one->has_fraction = true;
    else one->has_integer = true;
    return true;
  case jbvBool:
    appendStringInfoString(&all->text, value->val.boolean ? "yes" : "no");
    one->has_text = true;
    return true;
  default:
    refuse(all, one->name, "an object (expected a text, a number, true, false or null)");
  }
}

/* [80, 95] is the list "80,95". */
static void append_list(frame *all, cells *one, JsonbContainer *list)
{
  JsonbValue value;
  JsonbIterator *each = JsonbIteratorInit(list);
  JsonbIteratorToken token = JsonbIteratorNext(&each, &value, true);
  for (int i = 0; (token = JsonbIteratorNext(&each, &value, true)) == WJB_ELEM; i++) {
    if (i > 0) appendStringInfoChar(&all->text, ',');
    if (!append_scalar(all, one, &value)) refuse(all, one->name, "a list of something else than texts and numbers");
  }
  one->has_text = true;
}

static void take_cell(frame *all, cells *one, const JsonbValue *value)
{
  resetStringInfo(&all->text);
  if (value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data)) append_list(all, one, value->val.binary.data);
  else append_scalar(all, one, value);
  one->known_now = all->text.len > 0;
  if (one->used + all->text.len > one->room) {
    one->room = (one->used + all->text.len) * 2 + 64;
    one->bytes = resized(all, one->bytes, one->room);
  }
  if (all->text.len > 0) memcpy(one->bytes + one->used, all->text.data, (size_t)all->text.len);
  one->used += all->text.len;
}

static void begin_row(frame *all)
{
  MemoryContextReset(all->row);
  CHECK_FOR_INTERRUPTS();
  if (all->rows < all->capacity) return;
  int64_t capacity = all->capacity == 0 ? 128 : all->capacity * 2;
  for (int32_t c = 0; c < all->count; c++) {
    cells *one = &all->columns[c];
    one->offsets = resized(all, one->offsets, (capacity + 1) * (int64_t)sizeof *one->offsets);
    one->known = resized(all, one->known, capacity + 1);
    memset(one->offsets + all->capacity + 1, 0, (size_t)(capacity - all->capacity) * sizeof *one->offsets);
    memset(one->known + all->capacity, 0, (size_t)(capacity - all->capacity) + 1);
  }
  all->capacity = capacity;
}

static void end_row(frame *all)
{
  for (int32_t c = 0; c < all->count; c++) {
    cells *one = &all->columns[c];
    one->known[all->rows] = one->known_now;
    one->offsets[all->rows + 1] = one->used;
    one->known_now = false;
  }
  all->rows++;
}

void frame_add_row(frame *all, JsonbContainer *row)
{
  JsonbValue value;
  begin_row(all);
  MemoryContext before = MemoryContextSwitchTo(all->row);
  if (!JsonContainerIsObject(row)) refuse(all, "", "expected an object with a value for each column");
  JsonbIterator *each = JsonbIteratorInit(row);
  JsonbIteratorNext(&each, &value, true);
  while (JsonbIteratorNext(&each, &value, true) == WJB_KEY) {
    char *name = pg_server_to_any(value.val.string.val, value.val.string.len, PG_UTF8);
    cells *one = find_column(all, name, name == value.val.string.val ? value.val.string.len : (int)strlen(name));
    JsonbIteratorNext(&each, &value, true);
    take_cell(all, one, &value);
  }
  MemoryContextSwitchTo(before);
  end_row(all);
}

/* {"pareto.hysteresis": 0.1, ...}: a row for each key. */
static void add_settings(frame *all, JsonbContainer *settings)
{
  JsonbValue value;
  JsonbIterator *each = JsonbIteratorInit(settings);
  JsonbIteratorNext(&each, &value, true);
  while (JsonbIteratorNext(&each, &value, true) == WJB_KEY) {
    begin_row(all);
    take_cell(all, find_column(all, "key", 3), &value);
    JsonbIteratorNext(&each, &value, true);
    take_cell(all, find_column(all, "value", 5), &value);
    end_row(all);
  }
}

static uint8_t *bitmap_of(const frame *all, const cells *one)
{
  uint8_t *bits = MemoryContextAllocHuge(all->work->memory, (Size)(all->rows + 7) / 8 + 1);
  patron_bitmap_pack(one->known, all->rows, bits);
  return bits;
}

/* The values of a column that the schema does not know, all of which are numbers. NULL: not all of them fit the type. */
static void *numbers_of(const frame *all, const cells *one)
{
  double *numbers = MemoryContextAllocHuge(all->work->memory, (Size)(all->rows + 1) * 8);
  int64_t *integers = (int64_t *)numbers;
  for (int64_t row = 0; row < all->rows; row++) {
    int64_t len = one->offsets[row + 1] - one->offsets[row];
    const char *text = one->bytes + one->offsets[row];
    patron_status status = !one->known[row] ? PATRON_UNKNOWN : one->has_fraction ? patron_number_parse(text, len, &numbers[row]) : patron_money_parse(text, len, 0, &integers[row]);
    if (status == PATRON_UNKNOWN) integers[row] = 0;   /* as a double: 0, too */
    else if (status != PATRON_OK) {
      pfree(numbers);
      return NULL;
    }
  }
  return numbers;
}

/* The schema's columns in its order, then the others by name: jsonb keeps no order of its own. */
static int compare_places(const void *a, const void *b)
{
  const cells *one = a, *other = b;
  if (one->place < 0 && other->place < 0) return strcmp(one->name, other->name);
  if (one->place < 0 || other->place < 0) return (one->place < 0) - (other->place < 0);
  return one->place < other->place ? -1 : one->place > other->place;
}

patron_table *frame_table(frame *all)
{
  static const int64_t none = 0;
  patron_table *table = NULL;
  job *work = all->work;
  for (int32_t c = 0; c < all->count; c++) all->columns[c].place = job_place(work, all->kind, all->name, all->columns[c].name);
  qsort(all->columns, (size_t)all->count, sizeof *all->columns, compare_places);
  patron_status status = patron_table_create(work->patron, all->name, all->rows, &table);
  for (int32_t c = 0; c < all->count && status == PATRON_OK; c++) {
    cells *one = &all->columns[c];
    uint8_t *bits = bitmap_of(all, one);
    bool plain = !one->has_text && (one->has_fraction || one->has_integer) && one->place < 0;
    void *numbers = plain ? numbers_of(all, one) : NULL;
    one->has_text = one->has_text || (plain && numbers == NULL);
    if (work->seen != NULL)
      outline_add(work->seen, all->name, one->name, (one->has_text ? VALUES_ARE_TEXTS : 0) | (one->has_fraction ? VALUES_HAVE_FRACTIONS : 0) | (one->has_integer ? VALUES_ARE_INTEGERS : 0));
    if (numbers == NULL) status = patron_table_add_text(table, one->name, all->rows == 0 ? &none : one->offsets, one->bytes == NULL ? "" : one->bytes, bits);
    else if (one->has_fraction) status = patron_table_add_f64(table, one->name, PATRON_NUMBER, numbers, bits);
    else status = patron_table_add_i64(table, one->name, PATRON_INTEGER, numbers, bits);
    if (numbers != NULL) pfree(numbers);
    pfree(bits);
  }
  if (status != PATRON_OK) job_fail(work, status);
  for (int32_t c = 0; c < all->count; c++) {
    pfree(all->columns[c].offsets);
    pfree(all->columns[c].known);
    if (all->columns[c].bytes != NULL) pfree(all->columns[c].bytes);
  }
  MemoryContextDelete(all->row);
  pfree(all->columns);
  return table;
}

static void read_one(job *work, const char *name, JsonbValue *value, receiver *to)
{
  bool list = value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data);
  bool settings = value->type == jbvBinary && !list && strcmp(name, "settings") == 0 && to->policy != NULL;
  if (job_place(work, to->kind, name, NULL) < 0)
    ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("%s: there is no table of %s named \"%s\"", work->function, to->policy != NULL ? "rules" : "facts", name),
                    errhint("SELECT * FROM patron_schema() lists the tables.")));
  if (value->type == jbvNull) return;   /* what jsonb_agg says of no rows */
  if (!list && !settings)
    ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("%s: table %s is no list (expected [{\"column\": value, ...}, ...])", work->function, name)));
  frame *all = receiver_frame(work, to, name);
  if (settings) add_settings(all, value->val.binary.data);
  else {
    JsonbValue row;
    JsonbIterator *each = JsonbIteratorInit(value->val.binary.data);
    JsonbIteratorNext(&each, &row, true);
    while (JsonbIteratorNext(&each, &row, true) == WJB_ELEM) {
      if (row.type != jbvBinary) refuse(all, "", "expected an object with a value for each column");
      frame_add_row(all, row.val.binary.data);
    }
  }
}

void read_json(job *work, Jsonb *tables, receiver *to)
{
  read_rows(work, tables, to);
  receiver_finish(work, to);
}

void read_rows(job *work, Jsonb *tables, receiver *to)
{
  JsonbValue key, value;
  JsonbContainer *root = &tables->root;
  JsonbValue *inner = !JsonContainerIsObject(root) ? NULL : getKeyJsonValueFromContainer(root, "tables", 6, NULL);
  if (!JsonContainerIsObject(root))
    ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION), errmsg("%s: expected an object of tables, such as {\"%s\": [...], ...}", work->function, to->policy != NULL ? "settings" : "customers")));
  if (inner != NULL && inner->type == jbvBinary && JsonContainerIsObject(inner->val.binary.data)) root = inner->val.binary.data;
  JsonbIterator *each = JsonbIteratorInit(root);
  JsonbIteratorNext(&each, &key, true);
  while (JsonbIteratorNext(&each, &key, true) == WJB_KEY) {
    JsonbIteratorNext(&each, &value, true);
    read_one(work, pnstrdup(key.val.string.val, (Size)key.val.string.len), &value, to);
  }
}
