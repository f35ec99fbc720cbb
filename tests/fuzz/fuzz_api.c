/* The API as a state machine: bytes say which function is called next and on which of the handles made so far, finished or not, of this context or the other, or NULL. Whatever is said, no call may
   do harm; handles are destroyed in any order, and then nothing is left. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "patron/patron.h"

enum { SLOTS = 4, CALLS = 48, TEXT = 24 };

typedef struct machine {
  fuzz_source from;
  patron_context *contexts[SLOTS];
  patron_table *tables[SLOTS];
  patron_portfolio *books[SLOTS];
  patron_policy *policies[SLOTS];
  patron_model *models[SLOTS];
  patron_assessment *results[SLOTS];
  patron_customer customers[SLOTS];
  int32_t s[4];              /* slots of this step, drawn before it: the order in which arguments are evaluated must not show */
  const char *n[2];          /* names of this step */
  char texts[2][TEXT + 1];
  int64_t blocks;
  int64_t calls, fails_at;   /* allocations, and the one that fails; 0: none */
  int64_t lent, given_back;
} machine;

static void *allocate(void *user, uint64_t size)
{
  machine *m = user;
  if (++m->calls == m->fails_at || size > UINT64_C(1) << 26) return NULL;
  void *block = malloc((size_t)size);
  if (block != NULL) m->blocks++;
  return block;
}

static void release(void *user, void *block, uint64_t size)
{
  machine *m = user;
  (void)size;
  m->blocks--;
  free(block);
}

static void give_back(void *user) { ((machine *)user)->given_back++; }

/* One of the names that the library knows, any text, or NULL. */
static const char *name(machine *m, char out[TEXT + 1])
{
  static const char *const names[] = {
    "customers", "sales", "profit", "layer", "customer", "key", "ledger", "contacts", "settings", "segments", "criteria", "groups", "tables", "danger", "matrix", "skipped", "warnings", "rank", "amount", "date",
    "pareto.hysteresis", "as_of", "DEFAULT", "EUR", "JPY", "MATRIX_2X2", "memory_limit", "max_threads", "value", "explanations", "programs", "KA_RETAIL", "A", "B", "2026-01-01", "12.50", "yes", "relationship_level"};
  const uint8_t which = fuzz_take(&m->from);
  if (which == 255) return NULL;
  if (which >= 240) { (void)fuzz_take_text(&m->from, out, TEXT); return out; }
  return names[which % (sizeof names / sizeof *names)];
}

static void draw(machine *m)
{
  const uint8_t slots = fuzz_take(&m->from);
  for (int32_t i = 0; i < 4; i++) m->s[i] = slots >> 2 * i & 3;
  m->n[0] = name(m, m->texts[0]);
  m->n[1] = name(m, m->texts[1]);
}

static int64_t number(machine *m)
{
  const uint8_t how = fuzz_take(&m->from);
  if (how < 200) return how % 8;
  return (int64_t)fuzz_take_number(&m->from, how < 220 ? 8 : 1) - (how & 1);
}

/* The new handle takes the place of the old one, which is destroyed after it: whatever the call did not like about that, it must bear. */
#define KEEP(type, place, call) \
  do { \
    type *made = NULL; \
    if ((call) == PATRON_OK) { \
      type##_destroy(place); \
      place = made; \
    } else { \
      fuzz_promise(made == NULL, "a failure leaves the out-parameter"); \
    } \
  } while (0)

static void make_context(machine *m)
{
  const patron_allocator allocator = { sizeof allocator, 0, m, allocate, NULL, release };
  const uint8_t how = fuzz_take(&m->from);
  const patron_context_options options = { sizeof options, 0, &allocator, how & 1 ? UINT64_C(1) << 22 : 0, 1 + (how >> 1 & 1), 0 };
  KEEP(patron_context, m->contexts[m->s[0]], patron_context_create(&options, &made));
}

static uint8_t bitmaps[256];   /* [b] is b */

