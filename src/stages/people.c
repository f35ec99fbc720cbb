/*
 * The people at the customer.
 *
 *   people_index      = sum influence * (attitude + 100) / 2  /  sum influence      over contacts whose influence and attitude are known
 *   willingness_index = sum influence * willingness  /  sum influence               without contacts the customer's own willingness
 *   people_factor     = (1 - s) * people_index + s * willingness_index              s = people.willingness_share; over what is known
 *
 * Example: contacts (influence, attitude, willingness) (80, 50, 60), (40, -20, 30), (60, 0, 80): people 58.889, willingness 60, factor 59.444.
 */
#include "stages/people.h"

#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "stages/values.h"

typedef struct contacts {
  const patron_table *table;
  const patron__column *name, *influence, *attitude, *willingness;
  int32_t *customer;
  int32_t *order;      /* rows by customer, then contact: sums of doubles in a fixed order */
} contacts;

typedef struct person_sum { double influence, attitude, attitude_influence, willingness, willingness_influence, largest; int64_t count; } person_sum;

static int32_t compare_number(const patron__column *column, int32_t a, int32_t b) {
  const double x = patron__known(column, a) ? patron__column_f64(column, a) : -1000, y = patron__known(column, b) ? patron__column_f64(column, b) : -1000;
  return (x > y) - (x < y);
}

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const contacts *c = context;
  const int32_t a = *(const int32_t *)first, b = *(const int32_t *)second;
  int32_t order = (c->customer[a] > c->customer[b]) - (c->customer[a] < c->customer[b]);
  if (order == 0 && c->name != NULL) {
    char digits_a[PATRON__NUMBER_TEXT], digits_b[PATRON__NUMBER_TEXT];
    int64_t a_len, b_len;
    const char *a_name = patron__table_value_text(c->table, c->name, a, digits_a, &a_len), *b_name = patron__table_value_text(c->table, c->name, b, digits_b, &b_len);
    order = patron__text_compare(a_name, a_len, b_name, b_len);
  }
  if (order == 0) order = compare_number(c->influence, a, b);
  if (order == 0) order = compare_number(c->attitude, a, b);
  if (order == 0) order = compare_number(c->willingness, a, b);
  return order < 0;
}

static void add_contact(const contacts *c, int64_t row, person_sum *sum) {
  const double influence = patron__known(c->influence, row) ? patron__column_f64(c->influence, row) : 0;
  sum->count++;
  sum->influence += influence;
  if (influence > sum->largest) sum->largest = influence;
  if (patron__known(c->attitude, row)) {
    sum->attitude += influence * ((patron__column_f64(c->attitude, row) + 100) / 2);
    sum->attitude_influence += influence;
  }
  if (patron__known(c->willingness, row)) {
    sum->willingness += influence * patron__column_f64(c->willingness, row);
    sum->willingness_influence += influence;
  }
}

static patron_status read_contacts(patron__run *run, person_sum *sums) {
  contacts c;
  patron_status status;
  memset(&c, 0, sizeof c);
  c.table = patron__tables_find(run->facts, "contacts");
  if (c.table == NULL || c.table->rows == 0) return PATRON_OK;
  c.name = patron__table_find(c.table, "contact");
  c.influence = patron__table_find(c.table, "influence");
  c.attitude = patron__table_find(c.table, "attitude");
  c.willingness = patron__table_find(c.table, "willingness");
  status = patron__run_match(run, c.table, "customer", &c.customer);
  if (status != PATRON_OK) return status;
  c.order = patron__allocate_array(run->context, c.table->rows, sizeof *c.order);
  if (c.order == NULL) {
    status = patron__memory_status(run->context);
  } else {
    for (int64_t row = 0; row < c.table->rows; row++) c.order[row] = (int32_t)row;
    patron__sort_items(c.order, c.table->rows, sizeof *c.order, comes_before, &c);
    for (int64_t i = 0; i < c.table->rows; i++)
      if (c.customer[c.order[i]] >= 0) add_contact(&c, c.order[i], &sums[c.customer[c.order[i]]]);
  }
  patron__release(run->context, c.order);
  patron__release(run->context, c.customer);
  return status;
}

static patron_status write_people(patron__run *run, const person_sum *sums, uint8_t *flags, uint8_t flag) {
  const patron__column *own = patron__run_fact(run, "willingness");
  const double share = patron__settings_number(run->settings, "people.willingness_share"), single = patron__settings_number(run->settings, "people.single_thread_share");
  patron__column *people, *willingness, *factor;
  patron_status status = patron__run_add(run, "people_index", PATRON_NUMBER, NULL, 0, &people);
  if (status == PATRON_OK) status = patron__run_add(run, "willingness_index", PATRON_NUMBER, NULL, 0, &willingness);
  if (status == PATRON_OK) status = patron__run_add(run, "people_factor", PATRON_NUMBER, NULL, 0, &factor);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    const person_sum *s = &sums[row];
    double value = 0, weight = 0;
    if (s->attitude_influence > 0) {
      const double index = s->attitude / s->attitude_influence;
      patron__put_f64(people, row, index);
      value += (1 - share) * index;
      weight += 1 - share;
    }
    if (s->willingness_influence > 0 || patron__known(own, row)) {
      const double index = s->willingness_influence > 0 ? s->willingness / s->willingness_influence : patron__column_f64(own, row);
      patron__put_f64(willingness, row, index);
      value += share * index;
      weight += share;
    }
    if (weight > 0) patron__put_f64(factor, row, value / weight);
    if (s->count == 1 || (s->count > 1 && s->influence > 0 && s->largest > single * s->influence)) flags[row] |= flag;
  }
  return PATRON_OK;
}

patron_status patron__people_apply(patron__run *run, uint8_t *flags, uint8_t flag) {
  person_sum *sums;
  patron_status status;
  if (patron__tables_find(run->facts, "contacts") == NULL && patron__run_fact(run, "willingness") == NULL) return patron__run_skip(run, "measures", "willingness");
  sums = patron__allocate_array(run->context, run->rows + 1, sizeof *sums);
  if (sums == NULL) return patron__memory_status(run->context);
  status = read_contacts(run, sums);
  if (status == PATRON_OK) status = write_people(run, sums, flags, flag);
  patron__release(run->context, sums);
  return status;
}
