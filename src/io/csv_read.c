/* The CSV reader: libcsv finds the fields, this file makes rows of them and knows the line when something is wrong.
   Usage profile: millions of short fields without quotes, so the way of a field is one copy into its column's buffer. */
#include "io/csv_read.h"
#include "io/paths.h"
#include "io/utf8.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

struct patron__io_csv {
  patron_io *io;
  struct csv_parser parser;
  patron__io_frame *frame;
  patron__io_utf8 utf8;
  patron_status status;      /* the first failure; what follows is passed over */
  char start[3];             /* held back until it is known not to be a byte order mark */
  int32_t start_length;
  int32_t header_done;
  int32_t field;             /* of the row that is being read */
  int32_t nameless;          /* columns at the end of the header without a name: spreadsheets write those that were once used */
  int32_t filled;            /* one of its fields is not empty */
  int32_t quotes;            /* a quote was seen, so a field may hold line ends */
  int32_t after_return;      /* the last line end was a CR: an LF right behind it is the same line end */
  int64_t line, row_line;    /* lines count from 1 */
};

/* libcsv asks for a larger field buffer here: beyond the limit there is none. */
static void *grow_field(void *block, size_t size)
{
  return size > PATRON__IO_FIELD_LIMIT ? NULL : realloc(block, size);
}

patron_status patron__io_csv_open(patron_io *io, const char *name, const char *origin, patron__io_csv **out)
{
  patron__io_csv *csv = calloc(1, sizeof *csv);
  if (csv == NULL) return patron__io_no_memory(io);
  csv->io = io;
  csv->line = csv->row_line = 1;
  patron_status status = patron__io_frame_create(io, name, origin, &csv->frame);
  if (status != PATRON_OK) { free(csv); return status; }
  csv->frame->by_line = 1;
  csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  csv_set_realloc_func(&csv->parser, grow_field);
  csv_set_blk_size(&csv->parser, 4096);
  *out = csv;
  return PATRON_OK;
}

void patron__io_csv_close(patron__io_csv *csv)
{
  if (csv == NULL) return;
  csv_free(&csv->parser);
  patron__io_frame_destroy(csv->frame);
  free(csv);
}

static const char *current_column(const patron__io_csv *csv)
{
  return csv->header_done && csv->field < csv->frame->count ? csv->frame->columns[csv->field].name : NULL;
}

/* "customers.csv line 14, column sales: <text>". */
static void refuse(patron__io_csv *csv, const char *text)
{
  const char *column = current_column(csv);
  csv->status = patron__io_fail(csv->io, PATRON_E_FORMAT, "%s line %" PRId64 "%s%s: %s", csv->frame->origin, csv->line, column != NULL ? ", column " : "",
                                column != NULL ? column : "", text);
}

/* CR, LF and CRLF inside a quoted field are one line end each. */
static void count_lines(patron__io_csv *csv, const char *text, size_t len)
{
  for (size_t i = 0; i < len; i++)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'))) csv->line++;
}

static void refuse_nameless(patron__io_csv *csv, int32_t column, const char *since)
{
  csv->status = patron__io_fail(csv->io, PATRON_E_FORMAT, "%s line %" PRId64 ": column %" PRId32 " of the header has no name, %s (expected a name, or no such column)", csv->frame->origin, csv->line, column, since);
}

static void take_name(patron__io_csv *csv, const char *text, size_t len)
{
  int32_t index;
  if (len == 0) { csv->nameless++; return; }
  if (csv->nameless > 0) { refuse_nameless(csv, csv->field + 1 - csv->nameless, "and others follow"); return; }
  csv->status = patron__io_frame_add(csv->io, csv->frame, text, (int64_t)len, &index);
  if (csv->status == PATRON_E_DUPLICATE)
    patron__io_fail(csv->io, PATRON_E_DUPLICATE, "%s line %" PRId64 ": the header names column %.*s twice", csv->frame->origin, csv->line, (int)(len < 100 ? len : 100), text);
}

