/*
 * The smallest change of one figure that alters a decision, found by asking the stages.
 *
 * First every figure is tried at points over its whole reach, to both sides: sixty-four over a range, twice as far from point to point for an amount. Where a decision differs, the place at which it
 * starts to differ lies between two neighbours, and is narrowed down, all such places at once, until two neighbouring steps are left: the nearer still decides as now, the farther otherwise.
 * Places that cannot give the smallest change any more are dropped on the way. A decision that changes and changes back between two points of the first look is passed over.
 *
 * Example: sales 387 024.19 of class B, cut-off 422 752.92: looked at 393 071.44, 399 118.69, ..., 483 780.23, where it is A; ... ; 422 752.91 is B, 422 752.92 A: 8.8 % more.
 */
#include "engine/smallest_change.h"

#include <math.h>
#include <string.h>

enum { POINTS = 64, INSIDE = 15 };   /* points inside a place per round: four bits of it */

/* Where a decision starts to differ: not yet at `same`, but at `other`. */
typedef struct place { int32_t factor, decision, up, code; int64_t same, other; } place;

typedef struct search {
  const patron__what_if *what_if;
  int64_t row;
  patron__factor *factors;
  int32_t factor_count;
  const patron__decision *decisions;
  int32_t decision_count;
  patron__variant *variants;       /* those of the round */
  int64_t variant_count, room;
  int32_t *codes;                  /* [variants * decisions] */
  place *places;
  int32_t place_count;
} search;

static int32_t code_of(const patron__decision *decision, const patron__column *column, int64_t row) {
  if (column == NULL || !patron__column_known(column, row)) return -1;
  if (decision->is_rank) {
    const double score = patron__column_f64(column, row);
    return score >= decision->better ? PATRON__RANK_BETTER : score < decision->worse ? PATRON__RANK_WORSE : PATRON__RANK_SAME;   /* false where there is none: NaN */
  }
  return column->type == PATRON_FLAG ? patron__column_flag(column, row) : patron__column_i32(column, row);
}

/* Another answer, and not merely none. */
static int32_t differs(const patron__decision *decision, int32_t code) { return code >= 0 && code != decision->now; }

/* Asks all variants of the round; PATRON_UNKNOWN: they cannot be judged. */
static patron_status ask(search *s) {
  patron__run answer;
  char by[256] = "";
  patron_status status;
  if (s->variant_count == 0) return PATRON_OK;
  status = patron__what_if_ask(s->what_if, s->row, s->factors, s->variants, s->variant_count, NULL, &answer);
  if (status == PATRON_E_NO_MEMORY || status == PATRON_E_MEMORY_LIMIT) return status;
  if (status != PATRON_OK) return PATRON_UNKNOWN;
  (void)patron__settings_copy(answer.settings, "score.rank_by", by, sizeof by);
  for (int32_t d = 0; d < s->decision_count; d++) {
    const patron__column *column = patron__table_find(answer.customers, s->decisions[d].is_rank ? by : s->decisions[d].column);
    for (int64_t i = 0; i < s->variant_count; i++) s->codes[i * s->decision_count + d] = code_of(&s->decisions[d], column, i + 1);
  }
  patron__what_if_drop(&answer);
  return PATRON_OK;
}

/* Room for the variants of a round. */
static patron_status make_room(search *s, int64_t variants) {
  patron_context *context = s->what_if->context;
  s->variant_count = 0;
  if (variants <= s->room) return PATRON_OK;
  patron__release(context, s->variants);
  patron__release(context, s->codes);
  s->room = variants;
  s->variants = patron__allocate(context, (uint64_t)variants * sizeof *s->variants);
  s->codes = patron__allocate(context, (uint64_t)variants * (uint64_t)s->decision_count * sizeof *s->codes);
  return s->variants == NULL || s->codes == NULL ? patron__memory_status(s->what_if->run->context) : PATRON_OK;
}

static int32_t add_variant(search *s, int32_t factor, int64_t step) {
  if (s->variant_count == s->room) return 0;
  s->variants[s->variant_count].factor = factor;
  s->variants[s->variant_count++].step = step;
  return 1;
}

