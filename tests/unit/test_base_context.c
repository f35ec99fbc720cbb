/* Contexts: options, references, error texts and their parts, the call at work, progress and cancel; structs of older and newer callers. */
#include "checks.h"
#include "base/context.h"
#include "base/memory.h"
#include "scenario_memory.h"

static patron_context *fresh(void)
{
  patron_context *context = NULL;
  expect_ok(patron_context_create(NULL, &context));
  return context;
}

static void expect_text(patron_context *context, const char *expected)
{
  char text[1200];
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  assert_string_equal(text, expected);
}

static void expect_part(patron_context *context, const char *part, const char *expected)
{
  char text[300] = "";
  expect_status(patron_context_error_part(context, part, text, sizeof text, NULL), expected == NULL ? PATRON_UNKNOWN : PATRON_OK);
  assert_string_equal(text, expected == NULL ? "" : expected);
}

static void options_that_make_no_sense_are_refused(void **state)
{
  scenario_memory memory;
  patron_context *context = NULL;
  patron_context_options options;
  patron_allocator allocator;
  (void)state;
  scenario_memory_open(&memory);
  expect_status(patron_context_create(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  options = (patron_context_options){ 0, 0, NULL, 0, 0, 0 };
  expect_status(patron_context_create(&options, &context), PATRON_E_ABI);
  options.struct_size = 5000;
  expect_status(patron_context_create(&options, &context), PATRON_E_ABI);
  options = (patron_context_options){ sizeof options, 1, NULL, 0, 0, 0 };
  expect_status(patron_context_create(&options, &context), PATRON_E_INVALID_ARGUMENT);
  options = (patron_context_options){ sizeof options, 0, NULL, 0, 0, 1 };
  expect_status(patron_context_create(&options, &context), PATRON_E_INVALID_ARGUMENT);
  options = (patron_context_options){ sizeof options, 0, NULL, 0, -1, 0 };
  expect_status(patron_context_create(&options, &context), PATRON_E_RANGE);
  options = (patron_context_options){ sizeof options, 0, NULL, 0, 1025, 0 };
  expect_status(patron_context_create(&options, &context), PATRON_E_RANGE);
  options = (patron_context_options){ sizeof options, 0, NULL, 1, 0, 0 };
  expect_status(patron_context_create(&options, &context), PATRON_E_MEMORY_LIMIT);
  options = (patron_context_options){ sizeof options, 0, &allocator, 0, 0, 0 };
  allocator = scenario_memory_allocator(&memory);
  allocator.allocate = NULL;
  expect_status(patron_context_create(&options, &context), PATRON_E_INVALID_ARGUMENT);
  allocator = scenario_memory_allocator(&memory);
  allocator.release = NULL;
  expect_status(patron_context_create(&options, &context), PATRON_E_INVALID_ARGUMENT);
  allocator = scenario_memory_allocator(&memory);
  allocator.reserved = 7;
  expect_status(patron_context_create(&options, &context), PATRON_E_INVALID_ARGUMENT);
  allocator = scenario_memory_allocator(&memory);
  allocator.struct_size = 0;
  expect_status(patron_context_create(&options, &context), PATRON_E_ABI);
  assert_null(context);
  assert_int_equal(memory.blocks, 0);
  scenario_memory_close(&memory);
}

/* An older caller's struct ends before max_threads; a newer one's goes on, and its fields must be 0. */
static void callers_of_other_versions_are_understood(void **state)
{
  struct { patron_context_options known; uint64_t newer; } later = { { sizeof later, 0, NULL, 0, 4, 0 }, 0 };
  patron_context_options earlier = { offsetof(patron_context_options, max_threads), 0, NULL, 0, 77777, 99 };
  patron_context *context = NULL;
  (void)state;
  expect_ok(patron_context_create(&earlier, &context));
  assert_int_equal(patron__context_threads(context), 1);
  patron_context_destroy(context);
  expect_ok(patron_context_create((const patron_context_options *)&later, &context));
  assert_int_equal(patron__context_threads(context), 4);
  patron_context_destroy(context);
  context = NULL;
  later.newer = 1;
  expect_status(patron_context_create((const patron_context_options *)&later, &context), PATRON_E_ABI);
  assert_null(context);
}

static void structs_out_hold_no_more_than_the_caller_has_room_for(void **state)
{
  typedef struct sample { uint32_t struct_size; uint32_t a; uint64_t b; } sample;
  const sample known = { 0, 5, 6 };
  struct { sample given; uint64_t newer; } room;
  (void)state;
  room.given = (sample){ sizeof(sample), 1, 1 };
  room.newer = 9;
  expect_ok(patron__struct_write(&room.given, &known, sizeof known));
  assert_int_equal(room.given.struct_size, sizeof(sample));
  assert_int_equal(room.given.a, 5);
  assert_int_equal(room.given.b, 6);
  assert_int_equal(room.newer, 9);
  room.given = (sample){ 8, 1, 1 };
  expect_ok(patron__struct_write(&room.given, &known, sizeof known));
  assert_int_equal(room.given.a, 5);
  assert_int_equal(room.given.b, 1);
  room.given = (sample){ 4, 1, 1 };
  expect_ok(patron__struct_write(&room.given, &known, sizeof known));
  assert_int_equal(room.given.a, 1);
  room.given = (sample){ sizeof room, 1, 1 };
  expect_ok(patron__struct_write(&room.given, &known, sizeof known));
  assert_int_equal(room.newer, 0);
  room.given.struct_size = 3;
  expect_status(patron__struct_write(&room.given, &known, sizeof known), PATRON_E_ABI);
  room.given.struct_size = 4097;
  expect_status(patron__struct_write(&room.given, &known, sizeof known), PATRON_E_ABI);
}

static void keys_set_what_the_options_set(void **state)
{
  patron_context *context = fresh();
  (void)state;
  assert_int_equal(patron__context_threads(context), 1);
  expect_ok(patron_context_set_i64(context, "max_threads", 7));
  assert_int_equal(patron__context_threads(context), 7);
  expect_ok(patron_context_set_i64(context, "max_threads", 0));
  assert_int_equal(patron__context_threads(context), 1);
  expect_status(patron_context_set_i64(context, "max_threads", -1), PATRON_E_RANGE);
  expect_text(context, "max_threads is a number from 1 to 1024, or 0 for the default: -1 is neither");
  expect_status(patron_context_set_i64(context, "max_threads", 1025), PATRON_E_RANGE);
  expect_status(patron_context_set_i64(context, "memory_limit", -1), PATRON_E_RANGE);
  expect_status(patron_context_set_i64(context, "memory", 1), PATRON_E_NOT_FOUND);
  expect_text(context, "a context has no key \"memory\": it has memory_limit and max_threads");
  expect_status(patron_context_set_i64(NULL, "max_threads", 1), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_context_set_i64(context, NULL, 1), PATRON_E_INVALID_ARGUMENT);
  patron_context_destroy(context);
}

static void null_is_tolerated_everywhere(void **state)
{
  char text[4];
  (void)state;
  patron_context_destroy(NULL);
  patron_context_cancel(NULL);
  assert_int_equal(patron_context_memory_used(NULL), 0);
  assert_int_equal(patron_context_memory_peak(NULL), 0);
  expect_status(patron_context_set_progress(NULL, NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_context_error(NULL, text, 4, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_context_error_part(NULL, "row", text, 4, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron__fail(NULL, PATRON_E_RANGE, NULL, "no context"), PATRON_E_RANGE);
}

static void an_error_says_where_and_what_was_expected(void **state)
{
  patron_context *context = fresh();
  patron__where where = { "customers", "sales", 12, "12,5", -1, "digits with a decimal point" };
  char text[20];
  int64_t needed = 0;
  (void)state;
  expect_text(context, "");
  expect_part(context, "table", NULL);
  expect_part(context, "row", NULL);
  expect_status(patron__fail(context, PATRON_E_FORMAT, &where, "%s is no amount of money", "sales"), PATRON_E_FORMAT);
  expect_text(context, "sales is no amount of money (table customers, column sales, row 13, value \"12,5\"; expected digits with a decimal point)");
  expect_part(context, "table", "customers");
  expect_part(context, "column", "sales");
  expect_part(context, "row", "13");
  expect_part(context, "value", "12,5");
  expect_part(context, "expected", "digits with a decimal point");
  expect_status(patron_context_error_part(context, "colour", text, 20, NULL), PATRON_E_NOT_FOUND);
  expect_status(patron_context_error_part(context, NULL, text, 20, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_context_error_part(context, "table", text, 9, &needed), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(needed, 10);
  patron__fail(context, PATRON_E_FORMAT, &(patron__where){ NULL, "sales", -1, "", 0, NULL }, "sales is empty");
  expect_text(context, "sales is empty (column sales, value \"\")");
  expect_part(context, "value", "");   /* known, and empty */
  expect_part(context, "table", NULL);
  expect_part(context, "row", NULL);
  expect_part(context, "expected", NULL);
  patron__fail(context, PATRON_E_STATE, &(patron__where){ NULL, NULL, 0, NULL, 0, "a number" }, "no");
  expect_text(context, "no (row 1, expected a number)");
  patron__fail(context, PATRON_E_STATE, NULL, "the last one counts");
  expect_text(context, "the last one counts");
  expect_part(context, "row", NULL);
  patron_context_destroy(context);
}

static void long_and_broken_texts_are_cut_and_cleaned(void **state)
{
  patron_context *context = fresh();
  char value[300], text[1200], part[300], name[2000];
  (void)state;
  for (size_t i = 0; i + 1 < sizeof value; i += 2) memcpy(value + i, "\xC3\xBC", 2);
  patron__fail(context, PATRON_E_FORMAT, &(patron__where){ "t", "c", 0, value, 299, NULL }, "a long value");
  expect_ok(patron_context_error_part(context, "value", part, sizeof part, NULL));
  assert_true(strlen(part) < 64);
  assert_true(patron__text_is_utf8(part, -1));
  assert_string_equal(part + strlen(part) - 3, "...");
  patron__fail(context, PATRON_E_FORMAT, &(patron__where){ "t", "c", 0, "a\xFF\n\xC3z", 4, NULL }, "broken bytes: %s", "\xE2\x82");
  expect_text(context, "broken bytes: ?? (table t, column c, row 1, value \"a???\")");
  expect_part(context, "value", "a???");
  memset(name, 'n', sizeof name);
  name[1999] = 0;
  patron__fail(context, PATRON_E_FORMAT, &(patron__where){ name, name, 5, name, -1, name }, "%s", name);
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  assert_int_equal(strlen(text), 1023);
  expect_ok(patron_context_error_part(context, "table", part, sizeof part, NULL));
  assert_int_equal(strlen(part), 95);
  patron_context_destroy(context);
}

static void children_keep_the_context_alive(void **state)
{
  scenario_memory memory;
  patron_context *context = NULL;
  (void)state;
  scenario_memory_open(&memory);
  patron_allocator allocator = scenario_memory_allocator(&memory);
  expect_ok(patron_context_create(&(patron_context_options){ sizeof(patron_context_options), 0, &allocator, 0, 0, 0 }, &context));
  patron__context_retain(context);
  void *child = patron__allocate(context, 100);
  patron_context_destroy(context);
  assert_int_equal(memory.blocks, 2);
  patron__release(context, child);
  patron__context_drop(context);
  assert_int_equal(memory.blocks, 0);
  assert_null(memory.fault);
  scenario_memory_close(&memory);
}

typedef struct watch {
  patron_context *context;
  int64_t calls, done, total;
  int32_t answer;
  int32_t cancel_inside, call_inside;
  char stage[20];
} watch;

static int32_t note(void *user, const char *stage, int64_t done, int64_t total)
{
  watch *seen = user;
  seen->calls++;
  seen->done = done;
  seen->total = total;
  snprintf(seen->stage, sizeof seen->stage, "%s", stage);
  if (seen->cancel_inside) patron_context_cancel(seen->context);
  if (seen->call_inside) {
    expect_status(patron_context_set_i64(seen->context, "max_threads", 2), PATRON_E_STATE);
    expect_status(patron_context_set_progress(seen->context, NULL, NULL), PATRON_E_STATE);
    expect_status(patron__context_enter(seen->context), PATRON_E_STATE);
    expect_text(seen->context, "a call is at work on this context: wait until it has returned");
  }
  return seen->answer;
}

static void progress_is_told_and_may_cancel(void **state)
{
  patron_context *context = fresh();
  watch seen = { context, 0, 0, 0, 0, 0, 0, "" };
  (void)state;
  expect_ok(patron__context_enter(context));
  expect_ok(patron__context_tick(context, "score", 1, 2));   /* nobody listens */
  expect_ok(patron__context_leave(context, PATRON_OK));
  expect_ok(patron_context_set_progress(context, note, &seen));
  expect_ok(patron__context_enter(context));
  expect_ok(patron__context_tick(context, "score", 1, 2));
  assert_int_equal(seen.calls, 1);
  assert_int_equal(seen.done, 1);
  assert_int_equal(seen.total, 2);
  assert_string_equal(seen.stage, "score");
  seen.answer = -5;
  expect_status(patron__context_tick(context, "score", 2, 2), PATRON_E_CANCELLED);
  expect_text(context, "cancelled at score, 2 of 2");
  assert_int_equal(patron__context_cancelled(context), 1);
  expect_status(patron__context_tick(context, "score", 2, 2), PATRON_E_CANCELLED);
  assert_int_equal(seen.calls, 2);   /* a call that is cancelled tells no more progress */
  expect_status(patron__context_leave(context, PATRON_E_CANCELLED), PATRON_E_CANCELLED);
  assert_int_equal(patron__context_cancelled(context), 0);
  expect_ok(patron_context_set_progress(context, NULL, NULL));
  patron_context_destroy(context);
}

static void cancel_ends_the_running_call_and_no_other(void **state)
{
  patron_context *context = fresh();
  watch seen = { context, 0, 0, 0, 0, 1, 0, "" };
  (void)state;
  patron_context_cancel(context);   /* nothing runs: nothing happens */
  expect_ok(patron__context_enter(context));
  expect_ok(patron__context_tick(context, "fit", 0, 1));
  patron_context_cancel(context);
  patron_context_cancel(context);
  assert_int_equal(patron__context_cancelled(context), 1);
  expect_status(patron__context_tick(context, "fit", 1, 1), PATRON_E_CANCELLED);
  patron__context_leave(context, PATRON_E_CANCELLED);
  expect_ok(patron_context_set_progress(context, note, &seen));
  expect_ok(patron__context_enter(context));
  expect_status(patron__context_tick(context, "fit", 1, 1), PATRON_E_CANCELLED);   /* from inside the callback */
  patron__context_leave(context, PATRON_E_CANCELLED);
  patron_context_destroy(context);
}

static void a_context_at_work_takes_no_calls(void **state)
{
  patron_context *context = fresh();
  watch seen = { context, 0, 0, 0, 0, 0, 1, "" };
  (void)state;
  expect_ok(patron_context_set_progress(context, note, &seen));
  expect_ok(patron__context_idle(context));
  expect_ok(patron__context_enter(context));
  expect_status(patron__context_idle(context), PATRON_E_STATE);
  expect_ok(patron__context_tick(context, "fit", 1, 1));
  assert_int_equal(seen.calls, 1);
  expect_ok(patron__context_leave(context, PATRON_OK));
  expect_ok(patron__context_idle(context));
  patron_context_destroy(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(options_that_make_no_sense_are_refused),
    cmocka_unit_test(callers_of_other_versions_are_understood),
    cmocka_unit_test(structs_out_hold_no_more_than_the_caller_has_room_for),
    cmocka_unit_test(keys_set_what_the_options_set),
    cmocka_unit_test(null_is_tolerated_everywhere),
    cmocka_unit_test(an_error_says_where_and_what_was_expected),
    cmocka_unit_test(long_and_broken_texts_are_cut_and_cleaned),
    cmocka_unit_test(children_keep_the_context_alive),
    cmocka_unit_test(progress_is_told_and_may_cancel),
    cmocka_unit_test(cancel_ends_the_running_call_and_no_other),
    cmocka_unit_test(a_context_at_work_takes_no_calls),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
