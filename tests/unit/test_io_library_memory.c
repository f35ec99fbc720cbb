/* Reading and writing while the memory of SQLite and of jansson fails at the k-th allocation, for all k: told as out of memory or done without, nothing half done, and the next try works. */
#include "io_work.h"

#include <jansson.h>
#include <sqlite3.h>

static sqlite3_mem_methods theirs;   /* of SQLite, as it came */

static int fails(void) { return countdown > 0 && --countdown == 0; }

static void *sqlite_allocate(int size) { return fails() ? NULL : theirs.xMalloc(size); }
static void *sqlite_resize(void *block, int size) { return fails() ? NULL : theirs.xRealloc(block, size); }
static void *json_allocate(size_t size) { return fails() ? NULL : malloc(size); }

static void every_allocation_of_the_libraries_may_fail(void **state)
{
  io_session *s = *state;
  int64_t failed = 0;
  io_work_prepare(s);
  int names = files_count("");
  for (size_t i = 0; i < IO_WORKS; i++) {
    const char *out = io_works[i].out;
    for (int64_t k = 1;; k += k < 200 ? 1 : 3 * io_works[i].step) {
      const uint64_t used = patron_context_memory_used(s->context);
      countdown = k;
      const patron_status status = io_works[i].run(s);
      const int over = countdown > 0;
      countdown = 0;
      if (over) { expect_ok(status); break; }
      if (status == PATRON_OK) {   /* a cache that SQLite can do without */
        if (out != NULL) assert_int_equal(remove(files_path(out)), 0);
      } else {
        failed++;
        const int mistaken = status == PATRON_E_FORMAT && (io_works[i].run == read_json || io_works[i].run == read_policy);   /* jansson may call a text that it has no room for one that does not belong there */
        if (status != PATRON_E_NO_MEMORY && !mistaken) fail_msg("%s, allocation %d: %s: %s", io_works[i].name, (int)k, patron_status_name(status), io_error(s));
        assert_true(io_error(s)[0] != 0);
      }
      assert_int_equal(files_count(""), names);
      assert_int_equal(patron_context_memory_used(s->context), used);
    }
    if (out != NULL) { assert_true(files_exists(out)); names++; }
  }
  print_message("%lld times refused\n", (long long)failed);
  assert_true(failed > 400);
  patron_assessment_destroy(io_work_decisions);
  patron_model_destroy(io_work_model);
}

/* SQLite takes its methods only before it begins, and asks for no page or line kept aside here, so that each of its wishes is seen. */
static int begin(void **state)
{
  sqlite3_mem_methods mine;
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &theirs), SQLITE_OK);
  mine = theirs;
  mine.xMalloc = sqlite_allocate;
  mine.xRealloc = sqlite_resize;
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &mine), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
  json_set_alloc_funcs(json_allocate, free);
  return io_session_begin(state);
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(every_allocation_of_the_libraries_may_fail, begin, io_session_end) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
