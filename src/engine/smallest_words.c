/* The smallest changes of a customer as rows of `explanations`, a decision a row, each with a sentence that says what to change and what comes of it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/smallest_change.h"
#include "patron/rules/relationship.h"
#include "stages/cells.h"
#include "stages/override.h"
#include "stages/relate.h"
#include "stages/values.h"

typedef struct subject { const char *column, *stage, *words; } subject;

static const subject subjects[] = {
  {"rank", "score", "Rank"}, {"key_sales", "segment", "Key by sales"}, {"key_profit", "segment", "Key by net margin"}, {"key", "segment", "Key customer"}, {"potential_key", "segment", "Potential key customer"},
  {"relationship_level", "relate", "Relationship"}, {"severity", "relate", "Danger"}, {"attractiveness_band", "position", "Attractiveness"}, {"winnability_band", "position", "Winnability"},
  {"intent", "position", "Intent"}, {"coverage", "tier", "Coverage"}, {"held_tier", "tier", "Tier"}, {"target_approach", "engage", "Target approach"},
  {"recommended_approach", "engage", "Recommended approach"}, {"investment_level", "engage", "Investment"}};

/* What the decision is called; `<segment>_class` by its segment. */
static void name_subject(const char *column, const char *after, char *out, size_t cap) {
  const int32_t segment = (int32_t)strlen(column) - (int32_t)strlen("_class");
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
    if (strcmp(subjects[i].column, column) == 0) { (void)snprintf(out, cap, "%s%s", subjects[i].words, after); return; }
  (void)snprintf(out, cap, "Class of segment %.*s%s", segment, column, after);
}

/* The scores next to the own one, and the rank that a score would have. */
static void find_neighbours(const patron__run *run, int64_t row, patron__decision *rank) {
  const patron__column *score;
  char by[256] = "";
  (void)patron__settings_copy(run->settings, "score.rank_by", by, sizeof by);
  score = patron__table_find(run->customers, by);
  rank->better = rank->worse = NAN;
  if (score == NULL) return;
  rank->score = patron__column_f64(score, row);
  for (int64_t i = 0; i < run->rows; i++) {
    double other;
    if (i == row || !patron__column_known(rank->decided, i)) continue;
    other = patron__column_f64(score, i);
    if (other > rank->score && !(other >= rank->better)) rank->better = other;
    if (other <= rank->score && !(other <= rank->worse)) rank->worse = other;
  }
}

int64_t patron__rank_with(const patron__run *run, int64_t row, const patron__decision *rank, double score) {
  const patron__column *scores;
  char by[256] = "";
  int64_t place = 1;
  (void)patron__settings_copy(run->settings, "score.rank_by", by, sizeof by);
  scores = patron__table_find(run->customers, by);
  for (int64_t i = 0; i < run->rows; i++) place += i != row && patron__column_known(rank->decided, i) && patron__column_f64(scores, i) > score;
  return place;
}

static void add(const patron__run *run, int64_t row, const char *column, const char *stage, patron__decision *out, int32_t *count) {
  patron__decision *d = &out[*count];
  const patron__column *decided = patron__computed_column(run->customers, column);
  if (decided == NULL || *count == PATRON__DECISIONS || strlen(column) >= sizeof d->column) return;
  memset(d, 0, sizeof *d);
  memcpy(d->column, column, strlen(column) + 1);
  d->stage = stage;
  d->decided = decided;
  d->is_rank = strcmp(column, "rank") == 0;
  d->now = !patron__column_known(decided, row) ? -1 : d->is_rank ? PATRON__RANK_SAME : decided->type == PATRON_FLAG ? patron__column_flag(decided, row) : patron__column_i32(decided, row);
  if (d->is_rank && d->now >= 0) find_neighbours(run, row, d);
  ++*count;
}

static int32_t is_yes(const patron__run *run, int64_t row, const char *flag) {
  const patron__column *column = patron__computed_column(run->customers, flag);
  return column != NULL && patron__column_known(column, row) && patron__column_flag(column, row);
}

/* `key` says more than its two flags only where both are set; who is key is no potential key customer, and danger is one only in a limited collaboration. */
static int32_t says_nothing(const patron__run *run, int64_t row, const char *column) {
  if (strcmp(column, "key") == 0) return !is_yes(run, row, "key_sales") || !is_yes(run, row, "key_profit");
  if (strcmp(column, "potential_key") == 0) return is_yes(run, row, "key");
  if (strcmp(column, "severity") == 0) {
    const patron__column *severity = patron__table_find(run->customers, "severity");
    return !patron__known(severity, row) || patron__column_i32(severity, row) == 0;
  }
  return 0;
}

