/* Usage: bench_online [ROUNDS]: one changed customer against a saved model, beside a prepared query for one row in SQLite; and the start of a first assessment of 100 customers.
 *
 * Prints "name seconds", the least CPU time per customer of all rounds: `apply` (patron_apply of one full row, some decisions read, the assessment destroyed), `cycle` (the same with the one-row portfolio
 * made, filled and destroyed around it), `sqlite` (the same row bound to a prepared INSERT OR REPLACE, and a prepared SELECT of its columns), `start` (context, policy, portfolio of 100, assess, read, destroy). */
#define _POSIX_C_SOURCE 199309L   /* clock_gettime */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef BENCH_SQLITE
#include <sqlite3.h>
#endif

#include "patron/patron.h"

enum { CUSTOMERS = 1000, BATCH = 2000, MONEYS = 6, NUMBERS = 14, CODES = 3 };

static const char *const money_names[MONEYS] = {"sales", "profit", "sales_previous", "potential", "cost_to_serve", "customer_margin"};
static const char *const number_names[NUMBERS] = {"our_commitment", "our_trust", "their_commitment", "their_trust", "contribution_rate", "market_growth", "strategic_fit", "market_share",
                                                  "new_product_rate", "service_level", "alignment", "willingness", "selling_ability", "competitor_strength"};
static const char *const layers[] = {"KA_RETAIL", "KA_WHOLESALER", "SMALL_RETAIL", "HORECA", "DISTRIBUTOR"};
static const char *const territories[] = {"North", "South", "East", "West"};
static const char *const approaches[] = {"TACTICAL", "CONSULTATIVE", "COLLABORATIVE"};
static const char *const tiers[] = {"GOLD", "SILVER", "BRONZE"};

typedef struct facts { char id[16]; int64_t money[MONEYS]; double numbers[NUMBERS]; int32_t layer, territory, approach, tier; } facts;

static uint64_t state = 1;
static double share(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) * 0x1p-53;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void must(patron_status status, const char *what) {
  if (status >= 0) return;
  fprintf(stderr, "bench_online: %s: %s\n", what, patron_status_message(status));
  exit(1);
}

static void keep_least(double *least, double began, int64_t times) {
  const double took = (seconds() - began) / (double)times;
  if (*least == 0.0 || took < *least) *least = took;
}

static void invent(facts *out, int32_t number) {
  (void)snprintf(out->id, sizeof out->id, "C%06d", (int)number);
  out->money[0] = (int64_t)(share() * share() * share() * 5e7);
  out->money[1] = (int64_t)((double)out->money[0] * (share() * 0.5 - 0.1));
  out->money[2] = (int64_t)((double)out->money[0] * (0.5 + share()));
  out->money[3] = (int64_t)((double)out->money[0] * (1 + share()));
  out->money[4] = (int64_t)(share() * 1e5);
  out->money[5] = (int64_t)((double)out->money[0] * 0.1);
  for (int32_t i = 0; i < NUMBERS; i++) out->numbers[i] = i == 4 || i == 5 ? share() * 0.5 : (double)(int32_t)(share() * 100);
  out->layer = (int32_t)(share() * 5);
  out->territory = (int32_t)(share() * 4);
  out->approach = (int32_t)(share() * 3);
  out->tier = (int32_t)(share() * 3);
}

static void add(patron_portfolio *book, const facts *from) {
  patron_customer handle;
  must(patron_portfolio_add_customer(book, from->id, -1, &handle), "add");
  must(patron_customer_set_code(book, handle, "layer", layers[from->layer]), "layer");
  must(patron_customer_set_text(book, handle, "territory", territories[from->territory], -1), "territory");
  for (int32_t i = 0; i < MONEYS; i++) must(patron_customer_set_money(book, handle, money_names[i], from->money[i]), money_names[i]);
  for (int32_t i = 0; i < NUMBERS; i++) must(patron_customer_set_number(book, handle, number_names[i], from->numbers[i]), number_names[i]);
  must(patron_customer_set_code(book, handle, "actual_approach", approaches[from->approach]), "actual_approach");
  must(patron_customer_set_code(book, handle, "previous_tier", tiers[from->tier]), "previous_tier");
}

