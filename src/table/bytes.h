/* The byte format of a set of tables, written by save.c and read by load.c.

     8 bytes  magic           4 version      4 number of tables      8 length of all of it
     tables:  name            8 rows         4 digits of money       4 number of columns
     columns: name            1 type         1 validity there (0, 1), then its bitmap; only where a value is unknown
       MONEY INTEGER NUMBER   8 each         DATE 4 each             FLAG a bitmap
       TEXT   8 length of all texts, 8 the end of each, the texts
       CODE   4 number of names, the names, 4 each
     8 bytes  checksum of all before

   Numbers are little-endian; names are 4 bytes of length and UTF-8; bitmaps have 0 behind the last row; under an unknown stands 0. So equal sets have equal bytes. */
#ifndef PATRON_SRC_TABLE_BYTES_H
#define PATRON_SRC_TABLE_BYTES_H

#include "table/store.h"

enum { PATRON__TABLES_VERSION = 1, PATRON__TABLES_HEAD = 24, PATRON__TABLES_TAIL = 8 };

#define PATRON__TABLES_MAGIC "PATRON\r\n"   /* a file that was carried over as text is found out */

/* FNV-1a, 64 bits: against accidents, not against intent. */
uint64_t patron__checksum(const uint8_t *bytes, int64_t len);

#endif
