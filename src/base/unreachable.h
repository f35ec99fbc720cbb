/* The one way to write a check that cannot fire by design, so that such checks can be counted, listed and left out of what coverage asks of tests. */
#ifndef PATRON_SRC_BASE_UNREACHABLE_H
#define PATRON_SRC_BASE_UNREACHABLE_H

/* The condition itself: the check stands in every build that is used. Its reason follows in a comment on the same line. Only a build that measures coverage takes the check out of the branches, and there it ends the program
   if the condition ever holds: each run of the tests proves anew that it does not. */
#ifdef PATRON_COVERAGE
#define PATRON__UNREACHABLE(condition) (patron__prove_unreachable(condition), 0)
static inline void patron__prove_unreachable(int holds) { if (holds) __builtin_trap(); }   /* GCOVR_EXCL_LINE */
#else
#define PATRON__UNREACHABLE(condition) (condition)
#endif

#endif
