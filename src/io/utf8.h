/* UTF-8 checked in chunks: a character may lie across two of them. */
#ifndef PATRON_SRC_IO_UTF8_H
#define PATRON_SRC_IO_UTF8_H

#include <stdint.h>

/* All zero at the start of a text. */
typedef struct patron__io_utf8 {
  int32_t missing;            /* bytes that the character begun still needs */
  unsigned char low, high;    /* bounds of the next one */
} patron__io_utf8;

/* How many bytes of the chunk are good; less than `len`: the byte there is not UTF-8, or is NUL. */
int64_t patron__io_utf8_check(patron__io_utf8 *state, const char *bytes, int64_t len);

#endif
