/*
 * Why a decision of a customer is another one than what was stored, decided by two counterfactuals: its own value as it is now against the line as it was (own alone), and its own value as it was
 * against today's line (line alone).
 *
 *   only one of them brings the change           that one
 *   neither value nor line moved                 RULE
 *   both do, or neither alone does               CUTOFF where the own value stayed within tier.same_value; else, of both, the larger move; of neither OWN_VALUE, since with the old value the old decision returns
 *
 * Example, cut-off 75 000 before and 94 000 now, A before and B now. Sales of 93 500 and 93 000: by the old line still A, by today's it would have been B: CUTOFF. 96 000 and 74 000: the reverse, OWN_VALUE.
 * 90 000 and 60 000: either, and sales moved by 30 000, the line by 19 000: OWN_VALUE. 95 000 and 93 000: only both together, and sales moved by 2 %: OWN_VALUE.
 *
 * Figures that are own value less a line are sums, so the larger of the two parts is the reason; so it is of a place in a ranking, with the place between that the old score would have today. What is measured against
 * others moved by them (CUTOFF) where the own values that it rests on stayed within tier.same_value. What follows from another decision has its reason.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "engine/changes.h"
#include "stages/cells.h"
#include "stages/lists.h"
#include "stages/measures.h"
#include "stages/override.h"
#include "stages/values.h"

int32_t patron__old_value(const patron__comparison *c, const char *name, int32_t type, int64_t stored_row, double *out) {
  int64_t money;
  if (type != PATRON_MONEY) return (type == PATRON_NUMBER || type == PATRON_INTEGER) && patron__number_before(c, name, stored_row, out);
  if (!patron__money_before(c, name, stored_row, &money)) return 0;
  *out = (double)money;
  return 1;
}

int32_t patron__read_own(const patron__comparison *c, const char *name, int64_t stored_row, int64_t row, patron__own *out) {
  const patron__column *now = patron__run_find(&c->after->run, name);
  if (!patron__known(now, row) || !patron__old_value(c, name, now->type, stored_row, &out->was)) return 0;
  out->is = now->type == PATRON_NUMBER ? patron__column_f64(now, row) : (double)patron__column_i64(now, row);
  return 1;
}

/* A value that was stored as unknown and is known now, or the reverse: nothing is compared then, and no line made the difference. */
static int32_t came_or_went(const patron__comparison *c, const char *name, int64_t stored_row, int64_t row) {
  const patron__column *now = patron__run_find(&c->after->run, name);
  double was;
  return now != NULL && patron__table_find(c->before, name) != NULL && patron__old_value(c, name, now->type, stored_row, &was) != (patron__known(now, row) != 0);
}

static int32_t stayed(const patron__comparison *c, const patron__own *own) { return fabs(own->is - own->was) <= c->same_value * fabs(own->was); }

/* Of what the own value and the line might have done; `larger`: the own value moved by more than the line. */
static int32_t blame(int32_t own_alone, int32_t line_alone, int32_t same, int32_t larger) {
  const int32_t own = own_alone != line_alone ? own_alone : !same && (larger || !own_alone);
  return own ? PATRON__OWN_VALUE : PATRON__CUTOFF;
}

/* An override stands now, or stood when the row was stored. */
static int32_t is_overridden(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row) {
  return strcmp(column, "overridden") == 0 || patron__decided_by_hand(c->customers, column, row) || patron__decided_by_hand(c->before, column, stored_row);
}

/* Class of a stored value by today's cut-offs; -1: no such group, or the value was not stored. */
static int32_t class_now(const patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  const int32_t cuts = segment->rule.cut_count, group = patron__group_of(c, segment, row);
  const int64_t first = (int64_t)group * cuts;
  const patron__column *now = patron__run_find(&c->after->run, segment->rule.measure);
  double value;
  int32_t class = 0;
  if (group < 0 || !patron__old_value(c, segment->rule.measure, now == NULL ? segment->type : now->type, stored_row, &value)) return -1;
  if (!(value > 0)) return PATRON__SEGMENT_NOT_POSITIVE;
  if (segment->outcome[group] != 0) return 0;   /* nobody is above 0 today: alone it would make all of the total */
  while (class < cuts && value < (segment->type == PATRON_MONEY ? (double)segment->cutoff_i64[first + class] : segment->cutoff_f64[first + class])) class++;
  return class;
}

/* What a segment says of a customer: its class now, and by each of the two alone. */
typedef struct verdict {
  int32_t now, line;              /* class now, and that of the stored value by today's cut-offs; -1: none */
  int32_t key;                    /* whether the value of now is class A by the cut-off as it was stored; -1: that was not stored */
  int32_t own_moved, cutoff_moved;
  int32_t known;                  /* `own` is known then and now */
  int32_t larger, crossed;        /* it moved by more than the cut-off, which it came to the other side of, as far as that was stored */
  patron__own own;
} verdict;

