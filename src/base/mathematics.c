/* exp, log and pow out of operations that IEEE 754 makes exact, so that every platform gives the same bits. */
#include "base/mathematics.h"

#include <stdint.h>
#include <string.h>

int patron__is_finite(double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (bits >> 52 & 0x7FF) != 0x7FF;
}
