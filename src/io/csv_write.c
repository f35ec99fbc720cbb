/* CSV as it is written. */
#include "io/csv_write.h"
#include "io/rows.h"

#include <string.h>

/* Quoted: what separates, and blanks at an end, which readers take away. An empty text is quoted to be told from unknown. */
static int32_t needs_quotes(const char *text, int64_t len)
{
  if (len == 0 || text[0] == ' ' || text[0] == '\t' || text[len - 1] == ' ' || text[len - 1] == '\t') return 1;
  for (int64_t i = 0; i < len; i++)
    if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r') return 1;
  return 0;
}

void patron__io_csv_field(patron__io_output *output, const char *text, int64_t len)
{
  if (!needs_quotes(text, len)) { patron__io_output_bytes(output, text, len); return; }
  patron__io_output_text(output, "\"");
  int64_t from = 0;
  for (int64_t i = 0; i < len; i++)
    if (text[i] == '"') {
      patron__io_output_bytes(output, text + from, i + 1 - from);   /* up to the quote, which is then written again */
      from = i;
    }
  patron__io_output_bytes(output, text + from, len - from);
  patron__io_output_text(output, "\"");
}

patron_status patron__io_csv_write(patron_io *io, const patron_table *table, patron__io_output *output)
{
  patron__io_rows rows;
  patron_status status = patron__io_rows_open(io, table, 0, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t c = 0; c < rows.count; c++) {
    if (c > 0) patron__io_output_text(output, ",");
    patron__io_csv_field(output, rows.columns[c].name, (int64_t)strlen(rows.columns[c].name));
  }
  patron__io_output_text(output, "\n");
  while ((status = patron__io_rows_next(&rows)) == PATRON_OK)
    for (int64_t i = 0; i < rows.block; i++) {
      for (int32_t c = 0; c < rows.count; c++) {
        int64_t len = 0;
        const char *text = patron__io_rows_text(&rows, c, i, &len);
        if (c > 0) patron__io_output_bytes(output, ",", 1);
        if (text != NULL) patron__io_csv_field(output, text, len);
        else if (rows.count == 1) patron__io_output_text(output, "\"\"");   /* a blank line would be no row */
      }
      patron__io_output_bytes(output, "\n", 1);
    }
  patron__io_rows_close(&rows);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}
