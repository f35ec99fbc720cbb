/* Contexts: options, references, the call that is at work, progress and cancel. */
#include "base/context_parts.h"
#include "base/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_THREADS = 1024 };

static void *library_allocate(void *user, uint64_t size)
{
  (void)user;
  return size > SIZE_MAX ? NULL : malloc((size_t)size);
}

/* Pages that come fresh from the system are zero, and stay untouched until they are written. */
static void *library_allocate_cleared(uint64_t size) { return size > SIZE_MAX ? NULL : calloc((size_t)size, 1); }

static void *library_reallocate(void *user, void *block, uint64_t old_size, uint64_t new_size)
{
  (void)user;
  (void)old_size;
  return new_size > SIZE_MAX ? NULL : realloc(block, (size_t)new_size);
}

static void library_release(void *user, void *block, uint64_t size)
{
  (void)user;
  (void)size;
  free(block);
}

static void *scratch_allocate(void *user, uint64_t size) { return patron__allocate((patron_context *)user, size); }

static void *scratch_reallocate(void *user, void *block, uint64_t old_size, uint64_t new_size)
{
  (void)old_size;
  return patron__reallocate((patron_context *)user, block, new_size);
}

static void scratch_release(void *user, void *block, uint64_t size)
{
  (void)size;
  patron__release((patron_context *)user, block);
}

/* The options of the host, checked, and the allocator that they lead to. */
static patron_status read_options(const patron_context_options *options, patron_context_options *known, patron_allocator *allocator)
{
  patron_status status = patron__struct_read(options, known, sizeof *known);
  if (status != PATRON_OK) return status;
  if (known->flags != 0 || known->reserved != 0) return PATRON_E_INVALID_ARGUMENT;
  if (known->max_threads < 0 || known->max_threads > MOST_THREADS) return PATRON_E_RANGE;
  if (known->allocator == NULL) {
    *allocator = (patron_allocator){ sizeof *allocator, 0, NULL, library_allocate, library_reallocate, library_release };
    return PATRON_OK;
  }
  status = patron__allocator_check(known->allocator);
  return status != PATRON_OK ? status : patron__struct_read(known->allocator, allocator, sizeof *allocator);
}

patron_status patron_context_create(const patron_context_options *options, patron_context **out)
{
  patron_context_options known;
  patron_allocator allocator;
  if (out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = read_options(options, &known, &allocator);
  if (status != PATRON_OK) return status;
  if (known.memory_limit != 0 && known.memory_limit < sizeof(patron_context)) return PATRON_E_MEMORY_LIMIT;
  patron_context *context = allocator.allocate(allocator.user, sizeof *context);
  if (context == NULL) return PATRON_E_NO_MEMORY;
  memset(context, 0, sizeof *context);
  context->allocator = allocator;
  context->scratch = (patron_allocator){ sizeof allocator, 0, context, scratch_allocate, scratch_reallocate, scratch_release };
  patron__count_set(&context->references, 1);
  patron__count_set(&context->used, (int64_t)sizeof *context);
  patron__count_set(&context->peak, (int64_t)sizeof *context);
  context->allocate_cleared = known.allocator == NULL ? library_allocate_cleared : NULL;
  context->memory_limit = known.memory_limit;
  context->max_threads = known.max_threads == 0 ? 1 : known.max_threads;
  patron__count_set(&context->memory_status, PATRON_E_NO_MEMORY);
  context->error.row = -1;
  *out = context;
  return PATRON_OK;
}

void patron_context_destroy(patron_context *context) { patron__context_drop(context); }

void patron__context_retain(patron_context *context) { patron__count_add(&context->references, 1); }

void patron__context_drop(patron_context *context)
{
  if (context == NULL || patron__count_add(&context->references, -1) != 0) return;
  patron_allocator allocator = context->allocator;
  allocator.release(allocator.user, context, sizeof *context);
}

int32_t patron__context_threads(const patron_context *context) { return context->max_threads; }

/* Counted from the context's address, so that a handle of another context is mostly told, too. */
uint32_t patron__context_next_tag(patron_context *context)
{
  const uint32_t mask = 0xffffff;
  if (context->last_tag == 0) context->last_tag = (uint32_t)patron__hash_u64((uint64_t)(uintptr_t)context) & mask;
  context->last_tag = (context->last_tag + 1) & mask;
  if (context->last_tag == 0) context->last_tag = 1;
  return context->last_tag;
}

patron_status patron_context_set_i64(patron_context *context, const char *key, int64_t value)
{
  if (context == NULL || key == NULL) return patron__refuse_arguments(context, "patron_context_set_i64");
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  if (strcmp(key, "memory_limit") == 0) {
    if (value < 0) return patron__fail(context, PATRON_E_RANGE, NULL, "memory_limit is a number of bytes, or 0 for no limit: %lld is neither", (long long)value);
    context->memory_limit = (uint64_t)value;
    return PATRON_OK;
  }
  if (strcmp(key, "max_threads") == 0) {
    if (value < 0 || value > MOST_THREADS)
      return patron__fail(context, PATRON_E_RANGE, NULL, "max_threads is a number from 1 to %d, or 0 for the default: %lld is neither", (int)MOST_THREADS, (long long)value);
    context->max_threads = value == 0 ? 1 : (int32_t)value;
    return PATRON_OK;
  }
  return patron__fail(context, PATRON_E_NOT_FOUND, NULL, "a context has no key \"%s\": it has memory_limit and max_threads", key);
}

patron_status patron_context_set_progress(patron_context *context, patron_progress_fn progress, void *user)
{
  if (context == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron_status status = patron__context_idle(context);
  if (status != PATRON_OK) return status;
  context->progress = progress;
  context->progress_user = user;
  return PATRON_OK;
}

void patron_context_cancel(patron_context *context)
{
  if (context != NULL) patron__count_replace(&context->work, PATRON__WORKING, PATRON__CANCELLING);
}

static patron_status at_work(patron_context *context)
{
  return patron__fail(context, PATRON_E_STATE, NULL, "a call is at work on this context: wait until it has returned");
}

patron_status patron__context_enter(patron_context *context)
{
  return patron__count_replace(&context->work, PATRON__IDLE, PATRON__WORKING) ? PATRON_OK : at_work(context);
}

patron_status patron__context_leave(patron_context *context, patron_status status)
{
  patron__count_set(&context->work, PATRON__IDLE);
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(context) : status;   /* rules functions know only that their scratch was refused, not why */
}

patron_status patron__context_idle(patron_context *context)
{
  return patron__count_get(&context->work) == PATRON__IDLE ? PATRON_OK : at_work(context);
}

int32_t patron__context_cancelled(const patron_context *context) { return patron__count_get(&context->work) == PATRON__CANCELLING; }

patron_status patron__context_tick(patron_context *context, const char *stage, int64_t done, int64_t total)
{
  if (!patron__context_cancelled(context) && context->progress != NULL && context->progress(context->progress_user, stage, done, total) != 0)
    patron_context_cancel(context);
  if (!patron__context_cancelled(context)) return PATRON_OK;
  return patron__fail(context, PATRON_E_CANCELLED, NULL, "cancelled at %s, %lld of %lld", stage, (long long)done, (long long)total);
}
