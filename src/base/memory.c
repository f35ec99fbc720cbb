/* Blocks charged to a context: used and peak are counted, the limit is kept, blocks are aligned further than the host's allocator does. */
#include "base/context_parts.h"

#include <stddef.h>
#include <string.h>

enum { SMALL_ALIGNMENT = 16, LARGE_ALIGNMENT = 64, LARGE_FROM = 1024, HOST_ALIGNMENT = 8 };

/* Stands right in front of each block. */
typedef struct block_head {
  uint64_t size;     /* of the host's block, for the books and for its release */
  uint32_t offset;   /* from the host's block to ours */
  uint32_t large;    /* aligned to 64; stays so when the block shrinks, as the slack is paid for */
} block_head;

static uint64_t slack(uint32_t large)
{
  return sizeof(block_head) + (large ? LARGE_ALIGNMENT : SMALL_ALIGNMENT) - HOST_ALIGNMENT;
}

static block_head *head_of(void *block) { return (block_head *)(void *)((char *)block - sizeof(block_head)); }

static char *host_block(void *block) { return (char *)block - head_of(block)->offset; }

/* Where our block begins in the host's: room for the head, then up to the alignment. */
static uint32_t offset_in(const char *host, uint32_t large)
{
  uintptr_t alignment = large ? LARGE_ALIGNMENT : SMALL_ALIGNMENT;
  uintptr_t begin = (uintptr_t)host + sizeof(block_head);
  return (uint32_t)(sizeof(block_head) + (alignment - begin % alignment) % alignment);
}

static void *out_of_memory(patron_context *context, uint64_t size)
{
  patron__count_set(&context->memory_status, PATRON_E_NO_MEMORY);
  patron__fail(context, PATRON_E_NO_MEMORY, NULL, "out of memory: %llu more bytes could not be allocated", (unsigned long long)size);
  return NULL;
}

/* Books `more` bytes; 0: that would be above the limit. The count never stays above it. */
static int32_t book(patron_context *context, uint64_t more)
{
  const int64_t used = patron__count_add(&context->used, (int64_t)more);
  if (context->memory_limit == 0 || (uint64_t)used <= context->memory_limit) return 1;
  patron__count_add(&context->used, -(int64_t)more);
  return 0;
}

/* The same, with the error. */
static int32_t charge(patron_context *context, uint64_t more)
{
  if (!book(context, more)) {
    const int64_t used = patron__count_get(&context->used);
    patron__count_set(&context->memory_status, PATRON_E_MEMORY_LIMIT);
    patron__fail(context, PATRON_E_MEMORY_LIMIT, NULL, "the memory limit of %llu bytes is reached: %lld are in use and %llu more are needed; raise memory_limit",
                 (unsigned long long)context->memory_limit, (long long)used, (unsigned long long)more);
    return 0;
  }
  return 1;
}

/* After an allocation that went well: a peak that only failed attempts reached is none. */
static void note_peak(patron_context *context)
{
  int64_t used = patron__count_get(&context->used);
  if (used > patron__count_get(&context->peak)) patron__count_set(&context->peak, used);
}

static int32_t too_large(uint64_t size) { return size > (uint64_t)INT64_MAX / 2; }   /* so that sums of sizes stay in int64 */

enum { CLEARED_FROM = 1 << 16 };   /* smaller blocks are cleared here: they are in the caches then */

/* From the host, `total` bytes that are booked. NULL: they are booked no more. */
static void *take(patron_context *context, uint64_t size, uint64_t total, uint32_t large, int32_t clear)
{
  const int32_t by_library = clear && context->allocate_cleared != NULL && size >= CLEARED_FROM;
  char *host = by_library ? context->allocate_cleared(total) : context->allocator.allocate(context->allocator.user, total);
  if (host == NULL) {
    patron__count_add(&context->used, -(int64_t)total);
    return NULL;
  }
  note_peak(context);
  uint32_t offset = offset_in(host, large);
  void *block = host + offset;
  *head_of(block) = (block_head){ total, offset, large };
  if (clear && !by_library) memset(block, 0, (size_t)size);
  return block;
}

