/* Small pieces of memory that live and die together: what one assessment is made of, in one or two blocks instead of hundreds. */
#ifndef PATRON_SRC_BASE_ARENA_H
#define PATRON_SRC_BASE_ARENA_H

#include <stddef.h>

#include "base/memory.h"
#include "base/threads.h"

/* One block of the context's; the next one is older. */
typedef struct patron__arena_block { struct patron__arena_block *next; } patron__arena_block;

/* Pieces are taken by the one thread that builds; whoever keeps a piece holds a reference, and the last one to let go, on any thread, releases all of it. */
typedef struct patron__arena {
  patron__count references;
  patron_context *context;
  patron__arena_block *blocks;   /* the first one made, last in this list, holds the arena itself */
  char *next;                    /* where the next piece begins; a multiple of 8 */
  uint64_t left, block_size;
} patron__arena;

/* `bytes`: how much is expected to be taken; more comes in further blocks of that size. The caller holds the first reference. */
patron_status patron__arena_create(patron_context *context, uint64_t bytes, patron__arena **out);
/* A new block for pieces of together `size` bytes; 0: no memory. */
int32_t patron__arena_grow(patron__arena *arena, uint64_t size);
/* A zeroed piece, aligned to 8. NULL: the error (NO_MEMORY or MEMORY_LIMIT) is set on the context. */
static inline void *patron__arena_take(patron__arena *arena, uint64_t size) {
  const uint64_t rounded = (size + 7) & ~(uint64_t)7;
  void *piece;
  if (rounded > arena->left && !patron__arena_grow(arena, rounded)) return NULL;
  piece = arena->next;
  arena->next += rounded;
  arena->left -= rounded;
  return piece;
}
/* For the thread that builds, while no other one has seen anything of the arena. */
static inline void patron__arena_keep(patron__arena *arena) { arena->references.value++; }
/* Gives back that many references; NULL is a no-op. */
void patron__arena_drop(patron__arena *arena, int64_t references);

#endif
