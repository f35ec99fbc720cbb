/*
 * The roll-up of customers through `parent`.
 *
 * ULTIMATE: everybody counts with the top of the own family. PARENT: who is nobody's parent counts with the own parent; a parent stays a customer of its own. Either way each
 * customer belongs to one family, and the amounts of the families add up to those of the customers.
 *
 * First everybody's own amounts are found (given, from ledger, history or activities), then those of a family are added. Of the other facts those of the head count; contacts,
 * evidence, ledger and the like of all members are the family's. A member with business that lacks an amount makes the family's unknown: a part is no sum. Prospects (no value,
 * no margin) are passed over, and so is who lacks what may stand on one row for the family: wallet, size, net worth, credit limit, values of the last assessment.
 *
 * Example: head 100.00, shop 50.00, shop unknown: 150.00. Margins 10.00, unknown, unknown: unknown, since the second has sales.
 */
#include "stages/rollup.h"

#include <string.h>

#include "base/sum.h"
#include "base/text.h"
#include "stages/measures.h"
#include "stages/values.h"
#include "table/rows.h"
#include "table/take.h"

enum { ROLLUP_NONE, ROLLUP_PARENT, ROLLUP_ULTIMATE };

/* The head of every row, by a walk upwards; `step` tells in which walk a row was met. */
static patron_status find_heads(const patron__run *run, const int32_t *parent, int32_t to, int32_t *head, int32_t *step) {
  for (int64_t row = 0; row < run->rows; row++) head[row] = -1;
  for (int64_t row = 0; row < run->rows; row++) {
    int32_t top = (int32_t)row;
    for (; head[top] < 0 && parent[top] >= 0; top = parent[top]) {
      if (step[top] == (int32_t)row + 1) {
        patron__where where = {"customers", "parent", top, NULL, 0, "a customer that is not below this one: leave the parent of the head of a family empty"};
        char digits[PATRON__NUMBER_TEXT];
        where.value = patron__table_value_text(run->input, patron__run_fact(run, "parent"), top, digits, &where.value_length);
        return patron__fail(run->context, PATRON_E_RANGE, &where, "a customer is its own ancestor");
      }
      step[top] = (int32_t)row + 1;
    }
    top = head[top] < 0 ? top : head[top];
    for (int32_t at = (int32_t)row; at >= 0 && head[at] < 0; at = parent[at]) head[at] = top;
  }
  if (to == ROLLUP_ULTIMATE) return PATRON_OK;
  for (int64_t row = 0; row < run->rows; row++) step[row] = 0;
  for (int64_t row = 0; row < run->rows; row++)
    if (parent[row] >= 0) step[parent[row]] = 1;
  for (int64_t row = 0; row < run->rows; row++) head[row] = parent[row] < 0 || step[row] ? (int32_t)row : parent[row];
  return PATRON_OK;
}

/* Families, numbered by the rows of their heads, and the rows of each: first[f] .. first[f + 1] - 1 of `members`. */
typedef struct families { int64_t count; int64_t *heads; int32_t *of; int64_t *first; int32_t *members; uint8_t *prospect; } families;

static void clear(patron_context *context, families *f) {
  patron__release(context, f->heads);
  patron__release(context, f->of);
  patron__release(context, f->first);
  patron__release(context, f->members);
  patron__release(context, f->prospect);
}

static void number(const patron__run *run, const int32_t *head, families *f) {
  for (int64_t row = 0; row < run->rows; row++)
    if (head[row] == row) { f->of[row] = (int32_t)f->count; f->heads[f->count++] = row; }
  for (int64_t row = 0; row < run->rows; row++) {
    f->of[row] = f->of[head[row]];
    f->first[f->of[row] + 1]++;
  }
  for (int64_t family = 0; family < f->count; family++) f->first[family + 1] += f->first[family];
  for (int64_t row = 0; row < run->rows; row++) f->members[f->first[f->of[row]]++] = (int32_t)row;
  for (int64_t family = f->count; family > 0; family--) f->first[family] = f->first[family - 1];
  f->first[0] = 0;
}