static int64_t read_some(const patron_assessment *result) {
  patron_customer handle;
  int32_t key = 0, level = 0, tier = 0;
  double score = 0;
  must(patron_assessment_customer_at(result, 0, &handle), "handle");
  must(patron_assessment_flag(result, handle, "key", &key), "key");
  must(patron_assessment_code(result, handle, "relationship_level", &level), "level");
  must(patron_assessment_code(result, handle, "tier", &tier), "tier");
  must(patron_assessment_number(result, handle, "attractiveness", &score), "attractiveness");
  return key + level + tier + (int64_t)score;
}

static patron_model *saved_model(patron_context *context, const facts *all) {
  patron_portfolio *book = NULL;
  patron_model *model = NULL, *loaded = NULL;
  int64_t size = 0;
  void *bytes;
  must(patron_portfolio_create(context, "EUR", &book), "portfolio");
  for (int32_t i = 0; i < CUSTOMERS; i++) add(book, &all[i]);
  must(patron_fit(book, NULL, &model), "fit");
  must(patron_model_save(model, NULL, 0, &size), "size");
  bytes = malloc((size_t)size);
  must(bytes == NULL ? PATRON_E_NO_MEMORY : patron_model_save(model, bytes, size, &size), "save");
  must(patron_model_load(context, bytes, size, &loaded), "load");
  free(bytes);
  patron_model_destroy(model);
  patron_portfolio_destroy(book);
  return loaded;
}

static int64_t time_apply(patron_context *context, const patron_model *model, const facts *from, double *least) {
  patron_portfolio *book = NULL;
  int64_t sum = 0;
  must(patron_portfolio_create(context, "EUR", &book), "portfolio");
  add(book, from);
  const double began = seconds();
  for (int32_t i = 0; i < BATCH; i++) {
    patron_assessment *result = NULL;
    must(patron_apply(model, book, &result), "apply");
    sum += read_some(result);
    patron_assessment_destroy(result);
  }
  keep_least(least, began, BATCH);
  patron_portfolio_destroy(book);
  return sum;
}

static int64_t time_cycle(patron_context *context, const patron_model *model, const facts *all, double *least) {
  int64_t sum = 0;
  const double began = seconds();
  for (int32_t i = 0; i < BATCH; i++) {
    patron_portfolio *book = NULL;
    patron_assessment *result = NULL;
    must(patron_portfolio_create(context, "EUR", &book), "portfolio");
    add(book, &all[i % CUSTOMERS]);
    must(patron_apply(model, book, &result), "apply");
    sum += read_some(result);
    patron_assessment_destroy(result);
    patron_portfolio_destroy(book);
  }
  keep_least(least, began, BATCH);
  return sum;
}

static int64_t time_start(const facts *all, double *least) {
  const double began = seconds();
  patron_context *context = NULL;
  patron_policy *policy = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *result = NULL;
  int64_t sum;
  must(patron_context_create(NULL, &context), "context");
  must(patron_policy_create(context, NULL, &policy), "policy");
  must(patron_portfolio_create(context, "EUR", &book), "portfolio");
  for (int32_t i = 0; i < 100; i++) add(book, &all[i]);
  must(patron_assess(book, policy, &result), "assess");
  sum = read_some(result);
  patron_assessment_destroy(result);
  patron_portfolio_destroy(book);
  patron_policy_destroy(policy);
  patron_context_destroy(context);
  keep_least(least, began, 1);
  return sum;
}

#ifdef BENCH_SQLITE
/* The least that a host would do without Patron: the changed row written and read back by key, both prepared. Nothing is decided. */
typedef struct peer { sqlite3 *base; sqlite3_stmt *put, *get; } peer;

static void check(int code, const char *what) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  fprintf(stderr, "bench_online: SQLite: %s\n", what);
  exit(1);
}

static void bind_row(sqlite3_stmt *put, const facts *from) {
  int at = 1;
  check(sqlite3_bind_text(put, at++, from->id, -1, SQLITE_STATIC), "id");
  check(sqlite3_bind_text(put, at++, layers[from->layer], -1, SQLITE_STATIC), "layer");
  check(sqlite3_bind_text(put, at++, territories[from->territory], -1, SQLITE_STATIC), "territory");
  for (int32_t i = 0; i < MONEYS; i++) check(sqlite3_bind_int64(put, at++, from->money[i]), "money");
  for (int32_t i = 0; i < NUMBERS; i++) check(sqlite3_bind_double(put, at++, from->numbers[i]), "number");
  check(sqlite3_bind_text(put, at++, approaches[from->approach], -1, SQLITE_STATIC), "approach");
  check(sqlite3_bind_text(put, at, tiers[from->tier], -1, SQLITE_STATIC), "tier");
}

