/* The smallest single change of each decision: made, it alters the decision as told; made a step smaller, it does not; and no smaller change of another figure does. */
#include "decided.h"

#include "company.h"
#include "crowd.h"

/* A change that is told, as the table says it. */
typedef struct told { char decision[128], becomes[128], factor[128], code[64], text[BOOK_CELL]; double raw, threshold, change; int raw_known; } told;

static double number_of(const patron_table *table, const char *column, int64_t row, int *known)
{
  int64_t index;
  double value = 0;
  uint8_t bits = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_f64(table, index, row, 1, &value, &bits));
  if (known != NULL) *known = bits & 1;
  return value;
}

static void word_of(const patron_table *table, const char *column, int64_t row, char *out, size_t cap)
{
  char cell[BOOK_CELL];
  snprintf(out, cap, "%s", book_cell(table, column, row, cell));
}

/* Row `line` of explanations; 0: it tells no change. */
static int read_told(const patron_table *why, int64_t line, told *out)
{
  word_of(why, "decision", line, out->decision, sizeof out->decision);
  if (strcmp(out->decision, "?") == 0) return 0;
  word_of(why, "becomes", line, out->becomes, sizeof out->becomes);
  word_of(why, "factor", line, out->factor, sizeof out->factor);
  word_of(why, "code", line, out->code, sizeof out->code);
  word_of(why, "text", line, out->text, sizeof out->text);
  out->raw = number_of(why, "raw", line, &out->raw_known);
  out->threshold = number_of(why, "threshold", line, NULL);
  out->change = number_of(why, "change", line, NULL);
  return 1;
}

/* The decision as computed, "?" unknown. */
static const char *decision_of(const patron_assessment *result, const char *id, const char *column, char *out)
{
  patron_customer customer = 0;
  char kept[160];
  patron_status status;
  expect_ok(patron_assessment_find_customer(result, id, -1, &customer));
  snprintf(kept, sizeof kept, "%s_computed", column);
  status = patron_assessment_text(result, customer, kept, out, 128, NULL);
  if (status == PATRON_E_NOT_FOUND) status = patron_assessment_text(result, customer, column, out, 128, NULL);
  if (status == PATRON_UNKNOWN) strcpy(out, "?");
  else expect_ok(status);
  return out;
}

/* A figure as it stands in the book, to be put back. */
typedef struct figure { char name[128]; int type, known; int64_t whole; double number; } figure;

static int read_figure(const patron_table *customers, int64_t row, const char *name, figure *out)
{
  int64_t index;
  int32_t type, flag = 0;
  uint8_t bits = 0;
  if (patron_table_find_column(customers, name, &index) != PATRON_OK) return 0;
  expect_ok(patron_table_column_type(customers, index, &type));
  snprintf(out->name, sizeof out->name, "%s", name);
  out->type = type;
  out->number = 0;
  out->whole = 0;
  if (type == PATRON_FLAG) {
    char cell[BOOK_CELL];
    book_cell(customers, name, row, cell);
    out->known = strcmp(cell, "?") != 0;
    out->whole = flag = strcmp(cell, "yes") == 0;
    return 1;
  }
  if (type == PATRON_NUMBER) expect_ok(patron_table_read_f64(customers, index, row, 1, &out->number, &bits));
  else if (type == PATRON_MONEY || type == PATRON_INTEGER) expect_ok(patron_table_read_i64(customers, index, row, 1, &out->whole, &bits));
  else return 0;
  out->known = bits & 1;
  return 1;
}

static void put_figure(patron_portfolio *book, const char *id, const figure *f)
{
  patron_customer customer = 0;
  expect_ok(patron_portfolio_find_customer(book, id, -1, &customer));
  if (!f->known) expect_ok(patron_customer_set_unknown(book, customer, f->name));
  else if (f->type == PATRON_MONEY) expect_ok(patron_customer_set_money(book, customer, f->name, f->whole));
  else if (f->type == PATRON_INTEGER) expect_ok(patron_customer_set_integer(book, customer, f->name, f->whole));
  else if (f->type == PATRON_FLAG) expect_ok(patron_customer_set_flag(book, customer, f->name, (int32_t)f->whole));
  else expect_ok(patron_customer_set_number(book, customer, f->name, f->number));
}

/* The decision with a figure changed; the book is as before afterwards. */
static const char *decision_with(const patron_model *model, patron_portfolio *book, const char *id, const figure *was, const figure *is, const char *decision, char *out)
{
  patron_assessment *result = NULL;
  put_figure(book, id, is);
  expect_ok(patron_apply(model, book, &result));
  decision_of(result, id, decision, out);
  patron_assessment_destroy(result);
  put_figure(book, id, was);
  return out;
}

/* Steps of a number, as the guide gives them: hundredths of a mark, ten-thousandths of a share or a rate. */
static double steps_of(const char *name)
{
  return strcmp(name, "contribution_rate") == 0 || strcmp(name, "on_time_share") == 0 || strcmp(name, "market_growth") == 0 ? 10000 : 100;
}

/* The figure at a value in major units, `fewer` steps short of it on the side of `raw`. */
static figure figure_at(const figure *was, double value, double raw, int fewer)
{
  const double side = value > raw ? -fewer : fewer;
  figure is = *was;
  is.known = 1;
  if (was->type == PATRON_NUMBER) is.number = (round(value * steps_of(was->name)) + side) / steps_of(was->name);
  else is.whole = (int64_t)(round(value * (was->type == PATRON_MONEY ? 100 : 1)) + side);
  return is;
}

static int moved_at_all(const figure *was, const figure *is, double target)
{
  const double from = was->type == PATRON_NUMBER ? was->number : (double)was->whole, to = is->type == PATRON_NUMBER ? is->number : (double)is->whole;
  const double goal = was->type == PATRON_NUMBER ? target : target * (was->type == PATRON_MONEY ? 100 : 1);
  return goal > from ? to > from : to < from;
}