static verdict judge(const patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  verdict v = {-1, class_now(c, segment, stored_row, row), -1, patron__moved(c, segment->rule.measure, stored_row, row), 0, 0, 1, 1, {0, 0}};
  const patron__column *now;
  char name[96];
  patron__own cut;
  patron__segment_column(segment->rule.name, "_class", name);
  now = patron__table_find(c->customers, name);
  if (patron__known(now, row)) v.now = patron__column_i32(now, row);
  patron__segment_column(segment->rule.name, "_cutoff", name);
  v.cutoff_moved = patron__moved(c, name, stored_row, row);
  v.known = patron__read_own(c, segment->rule.measure, stored_row, row, &v.own);
  if (v.known && patron__read_own(c, name, stored_row, row, &cut)) {
    v.key = v.own.is > 0 && v.own.is >= cut.was;
    v.larger = fabs(v.own.is - v.own.was) >= fabs(cut.is - cut.was);
    v.crossed = (v.own.was >= cut.was) != (v.now == 0);
  }
  return v;
}

/* Where the two cannot be told apart, since one of them did not move or was not stored. */
static int32_t whichever_moved(int32_t cutoff_moved, int32_t own_moved) { return cutoff_moved ? PATRON__CUTOFF : own_moved ? PATRON__OWN_VALUE : PATRON__RULE_CHANGED; }

static int32_t why_class(const patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row) {
  const verdict v = judge(c, segment, stored_row, row);
  char name[96], digits[PATRON__NUMBER_TEXT];
  const patron__column *stored;
  const char *text;
  int64_t len;
  int32_t before, alone;
  if (came_or_went(c, segment->rule.measure, stored_row, row)) return PATRON__OWN_VALUE;
  patron__segment_column(segment->rule.name, "_class", name);
  stored = patron__table_find(c->before, name);
  if (stored == NULL) return whichever_moved(v.cutoff_moved, v.own_moved);
  text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
  before = patron__code_of("class", text, len);
  if (!v.cutoff_moved && !v.own_moved && before > 0 && v.now > 0) return PATRON__CUTOFF;   /* between classes whose line is not stored, which others moved */
  if (v.line < 0 || !v.own_moved) return whichever_moved(v.cutoff_moved, v.own_moved);
  if (v.known && (v.own.is > 0) != (v.own.was > 0)) return PATRON__OWN_VALUE;         /* N is no matter of cut-offs, wherever they went */
  if (v.now < 0 || !v.known) alone = 1;                                               /* nor is what is not known */
  else if (v.key >= 0 && (before == 0 || v.now == 0)) alone = v.key != (before == 0);
  else alone = v.line == before || (v.own.is > v.own.was) == (v.now < before);        /* the other cut-offs are not stored: where today's alone would have done it, the direction must fit */
  return blame(alone, v.line != before, stayed(c, &v.own), v.larger);
}

/* The segments that set a key flag (`bit` -1: either) and cover the customer, from `*i` on; NULL: no more. */
static const patron__segment *next_key(const patron__comparison *c, int32_t bit, int64_t row, int32_t *i) {
  while (*i < c->segments->count) {
    const patron__segment *segment = &c->segments->segments[(*i)++];
    if (segment->rule.bit != PATRON__BIT_NONE && (bit < 0 || segment->rule.bit == bit) && patron__group_of(c, segment, row) != PATRON__GROUP_NOT_COVERED) return segment;
  }
  return NULL;
}

/* The bit of a key flag, -1 for either; -2: it is none. */
static int32_t bit_of(const char *column) { return strcmp(column, "key_sales") == 0 ? PATRON__BIT_SALES : strcmp(column, "key_profit") == 0 ? PATRON__BIT_PROFIT : strcmp(column, "key") == 0 ? -1 : -2; }