/* The next point of the first look after `step`, to one side; `step` itself at the end. */
static int64_t next_point(const patron__factor *factor, int32_t up, int64_t step) {
  const int64_t start = up ? factor->below : factor->above, end = up ? factor->most : factor->least;
  const int64_t width = factor->most - factor->least, size = start < 0 ? -start : start, gone = step > start ? step - start : start - step;
  const int64_t first = factor->bounded ? width / POINTS : size / POINTS, next = factor->bounded || gone == 0 ? gone + (first > 0 ? first : 1) : 2 * gone;
  const int64_t left = up ? end - start : start - end;
  return next >= left ? end : up ? start + next : start - next;
}

static void look_around(search *s, int32_t factor) {
  const patron__factor *f = &s->factors[factor];
  for (int32_t up = 0; up < 2; up++)
    for (int64_t step = up ? f->below : f->above, next = next_point(f, up, step); next != step; step = next, next = next_point(f, up, step))
      if (!add_variant(s, factor, next)) return;
}

/* The first point to each side at which each decision differs from now. */
static void find_places(search *s) {
  for (int32_t d = 0; d < s->decision_count; d++) {
    if (s->decisions[d].held || s->decisions[d].now < 0) continue;
    for (int64_t i = 0; i < s->variant_count; i++) {
      const int32_t factor = s->variants[i].factor, up = s->variants[i].step > s->factors[factor].below, code = s->codes[i * s->decision_count + d];
      const place *last = s->place_count > 0 ? &s->places[s->place_count - 1] : NULL;
      const int32_t first = i == 0 || s->variants[i - 1].factor != factor || (s->variants[i - 1].step > s->factors[factor].below) != up;
      if (!differs(&s->decisions[d], code) || (last != NULL && last->factor == factor && last->decision == d && last->up == up)) continue;
      s->places[s->place_count++] = (place){factor, d, up, code, first ? (up ? s->factors[factor].below : s->factors[factor].above) : s->variants[i - 1].step, s->variants[i].step};
    }
  }
}

static int32_t is_found(const place *p) { return p->up ? p->other - p->same == 1 : p->same - p->other == 1; }

/* Drops what lies beyond the best that is sure. */
static void drop_farther(search *s) {
  int32_t kept = 0;
  double best[PATRON__DECISIONS];
  for (int32_t d = 0; d < s->decision_count; d++) best[d] = INFINITY;
  for (int32_t i = 0; i < s->place_count; i++) {
    const place *p = &s->places[i];
    const double change = patron__factor_change(&s->factors[p->factor], p->other);
    if (change < best[p->decision]) best[p->decision] = change;
  }
  for (int32_t i = 0; i < s->place_count; i++) {
    const place *p = &s->places[i];
    const double least = patron__factor_change(&s->factors[p->factor], p->same + (p->up ? 1 : -1));
    if (least <= best[p->decision]) s->places[kept++] = *p;
  }
  s->place_count = kept;
}

static int64_t inner(const place *p, int64_t i) {
  const int64_t width = p->up ? p->other - p->same : p->same - p->other, count = width - 1 < INSIDE ? width - 1 : INSIDE;
  const int64_t offset = count == width - 1 ? i + 1 : (i + 1) * (width / (INSIDE + 1));
  return p->up ? p->same + offset : p->same - offset;
}

static int64_t inner_count(const place *p) {
  const int64_t width = p->up ? p->other - p->same : p->same - p->other;
  return width - 1 < INSIDE ? width - 1 : INSIDE;
}

