/* Reading and writing with the k-th allocation failing, for all k: refused as out of memory, nothing half done, and the next try works. */
#include "io_work.h"

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);

static int fails(void) { return countdown > 0 && --countdown == 0; }

void *__wrap_malloc(size_t size) { return fails() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }
void *__wrap_realloc(void *block, size_t size) { return fails() ? NULL : __real_realloc(block, size); }

/* Beyond the first hundred every step-th allocation: the later ones repeat what the earlier did, for another table. */
static void every_allocation_may_fail(void **state)
{
  io_session *s = *state;
  io_work_prepare(s);
  int names = files_count("");
  for (size_t i = 0; i < IO_WORKS; i++) {
    int64_t failed = 0;
    for (int64_t k = 1;; k += k < 100 ? 1 : io_works[i].step) {
      uint64_t used = patron_context_memory_used(s->context);
      countdown = k;
      patron_status status = io_works[i].run(s);
      int over = countdown > 0;
      countdown = 0;
      if (over) { assert_int_equal(status, PATRON_OK); break; }
      assert_int_equal(patron_context_memory_used(s->context), used);
      if (status == PATRON_OK && (io_works[i].run == read_folder || io_works[i].run == read_views || io_works[i].run == read_one_of_a_folder)) continue;   /* libcsv asks again, for less */
      if (status != PATRON_E_NO_MEMORY) fail_msg("%s, allocation %d: %s: %s", io_works[i].name, (int)k, patron_status_name(status), io_error(s));   /* what is not there would be left out in silence */
      assert_int_equal(files_count(""), names);
      failed++;
    }
    assert_true(failed > (io_works[i].run == write_model ? 2 : 5));
    if (io_works[i].out != NULL) { assert_true(files_exists(io_works[i].out)); names++; }
    else expect_ok(io_works[i].run(s));
  }
  patron_assessment_destroy(io_work_decisions);
  patron_model_destroy(io_work_model);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(every_allocation_may_fail, io_session_begin, io_session_end) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
