/* Which processor this is, asked directly: the compiler's own way brings four kilobytes and a function that runs when the library is loaded. */
#include "base/processor.h"

#if defined(__GNUC__) && defined(__x86_64__)
#include <cpuid.h>
#include <stdatomic.h>

enum {
  NOT_ASKED = 0, NO = 1, YES = 2,
  SAVES_WIDE = 6,   /* XCR0: the system keeps SSE and AVX registers for each thread */
  SEVENTH_BITS = bit_AVX2 | bit_BMI | bit_BMI2
};

static int32_t ask(void)
{
  uint32_t a, b, c, d, kept, upper;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_AVX)) return NO;
  __asm__("xgetbv" : "=a"(kept), "=d"(upper) : "c"(0));
  if ((kept & SAVES_WIDE) != SAVES_WIDE) return NO;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return NO;
  return (b & SEVENTH_BITS) == SEVENTH_BITS ? YES : NO;
}

int32_t patron__processor_is_newer(void)
{
  static _Atomic int32_t answer = NOT_ASKED;   /* threads that ask at once write the same */
  int32_t known = atomic_load_explicit(&answer, memory_order_relaxed);
  if (known == NOT_ASKED) {
    known = ask();
    atomic_store_explicit(&answer, known, memory_order_relaxed);
  }
  return known == YES;
}
#else
typedef int patron__no_newer_processor;   /* a unit may not be empty */
#endif