static void open_peer(peer *out, const facts *all) {
  char text[1500];
  int len = snprintf(text, sizeof text, "create table customers(customer text primary key, layer text, territory text");
  for (int32_t i = 0; i < MONEYS; i++) len += snprintf(text + len, sizeof text - (size_t)len, ", %s integer", money_names[i]);
  for (int32_t i = 0; i < NUMBERS; i++) len += snprintf(text + len, sizeof text - (size_t)len, ", %s real", number_names[i]);
  (void)snprintf(text + len, sizeof text - (size_t)len, ", actual_approach text, previous_tier text) without rowid");
  check(sqlite3_open(":memory:", &out->base), "open");
  check(sqlite3_exec(out->base, text, NULL, NULL, NULL), "create");
  len = snprintf(text, sizeof text, "insert or replace into customers values(?");
  for (int32_t i = 0; i < MONEYS + NUMBERS + 4; i++) len += snprintf(text + len, sizeof text - (size_t)len, ",?");
  (void)snprintf(text + len, sizeof text - (size_t)len, ")");
  check(sqlite3_prepare_v2(out->base, text, -1, &out->put, NULL), "prepare");
  check(sqlite3_prepare_v2(out->base, "select * from customers where customer = ?", -1, &out->get, NULL), "prepare");
  for (int32_t i = 0; i < CUSTOMERS; i++) {
    bind_row(out->put, &all[i]);
    check(sqlite3_step(out->put), "insert");
    check(sqlite3_reset(out->put), "reset");
  }
}

static int64_t time_peer(const peer *with, const facts *all, double *least) {
  int64_t sum = 0;
  const double began = seconds();
  for (int32_t i = 0; i < BATCH; i++) {
    const facts *one = &all[i % CUSTOMERS];
    bind_row(with->put, one);
    check(sqlite3_step(with->put), "replace");
    check(sqlite3_reset(with->put), "reset");
    check(sqlite3_bind_text(with->get, 1, one->id, -1, SQLITE_STATIC), "bind");
    check(sqlite3_step(with->get), "select");
    for (int32_t c = 3; c < 3 + MONEYS; c++) sum += sqlite3_column_int64(with->get, c);
    for (int32_t c = 3 + MONEYS; c < 3 + MONEYS + NUMBERS; c++) sum += (int64_t)sqlite3_column_double(with->get, c);
    check(sqlite3_reset(with->get), "reset");
  }
  keep_least(least, began, BATCH);
  return sum;
}

static void close_peer(peer *with) {
  sqlite3_finalize(with->put);
  sqlite3_finalize(with->get);
  sqlite3_close(with->base);
}
#endif

int main(int count, char **arguments) {
  const int rounds = count > 1 ? atoi(arguments[1]) : 9;
  facts *all = calloc(CUSTOMERS, sizeof *all);
  patron_context *context = NULL;
  double apply = 0, cycle = 0, start = 0, sqlite = 0;
  int64_t sum = 0;
  if (all == NULL) return 1;
  for (int32_t i = 0; i < CUSTOMERS; i++) invent(&all[i], i);
  must(patron_context_create(NULL, &context), "context");
  patron_model *model = saved_model(context, all);
#ifdef BENCH_SQLITE
  peer with = {NULL, NULL, NULL};
  open_peer(&with, all);
#endif
  for (int round = 0; round < rounds; round++) {
    sum += time_apply(context, model, &all[round % CUSTOMERS], &apply);
    sum += time_cycle(context, model, all, &cycle);
    for (int i = 0; i < 5; i++) sum += time_start(all, &start);
#ifdef BENCH_SQLITE
    sum += time_peer(&with, all, &sqlite);
#endif
  }
#ifdef BENCH_SQLITE
  close_peer(&with);
#endif
  printf("apply %.9f\ncycle %.9f\nstart %.9f\nsqlite %.9f\n", apply, cycle, start, sqlite);
  patron_model_destroy(model);
  patron_context_destroy(context);
  free(all);
  return sum == 0;
}
