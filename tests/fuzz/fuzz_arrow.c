/* Arrays of Arrow's C data interface with any content: formats, lengths, offsets, indices, texts and missing parts. Buffers have the sizes that length and offset promise, since nothing in the
   interface tells a reader more; what they hold is anything. Everything taken over is released exactly once, and what is imported can be exported and read. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "patron/arrow.h"

enum { COLUMNS = 4, ROWS = 12, DATA = 256, BUFFERS = 5 };

typedef struct part {
  struct ArrowSchema schema, dictionary_schema;
  struct ArrowArray array, dictionary_array;
  const void *buffers[BUFFERS], *dictionary_buffers[BUFFERS];
  char format[24], name[24], metadata[64];
} part;

typedef struct batch {
  part parts[COLUMNS];
  struct ArrowSchema schema, *schemas[COLUMNS];
  struct ArrowArray array, *arrays[COLUMNS];
  const void *none[1];
  int32_t schemas_released, arrays_released;
} batch;

static void release_schema(struct ArrowSchema *schema)
{
  ++*(int32_t *)schema->private_data;
  schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
  ++*(int32_t *)array->private_data;
  array->release = NULL;
}

static void *filled(fuzz_source *from, size_t size)
{
  uint8_t *block = malloc(size == 0 ? 1 : size);
  if (block == NULL) abort();
  for (size_t i = 0; i < size; i++) block[i] = fuzz_take(from);
  return block;
}

static size_t width_of(const char *format)
{
  if (strncmp(format, "d:", 2) == 0) return 32;
  if (strcmp(format, "vu") == 0) return 16;
  if (strcmp(format, "tdD") == 0 || format[0] == 'i' || format[0] == 'I' || format[0] == 'f' || format[0] == 'u') return 4;
  if (format[0] == 'c' || format[0] == 'C' || format[0] == 'b') return 1;
  return format[0] == 's' || format[0] == 'S' ? 2 : 8;
}

/* Offsets that stay inside the data, most of them ascending. */
static void *offsets(fuzz_source *from, size_t count, size_t width)
{
  uint8_t *block = malloc(count * width);
  int64_t at = 0;
  if (block == NULL) abort();
  for (size_t i = 0; i < count; i++) {
    const uint8_t step = fuzz_take(from);
    at = step > 240 ? (int64_t)step - 248 : at + step % 16;
    if (at > DATA) at = DATA;
    memcpy(block + i * width, &at, width);   /* little-endian, as the machines that fuzz */
  }
  return block;
}

/* Buffers of an array of that format. The last two of a view are one buffer of data and its size. */
static void fill(fuzz_source *from, const char *format, struct ArrowArray *array, const void **buffers, uint8_t missing)
{
  const size_t rows = (size_t)(array->length + array->offset), width = width_of(format);
  int64_t *sizes = NULL;
  memset(buffers, 0, BUFFERS * sizeof *buffers);
  if (missing & 1) buffers[0] = filled(from, rows / 8 + 1);
  if (!(missing & 2)) {
    if (format[0] == 'u' || format[0] == 'U') buffers[1] = offsets(from, rows + 1, width);
    else buffers[1] = filled(from, rows * width);
  }
  buffers[2] = filled(from, DATA);
  if (strcmp(format, "vu") == 0) {
    sizes = malloc(sizeof *sizes);
    if (sizes == NULL) abort();
    *sizes = DATA;
    buffers[3] = sizes;
  }
  array->buffers = buffers;
  array->n_buffers = missing & 4 ? missing >> 5 & 3 : sizes != NULL ? 4 : 3;
}

static void take_format(fuzz_source *from, char *format)
{
  static const char *const formats[] = {"l", "L", "i", "I", "s", "S", "c", "C", "g", "f", "b", "tdD", "tdm", "u", "U", "vu", "n", "d:10,2", "d:38,4", "d:9,2,32", "d:18,3,64", "d:76,5,256", "d:5,-2", "+s", "tsu:", ""};
  const uint8_t which = fuzz_take(from);
  if (which >= 250) { (void)fuzz_take_text(from, format, 20); return; }
  strcpy(format, formats[which % (sizeof formats / sizeof *formats)]);
}

/* Keys and values in Arrow's encoding: patron.type or patron.exponent with any value. */
static const char *take_metadata(fuzz_source *from, char *out)
{
  static const char *const keys[] = {"patron.type", "patron.exponent", "other"};
  char value[12];
  int32_t numbers[1];
  char *at = out;
  const uint8_t which = fuzz_take(from);
  if (which % 4 == 0) return NULL;
  const char *key = keys[which % 3];
  int64_t length = fuzz_take_text(from, value, 10);
  if (which & 64) length = (int64_t)strlen(strcpy(value, which & 128 ? "MONEY" : "2"));
  numbers[0] = 1; memcpy(at, numbers, 4); at += 4;
  numbers[0] = (int32_t)strlen(key); memcpy(at, numbers, 4); at += 4;
  memcpy(at, key, strlen(key)); at += strlen(key);
  numbers[0] = (int32_t)length; memcpy(at, numbers, 4); at += 4;
  memcpy(at, value, (size_t)length);
  return out;
}

