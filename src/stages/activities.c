/*
 * What serving costs.
 *
 * The yearly cost of an activity is per_year * cost of one; without a cost, per_year * minutes * the staff's cost per minute. Amounts are added exactly
 * (numbers of times in millionths, products in 128 bits) and rounded once, half to even. Example: 6 visits of 145.00 and 24 orders of 18.00: 1 302.00.
 */
#include "stages/activities.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/sum.h"
#include "base/text.h"
#include "stages/opportunities.h"
#include "stages/owned.h"
#include "stages/values.h"

enum { MILLION = 1000000 };

typedef struct activities {
  const patron_table *table, *staff;
  const patron__column *activity, *minutes, *per_year, *cost, *face, *by, *person, *cost_per_minute;
  int32_t *customer;
} activities;

static patron_status find_activities(patron__run *run, activities *out) {
  memset(out, 0, sizeof *out);
  out->table = patron__tables_find(run->facts, "activities");
  if (out->table == NULL) return PATRON_UNKNOWN;
  out->staff = patron__tables_find(run->facts, "staff");
  out->activity = patron__table_find(out->table, "activity");
  out->minutes = patron__table_find(out->table, "minutes");
  out->per_year = patron__table_find(out->table, "per_year");
  out->cost = patron__table_find(out->table, "cost");
  out->face = patron__table_find(out->table, "needs_face_to_face");
  out->by = patron__table_find(out->table, "by");
  if (out->staff != NULL) {
    out->person = patron__table_find(out->staff, "person");
    out->cost_per_minute = patron__table_find(out->staff, "cost_per_minute");
  }
  return patron__run_match(run, out->table, "customer", &out->customer);
}

/* Row of `staff` with this name; -1: none. Staffs are small. */
static int64_t find_person(const activities *a, const char *name, int64_t len) {
  for (int64_t row = 0; a->person != NULL && row < a->staff->rows; row++) {
    char digits[PATRON__NUMBER_TEXT];
    int64_t person_len;
    const char *person = patron__table_value_text(a->staff, a->person, row, digits, &person_len);
    if (patron__text_equal(person, person_len, name, len)) return row;
  }
  return -1;
}

/* Who does it: `by`, else the owner of the customer. */
static int64_t who(const patron__run *run, const activities *a, int64_t row) {
  const patron__column *owner = patron__run_fact(run, "owner");
  char digits[PATRON__NUMBER_TEXT];
  const char *name = NULL;
  int64_t len = 0;
  if (patron__known(a->by, row)) name = patron__table_value_text(a->table, a->by, row, digits, &len);
  else if (owner != NULL && a->customer[row] >= 0) name = patron__table_value_text(run->input, owner, a->customer[row], digits, &len);
  return name == NULL || len == 0 ? -1 : find_person(a, name, len);
}

int64_t patron__activities_millionths(double value) { return value >= 9e12 ? INT64_MAX / 2 : (int64_t)floor(value * MILLION + 0.5); }

/* Yearly cost in minor units times a million; 0: not known. */
static int32_t yearly_cost(const patron__run *run, const activities *a, int64_t row, patron__i128 *out) {
  int64_t person;
  if (!patron__known(a->per_year, row)) return 0;
  if (patron__known(a->cost, row)) {
    *out = patron__i128_multiply(patron__column_i64(a->cost, row), patron__activities_millionths(patron__column_f64(a->per_year, row)));
    return 1;
  }
  person = who(run, a, row);
  if (!patron__known(a->minutes, row) || person < 0 || !patron__known(a->cost_per_minute, person)) return 0;
  *out = patron__i128_multiply(patron__column_i64(a->cost_per_minute, person), patron__activities_millionths(patron__column_f64(a->minutes, row) * patron__column_f64(a->per_year, row)));
  return 1;
}

