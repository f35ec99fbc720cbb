/* Where allocations were made to fail; see scenario_sites.h. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#  define _GNU_SOURCE   /* dladdr */
#endif
#include "scenario_sites.h"

#include <stdlib.h>   /* says whether the C library is GNU's */

#if defined(__linux__) && defined(__GLIBC__)

#include <dlfcn.h>
#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { FRAMES = 12, SLOTS = 1 << 14 };

static uintptr_t seen[SLOTS];   /* open addressing; 0 free */

static void write_all(void)
{
  char path[4096], name[4096] = "";
  Dl_info program;
  if (readlink("/proc/self/exe", name, sizeof name - 1) < 0 || dladdr(__extension__ (void *)write_all, &program) == 0) return;
  snprintf(path, sizeof path, "%s/%ld", getenv("PATRON_TORTURE_SITES"), (long)getpid());
  FILE *file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%s\n", name);
  for (int i = 0; i < SLOTS; i++)
    if (seen[i] != 0) fprintf(file, "%lx\n", (unsigned long)(seen[i] - (uintptr_t)program.dli_fbase));
  fclose(file);
}

static void keep(uintptr_t address)
{
  for (size_t i = address * 2654435761u % SLOTS, tries = 0; tries < SLOTS; i = (i + 1) % SLOTS, tries++) {
    if (seen[i] == address) return;
    if (seen[i] == 0) { seen[i] = address; return; }
  }
}

void scenario_sites_note(void)
{
  static int wanted = -1;
  void *frames[FRAMES];
  if (wanted < 0) {
    wanted = getenv("PATRON_TORTURE_SITES") != NULL;
    if (wanted) atexit(write_all);
  }
  if (!wanted) return;
  const int count = backtrace(frames, FRAMES);
  for (int i = 0; i < count; i++) keep((uintptr_t)frames[i]);
}

/* Of the frames, those from the library's allocator on: the first ones are the harness's own. How many tell one chain from another is a matter of time: two in the fast set, five where sites are
   written down. */
void scenario_chains_note(scenario_chains *chains, int64_t call)
{
  enum { OWN = 3, TELLING = 5, FAST = 2 };
  void *frames[OWN + TELLING];
  const int count = backtrace(frames, OWN + (getenv("PATRON_TORTURE_SITES") != NULL ? TELLING : FAST));
  uint64_t hash = 1469598103934665603u;
  for (int i = OWN; i < count; i++) hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
  if (hash == 0) hash = 1;
  if (chains->count >= SCENARIO_CHAINS / 2) return;
  size_t slot = (size_t)(hash >> 32) % SCENARIO_CHAINS;
  while (chains->seen[slot] != 0 && chains->seen[slot] != hash) slot = (slot + 1) % SCENARIO_CHAINS;
  if (chains->seen[slot] == hash) return;
  chains->seen[slot] = hash;
  chains->calls[chains->count++] = call;
}

#else

void scenario_sites_note(void) {}

void scenario_chains_note(scenario_chains *chains, int64_t call) { (void)chains, (void)call; }

#endif

int64_t scenario_chains_next(const scenario_chains *chains, int64_t call)
{
  int64_t low = 0, high = chains->count;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (chains->calls[middle] > call) high = middle;
    else low = middle + 1;
  }
  return low < chains->count ? chains->calls[low] : INT64_MAX;
}
