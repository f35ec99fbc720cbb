/* Models whose tables are well formed and do not fit together, as one who can put a checksum right may write them: each is refused with what is wrong, and nothing is left behind. */
#include "decided.h"

#include "table/store.h"
#include "table/take.h"

enum { LARGEST = 1 << 20, MOST_ROWS = 256 };
enum { ABSENT, MISNAMED, OF_TYPE, UNKNOWN, NUMBERED, LETTERED, CODED, WITHOUT, AGAIN };

/* What is done to a table of the model: it is ABSENT; its column is MISNAMED, or OF_TYPE `value`, or CODED; its cell is UNKNOWN, NUMBERED `value`, or begins with the letter `value`; the table is WITHOUT the row, or has it AGAIN at its end. */
typedef struct damage { const char *table, *column; int64_t row; int32_t what; int64_t value; const char *says; } damage;

static const book_lines facts[] = {{"customers",
  "customer layer territory sales profit potential strategic_fit wallet_proxy\n"
  "a K North 100.00 20.00 200.00 50 9\nb K South 50.00 5.00 - 60 8\nc K North 10.00 1.00 30.00 70 7\nd S South 20.00 2.00 25.00 80 6\ne S North 2.00 0.50 - 90 5\n"},
  {"history", "customer period sales\na 2023-01-01 90.00\na 2024-01-01 95.00\na 2025-01-01 100.00\nb 2023-01-01 80.00\nb 2024-01-01 60.00\nb 2025-01-01 50.00\nd 2024-01-01 20.00\nd 2025-01-01 20.00\n"}, {NULL, NULL}};
static const book_lines rules[] = {
  {"segments", "segment by measure cuts bit purpose use\nsales layer current_value 80,95 SALES a b\nfits - strategic_fit 80 NONE a b\n"},
  {"settings", "key value\nwallet.estimate PEER\nwallet.minimum_positive 1\nfence.visit_cost 1.00\n"}, {NULL, NULL}};

static uint8_t *bytes;
static int64_t length;

static void take_rows(patron_table *table, const int64_t *rows, int64_t count)
{
  for (int32_t i = 0; i < table->column_count; i++) {
    patron__column *taken = NULL;
    expect_ok(patron__column_take(table->columns[i].column, context, rows, count, &taken));
    patron__column_drop(table->columns[i].column);
    table->columns[i].column = taken;
  }
  table->rows = count;
}

static void change_rows(patron_table *table, const damage *of)
{
  int64_t rows[MOST_ROWS + 1], count = 0;
  assert_true(table->rows <= MOST_ROWS && of->row < table->rows);
  for (int64_t row = 0; row < table->rows; row++)
    if (of->what == AGAIN || row != of->row) rows[count++] = row;
  if (of->what == AGAIN) rows[count++] = of->row;
  take_rows(table, rows, count);
}

static void change_cell(patron_table *table, patron__column *column, const damage *of)
{
  assert_true(of->row < table->rows);
  if (of->what == UNKNOWN) {
    expect_ok(patron__column_need_validity(column));
    patron__column_set_unknown(column, of->row);
  } else if (of->what == LETTERED && column->type == PATRON_CODE) {
    column->dictionary->bytes[column->dictionary->offsets[patron__column_i32(column, of->row)]] = (char)of->value;
  } else if (of->what == LETTERED) {
    ((char *)column->values)[column->offsets[of->row]] = (char)of->value;
  } else if (column->type == PATRON_CODE || column->type == PATRON_DATE) {
    ((int32_t *)column->values)[of->row] = (int32_t)of->value;
  } else {
    ((int64_t *)column->values)[of->row] = of->value;
  }
}

static void change_to_codes(patron__column **column)
{
  patron__column *made = NULL;
  expect_ok(patron__column_create(context, PATRON_CODE, (*column)->rows, &made));
  expect_ok(patron__column_encode(context, *column, made->values, &made->dictionary));
  patron__column_drop(*column);
  *column = made;
}