static patron_status find_families(patron__run *run, int32_t to, families *f) {
  int32_t *parent = NULL, *head, *step;
  patron_status status = patron__run_match(run, run->input, "parent", &parent);
  if (status != PATRON_OK) return status;
  head = patron__allocate_array(run->context, run->rows + 1, sizeof *head);
  step = patron__allocate_array(run->context, run->rows + 1, sizeof *step);
  f->heads = patron__allocate_array(run->context, run->rows + 1, sizeof *f->heads);
  f->of = patron__allocate_array(run->context, run->rows + 1, sizeof *f->of);
  f->first = patron__allocate_array(run->context, run->rows + 2, sizeof *f->first);
  f->members = patron__allocate_array(run->context, run->rows + 1, sizeof *f->members);
  f->prospect = patron__allocate_array(run->context, run->rows + 1, 1);
  if (head == NULL || step == NULL || f->heads == NULL || f->of == NULL || f->first == NULL || f->members == NULL || f->prospect == NULL) status = patron__memory_status(run->context);
  if (status == PATRON_OK) status = find_heads(run, parent, to, head, step);
  if (status == PATRON_OK) number(run, head, f);
  patron__release(run->context, parent);
  patron__release(run->context, head);
  patron__release(run->context, step);
  return status;
}

static int32_t ends_with(const char *name, const char *end) {
  const size_t length = strlen(name), tail = strlen(end);
  return length > tail && strcmp(name + length - tail, end) == 0;
}

/* What may stand on the row of one member for all of them. */
static int32_t is_lenient(const char *name) {
  static const char *const names[] = {"sales", "secondary_sales", "potential", "wallet_proxy", "net_worth", "credit_limit_previous", "previous_tier_value"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0) return 1;
  return ends_with(name, "_previous_value");
}

static int32_t is_added(const char *name, int32_t type) {
  return type == PATRON_MONEY || (type == PATRON_NUMBER && strcmp(name, "wallet_proxy") == 0) || (type == PATRON_INTEGER && (strcmp(name, "orders") == 0 || strcmp(name, "small_orders") == 0));
}

static patron_status add_members(patron__run *run, const families *f, const char *name, const patron__column *from, patron__column **out) {
  const int32_t lenient = is_lenient(name);
  patron__exact_sum number;
  patron_status status = patron__column_create(run->context, from->type, f->count, out);
  if (status == PATRON_OK) status = patron__column_need_validity(*out);
  if (status != PATRON_OK) return status;
  memset((*out)->validity, 0, (size_t)patron__bitmap_bytes(f->count));
  for (int64_t family = 0; family < f->count; family++) {
    patron__i128 sum = {0, 0};
    int32_t known = 0, lacking = 0;
    patron__exact_sum_clear(&number);
    for (int64_t i = f->first[family]; i < f->first[family + 1]; i++) {
      const int32_t row = f->members[i];
      if (!patron__column_known(from, row)) { lacking |= !f->prospect[row]; continue; }
      known = 1;
      if (from->type == PATRON_NUMBER) patron__exact_sum_add(&number, patron__column_f64(from, row));
      else patron__i128_add(&sum, patron__column_i64(from, row));
    }
    if (!known || (lacking && !lenient)) continue;
    if (from->type == PATRON_NUMBER) patron__put_f64(*out, family, patron__exact_sum_round(&number));
    else patron__put_i64(*out, family, patron__i128_saturate(sum));
  }
  return PATRON_OK;
}

/* A column of the families: added up, or that of the heads. */
static patron_status put(patron__run *run, const families *f, const char *name, const patron__column *from, patron_table *table) {
  patron__column *column = NULL;
  patron_status status = is_added(name, from->type) ? add_members(run, f, name, from, &column) : patron__column_take(from, run->context, f->heads, f->count, &column);
  if (status == PATRON_OK) status = patron__table_attach(table, name, column);
  patron__column_drop(column);
  return status;
}

