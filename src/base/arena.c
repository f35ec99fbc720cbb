/* Arenas. Usage: a changed customer is assessed on save, some hundred pieces of a few bytes; allocating each took longer than deciding. */
#include "base/arena.h"

#include "base/context.h"

enum { LEAST_BLOCK = 1024 };

static uint64_t round_up(uint64_t size) { return (size + 7) & ~(uint64_t)7; }

patron_status patron__arena_create(patron_context *context, uint64_t bytes, patron__arena **out) {
  const uint64_t own = round_up(sizeof(patron__arena_block)) + round_up(sizeof(patron__arena)), size = own + round_up(bytes < LEAST_BLOCK ? LEAST_BLOCK : bytes);
  patron__arena_block *block = patron__allocate_array(context, 1, size);   /* zeroed once: pieces are many and small */
  patron__arena *arena;
  if (block == NULL) return patron__memory_status(context);
  arena = (patron__arena *)(void *)((char *)block + round_up(sizeof *block));
  patron__count_set(&arena->references, 1);
  arena->context = context;
  patron__context_retain(context);
  arena->blocks = block;
  arena->next = (char *)block + own;
  arena->left = size - own;
  arena->block_size = size - own;
  *out = arena;
  return PATRON_OK;
}

/* What is left of the block before is lost: it is small, or the piece is large and gets a block for itself. */
int32_t patron__arena_grow(patron__arena *arena, uint64_t size) {
  const uint64_t head = round_up(sizeof(patron__arena_block)), room = size > arena->block_size ? size : arena->block_size;
  patron__arena_block *block = patron__allocate_array(arena->context, 1, head + room);
  if (block == NULL) return 0;
  block->next = arena->blocks;
  arena->blocks = block;
  arena->next = (char *)block + head;
  arena->left = room;
  return 1;
}

void patron__arena_drop(patron__arena *arena, int64_t references) {
  if (arena == NULL || patron__count_add(&arena->references, -references) > 0) return;
  patron_context *context = arena->context;
  for (patron__arena_block *block = arena->blocks, *next; block != NULL; block = next) {
    next = block->next;
    patron__release(context, block);
  }
  patron__context_drop(context);
}