static void add_column(machine *m)
{
  static const double numbers[8] = {1, 2.5, -3, 0, 1e9, 4, 5, 6};
  static const int64_t integers[8] = {100, 250, -300, 0, 900000, 4, 5, 6};
  static const int32_t small[8] = {0, 1, 1, 0, 1, 0, 0, 1};
  static const char *const texts[8] = {"A", "B", "", NULL, "12.50", "KA_RETAIL", "2026-01-01", "E"};
  static const char *const codes[3] = {"KA_RETAIL", "END_USER", "OTHER"};
  const uint8_t bits = fuzz_take(&m->from), *known = bits & 1 ? bitmaps + bits : NULL;   /* lent with the values, so it stays */
  patron_table *table = m->tables[m->s[0]];
  const char *column = m->n[0];
  int64_t rows = 8;
  if (patron_table_rows(table, &rows) == PATRON_OK && rows > 8) return;
  const int32_t type = (int32_t)number(m);
  switch (fuzz_take(&m->from) % 6) {
    case 0: (void)patron_table_add_f64(table, column, type, numbers, known); break;
    case 1: (void)patron_table_add_i64(table, column, type, integers, known); break;
    case 2: (void)patron_table_add_i32(table, column, type, small, known); break;
    case 3: (void)patron_table_add_strings(table, column, texts); break;
    case 4: (void)patron_table_add_code(table, column, small, known, codes, 3); break;
    default: m->lent++; (void)patron_table_borrow_i64(table, column, type, integers, known, give_back, m); break;
  }
}

/* The ids A, B, C, ... and sales, so that some portfolios come to something. */
static void make_customers(machine *m)
{
  static const char *const ids[6] = {"A", "B", "C", "D", "E", "F"}, *const layers[6] = {"KA_RETAIL", "KA_RETAIL", "END_USER", "END_USER", "KA_RETAIL", NULL};
  static const int64_t sales[6] = {100000, 5000, 200, 90000, 0, -5};
  patron_table *table = NULL;
  patron_status status = patron_table_create(m->contexts[m->s[0]], "customers", 6, &table);
  if (status == PATRON_OK) status = patron_table_add_strings(table, "customer", ids);
  if (status == PATRON_OK) status = patron_table_add_strings(table, "layer", layers);
  if (status == PATRON_OK) status = patron_table_add_i64(table, "sales", PATRON_MONEY, sales, NULL);
  if (status == PATRON_OK) {
    const int32_t at = m->s[0];
    patron_table_destroy(m->tables[at]);
    m->tables[at] = table;
  } else {
    patron_table_destroy(table);
  }
}

static void read_table(machine *m)
{
  char text[512];
  int64_t integer[8], offsets[9], needed = 0, first = number(m), count = number(m);
  double real[8];
  uint8_t known[1];
  const patron_table *table = m->tables[m->s[0]];
  const int64_t column = number(m);
  if (count > 8) count = 8;
  (void)patron_table_name(table, text, number(m) & 15, &needed);
  (void)patron_table_read_f64(table, column, first, count, real, known);
  (void)patron_table_read_i64(table, column, first, count, integer, known);
  (void)patron_table_read_i32(table, column, first, count, (int32_t *)real, NULL);
  (void)patron_table_read_text(table, column, first, count, offsets, text, sizeof text, &needed, known);
  (void)patron_table_code_name(table, column, (int32_t)number(m), text, sizeof text, &needed);
}

static void set_customer(machine *m)
{
  patron_portfolio *book = m->books[m->s[0]];
  const patron_customer who = m->customers[m->s[1]];
  const char *column = m->n[0];
  switch (fuzz_take(&m->from) % 8) {
    case 0: (void)patron_customer_set_money(book, who, column, number(m)); break;
    case 1: (void)patron_customer_set_number(book, who, column, (double)number(m)); break;
    case 2: (void)patron_customer_set_integer(book, who, column, number(m)); break;
    case 3: (void)patron_customer_set_date(book, who, column, (int32_t)number(m)); break;
    case 4: (void)patron_customer_set_flag(book, who, column, (int32_t)number(m)); break;
    case 5: (void)patron_customer_set_text(book, who, column, m->n[1], -1); break;
    case 6: (void)patron_customer_set_code(book, who, column, m->n[1]); break;
    default: (void)patron_customer_set_unknown(book, who, column); break;
  }
}