static patron_status narrow(search *s) {
  int64_t at = 0, variants = 0;
  patron_status status;
  for (int32_t i = 0; i < s->place_count; i++) variants += inner_count(&s->places[i]);
  status = make_room(s, variants);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < s->place_count; i++)
    for (int64_t k = 0; k < inner_count(&s->places[i]); k++) (void)add_variant(s, s->places[i].factor, inner(&s->places[i], k));
  status = ask(s);
  for (int32_t i = 0; i < s->place_count && status == PATRON_OK; i++) {
    place *p = &s->places[i], was = *p;
    int32_t found = 0;
    for (int64_t k = 0; k < inner_count(&was); k++, at++) {
      const int32_t code = s->codes[at * s->decision_count + p->decision];
      if (found) continue;
      if (!differs(&s->decisions[p->decision], code)) { p->same = inner(&was, k); continue; }
      p->other = inner(&was, k);
      p->code = code;
      found = 1;
    }
  }
  return status;
}

static patron_status narrow_all(search *s) {
  for (;;) {
    int32_t open = 0;
    patron_status status;
    drop_farther(s);
    for (int32_t i = 0; i < s->place_count; i++) open += !is_found(&s->places[i]);
    if (open == 0) return PATRON_OK;
    status = narrow(s);
    if (status != PATRON_OK) return status;
  }
}

/* Beyond some value a figure may not be one that can be judged (what has no logarithm): it is tried up to there. */
static patron_status shorten(search *s, int32_t factor, int32_t up) {
  patron__factor *of = &s->factors[factor];
  int64_t *end = up ? &of->most : &of->least, can = up ? of->below : of->above, cannot = *end, step = *end;
  while (step != can) {
    patron_status status;
    s->variant_count = 0;
    (void)add_variant(s, factor, step);
    status = ask(s);
    if (status < 0) return status;
    if (status == PATRON_OK) can = step; else cannot = step;
    step = can == *end ? can : can + (cannot - can) / 2;
  }
  *end = can;
  return PATRON_OK;
}

/* The first look at all figures. */
static patron_status look(search *s) {
  patron_status status;
  for (int32_t f = 0; f < s->factor_count; f++) look_around(s, f);
  status = ask(s);
  if (status != PATRON_UNKNOWN) return status;
  for (int32_t side = 0; side < 2 * s->factor_count; side++) {
    status = shorten(s, side / 2, side % 2);
    if (status != PATRON_OK) return status;
  }
  s->variant_count = 0;
  for (int32_t f = 0; f < s->factor_count; f++) look_around(s, f);
  return ask(s);
}

static void keep_best(const search *s, patron__smallest *out) {
  for (int32_t d = 0; d < s->decision_count; d++) out[d] = (patron__smallest){-1, -1, 0, INFINITY, PATRON__CHANGE_HOLDS, 0};
  for (int32_t i = 0; i < s->place_count; i++) {   /* of equals a rise comes before a fall, then the order of the figures decides */
    const place *p = &s->places[i];
    const double change = patron__factor_change(&s->factors[p->factor], p->other);
    const patron__smallest *best = &out[p->decision];
    const int32_t lifts = best->factor >= 0 && change <= best->change && p->up && best->step <= s->factors[best->factor].below;
    if (change < best->change || lifts) out[p->decision] = (patron__smallest){p->factor, p->code, p->other, change, PATRON__CHANGE_HOLDS, 0};
  }
}

patron_status patron__smallest_changes(const patron__what_if *what_if, int64_t row, patron__factor *factors, int32_t factor_count, patron__decision *decisions, int32_t decision_count, patron__smallest *out) {
  patron_context *context = what_if->context;
  search s = {what_if, row, factors, factor_count, decisions, decision_count, NULL, 0, 0, NULL, NULL, 0};
  const int64_t places = (int64_t)2 * factor_count * decision_count;
  patron_status status;
  s.places = patron__allocate_array(context, places + 1, sizeof *s.places);
  status = s.places == NULL ? patron__memory_status(what_if->run->context) : make_room(&s, (int64_t)factor_count * (2 * POINTS + 8));
  if (status == PATRON_OK) status = look(&s);
  if (status == PATRON_OK) find_places(&s);
  if (status == PATRON_OK) status = narrow_all(&s);
  if (status == PATRON_OK) keep_best(&s, out);
  patron__release(context, s.variants);
  patron__release(context, s.codes);
  patron__release(context, s.places);
  return status;
}
