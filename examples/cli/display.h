/* Text on a terminal: widths, columns, digits in groups, colour. */
#ifndef PATRON_CLI_DISPLAY_H
#define PATRON_CLI_DISPLAY_H

#include <stddef.h>
#include <stdint.h>

enum { COLOUR_NONE, COLOUR_BOLD, COLOUR_RED, COLOUR_YELLOW, COLOUR_DIM };

/* Colour only where stdout is a terminal and NO_COLOR is unset or empty. */
void display_start(void);
const char *colour(int which);
const char *plain(void);

/* Columns that the text takes; Chinese, Japanese and Korean characters take two, combining marks none. */
int display_width(const char *text);
/* Cuts the text so that it takes at most `width` columns. */
void display_cut(char *text, int width);
/* The same at the end of a word, with an ellipsis: "K02 Solmarra Express" in 14 columns is "K02 Solmarra…". `cap` is the room of the text. */
void display_shorten(char *text, size_t cap, int width);
/* Prints words in lines of at most `width` columns, of which `used` are taken already; the next lines begin with `indent` blanks. */
void print_words(const char *text, int used, int indent, int width);
/* Prints at most `width` columns of a path: of a longer one the end, which tells more, behind "...". Returns the columns printed. */
int print_path(const char *path, int width);
/* Prints at most `width` columns of the text and fills up with blanks, on the right or (`right` nonzero) on the left. */
void print_cell(const char *text, int width, int right);

/* "1 234 567" of a decimal text; decimals stay when `cents`, else the number is rounded half away from zero. `out` holds 64 bytes. */
void group_digits(const char *decimal, int cents, char *out);

#endif