/* Amounts that everybody's own row, or other tables, make known: they take the place of the column of that name. */
static const struct { const char *name, *own; } amounts[] = {
  {"sales", "current_value"}, {"profit", "net_margin"}, {"gross_margin", "gross_margin"}, {"cost_to_serve", "cost_to_serve"},
  {"sales_previous", "sales_previous"}, {"profit_previous", "profit_previous"}, {"potential", "potential"}, {"secondary_sales", "secondary_sales"}};

static const patron__column *own_amount(const patron__run *own, const char *name) {
  for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
    if (strcmp(amounts[i].name, name) == 0) return patron__run_find(own, amounts[i].own);
  return NULL;
}

static patron_status make_input(patron__run *run, const patron__run *own, families *f, patron_table **out) {
  const patron__column *value = patron__table_find(own->customers, "current_value"), *margin = patron__table_find(own->customers, "net_margin");
  patron_status status = patron__table_create(run->context, "customers", f->count, out);
  if (status != PATRON_OK) return status;
  (*out)->money_exponent = run->exponent;
  for (int64_t row = 0; row < run->rows; row++) f->prospect[row] = !patron__known(value, row) && !patron__known(margin, row);
  for (int32_t i = 0; status == PATRON_OK && i < run->input->column_count; i++) {
    const patron__column *amount = own_amount(own, run->input->columns[i].name);
    status = put(run, f, run->input->columns[i].name, amount != NULL ? amount : run->input->columns[i].column, *out);
  }
  for (size_t i = 0; status == PATRON_OK && i < sizeof amounts / sizeof *amounts; i++) {
    const patron__column *amount = patron__run_find(own, amounts[i].own);
    if (amount != NULL && patron__table_find(*out, amounts[i].name) == NULL) status = put(run, f, amounts[i].name, amount, *out);
  }
  return status;
}

/* Everybody's own amounts, in a run aside whose remarks nobody needs. */
static patron_status find_own(patron__run *run, const patron__windows *windows, patron__run *own) {
  *own = *run;
  own->customers = own->derived = NULL;
  own->notes = NULL;
  patron_status status = patron__table_create(run->context, "aside", run->rows, &own->customers);
  if (status == PATRON_OK) status = patron__measures_own(own, windows);
  run->ids = own->ids;
  run->encoded = own->encoded;
  return status;
}

/* The decisions of families, with the ids of their heads. */
static patron_status make_decisions(const patron__run *run, patron_table *input, patron_table **out) {
  patron_status status = patron__table_create(run->context, "customers", input->rows, out);
  if (status == PATRON_OK) status = patron__table_attach(*out, "customer", patron__table_find(input, "customer"));
  if (status == PATRON_OK) (*out)->money_exponent = run->exponent;
  return status;
}

patron_status patron__rollup_begin(patron__run *run, const patron__windows *windows) {
  const int32_t to = patron__settings_code(run->settings, "rollup.to");
  patron__windows found;
  families f;
  patron__run own;
  patron_table *input = NULL, *customers = NULL;
  patron_status status;
  if (to != ROLLUP_PARENT && to != ROLLUP_ULTIMATE) return PATRON_OK;
  if (patron__run_fact(run, "parent") == NULL) return patron__run_skip(run, "measures", "parent");
  if (windows == NULL) patron__windows_find(run, &found);
  memset(&f, 0, sizeof f);
  memset(&own, 0, sizeof own);
  status = find_families(run, to, &f);
  if (status == PATRON_OK) status = find_own(run, windows == NULL ? &found : windows, &own);
  if (status == PATRON_OK) status = make_input(run, &own, &f, &input);
  if (status == PATRON_OK) status = make_decisions(run, input, &customers);
  patron_table_destroy(own.customers);
  patron_table_destroy(own.derived);
  if (status != PATRON_OK) {
    patron_table_destroy(customers);
    patron_table_destroy(input);
    clear(run->context, &f);
    return status;
  }
  run->everybody = run->input;
  run->family = f.of;
  run->heads = f.heads;
  run->input = input;
  run->customers = customers;
  run->rows = f.count;
  f.of = NULL;
  f.heads = NULL;
  clear(run->context, &f);
  return PATRON_OK;
}