/* value / 10^6, half to even, held at the ends of int64. */
static int64_t from_millionths(patron__i128 value) {
  return patron__i128_fits(value) ? patron__multiply_divide(patron__i128_saturate(value), 1, MILLION) : (int64_t)(patron__i128_to_double(value) / MILLION);
}

typedef struct served { patron__i128 cost, face; int64_t visits; int32_t any, unknown; } served;

static patron_status derive(patron__run *run, const served *sums) {
  const patron__column *given = patron__run_fact(run, "cost_to_serve");
  patron__column *cost, *face, *visits;
  patron_status status = patron__run_derive(run, "cost_to_serve", PATRON_MONEY, NULL, &cost);
  if (status == PATRON_OK) status = patron__run_derive(run, "face_to_face_cost", PATRON_MONEY, NULL, &face);
  if (status == PATRON_OK) status = patron__run_derive(run, "visits_now", PATRON_NUMBER, NULL, &visits);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    if (patron__known(given, row) || (run->family == NULL && sums[row].any && !sums[row].unknown)) {
      ((int64_t *)cost->values)[row] = patron__known(given, row) ? patron__column_i64(given, row) : from_millionths(sums[row].cost);
      patron__column_set_known(cost, row);
    }
    if (!sums[row].any) continue;
    ((int64_t *)face->values)[row] = from_millionths(sums[row].face);
    ((double *)visits->values)[row] = (double)sums[row].visits / MILLION;
    patron__column_set_known(face, row);
    patron__column_set_known(visits, row);
  }
  return PATRON_OK;
}

patron_status patron__served_by(patron__run *run) {
  const patron__column *owner = patron__run_fact(run, "owner"), *role;
  activities a;
  patron__column *out;
  patron_status status;
  memset(&a, 0, sizeof a);
  a.staff = patron__tables_find(run->facts, "staff");
  if (a.staff == NULL || owner == NULL) return PATRON_OK;
  a.person = patron__table_find(a.staff, "person");
  role = patron__table_find(a.staff, "role");
  status = patron__run_add(run, "served_by", PATRON_CODE, "staff_role", 0, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    char digits[PATRON__NUMBER_TEXT];
    int64_t len, person;
    const char *name;
    if (!patron__known(owner, row)) continue;
    name = patron__table_value_text(run->input, owner, row, digits, &len);
    person = find_person(&a, name, len);
    if (person >= 0 && patron__known(role, person)) patron__put_code(out, row, patron__column_i32(role, person));
  }
  return status;
}

static int32_t needs_face(const activities *a, int64_t row) { return patron__known(a->face, row) && patron__column_flag(a->face, row); }

/* The name of an activity, where it stands: of a text or a code; numbers are none. */
static const char *name_of(const activities *a, int64_t row, int64_t *len) {
  if (a->activity->type == PATRON_TEXT) return patron__column_text(a->activity, row, len);
  if (a->activity->type == PATRON_CODE) return patron__dictionary_name(a->activity->dictionary, patron__column_i32(a->activity, row), len);
  *len = 0;
  return "";
}

/* Visits are the activity of that name. */
static int32_t is_visit(const activities *a, int64_t row) {
  int64_t len;
  const char *name = name_of(a, row, &len);
  return patron__text_equal(name, len, "VISIT", 5);
}

patron_status patron__activities_apply(patron__run *run) {
  activities a;
  served *sums = NULL;
  int32_t named = 0;   /* some activity is called VISIT: else whatever needs somebody face to face is a visit */
  patron_status status = find_activities(run, &a);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  for (int64_t row = 0; row < a.table->rows && !named; row++) named = is_visit(&a, row);
  sums = patron__allocate_array(run->context, run->rows + 1, sizeof *sums);
  if (sums == NULL) status = patron__memory_status(run->context);
  for (int64_t row = 0; status == PATRON_OK && row < a.table->rows; row++) {
    served *sum;
    patron__i128 cost;
    if (a.customer[row] < 0) continue;
    sum = &sums[a.customer[row]];
    sum->any = 1;
    if (patron__known(a.per_year, row) && (named ? is_visit(&a, row) : needs_face(&a, row))) sum->visits += patron__activities_millionths(patron__column_f64(a.per_year, row));   /* made, whatever they cost */
    if (!yearly_cost(run, &a, row, &cost)) { sum->unknown = 1; continue; }
    patron__i128_add_i128(&sum->cost, cost);
    if (needs_face(&a, row)) patron__i128_add_i128(&sum->face, cost);
  }
  if (status == PATRON_OK) status = derive(run, sums);
  patron__release(run->context, sums);
  patron__release(run->context, a.customer);
  return status;
}

