/* What a fit over parts promises beyond the model: what is refused, and that bytes from anywhere do no harm. */
#include "checks.h"

#include "parted.h"
#include "patron/plugin.h"
#include "table/bytes.h"

enum { MOST = 1 << 16 };

typedef struct blob { uint8_t bytes[MOST]; int64_t length; } blob;

static patron_context *context;
static patron_policy *policy;
static patron_portfolio *book[PARTED_PARTS + 1];

static int open_all(void **state)
{
  (void)state;
  expect_ok(patron_context_create(NULL, &context));
  expect_ok(parted_policy(context, &policy));
  for (int32_t p = 0; p <= PARTED_PARTS; p++) expect_ok(parted_book(context, p, &book[p]));
  return 0;
}

static int close_all(void **state)
{
  (void)state;
  for (int32_t p = 0; p <= PARTED_PARTS; p++) patron_portfolio_destroy(book[p]);
  patron_policy_destroy(policy);
  patron_context_destroy(context);
  return 0;
}

static void assert_told(const char *expected)
{
  char text[1200] = "";
  expect_ok(patron_context_error(context, text, sizeof text, NULL));
  if (strstr(text, expected) == NULL) fail_msg("\"%s\" does not say \"%s\"", text, expected);
}

static patron_fitting *begin(const blob *plan)
{
  patron_fitting *out = NULL;
  expect_ok(patron_fitting_create(context, policy, plan == NULL ? NULL : plan->bytes, plan == NULL ? 0 : plan->length, &out));
  return out;
}

static void save(const patron_fitting *fitting, blob *out) { expect_ok(patron_fitting_save(fitting, out->bytes, MOST, &out->length)); }

/* A fitting of both parts in pass `passes` (0: the first), and the plan it was made with. */
static patron_fitting *in_pass(int32_t passes, blob *plan)
{
  patron_fitting *all = begin(NULL);
  for (int32_t p = 0; p < PARTED_PARTS; p++) expect_ok(patron_fitting_accumulate(all, book[p]));
  for (; passes > 0; passes--) {
    expect_ok(patron_fitting_next(all, plan->bytes, MOST, &plan->length));
    patron_fitting_destroy(all);
    all = begin(plan);
    for (int32_t p = 0; p < PARTED_PARTS; p++) expect_ok(patron_fitting_accumulate(all, book[p]));
  }
  return all;
}

enum { PASSES = 5 };   /* dates, wallets, scores, segments, tiers */

static void five_passes_lead_to_the_model(void **state)
{
  static blob expected, got, plan;
  patron_model *model = NULL;
  (void)state;
  expect_ok(patron_fit(book[PARTED_PARTS], policy, &model));
  expect_ok(patron_model_save(model, expected.bytes, MOST, &expected.length));
  patron_model_destroy(model);
  for (int32_t passes = 0; passes < PASSES; passes++) {
    patron_fitting *all = in_pass(passes, &plan);
    model = NULL;
    expect_status(patron_fitting_model(all, &model), passes < PASSES - 1 ? PATRON_UNKNOWN : PATRON_OK);
    expect_status(patron_fitting_next(all, NULL, 0, NULL), passes < PASSES - 1 ? PATRON_OK : PATRON_UNKNOWN);
    assert_true((model == NULL) == (passes < PASSES - 1));
    patron_fitting_destroy(all);
  }
  expect_ok(patron_model_save(model, got.bytes, MOST, &got.length));
  assert_int_equal(got.length, expected.length);
  assert_memory_equal(got.bytes, expected.bytes, (size_t)got.length);
  patron_model_destroy(model);
}

/* The model knows nothing of a plug-in; a fitting keeps the policy that has it. */
static int32_t destroyed;
static void count_destroyed(void *user) { (void)user; destroyed++; }