void patron__rollup_clear(patron__run *run) {
  if (run->everybody == NULL) return;
  patron_table_destroy((patron_table *)(uintptr_t)run->input);   /* the run's own, made above */
  patron_table_destroy(run->customers);
  patron__release(run->context, run->family);
  patron__release(run->context, run->heads);
  run->everybody = NULL;
}

patron_status patron__rollup_share(const patron__run *from, patron__run *to) {
  int32_t *family;
  int64_t *heads;
  if (from->everybody == NULL) return PATRON_OK;
  family = patron__allocate_array(to->context, from->everybody->rows + 1, sizeof *family);
  heads = patron__allocate_array(to->context, from->rows + 1, sizeof *heads);
  if (family == NULL || heads == NULL) {
    patron__release(to->context, family);
    patron__release(to->context, heads);
    return patron__memory_status(to->context);
  }
  memcpy(family, from->family, (size_t)from->everybody->rows * sizeof *family);
  memcpy(heads, from->heads, (size_t)from->rows * sizeof *heads);
  patron__table_retain((patron_table *)(uintptr_t)from->input);   /* its count of references is all that changes */
  patron__table_retain(from->customers);
  to->everybody = from->everybody;
  to->family = family;
  to->heads = heads;
  return PATRON_OK;
}

/* Texts of heads; the other rows are unknown and empty. */
static patron_status spread_text(const patron__run *run, const patron__column *from, patron__column **out) {
  patron_status status = patron__column_create(run->context, PATRON_TEXT, 0, out);
  for (int64_t row = 0; status == PATRON_OK && row < run->everybody->rows; row++) {
    int64_t len = -1;
    const char *text = NULL;
    if (run->heads[run->family[row]] == row && patron__column_known(from, run->family[row])) text = patron__column_text(from, run->family[row], &len);
    status = patron__column_append_text(*out, text, len);
  }
  return status;
}

static patron_status spread(const patron__run *run, const int64_t *rows, const patron__column *from, patron__column **out) {
  patron_status status;
  if (from->type == PATRON_TEXT) return spread_text(run, from, out);
  status = patron__column_take(from, run->context, rows, run->everybody->rows, out);
  if (status == PATRON_OK) status = patron__column_need_validity(*out);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->everybody->rows; row++)
    if (run->heads[run->family[row]] != row) patron__bit_clear((*out)->validity, row);
  patron__column_zero_unknown(*out);
  return PATRON_OK;
}

/* Column by column; `rows` has room for a row number per customer. */
static patron_status spread_all(const patron__run *run, int64_t *rows, patron_table *table) {
  patron__column *ids = patron__table_find(run->everybody, "customer"), *column = NULL;
  patron_status status = patron__table_attach(table, "customer", ids);
  for (int64_t row = 0; row < table->rows; row++) rows[row] = run->heads[run->family[row]];
  if (status == PATRON_OK) status = patron__column_take(ids, run->context, rows, table->rows, &column);
  if (status == PATRON_OK) status = patron__table_attach(table, "judged_as", column);
  for (int64_t row = 0; row < table->rows; row++) rows[row] = run->family[row];
  for (int32_t i = 0; status == PATRON_OK && i < run->customers->column_count; i++) {
    if (strcmp(run->customers->columns[i].name, "customer") == 0) continue;
    patron__column_drop(column);
    column = NULL;
    status = spread(run, rows, run->customers->columns[i].column, &column);
    if (status == PATRON_OK) status = patron__table_attach(table, run->customers->columns[i].name, column);
  }
  patron__column_drop(column);
  return status;
}

patron_status patron__rollup_expand(const patron__run *run, patron_table **out) {
  patron_table *table = NULL;
  int64_t *rows = patron__allocate_array(run->context, run->everybody->rows + 1, sizeof *rows);
  patron_status status = rows == NULL ? patron__memory_status(run->context) : patron__table_create(run->context, "customers", run->everybody->rows, &table);
  if (status == PATRON_OK) status = spread_all(run, rows, table);
  patron__release(run->context, rows);
  if (status != PATRON_OK) { patron_table_destroy(table); return status; }
  table->money_exponent = run->exponent;
  *out = table;
  return PATRON_OK;
}
