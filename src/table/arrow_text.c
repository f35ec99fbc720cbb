/* Arrow's texts: 64-bit offsets are lent, 32-bit ones widened over lent bytes, views copied; and dictionaries of texts, which become codes. */
#include "table/arrow_parts.h"

/* `bytes`: what the array brought; a column that is lent none has some of its own, so that only here it is seen that offsets point into nothing. */
static patron_status check_text(const patron__arrow_child *child, const void *bytes, const patron__column *column) {
  patron_status status = patron__table_check_offsets(child->table, child->name, column->offsets, column->values);
  if (status == PATRON_OK && bytes == NULL && column->offsets[column->rows] > column->offsets[0])
    return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "a buffer of texts", "an Arrow array has no texts");
  return status != PATRON_OK ? status : patron__table_check_utf8(child->table, child->name, column->offsets, column->values, column->validity);
}

static patron_status from_large(const patron__arrow_child *child, const void *offsets, const void *bytes, patron__column **out) {
  const char *first = (const char *)offsets + child->offset * 8;
  if ((uintptr_t)first % sizeof(int64_t) != 0) return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "offsets aligned to 8", "an Arrow array is not aligned");
  return patron__arrow_lend(child, PATRON_TEXT, bytes, (const int64_t *)(const void *)first, out);
}

static patron_status from_small(const patron__arrow_child *child, const void *offsets, const void *bytes, patron__column **out) {
  patron_context *context = child->table->context;
  int64_t *wide = patron__allocate(context, (uint64_t)(child->rows + 1) * sizeof(int64_t));
  if (wide == NULL) return patron__memory_status(context);
  for (int64_t row = 0; row <= child->rows; row++) {
    int32_t offset;
    memcpy(&offset, (const char *)offsets + (child->offset + row) * 4, 4);
    wide[row] = offset;
  }
  patron_status status = patron__arrow_lend(child, PATRON_TEXT, bytes, wide, out);
  if (status == PATRON_OK) (*out)->lent &= ~PATRON__LENT_OFFSETS;
  else patron__release(context, wide);
  return status;
}

/* A view: 16 bytes, length first; up to 12 bytes of text follow, else 4 of them, the number of a buffer and the place in it. NULL: it points nowhere. */
static const char *view_text(const patron__arrow_child *child, int64_t row, int64_t *len) {
  const char *view = (const char *)patron__arrow_buffer(child, 1) + (child->offset + row) * 16;
  int32_t parts[4];
  memcpy(parts, view, 16);
  *len = parts[0];
  if (parts[0] < 0) return NULL;
  if (parts[0] <= 12) return view + 4;
  int64_t variadic = child->array->n_buffers - 3, size = 0;   /* validity, views, ..., sizes */
  const void *sizes = patron__arrow_buffer(child, (int32_t)child->array->n_buffers - 1);
  if (parts[2] < 0 || parts[2] >= variadic || parts[3] < 0 || sizes == NULL) return NULL;
  memcpy(&size, (const char *)sizes + (int64_t)parts[2] * 8, 8);
  const char *bytes = patron__arrow_buffer(child, 2 + parts[2]);
  return bytes != NULL && (int64_t)parts[3] + parts[0] <= size ? bytes + parts[3] : NULL;
}

static patron_status from_views(const patron__arrow_child *child, patron__column **out) {
  int64_t total = 0, len = 0, end = 0;
  patron__column *made = NULL;
  patron_status status = patron__arrow_new(child, PATRON_TEXT, 0, &made);
  if (status != PATRON_OK) return status;
  *out = made;
  memset(made->offsets, 0, (size_t)(child->rows + 1) * sizeof(int64_t));
  for (int64_t row = 0; row < child->rows; row++) {
    if (!patron__column_known(made, row)) continue;
    if (view_text(child, row, &len) == NULL) return patron__arrow_refuse(child, PATRON_E_FORMAT, row, NULL, "a text within its buffer", "an Arrow text points nowhere");
    total += len;
  }
  status = patron__column_reserve(out, child->rows, total, 0);
  if (status != PATRON_OK) return status;
  made = *out;
  for (int64_t row = 0; row < child->rows; row++) {
    if (patron__column_known(made, row)) {
      const char *text = view_text(child, row, &len);
      if (len > 0) memcpy((char *)made->values + end, text, (size_t)len);
      end += len;
    }
    made->offsets[row + 1] = end;
  }
  made->offsets_filled = child->rows;
  return PATRON_OK;
}

static patron_status all_unknown(const patron__arrow_child *child, patron__column **out) {
  patron_status status = patron__column_create(child->table->context, PATRON_TEXT, child->rows, out);
  if (status == PATRON_OK) status = patron__column_need_validity(*out);
  if (status != PATRON_OK) return status;
  patron__bitmap_fill((*out)->validity, 0, child->rows, 0);
  patron__column_settle(*out);
  return PATRON_OK;
}