static void make_part(fuzz_source *from, part *of, int64_t rows, int64_t parent)
{
  memset(of, 0, sizeof *of);
  take_format(from, of->format);
  const uint8_t how = fuzz_take(from), missing = fuzz_take(from);
  of->name[0] = (char)('a' + (how & 3));
  of->schema.format = of->format;
  of->schema.name = how & 4 ? NULL : of->name;
  of->schema.metadata = take_metadata(from, of->metadata);
  of->array.length = rows + parent + (how >> 3 & 1);
  of->array.offset = how >> 4 & 3;
  of->array.null_count = how & 64 ? 0 : -1;
  fill(from, of->format, &of->array, of->buffers, missing);
  if (how < 128) return;
  char names[24] = "u";
  if (missing & 8) take_format(from, names);
  strcpy(of->metadata + 40, names);
  of->dictionary_schema.format = of->metadata + 40;
  of->dictionary_array.length = missing >> 4 & 3;
  of->dictionary_array.offset = how & 1;
  of->dictionary_array.null_count = -1;
  fill(from, names, &of->dictionary_array, of->dictionary_buffers, fuzz_take(from) & 7);
  of->schema.dictionary = &of->dictionary_schema;
  of->array.dictionary = missing & 128 ? NULL : &of->dictionary_array;
}

static void make_batch(fuzz_source *from, batch *of)
{
  const uint8_t how = fuzz_take(from);
  const int64_t columns = how % (COLUMNS + 1), rows = fuzz_take(from) % ROWS, parent = how >> 6;
  memset(of, 0, sizeof *of);
  for (int64_t i = 0; i < columns; i++) {
    make_part(from, of->parts + i, rows, parent);
    of->schemas[i] = how & 32 && i == 1 ? NULL : &of->parts[i].schema;
    of->arrays[i] = how & 16 && i == 1 ? NULL : &of->parts[i].array;
  }
  of->schema = (struct ArrowSchema){how & 8 ? "l" : "+s", "", NULL, 0, columns, of->schemas, NULL, release_schema, &of->schemas_released};
  of->array = (struct ArrowArray){rows, 0, parent, 1, columns, of->none, of->arrays, NULL, release_array, &of->arrays_released};
}

static void clear(batch *of)
{
  for (int32_t i = 0; i < COLUMNS; i++)
    for (int32_t k = 0; k < BUFFERS; k++) {
      free((void *)(uintptr_t)of->parts[i].buffers[k]);
      free((void *)(uintptr_t)of->parts[i].dictionary_buffers[k]);
    }
}

/* Every cell as text, and the table once to Arrow and back. */
static void look(const fuzz_session *s, patron_table *table)
{
  int64_t rows = 0, columns = 0, offsets_out[ROWS + 1];
  uint8_t known[ROWS / 8 + 2];
  static char text[1 << 16];
  patron_table *again = NULL;
  patron_portfolio *book = NULL;
  struct ArrowSchema schema;
  struct ArrowArray array;
  fuzz_promise(patron_table_rows(table, &rows) == PATRON_OK && patron_table_columns(table, &columns) == PATRON_OK, "a table has rows and columns");
  for (int64_t i = 0; i < columns; i++) fuzz_promise(patron_table_read_text(table, i, 0, rows, offsets_out, text, sizeof text, NULL, known) == PATRON_OK, "every cell has a text");
  if (patron_portfolio_create(s->context, "EUR", &book) == PATRON_OK && patron_portfolio_put(book, table) == PATRON_OK) {
    fuzz_promise(patron_table_export_arrow(table, 0, &schema, &array) == PATRON_OK, "a finished table is exported");
    fuzz_promise(patron_table_import_arrow(s->context, "again", &schema, &array, &again) == PATRON_OK, "what was exported is imported");
  }
  patron_table_destroy(again);
  patron_portfolio_destroy(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  const fuzz_session *s = fuzz_begin();
  const uint64_t used = patron_context_memory_used(s->context);
  fuzz_source from = { bytes, size };
  static batch of;
  patron_table *table = NULL;
  make_batch(&from, &of);
  const patron_status status = patron_table_import_arrow(s->context, "customers", &of.schema, &of.array, &table);
  fuzz_promise(of.schemas_released == 1, "the schema is released before the call returns");
  if (status == PATRON_OK) look(s, table);
  else fuzz_promise(of.arrays_released == 1, "the array is released when it is refused");
  patron_table_destroy(table);
  fuzz_promise(of.arrays_released == 1, "the array is released with the last column");
  clear(&of);
  fuzz_check_engine(s, status, used);
  return 0;
}
