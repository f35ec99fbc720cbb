/* How long a decision by weighted sum lasts while one weight moves.
 *
 * Two curves (a t + b (1 - t)) / (c t + d (1 - t)) meet where a quadratic is 0, of two straight lines a linear one; each is monotone, so over a piece of the way its ends bound it.
 *
 *   order   lasts while neighbours in it do not change places, and nobody joins or leaves
 *   top     lasts while nobody inside comes under anybody outside: of all those pairs only few can meet on a short piece, by their bounds
 *   bound   lasts while no curve meets its bound
 *
 * The way is upwards, to 1; downwards is upwards in 1 - t. */
#include <math.h>

#include "base/memory.h"
#include "patron/rules/robustness.h"
#include "rules/columns.h"
#include "rules/order.h"
#include "rules/stability.h"

static const double never = 2, least_piece = 1e-9;
enum { PAIRS_PER_ROW = 16 };

typedef struct decision {
  const patron__candidate *candidates;
  uint32_t *places;            /* those present by score and row, then the others */
  int64_t count, present;
  double current;
} decision;

typedef struct end { double at; int64_t pair[2]; } end;

patron__curve patron__curve_of(double own, double others, double known, double share) {
  patron__curve out = {known * own, share * others, known, share};
  if (!(known > 0)) out = (patron__curve){others, others, 1, 1};
  if (!(share > 0)) out = (patron__curve){own, own, 1, 1};
  return out;
}

static void give_way(end *e, double at, int64_t a, int64_t b) {
  if (!(at < e->at)) return;
  e->at = at;
  e->pair[0] = a;
  e->pair[1] = b;
}

/* Where zero + (one - zero) t comes under 0, seen from `from`, where it is not. */
static double line_ends(double one, double zero, double from) {
  const double slope = one - zero, crossing = -zero / slope;
  return slope < 0 ? (crossing > from ? crossing : from) : never;
}

/* Where the upper curve comes under the other, seen from `from`, where it is not (but for rounding). */
static double meeting(const patron__curve *upper, const patron__curve *other, double from) {
  const double two = upper->one * other->known - other->one * upper->known, none = upper->zero * other->share - other->zero * upper->share;
  const double one = upper->one * other->share + upper->zero * other->known - other->one * upper->share - other->zero * upper->known;
  const double a = two - one + none, b = one - 2 * none, inside = b * b - 4 * a * none;
  double q, first, last;
  if (upper->known == other->known && upper->share == other->share) return line_ends(upper->one - other->one, upper->zero - other->zero, from);
  if (a == 0) return line_ends(none + b, none, from);
  if (!(inside > 0)) return a < 0 ? from : never;   /* under it everywhere: a tie that rounding hides */
  q = -0.5 * (b + copysign(sqrt(inside), b));
  first = q / a;
  last = q != 0 ? none / q : first;
  if (first > last) { const double swapped = first; first = last; last = swapped; }
  if (a < 0) return from > last ? from : last;
  if (from <= first) return first;
  return from < last && from - first < last - from ? from : never;
}

static const patron__candidate *at_place(const decision *d, int64_t place) { return &d->candidates[patron__order_row(d->places[place])]; }

/* When a row leaves that is present, or joins that is not. */
static double change_of(const decision *d, const patron__candidate *c) {
  if (c->present) return c->to;
  return c->from >= d->current && c->from < c->to ? c->from : never;
}

static void hold_members(const decision *d, int64_t first, int64_t end_place, end *e) {
  for (int64_t i = first; i < end_place; i++) give_way(e, change_of(d, at_place(d, i)), at_place(d, i)->row, -1);
}

static void hold_pair(const decision *d, const patron__candidate *upper, const patron__candidate *other, end *e) { give_way(e, meeting(&upper->curve, &other->curve, d->current), upper->row, other->row); }

static void hold_order(const decision *d, end *e) {
  hold_members(d, 0, d->count, e);
  for (int64_t i = 1; i < d->present; i++) hold_pair(d, at_place(d, i - 1), at_place(d, i), e);
}

