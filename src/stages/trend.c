/*
 * The trend of a relationship over all its levels on record, the present base level last.
 *
 * Of every two levels, the later is higher, lower or the same: more rises than falls are RISING, more falls than rises FALLING, as many of both STEADY (Kendall's S against time, Mann 1945). So a dip that
 * was made up for does not alarm, and the order of rows never shows: levels of one day are not compared. Only TRANSACTIONAL .. STRATEGIC are levels in an order; a LIMITED_COLLABORATION counts with the band
 * of its mutual index, where that is given. Example: COLLABORATIVE, COOPERATIVE, COOPERATIVE: two falls, no rise. COLLABORATIVE, COOPERATIVE, COLLABORATIVE: one each.
 */
#include "stages/trend.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "stages/relate.h"
#include "stages/values.h"
#include "table/rows.h"

enum { RISING, STEADY, FALLING };
enum { LEVELS = 4 };

/* One level on record. */
typedef struct past { int32_t customer, day, level; } past;
typedef struct pasts { past *items; int64_t count; } pasts;

/* 0..3; -1: no level in the order. */
static int32_t level_at(const patron__column *column, int64_t row) {
  int64_t len;
  const char *name;
  int32_t level;
  if (!patron__known(column, row) || column->type != PATRON_CODE) return -1;
  name = patron__dictionary_name(column->dictionary, patron__column_i32(column, row), &len);
  level = patron__code_of("relationship_level", name, len);
  return level < LEVELS ? level : -1;
}

static int32_t is_earlier(const void *context, const void *first, const void *second) {
  const past *a = first, *b = second;
  (void)context;
  return a->day != b->day ? a->day < b->day : a->level < b->level;
}

static int32_t comes_before(const void *context, const void *first, const void *second) {
  const past *a = first, *b = second;
  return a->customer != b->customer ? a->customer < b->customer : is_earlier(context, first, second);
}

/* By customer and day. What is dated on the as-of date or later is not past. PATRON_UNKNOWN: there is no such table. */
static patron_status read_pasts(patron__run *run, const patron_relationship_rule *rule, pasts *out) {
  const patron_table *table = patron__tables_find(run->facts, "past_levels");
  const patron__column *day = table == NULL ? NULL : patron__table_find(table, "date"), *level = table == NULL ? NULL : patron__table_find(table, "level");
  const patron__column *mutual = table == NULL ? NULL : patron__table_find(table, "mutual");
  int32_t *customer = NULL;
  patron_status status;
  memset(out, 0, sizeof *out);
  if (table == NULL) return PATRON_UNKNOWN;
  status = patron__run_match(run, table, "customer", &customer);
  if (status != PATRON_OK) return status;
  out->items = patron__allocate_array(run->context, table->rows + 1, sizeof *out->items);
  if (out->items == NULL) status = patron__memory_status(run->context);
  for (int64_t row = 0; status == PATRON_OK && row < table->rows; row++) {
    past *into = &out->items[out->count];
    if (customer[row] < 0 || !patron__known(day, row) || (run->as_of_known && patron__column_i32(day, row) >= run->as_of)) continue;
    into->customer = customer[row];
    into->day = patron__column_i32(day, row);
    into->level = level_at(level, row);
    if (into->level < 0 && patron__known(mutual, row)) into->level = patron__relate_band(rule, 0, -1, patron__column_f64(mutual, row));
    out->count += into->level >= 0;
  }
  patron__release(run->context, customer);
  if (status == PATRON_OK) patron__sort_items(out->items, out->count, sizeof *out->items, comes_before, NULL);
  return status;
}

/* Rises less falls, as levels come in. */
typedef struct walk { int64_t seen[LEVELS], states, rises; } walk;

static void step(walk *w, int32_t level) {
  for (int32_t other = 0; other < LEVELS; other++) w->rises += other < level ? w->seen[other] : other > level ? -w->seen[other] : 0;
}

static void remember(walk *w, int32_t level) {
  w->seen[level]++;
  w->states++;
}

/* Of the items [first, end) of one customer. *since: the first day of those at the end that are all the present level; -1: none. */
static int64_t walk_items(const past *items, int64_t first, int64_t end, int32_t present, walk *w) {
  int64_t since = -1;
  for (int64_t day = first, next; day < end; day = next) {
    int32_t same = 1;
    for (next = day; next < end && items[next].day == items[day].day; next++) {
      step(w, items[next].level);
      same &= items[next].level == present;
    }
    for (int64_t i = day; i < next; i++) remember(w, items[i].level);
    since = !same ? -1 : since < 0 ? day : since;
  }
  return since;
}

typedef struct columns { patron__column *trend, *since, *states; } columns;

static void write_row(const patron__run *run, const pasts *p, int64_t first, int64_t end, int32_t previous, int32_t present, int64_t row, const columns *out) {
  walk w = {{0}, 0, 0};
  const int64_t since = walk_items(p->items, first, end, present, &w);
  const int32_t begins = since < 0 && run->as_of_known && (first < end || (previous >= 0 && previous != present));   /* what stood there before is known to be another */
  if (first == end && previous >= 0) remember(&w, previous);
  step(&w, present);
  remember(&w, present);
  patron__put_i64(out->states, row, w.states);
  if (w.states > 1) patron__put_code(out->trend, row, w.rises > 0 ? RISING : w.rises < 0 ? FALLING : STEADY);
  if (since < 0 && !begins) return;
  ((int32_t *)out->since->values)[row] = since < 0 ? run->as_of : p->items[since].day;
  patron__column_set_known(out->since, row);
}