static void take_field(void *data, size_t len, void *user)
{
  patron__io_csv *csv = user;
  if (csv->status != PATRON_OK) return;
  csv->after_return = 0;
  if (csv->field == 0) csv->row_line = csv->line;
  if (!csv->header_done) take_name(csv, data, len);
  else if (csv->field < csv->frame->count) {
    if (!patron__io_cells_append(&csv->frame->columns[csv->field], data, (int64_t)len)) csv->status = patron__io_no_memory(csv->io);
  } else if (len > 0 && csv->field < csv->frame->count + csv->nameless) refuse_nameless(csv, csv->field + 1, "but a value");
  if (csv->quotes && len > 0) count_lines(csv, data, len);
  if (len > 0) csv->filled = 1;
  csv->field++;
}

static void end_header(patron__io_csv *csv)
{
  static const char *const others[][2] = { { ";", "semicolons" }, { "\t", "tabs" }, { "|", "bars" } };
  char name[101];
  if (csv->frame->count == 0) { refuse_nameless(csv, 1, "like all others"); return; }
  snprintf(name, sizeof name, "%s", csv->frame->columns[0].name);
  for (size_t i = 0; i < sizeof others / sizeof others[0] && csv->frame->count == 1 && csv->status == PATRON_OK; i++) {
    char *mark = strpbrk(name, others[i][0]);
    if (mark == NULL) continue;
    for (; mark != NULL && *mark == '\t'; mark = strchr(mark, '\t')) *mark = ' ';
    csv->status = patron__io_fail(csv->io, PATRON_E_FORMAT, "%s line %" PRId64 ": the header is one column \"%s\" (expected commas between columns, not %s)",
                                  csv->frame->origin, csv->row_line, name, others[i][1]);
  }
  csv->header_done = 1;
}

/* Spreadsheets write rows that were once used as ",,,": as good as a blank line. Where there is one column, only a cell in quotes is a row without a value. */
static void pass_over(patron__io_csv *csv)
{
  for (int32_t c = 0; c < csv->field && c < csv->frame->count; c++) {
    csv->frame->columns[c].count--;
    csv->frame->columns[c].unknown--;
  }
}

static void end_row(patron__io_csv *csv)
{
  if (csv->field < csv->frame->count || csv->field > csv->frame->count + csv->nameless) {
    csv->status = patron__io_fail(csv->io, PATRON_E_FORMAT, "%s line %" PRId64 ": %" PRId32 " field%s (expected %" PRId32 ", as in the header%s)", csv->frame->origin, csv->row_line,
                                  csv->field, csv->field == 1 ? "" : "s", csv->frame->count, csv->field > csv->frame->count ? "; a value with a comma in it stands in quotes" : "");
    return;
  }
  if (!patron__io_frame_note_line(csv->frame, csv->row_line) || !patron__io_frame_end_row(csv->frame)) csv->status = patron__io_no_memory(csv->io);
}

/* Called at every line end outside of quotes, also after blank lines, which are passed over. */
static void take_line_end(int character, void *user)
{
  patron__io_csv *csv = user;
  if (csv->status != PATRON_OK) return;
  int32_t second_half = character == '\n' && csv->after_return;
  if (csv->field > 0) {
    if (!csv->header_done) end_header(csv);
    else if (csv->filled || csv->frame->count + csv->nameless == 1) end_row(csv);
    else pass_over(csv);
  }
  csv->field = 0;
  csv->filled = 0;
  csv->after_return = character == '\r';
  if (character != -1 && !second_half) csv->line++;
}

/* Says why libcsv stopped, before `next`. */
static void refuse_syntax(patron__io_csv *csv, char next)
{
  if (csv->status != PATRON_OK) return;
  if (csv_error(&csv->parser) == CSV_EPARSE && !csv->header_done && csv->field == 0 && (next == ';' || next == '|')) {   /* a tab counts as a blank here */
    refuse(csv, next == ';' ? "semicolons between columns (expected commas)" : "bars between columns (expected commas)");
  } else if (csv_error(&csv->parser) == CSV_EPARSE) {
    refuse(csv, "a quote that neither opens nor closes a field (a quote inside a quoted field is doubled)");
  } else if (csv_get_buffer_size(&csv->parser) + 4096 > PATRON__IO_FIELD_LIMIT) {
    refuse(csv, "a field longer than 1 MiB (is a quote never closed?)");
  } else csv->status = patron__io_no_memory(csv->io);
}