/* The activities of one person that need no face to face, by name. */
typedef struct moved { const char *name; int64_t name_len; int32_t place; patron__i128 cost; int64_t minutes; } moved;

/* Persons in the order of their ids: the order of rows in `staff` must not show. */
typedef struct persons { int32_t *order, *place; int64_t *minutes; } persons;   /* order: rows of `staff`; place and minutes per row of it */

static int32_t is_named_before(const void *context, const void *first, const void *second) {
  const activities *a = context;
  const int64_t x = *(const int32_t *)first, y = *(const int32_t *)second;
  char x_digits[PATRON__NUMBER_TEXT], y_digits[PATRON__NUMBER_TEXT];
  int64_t x_len, y_len;
  const char *x_name, *y_name;
  if (a->person->type == PATRON_INTEGER) return patron__column_i64(a->person, x) < patron__column_i64(a->person, y);
  x_name = patron__table_value_text(a->staff, a->person, x, x_digits, &x_len);
  y_name = patron__table_value_text(a->staff, a->person, y, y_digits, &y_len);
  return patron__text_compare(x_name, x_len, y_name, y_len) < 0;
}

static patron_status order_persons(patron_context *context, const activities *a, persons *out) {
  out->order = patron__allocate_array(context, a->staff->rows + 1, sizeof *out->order);
  out->place = patron__allocate_array(context, a->staff->rows + 1, sizeof *out->place);
  out->minutes = patron__allocate_array(context, a->staff->rows + 1, sizeof *out->minutes);
  if (out->order == NULL || out->place == NULL || out->minutes == NULL) return patron__memory_status(context);
  for (int64_t row = 0; row < a->staff->rows; row++) out->order[row] = (int32_t)row;
  patron__sort_items(out->order, a->staff->rows, sizeof *out->order, is_named_before, a);
  for (int64_t place = 0; place < a->staff->rows; place++) out->place[out->order[place]] = (int32_t)place;
  return PATRON_OK;
}

/* The cheapest minute of somebody who works inside; -1: nobody. */
static int64_t inside_minute(const activities *a) {
  const patron__column *role = patron__table_find(a->staff, "role");
  int64_t best = -1;
  for (int64_t row = 0; role != NULL && row < a->staff->rows; row++) {
    if (!patron__known(role, row) || !patron__known(a->cost_per_minute, row) || patron__column_i32(role, row) == 0) continue;   /* 0: FIELD */
    if (best < 0 || patron__column_i64(a->cost_per_minute, row) < best) best = patron__column_i64(a->cost_per_minute, row);
  }
  return best;
}

/* The entry of a person's activity, kept sorted by person and name. */
static moved *find_moved(moved *list, int64_t *count, int32_t place, const char *name, int64_t len) {
  int64_t low = 0, high = *count;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    int32_t order = (list[middle].place > place) - (list[middle].place < place);
    if (order == 0) order = patron__text_compare(list[middle].name, list[middle].name_len, name, len);
    if (order == 0) return &list[middle];
    if (order < 0) low = middle + 1; else high = middle;
  }
  memmove(list + low + 1, list + low, (size_t)(*count - low) * sizeof *list);
  memset(&list[low], 0, sizeof *list);
  list[low].place = place;
  list[low].name = name;
  list[low].name_len = len;
  (*count)++;
  return &list[low];
}

