/* The CSV reader on blocks of memory: what it takes, what it refuses and where, however the bytes are cut. */
#include "io_session.h"

#include "io/csv_read.h"

typedef patron__io_frame frame;

static frame *read_text(void **state, const char *text, int64_t length)
{
  io_session *s = *state;
  frame *out = NULL;
  assert_int_equal(patron__io_csv_memory(s->io, "customers", "customers.csv", text, length < 0 ? (int64_t)strlen(text) : length, &out), PATRON_OK);
  return out;
}

/* The cell as text, "?" for unknown. */
static const char *cell(const frame *f, int32_t column, int64_t row)
{
  static char texts[8][256];
  static int next;
  int64_t len = 0;
  const char *text = patron__io_cells_text(&f->columns[column], row, &len);
  char *to = texts[next++ % 8];
  if (text == NULL) return "?";
  snprintf(to, sizeof texts[0], "%.*s", (int)len, text);
  return to;
}

static void quoted_fields_hold_commas_quotes_and_line_ends(void **state)
{
  frame *f = read_text(state, "a,b\n\"x, \"\"y\"\"\",\"one\r\ntwo\nthree\"\nz,w\n", -1);
  assert_int_equal(f->rows, 2);
  assert_string_equal(cell(f, 0, 0), "x, \"y\"");
  assert_string_equal(cell(f, 1, 0), "one\r\ntwo\nthree");
  assert_string_equal(cell(f, 1, 1), "w");
  patron__io_frame_destroy(f);
}

static void every_line_end_and_a_byte_order_mark_read_alike(void **state)
{
  static const char *const texts[] = { "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", ("\xEF\xBB\xBF" "a,b\n1,2\n3,4"), "\xEF\xBB\xBF\"a\",b\n1,2\n3,4", "a,b\r1,2\r3,4\r", "\n\na,b\n\n1,2\n\n3,4\n\n" };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    frame *f = read_text(state, texts[i], -1);
    assert_int_equal(f->rows, 2);
    assert_string_equal(f->columns[0].name, "a");
    assert_string_equal(cell(f, 0, 0), "1");
    assert_string_equal(cell(f, 1, 1), "4");
    patron__io_frame_destroy(f);
  }
}

static void blank_cells_are_unknown_and_blanks_around_do_not_count(void **state)
{
  frame *f = read_text(state, "a,b,c\n,\"\", x y \n  ,z,\n", -1);
  assert_string_equal(cell(f, 0, 0), "?");
  assert_string_equal(cell(f, 1, 0), "?");
  assert_string_equal(cell(f, 2, 0), "x y");
  assert_string_equal(cell(f, 0, 1), "?");
  assert_string_equal(cell(f, 2, 1), "?");
  patron__io_frame_destroy(f);
}

static void rows_know_their_line(void **state)
{
  char place[64];
  frame *f = read_text(state, "a\r\n1\r\n\r\n\"two\r\nlines\"\r\n3\r\n", -1);
  static const int lines[] = { 2, 4, 6 };
  assert_int_equal(f->rows, 3);
  for (int row = 0; row < 3; row++) {
    char expected[64];
    snprintf(expected, sizeof expected, "customers.csv line %d", lines[row]);
    patron__io_frame_place(f, row, place, sizeof place);
    assert_string_equal(place, expected);
  }
  patron__io_frame_destroy(f);
}

/* Spreadsheets write columns that were once used, without a name and a value. */
static void empty_columns_at_the_end_are_none(void **state)
{
  frame *f = read_text(state, "a,b,,\n1,2,,\n3,4\n,,,\n5,,,\n", -1);
  int64_t len;
  assert_int_equal(f->count, 2);
  assert_int_equal(f->rows, 3);
  assert_memory_equal(patron__io_cells_text(&f->columns[1], 1, &len), "4", 1);
  assert_null(patron__io_cells_text(&f->columns[1], 2, &len));
  patron__io_frame_destroy(f);
}

