/* Memory: alignment, the books of used and peak, the limit, failure, reallocation with and without the host's help, scratch; counters and worker threads. */
#include "checks.h"
#include "base/context.h"
#include "base/memory.h"
#include "base/threads.h"
#include "scenario_memory.h"

typedef struct house {
  scenario_memory memory;
  patron_allocator allocator;
  patron_context *context;
} house;

static void open_house(house *at, uint64_t limit, int32_t with_reallocate)
{
  scenario_memory_open(&at->memory);
  at->allocator = scenario_memory_allocator(&at->memory);
  if (!with_reallocate) at->allocator.reallocate = NULL;
  expect_ok(patron_context_create(&(patron_context_options){ sizeof(patron_context_options), 0, &at->allocator, limit, 0, 0 }, &at->context));
}

static void close_house(house *at)
{
  assert_int_equal(patron_context_memory_used(at->context), at->memory.bytes);   /* the books are those of the host */
  patron_context_destroy(at->context);
  assert_int_equal(at->memory.blocks, 0);
  assert_int_equal(at->memory.bytes, 0);
  if (at->memory.fault != NULL) fail_msg("%s", at->memory.fault);
  scenario_memory_close(&at->memory);
}

static void blocks_are_aligned_though_the_hosts_are_not(void **state)
{
  static const uint64_t sizes[] = { 0, 1, 7, 8, 16, 100, 1023, 1024, 1025, 5000 };
  house at;
  void *blocks[10];
  (void)state;
  open_house(&at, 0, 1);
  for (size_t i = 0; i < 10; i++) {
    blocks[i] = patron__allocate(at.context, sizes[i]);
    assert_non_null(blocks[i]);
    assert_int_equal((uintptr_t)blocks[i] % (sizes[i] >= 1024 ? 64 : 16), 0);
    memset(blocks[i], 1, sizes[i] == 0 ? 1 : (size_t)sizes[i]);
    assert_int_equal(patron_context_memory_used(at.context), at.memory.bytes);
  }
  for (size_t i = 0; i < 10; i++) patron__release(at.context, blocks[i]);
  patron__release(at.context, NULL);
  close_house(&at);
}

static void reallocation_keeps_the_content_whatever_moves(void **state)
{
  (void)state;
  for (int32_t with = 0; with < 2; with++) {
    house at;
    uint64_t seed = 1, size = 1;
    open_house(&at, 0, with);
    unsigned char *block = patron__reallocate(at.context, NULL, size);
    assert_non_null(block);
    block[0] = 0;
    for (int32_t round = 0; round < 2000; round++) {
      seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
      uint64_t next = (seed >> 33) % (round % 3 == 0 ? 3000 : 1100);
      block = patron__reallocate(at.context, block, next);
      assert_non_null(block);
      if (next == 0) next = 1;
      assert_int_equal((uintptr_t)block % (next >= 1024 ? 64 : 16), 0);
      for (uint64_t i = 0; i < next && i < size; i++)
        if (block[i] != (unsigned char)(i * 7)) fail_msg("round %d, byte %d", (int)round, (int)i);
      for (uint64_t i = 0; i < next; i++) block[i] = (unsigned char)(i * 7);
      size = next;
      assert_int_equal(patron_context_memory_used(at.context), at.memory.bytes);
    }
    patron__release(at.context, block);
    close_house(&at);
  }
}

static void a_failed_reallocation_leaves_the_block(void **state)
{
  (void)state;
  for (int32_t with = 0; with < 2; with++) {
    house at;
    char text[200];
    open_house(&at, 0, with);
    char *block = patron__allocate(at.context, 6);
    memcpy(block, "still", 6);
    uint64_t used = patron_context_memory_used(at.context), peak = patron_context_memory_peak(at.context);
    at.memory.fail_at = at.memory.calls + 1;
    assert_null(patron__reallocate(at.context, block, 5000));
    expect_status(patron__memory_status(at.context), PATRON_E_NO_MEMORY);
    expect_ok(patron_context_error(at.context, text, sizeof text, NULL));
    assert_string_equal(text, "out of memory: 5000 more bytes could not be allocated");
    assert_null(patron__reallocate(at.context, block, UINT64_MAX - 10));
    assert_int_equal(patron_context_memory_used(at.context), used);
    assert_int_equal(patron_context_memory_peak(at.context), peak);
    expect_ok(patron_context_set_i64(at.context, "memory_limit", (int64_t)used + 100));
    assert_null(patron__reallocate(at.context, block, 5000));
    expect_status(patron__memory_status(at.context), PATRON_E_MEMORY_LIMIT);
    assert_int_equal(patron_context_memory_used(at.context), used);
    assert_string_equal(block, "still");
    patron__release(at.context, block);
    close_house(&at);
  }
}

