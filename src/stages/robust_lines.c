/*
 * How far a weight may move before the tier of anybody is another one.
 *
 * Winnability as a function of one weight t, the others in proportion, is a straight line where a customer knows all criteria, else a curve of `rules/stability.h`: monotone and without a turn, and so are the
 * margin within reach and V. So between two weights x and y the curve lies between its tangent at x and its chord to y. With these as bounds each condition of the tiers is a comparison of straight
 * lines, and gives a distance over which nobody can change:
 *
 *   fence        nobody's margin before visits + margin within reach crosses fence.potential_multiple times the fence
 *   order        the least V inside a cut stays above the largest outside
 *   enough       the members reach the cut's share p of T+, the sum of the positive V
 *   no more      without the least of them they do not
 *
 * All that with room for rounding: winnability counts in millionths, margin and V in minor units. The walk takes that distance and asks again, with y nearer; of straight lines the first answer is exact.
 * Where the bounds grant nothing more, tiers are cut there as the engine does, a bit further each time: tiers that stay let the walk go on, one that differs ends it.
 */
#include "stages/robust_lines.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "stages/position.h"
#include "stages/values.h"
#include "stages/winnability.h"

static const double least = 1e-7;   /* the nearest that two weights are told apart */
enum { MOST_STEPS = 2000 };

static void fill(const patron__tier_inputs *in, const patron__column *headroom, const patron__column *rate, const patron__winnability *winnability, patron__line *line) {
  const int64_t row = line->row;
  line->margin = patron__column_i64(in->margin, row);
  line->competitor = patron__known(winnability->competitor, row) ? patron__column_f64(winnability->competitor, row) : NAN;
  if (!patron__known(headroom, row) || !patron__known(rate, row)) return;
  line->headroom = patron__column_i64(headroom, row);
  line->rate = patron__column_f64(rate, row);
}

patron_status patron__lines_create(patron__run *run, const patron__tier_state *state, patron__lines *out) {
  const patron__tier_inputs in = patron__tier_inputs_of(run);
  const patron__winnability winnability = patron__winnability_of(run);
  const patron__column *headroom = patron__run_find(run, "headroom"), *rate = patron__run_fact(run, "contribution_rate");
  memset(out, 0, sizeof *out);
  out->run = run;
  out->state = *state;
  out->state.programs = NULL;
  if (in.margin == NULL) return PATRON_UNKNOWN;
  out->state.programs = patron__allocate_array(run->context, state->program_count + 1, sizeof *state->programs);
  out->lines = patron__allocate_array(run->context, run->rows + 1, sizeof *out->lines);
  out->values = patron__allocate_array(run->context, run->rows + 1, sizeof *out->values);
  out->programs = patron__allocate_array(run->context, run->rows + 1, sizeof *out->programs);
  out->groups = patron__allocate_array(run->context, run->rows + 1, sizeof *out->groups);
  if (out->state.programs == NULL || out->lines == NULL || out->values == NULL || out->programs == NULL || out->groups == NULL) return patron__memory_status(run->context);
  memcpy(out->state.programs, state->programs, (size_t)state->program_count * sizeof *state->programs);
  for (int64_t row = 0; row < run->rows; row++) {
    const patron__standing standing = patron__stand(&in, state, row);
    out->programs[row] = standing.value_known ? standing.program : -1;
  }
  for (int32_t p = 0; p < state->program_count; p++) {
    for (int64_t row = 0; row < run->rows; row++) {
      patron__line *line = &out->lines[out->count];
      if (out->programs[row] != p) continue;
      line->row = row;
      line->standing = patron__stand(&in, state, row);
      line->given = patron__plain_tier(&state->programs[p], &line->standing);
      line->winnability = patron__winnability_known(&winnability, row) ? patron__winnability_at(&winnability, row) : NAN;
      fill(&in, headroom, rate, &winnability, line);
      out->count++;
    }
    out->first[p + 1] = out->count;
  }
  return out->count > 0 ? PATRON_OK : PATRON_UNKNOWN;
}

void patron__lines_release(patron__lines *lines) {
  patron_context *context = lines->run->context;
  patron__release(context, lines->state.programs);
  patron__release(context, lines->lines);
  patron__release(context, lines->values);
  patron__release(context, lines->programs);
  patron__release(context, lines->groups);
}

patron_status patron__lines_place(patron__lines *lines) {
  patron_status status;
  for (int64_t i = 0; i < lines->count; i++) {
    patron__line *line = &lines->lines[i];
    const int64_t reach = line->winnability == line->winnability ? patron__winnable_headroom(line->headroom, line->rate, line->winnability) : 0;
    patron__stand_reaching(&lines->state, line->margin, reach, &line->standing);
    lines->values[i] = line->standing.value;
    lines->programs[i] = line->standing.above ? line->standing.program : -1;
  }
  status = patron__tier_cut(lines->run, &lines->state, lines->values, lines->programs, lines->count, lines->groups);
  for (int64_t i = 0; i < lines->count && status == PATRON_OK; i++)
    lines->lines[i].tier = patron__plain_tier(&lines->state.programs[lines->lines[i].standing.program], &lines->lines[i].standing);
  return status;
}

