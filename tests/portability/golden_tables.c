/* Digests of tables, as the library hands them out and as Arrow arrays. */
#include "golden.h"

static int32_t known_at(const uint8_t *validity, int64_t row) { return validity == NULL || (validity[row / 8] >> (row % 8) & 1); }

static void digest_values(digest *d, const patron_table *table, int64_t column, int32_t type, int64_t rows)
{
  const uint8_t *validity = NULL;
  const double *numbers = NULL;
  const int64_t *wide = NULL;
  const int32_t *narrow = NULL;
  if (type == PATRON_NUMBER) need(patron_table_view_f64(table, column, &numbers, &validity), "view of numbers");
  if (type == PATRON_MONEY || type == PATRON_INTEGER) need(patron_table_view_i64(table, column, &wide, &validity), "view of integers");
  if (type == PATRON_DATE || type == PATRON_CODE) need(patron_table_view_i32(table, column, &narrow, &validity), "view of codes");
  for (int64_t row = 0; row < rows; row++) {
    if (!known_at(validity, row)) continue;
    if (numbers != NULL) digest_f64(d, numbers[row]);
    if (wide != NULL) digest_i64(d, wide[row]);
    if (narrow != NULL) digest_i64(d, narrow[row]);
  }
}

static void digest_texts(digest *d, const patron_table *table, int64_t column, int64_t rows)
{
  int64_t needed = 0;
  int64_t *offsets = calloc((size_t)rows + 1, sizeof *offsets);
  uint8_t *validity = calloc((size_t)rows / 8 + 1, 1);
  if (offsets == NULL || validity == NULL) need(PATRON_E_NO_MEMORY, "texts");
  need(patron_table_read_text(table, column, 0, rows, NULL, NULL, 0, &needed, NULL), "length of texts");
  char *bytes = malloc((size_t)needed + 1);
  if (bytes == NULL) need(PATRON_E_NO_MEMORY, "texts");
  need(patron_table_read_text(table, column, 0, rows, offsets, bytes, needed + 1, &needed, validity), "texts");
  for (int64_t row = 0; row < rows; row++) {
    digest_i64(d, known_at(validity, row));
    digest_i64(d, offsets[row + 1]);
  }
  digest_bytes(d, bytes, offsets[rows]);
  free(bytes);
  free(validity);
  free(offsets);
}

void digest_table(digest *d, const patron_table *table)
{
  char name[256];
  int64_t rows = 0, columns = 0;
  need(patron_table_name(table, name, sizeof name, NULL), "name");
  need(patron_table_rows(table, &rows), "rows");
  need(patron_table_columns(table, &columns), "columns");
  digest_text(d, name);
  digest_i64(d, rows);
  for (int64_t column = 0; column < columns; column++) {
    int32_t type = 0, codes = 0;
    need(patron_table_column_name(table, column, name, sizeof name, NULL), "name of a column");
    need(patron_table_column_type(table, column, &type), "type of a column");
    digest_text(d, name);
    digest_i64(d, type);
    if (type == PATRON_CODE) need(patron_table_code_count(table, column, &codes), "codes");
    for (int32_t code = 0; code < codes; code++) {
      need(patron_table_code_name(table, column, code, name, sizeof name, NULL), "name of a code");
      digest_text(d, name);
    }
    digest_values(d, table, column, type, rows);
    digest_texts(d, table, column, rows);
  }
}

/* Arrow's metadata: a count, then lengths and texts; its whole numbers are in the order of the machine. */
static const char *metadata_text(digest *d, const char *at)
{
  int32_t length;
  memcpy(&length, at, sizeof length);
  digest_i64(d, length);
  digest_bytes(d, at + sizeof length, length);
  return at + sizeof length + length;
}

static void digest_metadata(digest *d, const char *at)
{
  int32_t pairs = 0;
  if (at != NULL) memcpy(&pairs, at, sizeof pairs), at += sizeof pairs;
  digest_i64(d, pairs);
  for (int32_t i = 0; i < 2 * pairs; i++) at = metadata_text(d, at);
}

/* A decimal of 128 bits is one number in the order of the machine. */
static void digest_decimal(digest *d, const unsigned char *at)
{
  const uint32_t one = 1;
  unsigned char bytes[16];
  for (int i = 0; i < 16; i++) bytes[i] = at[*(const unsigned char *)&one == 1 ? i : 15 - i];
  digest_bytes(d, bytes, 16);
}

static void digest_array(digest *d, const struct ArrowSchema *schema, const struct ArrowArray *array)
{
  const uint8_t *validity = array->n_buffers > 0 ? array->buffers[0] : NULL;
  const void *values = array->n_buffers > 1 ? array->buffers[1] : NULL;
  digest_text(d, schema->format);
  digest_text(d, schema->name == NULL ? "" : schema->name);
  digest_metadata(d, schema->metadata);
  digest_i64(d, schema->flags);
  digest_i64(d, array->length);
  digest_i64(d, array->null_count);
  for (int64_t i = 0; i < array->n_children; i++) digest_array(d, schema->children[i], array->children[i]);
  if (array->dictionary != NULL) digest_array(d, schema->dictionary, array->dictionary);
  for (int64_t row = array->offset; row < array->offset + array->length; row++) {
    const int32_t known = known_at(validity, row);
    digest_i64(d, known);
    if (!known || values == NULL) continue;
    if (strcmp(schema->format, "g") == 0) digest_f64(d, ((const double *)values)[row]);
    else if (strcmp(schema->format, "l") == 0) digest_i64(d, ((const int64_t *)values)[row]);
    else if (strcmp(schema->format, "i") == 0 || strcmp(schema->format, "tdD") == 0) digest_i64(d, ((const int32_t *)values)[row]);
    else if (strcmp(schema->format, "b") == 0) digest_i64(d, known_at(values, row));
    else if (strncmp(schema->format, "d:", 2) == 0) digest_decimal(d, (const unsigned char *)values + 16 * row);
    else if (strcmp(schema->format, "U") == 0) {
      const int64_t *offsets = values;
      digest_i64(d, offsets[row + 1] - offsets[row]);
      digest_bytes(d, (const char *)array->buffers[2] + offsets[row], offsets[row + 1] - offsets[row]);
    } else need(PATRON_E_FORMAT, schema->format);
  }
}

void digest_arrow(digest *d, const patron_table *table, uint32_t flags)
{
  struct ArrowSchema schema;
  struct ArrowArray array;
  need(patron_table_export_arrow(table, flags, &schema, &array), "export to Arrow");
  digest_array(d, &schema, &array);
  array.release(&array);
  schema.release(&schema);
}
