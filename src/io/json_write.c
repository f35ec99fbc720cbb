/* JSON as it is written. */
#include "io/json_write.h"
#include "io/rows.h"

#include <string.h>

void patron__io_json_text(patron__io_output *output, const char *text, int64_t len)
{
  static const char digits[] = "0123456789abcdef";
  int64_t from = 0;
  patron__io_output_bytes(output, "\"", 1);
  for (int64_t i = 0; i < len; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    char escape[6] = { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] };
    const char *named = byte == '"' ? "\\\"" : byte == '\\' ? "\\\\" : byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : byte == '\t' ? "\\t" : NULL;
    patron__io_output_bytes(output, text + from, i - from);
    if (named != NULL) patron__io_output_bytes(output, named, 2);
    else patron__io_output_bytes(output, escape, 6);
    from = i + 1;
  }
  patron__io_output_bytes(output, text + from, len - from);
  patron__io_output_bytes(output, "\"", 1);
}

static void write_cell(patron__io_output *output, const patron__io_rows *rows, int32_t c, int64_t i)
{
  int64_t len = 0;
  const char *text = patron__io_rows_text(rows, c, i, &len);
  int32_t type = rows->columns[c].type;
  if (text == NULL) patron__io_output_bytes(output, "null", 4);
  else if (type == PATRON_NUMBER || type == PATRON_INTEGER) patron__io_output_bytes(output, text, len);
  else if (type == PATRON_FLAG) patron__io_output_text(output, text[0] == 'y' ? "true" : "false");
  else patron__io_json_text(output, text, len);
}

static void write_row(patron__io_output *output, const patron__io_rows *rows, int64_t i)
{
  for (int32_t c = 0; c < rows->count; c++) {
    const char *name = rows->columns[c].name;
    patron__io_output_text(output, c == 0 ? "{" : ", ");
    patron__io_json_text(output, name, (int64_t)strlen(name));
    patron__io_output_bytes(output, ": ", 2);
    write_cell(output, rows, c, i);
  }
  patron__io_output_text(output, rows->count == 0 ? "{}" : "}");
}

patron_status patron__io_json_write(patron_io *io, const patron_table *table, patron__io_output *output)
{
  patron__io_rows rows;
  patron_status status = patron__io_rows_open(io, table, 0, &rows);
  if (status != PATRON_OK) return status;
  patron__io_json_text(output, rows.name, (int64_t)strlen(rows.name));
  patron__io_output_text(output, ": [");
  while ((status = patron__io_rows_next(&rows)) == PATRON_OK)
    for (int64_t i = 0; i < rows.block; i++) {
      patron__io_output_text(output, rows.first + i == 0 ? "\n" : ",\n");
      write_row(output, &rows, i);
    }
  patron__io_output_text(output, rows.rows == 0 ? "]" : "\n]");
  patron__io_rows_close(&rows);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}