double patron__line_winnability(const patron__line *line, double score, double *rise) {
  const double own = line->base + line->slope * score, both = own + line->competitor;
  *rise = line->slope;
  if (!(both == both)) return own;
  *rise = both > 0 ? line->slope * 100 * line->competitor / (both * both) : 0;
  return both > 0 ? 100 * own / both : 50;
}

/* The winnability at weight t, and how fast it rises with it. */
static double winnability_at(const patron__line *line, double t, double *rise) {
  const patron__curve *curve = &line->curve;
  const double all = curve->known * t + curve->share * (1 - t), found = patron__line_winnability(line, patron__curve_at(curve, t), rise);
  *rise *= (curve->one * curve->share - curve->zero * curve->known) / (all * all);
  return found;
}

static patron_status place_at(patron__lines *lines, double t) {
  double rise;
  for (int64_t i = 0; i < lines->count; i++) lines->lines[i].winnability = lines->lines[i].known ? winnability_at(&lines->lines[i], t, &rise) : NAN;
  return patron__lines_place(lines);
}

/* Shortens *reach to where value + slope * distance falls below 0. */
static void narrow(double *reach, double value, double slope) {
  if (value + slope * *reach < 0) *reach = value > 0 ? value / -slope : 0;
}

/* Bounds of V from x to y, and the fence of those whom potential alone puts there or could. */
static void bound_lines(patron__lines *lines, double x, double y, double *reach) {
  const patron__fence *fence = &lines->state.fence;
  const double distance = fabs(y - x), weight = (double)lines->state.headroom_ppm / 1000000;
  for (int64_t i = 0; i < lines->count; i++) {
    patron__line *line = &lines->lines[i];
    double here = 0, there = 0, tangent = 0, chord, unused, pull = (double)line->headroom * line->rate / 100;
    const double slack = line->known && pull != 0 ? 0.5 + fabs((double)line->headroom) / 1000000 : 0;
    if (line->known) { here = winnability_at(line, x, &tangent) * pull; there = winnability_at(line, y, &unused) * pull; }
    tangent *= y > x ? pull : -pull;
    chord = (there - here) / distance;
    line->v = (double)line->margin + weight * here;
    line->slack = slack > 0 ? 0.5 + weight * slack : 0;
    line->low = weight * (tangent < chord ? tangent : chord);
    line->high = weight * (tangent < chord ? chord : tangent);
    if (!fence->set || line->standing.margin_before_visits >= fence->full || lines->state.programs[line->standing.program].above == 0) continue;
    here += (double)line->standing.margin_before_visits - (double)fence->reach;
    if (line->standing.above) narrow(reach, here - slack, tangent < chord ? tangent : chord);
    else narrow(reach, -here - slack, tangent < chord ? -chord : -tangent);
  }
}

static int32_t same_line(const patron__line *a, const patron__line *b) { return a->v == b->v && a->low == b->low && a->high == b->high; }

/* Shortens *reach to where a line inside the cut may meet the best of those outside, or 0. */
static void keep_outside(const patron__lines *lines, int32_t program, int32_t cut, double *reach) {
  static const patron__line nothing;
  for (double before = INFINITY; *reach < before;) {
    const patron__line *lowest = NULL, *best = &nothing;
    before = *reach;
    for (int64_t i = lines->first[program]; i < lines->first[program + 1]; i++) {
      const patron__line *line = &lines->lines[i];
      if (!line->standing.above) continue;
      if (line->tier > cut) { if (line->v + line->slack + line->high * before > best->v + best->slack + best->high * before) best = line; }
      else if (lowest == NULL || line->v - line->slack + line->low * before < lowest->v - lowest->slack + lowest->low * before) lowest = line;
    }
    if (lowest == NULL) { if (best != &nothing) narrow(reach, -best->v - best->slack, -best->high); }
    else narrow(reach, lowest->v - lowest->slack - best->v - best->slack, lowest->low - best->high);
  }
}

/* Shortens *reach to where another line inside the cut may get under the least of them. */
static void keep_last(const patron__lines *lines, int32_t program, int32_t cut, const patron__line *last, double *reach) {
  for (double before = INFINITY; *reach < before;) {
    const patron__line *lowest = NULL;
    before = *reach;
    for (int64_t i = lines->first[program]; i < lines->first[program + 1]; i++) {
      const patron__line *line = &lines->lines[i];
      if (line->standing.above && line->tier <= cut && !same_line(line, last) && (lowest == NULL || line->v + line->low * before < lowest->v + lowest->low * before)) lowest = line;
    }
    if (lowest != NULL) narrow(reach, lowest->v - last->v, lowest->low - last->high);
  }
}