int32_t patron__decisions_of(const patron__run *run, int64_t row, patron__decision *out) {
  const patron_table *segments = patron__tables_find(run->rules, "segments");
  int32_t count = 0;
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
    if (!says_nothing(run, row, subjects[i].column)) add(run, row, subjects[i].column, subjects[i].stage, out, &count);
    if (strcmp(subjects[i].column, "rank") != 0) continue;
    for (int64_t s = 0; s < patron__cells_rows(segments); s++) {   /* classes of segments that make nobody key */
      char name[64], column[96];
      const int64_t len = patron__cell_text(segments, "segment", s, name, sizeof name);
      if (len <= 0 || patron__cell_is(segments, "bit", s, "SALES") || patron__cell_is(segments, "bit", s, "PROFIT")) continue;
      memcpy(column, name, (size_t)len);
      memcpy(column + len, "_class", sizeof "_class");
      add(run, row, column, "segment", out, &count);
      if (count > 0 && out[count - 1].now < 0 && strcmp(out[count - 1].column, column) == 0) count--;   /* the segment is not about this customer */
    }
  }
  return count;
}

/* What a code of the decision is called. */
static void name_code(const patron__decision *decision, int32_t code, char *out, size_t cap) {
  const char *text = code ? "yes" : "no";
  int64_t len = (int64_t)strlen(text);
  if (decision->decided->type == PATRON_CODE) text = patron__dictionary_name(decision->decided->dictionary, code, &len);
  if (len >= (int64_t)cap) len = (int64_t)cap - 1;
  memcpy(out, text, (size_t)len);
  out[len] = '\0';
}

static void name_now(const patron__decision *decision, int64_t row, char *out, size_t cap) {
  if (decision->is_rank) (void)snprintf(out, cap, "%lld", (long long)patron__column_i64(decision->decided, row));
  else name_code(decision, decision->now, out, cap);
}

/* "our_trust" as "our trust"; the profit of a customer is its net margin. */
static void plain_words(const char *name, char *out, size_t cap) {
  size_t at = 0;
  if (strcmp(name, "profit") == 0) name = "net_margin";
  for (; name[at] != '\0' && at + 1 < cap; at++) out[at] = name[at] == '_' ? ' ' : name[at];
  out[at] = '\0';
}

static const char *amount(const patron__factor *factor, double value, char out[PATRON__NUMBER_TEXT]) {
  double scale = 1;
  if (factor->type == PATRON_MONEY) { (void)patron__format_money((int64_t)floor(value / patron__factor_value(factor, 1) + 0.5), factor->digits, out); return out; }
  for (int32_t i = 0; i < factor->digits + 2; i++) scale *= 10;
  (void)patron__format_f64(fabs(value * scale) < 1e15 ? floor(value * scale + 0.5) / scale : value, out);
  return out;
}

/* "9.23 percent more", "8.5 points less", "0.04 more". */
static void size_words(const patron__factor *factor, double to, char *out, size_t cap) {
  const char *more = to > factor->from ? "more" : "less";
  const double by = fabs(to - factor->from);
  char number[PATRON__NUMBER_TEXT];
  if (!factor->bounded && factor->from != 0 && (factor->from > 0) == (to > 0) && to != 0) {
    const double percent = 100 * by / fabs(factor->from);
    (void)patron__format_f64(percent < 0.01 ? 0.01 : floor(percent * 100 + 0.5) / 100, number);
    (void)snprintf(out, cap, "%s%s percent %s", percent < 0.01 ? "under " : "", number, more);
    return;
  }
  (void)snprintf(out, cap, "%s %s%s", amount(factor, by, number), factor->bounded && factor->span == 100 ? "points " : "", more);
}

