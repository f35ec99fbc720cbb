/* A model is read as hostile input: whatever does not fit what fit writes is refused, and what fits is read back as it was. */
#include "checks.h"
#include "stages/score.h"
#include "text_tables.h"

typedef struct desk { patron_context *context; patron_portfolio *book; patron_policy *policy; patron_model *model; patron__tables tables; } desk;

static void open_desk(desk *d) {
  patron_table *names = NULL;
  memset(d, 0, sizeof *d);
  expect_ok(patron_context_create(NULL, &d->context));
  expect_ok(patron_portfolio_create(d->context, "EUR", &d->book));
  expect_ok(patron_policy_create(d->context, NULL, &d->policy));
  expect_ok(put_facts(d->context, d->book, "customers", "customer|layer|x:n\nA|KA_RETAIL|1\nB|KA_RETAIL|2\nC|END_USER|3\n"));
  expect_ok(put_rules(d->context, d->policy, "scorecards", "scorecard|weighting|aggregation\nv|EQUAL|\nq|EQUAL|VIKOR\n"));
  expect_ok(put_rules(d->context, d->policy, "criteria", "scorecard|criterion|column|normaliser|within\nv|a|x|PERCENT_RANK|layer\nv|b|x|MINMAX|\nq|c|x|MINMAX|\n"));
  expect_ok(patron_fit(d->book, d->policy, &d->model));
  patron__tables_init(&d->tables, d->context);
  expect_ok(patron_model_table(d->model, "tables", &names));
  for (int64_t row = 0; row < table_rows(names); row++) {
    patron_table *table = NULL;
    expect_ok(patron_model_table(d->model, cell_text(names, "table", row), &table));
    expect_ok(patron__tables_put(&d->tables, table));
    patron_table_destroy(table);
  }
  patron_table_destroy(names);
}

static void close_desk(desk *d) {
  patron__tables_clear(&d->tables);
  patron_model_destroy(d->model);
  patron_policy_destroy(d->policy);
  patron_portfolio_destroy(d->book);
  patron_context_destroy(d->context);
}

static patron_status prepare(const desk *d) {
  void *state = NULL;
  const patron_status status = patron__stage_score.prepare(d->context, &d->tables, &state);
  if (status == PATRON_OK) patron__stage_score.release(d->context, state);
  return status;
}

static void replace(desk *d, const char *name, const char *text) {
  patron_table *table = NULL;
  expect_ok(text_table(d->context, name, text, &table));
  expect_ok(patron__tables_put(&d->tables, table));
  patron_table_destroy(table);
}

static const char good_peers[] = "scorecard|criterion|peer:n|layer\nv|a|0|END_USER\nv|a|1|KA_RETAIL\n";
static const char good_points[] = "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|a|1|1|25\nv|a|1|2|75\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n";
static const char good_criteria[] = "scorecard|criterion|column|normaliser|within|weight:n|ideal:n|anti_ideal:n\nv|a|x|PERCENT_RANK|layer|0.5||\nv|b|x|MINMAX||0.5||\nq|c|x|MINMAX||1|100|0\n";

static void what_fit_writes_is_read_back(void **state) {
  desk d;
  (void)state;
  open_desk(&d);
  expect_ok(prepare(&d));
  replace(&d, "peers", good_peers);
  replace(&d, "points", good_points);
  replace(&d, "criteria", good_criteria);
  expect_ok(prepare(&d));
  close_desk(&d);
}

