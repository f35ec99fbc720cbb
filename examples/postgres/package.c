/* The bytes of a package, integers little-endian: "PTNFIT1" and the kind, u32 CRC-32C of all that follows, the currency, '1' for the first pass or '0', u32 for each part where it ends, the parts. */
#include "package.h"

#include <port/pg_crc32c.h>
#include <utils/memutils.h>

#define MARK "PTNFIT1"
#define CHECKED 12
#define HEAD (CHECKED + 4 + 4 * PACKAGE_PARTS)

static uint32_t checksum(const char *bytes, Size size)
{
  pg_crc32c crc;
  INIT_CRC32C(crc);
  COMP_CRC32C(crc, bytes + CHECKED, size - CHECKED);
  FIN_CRC32C(crc);
  return crc;
}

package package_open(const char *function, char kind, const bytea *value)
{
  const char *bytes = VARDATA_ANY(value);
  uint32_t size = (uint32_t)VARSIZE_ANY_EXHDR(value), begin = 0;
  package all = { .kind = kind };
  bool good = size >= HEAD && memcmp(bytes, MARK, 7) == 0 && bytes[7] == kind && patron_pg_get_u32(bytes + 8) == checksum(bytes, size) && (bytes[15] == '0' || bytes[15] == '1');
  if (good) {
    memcpy(all.currency, bytes + CHECKED, 3);
    all.first = bytes[15] == '1';
  }
  for (int i = 0; i < PACKAGE_PARTS && good; i++) {
    uint32_t end = patron_pg_get_u32(bytes + CHECKED + 4 + 4 * i);
    good = end >= begin && end <= size - HEAD;
    all.parts[i] = bytes + HEAD + begin;
    all.lengths[i] = end - begin;
    begin = end;
  }
  if (!good || begin != size - HEAD)
    ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("%s: these bytes are no %s of a fit, or damaged", function, kind == PACKAGE_PLAN ? "plan" : "state")));
  return all;
}

Size package_size(const char *function, const package *all)
{
  Size size = HEAD;
  for (int i = 0; i < PACKAGE_PARTS; i++) size += all->lengths[i];
  if (!AllocSizeIsValid(size + VARHDRSZ)) ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("%s: a plan or state of a fit is at most a gigabyte", function)));
  return size;
}

char *package_write(const package *all, char *to)
{
  char *part = to + HEAD;
  memcpy(to, MARK, 7);
  to[7] = all->kind;
  memcpy(to + CHECKED, all->currency, 3);
  to[15] = all->first ? '1' : '0';
  for (int i = 0; i < PACKAGE_PARTS; i++) {
    if (i < PACKAGE_BYTES && all->lengths[i] > 0) memcpy(part, all->parts[i], all->lengths[i]);
    part += all->lengths[i];
    patron_pg_put_u32(to + CHECKED + 4 + 4 * i, (uint32_t)(part - to - HEAD));
  }
  return part - all->lengths[PACKAGE_BYTES];
}

void package_close(char *bytes, Size size)
{
  patron_pg_put_u32(bytes + 8, checksum(bytes, size));
}