/* Those above the row stay above it, those below it below. */
static void hold_rank(const decision *d, int64_t row, end *e) {
  int64_t place = 0;
  while (at_place(d, place)->row != row) place++;
  for (int64_t i = 0; i < d->present; i++) {
    if (i < place) hold_pair(d, at_place(d, i), at_place(d, place), e);
    if (i > place) hold_pair(d, at_place(d, place), at_place(d, i), e);
  }
}

static void hold_bound(const decision *d, end *e) {
  for (int64_t i = 0; i < d->count; i++) {
    const patron__candidate *c = at_place(d, i);
    const double sign = patron__curve_at(&c->curve, d->current) >= c->bound ? 1 : -1;
    give_way(e, change_of(d, c), c->row, -1);
    if (c->present) give_way(e, line_ends(sign * (c->curve.one - c->bound * c->curve.known), sign * (c->curve.zero - c->bound * c->curve.share), d->current), c->row, -1);
  }
}

/* A piece of the way, and what the curves of those inside do not fall under on it, those outside not rise above. */
typedef struct piece { double from, to, lowest, highest; int64_t top, inside, outside; } piece;

static double low_of(const piece *p, const patron__candidate *c) { return patron__smaller(patron__curve_at(&c->curve, p->from), patron__curve_at(&c->curve, p->to)); }
static double high_of(const piece *p, const patron__candidate *c) { return patron__larger(patron__curve_at(&c->curve, p->from), patron__curve_at(&c->curve, p->to)); }
static int32_t takes_part(const piece *p, const patron__candidate *c) { return c->from < p->to && c->to >= p->from; }
static int32_t may_fall(const piece *p, const patron__candidate *c) { return low_of(p, c) < p->highest; }
static int32_t may_rise(const piece *p, const patron__candidate *c) { return takes_part(p, c) && high_of(p, c) > p->lowest; }

static void measure(const decision *d, piece *p) {
  p->lowest = INFINITY;
  p->highest = -INFINITY;
  p->inside = p->outside = 0;
  for (int64_t i = 0; i < p->top; i++) p->lowest = patron__smaller(p->lowest, low_of(p, at_place(d, i)));
  for (int64_t i = p->top; i < d->count; i++)
    if (takes_part(p, at_place(d, i))) p->highest = patron__larger(p->highest, high_of(p, at_place(d, i)));
  for (int64_t i = 0; i < p->top; i++) p->inside += may_fall(p, at_place(d, i));
  for (int64_t i = p->top; i < d->count; i++) p->outside += may_rise(p, at_place(d, i));
}

static int32_t same_curve(const patron__candidate *a, const patron__candidate *b) {
  return a->curve.one == b->curve.one && a->curve.zero == b->curve.zero && a->curve.known == b->curve.known && a->curve.share == b->curve.share && a->from == b->from && a->to == b->to;
}

/* The one inside with the least score at a weight. */
static const patron__candidate *least_inside(const decision *d, int64_t top, double at) {
  const patron__candidate *least = at_place(d, 0);
  for (int64_t i = 1; i < top; i++)
    if (patron__curve_at(&at_place(d, i)->curve, at) < patron__curve_at(&least->curve, at)) least = at_place(d, i);
  return least;
}

/* One outside, who may join on the way and be above somebody inside at once. */
static void hold_against(const decision *d, const piece *p, const patron__candidate *other, end *e) {
  const double from = other->from > p->from ? other->from : p->from;
  const patron__candidate *before = NULL, *least = other->present ? NULL : least_inside(d, p->top, from);
  if (least != NULL && patron__curve_at(&other->curve, from) > patron__curve_at(&least->curve, from)) { give_way(e, from, least->row, other->row); return; }
  for (int64_t i = 0; i < p->top && e->at > from; i++) {
    const patron__candidate *inside = at_place(d, i);
    double at;
    if (!may_fall(p, inside) || (before != NULL && same_curve(inside, before))) continue;
    before = inside;
    at = meeting(&inside->curve, &other->curve, from);
    if (at <= other->to) give_way(e, at, inside->row, other->row);
  }
}

static void hold_piece(const decision *d, const piece *p, end *e) {
  const patron__candidate *before = NULL;
  for (int64_t i = p->top; i < d->count; i++) {
    const patron__candidate *other = at_place(d, i);
    if (!may_rise(p, other) || (before != NULL && same_curve(other, before))) continue;
    before = other;
    hold_against(d, p, other, e);
  }
}