static void *allocate(patron_context *context, uint64_t size, int32_t clear)
{
  if (size == 0) size = 1;
  if (too_large(size)) return out_of_memory(context, size);
  uint32_t large = size >= LARGE_FROM;
  uint64_t total = size + slack(large);
  if (!charge(context, total)) return NULL;
  void *block = take(context, size, total, large, clear);
  return block == NULL ? out_of_memory(context, size) : block;
}

void *patron__allocate_quietly(patron_context *context, int64_t count, uint64_t element, patron_status *status)
{
  *status = PATRON_E_NO_MEMORY;
  if (count < 0 || (element != 0 && (uint64_t)count > UINT64_MAX / element)) return NULL;
  uint64_t size = (uint64_t)count * element;
  if (size == 0) size = 1;
  if (too_large(size)) return NULL;
  uint32_t large = size >= LARGE_FROM;
  uint64_t total = size + slack(large);
  if (!book(context, total)) {
    *status = PATRON_E_MEMORY_LIMIT;
    return NULL;
  }
  void *block = take(context, size, total, large, 1);
  if (block != NULL) *status = PATRON_OK;
  return block;
}

void *patron__allocate(patron_context *context, uint64_t size) { return allocate(context, size, 0); }

void *patron__allocate_array(patron_context *context, int64_t count, uint64_t element)
{
  if (count < 0 || (element != 0 && (uint64_t)count > UINT64_MAX / element)) return out_of_memory(context, UINT64_MAX);
  return allocate(context, (uint64_t)count * element, 1);
}

/* For hosts without `reallocate`: the old block and the new one live side by side for a moment, and are booked so. */
static void *move_block(patron_context *context, void *block, uint64_t size)
{
  void *moved = patron__allocate(context, size);
  if (moved == NULL) return NULL;
  const block_head *head = head_of(block);
  uint64_t held = head->size - slack(head->large);
  memcpy(moved, block, (size_t)(held < size ? held : size));
  patron__release(context, block);
  return moved;
}

void *patron__reallocate(patron_context *context, void *block, uint64_t size)
{
  if (block == NULL) return patron__allocate(context, size);
  if (size == 0) size = 1;
  if (too_large(size)) return out_of_memory(context, size);
  if (context->allocator.reallocate == NULL) return move_block(context, block, size);
  block_head old = *head_of(block);
  uint32_t large = old.large || size >= LARGE_FROM;
  uint64_t total = size + slack(large);
  if (total > old.size && !charge(context, total - old.size)) return NULL;
  char *host = context->allocator.reallocate(context->allocator.user, host_block(block), old.size, total);
  if (host == NULL) {
    if (total > old.size) patron__count_add(&context->used, -(int64_t)(total - old.size));
    return out_of_memory(context, size);
  }
  if (total < old.size) patron__count_add(&context->used, -(int64_t)(old.size - total));
  note_peak(context);
  /* The slack never shrinks, so the old content still stands in the host's block as a whole, perhaps at another offset than is wanted now. */
  uint64_t held = old.size - slack(old.large);
  uint32_t offset = offset_in(host, large);
  if (offset != old.offset) memmove(host + offset, host + old.offset, (size_t)(held < size ? held : size));
  block = host + offset;
  *head_of(block) = (block_head){ total, offset, large };
  return block;
}

void patron__release(patron_context *context, void *block)
{
  if (block == NULL) return;
  uint64_t total = head_of(block)->size;
  context->allocator.release(context->allocator.user, host_block(block), total);
  patron__count_add(&context->used, -(int64_t)total);
}

patron_status patron__memory_status(const patron_context *context) { return (patron_status)patron__count_get(&context->memory_status); }

const patron_allocator *patron__context_scratch(patron_context *context) { return &context->scratch; }

uint64_t patron_context_memory_used(const patron_context *context)
{
  return context == NULL ? 0 : (uint64_t)patron__count_get(&context->used);
}

uint64_t patron_context_memory_peak(const patron_context *context)
{
  return context == NULL ? 0 : (uint64_t)patron__count_get(&context->peak);
}