static void build(machine *m, uint8_t what)
{
  switch (what) {
    case 0: make_context(m); break;
    case 1: { patron_context *context = m->contexts[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_table_create(context, m->n[0], number(m), &made)); break; }
    case 2: add_column(m); break;
    case 3: make_customers(m); break;
    case 4: { patron_context *context = m->contexts[m->s[0]]; KEEP(patron_portfolio, m->books[m->s[1]], patron_portfolio_create(context, fuzz_take(&m->from) & 1 ? "EUR" : m->n[0], &made)); break; }
    case 5: (void)patron_portfolio_put(m->books[m->s[0]], m->tables[m->s[1]]); break;
    case 6: { patron_context *context = m->contexts[m->s[0]]; KEEP(patron_policy, m->policies[m->s[1]], patron_policy_create(context, fuzz_take(&m->from) & 1 ? NULL : m->n[0], &made)); break; }
    case 7: (void)patron_policy_put(m->policies[m->s[0]], m->tables[m->s[1]]); break;
    case 8: (void)patron_policy_set(m->policies[m->s[0]], m->n[0], m->n[1]); break;
    case 9: (void)patron_table_append(m->tables[m->s[0]], m->tables[m->s[1]]); break;
    case 10: (void)patron_portfolio_declare(m->books[m->s[0]], m->n[0], (int32_t)number(m)); break;
    case 11: (void)patron_portfolio_add_customer(m->books[m->s[0]], m->n[0], -1, m->customers + m->s[1]); break;
    case 12: (void)patron_portfolio_add_customer_i64(m->books[m->s[0]], number(m), m->customers + m->s[1]); break;
    case 13: set_customer(m); break;
    default: m->fails_at = m->calls + 1 + fuzz_take(&m->from); break;
  }
}

static void travel(machine *m)
{
  uint8_t bytes[1 << 16];
  int64_t needed = 0;
  if (patron_model_save(m->models[m->s[0]], bytes, sizeof bytes, &needed) != PATRON_OK || needed < 1) return;
  if (fuzz_take(&m->from) & 1) bytes[(uint64_t)number(m) % (uint64_t)needed] ^= 1;
  patron_context *context = m->contexts[m->s[1]];
  KEEP(patron_model, m->models[m->s[2]], patron_model_load(context, bytes, needed, &made));
}

static void ask(machine *m)
{
  char out[64];
  int64_t integer = 0, needed = 0;
  int32_t small = 0;
  double real = 0;
  const patron_assessment *result = m->results[m->s[0]];
  const patron_customer who = m->customers[m->s[1]];
  const char *column = m->n[0];
  (void)patron_assessment_number(result, who, column, &real);
  (void)patron_assessment_money(result, who, column, &integer);
  (void)patron_assessment_flag(result, who, column, &small);
  (void)patron_assessment_code(result, who, column, &small);
  (void)patron_assessment_text(result, who, column, out, fuzz_take(&m->from) % 64, &needed);
}

