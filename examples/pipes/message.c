/* Messages through a pipe. A pipe takes and gives as much as it likes: both ways are loops. */
#define _POSIX_C_SOURCE 200809L

#include "message.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static const int64_t LONGEST = INT64_C(1) << 40;

static int write_all(int to, const unsigned char *bytes, int64_t length)
{
  while (length > 0) {
    const ssize_t done = write(to, bytes, (size_t)length);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return 0;
    bytes += done;
    length -= done;
  }
  return 1;
}

static int read_all(int from, unsigned char *bytes, int64_t length)
{
  while (length > 0) {
    const ssize_t done = read(from, bytes, (size_t)length);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return 0;
    bytes += done;
    length -= done;
  }
  return 1;
}

int send_message(int to, const message *what)
{
  unsigned char head[8];
  for (int i = 0; i < 8; i++) head[i] = (unsigned char)((uint64_t)what->length >> 8 * i);
  return write_all(to, head, 8) && (what->length <= 0 || write_all(to, what->bytes, what->length));
}

int receive_message(int from, message *out)
{
  unsigned char head[8];
  uint64_t length = 0;
  free(out->bytes);
  out->bytes = NULL;
  out->length = 0;
  if (!read_all(from, head, 8)) return 0;
  for (int i = 0; i < 8; i++) length |= (uint64_t)head[i] << 8 * i;
  if (length == UINT64_MAX) {
    out->length = -1;
    return 1;
  }
  if (length > (uint64_t)LONGEST) return 0;
  out->bytes = malloc((size_t)length + 1);
  if (out->bytes == NULL) return 0;
  out->length = (int64_t)length;
  return read_all(from, out->bytes, out->length);
}
