/* What several threads may do at once: apply one model, read one assessment, use one finished table, cancel a call and destroy what no call is using. Any build runs it; one with -Db_sanitize=thread
   sees the races. Every thread must come to the bytes that one thread alone comes to. */
#include <pthread.h>

#include "checks.h"
#include "company.h"
#include "crowd.h"

enum { THREADS = 4, ROUNDS = 3, CUSTOMERS = 400 };

/* What the threads of a test share, and a gate so that they begin together. */
typedef struct scene {
  pthread_mutex_t lock;
  pthread_cond_t all_there;
  int waiting, expected;
  const patron_model *model;
  const patron_assessment *result;
  patron_table *table;
  patron_context *context;
  const char *text;          /* what everybody must come to */
  patron_assessment *gone[64];
  volatile int wrong;        /* under the lock */
  int done;
  int64_t hits;
} scene;

static void open_scene(scene *of, int expected)
{
  memset(of, 0, sizeof *of);
  pthread_mutex_init(&of->lock, NULL);
  pthread_cond_init(&of->all_there, NULL);
  of->expected = expected;
}

static void close_scene(scene *of)
{
  pthread_cond_destroy(&of->all_there);
  pthread_mutex_destroy(&of->lock);
}

static void begin_together(scene *of)
{
  pthread_mutex_lock(&of->lock);
  if (++of->waiting == of->expected) pthread_cond_broadcast(&of->all_there);
  while (of->waiting < of->expected) pthread_cond_wait(&of->all_there, &of->lock);
  pthread_mutex_unlock(&of->lock);
}

static void note(scene *of, int holds)
{
  if (holds) return;
  pthread_mutex_lock(&of->lock);
  of->wrong++;
  pthread_mutex_unlock(&of->lock);
}

static int is_done(scene *of)
{
  pthread_mutex_lock(&of->lock);
  const int done = of->done;
  pthread_mutex_unlock(&of->lock);
  return done;
}

static void run_all(scene *of, void *(*work)(void *))
{
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(threads + i, NULL, work, of), 0);
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
  assert_int_equal(of->wrong, 0);
}

static patron_model *fit_company(patron_context *context, patron_portfolio **book)
{
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  expect_ok(book_open(context, "EUR", company_facts, book));
  expect_ok(company_policy(context, &policy));
  expect_ok(patron_fit(*book, policy, &model));
  patron_policy_destroy(policy);
  return model;
}

static void *apply_shared_model(void *argument)
{
  scene *of = argument;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  note(of, patron_context_create(NULL, &context) == PATRON_OK && book_open(context, "EUR", company_facts, &book) == PATRON_OK);
  begin_together(of);
  for (int round = 0; round < ROUNDS; round++) {
    patron_assessment *result = NULL;
    char *text = NULL;
    note(of, patron_apply(of->model, book, &result) == PATRON_OK && book_decisions(result, NULL, &text) == PATRON_OK);
    note(of, text != NULL && strcmp(text, of->text) == 0);
    free(text);
    patron_assessment_destroy(result);
  }
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
  return NULL;
}

static void one_model_is_applied_by_many(void **state)
{
  scene of;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *alone = NULL;
  char *text = NULL;
  (void)state;
  open_scene(&of, THREADS);
  expect_ok(patron_context_create(NULL, &context));
  patron_model *model = fit_company(context, &book);
  expect_ok(patron_apply(model, book, &alone));
  expect_ok(book_decisions(alone, NULL, &text));
  of.model = model;
  of.text = text;
  run_all(&of, apply_shared_model);
  free(text);
  patron_assessment_destroy(alone);
  patron_portfolio_destroy(book);
  patron_model_destroy(model);
  patron_context_destroy(context);
  close_scene(&of);
}

/* Everything that reads an assessment, what is made at the first question included: the index of ids and the tables over the call as a whole. */
static void *read_shared_result(void *argument)
{
  static const char *const ids[] = {"ALPHA", "KILO", "HOTEL", "LIMA"};
  scene *of = argument;
  begin_together(of);
  for (int round = 0; round < ROUNDS; round++) {
    char *text = NULL, cell[256];
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
      patron_customer who = 0;
      patron_table *why = NULL;
      int64_t rows = 0;
      note(of, patron_assessment_find_customer(of->result, ids[i], -1, &who) == PATRON_OK);
      note(of, patron_assessment_text(of->result, who, "customer", cell, sizeof cell, NULL) == PATRON_OK && strcmp(cell, ids[i]) == 0);
      note(of, patron_assessment_explain(of->result, who, &why) == PATRON_OK && patron_table_rows(why, &rows) == PATRON_OK && rows > 0);
      patron_table_destroy(why);
    }
    note(of, book_decisions(of->result, NULL, &text) == PATRON_OK && strcmp(text, of->text) == 0);
    free(text);
  }
  return NULL;
}