patron_status patron__arrow_text(const patron__arrow_child *child, patron__column **out) {
  static const int64_t no_offsets[1] = {0};
  const char *format = child->schema->format;
  if (strcmp(format, "n") == 0) return all_unknown(child, out);
  const void *first = patron__arrow_buffer(child, 1), *bytes = patron__arrow_buffer(child, 2);
  if (first == NULL && child->rows > 0) return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "a buffer of offsets", "an Arrow array has no offsets");
  patron_status status;
  if (strcmp(format, "vu") == 0) {
    status = from_views(child, out);
    if (status == PATRON_OK) bytes = (*out)->values;   /* copied, and looked at */
  } else {
    /* An array without rows may come without offsets; it begins nowhere. */
    patron__arrow_child whole = *child;
    if (first == NULL) whole.offset = 0, first = no_offsets;
    status = format[0] == 'u' ? from_small(&whole, first, bytes, out) : from_large(&whole, first, bytes, out);
  }
  return status != PATRON_OK ? status : check_text(child, bytes, *out);
}

/* The dictionary's values as a column of texts, in a table of their own so that messages and checks have the right rows. */
static patron_status read_names(const patron__arrow_child *child, patron__column **out) {
  const struct ArrowSchema *schema = child->schema->dictionary;
  const struct ArrowArray *array = child->array->dictionary;
  if (array == NULL || schema->format == NULL || array->length < 0 || array->length > INT32_MAX || array->offset < 0 || array->offset > PATRON__ROWS_MAX)
    return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, NULL, "a dictionary", "an Arrow dictionary is missing");
  if (strcmp(schema->format, "u") != 0 && strcmp(schema->format, "U") != 0 && strcmp(schema->format, "vu") != 0)
    return patron__arrow_refuse(child, PATRON_E_TYPE, -1, schema->format, "a dictionary of texts", "an Arrow type cannot be taken: cast it first");
  patron_table *names = NULL;
  patron_status status = patron__table_create(child->table->context, child->table->name, array->length, &names);
  if (status != PATRON_OK) return status;
  patron__arrow_child values = {names, child->name, schema, array, array->offset, array->length, child->holder};
  status = patron__arrow_text(&values, out);
  patron_table_destroy(names);
  return status;
}

/* Names in the order given; where one is unknown or stands twice, which Arrow allows, sorted and each once. map: place in the array to code, -1 unknown. */
static patron_status make_dictionary(patron_context *context, const patron__column *names, int32_t *map, patron__dictionary **out) {
  if (names->validity == NULL) {
    patron__dictionary *made = NULL;
    patron_status status = patron__dictionary_reserve(context, (int32_t)names->rows, names->offsets[names->rows] - names->offsets[0], &made);
    if (status != PATRON_OK) return status;
    for (int64_t i = 0; i < names->rows; i++) {
      int64_t len;
      const char *name = patron__column_text(names, i, &len);
      if (len > 0) memcpy(made->bytes + made->offsets[i], name, (size_t)len);
      made->offsets[i + 1] = made->offsets[i] + len;
      map[i] = (int32_t)i;
    }
    status = patron__dictionary_index(made);
    if (status == PATRON_OK) *out = made;
    else patron__dictionary_drop(made);
    if (status != PATRON_E_DUPLICATE) return status;
  }
  return patron__column_encode(context, names, map, out);
}

static patron_status map_codes(const patron__arrow_child *child, const int32_t *map, int64_t count, patron__column *made) {
  const void *values = patron__arrow_buffer(child, 1);
  int32_t *target = made->values, fits = 1;
  for (int64_t row = 0; row < child->rows; row++) {
    int64_t place = 0;
    target[row] = 0;
    if (!patron__column_known(made, row)) continue;
    if (values == NULL || !patron__arrow_integer(child->schema->format, values, child->offset + row, &place, &fits))
      return patron__arrow_refuse(child, PATRON_E_FORMAT, -1, child->schema->format, "a dictionary with whole numbers as indices", "an Arrow dictionary cannot be taken");
    if (!fits || place < 0 || place >= count) return patron__arrow_refuse(child, PATRON_E_RANGE, row, NULL, "an index below the length of the dictionary", "a code has no name");
    if (map[place] >= 0) {
      target[row] = map[place];
      continue;
    }
    patron_status status = patron__column_need_validity(made);
    if (status != PATRON_OK) return status;
    patron__bit_clear(made->validity, row);
  }
  return PATRON_OK;
}

patron_status patron__arrow_codes(const patron__arrow_child *child, patron__column **out) {
  patron_context *context = child->table->context;
  patron__column *names = NULL;
  int32_t *map = NULL;
  patron_status status = read_names(child, &names);
  if (status == PATRON_OK) {
    map = patron__allocate_array(context, names->rows + 1, sizeof(int32_t));
    if (map == NULL) status = patron__memory_status(context);
  }
  if (status == PATRON_OK) status = patron__arrow_new(child, PATRON_CODE, 0, out);
  if (status == PATRON_OK) status = make_dictionary(context, names, map, &(*out)->dictionary);
  if (status == PATRON_OK) status = map_codes(child, map, names->rows, *out);
  patron__release(context, map);
  patron__column_drop(names);
  return status;
}