static patron_status mean_is_best(void *user, const double *values, int64_t count, int32_t capacity, double *from_out, double *score_out, int32_t *points_out)
{
  double sum = 0;
  (void)user;
  (void)capacity;
  for (int64_t i = 0; i < count; i++) sum += values[i] / 3;   /* rounds: the order shows */
  from_out[0] = sum / (double)count - 1;
  score_out[0] = 0;
  from_out[1] = sum;
  score_out[1] = 100;
  *points_out = 2;
  return PATRON_OK;
}

static patron_status all_alike(void *user, const patron_table *criteria, const patron_table *raw, const patron_table *normalised, int64_t count, double *weights_out)
{
  (void)user;
  (void)criteria;
  (void)raw;
  (void)normalised;
  for (int64_t i = 0; i < count; i++) weights_out[i] = 1;
  return PATRON_OK;
}

static void plug_in_normalisers_are_called_by_whoever_merges(void **state)
{
  static blob expected, got, plan;
  const patron_normaliser vtable = {sizeof vtable, patron_abi_version(), "mean", mean_is_best};
  patron_policy *other = NULL, *kept = policy;
  patron_fitting *all;
  patron_model *model = NULL;
  (void)state;
  destroyed = 0;
  expect_ok(parted_policy(context, &other));
  expect_ok(patron_policy_register_normaliser(other, &vtable, NULL, count_destroyed));
  expect_ok(book_rule(context, other, "criteria", "scorecard criterion column normaliser low high within\nvalue fit strategic_fit mean - - -\nvalue trust our_trust mean - - layer\n"
                      "priority value value LINEAR 0 100 -\nroute size size MINMAX - - -\n"));
  expect_ok(patron_fit(book[PARTED_PARTS], other, &model));
  expect_ok(patron_model_save(model, expected.bytes, MOST, &expected.length));
  patron_model_destroy(model);
  policy = other;
  all = in_pass(PASSES - 1, &plan);
  policy = kept;
  patron_policy_destroy(other);
  assert_int_equal(destroyed, 0);
  expect_ok(patron_fitting_model(all, &model));
  expect_ok(patron_model_save(model, got.bytes, MOST, &got.length));
  assert_int_equal(got.length, expected.length);
  assert_memory_equal(got.bytes, expected.bytes, (size_t)got.length);
  patron_model_destroy(model);
  patron_fitting_destroy(all);
  assert_int_equal(destroyed, 1);
}

static void what_compares_all_customers_is_refused(void **state)
{
  const patron_weighting vtable = {sizeof vtable, patron_abi_version(), "alike", all_alike};
  patron_policy *other = NULL;
  patron_fitting *none = NULL;
  (void)state;
  expect_ok(parted_policy(context, &other));
  expect_ok(book_rule(context, other, "scorecards", "scorecard table weighting aggregation\nvalue CUSTOMERS EQUAL PROMETHEE\npriority CUSTOMERS EQUAL WEIGHTED_SUM\nroute CHANNELS EQUAL WEIGHTED_SUM\n"));
  expect_status(patron_fitting_create(context, other, NULL, 0, &none), PATRON_E_STATE);
  assert_told("scorecard value compares all customers with each other (PROMETHEE)");
  expect_ok(book_rule(context, other, "scorecards", "scorecard table weighting aggregation\nvalue CATEGORIES EQUAL WEIGHTED_SUM\npriority CUSTOMERS EQUAL WEIGHTED_SUM\nroute CHANNELS EQUAL WEIGHTED_SUM\n"));
  expect_status(patron_fitting_create(context, other, NULL, 0, &none), PATRON_E_STATE);
  assert_told("scorecard value scores customers by category");
  expect_ok(patron_policy_register_weighting(other, &vtable, NULL, NULL));
  expect_ok(book_rule(context, other, "scorecards", "scorecard table weighting aggregation\nvalue CUSTOMERS alike WEIGHTED_SUM\npriority CUSTOMERS EQUAL WEIGHTED_SUM\nroute CHANNELS EQUAL WEIGHTED_SUM\n"));
  expect_status(patron_fitting_create(context, other, NULL, 0, &none), PATRON_E_STATE);
  assert_told("scorecard value is weighted by a plug-in");
  expect_ok(book_rule(context, other, "scorecards", "scorecard table weighting aggregation\nvalue CUSTOMERS nobody WEIGHTED_SUM\npriority CUSTOMERS EQUAL WEIGHTED_SUM\nroute CHANNELS EQUAL WEIGHTED_SUM\n"));
  expect_status(patron_fitting_create(context, other, NULL, 0, &none), PATRON_E_INVALID_ARGUMENT);
  assert_null(none);
  patron_policy_destroy(other);
}