static void parse(patron__io_csv *csv, const char *bytes, int64_t len)
{
  if (len == 0 || csv->status != PATRON_OK) return;
  if (!csv->quotes && memchr(bytes, '"', (size_t)len) != NULL) csv->quotes = 1;
  const size_t parsed = csv_parse(&csv->parser, bytes, (size_t)len, take_field, take_line_end, csv);
  if (parsed != (size_t)len) refuse_syntax(csv, bytes[parsed]);
}

static void check_and_parse(patron__io_csv *csv, const char *bytes, int64_t len)
{
  if (csv->status != PATRON_OK || len == 0) return;
  int64_t good = patron__io_utf8_check(&csv->utf8, bytes, len);
  parse(csv, bytes, good);
  if (csv->status != PATRON_OK || good == len) return;
  unsigned char bad = (unsigned char)bytes[good];
  char text[128];
  if (csv->line == 1 && bad >= 0xFE) snprintf(text, sizeof text, "UTF-16 (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)");
  else if (bad == 0) snprintf(text, sizeof text, "a NUL byte (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)");
  else snprintf(text, sizeof text, "byte 0x%02X is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)", bad);
  refuse(csv, text);
}

patron_status patron__io_csv_feed(patron__io_csv *csv, const char *bytes, int64_t len)
{
  while (csv->start_length < 3 && len > 0) {
    csv->start[csv->start_length++] = *bytes++;
    len--;
    if (csv->start_length == 3 && memcmp(csv->start, "\xEF\xBB\xBF", 3) != 0) check_and_parse(csv, csv->start, 3);
  }
  check_and_parse(csv, bytes, len);
  return csv->status;
}

patron_status patron__io_csv_finish(patron__io_csv *csv, patron__io_frame **out)
{
  if (csv->start_length < 3) check_and_parse(csv, csv->start, csv->start_length);
  if (csv->status != PATRON_OK) return csv->status;
  if (csv->utf8.missing > 0) {
    refuse(csv, "the file ends inside a character (expected text in UTF-8)");
    return csv->status;
  }
  if (csv_fini(&csv->parser, take_field, take_line_end, csv) != 0 && csv->status == PATRON_OK) refuse(csv, "a quote is never closed");
  if (csv->status != PATRON_OK) return csv->status;
  if (!csv->header_done) return patron__io_fail(csv->io, PATRON_E_FORMAT, "%s: empty file (expected a header line with the names of the columns)", csv->frame->origin);
  *out = csv->frame;
  csv->frame = NULL;
  return PATRON_OK;
}

patron_status patron__io_csv_memory(patron_io *io, const char *name, const char *origin, const char *bytes, int64_t len, patron__io_frame **out)
{
  patron__io_csv *csv = NULL;
  patron_status status = patron__io_csv_open(io, name, origin, &csv);
  if (status == PATRON_OK) status = patron__io_csv_feed(csv, bytes, len);
  if (status == PATRON_OK) status = patron__io_csv_finish(csv, out);
  patron__io_csv_close(csv);
  return status;
}

static patron_status feed_file(patron__io_csv *csv, FILE *file, const char *path, int64_t total)
{
  char *chunk = malloc(CHUNK);
  if (chunk == NULL) return patron__io_no_memory(csv->io);
  patron_status status = PATRON_OK;
  int64_t done = 0;
  while (status == PATRON_OK) {
    size_t read = fread(chunk, 1, CHUNK, file);
    if (read == 0) break;
    done += (int64_t)read;
    status = patron__io_csv_feed(csv, chunk, (int64_t)read);
    if (status == PATRON_OK) status = patron__io_tick(csv->io, "read", done, total);
  }
  if (status == PATRON_OK && ferror(file)) status = patron__io_fail(csv->io, PATRON_E_IO, "%s: cannot be read: %s", path, strerror(errno));
  free(chunk);
  return status;
}

patron_status patron__io_csv_file(patron_io *io, const char *path, const char *name, patron__io_frame **out)
{
  FILE *file = NULL;
  int64_t total = 0;
  patron__io_csv *csv = NULL;
  patron_status status = patron__io_open_file(io, path, &file, &total);
  if (status != PATRON_OK) return status;
  status = patron__io_csv_open(io, name, path, &csv);
  if (status == PATRON_OK) status = feed_file(csv, file, path, total);
  if (status == PATRON_OK) status = patron__io_csv_finish(csv, out);
  patron__io_csv_close(csv);
  fclose(file);
  return status;
}