static const struct { const char *text; int64_t length; const char *message; } refused[] = {
  { "a,b\n1,2\n3\n", -1, "customers.csv line 3: 1 field (expected 2, as in the header)" },
  { "a,b\n1,2,3\n", -1, "customers.csv line 2: 3 fields (expected 2, as in the header; a value with a comma in it stands in quotes)" },
  { "a,b\n\"x\ny\",1\n1,2,3\n", -1, "customers.csv line 4: 3 fields (expected 2, as in the header; a value with a comma in it stands in quotes)" },
  { "a,b,a\n", -1, "customers.csv line 1: the header names column a twice" },
  { "a,,b\n", -1, "customers.csv line 1: column 2 of the header has no name, and others follow (expected a name, or no such column)" },
  { "a,b,,\n1,2,,\n3,4,,5\n", -1, "customers.csv line 3: column 4 of the header has no name, but a value (expected a name, or no such column)" },
  { "a,b,,\n1\n", -1, "customers.csv line 2: 1 field (expected 2, as in the header)" },
  { "a,b,\n1,2,,\n", -1, "customers.csv line 2: 4 fields (expected 2, as in the header; a value with a comma in it stands in quotes)" },
  { ",,\n1,2,3\n", -1, "customers.csv line 1: column 1 of the header has no name, like all others (expected a name, or no such column)" },
  { "a;b\n1;2\n", -1, "customers.csv line 1: the header is one column \"a;b\" (expected commas between columns, not semicolons)" },
  { "", -1, "customers.csv: empty file (expected a header line with the names of the columns)" },
  { "\n\r\n \n", -1, "customers.csv: empty file (expected a header line with the names of the columns)" },
  { "\xEF\xBB\xBF", -1, "customers.csv: empty file (expected a header line with the names of the columns)" },
  { "a,b\n1,x\"y\n", -1, "customers.csv line 2, column b: a quote that neither opens nor closes a field (a quote inside a quoted field is doubled)" },
  { "a,b\n1,\"x\"y\n", -1, "customers.csv line 2, column b: a quote that neither opens nor closes a field (a quote inside a quoted field is doubled)" },
  { "a,b\n1,2\n3,\"x\n\n", -1, "customers.csv line 3, column b: a quote is never closed" },
  { "a,b\n1,\xFF\n", -1, "customers.csv line 2, column b: byte 0xFF is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "a,b\n1,2\n\xC3(,2\n", -1, "customers.csv line 3, column a: byte 0x28 is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "a,b\n1,\xC0\x80\n", -1, "customers.csv line 2, column b: byte 0xC0 is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "a,b\n1,\xED\xA0\x80\n", -1, "customers.csv line 2, column b: byte 0xA0 is no UTF-8 here (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "\xFF\xFE" "a", -1, "customers.csv line 1: UTF-16 (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "a,b\n1,\xE6\xB5", -1, "customers.csv line 2, column b: the file ends inside a character (expected text in UTF-8)" },
  { "a,b\n1\0,2\n", 9, "customers.csv line 2, column a: a NUL byte (expected text in UTF-8, as spreadsheets save it as CSV UTF-8)" },
  { "\"a\";\"b\"\n1;2\n", -1, "customers.csv line 1: semicolons between columns (expected commas)" },
  { "\"a\"|\"b\"\n1|2\n", -1, "customers.csv line 1: bars between columns (expected commas)" },
  { "a,b\n\"1\";2\n", -1, "customers.csv line 2, column a: a quote that neither opens nor closes a field (a quote inside a quoted field is doubled)" },
};

static void bad_files_are_refused_with_line_and_column(void **state)
{
  io_session *s = *state;
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    frame *out = NULL;
    int64_t length = refused[i].length < 0 ? (int64_t)strlen(refused[i].text) : refused[i].length;
    assert_true(patron__io_csv_memory(s->io, "customers", "customers.csv", refused[i].text, length, &out) < 0);
    assert_null(out);
    assert_string_equal(io_error(s), refused[i].message);
  }
}

/* However a text is cut into chunks, it gives the same frame or the same message. */
static void chunks_do_not_matter(void **state)
{
  io_session *s = *state;
  static const char good[] = "\xEF\xBB\xBF" "a,\"b\"\r\n\"x\r\n\",\xE6\xB5\xB7\r\n\r\n,\"\"\"\"\r\n";
  for (size_t i = 0; i <= sizeof refused / sizeof refused[0]; i++) {
    int fine = i == sizeof refused / sizeof refused[0];
    const char *text = fine ? good : refused[i].text;
    int64_t length = fine ? (int64_t)sizeof good - 1 : refused[i].length < 0 ? (int64_t)strlen(text) : refused[i].length;
    for (int64_t size = 1; size <= 5; size++) {
      patron__io_csv *csv = NULL;
      frame *out = NULL;
      patron_status status = patron__io_csv_open(s->io, "customers", "customers.csv", &csv);
      for (int64_t at = 0; at < length && status == PATRON_OK; at += size) status = patron__io_csv_feed(csv, text + at, at + size <= length ? size : length - at);
      if (status == PATRON_OK) status = patron__io_csv_finish(csv, &out);
      patron__io_csv_close(csv);
      if (!fine) assert_string_equal(io_error(s), refused[i].message);
      else {
        char place[64];
        assert_int_equal(status, PATRON_OK);
        assert_int_equal(out->rows, 2);
        assert_string_equal(cell(out, 0, 0), "x\r\n");
        assert_string_equal(cell(out, 1, 0), "\xE6\xB5\xB7");
        assert_string_equal(cell(out, 1, 1), "\"");
        patron__io_frame_place(out, 1, place, sizeof place);
        assert_string_equal(place, "customers.csv line 5");
        patron__io_frame_destroy(out);
      }
    }
  }
}

static void a_field_may_have_a_mebibyte_and_no_more(void **state)
{
  io_session *s = *state;
  int64_t limit = PATRON__IO_FIELD_LIMIT;
  char *text = malloc((size_t)limit + 8);
  frame *out = NULL;
  assert_non_null(text);
  memcpy(text, "a\n\"", 3);
  memset(text + 3, 'x', (size_t)limit + 1);
  text[limit + 2] = '"';
  assert_int_equal(patron__io_csv_memory(s->io, "customers", "customers.csv", text, limit + 3, &out), PATRON_OK);
  assert_int_equal(out->columns[0].offsets[1], limit - 1);
  patron__io_frame_destroy(out);
  out = NULL;
  memset(text + 3, 'x', (size_t)limit + 5);
  assert_int_equal(patron__io_csv_memory(s->io, "customers", "customers.csv", text, limit + 8, &out), PATRON_E_FORMAT);
  assert_null(out);
  assert_string_equal(io_error(s), "customers.csv line 2, column a: a field longer than 1 MiB (is a quote never closed?)");
  free(text);
}

static void a_header_alone_is_a_table_without_rows(void **state)
{
  frame *f = read_text(state, "a,b\n", -1);
  assert_int_equal(f->count, 2);
  assert_int_equal(f->rows, 0);
  patron__io_frame_destroy(f);
  f = read_text(state, "a", -1);
  assert_int_equal(f->count, 1);
  patron__io_frame_destroy(f);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(quoted_fields_hold_commas_quotes_and_line_ends, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(every_line_end_and_a_byte_order_mark_read_alike, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(blank_cells_are_unknown_and_blanks_around_do_not_count, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(rows_know_their_line, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(empty_columns_at_the_end_are_none, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(bad_files_are_refused_with_line_and_column, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(chunks_do_not_matter, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(a_field_may_have_a_mebibyte_and_no_more, io_session_begin, io_session_end),
    cmocka_unit_test_setup_teardown(a_header_alone_is_a_table_without_rows, io_session_begin, io_session_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
