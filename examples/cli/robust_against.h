/* The same customers judged by a second policy. */
#ifndef PATRON_CLI_ROBUST_AGAINST_H
#define PATRON_CLI_ROBUST_AGAINST_H

#include <patron/patron.h>

/* Rank agreement of each scorecard that both policies have, with those who are among the first `most` by both, and how many customers get another decision. 0: out of memory. */
int print_against(const patron_assessment *ours, const patron_assessment *theirs, const char *against, int64_t most);

#endif
