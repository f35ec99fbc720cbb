/* Scratch memory of rules functions, and the reading and writing of size-first structs of a host. */
#include "base/memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

/* In front of each block stands the offset from the allocator's block to ours; with blocks aligned to 8 the offset is 8 to 64. */
void *patron__scratch_allocate(const patron_allocator *scratch, uint64_t size)
{
  if (size > UINT64_MAX - ALIGNMENT) return NULL;
  uint64_t total = size + ALIGNMENT;
  if (total > SIZE_MAX) return NULL;
  char *host = scratch == NULL ? malloc((size_t)total) : scratch->allocate(scratch->user, total);
  if (host == NULL) return NULL;
  uint64_t offset = ALIGNMENT - (uintptr_t)host % ALIGNMENT;
  char *block = host + offset;
  memcpy(block - sizeof offset, &offset, sizeof offset);
  return block;
}

void patron__scratch_release(const patron_allocator *scratch, void *block, uint64_t size)
{
  if (block == NULL) return;
  uint64_t offset;
  memcpy(&offset, (char *)block - sizeof offset, sizeof offset);
  char *host = (char *)block - offset;
  if (scratch == NULL) free(host);
  else scratch->release(scratch->user, host, size + ALIGNMENT);
}

static uint32_t given_size(const void *given)
{
  uint32_t size;
  memcpy(&size, given, sizeof size);
  return size;
}

patron_status patron__allocator_check(const patron_allocator *allocator)
{
  patron_allocator known;
  if (allocator == NULL) return PATRON_OK;
  const patron_status status = patron__struct_read(allocator, &known, sizeof known);
  if (status != PATRON_OK) return status;
  return known.reserved == 0 && known.allocate != NULL && known.release != NULL ? PATRON_OK : PATRON_E_INVALID_ARGUMENT;
}

patron_status patron__struct_read(const void *given, void *known, uint32_t size)
{
  memset(known, 0, size);
  if (given == NULL) return PATRON_OK;
  const uint32_t theirs = given_size(given);
  if (patron__struct_check_size(given) != PATRON_OK) return PATRON_E_ABI;
  for (uint32_t i = size; i < theirs; i++)
    if (((const unsigned char *)given)[i] != 0) return PATRON_E_ABI;
  memcpy(known, given, theirs < size ? theirs - theirs % sizeof(void *) : size);   /* a size that ends in a pointer does not bring half of one */
  memcpy(known, &theirs, sizeof theirs);
  return PATRON_OK;
}

patron_status patron__struct_take(const void *given, void *known, uint32_t size)
{
  return given != NULL ? patron__struct_read(given, known, size) : PATRON_E_INVALID_ARGUMENT;
}

patron_status patron__struct_take_reserved(const void *given, void *known, uint32_t size)
{
  const patron_status status = patron__struct_take(given, known, size);
  return status == PATRON_OK && ((const uint32_t *)known)[1] != 0 ? PATRON_E_INVALID_ARGUMENT : status;
}

patron_status patron__struct_check_size(const void *given)
{
  const uint32_t theirs = given_size(given);
  return theirs < sizeof theirs || theirs > PATRON__STRUCT_SIZE_MOST ? PATRON_E_ABI : PATRON_OK;
}

patron_status patron__struct_write(void *given, const void *known, uint32_t size)
{
  uint32_t theirs = given_size(given);
  if (patron__struct_check_size(given) != PATRON_OK) return PATRON_E_ABI;
  uint32_t first = sizeof theirs;
  uint32_t both = theirs < size ? theirs : size;
  if (both > first) memcpy((char *)given + first, (const char *)known + first, both - first);
  if (theirs > size) memset((char *)given + size, 0, theirs - size);
  return PATRON_OK;
}