static void one_assessment_is_read_by_many(void **state)
{
  scene of;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *alone = NULL, *shared = NULL;
  char *text = NULL;
  (void)state;
  open_scene(&of, THREADS);
  expect_ok(patron_context_create(NULL, &context));
  patron_model *model = fit_company(context, &book);
  expect_ok(patron_apply(model, book, &alone));
  expect_ok(book_decisions(alone, NULL, &text));
  expect_ok(patron_apply(model, book, &shared));   /* nothing was asked of it yet */
  of.result = shared;
  of.text = text;
  run_all(&of, read_shared_result);
  free(text);
  patron_assessment_destroy(shared);
  patron_assessment_destroy(alone);
  patron_portfolio_destroy(book);
  patron_model_destroy(model);
  patron_context_destroy(context);
  close_scene(&of);
}

/* A finished table is put into portfolios of other contexts, and a model is saved and read, all at once. */
static void *use_shared_table(void *argument)
{
  scene *of = argument;
  patron_context *context = NULL;
  note(of, patron_context_create(NULL, &context) == PATRON_OK);
  begin_together(of);
  for (int round = 0; round < ROUNDS; round++) {
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    patron_table *groups = NULL;
    patron_model *mine = NULL;
    static const int64_t room = 1 << 20;
    void *bytes = malloc((size_t)room);
    int64_t needed = 0;
    note(of, patron_portfolio_create(context, "EUR", &book) == PATRON_OK && patron_portfolio_put(book, of->table) == PATRON_OK);
    note(of, patron_assess(book, NULL, &result) == PATRON_OK);
    note(of, patron_model_table(of->model, "groups", &groups) == PATRON_OK);
    note(of, bytes != NULL && patron_model_save(of->model, bytes, room, &needed) == PATRON_OK && patron_model_load(context, bytes, needed, &mine) == PATRON_OK);
    free(bytes);
    patron_model_destroy(mine);
    patron_table_destroy(groups);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
  }
  patron_context_destroy(context);
  return NULL;
}

static void one_table_is_used_by_many(void **state)
{
  scene of;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  (void)state;
  open_scene(&of, THREADS);
  expect_ok(patron_context_create(NULL, &context));
  patron_model *model = fit_company(context, &book);
  expect_ok(patron_portfolio_table(book, "customers", &of.table));
  of.model = model;
  run_all(&of, use_shared_table);
  patron_table_destroy(of.table);
  patron_portfolio_destroy(book);
  patron_model_destroy(model);
  patron_context_destroy(context);
  close_scene(&of);
}

/* Refused memory, every one of them, while the thread of the context reads the error text. */
static void *read_without_memory(void *argument)
{
  scene *of = argument;
  patron_customer who = 0;
  note(of, patron_assessment_customer_at(of->result, 0, &who) == PATRON_OK);
  begin_together(of);
  for (int round = 0; round < 200; round++) {
    patron_table *why = NULL;
    note(of, patron_assessment_explain(of->result, who, &why) == PATRON_E_MEMORY_LIMIT && why == NULL);
  }
  return NULL;
}

static void readers_that_are_refused_memory_do_not_meet(void **state)
{
  scene of;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  pthread_t threads[THREADS];
  char text[1200];
  (void)state;
  open_scene(&of, THREADS + 1);
  expect_ok(patron_context_create(NULL, &context));
  patron_model *model = fit_company(context, &book);
  expect_ok(patron_apply(model, book, &result));
  of.result = result;
  expect_ok(patron_context_set_i64(context, "memory_limit", (int64_t)patron_context_memory_used(context)));
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_create(threads + i, NULL, read_without_memory, &of), 0);
  begin_together(&of);
  for (int round = 0; round < 200; round++) {
    text[0] = 0;
    expect_ok(patron_context_error(context, text, sizeof text, NULL));
    if (text[0] != 0 && strncmp(text, "the memory limit of ", 20) != 0) fail_msg("two texts in one: %s", text);
  }
  for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
  assert_int_equal(of.wrong, 0);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  patron_model_destroy(model);
  patron_context_destroy(context);
  close_scene(&of);
}

static void *cancel_again_and_again(void *argument)
{
  scene *of = argument;
  begin_together(of);
  while (!is_done(of)) patron_context_cancel(of->context);
  return NULL;
}