/* A key flag: segments whose measure was stored are judged by what was stored, the others as they are. */
static int32_t why_key(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const int32_t before = patron__yes_before(c, column, stored_row);
  const patron__segment *segment;
  int32_t judged = 0, came = 0, own_moved = 0, cutoff_moved = 0, by_own = 0, by_line = 0, same = 1, larger = 0, i = 0;
  while ((segment = next_key(c, bit_of(column), row, &i)) != NULL) {
    const verdict v = judge(c, segment, stored_row, row);
    judged |= v.line >= 0;
    came |= came_or_went(c, segment->rule.measure, stored_row, row);
    by_line |= (v.line >= 0 ? v.line : v.now) == 0;
    by_own |= !v.known ? v.now == 0 : v.key >= 0 ? v.key : v.own.is > v.own.was;   /* not stored: the direction must fit */
    same &= stayed(c, &v.own);
    larger |= v.larger && v.crossed;
    own_moved |= v.own_moved;
    cutoff_moved |= v.cutoff_moved;
  }
  if (came && !judged) return PATRON__OWN_VALUE;
  return judged && own_moved ? blame(by_own != before, by_line != before, same, larger) : whichever_moved(cutoff_moved, own_moved);
}

/* The segment that writes a column `<segment>_class`, `_held`, `_cutoff` or `_margin`; `*what` is what stands behind its name. */
static const patron__segment *segment_of(const patron__comparison *c, const char *column, const char **what) {
  for (int32_t i = 0; i < c->segments->count; i++) {
    const patron__segment *segment = &c->segments->segments[i];
    const size_t length = strlen(segment->rule.name);
    if (strncmp(column, segment->rule.name, length) != 0) continue;
    *what = column + length;
    if (patron__list_has("_class,_held,_cutoff,_margin", *what, (int64_t)strlen(*what))) return segment;
  }
  return NULL;
}

/* Where the tier of a program began, as one of its customers stored it; INT64_MIN: nobody did. */
static int64_t *line_of(const patron__comparison *c, int32_t program, int32_t tier) { return &c->lines[(int64_t)program * PATRON__TIERS + tier]; }

static int32_t stored_tier(const patron__comparison *c, const char *column, int32_t program, int64_t stored_row) {
  const patron__column *stored = patron__table_find(c->before, column);
  char digits[PATRON__NUMBER_TEXT];
  int64_t len;
  const char *text;
  if (!patron__known(stored, stored_row)) return -1;
  text = patron__table_value_text(c->before, stored, stored_row, digits, &len);
  return patron__tier_find(&c->tiers->programs[program], text, len);
}

patron_status patron__tier_lines(patron__comparison *c) {
  const patron__tier_inputs in = patron__tier_inputs_of(&c->after->run);
  const char *column = patron__table_find(c->before, "tier") != NULL ? "tier" : "held_tier";
  const int64_t count = (int64_t)c->tiers->program_count * PATRON__TIERS;
  c->lines = patron__allocate_array(c->context, count + 1, sizeof *c->lines);
  if (c->lines == NULL) return patron__memory_status(c->context);
  for (int64_t i = 0; i < count; i++) c->lines[i] = INT64_MIN;
  for (int64_t row = 0; row < c->customers->rows && patron__table_find(c->before, "tier_cutoff") != NULL; row++) {
    const int32_t program = c->stored[row] < 0 ? -1 : patron__program_of(&in, c->tiers->programs, c->tiers->program_count, row), tier = program < 0 ? -1 : stored_tier(c, column, program, c->stored[row]);
    int64_t line;
    if (tier >= 0 && patron__money_before(c, "tier_cutoff", c->stored[row], &line)) *line_of(c, program, tier) = line;
  }
  return PATRON_OK;
}

/* Whether a line between the tier of before and the one of now has moved, as far as it was stored. */
static int32_t passed_line_moved(const patron__comparison *c, const char *column, const patron__standing *now, int64_t stored_row) {
  const patron__program *program = now->program < 0 ? NULL : &c->tiers->programs[now->program];
  const int32_t before = program == NULL ? -1 : stored_tier(c, column, now->program, stored_row), is = program == NULL ? -1 : patron__plain_tier(program, now);
  for (int32_t t = before < is ? before : is; before >= 0 && t < (before < is ? is : before) && t < program->above - 1; t++)
    if (*line_of(c, now->program, t) != INT64_MIN && *line_of(c, now->program, t) != program->cutoffs[t]) return 1;
  return 0;
}

