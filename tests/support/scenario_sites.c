/* Where allocations were made to fail; see scenario_sites.h. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#  define _GNU_SOURCE   /* dladdr */
#endif
#include "scenario_sites.h"

#include <stdlib.h>   /* says whether the C library is GNU's */
#include <string.h>

#if defined(__linux__) && defined(__GLIBC__)

#include <dlfcn.h>
#include <execinfo.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { FRAMES = 18, SLOTS = 1 << 14 };

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

#ifdef __x86_64__

extern const char __executable_start[], etext[];

static int is_code(uintptr_t address) { return address >= (uintptr_t)__executable_start && address < (uintptr_t)etext; }

/* Whether a call of this program's own code ends just before the address (e8 and 32 bits of distance). */
static int follows_a_call(uintptr_t address)
{
  int32_t distance;
  if (!is_code(address - 5) || *(const unsigned char *)(address - 5) != 0xe8) return 0;
  memcpy(&distance, (const void *)(address - 4), sizeof distance);
  return is_code(address + (uintptr_t)(intptr_t)distance);
}

/* What is built for release has no tables to unwind by: the words of the stack that follow a call are taken for return addresses. Some are left from earlier calls; they make a chain look new
   that is not, which costs a run. */
__attribute__((no_sanitize("address"))) static int find_frames(const scenario_chains *chains, const void *bottom, void **frames, int most)
{
  int count = 0;
  for (const uintptr_t *at = bottom; count < most && (const void *)at < chains->top; at++)
    if (follows_a_call(*at)) frames[count++] = (void *)*at;
  return count;
}

#else

static int find_frames(const scenario_chains *chains, const void *bottom, void **frames, int most) { return (void)chains, (void)bottom, backtrace(frames, most); }

#endif

void scenario_chains_begin(scenario_chains *chains)
{
  memset(chains, 0, sizeof *chains);
  chains->top = __builtin_frame_address(0);
}

/* Frames up to the call of an allocator: a context of a call has two allocators on top of each other. Without optimisation (coverage is measured so) no helper is expanded where it is called: the first frames are the
   harness's own, then come the allocators', and two callers are told apart, so that a failure is seen to be handed on. */
#ifdef __OPTIMIZE__
enum { FAST = 3 };
#else
enum { FAST = 7 };
#endif

/* How many frames tell one chain from another is a matter of time: more where sites are written down. */
void scenario_chains_note(scenario_chains *chains, int64_t call)
{
  enum { TELLING = 13 };
  void *frames[TELLING];
  const int count = getenv("PATRON_TORTURE_SITES") != NULL ? backtrace(frames, TELLING) : find_frames(chains, __builtin_frame_address(0), frames, FAST);   /* not from below: the frames found last stand there */
  uint64_t hash = 1469598103934665603u;
  for (int i = 0; i < count; i++) hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
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

void scenario_chains_begin(scenario_chains *chains) { memset(chains, 0, sizeof *chains); }

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