static void say(const patron__factor *factor, const patron__smallest *found, const char *subject_words, const char *now, const char *becomes, char *out, size_t cap) {
  char name[80], from[PATRON__NUMBER_TEXT], to[PATRON__NUMBER_TEXT], size[2 * PATRON__NUMBER_TEXT];
  const char *on_what = found->standing == PATRON__CHANGE_STANDS ? ", on the scales as they stand" : "";
  const double reached = patron__factor_value(factor, found->step);
  plain_words(factor->name, name, sizeof name);
  if (factor->type == PATRON_FLAG) {
    (void)snprintf(out, cap, "%s: %s; it would be %s if %s were %s (%s now)%s.", subject_words, now, becomes, name, found->step ? "yes" : "no", !factor->known ? "not known" : found->step ? "no" : "yes", on_what);
    return;
  }
  size_words(factor, reached, size, sizeof size);
  (void)snprintf(out, cap, "%s: %s; it would be %s if %s %s from %s to %s (%s)%s.", subject_words, now, becomes, name, reached > factor->from ? "rose" : "fell", amount(factor, factor->from, from),
                 amount(factor, reached, to), size, on_what);
}

typedef struct teller { const patron__what_if *what_if; int64_t row; const patron__factor *factors; int32_t answered; patron_table *explanations; } teller;

/* "their_commitment, their_trust": which of the four values an undetermined relationship waits for. */
static void name_missing(const patron__run *run, int64_t row, char *out, size_t cap) {
  size_t at = 0;
  out[0] = '\0';
  for (int32_t i = 0; i < PATRON__RELATE_VALUES; i++) {
    const patron__column *column = patron__table_find(run->customers, patron__relate_names[i]);
    if (column == NULL || !patron__column_known(column, row)) at += (size_t)snprintf(out + at, cap - at, "%s%s", at > 0 ? ", " : "", patron__relate_names[i]);
  }
}

/* A decision that nothing would alter, or of which that cannot be said. */
static patron_status tell_none(const teller *t, const patron__decision *decision, const patron__smallest *found, const char *subject_words, const char *now) {
  const patron__alteration alteration = {decision->column, NULL, NAN};
  patron__reason reason = {NULL, "NO_SINGLE_CHANGE", NAN, NAN, NAN, NAN, NAN, NAN};
  char sentence[512], missing[128] = "";
  if (strcmp(decision->column, "relationship_level") == 0 && decision->now == PATRON_LEVEL_UNDETERMINED) name_missing(t->what_if->run, t->row, missing, sizeof missing);
  if (missing[0] != '\0') {
    reason.code = "MISSING";
    (void)snprintf(sentence, sizeof sentence, "%s: %s; it would be determined if this were known: %s.", subject_words, now, missing);
  } else if (decision->now < 0) {
    reason.code = "UNKNOWN";
    (void)snprintf(sentence, sizeof sentence, "%s: not known, and so is what would alter it.", subject_words);
  } else if (decision->held || !t->answered || found->standing == PATRON__CHANGE_FAILS) {
    reason.code = "NOT_EXAMINED";
    (void)snprintf(sentence, sizeof sentence, "%s: %s; what would alter it cannot be told from this customer alone.", subject_words, now);
  } else {
    (void)snprintf(sentence, sizeof sentence, "%s: %s; no change of a single figure would alter it (amounts were tried up to a thousand times as large).", subject_words, now);
  }
  return patron__explain_change(t->explanations, t->what_if->run, t->row, decision->stage, &reason, &alteration, sentence);
}

/* The rank with a change: its score is asked for once more. */
static patron_status name_rank(const teller *t, const patron__decision *decision, const patron__smallest *found, char *out, size_t cap) {
  const patron__variant variant = {found->factor, found->step};
  const patron__column *score;
  patron__run answer;
  char by[256] = "";
  patron_status status;
  if (found->rank > 0) { (void)snprintf(out, cap, "%lld", (long long)found->rank); return PATRON_OK; }
  status = patron__what_if_ask(t->what_if, t->row, t->factors, &variant, 1, NULL, &answer);
  if (status != PATRON_OK) return status;
  (void)patron__settings_copy(answer.settings, "score.rank_by", by, sizeof by);
  score = patron__table_find(answer.customers, by);
  (void)snprintf(out, cap, "%lld", (long long)patron__rank_with(t->what_if->run, t->row, decision, patron__column_f64(score, 1)));
  patron__what_if_drop(&answer);
  return PATRON_OK;
}