static void only_what_is_of_one_fit_meets(void **state)
{
  static blob plan, bytes, before;
  patron_context *elsewhere = NULL;
  patron_policy *other = NULL, *foreign = NULL;
  patron_fitting *first = begin(NULL), *later, *none = NULL;
  patron_portfolio *dollars = NULL, *nothing = NULL;
  patron_model *model = NULL;
  (void)state;
  expect_status(patron_fitting_model(first, &model), PATRON_E_STATE);
  assert_told("nothing has been accumulated");
  expect_status(patron_fitting_next(first, NULL, 0, NULL), PATRON_E_STATE);
  later = in_pass(2, &plan);
  save(later, &bytes);
  expect_status(patron_fitting_merge(first, later), PATRON_E_STATE);
  expect_status(patron_fitting_merge(later, first), PATRON_E_STATE);
  assert_told("only fittings of one policy and one plan can be merged");
  /* Another policy. */
  expect_ok(parted_policy(context, &other));
  expect_ok(patron_policy_set(other, "wallet.quantile", "0.7"));
  expect_status(patron_fitting_create(context, other, plan.bytes, plan.length, &none), PATRON_E_STATE);
  expect_status(patron_fitting_load(context, other, bytes.bytes, bytes.length, &none), PATRON_E_STATE);
  assert_told("another policy");
  /* Another currency, in the first pass and later. */
  expect_ok(book_open(context, "USD", (const book_lines[]){{"customers", "customer sales\nX 5.00\n"}, {NULL, NULL}}, &dollars));
  expect_ok(patron_fitting_accumulate(first, book[0]));
  save(first, &before);
  expect_status(patron_fitting_accumulate(first, dollars), PATRON_E_STATE);
  assert_told("one currency");
  expect_status(patron_fitting_accumulate(later, dollars), PATRON_E_STATE);
  /* No customers. */
  expect_ok(patron_portfolio_create(context, "EUR", &nothing));
  expect_status(patron_fitting_accumulate(first, nothing), PATRON_E_STATE);
  assert_told("has no customers");
  /* Another context. */
  expect_ok(patron_context_create(NULL, &elsewhere));
  expect_ok(parted_policy(elsewhere, &foreign));
  expect_status(patron_fitting_create(context, foreign, NULL, 0, &none), PATRON_E_INVALID_ARGUMENT);
  patron_portfolio_destroy(nothing);
  nothing = NULL;
  expect_ok(parted_book(elsewhere, 0, &nothing));
  expect_status(patron_fitting_accumulate(first, nothing), PATRON_E_INVALID_ARGUMENT);
  save(first, &bytes);
  assert_int_equal(bytes.length, before.length);
  assert_memory_equal(bytes.bytes, before.bytes, (size_t)before.length);
  assert_null(none);
  assert_null(model);
  patron_portfolio_destroy(nothing);
  patron_policy_destroy(foreign);
  patron_context_destroy(elsewhere);
  patron_portfolio_destroy(dollars);
  patron_policy_destroy(other);
  patron_fitting_destroy(later);
  patron_fitting_destroy(first);
}

