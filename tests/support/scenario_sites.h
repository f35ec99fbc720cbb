/* Where allocations were made to fail: with PATRON_TORTURE_SITES=FOLDER in the environment a program leaves the return addresses of all calls that were under way then in a file of that folder,
   from which tests/proof/check_sites.py finds the call sites of the engine that no scenario has seen fail. Without it, and where there is no backtrace(), nothing is done. */
#ifndef PATRON_TESTS_SCENARIO_SITES_H
#define PATRON_TESTS_SCENARIO_SITES_H

#include <stdint.h>

void scenario_sites_note(void);

enum { SCENARIO_CHAINS = 1 << 15 };

/* The allocations of a run that were asked for from somewhere new: by another chain of calls than all before. A torture in strides visits these besides. Empty without GNU's C library. */
typedef struct scenario_chains {
  uint64_t seen[SCENARIO_CHAINS];   /* open addressing; 0 free */
  int64_t calls[SCENARIO_CHAINS];   /* ascending */
  int64_t count;
  const void *top;                  /* of the stack, as far as it tells chains apart */
} scenario_chains;

/* Before a run that is recorded, in the function that starts it. */
void scenario_chains_begin(scenario_chains *chains);

void scenario_chains_note(scenario_chains *chains, int64_t call);
/* The first of them behind `call`; INT64_MAX: none. */
int64_t scenario_chains_next(const scenario_chains *chains, int64_t call);

#endif
