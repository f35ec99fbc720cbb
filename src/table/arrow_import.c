/* Tables from Arrow: the struct array is taken over, each child becomes a column that lies in its memory or is copied out of it, and the array is released with the last such column. */
#include "table/arrow_parts.h"

static void release_schema(struct ArrowSchema *schema) {
  if (schema != NULL && schema->release != NULL) schema->release(schema);
}

static void release_array(struct ArrowArray *array) {
  if (array != NULL && array->release != NULL) array->release(array);
}

static void drop_holder(void *user) {
  patron__arrow_holder *holder = user;
  if (patron__count_add(&holder->references, -1) > 0) return;
  patron_context *context = holder->context;
  release_array(&holder->array);
  patron__release(context, holder);
  patron__context_drop(context);
}

/* Moves the array: what the caller has is marked as released. */
static patron_status take_over(patron_context *context, struct ArrowArray *array, patron__arrow_holder **out) {
  patron__arrow_holder *holder = patron__allocate_array(context, 1, sizeof *holder);
  if (holder == NULL) {
    release_array(array);
    return patron__memory_status(context);
  }
  patron__count_add(&holder->references, 1);
  holder->context = context;
  patron__context_retain(context);
  holder->array = *array;
  array->release = NULL;
  *out = holder;
  return PATRON_OK;
}

const void *patron__arrow_buffer(const patron__arrow_child *child, int32_t index) {
  return index < child->array->n_buffers && child->array->buffers != NULL ? child->array->buffers[index] : NULL;
}

patron_status patron__arrow_refuse(const patron__arrow_child *child, patron_status status, int64_t row, const char *value, const char *expected, const char *sentence) {
  patron__where where = {child->table->name, child->name, row, value, -1, expected};
  return patron__fail(child->table->context, status, &where, "%s", sentence);
}

/* The child's bitmap where some row is unknown, else NULL. */
static const uint8_t *validity_of(const patron__arrow_child *child) {
  const uint8_t *bitmap = child->array->null_count == 0 ? NULL : patron__arrow_buffer(child, 0);
  return bitmap != NULL && patron__bitmap_count(bitmap, child->offset, child->rows) < child->rows ? bitmap : NULL;
}

patron_status patron__arrow_new(const patron__arrow_child *child, int32_t type, int64_t text_bytes, patron__column **out) {
  patron__column *made = NULL;
  patron_status status = patron__column_create_raw(child->table->context, type, child->rows, text_bytes, &made);
  if (status != PATRON_OK) return status;
  const uint8_t *validity = validity_of(child);
  if (validity != NULL) {
    status = patron__column_need_validity(made);
    if (status != PATRON_OK) {
      patron__column_drop(made);
      return status;
    }
    patron__bitmap_copy(made->validity, 0, validity, child->offset, child->rows);
  }
  *out = made;
  return PATRON_OK;
}

patron_status patron__arrow_lend(const patron__arrow_child *child, int32_t type, const void *values, const int64_t *offsets, patron__column **out) {
  patron_context *context = child->table->context;
  const uint8_t *validity = validity_of(child);
  int32_t shifted = validity != NULL && child->offset % 8 != 0;
  uint8_t *own = NULL;
  if (shifted) {
    own = patron__allocate_array(context, patron__bitmap_bytes(child->rows) + 1, 1);
    if (own == NULL) return patron__memory_status(context);
    patron__bitmap_copy(own, 0, validity, child->offset, child->rows);
  }
  const uint8_t *first = shifted ? own : validity != NULL ? validity + child->offset / 8 : NULL;
  patron__column *made = NULL;
  patron__count_add(&child->holder->references, 1);
  patron_status status = patron__column_lend(context, type, child->rows, values, offsets, first, drop_holder, child->holder, &made);
  if (status != PATRON_OK) {
    patron__release(context, own);
    drop_holder(child->holder);
    return status;
  }
  if (shifted) made->lent &= ~PATRON__LENT_VALIDITY;
  *out = made;
  return PATRON_OK;
}

/* The type of the column that a field becomes; 0: none. */
static int32_t type_of(const struct ArrowSchema *field) {
  const char *format = field->format;
  if (field->dictionary != NULL) return PATRON_CODE;
  if (strcmp(format, "u") == 0 || strcmp(format, "U") == 0 || strcmp(format, "vu") == 0 || strcmp(format, "n") == 0) return PATRON_TEXT;
  if (strncmp(format, "d:", 2) == 0) return PATRON_MONEY;
  if (strcmp(format, "tdD") == 0 || strcmp(format, "tdm") == 0) return PATRON_DATE;
  if (format[0] == 0 || format[1] != 0) return 0;
  if (strchr("gf", format[0]) != NULL) return PATRON_NUMBER;
  if (format[0] == 'b') return PATRON_FLAG;
  return strchr("cCsSiIlL", format[0]) != NULL ? PATRON_INTEGER : 0;
}