static void hold_top(const decision *d, int64_t top, end *e) {
  piece p = {d->current, 0, 0, 0, top < d->present ? top : d->present, 0, 0};
  double width = 1 - d->current;
  hold_members(d, 0, p.top, e);
  if (d->present < top) hold_members(d, d->present, d->count, e);   /* there is room: whoever joins is in */
  while (p.from < e->at) {
    p.to = p.from + width < e->at ? p.from + width : e->at;
    measure(d, &p);
    if (p.inside * p.outside > PAIRS_PER_ROW * d->count && width > least_piece) { width /= 2; continue; }
    hold_piece(d, &p, e);
    p.from = p.to;
    width *= 2;
  }
}

static void hold(const decision *d, int32_t preserve, int64_t which, end *e) {
  e->at = 1;
  e->pair[0] = e->pair[1] = -1;
  if (preserve == PATRON_STABILITY_ORDER) hold_order(d, e);
  else if (preserve == PATRON_STABILITY_TOP) hold_top(d, which, e);
  else if (preserve == PATRON_STABILITY_RANK) hold_rank(d, which, e);
  else hold_bound(d, e);
  if (e->pair[1] >= 0 && e->pair[1] < e->pair[0]) { const int64_t swapped = e->pair[0]; e->pair[0] = e->pair[1]; e->pair[1] = swapped; }
}

static void swap(double *a, double *b) {
  const double kept = *a;
  *a = *b;
  *b = kept;
}

static void turn_round(patron__candidate *c) {
  const double from = c->from;
  swap(&c->curve.one, &c->curve.zero);
  swap(&c->curve.known, &c->curve.share);
  c->from = 1 - c->to;
  c->to = 1 - from;
}

/* Places of those present, then of the others; now and known: room for an entry and a bit of each. */
static patron_status find_places(decision *d, double *now, uint8_t *present, const patron_allocator *scratch) {
  patron_status status;
  for (int64_t i = 0; i < d->count; i++) {
    now[i] = patron__curve_at(&d->candidates[i].curve, d->current);
    patron__set_known(present, i, (int32_t)d->candidates[i].present);
  }
  status = patron__order(now, present, d->count, 1, scratch, d->places, &d->present);
  for (int64_t i = 0, at = d->present; i < d->count && status == PATRON_OK; i++)
    if (!d->candidates[i].present) d->places[at++] = (uint32_t)i;
  return status == PATRON_OK && d->present == 0 ? PATRON_UNKNOWN : status;
}

static int32_t is_present(const decision *d, int64_t row) {
  for (int64_t i = 0; i < d->present; i++)
    if (at_place(d, i)->row == row) return 1;
  return 0;
}

patron_status patron__find_stability(patron__candidate *candidates, int64_t count, double current, int32_t preserve, int64_t which, const patron_allocator *scratch, patron__interval *out) {
  const uint64_t size = (uint64_t)count * (sizeof(double) + sizeof(uint32_t)) + (uint64_t)count / 8 + 1;
  decision d = {candidates, NULL, count, 0, current};
  end upper, lower;
  double *now;
  patron_status status = patron__take_scratch(scratch, size, &now);
  if (status != PATRON_OK) return status;
  d.places = (uint32_t *)(void *)(now + count);
  status = find_places(&d, now, (uint8_t *)(d.places + count), scratch);
  if (status == PATRON_OK && preserve == PATRON_STABILITY_RANK && !is_present(&d, which)) status = PATRON_UNKNOWN;
  if (status == PATRON_OK) {
    hold(&d, preserve, which, &upper);
    for (int64_t i = 0; i < count; i++) turn_round(&candidates[i]);
    d.current = 1 - current;
    hold(&d, preserve, which, &lower);
    *out = (patron__interval){1 - lower.at, upper.at, {lower.pair[0], lower.pair[1]}, {upper.pair[0], upper.pair[1]}};
    if (out->low > current) out->low = current;
    if (out->high < current || out->high - current < 1e-300) out->high = current;
  }
  patron__scratch_release(scratch, now, size);
  return status;
}
