/*
 * Who moved a cut-off: of the customers of the group whose values changed most, the one whose old value alone, set back, brings the cut-off nearest to where it was.
 * Example: 60, 20, 15, 5 have the 80 % line at 20 (60 + 20 of 100); with 200 for 60 it stands at 200 (200 of 240); the first customer set back to 60 brings it to 20 again, so it moved it.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "engine/changes.h"
#include "patron/rules/pareto.h"
#include "stages/values.h"

enum { CANDIDATES = 8 };

/* The customers of a group whose values changed most, and the cut-off that each would have left by standing still. */
typedef struct group_movers { int32_t made, count; int64_t rows[CANDIDATES]; double size[CANDIDATES], cut[CANDIDATES]; } group_movers;

/* Of one segment. */
typedef struct patron__movers {
  int64_t *first, *rows;      /* rows of group g: rows[first[g]] .. rows[first[g + 1] - 1] */
  group_movers *groups;
} patron__movers;

int32_t patron__group_of(const patron__comparison *c, const patron__segment *segment, int64_t row) {
  return patron__groups_match_row(&c->after->run, &segment->groups, c->segments->merge, segment->rule.layers, row);
}

/* Rows by group, counted and laid out; those of no group are left out. */
static patron_status lay_out(patron__comparison *c, const patron__segment *segment, patron__movers *m) {
  const int64_t rows = c->customers->rows;
  const int32_t count = segment->groups.count;
  int32_t *groups = patron__allocate_array(c->context, rows + 1, sizeof *groups);
  patron_status status = groups == NULL ? patron__memory_status(c->context) : PATRON_OK;
  if (status == PATRON_OK) {
    m->first = patron__allocate_array(c->context, (int64_t)count + 2, sizeof *m->first);
    m->rows = patron__allocate_array(c->context, rows + 1, sizeof *m->rows);
    m->groups = patron__allocate_array(c->context, (int64_t)count + 1, sizeof *m->groups);
    if (m->first == NULL || m->rows == NULL || m->groups == NULL) status = patron__memory_status(c->context);
  }
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    groups[row] = patron__group_of(c, segment, row);
    if (groups[row] >= 0) m->first[groups[row] + 2]++;
  }
  for (int32_t g = 0; g < count && status == PATRON_OK; g++) m->first[g + 2] += m->first[g + 1];
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++)
    if (groups[row] >= 0) m->rows[m->first[groups[row] + 1]++] = row;
  patron__release(c->context, groups);
  return status;
}

/* Values of a group as they are; money in minor units, which are exact up to 2^53. */
typedef struct values { int64_t count; double *numbers; uint8_t *known; } values;

static void put_value(values *v, const patron__column *measure, int64_t i, int64_t row) {
  if (!patron__known(measure, row)) { patron__bit_clear(v->known, i); return; }
  patron__bit_set(v->known, i);
  v->numbers[i] = measure->type == PATRON_NUMBER ? patron__column_f64(measure, row) : (double)patron__column_i64(measure, row);
}

static patron_status read_values(const patron__comparison *c, const patron__column *measure, const int64_t *rows, int64_t count, values *out) {
  out->count = count;
  out->known = patron__allocate_array(c->context, patron__bitmap_bytes(count) + 1, 1);
  out->numbers = patron__allocate_array(c->context, count + 1, sizeof *out->numbers);
  if (out->known == NULL || out->numbers == NULL) return patron__memory_status(c->context);
  for (int64_t i = 0; i < count; i++) put_value(out, measure, i, rows[i]);
  return PATRON_OK;
}

/* A customer's value as it was stands in place i; of a new one, none does. */
static void set_back(const patron__comparison *c, const patron__segment *segment, values *v, int64_t i, int64_t row) {
  if (c->stored[row] >= 0 && patron__old_value(c, segment->rule.measure, segment->type, c->stored[row], &v->numbers[i])) patron__bit_set(v->known, i);
  else patron__bit_clear(v->known, i);
}

static double value_at(const values *v, int64_t i) { return patron__bit_get(v->known, i) ? v->numbers[i] : 0; }

/* Larger changes first, equal ones by id: the order of rows shows nowhere. */
static int32_t stands_before(const patron__comparison *c, double size, int64_t row, double other_size, int64_t other) {
  const patron__column *ids = patron__table_find(c->customers, "customer");
  char digits[PATRON__NUMBER_TEXT], other_digits[PATRON__NUMBER_TEXT];
  const char *text, *other_text;
  int64_t len, other_len;
  if (size > other_size || size < other_size) return size > other_size;
  text = patron__table_value_text(c->customers, ids, row, digits, &len);
  other_text = patron__table_value_text(c->customers, ids, other, other_digits, &other_len);
  return patron__text_compare(text, len, other_text, other_len) < 0;
}