static void apply_damage(const patron__tables *tables, const damage *of)
{
  patron_table *table = patron__tables_find(tables, of->table);
  if (table == NULL) fail_msg("the model has no table %s", of->table);
  if (of->what == ABSENT) { table->name[0] = 'Z'; return; }
  if (of->column == NULL) { change_rows(table, of); return; }
  for (int32_t i = 0; i < table->column_count; i++) {
    if (strcmp(table->columns[i].name, of->column) != 0) continue;
    if (of->what == MISNAMED) table->columns[i].name[0] = 'Z';
    else if (of->what == OF_TYPE) table->columns[i].column->type = (int32_t)of->value;
    else if (of->what == CODED) change_to_codes(&table->columns[i].column);
    else change_cell(table, table->columns[i].column, of);
    return;
  }
  fail_msg("the table %s of the model has no column %s", of->table, of->column);
}

static void expect_refused(const damage *damages, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    const damage *of = &damages[i];
    static uint8_t changed[LARGEST];
    int64_t size = 0;
    char text[1200] = "";
    patron__tables tables;
    patron_model *model = NULL;
    patron__tables_init(&tables, context);
    expect_ok(patron__tables_load(context, bytes, length, &tables));
    apply_damage(&tables, of);
    expect_ok(patron__tables_save(&tables, changed, LARGEST, &size));
    patron__tables_clear(&tables);
    const patron_status status = patron_model_load(context, changed, size, &model);
    patron_context_error(context, text, sizeof text, NULL);
    if (status != PATRON_E_FORMAT || strstr(text, of->says) == NULL) fail_msg("%s.%s, row %d, damage %d: %s, %s", of->table, of->column == NULL ? "" : of->column, (int)of->row, (int)of->what, patron_status_name(status), text);
    assert_null(model);
  }
}

static void save_a_model(void)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  expect_ok(book_open(context, "EUR", facts, &book));
  expect_ok(patron_policy_create(context, NULL, &policy));
  for (const book_lines *rule = rules; rule->name != NULL; rule++) expect_ok(book_rule(context, policy, rule->name, rule->text));
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_model_save(model, NULL, 0, &length));
  bytes = malloc((size_t)length);
  assert_non_null(bytes);
  expect_ok(patron_model_save(model, bytes, length, NULL));
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

#define REFUSED(...) do { static const damage damages[] = {__VA_ARGS__}; save_a_model(); expect_refused(damages, sizeof damages / sizeof *damages); free(bytes); } while (0)

static void what_the_model_is_about_is_known(void **state)
{
  (void)state;
  REFUSED({"about", NULL, 0, ABSENT, 0, "about is missing"}, {"about", "key", 0, MISNAMED, 0, "no currency"}, {"about", "value", 0, MISNAMED, 0, "no currency"}, {"about", "value", 0, UNKNOWN, 0, "no currency"},
          {"about", "key", 0, LETTERED, 'k', "no currency"}, {"about", "value", 0, LETTERED, 'Q', "its currency is unknown"}, {"about", "value", 1, LETTERED, 'x', "its as-of date is no date"},
          {"settings", NULL, 0, ABSENT, 0, "the table settings is missing"}, {"settings", NULL, 3, WITHOUT, 0, "a setting is missing"}, {"settings", "key", 5, LETTERED, '?', "a setting is missing"},
          {"periods", NULL, 0, ABSENT, 0, "its periods are broken"}, {"periods", NULL, 0, AGAIN, 0, "its periods are broken"}, {"periods", "before_from", 0, MISNAMED, 0, "its periods are broken"},
          {"programs", "rank", 0, NUMBERED, -7, "a rule has a value that it cannot have"});
}

static void what_it_has_seen_are_facts(void **state)
{
  static const char untold[] = "it does not tell which facts it has seen", none[] = "a fact that it has seen cannot be one";
  (void)state;
  REFUSED({"given", NULL, 0, ABSENT, 0, untold}, {"given", "table", 0, MISNAMED, 0, untold}, {"given", "column", 0, MISNAMED, 0, untold}, {"given", "type", 0, MISNAMED, 0, untold},
          {"given", "type", 0, OF_TYPE, PATRON_MONEY, untold}, {"given", "type", 2, UNKNOWN, 0, untold}, {"given", "table", 1, UNKNOWN, 0, untold}, {"given", "type", 2, NUMBERED, -1, none},
          {"given", "type", 2, NUMBERED, PATRON_FLAG + 1, none}, {"given", "table", 0, LETTERED, 'x', none}, {"given", "column", 3, LETTERED, '\n', none});
}