static patron_status import_child(const patron__arrow_child *child) {
  patron__column *column = NULL;
  patron_status status;
  switch (type_of(child->schema)) {
    case PATRON_CODE: status = patron__arrow_codes(child, &column); break;
    case PATRON_TEXT: status = patron__arrow_text(child, &column); break;
    case PATRON_MONEY: status = patron__arrow_decimal(child, &column); break;
    case 0: status = patron__arrow_refuse(child, PATRON_E_TYPE, -1, child->schema->format, "numbers, decimals, bool, date, text, or a dictionary of texts", "an Arrow type cannot be taken: cast it first"); break;
    default: status = patron__arrow_number(child, &column); break;
  }
  if (status == PATRON_OK) status = patron__table_attach(child->table, child->name, column);
  patron__column_drop(column);
  return status;
}

static patron_status refuse_struct(patron_context *context, const char *wrong) {
  return wrong == NULL ? PATRON_OK : patron__fail(context, PATRON_E_FORMAT, NULL, "the Arrow array cannot be taken: %s", wrong);
}

/* What the specification promises, as far as it can be looked at. */
static patron_status check_schema(patron_context *context, const struct ArrowSchema *schema) {
  const char *wrong = NULL;
  if (schema->format == NULL || strcmp(schema->format, "+s") != 0) wrong = "the schema is not that of a struct: give a record batch";
  else if (schema->n_children < 0 || (schema->n_children > 0 && schema->children == NULL)) wrong = "the schema has no columns";
  for (int64_t i = 0; wrong == NULL && i < schema->n_children; i++)
    if (schema->children[i] == NULL || schema->children[i]->format == NULL) wrong = "a column is missing";
  return refuse_struct(context, wrong);
}

static patron_status check_array(patron_context *context, const struct ArrowSchema *schema, const struct ArrowArray *array) {
  const char *wrong = NULL;
  if (schema->n_children != array->n_children || (array->n_children > 0 && array->children == NULL)) wrong = "schema and array have another number of columns";
  else if (array->length < 0 || array->offset < 0 || array->length > PATRON__ROWS_MAX || array->offset > PATRON__ROWS_MAX) wrong = "the length of the array cannot be";
  else if (array->null_count != 0 && array->n_buffers > 0 && array->buffers != NULL && array->buffers[0] != NULL && patron__bitmap_count(array->buffers[0], array->offset, array->length) < array->length)
    wrong = "rows of the struct are unknown as a whole: only their columns may be";
  for (int64_t i = 0; wrong == NULL && i < schema->n_children; i++) {
    const struct ArrowArray *child = array->children[i];
    if (child == NULL) wrong = "a column is missing";
    else if (child->offset < 0 || child->offset > PATRON__ROWS_MAX || child->length < array->offset + array->length) wrong = "a column is shorter than the struct";
  }
  return refuse_struct(context, wrong);
}

static patron_status import_struct(patron_context *context, const char *name, const struct ArrowSchema *schema, patron__arrow_holder *holder, patron_table **out) {
  const struct ArrowArray *array = &holder->array;
  patron_table *table = NULL;
  patron_status status = check_array(context, schema, array);
  if (status == PATRON_OK) status = patron__table_create(context, name, array->length, &table);
  for (int64_t i = 0; status == PATRON_OK && i < array->n_children; i++) {
    const struct ArrowSchema *field = schema->children[i];
    patron__arrow_child child = {table, field->name != NULL ? field->name : "", field, array->children[i], array->offset + array->children[i]->offset, array->length, holder};
    status = import_child(&child);
  }
  if (status == PATRON_OK) *out = table;
  else patron_table_destroy(table);
  return status;
}