static void sizes_that_no_memory_holds_are_refused(void **state)
{
  house at;
  (void)state;
  open_house(&at, 0, 1);
  int64_t calls = at.memory.calls;
  assert_null(patron__allocate(at.context, UINT64_MAX));
  assert_null(patron__allocate(at.context, (uint64_t)INT64_MAX));
  assert_null(patron__allocate_array(at.context, INT64_MAX, 8));
  assert_null(patron__allocate_array(at.context, -1, 8));
  expect_status(patron__memory_status(at.context), PATRON_E_NO_MEMORY);
  assert_int_equal(at.memory.calls, calls);   /* the host is not even asked */
  unsigned char *none = patron__allocate_array(at.context, 0, 8), *empty = patron__allocate_array(at.context, 8, 0);
  assert_non_null(none);
  assert_non_null(empty);
  unsigned char *zeros = patron__allocate_array(at.context, 300, 7);
  for (int32_t i = 0; i < 2100; i++) assert_int_equal(zeros[i], 0);
  patron__release(at.context, none);
  patron__release(at.context, empty);
  patron__release(at.context, zeros);
  close_house(&at);
}

static void the_limit_is_kept_and_the_peak_is_true(void **state)
{
  house at;
  char text[300], expected[300];
  (void)state;
  open_house(&at, 100000, 1);
  uint64_t base = patron_context_memory_used(at.context);
  assert_int_equal(patron_context_memory_peak(at.context), base);
  void *block = patron__allocate(at.context, 50000);
  assert_non_null(block);
  uint64_t used = patron_context_memory_used(at.context);
  assert_true(used >= base + 50000 && used < base + 50100);
  assert_null(patron__allocate(at.context, 60000));
  expect_status(patron__memory_status(at.context), PATRON_E_MEMORY_LIMIT);
  expect_ok(patron_context_error(at.context, text, sizeof text, NULL));
  snprintf(expected, sizeof expected, "the memory limit of 100000 bytes is reached: %d are in use and 60072 more are needed; raise memory_limit", (int)used);
  assert_string_equal(text, expected);
  assert_int_equal(patron_context_memory_peak(at.context), used);   /* what was refused is no peak */
  expect_ok(patron_context_set_i64(at.context, "memory_limit", 0));
  void *other = patron__allocate(at.context, 60000);
  assert_non_null(other);
  uint64_t peak = patron_context_memory_peak(at.context);
  assert_true(peak > used + 60000);
  patron__release(at.context, other);
  patron__release(at.context, block);
  assert_int_equal(patron_context_memory_used(at.context), base);
  assert_int_equal(patron_context_memory_peak(at.context), peak);
  close_house(&at);
}

static void the_librarys_own_memory_serves_when_none_is_given(void **state)
{
  patron_context *context = NULL;
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  char *block = patron__allocate(context, 2000);
  assert_non_null(block);
  memcpy(block, "kept", 5);
  block = patron__reallocate(context, block, 2000000);
  assert_non_null(block);
  assert_int_equal((uintptr_t)block % 64, 0);
  assert_string_equal(block, "kept");
  patron__release(context, block);
  patron_context_destroy(context);
}

