/* Tables to Arrow without copying. Each struct, and each child, which Arrow allows to be moved away, holds a reference to the table and what it needs of its own. */
#include "patron/arrow.h"
#include "table/store.h"

typedef struct schema_node {
  patron_table *table;
  char format[24];
  char metadata[64];
  struct ArrowSchema dictionary;
  struct ArrowSchema **children;     /* pointers, then the structs */
  int64_t count;
} schema_node;

typedef struct array_node {
  patron_table *table;
  const void *buffers[3];
  void *values;                      /* decimals: a copy */
  struct ArrowArray dictionary;
  struct ArrowArray **children;
  int64_t count;
} array_node;

static void release_schema(struct ArrowSchema *schema) {
  schema_node *node = schema->private_data;
  patron_table *table = node->table;
  for (int64_t i = 0; i < node->count; i++)
    if (node->children[i]->release != NULL) node->children[i]->release(node->children[i]);
  if (schema->dictionary != NULL && schema->dictionary->release != NULL) schema->dictionary->release(schema->dictionary);
  patron__release(table->context, node->children);
  patron__release(table->context, node);
  schema->release = NULL;
  patron_table_destroy(table);
}

static void release_array(struct ArrowArray *array) {
  array_node *node = array->private_data;
  patron_table *table = node->table;
  for (int64_t i = 0; i < node->count; i++)
    if (node->children[i]->release != NULL) node->children[i]->release(node->children[i]);
  if (array->dictionary != NULL && array->dictionary->release != NULL) array->dictionary->release(array->dictionary);
  patron__release(table->context, node->children);
  patron__release(table->context, node->values);
  patron__release(table->context, node);
  array->release = NULL;
  patron_table_destroy(table);
}

static patron_status make_schema(const patron_table *table, const char *format, const char *name, int64_t children, struct ArrowSchema *out) {
  patron_context *context = table->context;
  patron_status status;
  schema_node *node = patron__allocate_quietly(context, 1, sizeof *node, &status);
  if (node == NULL) return status;
  if (children > 0) {
    node->children = patron__allocate_quietly(context, children, sizeof(struct ArrowSchema *) + sizeof(struct ArrowSchema), &status);
    if (node->children == NULL) {
      patron__release(context, node);
      return status;
    }
    struct ArrowSchema *structs = (struct ArrowSchema *)(void *)(node->children + children);
    for (int64_t i = 0; i < children; i++) node->children[i] = structs + i;
  }
  node->count = children;
  node->table = (patron_table *)(uintptr_t)table;   /* a reference of ours: only its count changes */
  patron__table_retain(node->table);
  memcpy(node->format, format, strlen(format) + 1);
  *out = (struct ArrowSchema){node->format, name, NULL, 0, children, node->children, NULL, release_schema, node};
  return PATRON_OK;
}

static patron_status make_array(const patron_table *table, int64_t length, int64_t buffers, int64_t children, struct ArrowArray *out) {
  patron_context *context = table->context;
  patron_status status;
  array_node *node = patron__allocate_quietly(context, 1, sizeof *node, &status);
  if (node == NULL) return status;
  if (children > 0) {
    node->children = patron__allocate_quietly(context, children, sizeof(struct ArrowArray *) + sizeof(struct ArrowArray), &status);
    if (node->children == NULL) {
      patron__release(context, node);
      return status;
    }
    struct ArrowArray *structs = (struct ArrowArray *)(void *)(node->children + children);
    for (int64_t i = 0; i < children; i++) node->children[i] = structs + i;
  }
  node->count = children;
  node->table = (patron_table *)(uintptr_t)table;
  patron__table_retain(node->table);
  *out = (struct ArrowArray){length, 0, 0, buffers, children, node->buffers, node->children, NULL, release_array, node};
  return PATRON_OK;
}

/* Two pairs in Arrow's encoding: the number of pairs, then length and bytes of each key and value. */
static void put_metadata(schema_node *node, const char *const texts[4]) {
  int32_t pairs = 2;
  char *at = node->metadata;
  memcpy(at, &pairs, 4);
  at += 4;
  for (int32_t i = 0; i < 4; i++) {
    int32_t len = (int32_t)strlen(texts[i]);
    memcpy(at, &len, 4);
    memcpy(at + 4, texts[i], (size_t)len);
    at += 4 + len;
  }
}