static int32_t why_tier(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const patron__tier_inputs in = patron__tier_inputs_of(&c->after->run);
  const patron__standing now = patron__stand(&in, c->tiers, row);
  const patron__program *program;
  patron__standing then = now;
  patron__own own;
  int64_t reach, line;
  int32_t before, plain, up, alone;
  if (!patron__moved(c, "tier_value", stored_row, row))
    return patron__moved(c, "margin_before_visits", stored_row, row) ? PATRON__OWN_VALUE : patron__moved(c, "tier_cutoff", stored_row, row) || passed_line_moved(c, column, &now, stored_row) ? PATRON__CUTOFF : PATRON__RULE_CHANGED;
  if (now.program < 0 || !patron__money_before(c, "tier_value", stored_row, &then.value)) return PATRON__OWN_VALUE;
  if (!patron__money_before(c, "margin_before_visits", stored_row, &then.margin_before_visits))
    then.margin_before_visits = patron__money_difference(now.margin_before_visits, patron__money_difference(now.value, then.value));
  if (!patron__money_before(c, "winnable_headroom", stored_row, &reach)) reach = patron__known(in.winnable, row) ? patron__column_i64(in.winnable, row) : 0;
  patron__stand_at_fence(&c->tiers->fence, reach, &then);
  program = &c->tiers->programs[now.program];
  before = stored_tier(c, column, now.program, stored_row);
  plain = patron__plain_tier(program, &then);
  if (!now.above) return before == plain || then.above ? PATRON__OWN_VALUE : PATRON__RULE_CHANGED;   /* below it the fence decided, which is a rule */
  if (before < 0 || before >= program->above || !then.above) return before == plain ? PATRON__OWN_VALUE : PATRON__CUTOFF;
  own.was = (double)then.value;
  own.is = (double)now.value;
  up = patron__plain_tier(program, &now) < before;
  line = before < up ? INT64_MIN : *line_of(c, now.program, before - up);   /* the bound that it passed */
  alone = (line == INT64_MIN ? own.is > own.was : now.value >= line) == up;   /* not stored: the direction must fit */
  return blame(alone, before != plain, stayed(c, &own), line == INT64_MIN || fabs(own.is - own.was) >= fabs((double)program->cutoffs[before - up] - (double)line));
}

/* What columns follow from, in pairs: columns, then those that they rest on. */
static const char follows[] = "relationship_level,base_level,repaired_level,exposed,severity,mutual,gap,side_us,side_them,relationship_flags,level_gap\0our_commitment,our_trust,their_commitment,their_trust\0"
                              "visits_per_year,visit_gap,tier_state\0visits_now,held_tier\0";
/* The same of what is measured against others: own values that stayed within tier.same_value did not move it. */
static const char against_others[] = "identity_index\0loyalty,current_value,net_margin\0beyond_capacity\0tier_value\0potential_score\0current_value\0";

static const char *rests_on(const char *pairs, const char *column) {
  while (*pairs != '\0') {
    const char *on = pairs + strlen(pairs) + 1;
    if (patron__list_has(pairs, column, (int64_t)strlen(column))) return on;
    pairs = on + strlen(on) + 1;
  }
  return NULL;
}

/* A sum of the own value and the line: the larger part is the reason. */
static int32_t why_margin(const patron__comparison *c, const char *column, const char *measure, int64_t stored_row, int64_t row) {
  patron__own own, margin;
  if (!patron__read_own(c, measure, stored_row, row, &own) || !patron__read_own(c, column, stored_row, row, &margin)) return PATRON__OWN_VALUE;
  return fabs(own.is - own.was) >= fabs((margin.is - margin.was) - (own.is - own.was)) ? PATRON__OWN_VALUE : PATRON__CUTOFF;
}

/* Where the old score would stand among today's: from there to today's place the own score moved it, the rest the others. */
static int32_t why_place(const patron__comparison *c, int32_t ranking, const char *column, int64_t stored_row, int64_t row) {
  patron__own score, place;
  int64_t between;
  if (!patron__read_own(c, c->rank_by, stored_row, row, &score) || !patron__read_own(c, column, stored_row, row, &place)) return PATRON__OWN_VALUE;
  between = patron__place_among(c, ranking, row, score.was) - (score.is > score.was);
  return fabs(place.is - (double)between) >= fabs((double)between - place.was) ? patron__why(c, c->rank_by, stored_row, row) : PATRON__CUTOFF;
}

/* Whether a column moved, and by more than tier.same_value where what rests on it is measured against others. */
static int32_t counts(const patron__comparison *c, const char *name, int32_t others, int64_t stored_row, int64_t row) {
  patron__own own;
  return patron__moved(c, name, stored_row, row) && !(others && patron__read_own(c, name, stored_row, row, &own) && stayed(c, &own));
}

/* Whether a cell names something that is not on the list: what does not look at the other customers. */
static int32_t is_beyond(const patron_table *table, const char *column, int64_t row, const char *alone) {
  char name[64];
  return patron__cell_text(table, column, row, name, sizeof name) > 0 && !patron__list_has(alone, name, (int64_t)strlen(name));
}

int32_t patron__criterion_looks(const patron_table *criteria, int64_t row) { return is_beyond(criteria, "normaliser", row, "LINEAR,PIECEWISE,STEP"); }