patron_status patron__trend_apply(patron__run *run, const patron_relationship_rule *rule) {
  const patron__column *base = patron__table_find(run->customers, "base_level"), *previous = patron__run_fact(run, "previous_level");
  columns out;
  pasts p;
  patron_status status = read_pasts(run, rule, &p);
  if (status == PATRON_OK) status = patron__run_add(run, "level_trend", PATRON_CODE, "level_trend", 0, &out.trend);
  if (status == PATRON_OK) status = patron__run_add(run, "level_since", PATRON_DATE, NULL, 0, &out.since);
  if (status == PATRON_OK) status = patron__run_add(run, "level_states", PATRON_INTEGER, NULL, 0, &out.states);
  for (int64_t row = 0, at = 0; status == PATRON_OK && row < run->rows; row++) {
    const int64_t first = at;
    const int32_t present = level_at(base, row);
    while (at < p.count && p.items[at].customer == row) at++;
    if (present >= 0) write_row(run, &p, first, at, level_at(previous, row), present, row, &out);
  }
  patron__release(run->context, p.items);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}

patron_status patron__trend_warn(patron__run *run) {
  const patron__column *trend = patron__table_find(run->customers, "level_trend");
  char text[96];
  int64_t falling = 0;
  for (int64_t row = 0; trend != NULL && row < run->rows; row++) falling += patron__known(trend, row) && patron__column_i32(trend, row) == FALLING;
  if (falling == 0) return PATRON_OK;
  (void)snprintf(text, sizeof text, "relationships that fall over all levels on record: %lld", (long long)falling);
  return patron__run_warn(run, "level_trend", "RELATIONSHIP_FALLS", text);
}

patron_status patron__trend_explain(const patron__run *run, int64_t row, patron_table *explanations) {
  const patron__column *trend = patron__table_find(run->customers, "level_trend"), *since = patron__table_find(run->customers, "level_since"), *states = patron__table_find(run->customers, "level_states");
  patron__reason reason = {"level_trend", "TREND", NAN, NAN, NAN, NAN, NAN, NAN};
  char day[PATRON__NUMBER_TEXT] = "", count[PATRON__NUMBER_TEXT];
  if (!patron__known(trend, row)) return PATRON_OK;
  reason.raw = (double)patron__column_i64(states, row);
  (void)patron__format_i64(patron__column_i64(states, row), count);
  if (patron__known(since, row)) (void)patron__format_date(patron__column_i32(since, row), day);
  return patron__explain_add(explanations, run, row, "relate", &reason, "Over the %s levels on record, this one the last, the relationship is %s%s%s.", count, patron__code_text("level_trend", patron__column_i32(trend, row)),
                             day[0] == '\0' ? "" : "; the present level began ", day);
}

/* The present levels, behind the past ones: dated, where there is an as-of date. */
static patron_status add_present(patron__run *run, pasts *p) {
  const patron__column *base = patron__table_find(run->customers, "base_level");
  past *more = patron__reallocate(run->context, p->items, (uint64_t)(p->count + run->rows + 1) * sizeof *more);
  if (more == NULL) return patron__memory_status(run->context);
  p->items = more;
  patron__sort_items(p->items, p->count, sizeof *p->items, is_earlier, NULL);
  const int64_t first = p->count;
  for (int64_t row = 0; row < run->rows; row++) {
    const past now = {(int32_t)row, run->as_of, level_at(base, row)};
    if (now.level >= 0) p->items[p->count++] = now;
  }
  patron__sort_items(p->items + first, p->count - first, sizeof *p->items, is_earlier, NULL);
  return PATRON_OK;
}

patron_status patron__trend_report(patron__run *run, const patron_relationship_rule *rule) {
  static const patron__rows_column names[] = {{"date", PATRON_DATE, NULL}, {"level", PATRON_CODE, "relationship_level"}, {"customers", PATRON_INTEGER, NULL}};
  patron__rows rows;
  int64_t before;
  pasts p;
  patron_status status = read_pasts(run, rule, &p);
  before = p.count;
  if (status == PATRON_OK) status = add_present(run, &p);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "level_history", names, (int32_t)(sizeof names / sizeof *names), &rows);
  if (status == PATRON_OK) {
    for (int64_t first = 0, end; first < p.count; first = end) {
      for (end = first; end < p.count && (end < before) == (first < before) && p.items[end].day == p.items[first].day && p.items[end].level == p.items[first].level;) end++;
      patron__rows_next(&rows);
      if (first < before || run->as_of_known) patron__rows_i32(&rows, 0, p.items[first].day);
      patron__rows_i32(&rows, 1, p.items[first].level);
      patron__rows_i64(&rows, 2, end - first);
    }
    status = patron__rows_keep(&rows, run->out);
  }
  patron__release(run->context, p.items);
  return status == PATRON_UNKNOWN ? PATRON_OK : status;
}
