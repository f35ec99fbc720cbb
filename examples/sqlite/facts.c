/* A table or view of the database as a table of Patron. Columns that the schema knows are given as text, which Patron reads by their types (so a real that is no exact amount of money is refused, never
   rounded); others go as they are stored: integers, numbers or texts. */
#include "assess.h"

#include <stdio.h>
#include <string.h>

typedef struct cells {
  char *name;
  int64_t *offsets, *integers;
  double *reals;
  uint8_t *known;
  char *bytes;
  int64_t used, room;
  int32_t texts, fractions, numbers;   /* how many of each */
} cells;

typedef struct reading {
  job *work;
  const char *from;
  cells *columns;
  int32_t count;
  int64_t rows, capacity;
} reading;

static int32_t no_memory(job *work)
{
  work->no_memory = 1;
  return 0;
}

static int32_t grow_rows(reading *all)
{
  if (all->rows < all->capacity) return 1;
  sqlite3_uint64 capacity = all->capacity == 0 ? 128 : (sqlite3_uint64)all->capacity * 2;
  for (int32_t c = 0; c < all->count; c++) {
    cells *one = &all->columns[c];
    int64_t *offsets = sqlite3_realloc64(one->offsets, (capacity + 1) * sizeof *offsets);
    if (offsets != NULL) one->offsets = offsets;
    int64_t *integers = sqlite3_realloc64(one->integers, capacity * sizeof *integers);
    if (integers != NULL) one->integers = integers;
    double *reals = sqlite3_realloc64(one->reals, capacity * sizeof *reals);
    if (reals != NULL) one->reals = reals;
    uint8_t *known = sqlite3_realloc64(one->known, capacity);
    if (known != NULL) one->known = known;
    if (offsets == NULL || integers == NULL || reals == NULL || known == NULL) return no_memory(all->work);
    offsets[0] = 0;
  }
  all->capacity = (int64_t)capacity;
  return 1;
}

static int32_t add_text(reading *all, cells *one, const char *text, int64_t len)
{
  if (text == NULL) return no_memory(all->work);
  if (one->used + len > one->room) {
    int64_t room = (one->used + len) * 2 + 64;
    char *bytes = sqlite3_realloc64(one->bytes, (sqlite3_uint64)room);
    if (bytes == NULL) return no_memory(all->work);
    one->bytes = bytes;
    one->room = room;
  }
  memcpy(one->bytes + one->used, text, (size_t)len);
  one->used += len;
  return 1;
}

static int32_t take_cell(reading *all, cells *one, sqlite3_stmt *statement, int c)
{
  char shown[64];
  int64_t row = all->rows;
  int type = sqlite3_column_type(statement, c);
  int32_t fine = 1;
  one->known[row] = type != SQLITE_NULL;
  one->integers[row] = type == SQLITE_INTEGER ? sqlite3_column_int64(statement, c) : 0;
  one->reals[row] = type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_column_double(statement, c) : 0.0;
  if (type == SQLITE_BLOB) return job_fail(all->work, "patron_assess: table %s row %lld, column %s: a blob (expected a text or a number)", all->from, (long long)row + 1, one->name);
  if (type == SQLITE_FLOAT) {
    if (patron_number_format(one->reals[row], shown, sizeof shown, NULL) != PATRON_OK)
      return job_fail(all->work, "patron_assess: table %s row %lld, column %s: an infinite number", all->from, (long long)row + 1, one->name);
    fine = add_text(all, one, shown, (int64_t)strlen(shown));
    one->fractions++;
  } else if (type != SQLITE_NULL) {
    const char *text = (const char *)sqlite3_column_text(statement, c);
    int64_t len = sqlite3_column_bytes(statement, c);
    one->known[row] = len > 0;   /* an empty text is unknown, as in files */
    fine = len == 0 || add_text(all, one, text, len);
    one->texts += type == SQLITE_TEXT && len > 0;
    one->numbers += type == SQLITE_INTEGER;
  }
  one->offsets[row + 1] = one->used;
  return fine;
}

static uint8_t *bitmap_of(reading *all, const cells *one, int32_t *fine)
{
  uint8_t *bits = sqlite3_malloc64((sqlite3_uint64)(all->rows + 7) / 8 + 1);
  *fine = bits != NULL || no_memory(all->work);
  if (bits != NULL) patron_bitmap_pack(one->known, all->rows, bits);
  return bits;
}

static int32_t add_column(reading *all, const char *kind, const char *name, const cells *one, patron_table *table)
{
  int32_t fine;
  int64_t none = 0;
  patron_status status;
  uint8_t *bits = bitmap_of(all, one, &fine);
  if (!fine) return 0;
  if (one->texts > 0 || one->fractions + one->numbers == 0 || job_knows(all->work, kind, name, one->name))
    status = patron_table_add_text(table, one->name, one->offsets == NULL ? &none : one->offsets, one->bytes == NULL ? "" : one->bytes, bits);
  else if (one->fractions > 0) status = patron_table_add_f64(table, one->name, PATRON_NUMBER, one->reals, bits);
  else status = patron_table_add_i64(table, one->name, PATRON_INTEGER, one->integers, bits);
  sqlite3_free(bits);
  return status == PATRON_OK || job_fail_status(all->work, status, "patron_assess");
}

static int32_t read_rows(reading *all, sqlite3_stmt *statement)
{
  int code = SQLITE_ROW;
  all->count = sqlite3_column_count(statement);
  all->columns = sqlite3_malloc64((sqlite3_uint64)all->count * sizeof *all->columns);
  if (all->columns == NULL) {
    all->count = 0;
    return no_memory(all->work);
  }
  memset(all->columns, 0, (size_t)all->count * sizeof *all->columns);
  for (int32_t c = 0; c < all->count; c++)
    if ((all->columns[c].name = sqlite3_mprintf("%s", sqlite3_column_name(statement, c))) == NULL) return no_memory(all->work);
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    if (!grow_rows(all)) return 0;
    for (int32_t c = 0; c < all->count; c++)
      if (!take_cell(all, &all->columns[c], statement, c)) return 0;
    all->rows++;
  }
  return code == SQLITE_DONE || job_fail_sqlite(all->work, all->from);
}

static void free_reading(reading *all)
{
  for (int32_t c = 0; c < all->count; c++) {
    cells *one = &all->columns[c];
    sqlite3_free(one->name);
    sqlite3_free(one->offsets);
    sqlite3_free(one->integers);
    sqlite3_free(one->reals);
    sqlite3_free(one->known);
    sqlite3_free(one->bytes);
  }
  sqlite3_free(all->columns);
}

int32_t read_table(job *work, const char *from, const char *kind, const char *name, patron_table **out)
{
  reading all = { .work = work, .from = from };
  sqlite3_stmt *statement = NULL;
  patron_table *table = NULL;
  char *sql = sqlite3_mprintf("SELECT * FROM main.\"%w\"", from);
  int32_t fine = sql != NULL || no_memory(work);
  if (fine && sqlite3_prepare_v2(work->db, sql, -1, &statement, NULL) != SQLITE_OK) fine = job_fail_sqlite(work, from);
  sqlite3_free(sql);
  if (fine) fine = read_rows(&all, statement);
  sqlite3_finalize(statement);
  if (fine) {
    patron_status status = patron_table_create(work->patron, name, all.rows, &table);
    if (status != PATRON_OK) fine = job_fail_status(work, status, from);
  }
  for (int32_t c = 0; c < all.count && fine; c++) fine = add_column(&all, kind, name, &all.columns[c], table);
  free_reading(&all);
  if (fine) *out = table;
  else patron_table_destroy(table);
  return fine;
}
