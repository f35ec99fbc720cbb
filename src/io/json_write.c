/* JSON as it is written. */
#include "io/json_write.h"
#include "io/rows.h"

#include <stdlib.h>
#include <string.h>

/* What stands for a byte that cannot stand for itself; 0: it can. */
static int32_t escape(unsigned char byte, char out[6])
{
  static const char digits[] = "0123456789abcdef";
  const char *named = byte == '"' ? "\\\"" : byte == '\\' ? "\\\\" : byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : byte == '\t' ? "\\t" : NULL;
  const char numbered[6] = { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] };
  if (byte >= 0x20 && named == NULL) return 0;
  memcpy(out, named != NULL ? named : numbered, named != NULL ? 2 : 6);
  return named != NULL ? 2 : 6;
}

void patron__io_json_text(patron__io_output *output, const char *text, int64_t len)
{
  char escaped[6];
  int64_t from = 0;
  patron__io_output_bytes(output, "\"", 1);
  for (int64_t i = 0; i < len; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    patron__io_output_bytes(output, text + from, i - from);
    patron__io_output_bytes(output, escaped, escape(byte, escaped));
    from = i + 1;
  }
  patron__io_output_bytes(output, text + from, len - from);
  patron__io_output_bytes(output, "\"", 1);
}

/* `"name": ` of every column, escaped once and for all rows. */
typedef struct keys { char **texts; int64_t *lengths; } keys;

static void free_keys(keys *k, int32_t count)
{
  for (int32_t c = 0; k->texts != NULL && c < count; c++) free(k->texts[c]);
  free(k->texts);
  free(k->lengths);
}

/* At worst every byte of a name becomes six. */
static char *key_text(const char *name, int64_t *length)
{
  char *text = patron__io_allocate(strlen(name) + 1, 6), *to = text;
  if (text == NULL) return NULL;
  *to++ = '"';
  for (; *name != 0; name++) {
    int32_t escaped = escape((unsigned char)*name, to);
    if (escaped == 0) *to = *name;
    to += escaped == 0 ? 1 : escaped;
  }
  memcpy(to, "\": ", 3);
  *length = to + 3 - text;
  return text;
}

static int32_t make_keys(const patron__io_rows *rows, keys *k)
{
  k->texts = calloc((size_t)rows->count + 1, sizeof *k->texts);
  k->lengths = calloc((size_t)rows->count + 1, sizeof *k->lengths);
  int32_t fine = k->texts != NULL && k->lengths != NULL;
  for (int32_t c = 0; fine && c < rows->count; c++) {
    k->texts[c] = key_text(rows->columns[c].name, &k->lengths[c]);
    fine = k->texts[c] != NULL;
  }
  return fine;
}

static void write_cell(patron__io_output *output, patron__io_rows *rows, int32_t c, int64_t i)
{
  int64_t len = 0;
  const char *text = patron__io_rows_text(rows, c, i, &len);
  int32_t type = rows->columns[c].type;
  if (text == NULL) patron__io_output_bytes(output, "null", 4);
  else if (type == PATRON_NUMBER || type == PATRON_INTEGER) patron__io_output_bytes(output, text, len);
  else if (type == PATRON_FLAG) patron__io_output_text(output, text[0] == 'y' ? "true" : "false");
  else patron__io_json_text(output, text, len);
}

static void write_row(patron__io_output *output, patron__io_rows *rows, const keys *k, int64_t i)
{
  for (int32_t c = 0; c < rows->count; c++) {
    patron__io_output_bytes(output, c == 0 ? "{" : ", ", c == 0 ? 1 : 2);
    patron__io_output_bytes(output, k->texts[c], k->lengths[c]);
    write_cell(output, rows, c, i);
  }
  patron__io_output_text(output, rows->count == 0 ? "{}" : "}");
}

patron_status patron__io_json_write(patron_io *io, const patron_table *table, patron__io_output *output)
{
  patron__io_rows rows;
  patron_status status = patron__io_rows_open(io, table, 0, &rows);
  if (status != PATRON_OK) return status;
  keys k = { NULL, NULL };
  if (!make_keys(&rows, &k)) {
    free_keys(&k, rows.count);
    patron__io_rows_close(&rows);
    return patron__io_no_memory(io);
  }
  patron__io_json_text(output, rows.name, (int64_t)strlen(rows.name));
  patron__io_output_text(output, ": [");
  while ((status = patron__io_rows_next(&rows)) == PATRON_OK)
    for (int64_t i = 0; i < rows.block; i++) {
      patron__io_output_text(output, rows.first + i == 0 ? "\n" : ",\n");
      write_row(output, &rows, &k, i);
    }
  patron__io_output_text(output, rows.rows == 0 ? "]" : "\n]");
  free_keys(&k, rows.count);
  patron__io_rows_close(&rows);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}
