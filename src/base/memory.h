/* Memory charged to a context: every byte the engine holds comes through here, so that the limit, the used and the peak figures are true. */
#ifndef PATRON_SRC_BASE_MEMORY_H
#define PATRON_SRC_BASE_MEMORY_H

#include "patron/base.h"

/* Uninitialised block, aligned to 16 (to 64 from 1024 bytes on). NULL: the error (NO_MEMORY or MEMORY_LIMIT) is set on the context. Size 0 gives a block of 1. */
void *patron__allocate(patron_context *context, uint64_t size);
/* count * element bytes, zeroed; an overflowing product is NO_MEMORY. */
void *patron__allocate_array(patron_context *context, int64_t count, uint64_t element);
/* As patron__allocate_array, for calls on finished objects, which another thread may share with the context: the status comes back, and the context gets no error. */
void *patron__allocate_quietly(patron_context *context, int64_t count, uint64_t element, patron_status *status);
/* Keeps the old content; on failure NULL, and the old block stays as it was. `block` NULL: allocate. */
void *patron__reallocate(patron_context *context, void *block, uint64_t size);
/* Any thread; NULL is a no-op. The size is kept in front of the block. */
void patron__release(patron_context *context, void *block);
/* The status that the last failed allocation stands for: PATRON_E_NO_MEMORY or PATRON_E_MEMORY_LIMIT. */
patron_status patron__memory_status(const patron_context *context);

/* An allocator for rules functions that charges the context. Valid while the context lives. */
const patron_allocator *patron__context_scratch(patron_context *context);

/* Scratch for rules functions: `scratch` NULL is the C library's. The size must be given again at release. Aligned to 64. */
void *patron__scratch_allocate(const patron_allocator *scratch, uint64_t size);
void patron__scratch_release(const patron_allocator *scratch, void *block, uint64_t size);
/* An allocator of a host before it is used: NULL is OK; PATRON_E_INVALID_ARGUMENT without allocate or release, PATRON_E_ABI for a size or a tail that is not known. */
patron_status patron__allocator_check(const patron_allocator *allocator);

/* Reads a size-first struct of a host into `known` (size bytes; its own struct_size is the one given): fields that an older caller does not have are 0.
   `given` NULL is all zero. PATRON_E_ABI: no sensible struct_size, or a non-zero tail that this version does not know. */
patron_status patron__struct_read(const void *given, void *known, uint32_t size);
/* The same for a struct that must be given: NULL is PATRON_E_INVALID_ARGUMENT. */
patron_status patron__struct_take(const void *given, void *known, uint32_t size);
/* The same where the second word is reserved: PATRON_E_INVALID_ARGUMENT unless it is 0. */
patron_status patron__struct_take_reserved(const void *given, void *known, uint32_t size);
/* No struct of any version is larger: a struct_size above it is none, and nothing behind the struct is read. */
enum { PATRON__STRUCT_SIZE_MOST = 4096 };
/* Before work is done for a struct that will be written: PATRON_E_ABI as above. */
patron_status patron__struct_check_size(const void *given);
/* Writes `known` (size bytes) into a size-first struct of a host: never more than its struct_size, which stays as it is; a longer tail becomes 0. PATRON_E_ABI as above. */
patron_status patron__struct_write(void *given, const void *known, uint32_t size);

#endif