/* What holds for one cut of one program, from the lines' bounds. */
static void bound_cut(const patron__lines *lines, int32_t program, int32_t cut, double *reach) {
  const double share = (double)lines->state.programs[program].tiers[cut].up_to_ppm / 1000000, distance = *reach;
  const patron__line *least_line = NULL;
  double enough = 0, noise = 0, falling = 0, rising = 0, last = 0;
  for (int64_t i = lines->first[program]; i < lines->first[program + 1]; i++) {
    const patron__line *line = &lines->lines[i];
    const double positive = line->v > 0 ? line->v : 0, end = line->v + line->high * distance;
    if (!line->standing.above) continue;
    noise += line->slack;
    if (line->tier <= cut) {
      enough += (1 - share) * line->v;
      falling += (1 - share) * line->low;
      rising += (1 - share) * line->high;
      if (least_line == NULL || line->v < least_line->v || (line->v == least_line->v && line->low < least_line->low)) least_line = line;
    } else {
      enough -= share * positive;
      falling -= share * ((end > 0 ? end : 0) - positive) / distance;
      rising -= line->v > 0 ? share * line->low : 0;
    }
  }
  keep_outside(lines, program, cut, reach);
  if (least_line == NULL) return;   /* nobody has a positive V */
  keep_last(lines, program, cut, least_line, reach);
  for (int64_t i = lines->first[program]; i < lines->first[program + 1]; i++)
    last += lines->lines[i].standing.above && lines->lines[i].tier <= cut && same_line(&lines->lines[i], least_line);
  narrow(reach, enough - noise, falling);
  narrow(reach, last * (least_line->v - least_line->slack) - enough - noise, last * least_line->low - rising);
}

/* How far from x towards y nobody can change, by the placing at x. */
static double certain(patron__lines *lines, double x, double y) {
  double reach = fabs(y - x);
  bound_lines(lines, x, y, &reach);
  for (int32_t p = 0; p < lines->state.program_count && reach > least; p++)
    for (int32_t cut = 0; cut + 1 < lines->state.programs[p].above && reach > least; cut++) bound_cut(lines, p, cut, &reach);
  return reach;
}

/* Who is in another tier than the one in force, as far as there is room. */
static int32_t find_changed(const patron__lines *lines, patron__line_end *out) {
  int32_t found = 0;
  out->row[0] = out->row[1] = -1;
  for (int64_t i = 0; i < lines->count; i++) {
    const patron__line *line = &lines->lines[i];
    const patron__tier_rule *tiers = lines->state.programs[line->standing.program].tiers;
    if (line->tier == line->given || found == 2) continue;
    out->row[found] = line->row;
    out->from[found] = tiers[line->given].code;
    out->to[found++] = tiers[line->tier].code;
  }
  return found;
}

/* Tiers differ at `changed` and not at *x: how near they do. */
static patron_status close_in(patron__lines *lines, double *x, double changed, patron__line_end *out) {
  patron_status status = PATRON_OK;
  while (status == PATRON_OK && fabs(changed - *x) > least) {
    const double middle = *x + (changed - *x) / 2;
    status = place_at(lines, middle);
    if (status == PATRON_OK && find_changed(lines, out) > 0) changed = middle; else *x = middle;
  }
  if (status == PATRON_OK) status = place_at(lines, changed);
  if (status == PATRON_OK) (void)find_changed(lines, out);
  return status;
}

patron_status patron__lines_walk(patron__lines *lines, double weight, double limit, patron__line_end *out) {
  const double towards = limit > weight ? 1 : -1;
  double x = weight, step = fabs(limit - weight), probe = least;
  patron_status status = place_at(lines, x);
  out->weight = x;
  out->row[0] = out->row[1] = -1;
  if (status == PATRON_OK && x != limit && find_changed(lines, out) > 0) return PATRON_OK;   /* off its 0, the weight gives a winnability to who had none */
  for (int32_t i = 0; status == PATRON_OK && i < MOST_STEPS && x != limit; i++) {
    const double left = fabs(limit - x), granted = certain(lines, x, step < left ? x + towards * step : limit), go = granted >= least ? granted : probe;
    const double y = go < left ? x + towards * go : limit;
    if (granted < least) {
      status = place_at(lines, y);
      if (status == PATRON_OK && find_changed(lines, out) > 0) { status = close_in(lines, &x, y, out); break; }
    }
    probe = granted < least ? 2 * probe : least;
    step = 2 * go;
    x = y;
  }
  out->weight = x;
  return status;
}