static void a_call_is_cancelled_by_another_thread(void **state)
{
  scene of;
  crowd people;
  pthread_t canceller;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_assessment *result = NULL;
  char *before = NULL, *after = NULL;
  int cancelled = 0;
  (void)state;
  open_scene(&of, 2);
  expect_ok(patron_context_create(NULL, &context));
  crowd_make(&people, 7, CUSTOMERS, 1);
  expect_ok(crowd_open(context, "EUR", &people, 0, &book));
  expect_ok(crowd_policy(context, 1, NULL, &policy));
  expect_ok(patron_context_set_i64(context, "max_threads", 2));
  expect_ok(patron_assess(book, policy, &result));
  expect_ok(book_decisions(result, NULL, &before));
  patron_assessment_destroy(result);
  of.context = context;
  assert_int_equal(pthread_create(&canceller, NULL, cancel_again_and_again, &of), 0);
  begin_together(&of);
  for (int i = 0; i < 200 && !cancelled; i++) {
    result = NULL;
    const patron_status status = patron_assess(book, policy, &result);
    cancelled = status == PATRON_E_CANCELLED;
    if (status != PATRON_OK && !cancelled) expect_ok(status);
    if (cancelled) assert_null(result);
    patron_assessment_destroy(result);
  }
  pthread_mutex_lock(&of.lock);
  of.done = 1;
  pthread_mutex_unlock(&of.lock);
  assert_int_equal(pthread_join(canceller, NULL), 0);
  assert_true(cancelled);
  result = NULL;
  expect_ok(patron_assess(book, policy, &result));   /* a cancel that found nothing at work is forgotten */
  expect_ok(book_decisions(result, NULL, &after));
  assert_string_equal(after, before);
  free(before);
  free(after);
  patron_assessment_destroy(result);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  patron_context_destroy(context);
  crowd_clear(&people);
  close_scene(&of);
}

static void *destroy_them(void *argument)
{
  scene *of = argument;
  begin_together(of);
  for (int i = 0; i < 64; i++) {
    (void)patron_context_memory_used(of->context);
    patron_assessment_destroy(of->gone[i]);
  }
  return NULL;
}

static void what_no_call_uses_is_destroyed_by_another_thread(void **state)
{
  scene of;
  pthread_t destroyer;
  patron_context *context = NULL;
  patron_portfolio *book = NULL;
  (void)state;
  open_scene(&of, 2);
  expect_ok(patron_context_create(NULL, &context));
  const uint64_t empty = patron_context_memory_used(context);
  patron_model *model = fit_company(context, &book);
  for (int i = 0; i < 64; i++) expect_ok(patron_apply(model, book, of.gone + i));
  of.context = context;
  assert_int_equal(pthread_create(&destroyer, NULL, destroy_them, &of), 0);
  begin_together(&of);
  for (int i = 0; i < 32; i++) {
    patron_assessment *result = NULL;
    expect_ok(patron_apply(model, book, &result));
    patron_assessment_destroy(result);
  }
  assert_int_equal(pthread_join(destroyer, NULL), 0);
  patron_portfolio_destroy(book);
  patron_model_destroy(model);
  assert_int_equal(patron_context_memory_used(context), empty);
  patron_context_destroy(context);
  close_scene(&of);
}

/* The last reference to a context goes with the last object, whichever thread drops it. */
static void *drop_last(void *argument)
{
  scene *of = argument;
  begin_together(of);
  patron_assessment_destroy(of->gone[0]);
  return NULL;
}

static void a_context_ends_with_its_last_object_on_any_thread(void **state)
{
  (void)state;
  for (int round = 0; round < 20; round++) {
    scene of;
    pthread_t other;
    patron_context *context = NULL;
    patron_portfolio *book = NULL;
    open_scene(&of, 2);
    expect_ok(patron_context_create(NULL, &context));
    patron_model *model = fit_company(context, &book);
    expect_ok(patron_apply(model, book, of.gone));
    patron_portfolio_destroy(book);
    patron_context_destroy(context);
    assert_int_equal(pthread_create(&other, NULL, drop_last, &of), 0);
    begin_together(&of);
    patron_model_destroy(model);
    assert_int_equal(pthread_join(other, NULL), 0);
    close_scene(&of);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_model_is_applied_by_many),
    cmocka_unit_test(one_assessment_is_read_by_many),
    cmocka_unit_test(one_table_is_used_by_many),
    cmocka_unit_test(readers_that_are_refused_memory_do_not_meet),
    cmocka_unit_test(a_call_is_cancelled_by_another_thread),
    cmocka_unit_test(what_no_call_uses_is_destroyed_by_another_thread),
    cmocka_unit_test(a_context_ends_with_its_last_object_on_any_thread),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