/* What is saved where the minutes are worked inside. */
static int64_t saving_of(patron__i128 cost, int64_t minutes, int64_t inside) {
  const int64_t here = from_millionths(cost), there = from_millionths(patron__i128_multiply(inside, minutes));
  return here > there ? here - there : 0;
}

static patron_status write_movable(patron__run *run, const activities *a, const persons *staff, const moved *list, int64_t count) {
  static const patron__rows_column columns[] = {{"person", PATRON_TEXT, NULL}, {"activity", PATRON_TEXT, NULL}, {"minutes", PATRON_NUMBER, NULL}, {"cost", PATRON_MONEY, NULL}, {"saving", PATRON_MONEY, NULL}};
  const int64_t inside = inside_minute(a);
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "movable", columns, 5, &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int64_t i = 0; i < count; i++) {
    patron__rows_next(&rows);
    patron__rows_cell(&rows, 0, a->person, staff->order[list[i].place]);
    patron__rows_text(&rows, 1, list[i].name, list[i].name_len);
    patron__rows_f64(&rows, 2, (double)list[i].minutes / MILLION);
    patron__rows_i64(&rows, 3, from_millionths(list[i].cost));
    if (inside >= 0 && list[i].minutes > 0) patron__rows_i64(&rows, 4, saving_of(list[i].cost, list[i].minutes, inside));
  }
  return patron__rows_keep(&rows, run->out);
}

static patron_status write_coverage(patron__run *run, const activities *a, const persons *staff) {
  static const patron__rows_column columns[] = {{"person", PATRON_TEXT, NULL}, {"role", PATRON_CODE, "staff_role"}, {"territory", PATRON_TEXT, NULL}, {"customers", PATRON_INTEGER, NULL},
                                                {"minutes", PATRON_NUMBER, NULL}, {"minutes_per_year", PATRON_NUMBER, NULL}, {"break_even_sales", PATRON_MONEY, NULL}, {"break_even_ratio", PATRON_NUMBER, NULL}};
  const patron__column *territory = patron__table_find(a->staff, "territory"), *role = patron__table_find(a->staff, "role"), *there = patron__table_find(a->staff, "minutes_per_year");
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "coverage", columns, 8, &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  for (int64_t place = 0; place < a->staff->rows; place++) {
    const int64_t person = staff->order[place];
    patron__rows_next(&rows);
    patron__rows_cell(&rows, 0, a->person, person);
    patron__rows_cell(&rows, 1, role, person);
    patron__rows_cell(&rows, 2, territory, person);
    patron__owned_write(run, a->staff, person, &rows, 3, 6);
    patron__rows_f64(&rows, 4, (double)staff->minutes[person] / MILLION);
    patron__rows_cell(&rows, 5, there, person);
  }
  return patron__rows_keep(&rows, run->out);
}

static void gather(const patron__run *run, const activities *a, moved *list, int64_t *count, const persons *staff) {
  for (int64_t row = 0; row < a->table->rows; row++) {
    const int64_t person = who(run, a, row);
    const char *name;
    int64_t len, minutes;
    patron__i128 cost;
    moved *into;
    if (person < 0 || !patron__known(a->per_year, row)) continue;
    minutes = patron__known(a->minutes, row) ? patron__activities_millionths(patron__column_f64(a->minutes, row) * patron__column_f64(a->per_year, row)) : 0;
    staff->minutes[person] += minutes;
    if (needs_face(a, row) || !yearly_cost(run, a, row, &cost)) continue;
    name = name_of(a, row, &len);
    into = find_moved(list, count, staff->place[person], name, len);
    patron__i128_add_i128(&into->cost, cost);
    into->minutes += minutes;
  }
}