static void groups_and_cuts_fit_their_segments(void **state)
{
  (void)state;
  REFUSED({"segments", NULL, 0, ABSENT, 0, "wallets are broken"}, {"groups", NULL, 0, ABSENT, 0, "a table is missing"}, {"cuts", NULL, 0, ABSENT, 0, "a table is missing"},
          {"groups", "segment", 0, MISNAMED, 0, "lack a segment or a status"}, {"groups", "status", 0, MISNAMED, 0, "lack a segment or a status"}, {"groups", "layer", 0, MISNAMED, 0, "lack the column layer"},
          {"groups", NULL, 0, AGAIN, 0, "scattered"}, {"groups", NULL, 2, AGAIN, 0, "one group"}, {"groups", "status", 1, UNKNOWN, 0, "a group has no status"}, {"groups", "layer", 0, LETTERED, 'T', "not in order"},
          {"groups", "layer", 0, LETTERED, 'S', "not in order"}, {"groups", "layer", 0, UNKNOWN, 0, "not in order"}, {"groups", "segment", 0, UNKNOWN, 0, "do not fit its groups"}, {"groups", NULL, 1, WITHOUT, 0, "do not fit its groups"},
          {"groups", "status", 1, NUMBERED, 1, "do not fit its groups"}, {"cuts", "segment", 0, MISNAMED, 0, "lack a column"}, {"cuts", "group", 0, MISNAMED, 0, "lack a column"}, {"cuts", "share_ppm", 0, MISNAMED, 0, "lack a column"},
          {"cuts", "cutoff", 0, MISNAMED, 0, "lack a column"}, {"cuts", "cutoff_number", 0, MISNAMED, 0, "lack a column"}, {"cuts", "cutoff", 0, OF_TYPE, PATRON_INTEGER, "lack a column"},
          {"cuts", "group", 0, NUMBERED, -1, "do not fit its groups"}, {"cuts", "group", 3, NUMBERED, 2, "do not fit its groups"}, {"cuts", "share_ppm", 1, NUMBERED, 900000, "do not fit its groups"},
          {"cuts", "cutoff", 0, UNKNOWN, 0, "a cut has no value"}, {"cuts", NULL, 3, WITHOUT, 0, "incomplete"}, {"cuts", NULL, 4, AGAIN, 0, "incomplete"}, {"cuts", "segment", 4, UNKNOWN, 0, "incomplete"});
}

static void potential_keys_fit_their_groups(void **state)
{
  (void)state;
  REFUSED({"potential_groups", NULL, 0, ABSENT, 0, "potential keys are missing"}, {"potential_calibration", NULL, 0, ABSENT, 0, "potential keys are missing"}, {"history_periods", NULL, 0, ABSENT, 0, "history periods are broken"},
          {"history_periods", "period", 0, MISNAMED, 0, "history periods are broken"}, {"potential_groups", "segment", 0, MISNAMED, 0, "lack a column"}, {"potential_groups", "cut", 0, MISNAMED, 0, "lack a column"},
          {"potential_groups", "cut_before", 0, MISNAMED, 0, "lack a column"}, {"potential_groups", "minimum", 0, MISNAMED, 0, "lack a column"}, {"potential_calibration", "segment", 0, MISNAMED, 0, "lack a column"},
          {"potential_calibration", "p", 0, MISNAMED, 0, "lack a column"}, {"potential_groups", "cut", 0, OF_TYPE, PATRON_INTEGER, "lack a column"}, {"potential_groups", NULL, 1, AGAIN, 0, "too many groups"},
          {"potential_groups", NULL, 1, WITHOUT, 0, "do not fit its groups"}, {"potential_calibration", NULL, 15, AGAIN, 0, "too many rows"}, {"potential_calibration", NULL, 15, WITHOUT, 0, "do not fit its groups"},
          {"potential_calibration", "segment", 0, LETTERED, 'q', "do not fit its groups"});
}

