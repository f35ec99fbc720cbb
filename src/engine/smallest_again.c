/*
 * Smallest changes of decisions that rest on scales fitted to all customers: percent ranks, ranges, means, weights out of the data, estimated wallets.
 *
 * A change moves such a scale, the customer's own mark on it and those of the others, and so places in a ranking and the cut-offs of tiers. What was found on the scales as they stand is therefore asked again of
 * everybody, fit and all; where it does not hold, the place at which the decision does differ is looked for from there: with doubling steps to the side where it must lie, then by halving.
 * That costs an assessment a question. Each counts as many rows as there are customers, and FIXED for what it costs without any; when ROWS of them are used up, what is left is told on the scales as they stand.
 */
#include <math.h>
#include <string.h>

#include "engine/changes.h"
#include "engine/smallest_change.h"
#include "stages/cells.h"
#include "stages/lists.h"

enum { ROWS = 250000, FIXED = 500, KEPT = 32, FINER = 1024, DEEPEST = 16 };

/* What everybody assessed again, up to a stage, has said: the codes of the decisions. */
typedef struct answered { int32_t factor; int64_t step, rank; const char *until; int32_t codes[PATRON__DECISIONS]; } answered;

typedef struct again {
  patron__what_if *what_if;
  int64_t row;
  const patron__factor *factors;
  const patron__decision *decisions;
  int32_t count;
  int64_t left;                /* rows that may still be asked */
  answered *kept;              /* the last KEPT answers */
  int32_t kept_count;
  char by[256];
} again;

/* A question about one row whose change is in row `row` of the answer. */
typedef struct changed { const patron__run *answer; const char *factor; int64_t row; } changed;

static int32_t has_moved(const changed *c, const char *name) {
  const patron__column *column = patron__table_find(c->answer->customers, name);
  return strcmp(name, c->factor) == 0 || (column != NULL && !patron__same_cell(column, 0, column, c->row));
}

/* A list of columns by which groups are made has one that the change moves. */
static int32_t moves_group(const changed *c, const patron_table *rules, const char *column, int64_t row) {
  char by[256], name[64];
  const char *list = by, *item;
  int64_t len;
  if (patron__cell_text(rules, column, row, by, sizeof by) <= 0) return 0;
  while (patron__list_next(&list, &item, &len)) {
    if (len >= (int64_t)sizeof name) continue;
    memcpy(name, item, (size_t)len);
    name[len] = '\0';
    if (has_moved(c, name)) return 1;
  }
  return 0;
}

/* A scorecard, or one that it reads, has a criterion that is scored by looking at others, and whose column, or whose peers, the change moves. */
static int32_t moves_card(const changed *c, const char *card, int32_t depth) {
  const patron_table *criteria = patron__tables_find(c->answer->rules, "criteria"), *cards = patron__tables_find(c->answer->rules, "scorecards");
  char name[64];
  int32_t looks = 0;
  for (int64_t i = 0; i < patron__cells_rows(cards); i++) looks |= patron__cell_is(cards, "scorecard", i, card) && patron__card_looks(cards, i);
  for (int64_t i = 0; i < patron__cells_rows(criteria) && depth < DEEPEST; i++) {
    if (!patron__cell_is(criteria, "scorecard", i, card) || patron__cell_text(criteria, "column", i, name, sizeof name) <= 0) continue;
    if ((looks || patron__criterion_looks(criteria, i)) && (has_moved(c, name) || moves_group(c, criteria, "within", i))) return 1;
    if (moves_card(c, name, depth + 1)) return 1;
  }
  return 0;
}