static const struct { const char *table, *text; } damages[] = {
  {"peers", "scorecard|criterion|peer:n|layer\nv|a|0|END_USER\nv|a|2|KA_RETAIL\n"},
  {"peers", "scorecard|criterion|peer:n|layer\nv|a|0|END_USER\nv|a|1|KA_RETAIL\nv|b|0|KA_RETAIL\n"},
  {"peers", "scorecard|criterion|peer:n\nv|a|0\nv|a|1\n"},
  {"peers", "scorecard|criterion|peer:n|layer\nv|a|0|END_USER\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|a|1|2|25\nv|a|1|1|75\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|a|1|1|25\nv|a|1|2|175\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|a|1|1|25\nv|a|1||75\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|1|3|50\nv|a|0|1|25\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|a|7|1|25\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|b|0|1|0\nv|b|0|3|100\nv|a|0|3|50\nq|c|0|1|0\nq|c|0|3|100\n"},
  {"points", "scorecard|criterion|peer:n|from:n|score:n\nv|a|0|3|50\nv|b|0|1|0\nv|b|0|3|100\nq|c|0|1|0\nq|c|0|3|100\nz|z|0|1|1\n"},
  {"criteria", "scorecard|criterion|column|normaliser|within|weight:n|ideal:n|anti_ideal:n\nv|a|x|PERCENT_RANK|layer|-0.5||\nv|b|x|MINMAX||0.5||\nq|c|x|MINMAX||1|100|0\n"},
  {"criteria", "scorecard|criterion|column|normaliser|within|weight:n|ideal:n|anti_ideal:n\nv|a|x|PERCENT_RANK|layer|0.5||\nv|b|x|MINMAX||0.5||\nq|c|x|MINMAX||1|100|101\n"},
  {"criteria", "scorecard|criterion|column|normaliser|within|weight:n|ideal:n|anti_ideal:n\nv|a|x|PERCENT_RANK|layer|0.5||\nv|b|x|MINMAX||0.5||\nq|c|x|MINMAX||1|100|\n"},
  {"criteria", "scorecard|criterion|column|normaliser|within|weight:n\nv|a|q|MINMAX||0.5\nv|b|x|MINMAX||0.5\nq|c|v|MINMAX||1\n"},
  {"criteria", "scorecard|criterion|column|normaliser|within|weight:n\nv|a||MINMAX||0.5\nv|b|x|MINMAX||0.5\nq|c|x|MINMAX||1\n"},
  {"criteria", "scorecard|criterion|column|direction|normaliser|within|weight:n\nv|a|x|SIDEWAYS|MINMAX||0.5\nv|b|x||MINMAX||0.5\nq|c|x||MINMAX||1\n"},
  {"scorecards", "scorecard|weighting|aggregation\nv|EQUAL|\n"},
  {"compromise", "scorecard|utility_best:n|utility_worst:n|regret_best:n|regret_worst:n\nq|1|0|0|1\n"},
  {"compromise", "scorecard|utility_best:n|utility_worst:n|regret_best:n|regret_worst:n\nv|0|1|0|1\n"},
};

static void a_damaged_model_is_refused(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
    patron_status status;
    desk d;
    open_desk(&d);
    replace(&d, "peers", good_peers);
    replace(&d, "points", good_points);
    replace(&d, "criteria", good_criteria);
    replace(&d, damages[i].table, damages[i].text);
    status = prepare(&d);
    if (status != PATRON_E_FORMAT) fail_msg("damage %d: %s", (int)i, patron_status_name(status));
    close_desk(&d);
  }
}

static void a_stored_model_scores_as_the_fresh_one(void **state) {
  patron_model *loaded = NULL;
  patron_assessment *fresh = NULL, *stored = NULL;
  patron_table *a = NULL, *b = NULL;
  int64_t needed = 0;
  void *bytes;
  desk d;
  (void)state;
  open_desk(&d);
  expect_ok(patron_model_save(d.model, NULL, 0, &needed));
  bytes = malloc((size_t)needed);
  expect_ok(patron_model_save(d.model, bytes, needed, &needed));
  expect_ok(patron_model_load(d.context, bytes, needed, &loaded));
  expect_ok(patron_apply(d.model, d.book, &fresh));
  expect_ok(patron_apply(loaded, d.book, &stored));
  expect_ok(patron_assessment_table(fresh, "customers", &a));
  expect_ok(patron_assessment_table(stored, "customers", &b));
  for (int64_t row = 0; row < 3; row++) {
    assert_true(cell_number(a, "v", row) == cell_number(b, "v", row));
    assert_true(cell_number(a, "q", row) == cell_number(b, "q", row));
  }
  patron_table_destroy(a);
  patron_table_destroy(b);
  patron_assessment_destroy(fresh);
  patron_assessment_destroy(stored);
  patron_model_destroy(loaded);
  free(bytes);
  close_desk(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_fit_writes_is_read_back),
    cmocka_unit_test(a_damaged_model_is_refused),
    cmocka_unit_test(a_stored_model_scores_as_the_fresh_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