static patron_status tell(const teller *t, const patron__decision *decision, const patron__smallest *found) {
  const patron__factor *factor = &t->factors[found->factor < 0 ? 0 : found->factor];
  char subject_words[160], now[128] = "", becomes[128], sentence[1024];
  const patron__alteration alteration = {decision->column, becomes, found->change};
  patron__reason reason = {factor->name, found->standing == PATRON__CHANGE_STANDS ? "SCALES_STAND" : "SMALLEST_CHANGE", NAN, NAN, NAN, NAN, NAN, NAN};
  patron_status status = PATRON_OK;
  const patron_table *customers = t->what_if->run->customers;
  const char *as_computed = patron__names_overridden(customers, decision->column, t->row) ? " as computed (it is set by hand)" : patron__decided_by_hand(customers, decision->column, t->row) ? " as computed (it follows from what is set by hand)" : "";
  name_subject(decision->column, as_computed, subject_words, sizeof subject_words);
  if (decision->now >= 0) name_now(decision, t->row, now, sizeof now);
  if (decision->now < 0 || decision->held || !t->answered || found->factor < 0 || found->standing == PATRON__CHANGE_FAILS) return tell_none(t, decision, found, subject_words, now);
  if (decision->is_rank) status = name_rank(t, decision, found, becomes, sizeof becomes);
  else name_code(decision, found->becomes, becomes, sizeof becomes);
  if (status != PATRON_OK) return status;
  reason.raw = factor->known ? factor->from : NAN;
  reason.threshold = patron__factor_value(factor, found->step);
  reason.margin = reason.raw - reason.threshold;
  say(factor, found, subject_words, now, becomes, sentence, sizeof sentence);
  return patron__explain_change(t->explanations, t->what_if->run, t->row, decision->stage, &reason, &alteration, sentence);
}

/* Which decisions the stages cannot take again from the one row. */
static patron_status find_held(const patron__what_if *what_if, int64_t row, const patron__factor *factors, patron__decision *decisions, int32_t count) {
  patron__held *held = patron__allocate_array(what_if->context, 1, sizeof *held);
  patron__run answer;
  char by[256] = "";
  patron_status status;
  if (held == NULL) return patron__memory_status(what_if->run->context);
  status = patron__what_if_ask(what_if, row, factors, NULL, 0, held, &answer);
  if (status == PATRON_OK) {
    (void)patron__settings_copy(answer.settings, "score.rank_by", by, sizeof by);
    for (int32_t d = 0; d < count; d++) {
      const char *name = decisions[d].is_rank ? by : decisions[d].column;
      decisions[d].held = patron__table_find(answer.customers, name) == NULL;
      for (int32_t i = 0; i < held->count; i++) decisions[d].held |= strcmp(held->names[i], name) == 0;
    }
    patron__what_if_drop(&answer);
  }
  patron__release(what_if->context, held);
  return status;
}

patron_status patron__explain_smallest_changes(patron__what_if *what_if, int64_t row, patron_table *explanations) {
  const patron__run *run = what_if->run;
  patron__factor *factors = patron__allocate_array(what_if->context, PATRON__FACTORS, sizeof *factors);
  patron__decision *decisions = patron__allocate_array(what_if->context, PATRON__DECISIONS, sizeof *decisions);
  patron__smallest found[PATRON__DECISIONS];
  teller t = {what_if, row, factors, 0, explanations};
  patron_status status = factors == NULL || decisions == NULL ? patron__memory_status(run->context) : PATRON_OK;
  if (status == PATRON_OK) {
    const int32_t factor_count = patron__factors_of(run, row, factors), count = patron__decisions_of(run, row, decisions);
    for (int32_t d = 0; d < count; d++) found[d] = (patron__smallest){-1, -1, 0, NAN, PATRON__CHANGE_HOLDS, 0};
    status = patron__what_if_turn(what_if, row);
    if (status == PATRON_OK) status = find_held(what_if, row, factors, decisions, count);
    if (status == PATRON_OK && factor_count > 0) status = patron__smallest_changes(what_if, row, factors, factor_count, decisions, count, found);
    if (status == PATRON_OK && factor_count > 0 && what_if->cuts != NULL) status = patron__smallest_again(what_if, row, factors, decisions, count, found);
    t.answered = status == PATRON_OK;
    if (status == PATRON_UNKNOWN) status = PATRON_OK;
    for (int32_t d = 0; d < count && status == PATRON_OK; d++) status = tell(&t, &decisions[d], &found[d]);
  }
  patron__release(what_if->context, factors);
  patron__release(what_if->context, decisions);
  return status;
}