static void tiers_standings_and_wallets_fit_the_rules(void **state)
{
  (void)state;
  REFUSED({"programs", NULL, 0, ABSENT, 0, "lack programs"}, {"tier_cuts", NULL, 0, ABSENT, 0, "tier_cuts is missing"}, {"tier_cuts", "cutoff", 0, MISNAMED, 0, "lack a column"}, {"tier_cuts", "capacity_cutoff", 0, MISNAMED, 0, "lack a column"},
          {"tier_cuts", "fence_visit_cost", 0, MISNAMED, 0, "lack a column"}, {"tier_cuts", "fence_amount", 0, MISNAMED, 0, "lack a column"}, {"tier_cuts", "cutoff", 0, OF_TYPE, PATRON_INTEGER, "lack a column"},
          {"tier_cuts", NULL, 3, AGAIN, 0, "more tier cuts than tiers"}, {"tier_cuts", NULL, 3, WITHOUT, 0, "do not fit its programs"}, {"tier_cuts", "tier", 1, LETTERED, 'X', "do not fit its programs"},
          {"standings", NULL, 0, ABSENT, 0, "standings are broken"}, {"standings", "largest_sales", 0, MISNAMED, 0, "standings are broken"}, {"standings", "largest_profit", 0, OF_TYPE, PATRON_INTEGER, "standings are broken"},
          {"standings", "layer", 0, LETTERED, 'T', "not in order"}, {"wallets", NULL, 0, ABSENT, 0, "wallets are broken"}, {"wallets", "wallet_depth", 0, MISNAMED, 0, "wallets are broken"},
          {"wallets", "wallet_depth", 0, OF_TYPE, PATRON_MONEY, "wallets are broken"}, {"wallets", "wallet_peer", 0, MISNAMED, 0, "wallets are broken"}, {"wallets", "wallet_peer", 0, OF_TYPE, PATRON_INTEGER, "wallets are broken"},
          {"wallets", "wallet_rate", 0, MISNAMED, 0, "wallets are broken"}, {"wallets", "wallet_rate", 0, OF_TYPE, PATRON_MONEY, "wallets are broken"}, {"wallets", NULL, 0, AGAIN, 0, "wallets are broken"},
          {"wallets", "wallet_depth", 2, NUMBERED, 2, "wallets are broken"}, {"wallets", NULL, 0, WITHOUT, 0, "has one group"}, {"wallets", "layer", 1, LETTERED, 'S', "not in order"});
}

static void rules_of_a_model_are_those_of_a_policy(void **state)
{
  (void)state;
  REFUSED({"matrix", NULL, 0, ABSENT, 0, "lack the matrix"}, {"matrix", NULL, 2, AGAIN, 0, "a rule has a value that it cannot have"}, {"matrix", "attractiveness", 2, UNKNOWN, 0, "a rule has a value that it cannot have"},
          {"relationship", "from", 1, NUMBERED, 0, "a bound above that of the level before"}, {"relationship", "level", 1, UNKNOWN, 0, "a rule has a value that it cannot have"},
          {"relationship", NULL, 1, AGAIN, 0, "a rule has a value that it cannot have"}, {"programs", "tier", 2, UNKNOWN, 0, "a rule has a value that it cannot have"}, {"programs", "tier", 2, LETTERED, 'S', "do not fit its programs"},
          {"segments", "purpose", 0, CODED, 0, "names of a rule are no texts"}, {"segments", "segment", 0, UNKNOWN, 0, "a rule has a value that it cannot have"}, {"segments", "by", 0, LETTERED, 'X', "lack the column Xayer"}, {"segments", "cuts", 0, LETTERED, '9', "do not fit its groups"});
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_the_model_is_about_is_known, start, stop),
    cmocka_unit_test_setup_teardown(what_it_has_seen_are_facts, start, stop),
    cmocka_unit_test_setup_teardown(groups_and_cuts_fit_their_segments, start, stop),
    cmocka_unit_test_setup_teardown(potential_keys_fit_their_groups, start, stop),
    cmocka_unit_test_setup_teardown(tiers_standings_and_wallets_fit_the_rules, start, stop),
    cmocka_unit_test_setup_teardown(rules_of_a_model_are_those_of_a_policy, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
