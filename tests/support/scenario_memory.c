/* An allocator that counts, guards and fails on demand. In front of a block stand its size and a guard, behind it another guard. */
#include "scenario_memory.h"
#include "scenario_sites.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* 40 bytes before the block: malloc's alignment is 16, so that blocks are aligned to 8 and never to 16. */
enum { FRONT = 40, GUARD = 16, GUARD_BYTE = 0xC5, FRESH_BYTE = 0xA5, STALE_BYTE = 0xDD };

static const uint64_t LIVE = UINT64_C(0x4C49564553544F4E);

static void breach(scenario_memory *memory, const char *fault)
{
  if (memory->fault == NULL) memory->fault = fault;
}

static void *hand_out(scenario_memory *memory, uint64_t size)
{
  if (size == 0) breach(memory, "a block of size 0 was asked for");
  if (!pthread_equal(pthread_self(), memory->owner)) breach(memory, "a worker thread allocates");
  memory->calls++;
  if (memory->chains != NULL) scenario_chains_note(memory->chains, memory->calls);
  if (memory->fail_at > 0 && (memory->calls == memory->fail_at || (memory->fail_on && memory->calls > memory->fail_at))) {
    memory->failed++;
    scenario_sites_note();
    return NULL;
  }
  if (size > UINT64_C(1) << 40) return NULL;
  unsigned char *front = malloc((size_t)size + FRONT + GUARD);
  if (front == NULL) return NULL;
  memcpy(front, &LIVE, 8);
  memcpy(front + 8, &size, 8);
  memset(front + 16, GUARD_BYTE, FRONT - 16);
  memset(front + FRONT, FRESH_BYTE, (size_t)size);
  memset(front + FRONT + size, GUARD_BYTE, GUARD);
  memory->blocks++;
  memory->bytes += (int64_t)size;
  return front + FRONT;
}

static int32_t guarded(const unsigned char *bytes, int32_t count)
{
  for (int32_t i = 0; i < count; i++)
    if (bytes[i] != GUARD_BYTE) return 0;
  return 1;
}

static void take_back(scenario_memory *memory, void *block, uint64_t size)
{
  uint64_t mark, known;
  if (block == NULL) { breach(memory, "NULL was released"); return; }
  unsigned char *front = (unsigned char *)block - FRONT;
  memcpy(&mark, front, 8);
  memcpy(&known, front + 8, 8);
  if (mark != LIVE) { breach(memory, "a block was released that is not live"); return; }
  if (known != size) breach(memory, "a block was released with another size");
  if (!guarded(front + 16, FRONT - 16)) breach(memory, "something was written in front of a block");
  if (!guarded(front + FRONT + known, GUARD)) breach(memory, "something was written behind a block");
  memory->blocks--;
  memory->bytes -= (int64_t)known;
  memset(front, STALE_BYTE, (size_t)known + FRONT + GUARD);
  free(front);
}

static void *allocate(void *user, uint64_t size)
{
  scenario_memory *memory = user;
  pthread_mutex_lock(&memory->lock);
  void *block = hand_out(memory, size);
  pthread_mutex_unlock(&memory->lock);
  return block;
}

static void *reallocate(void *user, void *block, uint64_t old_size, uint64_t new_size)
{
  scenario_memory *memory = user;
  pthread_mutex_lock(&memory->lock);
  void *moved = hand_out(memory, new_size);
  if (moved != NULL && block != NULL) {
    memcpy(moved, block, (size_t)(old_size < new_size ? old_size : new_size));
    take_back(memory, block, old_size);
  }
  pthread_mutex_unlock(&memory->lock);
  return moved;
}

static void release(void *user, void *block, uint64_t size)
{
  scenario_memory *memory = user;
  pthread_mutex_lock(&memory->lock);
  take_back(memory, block, size);
  pthread_mutex_unlock(&memory->lock);
}

void scenario_memory_open(scenario_memory *memory)
{
  memset(memory, 0, sizeof *memory);
  memory->owner = pthread_self();
  pthread_mutex_init(&memory->lock, NULL);
}

void scenario_memory_close(scenario_memory *memory) { pthread_mutex_destroy(&memory->lock); }

patron_allocator scenario_memory_allocator(scenario_memory *memory)
{
  return (patron_allocator){ sizeof(patron_allocator), 0, memory, allocate, reallocate, release };
}