patron_status patron_table_import_arrow(patron_context *context, const char *name, struct ArrowSchema *schema, struct ArrowArray *array, patron_table **out) {
  patron_status status = context == NULL || name == NULL || schema == NULL || array == NULL || out == NULL ? PATRON_E_INVALID_ARGUMENT : patron__context_idle(context);
  if (status == PATRON_OK && (schema->release == NULL || array->release == NULL)) status = patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "the Arrow schema or array was released or moved before");
  patron__arrow_holder *holder = NULL;
  if (status == PATRON_OK) status = check_schema(context, schema);
  if (status == PATRON_OK) status = take_over(context, array, &holder);
  else release_array(array);
  if (status == PATRON_OK) {
    status = import_struct(context, name, schema, holder, out);
    drop_holder(holder);
  }
  release_schema(schema);
  return status;
}

static patron_status stream_failed(patron_context *context, struct ArrowArrayStream *stream, int code) {
  const char *text = stream->get_last_error != NULL ? stream->get_last_error(stream) : NULL;
  return patron__fail(context, PATRON_E_CALLBACK, NULL, "the Arrow stream failed with error %d: %s", code, text != NULL ? text : "it does not say why");
}

/* The next array as a table; PATRON_UNKNOWN at the end. */
static patron_status import_next(patron_context *context, const char *name, struct ArrowArrayStream *stream, const struct ArrowSchema *schema, patron_table **out) {
  struct ArrowArray array;
  memset(&array, 0, sizeof array);
  int code = stream->get_next(stream, &array);
  if (code != 0) return stream_failed(context, stream, code);
  if (array.release == NULL) return PATRON_UNKNOWN;
  patron__arrow_holder *holder = NULL;
  patron_status status = take_over(context, &array, &holder);
  if (status != PATRON_OK) return status;
  status = import_struct(context, name, schema, holder, out);
  drop_holder(holder);
  return status;
}

/* A stream without arrays still has columns. */
static patron_status import_none(patron_context *context, const char *name, const struct ArrowSchema *schema, patron_table **out) {
  static const struct ArrowArray none = {0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL};
  patron_table *table = NULL;
  patron_status status = patron__table_create(context, name, 0, &table);
  for (int64_t i = 0; status == PATRON_OK && i < schema->n_children; i++) {
    const struct ArrowSchema *field = schema->children[i];
    patron__column *column = NULL;
    patron__arrow_child child = {table, field->name != NULL ? field->name : "", field, &none, 0, 0, NULL};
    int32_t type = type_of(field);
    if (type == 0) status = import_child(&child);   /* says what is wrong */
    if (status == PATRON_OK) status = patron__column_create(context, type, 0, &column);
    if (status == PATRON_OK && type == PATRON_CODE) status = patron__dictionary_create(context, NULL, NULL, 0, &column->dictionary);
    if (status == PATRON_OK && type == PATRON_MONEY) column->decimals = 0, column->any_decimal = 1;
    if (status == PATRON_OK) status = patron__table_attach(table, child.name, column);
    patron__column_drop(column);
  }
  if (status == PATRON_OK) *out = table;
  else patron_table_destroy(table);
  return status;
}

static patron_status import_stream(patron_context *context, const char *name, struct ArrowArrayStream *stream, patron_table **out) {
  struct ArrowSchema schema;
  memset(&schema, 0, sizeof schema);
  int code = stream->get_schema(stream, &schema);
  if (code != 0) return stream_failed(context, stream, code);
  patron_table *all = NULL, *next = NULL;
  patron_status status = check_schema(context, &schema);
  if (status == PATRON_OK) status = import_next(context, name, stream, &schema, &all);
  if (status == PATRON_UNKNOWN) {
    status = import_none(context, name, &schema, out);
  } else {
    while (status == PATRON_OK) {
      next = NULL;
      status = import_next(context, name, stream, &schema, &next);
      if (status == PATRON_OK) status = patron__table_append(all, next);
      patron_table_destroy(next);
    }
    if (status == PATRON_UNKNOWN) {
      status = PATRON_OK;
      *out = all;
    } else {
      patron_table_destroy(all);
    }
  }
  release_schema(&schema);
  return status;
}

patron_status patron_table_import_arrow_stream(patron_context *context, const char *name, struct ArrowArrayStream *stream, patron_table **out) {
  patron_status status = context == NULL || name == NULL || stream == NULL || out == NULL ? PATRON_E_INVALID_ARGUMENT : patron__context_idle(context);
  if (status == PATRON_OK && stream->release == NULL) return patron__fail(context, PATRON_E_INVALID_ARGUMENT, NULL, "the Arrow stream was released before");
  if (status == PATRON_OK) status = import_stream(context, name, stream, out);
  if (stream != NULL && stream->release != NULL) stream->release(stream);
  return status;
}