static void use(machine *m, uint8_t what)
{
  struct ArrowSchema schema;
  struct ArrowArray array;
  switch (what) {
    case 0: { const patron_portfolio *book = m->books[m->s[0]]; const patron_policy *policy = fuzz_take(&m->from) & 1 ? NULL : m->policies[m->s[1]]; KEEP(patron_model, m->models[m->s[2]], patron_fit(book, policy, &made)); break; }
    case 1: { const patron_model *model = m->models[m->s[0]]; const patron_portfolio *book = m->books[m->s[1]]; KEEP(patron_assessment, m->results[m->s[2]], patron_apply(model, book, &made)); break; }
    case 2: { const patron_portfolio *book = m->books[m->s[0]]; const patron_policy *policy = fuzz_take(&m->from) & 1 ? NULL : m->policies[m->s[1]]; KEEP(patron_assessment, m->results[m->s[2]], patron_assess(book, policy, &made)); break; }
    case 3: travel(m); break;
    case 4: { const patron_assessment *result = m->results[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_assessment_table(result, m->n[0], &made)); break; }
    case 5: { const patron_model *model = m->models[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_model_table(model, m->n[0], &made)); break; }
    case 6: { const patron_portfolio *book = m->books[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_portfolio_table(book, m->n[0], &made)); break; }
    case 7: { const patron_policy *policy = m->policies[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_policy_table(policy, m->n[0], &made)); break; }
    case 8: { const patron_policy *policy = m->policies[m->s[0]]; KEEP(patron_table, m->tables[m->s[1]], patron_policy_check(policy, &made)); break; }
    case 9: ask(m); break;
    case 10: { const patron_assessment *result = m->results[m->s[0]]; const patron_customer who = m->customers[m->s[1]]; KEEP(patron_table, m->tables[m->s[2]], patron_assessment_explain(result, who, &made)); break; }
    case 11: { patron_context *context = m->contexts[m->s[0]]; const patron_table *before = m->tables[m->s[1]]; KEEP(patron_table, m->tables[m->s[2]], patron_changes(context, before, m->results[m->s[3]], &made)); break; }
    case 12: read_table(m); break;
    case 13: (void)patron_assessment_find_customer(m->results[m->s[0]], m->n[0], -1, m->customers + m->s[1]); break;
    case 14: (void)patron_portfolio_customer_at(m->books[m->s[0]], number(m), m->customers + m->s[1]); break;
    default: {
      const uint32_t flags = fuzz_take(&m->from) & 1u;
      patron_context *context = m->contexts[m->s[0]];
      if (patron_table_export_arrow(m->tables[m->s[1]], flags, &schema, &array) == PATRON_OK) KEEP(patron_table, m->tables[m->s[2]], patron_table_import_arrow(context, m->n[0], &schema, &array, &made));
    }
  }
}

static void destroy_one(machine *m, uint8_t what, int32_t at)
{
  switch (what % 6) {
    case 0: patron_context_destroy(m->contexts[at]); m->contexts[at] = NULL; break;
    case 1: patron_table_destroy(m->tables[at]); m->tables[at] = NULL; break;
    case 2: patron_portfolio_destroy(m->books[at]); m->books[at] = NULL; break;
    case 3: patron_policy_destroy(m->policies[at]); m->policies[at] = NULL; break;
    case 4: patron_model_destroy(m->models[at]); m->models[at] = NULL; break;
    default: patron_assessment_destroy(m->results[at]); m->results[at] = NULL; break;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  machine m;
  memset(&m, 0, sizeof m);
  for (int32_t i = 0; i < 256; i++) bitmaps[i] = (uint8_t)i;
  m.from = (fuzz_source){ bytes, size };
  const uint8_t order = fuzz_take(&m.from);
  make_context(&m);
  for (int32_t i = 0; i < CALLS && m.from.left > 0; i++) {
    const uint8_t what = fuzz_take(&m.from);
    draw(&m);
    if (what < 112) build(&m, what % 16);
    else if (what < 240) use(&m, what % 16);
    else destroy_one(&m, what, m.s[0]);
  }
  for (int32_t i = 0; i < 6 * SLOTS; i++) destroy_one(&m, (uint8_t)(order % 2 ? i : 5 - i % 6), i / 6 % SLOTS);
  fuzz_promise(m.blocks == 0, "nothing is left when all handles are destroyed");
  fuzz_promise(m.lent == m.given_back, "lent memory is given back once");
  return 0;
}
