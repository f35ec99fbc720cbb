/* Loops that are worth compiling a second time for newer processors of the x86-64 family; everywhere else there is only the portable one. Both give the same bytes. */
#ifndef PATRON_SRC_BASE_PROCESSOR_H
#define PATRON_SRC_BASE_PROCESSOR_H

#include <stdint.h>

/* Where coverage is measured each such function stands once: its copies differ in what is constant, and would be asked for branches that they do not have. */
#if defined(__GNUC__) && !defined(PATRON_COVERAGE)
#define PATRON__INLINE static inline __attribute__((always_inline))
#else
#define PATRON__INLINE static inline
#endif

/* Asks for the memory `ahead` bytes on, which need not be the caller's: nothing is read. */
PATRON__INLINE void patron__fetch_ahead(const void *at, int64_t ahead)
{
#if defined(__GNUC__)
  __builtin_prefetch((const void *)((uintptr_t)at + (uintptr_t)ahead));
#else
  (void)at;
  (void)ahead;
#endif
}

#if defined(__GNUC__) && defined(__x86_64__)
#define PATRON__NEWER_PROCESSOR __attribute__((target("avx2,bmi,bmi2")))
/* Whether this processor, and the system under it, can run such code. Asked once: the instruction that tells takes a virtual machine microseconds. */
int32_t patron__processor_is_newer(void);
#else
#define PATRON__NEWER_PROCESSOR
static inline int32_t patron__processor_is_newer(void)
{
  return 0;
}
#endif

#endif