/* The scores that a decision rests on: what segments measure (and in which groups), and behind them the two of the matrix. */
static int32_t moves_scale(const changed *c, const patron__decision *decision, const char *rank_by) {
  const patron_table *segments = patron__tables_find(c->answer->rules, "segments");
  const int32_t relation = strcmp(decision->stage, "relate") == 0, classed = strcmp(decision->stage, "segment") == 0 && strcmp(decision->column, "potential_key") != 0;
  char measure[64];
  if (relation) return 0;
  if (patron__settings_code(c->answer->settings, "wallet.estimate") > 0) return 1;
  if (decision->is_rank) return moves_card(c, rank_by, 0);
  for (int64_t i = 0; i < patron__cells_rows(segments); i++)
    if (moves_group(c, segments, "by", i) || (patron__cell_text(segments, "measure", i, measure, sizeof measure) > 0 && moves_card(c, measure, 0))) return 1;
  if (classed) return 0;
  if (moves_card(c, "winnability", 0)) return 1;
  return !patron__list_has("potential_key,winnability_band,coverage,held_tier", decision->column, (int64_t)strlen(decision->column)) && moves_card(c, "attractiveness", 0);
}

/* Which of the changes found move a scale. */
static patron_status find_moving(const again *a, const patron__smallest *found, int32_t *moving) {
  patron__variant variants[PATRON__DECISIONS];
  patron__run answer;
  int64_t count = 0, at = 0;
  patron_status status;
  for (int32_t d = 0; d < a->count; d++)
    if (found[d].factor >= 0) variants[count++] = (patron__variant){found[d].factor, found[d].step};
  status = patron__what_if_ask(a->what_if, a->row, a->factors, variants, count, NULL, &answer);
  if (status != PATRON_OK) return status;
  for (int32_t d = 0; d < a->count; d++) {
    const changed c = {&answer, found[d].factor < 0 ? "" : a->factors[found[d].factor].name, at + 1};
    moving[d] = found[d].factor >= 0 && moves_scale(&c, &a->decisions[d], a->by);
    at += found[d].factor >= 0;
  }
  patron__what_if_drop(&answer);
  return PATRON_OK;
}

static void read_codes(const again *a, const patron__run *answer, answered *out) {
  for (int32_t d = 0; d < a->count; d++) {
    const patron__decision *decision = &a->decisions[d];
    const patron__column *column = patron__table_find(answer->customers, decision->is_rank ? a->by : decision->column);
    out->codes[d] = -1;
    if (column == NULL || decision->now < 0 || !patron__column_known(column, a->row)) continue;
    if (!decision->is_rank) { out->codes[d] = column->type == PATRON_FLAG ? patron__column_flag(column, a->row) : patron__column_i32(column, a->row); continue; }
    const int64_t now = patron__column_i64(decision->decided, a->row);
    out->rank = patron__rank_with(answer, a->row, decision, patron__column_f64(column, a->row));
    out->codes[d] = out->rank < now ? PATRON__RANK_BETTER : out->rank > now ? PATRON__RANK_WORSE : PATRON__RANK_SAME;
  }
}

/* PATRON_E_RANGE: too much has been asked. */
static patron_status ask(again *a, const char *until, int32_t factor, int64_t step, const answered **out) {
  const patron__variant variant = {factor, step};
  answered *into = &a->kept[a->kept_count % KEPT];
  patron__run answer;
  patron_status status;
  for (int32_t i = 0; i < KEPT && i < a->kept_count; i++)
    if (a->kept[i].factor == factor && a->kept[i].step == step && strcmp(a->kept[i].until, until) == 0) { *out = &a->kept[i]; return PATRON_OK; }
  a->left -= a->what_if->run->rows + FIXED;
  if (a->left < 0) return PATRON_E_RANGE;
  status = patron__what_if_again(a->what_if, a->row, a->factors, &variant, until, &answer);
  if (status != PATRON_OK) return status;
  *into = (answered){factor, step, 0, until, {0}};
  read_codes(a, &answer, into);
  patron__what_if_drop(&answer);
  a->kept_count++;
  *out = into;
  return PATRON_OK;
}

/* Whether the decision is another one there; if so, that is what is found so far. */
static patron_status try_step(again *a, int32_t d, int64_t step, patron__smallest *found, int32_t *differs) {
  const answered *answer = NULL;
  const patron_status status = ask(a, a->decisions[d].stage, found->factor, step, &answer);
  if (status != PATRON_OK) return status;
  *differs = answer->codes[d] >= 0 && answer->codes[d] != a->decisions[d].now;
  if (*differs) *found = (patron__smallest){found->factor, answer->codes[d], step, patron__factor_change(&a->factors[found->factor], step), PATRON__CHANGE_HOLDS, answer->rank};
  return PATRON_OK;
}