typedef struct counts { int64_t made, smaller, none, others; uint64_t seed; } counts;

static const char *const marks[] = {"strategic_fit", "market_share", "new_product_rate", "service_level", "alignment", "capability", "conditions", "our_commitment", "our_trust", "their_commitment", "their_trust", "contribution_rate"};

/* Some mark of the customer, moved by less than the change that is told to be the smallest: the decision stays. */
static void try_another(const patron_model *model, patron_portfolio *book, const patron_table *customers, const char *id, int64_t row, const char *now, const told *t, counts *c)
{
  const char *name = marks[crowd_random(&c->seed, sizeof marks / sizeof *marks)];
  const double range = strcmp(name, "contribution_rate") == 0 ? 1 : 100, least = t->change < 1 ? t->change : 1;
  const double by = range * least * (double)crowd_random(&c->seed, 1000) / 1000 * (crowd_random(&c->seed, 2) ? 1 : -1);
  figure was, is;
  char after[128];
  if (!read_figure(customers, row, name, &was) || !was.known) return;
  is = was;
  is.number = floor((was.number + by) * steps_of(name) + 0.5) / steps_of(name);   /* changes are tried in steps */
  if (is.number < 0 || is.number > range || fabs(is.number - was.number) / range >= least) return;
  decision_with(model, book, id, &was, &is, t->decision, after);
  if (strcmp(after, now) != 0 && strcmp(after, "?") != 0) fail_msg("%s: %s, but %s from %.17g to %.17g makes it %s: %s", id, t->decision, name, was.number, is.number, after, t->text);
  c->others++;
}

static void check_told(const patron_model *model, patron_portfolio *book, const patron_table *customers, const patron_assessment *before, const char *id, int64_t row, const told *t, counts *c)
{
  char now[128], after[128];
  figure was, is, less;
  decision_of(before, id, t->decision, now);
  if (strcmp(t->code, "UNKNOWN") == 0) { assert_string_equal(now, "?"); return; }
  assert_string_not_equal(now, "?");
  if (strcmp(t->code, "SMALLEST_CHANGE") != 0) {
    assert_string_equal(t->code, "NO_SINGLE_CHANGE");
    c->none++;
  } else {
    if (!read_figure(customers, row, t->factor, &was)) return;   /* what activities cost is no column of customers */
    if (was.type != PATRON_FLAG && fabs((was.type == PATRON_NUMBER ? was.number : (double)was.whole / (was.type == PATRON_MONEY ? 100 : 1)) - t->raw) > 1e-9) return;   /* from evidence or a ledger */
    is = figure_at(&was, t->threshold, t->raw, 0);
    decision_with(model, book, id, &was, &is, t->decision, after);
    if (strcmp(after, t->becomes) != 0) fail_msg("%s: %s is %s, but with the change it is %s: %s", id, t->decision, now, after, t->text);
    assert_string_not_equal(after, now);
    c->made++;
    if (was.type != PATRON_FLAG) {
      less = figure_at(&was, t->threshold, t->raw, 1);
      if (moved_at_all(&was, &less, t->threshold)) {
        decision_with(model, book, id, &was, &less, t->decision, after);
        if (strcmp(after, now) != 0) fail_msg("%s: %s becomes %s a step before: %s", id, t->decision, after, t->text);
        c->smaller++;
      }
    }
  }
  try_another(model, book, customers, id, row, now, t, c);
}

static void check_book(patron_portfolio *book, patron_policy *policy, counts *c)
{
  patron_model *model = NULL;
  patron_assessment *before = NULL;
  patron_table *customers = NULL;
  int64_t rows;
  expect_ok(patron_fit(book, policy, &model));
  expect_ok(patron_apply(model, book, &before));
  expect_ok(patron_portfolio_table(book, "customers", &customers));
  expect_ok(patron_table_rows(customers, &rows));
  for (int64_t row = 0; row < rows; row++) {
    patron_customer customer;
    patron_table *why = NULL;
    int64_t lines;
    char id[128];
    word_of(customers, "customer", row, id, sizeof id);
    expect_ok(patron_assessment_customer_at(before, row, &customer));
    expect_ok(patron_assessment_explain(before, customer, &why));
    expect_ok(patron_table_rows(why, &lines));
    for (int64_t line = 0; line < lines; line++) {
      told t;
      if (read_told(why, line, &t)) check_told(model, book, customers, before, id, row, &t, c);
    }
    patron_table_destroy(why);
  }
  patron_table_destroy(customers);
  patron_assessment_destroy(before);
  patron_model_destroy(model);
}

static void the_change_alters_the_decision_and_a_step_less_does_not(void **state)
{
  patron_portfolio *book = NULL;
  patron_policy *policy = NULL;
  counts c = {0, 0, 0, 0, 5};
  crowd some;
  (void)state;
  expect_ok(book_open(context, "EUR", company_facts, &book));
  expect_ok(company_policy(context, &policy));
  check_book(book, policy, &c);
  assert_true(c.made > 60 && c.smaller > 50 && c.none > 3);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
  crowd_make(&some, 77, 60, 1);
  expect_ok(crowd_open(context, "EUR", &some, 0, &book));
  expect_ok(crowd_policy(context, 1, NULL, &policy));
  expect_ok(patron_policy_set(policy, "output.explanations", "NONE"));
  check_book(book, policy, &c);
  assert_true(c.made > 300 && c.smaller > 250 && c.others > 100);
  crowd_clear(&some);
  patron_policy_destroy(policy);
  patron_portfolio_destroy(book);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_change_alters_the_decision_and_a_step_less_does_not, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