static const char *format_of(const patron_table *table, const patron__column *column, uint32_t flags, char decimal[24]) {
  switch (column->type) {
    case PATRON_MONEY:
      if (flags & PATRON_ARROW_DECIMAL) {
        char digits[PATRON__NUMBER_TEXT];
        patron__format_i64(patron__money_decimals(table, column), digits);
        memcpy(decimal, "d:38,", 5);
        memcpy(decimal + 5, digits, strlen(digits) + 1);
        return decimal;
      }
      return "l";
    case PATRON_INTEGER: return "l";
    case PATRON_NUMBER: return "g";
    case PATRON_DATE: return "tdD";
    case PATRON_FLAG: return "b";
    case PATRON_CODE: return "i";
    default: return "U";
  }
}

static patron_status describe_column(const patron_table *table, const patron__table_column *named, uint32_t flags, struct ArrowSchema *out) {
  const patron__column *column = named->column;
  char decimal[24], digits[PATRON__NUMBER_TEXT];
  patron_status status = make_schema(table, format_of(table, column, flags, decimal), named->name, 0, out);
  if (status != PATRON_OK) return status;
  schema_node *node = out->private_data;
  out->flags = column->validity != NULL ? 2 : 0;
  if (column->type == PATRON_MONEY && !(flags & PATRON_ARROW_DECIMAL)) {
    patron__format_i64(patron__money_decimals(table, column), digits);
    const char *const texts[4] = {"patron.type", "MONEY", "patron.exponent", digits};
    put_metadata(node, texts);
    out->metadata = node->metadata;
  }
  if (column->type == PATRON_CODE) {
    status = make_schema(table, "U", "", 0, &node->dictionary);
    if (status == PATRON_OK) out->dictionary = &node->dictionary;
    else release_schema(out);
  }
  return status;
}

/* decimal128 in the machine's order of bytes. */
static patron_status copy_decimals(const patron__column *column, array_node *node) {
  static const uint16_t one = 1;
  uint8_t little;
  memcpy(&little, &one, 1);
  patron_status status;
  uint64_t *values = patron__allocate_quietly(column->context, column->rows > 0 ? column->rows : 1, 16, &status);
  if (values == NULL) return status;
  for (int64_t row = 0; row < column->rows; row++) {
    int64_t value = patron__column_known(column, row) ? patron__column_i64(column, row) : 0;
    values[2 * row + !little] = (uint64_t)value;
    values[2 * row + little] = value < 0 ? UINT64_MAX : 0;
  }
  node->values = values;
  return PATRON_OK;
}

static patron_status lend_column(const patron_table *table, const patron__column *column, uint32_t flags, struct ArrowArray *out) {
  patron_status status = make_array(table, column->rows, column->type == PATRON_TEXT ? 3 : 2, 0, out);
  if (status != PATRON_OK) return status;
  array_node *node = out->private_data;
  out->null_count = patron__column_unknown_count(column);
  node->buffers[0] = column->validity;
  node->buffers[1] = column->type == PATRON_TEXT ? (const void *)column->offsets : column->values;
  node->buffers[2] = column->type == PATRON_TEXT ? column->values : NULL;
  if (column->type == PATRON_MONEY && (flags & PATRON_ARROW_DECIMAL)) {
    status = copy_decimals(column, node);
    node->buffers[1] = node->values;
  }
  if (status == PATRON_OK && column->type == PATRON_CODE) {
    status = make_array(table, column->dictionary->count, 3, 0, &node->dictionary);
    if (status == PATRON_OK) {
      array_node *names = node->dictionary.private_data;
      names->buffers[1] = column->dictionary->offsets;
      names->buffers[2] = column->dictionary->bytes;
      out->dictionary = &node->dictionary;
    }
  }
  if (status != PATRON_OK) release_array(out);
  return status;
}

patron_status patron_table_export_arrow(const patron_table *table, uint32_t flags, struct ArrowSchema *schema, struct ArrowArray *array) {
  if (table == NULL || schema == NULL || array == NULL || (flags & ~(uint32_t)PATRON_ARROW_DECIMAL) != 0) return PATRON_E_INVALID_ARGUMENT;
  if (!table->finished) return PATRON_E_STATE;
  struct ArrowSchema fields;
  struct ArrowArray columns;
  patron_status status = make_schema(table, "+s", table->name, table->column_count, &fields);
  if (status != PATRON_OK) return status;
  status = make_array(table, table->rows, 1, table->column_count, &columns);
  if (status != PATRON_OK) {
    release_schema(&fields);
    return status;
  }
  for (int32_t i = 0; i < table->column_count && status == PATRON_OK; i++) {
    status = describe_column(table, &table->columns[i], flags, fields.children[i]);
    if (status == PATRON_OK) status = lend_column(table, table->columns[i].column, flags, columns.children[i]);
  }
  if (status != PATRON_OK) {
    release_array(&columns);
    release_schema(&fields);
    return status;
  }
  *schema = fields;
  *array = columns;
  return PATRON_OK;
}