static void scratch_is_aligned_and_charged(void **state)
{
  house at;
  (void)state;
  open_house(&at, 0, 1);
  uint64_t base = patron_context_memory_used(at.context);
  const patron_allocator *scratch = patron__context_scratch(at.context);
  expect_ok(patron__allocator_check(scratch));
  void *charged = patron__scratch_allocate(scratch, 1000), *plain = patron__scratch_allocate(NULL, 1000), *direct = patron__scratch_allocate(&at.allocator, 0);
  assert_true(patron_context_memory_used(at.context) >= base + 1000);
  assert_int_equal((uintptr_t)charged % 64, 0);
  assert_int_equal((uintptr_t)plain % 64, 0);
  assert_int_equal((uintptr_t)direct % 64, 0);
  memset(charged, 1, 1000);
  memset(plain, 1, 1000);
  patron__scratch_release(scratch, charged, 1000);
  patron__scratch_release(NULL, plain, 1000);
  patron__scratch_release(&at.allocator, direct, 0);
  patron__scratch_release(NULL, NULL, 0);
  char *block = scratch->allocate(scratch->user, 10);
  memcpy(block, "moved", 6);
  block = scratch->reallocate(scratch->user, block, 10, 3000);
  assert_string_equal(block, "moved");
  scratch->release(scratch->user, block, 3000);
  assert_null(patron__scratch_allocate(NULL, UINT64_MAX));
  at.memory.fail_at = at.memory.calls + 1;
  assert_null(patron__scratch_allocate(scratch, 1));
  expect_status(patron__memory_status(at.context), PATRON_E_NO_MEMORY);
  expect_ok(patron__allocator_check(NULL));
  close_house(&at);
}

typedef struct tally {
  patron__count sum;
  int32_t runs[1000];
} tally;

static void one_job(void *argument, int64_t job)
{
  tally *shared = argument;
  shared->runs[job]++;
  patron__count_add(&shared->sum, job);
}

static void every_job_runs_once_on_any_number_of_threads(void **state)
{
  static const int32_t threads[] = { -1, 0, 1, 2, 3, 16, 5000 };
  (void)state;
  for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++)
    for (int64_t jobs = 0; jobs <= 1000; jobs = jobs * 10 + 1) {
      tally shared;
      memset(&shared, 0, sizeof shared);
      patron__run_jobs(threads[i], jobs, one_job, &shared);
      for (int64_t job = 0; job < 1000; job++) assert_int_equal(shared.runs[job], job < jobs);
      assert_int_equal(patron__count_get(&shared.sum), jobs * (jobs - 1) / 2);
    }
}

static void counters_change_only_from_what_is_expected(void **state)
{
  patron__count count = { 5 };
  (void)state;
  assert_int_equal(patron__count_add(&count, -7), -2);
  assert_int_equal(patron__count_replace(&count, 5, 9), 0);
  assert_int_equal(patron__count_get(&count), -2);
  assert_int_equal(patron__count_replace(&count, -2, 9), 1);
  assert_int_equal(patron__count_get(&count), 9);
  patron__count_set(&count, INT64_MIN);
  assert_true(patron__count_get(&count) == INT64_MIN);
}

/* Objects may be destroyed, and a call be cancelled, on another thread than the one that works. */
typedef struct helper_share {
  patron_context *context;
  void *blocks[200];
} helper_share;

static void destroy_and_cancel(void *argument, int64_t job)
{
  helper_share *shared = argument;
  if (job == 0) for (int32_t i = 0; i < 100; i++) patron__release(shared->context, shared->blocks[i]);
  else if (job == 1) for (int32_t i = 100; i < 200; i++) patron__release(shared->context, shared->blocks[i]);
  else if (job == 2) patron_context_cancel(shared->context);
  else patron__context_drop(shared->context);
}

static void other_threads_may_destroy_and_cancel(void **state)
{
  house at;
  helper_share shared;
  (void)state;
  open_house(&at, 0, 1);
  shared.context = at.context;
  for (int32_t i = 0; i < 200; i++) {
    shared.blocks[i] = patron__allocate(at.context, 100);
    patron__context_retain(at.context);
  }
  expect_ok(patron__context_enter(at.context));
  patron__run_jobs(4, 203, destroy_and_cancel, &shared);
  expect_status(patron__context_tick(at.context, "work", 1, 1), PATRON_E_CANCELLED);
  patron__context_leave(at.context, PATRON_E_CANCELLED);
  close_house(&at);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(blocks_are_aligned_though_the_hosts_are_not),
    cmocka_unit_test(reallocation_keeps_the_content_whatever_moves),
    cmocka_unit_test(a_failed_reallocation_leaves_the_block),
    cmocka_unit_test(sizes_that_no_memory_holds_are_refused),
    cmocka_unit_test(the_limit_is_kept_and_the_peak_is_true),
    cmocka_unit_test(the_librarys_own_memory_serves_when_none_is_given),
    cmocka_unit_test(scratch_is_aligned_and_charged),
    cmocka_unit_test(every_job_runs_once_on_any_number_of_threads),
    cmocka_unit_test(counters_change_only_from_what_is_expected),
    cmocka_unit_test(other_threads_may_destroy_and_cancel),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