static void offer(const patron__comparison *c, group_movers *g, int64_t row, double size, int64_t place, int64_t *places) {
  int32_t at = g->count;
  if (!(size > 0)) return;
  while (at > 0 && stands_before(c, size, row, g->size[at - 1], g->rows[at - 1])) at--;
  if (at == CANDIDATES) return;
  if (g->count < CANDIDATES) g->count++;
  for (int32_t i = g->count - 1; i > at; i--) { g->rows[i] = g->rows[i - 1]; g->size[i] = g->size[i - 1]; places[i] = places[i - 1]; }
  g->rows[at] = row;
  g->size[at] = size;
  places[at] = place;
}

static patron_status cut_of(const patron__comparison *c, const patron__segment *segment, const values *v, double *out) {
  patron_pareto_result result;
  patron_status status;
  memset(&result, 0, sizeof result);
  result.struct_size = sizeof result;
  status = patron_pareto_cutoff_f64(v->numbers, v->known, v->count, segment->rule.cuts_ppm[0], patron__context_scratch(c->context), &result);
  *out = result.cutoff_f64;
  return status == PATRON_E_NO_MEMORY ? patron__memory_status(c->context) : status;
}

static patron_status find_candidates(const patron__comparison *c, const patron__segment *segment, const int64_t *rows, int64_t count, group_movers *g) {
  const patron__column *measure = patron__run_find(&c->after->run, segment->rule.measure);
  int64_t places[CANDIDATES];
  values v;
  patron_status status = read_values(c, measure, rows, count, &v);
  for (int64_t i = 0; i < count && status == PATRON_OK; i++) {
    const double now = value_at(&v, i);
    set_back(c, segment, &v, i, rows[i]);
    offer(c, g, rows[i], fabs(now - value_at(&v, i)), i, places);
    put_value(&v, measure, i, rows[i]);
  }
  for (int32_t k = 0; k < g->count && status == PATRON_OK; k++) {
    set_back(c, segment, &v, places[k], g->rows[k]);
    status = cut_of(c, segment, &v, &g->cut[k]);
    put_value(&v, measure, places[k], g->rows[k]);
  }
  patron__release(c->context, v.numbers);
  patron__release(c->context, v.known);
  g->made = status == PATRON_OK;
  return status;
}

patron_status patron__mover_of(patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row, int64_t *out) {
  const int32_t group = segment->type == 0 ? -1 : patron__group_of(c, segment, row);
  patron__movers *m;
  group_movers *g;
  char name[96];
  patron__own cut;
  double nearest;
  patron_status status = PATRON_OK;
  *out = -1;
  patron__segment_column(segment->rule.name, "_cutoff", name);
  if (group < 0 || segment->outcome[group] != 0 || !patron__read_own(c, name, stored_row, row, &cut)) return PATRON_OK;
  if (patron__table_find(c->before, segment->rule.measure) == NULL) return PATRON_OK;   /* nobody's old value was stored */
  if (c->movers == NULL) c->movers = patron__allocate_array(c->context, (int64_t)c->segments->count + 1, sizeof *c->movers);
  if (c->movers == NULL) return patron__memory_status(c->context);
  m = &c->movers[segment - c->segments->segments];
  if (m->groups == NULL) status = lay_out(c, segment, m);
  if (status != PATRON_OK) return status;
  g = &m->groups[group];
  if (!g->made) status = find_candidates(c, segment, m->rows + m->first[group], m->first[group + 1] - m->first[group], g);
  nearest = fabs(cut.is - cut.was);
  for (int32_t k = 0; k < g->count && status == PATRON_OK; k++)
    if (fabs(g->cut[k] - cut.was) < nearest) { nearest = fabs(g->cut[k] - cut.was); *out = g->rows[k]; }
  return status;
}

void patron__movers_release(patron__comparison *c) {
  for (int32_t i = 0; c->movers != NULL && i < c->segments->count; i++) {
    patron__release(c->context, c->movers[i].first);
    patron__release(c->context, c->movers[i].rows);
    patron__release(c->context, c->movers[i].groups);
  }
  patron__release(c->context, c->movers);
  c->movers = NULL;
}