static int64_t distance(int64_t a, int64_t b) { return a > b ? a - b : b - a; }

/* From `from` by doubling steps to `end`, until the decision there is `wanted` (differs or not); *step is the last one tried. 0 in *reached: there is none. */
static patron_status stride(again *a, int32_t d, int64_t from, int64_t end, int32_t wanted, patron__smallest *found, int64_t *before, int64_t *step, int32_t *reached) {
  int64_t size = distance(from, a->factors[found->factor].below) / FINER + 1;
  patron_status status = PATRON_OK;
  int32_t differs;
  *before = from;
  *reached = 0;
  while (*before != end && !*reached && status == PATRON_OK) {
    *step = distance(*before, end) <= size ? end : *before < end ? *before + size : *before - size;
    status = try_step(a, d, *step, found, &differs);
    *reached = status == PATRON_OK && differs == wanted;
    if (!*reached && status == PATRON_OK) *before = *step;
    size *= 2;
  }
  return status;
}

/* Between a step that decides as now and one that does not, until they are neighbours. */
static patron_status halve(again *a, int32_t d, int64_t same, int64_t other, patron__smallest *found) {
  patron_status status = PATRON_OK;
  while (distance(same, other) > 1 && status == PATRON_OK) {
    const int64_t middle = same < other ? same + distance(same, other) / 2 : same - distance(same, other) / 2;
    int32_t differs;
    status = try_step(a, d, middle, found, &differs);
    if (status != PATRON_OK) break;
    if (differs) other = middle; else same = middle;
  }
  return status;
}

static patron_status resolve(again *a, int32_t d, patron__smallest *found) {
  const patron__factor *factor = &a->factors[found->factor];
  const int32_t up = found->step > factor->below;
  const int64_t start = up ? factor->below : factor->above, end = up ? factor->most : factor->least, first = found->step;
  int64_t before = first, step = first;
  int32_t differs, reached = 0;
  patron_status status = try_step(a, d, first, found, &differs);
  if (status != PATRON_OK) return status;
  if (!differs) {
    status = stride(a, d, first, end, 1, found, &before, &step, &reached);
    if (status == PATRON_OK && !reached) found->standing = PATRON__CHANGE_FAILS;
    return status == PATRON_OK && reached ? halve(a, d, before, step, found) : status;
  }
  if (distance(first, start) <= 1) return PATRON_OK;
  step = up ? first - 1 : first + 1;
  status = try_step(a, d, step, found, &differs);
  if (status != PATRON_OK || !differs) return status;
  status = stride(a, d, step, start, 0, found, &before, &step, &reached);
  return status == PATRON_OK ? halve(a, d, step, before, found) : status;
}

patron_status patron__smallest_again(patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__decision *decisions, int32_t count, patron__smallest *found) {
  again a = {what_if, row, factors, decisions, count, ROWS - what_if->run->rows - FIXED, NULL, 0, ""};
  int32_t moving[PATRON__DECISIONS];
  patron_status status;
  (void)patron__settings_copy(what_if->run->settings, "score.rank_by", a.by, sizeof a.by);
  a.kept = patron__allocate_array(what_if->context, KEPT, sizeof *a.kept);
  status = a.kept == NULL ? patron__memory_status(what_if->run->context) : find_moving(&a, found, moving);
  for (int32_t i = 0; i < count && status == PATRON_OK; i++) {
    const int32_t d = (i + 1) % count;   /* the rank, which takes most tries, comes first: last here */
    const patron__smallest stands = found[d];
    if (!moving[d]) continue;
    status = resolve(&a, d, &found[d]);
    if (status == PATRON_OK) continue;
    if (status != PATRON_E_RANGE && status != PATRON_UNKNOWN) break;
    found[d] = stands;             /* too many customers, or a plug-in */
    found[d].standing = PATRON__CHANGE_STANDS;
    status = PATRON_OK;
  }
  patron__release(what_if->context, a.kept);
  return status;
}