int32_t patron__card_looks(const patron_table *cards, int64_t row) {
  return is_beyond(cards, "aggregation", row, "WEIGHTED_SUM,WEIGHTED_PRODUCT") || is_beyond(cards, "weighting", row, "DIRECT,EQUAL,RANK_ORDER_CENTROID,RANK_SUM,RANK_RECIPROCAL,AHP,AHP_GEOMETRIC,BEST_WORST");
}

/* A score rests on the columns of its criteria, and on the others by what looks at them: normalisers, weights out of the data, distances from the best. -1: no scorecard of that name. */
static int32_t why_score(const patron__comparison *c, const char *card, int64_t stored_row, int64_t row) {
  const patron_table *criteria = patron__tables_find(c->after->run.rules, "criteria"), *cards = patron__tables_find(c->after->run.rules, "scorecards");
  int32_t found = 0, others = 0, unknown = 0;
  for (int64_t i = 0; i < patron__cells_rows(cards); i++)
    if (patron__cell_is(cards, "scorecard", i, card)) others = patron__card_looks(cards, i);
  for (int64_t i = 0; i < patron__cells_rows(criteria); i++) {
    char name[256];
    int32_t peers;
    if (!patron__cell_is(criteria, "scorecard", i, card)) continue;
    found = 1;
    peers = patron__criterion_looks(criteria, i);
    if (patron__cell_text(criteria, "column", i, name, sizeof name) <= 0 || patron__run_find(&c->after->run, name) == NULL) continue;   /* nobody has it */
    others |= peers;
    unknown |= patron__table_find(c->before, name) == NULL;
    if (counts(c, name, peers, stored_row, row)) return patron__why(c, name, stored_row, row);
  }
  return !found ? -1 : unknown ? PATRON__OWN_VALUE : others ? PATRON__CUTOFF : PATRON__RULE_CHANGED;
}

/* The reason of the first that moved. */
static int32_t why_resting(const patron__comparison *c, const char *on, int32_t others, int64_t stored_row, int64_t row) {
  const char *item;
  int64_t len;
  int32_t any = 0;
  while (patron__list_next(&on, &item, &len)) {
    char name[64];
    memcpy(name, item, (size_t)len);
    name[len] = '\0';
    if (patron__table_find(c->before, name) == NULL) continue;
    any = 1;
    if (counts(c, name, others, stored_row, row)) return patron__why(c, name, stored_row, row);
  }
  return !any ? PATRON__OWN_VALUE : others ? PATRON__CUTOFF : PATRON__RULE_CHANGED;
}

int32_t patron__why(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const char *what, *on;
  const patron__segment *segment = segment_of(c, column, &what);
  const size_t length = strlen(column);
  int32_t ranking, score;
  if (is_overridden(c, column, stored_row, row)) return PATRON__OVERRIDE;
  if (length > 7 && strcmp(column + length - 7, "_cutoff") == 0) return PATRON__CUTOFF;
  if (segment != NULL) return strcmp(what, "_margin") == 0 ? why_margin(c, column, segment->rule.measure, stored_row, row) : why_class(c, segment, stored_row, row);
  if (bit_of(column) >= -1) return why_key(c, column, stored_row, row);
  if (patron__list_has("tier,held_tier", column, (int64_t)length)) return why_tier(c, column, stored_row, row);
  if (strcmp(column, "tier_margin") == 0) return why_margin(c, column, "tier_value", stored_row, row);
  if ((ranking = patron__ranking_of(column)) >= 0) return why_place(c, ranking, column, stored_row, row);
  if (strcmp(column, "tier_state") == 0 && patron__table_find(c->before, "held_tier") != NULL && !patron__moved(c, "held_tier", stored_row, row)) return PATRON__EARLIER;   /* it is the same tier, seen from another one before */
  if ((on = rests_on(follows, column)) != NULL) return why_resting(c, on, 0, stored_row, row);
  if ((on = rests_on(against_others, column)) != NULL) return why_resting(c, on, 1, stored_row, row);
  score = why_score(c, column, stored_row, row);
  return score >= 0 ? score : PATRON__OWN_VALUE;
}

const patron__segment *patron__segment_behind(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row) {
  const patron__segment *segment, *found = NULL;
  const char *what;
  int32_t i = 0;
  if (bit_of(column) < -1) return segment_of(c, column, &what);
  while ((segment = next_key(c, bit_of(column), row, &i)) != NULL) {
    char name[96];
    patron__segment_column(segment->rule.name, "_cutoff", name);
    if (!patron__moved(c, name, stored_row, row)) continue;
    patron__segment_column(segment->rule.name, "_class", name);
    if (patron__moved(c, name, stored_row, row)) return segment;
    if (found == NULL) found = segment;
  }
  return found;
}
