/* A frame: a table on its way in, all cells still text, with what is needed to say where in the file a row stands. */
#ifndef PATRON_SRC_IO_FRAME_H
#define PATRON_SRC_IO_FRAME_H

#include "io/session.h"

/* How the file stored what is known in a column. Text of a CSV may still be numbers. */
enum { PATRON__IO_UNTYPED = 0, PATRON__IO_TEXT = 1, PATRON__IO_INTEGER = 2, PATRON__IO_NUMBER = 4 };   /* TEXT, INTEGER, NUMBER: a set */

typedef struct patron__io_cells {
  char *name;
  int64_t *offsets;            /* count + 1 once the first cell stands */
  char *bytes;
  uint8_t *validity;
  int64_t count, unknown;      /* cells so far, and those of them that are unknown */
  int64_t offsets_capacity, bytes_capacity, validity_capacity;
  int32_t stored;              /* UNTYPED for CSV, else the set of what was found */
} patron__io_cells;

typedef struct patron__io_frame {
  char *name;                  /* of the table */
  char *origin;                /* "data/customers.csv", "book.sqlite table customers" */
  int32_t count;               /* columns */
  int64_t capacity;
  patron__io_cells *columns;
  int64_t rows;
  int32_t by_line;             /* places are lines of a file (CSV), else rows */
  int64_t *lines;              /* of each row, once a row is not in the line after the one before; NULL: row + 2 */
  int64_t lines_capacity;
} patron__io_frame;

typedef struct patron__io_frames {
  patron__io_frame **items;
  int32_t count;
  int64_t capacity;
} patron__io_frames;

patron_status patron__io_frame_create(patron_io *io, const char *name, const char *origin, patron__io_frame **out);
void patron__io_frame_destroy(patron__io_frame *frame);
/* A further column, unknown in the rows that are there. PATRON_E_DUPLICATE without text. */
patron_status patron__io_frame_add(patron_io *io, patron__io_frame *frame, const char *name, int64_t len, int32_t *index);
int32_t patron__io_frame_find(const patron__io_frame *frame, const char *name, int64_t len);   /* -1: none */
/* Appends a cell; the empty text is unknown. 0: out of memory. */
int32_t patron__io_cells_append(patron__io_cells *cells, const char *text, int64_t len);
/* Ends a row in which some columns have no cell yet: they are unknown. 0: out of memory. */
int32_t patron__io_frame_end_row(patron__io_frame *frame);
/* The line of the row that is ended next; kept only where it is not the expected one. 0: out of memory. */
int32_t patron__io_frame_note_line(patron__io_frame *frame, int64_t line);

/* "data/customers.csv line 14" or "book.sqlite table customers row 3"; row -1: only the origin. Cut to `cap`. */
void patron__io_frame_place(const patron__io_frame *frame, int64_t row, char *buf, size_t cap);
/* An error of libpatron about this frame's table, told with the place in the file. */
patron_status patron__io_frame_fail(patron_io *io, const patron__io_frame *frame, patron_status status);
/* The same text without a session; "" when the context has none. */
void patron__io_frame_error(const patron_io *io, const patron__io_frame *frame, char *buf, size_t cap);
/* Releases the cells and keeps the place of each row. */
void patron__io_frame_strip(patron__io_frame *frame);
/* The cell as text; NULL: unknown. */
const char *patron__io_cells_text(const patron__io_cells *cells, int64_t row, int64_t *len);

/* Moves the frame's memory into a table (the frame keeps names and lines, for error texts). Columns that the schema knows go as text and are converted when they are put;
   others become INTEGER or NUMBER where every known cell is one. `kind` 0: all columns stay text. `integer_ids`: see patron__io_frames_ids_are_integers. */
patron_status patron__io_frame_table(patron_io *io, patron__io_frame *frame, int32_t kind, int32_t integer_ids, patron_table **out);
/* MONEY cells that a file stores as binary numbers are taken as their shortest decimal; so are DATE, CODE and FLAG cells stored as whole numbers. 1: every id column of all frames is stored as whole numbers. */
int32_t patron__io_frames_ids_are_integers(const patron_io *io, const patron__io_frames *frames, int32_t kind);

void patron__io_frames_clear(patron__io_frames *frames);
/* Takes the frame over, also on failure. PATRON_E_DUPLICATE names both origins. */
patron_status patron__io_frames_add(patron_io *io, patron__io_frames *frames, patron__io_frame *frame);
patron__io_frame *patron__io_frames_find(const patron__io_frames *frames, const char *name);

#endif