static void every_pass_sees_the_same_customers(void **state)
{
  static blob plan;
  patron_fitting *all = in_pass(1, &plan), *some;
  patron_model *model = NULL;
  (void)state;
  patron_fitting_destroy(all);
  some = begin(&plan);
  expect_ok(patron_fitting_accumulate(some, book[0]));
  expect_status(patron_fitting_next(some, NULL, 0, NULL), PATRON_E_STATE);
  assert_told("this pass has seen 3 customers, the first one 7");
  expect_status(patron_fitting_model(some, &model), PATRON_E_STATE);
  expect_ok(patron_fitting_accumulate(some, book[1]));
  expect_status(patron_fitting_model(some, &model), PATRON_UNKNOWN);
  patron_fitting_destroy(some);
}

static void null_is_refused_and_destroying_it_does_nothing(void **state)
{
  static blob bytes;
  patron_fitting *one = begin(NULL), *none = NULL;
  (void)state;
  patron_fitting_destroy(NULL);
  expect_status(patron_fitting_create(NULL, policy, NULL, 0, &none), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_create(context, policy, NULL, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_create(context, policy, NULL, 5, &none), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_create(context, policy, "", -1, &none), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_create(context, policy, "", 0, &none), PATRON_E_FORMAT);
  expect_status(patron_fitting_accumulate(NULL, book[0]), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_accumulate(one, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_merge(one, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_merge(NULL, one), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_merge(one, one), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_save(NULL, bytes.bytes, MOST, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_save(one, NULL, 5, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_load(context, policy, NULL, 0, &none), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_load(context, policy, bytes.bytes, 0, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_load(NULL, policy, bytes.bytes, 0, &none), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_next(NULL, bytes.bytes, MOST, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_next(one, NULL, 5, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_fitting_model(NULL, NULL), PATRON_E_INVALID_ARGUMENT);
  assert_null(none);
  patron_fitting_destroy(one);
}

/* Parts, and behind them the whole, give one model. */
static void assert_parts_are_the_whole(const patron_policy *rules, patron_portfolio *const *parts, int32_t count)
{
  static blob expected, got;
  patron_model *model = NULL;
  patron_fitting *all = NULL;
  expect_ok(patron_fit(parts[count], rules, &model));
  expect_ok(patron_model_save(model, expected.bytes, MOST, &expected.length));
  patron_model_destroy(model);
  model = NULL;
  for (got.length = 0; model == NULL;) {
    patron_status status;
    expect_ok(patron_fitting_create(context, rules, got.length > 0 ? got.bytes : NULL, got.length, &all));
    for (int32_t p = 0; p < count; p++) expect_ok(patron_fitting_accumulate(all, parts[p]));
    status = patron_fitting_model(all, &model);
    if (status == PATRON_UNKNOWN) expect_ok(patron_fitting_next(all, got.bytes, MOST, &got.length));
    else expect_ok(status);
    patron_fitting_destroy(all);
  }
  expect_ok(patron_model_save(model, got.bytes, MOST, &got.length));
  assert_int_equal(got.length, expected.length);
  assert_memory_equal(got.bytes, expected.bytes, (size_t)got.length);
  patron_model_destroy(model);
}

static void nobody_at_all_gives_the_model_of_nobody(void **state)
{
  patron_portfolio *empty = NULL;
  (void)state;
  expect_ok(book_open(context, "EUR", (const book_lines[]){{"customers", "customer layer sales profit\n"}, {NULL, NULL}}, &empty));
  assert_parts_are_the_whole(NULL, (patron_portfolio *const[]){empty, empty}, 1);
  patron_portfolio_destroy(empty);
}

/* One part lacks columns and tables that the other has: they are unknown there, and empty, and not untold. */
static void a_part_may_lack_columns_and_tables(void **state)
{
  static const char activities[] = "customer activity minutes per_year cost\nB1 visit 60 12 10.00\nB2 audit - - 90.00\n";
  static const book_lines books[3][3] = {
    {{"customers", "customer layer mark size sales profit our_trust\nA1 KA - 1 900.00 300.00 40\nA2 KA - 2 80.00 20.00 90\nA3 KA - - 10.00 2.00 70\n"}, {NULL, NULL}},
    {{"customers", "customer layer note mark size sales profit our_trust strategic_fit service_level\nB1 KA x 2.5 1.5 500.00 200.00 55 80 10\nB2 KA - 3 2 400.00 100.00 60 - 30\n"}, {"activities", activities}},
    {{"customers", "customer layer note mark size sales profit our_trust strategic_fit service_level\nA1 KA - - 1 900.00 300.00 40 - -\nA2 KA - - 2 80.00 20.00 90 - -\nA3 KA - - - 10.00 2.00 70 - -\n"
      "B1 KA x 2.5 1.5 500.00 200.00 55 80 10\nB2 KA - 3 2 400.00 100.00 60 - 30\n"}, {"activities", activities}}};
  patron_portfolio *parts[3] = {NULL, NULL, NULL};
  (void)state;
  for (int32_t p = 0; p < 3; p++) expect_ok(book_open(context, "EUR", books[p], &parts[p]));
  assert_parts_are_the_whole(NULL, parts, 2);
  assert_parts_are_the_whole(policy, parts, 2);
  for (int32_t p = 0; p < 3; p++) patron_portfolio_destroy(parts[p]);
}

static uint64_t seed = 77;

static uint64_t any(uint64_t below)
{
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed % below;
}

/* Length and checksum as they should be for what the bytes say else. */
static void seal(blob *of)
{
  uint64_t sum;
  for (int i = 0; i < 8; i++) of->bytes[16 + i] = (uint8_t)((uint64_t)of->length >> 8 * i);
  sum = patron__checksum(of->bytes, of->length - 8);
  for (int i = 0; i < 8; i++) of->bytes[of->length - 8 + i] = (uint8_t)(sum >> 8 * i);
}

/* Refused with a text, or of use to the end. */
static int32_t use(const blob *of, int32_t is_plan)
{
  static blob again;
  patron_fitting *one = NULL;
  patron_model *model = NULL;
  const uint64_t used = patron_context_memory_used(context);
  const patron_status status = is_plan ? patron_fitting_create(context, policy, of->bytes, of->length, &one) : patron_fitting_load(context, policy, of->bytes, of->length, &one);
  if (status != PATRON_OK) {
    assert_true(status == PATRON_E_FORMAT || status == PATRON_E_STATE || status == PATRON_E_RANGE || status == PATRON_E_DUPLICATE || status == PATRON_E_NOT_FINITE || status == PATRON_E_NOT_FOUND || status == PATRON_E_TYPE);
    assert_null(one);
    assert_int_equal(patron_context_memory_used(context), used);
    return 0;
  }
  if (!is_plan) {
    save(one, &again);
    assert_int_equal(again.length, of->length);
    assert_memory_equal(again.bytes, of->bytes, (size_t)of->length);
  }
  (void)patron_fitting_accumulate(one, book[0]);
  (void)patron_fitting_next(one, again.bytes, MOST, &again.length);
  if (patron_fitting_model(one, &model) == PATRON_OK) patron_model_destroy(model);
  patron_fitting_destroy(one);
  assert_int_equal(patron_context_memory_used(context), used);
  return 1;
}

static void bytes_from_anywhere_do_no_harm(void **state)
{
  static blob plan, good, bad;
  int64_t accepted = 0;
  (void)state;
  for (int32_t passes = 0; passes < PASSES; passes++) {
    patron_fitting *all = in_pass(passes, &plan);
    save(all, &good);
    patron_fitting_destroy(all);
    for (int32_t is_plan = 0; is_plan < 2; is_plan++) {
      const blob *from = is_plan ? &plan : &good;
      if (is_plan && passes == 0) continue;
      assert_int_equal(use(from, is_plan), 1);
      for (int64_t i = 0; i < from->length; i += 7) {   /* without the seal nothing passes */
        bad = *from;
        bad.bytes[i] ^= (uint8_t)(1u << i % 8);
        assert_int_equal(use(&bad, is_plan), 0);
      }
      for (int32_t round = 0; round < 400; round++) {
        bad = *from;
        for (uint64_t changes = any(3) + 1; changes > 0; changes--) {
          const int64_t at = 24 + (int64_t)any((uint64_t)bad.length - 32);
          bad.bytes[at] = any(3) == 0 ? (uint8_t)any(256) : (uint8_t)(bad.bytes[at] + (any(2) ? 1 : 255));
        }
        if (round % 20 == 0) bad.length = 40 + (int64_t)any((uint64_t)bad.length - 40);
        seal(&bad);
        accepted += use(&bad, is_plan);
      }
    }
  }
  print_message("%lld forged ones were of use\n", (long long)accepted);
  assert_true(accepted > 0);
}

enum { WITHOUT_TABLE, WITHOUT_COLUMN, RENAMED, OTHER_MONEY, AS_TYPE, FORGERIES = AS_TYPE + PATRON_FLAG + 1 };   /* AS_TYPE + t: the column is one of that type */

static patron_status forged_column(const patron_table *from, const patron__column *column, int32_t how, patron__column **out)
{
  patron__column *made = NULL;
  const int32_t type = how - AS_TYPE;
  if (type < PATRON_MONEY || type == PATRON_TEXT || type == PATRON_CODE || type == column->type) {
    *out = (patron__column *)(uintptr_t)column;
    patron__column_retain(*out);
    return PATRON_OK;
  }
  const patron_status status = patron__column_create(context, type, from->rows, &made);
  if (status == PATRON_OK) *out = made;
  return status;
}

/* The table with column `at` forged. */
static patron_table *forged_table(const patron_table *from, int32_t at, int32_t how)
{
  patron_table *made = NULL;
  expect_ok(patron__table_create(context, from->name, from->rows, &made));
  made->money_exponent = how == OTHER_MONEY ? from->money_exponent + 1 : from->money_exponent;
  for (int32_t c = 0; c < from->column_count; c++) {
    patron__column *column = NULL;
    if (c == at && how == WITHOUT_COLUMN) continue;
    expect_ok(forged_column(from, from->columns[c].column, c == at ? how : -1, &column));
    expect_ok(patron__table_attach(made, c == at && how == RENAMED ? "~" : from->columns[c].name, column));
    patron__column_drop(column);
  }
  return made;
}

/* Whether bytes in which one column or table is not what it was are of use: then they must come back as they are. */
static int32_t use_forged(const patron__tables *from, int32_t table, int32_t column, int32_t how, int32_t is_plan)
{
  static blob bytes;
  patron__tables set;
  int32_t used;
  patron__tables_init(&set, context);
  for (int32_t t = 0; t < from->count; t++) {
    if (t == table && how == WITHOUT_TABLE) continue;
    patron_table *made = forged_table(from->items[t], t == table ? column : -1, t == table ? how : -1);
    expect_ok(patron__tables_put(&set, made));
    patron_table_destroy(made);
  }
  if (patron__tables_save(&set, bytes.bytes, MOST, &bytes.length) != PATRON_OK) bytes.length = 0;   /* money of two kinds is not even saved */
  patron__tables_clear(&set);
  used = bytes.length > 0 && use(&bytes, is_plan);
  return used;
}

static void each_column_is_what_it_must_be(void **state)
{
  static blob plan, good;
  int64_t refused = 0, accepted = 0;
  (void)state;
  for (int32_t passes = 0; passes < PASSES; passes++) {
    patron_fitting *all = in_pass(passes, &plan);
    save(all, &good);
    patron_fitting_destroy(all);
    for (int32_t is_plan = 0; is_plan < 2; is_plan++) {
      patron__tables set;
      if (is_plan && passes == 0) continue;
      patron__tables_init(&set, context);
      expect_ok(patron__tables_load(context, is_plan ? plan.bytes : good.bytes, is_plan ? plan.length : good.length, &set));
      assert_int_equal(use_forged(&set, -1, -1, -1, is_plan), 1);
      for (int32_t t = 0; t < set.count; t++)
        for (int32_t how = 0; how < FORGERIES; how++)
          for (int32_t c = 0; c < (how == WITHOUT_TABLE || how == OTHER_MONEY ? 1 : set.items[t]->column_count); c++) {
            if (how >= AS_TYPE && (how - AS_TYPE < PATRON_MONEY || how - AS_TYPE == PATRON_TEXT || how - AS_TYPE == PATRON_CODE || set.items[t]->columns[c].column->type == how - AS_TYPE)) continue;
            if (use_forged(&set, t, c, how, is_plan)) accepted++;
            else refused++;
          }
      patron__tables_clear(&set);
    }
  }
  print_message("%lld forged ones were refused, %lld were of use\n", (long long)refused, (long long)accepted);
  assert_true(refused > accepted && accepted > 0);   /* rules may have columns of the user's, and lack some */
}

static void read_golden(FILE *file, const char *name, blob *out)
{
  static char line[4 * MOST];
  unsigned int byte;
  char *at = line;
  assert_non_null(fgets(line, sizeof line, file));
  assert_int_equal(strncmp(line, name, strlen(name)), 0);
  for (at += strlen(name) + 1, out->length = 0; sscanf(at, "%2x", &byte) == 1; at += 2) out->bytes[out->length++] = (uint8_t)byte;
}

/* Sixteen # are the hash of the rules, and the checksum is not looked at: both follow from the built-in rules. */
static void assert_golden(const blob *got, const blob *golden, const char *name)
{
  int64_t hash = 0;
  assert_int_equal(got->length, golden->length);
  while (memcmp(golden->bytes + hash, "################", 16) != 0) hash++;
  for (int64_t i = 0; i < got->length - 8; i++)
    if ((i < hash || i >= hash + 16) && got->bytes[i] != golden->bytes[i]) fail_msg("%s: byte %d is another", name, (int)i);
}

static void bytes_are_those_of_version_1(void **state)
{
  static const char *const names[] = {"whole_0", "plan_1", "whole_1"};
  static blob golden, got[3];
  char path[1024], line[512];
  patron_fitting *all;
  FILE *file;
  (void)state;
  snprintf(path, sizeof path, "%s/bytes/fitting.txt", PATRON_VECTORS);
  file = fopen(path, "rb");
  assert_non_null(file);
  for (int32_t i = 0; i < 2; i++) assert_non_null(fgets(line, sizeof line, file));
  all = in_pass(0, &got[1]);
  save(all, &got[0]);
  patron_fitting_destroy(all);
  all = in_pass(1, &got[1]);
  save(all, &got[2]);
  patron_fitting_destroy(all);
  for (int32_t i = 0; i < 3; i++) {
    read_golden(file, names[i], &golden);
    assert_golden(&got[i], &golden, names[i]);
  }
  fclose(file);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(five_passes_lead_to_the_model),
    cmocka_unit_test(plug_in_normalisers_are_called_by_whoever_merges),
    cmocka_unit_test(what_compares_all_customers_is_refused),
    cmocka_unit_test(only_what_is_of_one_fit_meets),
    cmocka_unit_test(every_pass_sees_the_same_customers),
    cmocka_unit_test(null_is_refused_and_destroying_it_does_nothing),
    cmocka_unit_test(nobody_at_all_gives_the_model_of_nobody),
    cmocka_unit_test(a_part_may_lack_columns_and_tables),
    cmocka_unit_test(bytes_are_those_of_version_1),
    cmocka_unit_test(bytes_from_anywhere_do_no_harm),
    cmocka_unit_test(each_column_is_what_it_must_be),
  };
  return cmocka_run_group_tests_name("fitting", tests, open_all, close_all);
}