patron_status patron__activities_finish(patron__run *run) {
  activities a;
  moved *list = NULL;
  persons staff = {NULL, NULL, NULL};
  int64_t count = 0;
  patron_status status = find_activities(run, &a);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  if (a.staff == NULL || a.person == NULL) { patron__release(run->context, a.customer); return PATRON_OK; }
  list = patron__allocate_array(run->context, a.table->rows + 1, sizeof *list);
  status = list == NULL ? patron__memory_status(run->context) : order_persons(run->context, &a, &staff);
  if (status == PATRON_OK) {
    gather(run, &a, list, &count, &staff);
    status = write_movable(run, &a, &staff, list, count);
  }
  if (status == PATRON_OK) status = write_coverage(run, &a, &staff);
  patron__release(run->context, list);
  patron__release(run->context, staff.order);
  patron__release(run->context, staff.place);
  patron__release(run->context, staff.minutes);
  patron__release(run->context, a.customer);
  return status;
}

/* One activity for one customer that somebody of the field does at a desk as well. */
typedef struct desk { const char *name; int64_t name_len, minutes; int32_t customer, costed; patron__i128 cost; } desk;

static int32_t desk_comes_before(const void *context, const void *first, const void *second) {
  const desk *a = first, *b = second;
  (void)context;
  return a->customer != b->customer ? a->customer < b->customer : patron__text_compare(a->name, a->name_len, b->name, b->name_len) < 0;
}

/* Those known to work inside have nothing to move. */
static int32_t is_inside(const patron__run *run, const activities *a, int64_t row) {
  const patron__column *role = a->staff == NULL ? NULL : patron__table_find(a->staff, "role");
  const int64_t person = who(run, a, row);
  return person >= 0 && patron__known(role, person) && patron__column_i32(role, person) != 0;
}

static int64_t gather_desk(const patron__run *run, const activities *a, desk *list) {
  int64_t count = 0, kept = 0;
  for (int64_t row = 0; row < a->table->rows; row++) {
    desk *item = &list[count];
    if (a->customer[row] < 0 || needs_face(a, row) || !patron__known(a->per_year, row) || !patron__known(a->minutes, row) || is_inside(run, a, row)) continue;
    memset(item, 0, sizeof *item);
    item->customer = a->customer[row];
    item->name = name_of(a, row, &item->name_len);
    item->minutes = patron__activities_millionths(patron__column_f64(a->minutes, row) * patron__column_f64(a->per_year, row));
    item->costed = yearly_cost(run, a, row, &item->cost);
    count++;
  }
  patron__sort_items(list, count, sizeof *list, desk_comes_before, NULL);
  for (int64_t i = 0; i < count; i++) {
    desk *into = kept == 0 ? NULL : &list[kept - 1];
    if (into == NULL || desk_comes_before(NULL, into, &list[i])) { list[kept++] = list[i]; continue; }
    into->minutes += list[i].minutes;
    into->costed &= list[i].costed;
    patron__i128_add_i128(&into->cost, list[i].cost);
  }
  return kept;
}

patron_status patron__activities_opportunities(patron__run *run, patron__rows *rows) {
  activities a;
  desk *list;
  patron_status status = find_activities(run, &a);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  list = patron__allocate_array(run->context, a.table->rows + 1, sizeof *list);
  status = list == NULL ? patron__memory_status(run->context) : PATRON_OK;
  if (status == PATRON_OK) {
    const int64_t count = gather_desk(run, &a, list), inside = a.staff == NULL ? -1 : inside_minute(&a);
    for (int64_t i = 0; i < count; i++) {
      patron__opportunity_add(run, rows, list[i].customer, PATRON__OPPORTUNITY_MOVABLE_WORK, list[i].name, list[i].name_len);
      patron__rows_f64(rows, PATRON__OPPORTUNITY_MINUTES, (double)list[i].minutes / MILLION);
      if (inside >= 0 && list[i].costed) patron__rows_i64(rows, PATRON__OPPORTUNITY_MARGIN, saving_of(list[i].cost, list[i].minutes, inside));
    }
  }
  patron__release(run->context, list);
  patron__release(run->context, a.customer);
  return status;
}
