/* What follows from the scores: incomplete rows are flagged, complete ones ranked, and the model's warnings told. */
#include <stdio.h>
#include <string.h>

#include "patron/rules/score.h"
#include "stages/cells.h"
#include "stages/score.h"
#include "table/settings.h"

static const double SLACK = 1e-9;   /* of all tests of scores against bounds */

/* The columns of a card in this run. */
typedef struct written { const patron__column *score; const double *coverage; int64_t name_length; } written;

static written find_written(const patron__run *run, const char *card) {
  char name[PATRON__SCORE_COLUMN];
  const patron__column *coverage;
  written w = {NULL, NULL, (int64_t)strlen(card)};
  if (w.name_length >= PATRON__SCORE_NAME) return w;
  w.score = patron__table_find(run->customers, card);
  coverage = patron__table_find(run->customers, patron__score_column(card, "_coverage", name));
  if (w.score == NULL || coverage == NULL || w.score->type != PATRON_NUMBER || coverage->type != PATRON_NUMBER) w.score = NULL;
  else w.coverage = coverage->values;
  return w;
}

/* The flags of one row: those that stand there, and INCOMPLETE:<scorecard> for every card below the bound. Returns the length; writes where `out` is given. */
static int64_t flags_of_row(const patron__score_cards *cards, const written *columns, const patron__column *before, double bound, int64_t row, char *out) {
  int64_t len = 0;
  if (before != NULL && patron__column_known(before, row)) {
    const char *text = patron__column_text(before, row, &len);
    if (out != NULL && len > 0) memcpy(out, text, (size_t)len);
  }
  for (int32_t i = 0; i < cards->count; i++) {
    if (columns[i].coverage == NULL || columns[i].coverage[row] >= bound) continue;
    if (out != NULL) {
      if (len > 0) out[len] = ' ';
      memcpy(out + len + (len > 0), "INCOMPLETE:", 11);
      memcpy(out + len + (len > 0) + 11, cards->cards[i].name, (size_t)columns[i].name_length);
    }
    len += (len > 0) + 11 + columns[i].name_length;
  }
  return len;
}

static int32_t any_incomplete(const patron__score_cards *cards, const written *columns, double bound, int64_t rows) {
  for (int32_t i = 0; i < cards->count; i++)
    for (int64_t row = 0; columns[i].coverage != NULL && row < rows; row++)
      if (!(columns[i].coverage[row] >= bound)) return 1;
  return 0;
}

static patron_status extend_flags(patron__run *run, const patron__score_cards *cards, const written *columns, double bound) {
  const patron__column *before = patron__table_find(run->customers, "data_flags");
  patron__column *after = NULL;
  int64_t bytes = 0, at = 0;
  patron_status status;
  if (before != NULL && before->type != PATRON_TEXT) before = NULL;
  for (int64_t row = 0; row < run->rows; row++) bytes += flags_of_row(cards, columns, before, bound, row, NULL);
  status = patron__column_create_raw(run->context, PATRON_TEXT, run->rows, bytes, &after);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    after->offsets[row] = at;
    at += flags_of_row(cards, columns, before, bound, row, (char *)after->values + at);
  }
  after->offsets[run->rows] = at;
  after->offsets_filled = run->rows;
  status = patron__table_replace(run->customers, "data_flags", after);
  patron__column_drop(after);
  return status;
}

double patron__score_least_coverage(const patron__run *run) { return patron__settings_number(run->settings, "score.minimum_coverage") - SLACK; }

patron_status patron__score_flag_incomplete(patron__run *run, const patron__score_cards *cards) {
  const double bound = patron__score_least_coverage(run);
  written *columns = patron__allocate_array(run->context, cards->count + 1, sizeof *columns);
  patron_status status = PATRON_OK;
  if (columns == NULL) return patron__memory_status(run->context);
  for (int32_t i = 0; i < cards->count; i++) columns[i] = find_written(run, cards->cards[i].name);
  if (any_incomplete(cards, columns, bound, run->rows)) status = extend_flags(run, cards, columns, bound);
  patron__release(run->context, columns);
  return status;
}

static patron_status failed(patron__run *run, patron_status status) { return status == PATRON_E_NO_MEMORY ? patron__memory_status(run->context) : status; }

/* Ranks into an INTEGER column whose bitmap says who takes part. */
static patron_status add_rank(patron__run *run, const char *name, const uint8_t *ranked, patron__column **out) {
  const patron_status status = patron__run_add(run, name, PATRON_INTEGER, NULL, 0, out);
  if (status == PATRON_OK && run->rows > 0) memcpy((*out)->validity, ranked, (size_t)patron__bitmap_bytes(run->rows));
  return status;
}

/* Ranks among the rows of each group, 0 .. groups - 1 (else: no part in it). Rows are gathered by group, so that each is ranked as a column of its own. */
static patron_status rank_in_groups(patron__run *run, const int32_t *group_of, int32_t groups, const written *by, const uint8_t *ranked, int64_t *out) {
  int64_t *next = patron__allocate_array(run->context, (int64_t)groups + 1, sizeof *next), *rows = patron__allocate(run->context, (uint64_t)run->rows * sizeof *rows);
  int64_t *ranks = patron__allocate(run->context, (uint64_t)run->rows * sizeof *ranks);
  double *scores = patron__allocate(run->context, (uint64_t)run->rows * sizeof *scores);
  patron_status status = PATRON_OK;
  if (next == NULL || rows == NULL || ranks == NULL || scores == NULL) { status = patron__memory_status(run->context); goto done; }
  for (int64_t row = 0; row < run->rows; row++)
    if (patron__bit_get(ranked, row)) next[group_of[row] + 1]++;
  for (int32_t group = 0; group < groups; group++) next[group + 1] += next[group];
  for (int64_t row = 0; row < run->rows; row++) {
    if (!patron__bit_get(ranked, row)) continue;
    rows[next[group_of[row]]] = row;
    scores[next[group_of[row]]++] = patron__column_f64(by->score, row);
  }
  for (int32_t group = 0; group < groups && status == PATRON_OK; group++) {   /* next[group] is now the end of the group */
    const int64_t first = group == 0 ? 0 : next[group - 1];
    if (next[group] > first) status = failed(run, patron_rank(scores + first, NULL, next[group] - first, patron__context_scratch(run->context), ranks + first));
  }
  for (int64_t i = 0; status == PATRON_OK && i < next[groups - 1]; i++) out[rows[i]] = ranks[i];
done:
  patron__release(run->context, next);
  patron__release(run->context, rows);
  patron__release(run->context, ranks);
  patron__release(run->context, scores);
  return status;
}

/* An unknown layer is one of its own. */
static patron_status rank_in_layers(patron__run *run, const patron__column *layer, const written *by, const uint8_t *ranked, int64_t *out) {
  const int32_t *codes;
  const patron__dictionary *names;
  int32_t *group_of;
  patron_status status = patron__run_encode(run, layer, &codes, &names);
  if (status != PATRON_OK) return status;
  group_of = patron__allocate(run->context, (uint64_t)run->rows * sizeof *group_of);
  if (group_of == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++) group_of[row] = codes[row] < 0 ? names->count : codes[row];
  status = rank_in_groups(run, group_of, names->count + 1, by, ranked, out);
  patron__release(run->context, group_of);
  return status;
}

/* Bits of the rows that take part in a ranking: scored, and covered well enough. */
static patron_status find_ranked(patron__run *run, const written *by, uint8_t **out) {
  const double bound = patron__score_least_coverage(run);
  *out = patron__allocate_array(run->context, patron__bitmap_bytes(run->rows) + 1, 1);
  if (*out == NULL) return patron__memory_status(run->context);
  for (int64_t row = 0; row < run->rows; row++)
    if (patron__column_known(by->score, row) && by->coverage[row] >= bound) patron__bit_set(*out, row);
  return PATRON_OK;
}

/* A row alone is first of one, if it is ranked at all: nothing is sorted for a changed customer. */
static patron_status rank_alone(patron__run *run, const uint8_t *ranked, int32_t in_layer) {
  static const char *const names[] = {"rank", "rank_in_layer"};
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < 1 + in_layer && status == PATRON_OK; i++) {
    patron__column *column;
    status = add_rank(run, names[i], ranked, &column);
    if (status == PATRON_OK) ((int64_t *)column->values)[0] = patron__bit_get(ranked, 0);
  }
  return status;
}

static patron_status rank(patron__run *run, const char *card) {
  const written by = find_written(run, card);
  const patron__column *layer = patron__run_find(run, "layer");
  uint8_t *ranked;
  patron__column *column;
  patron_status status;
  if (by.score == NULL) return PATRON_OK;   /* apply has said which columns are missing */
  status = find_ranked(run, &by, &ranked);
  if (status != PATRON_OK) return status;
  if (run->rows == 1) {
    status = rank_alone(run, ranked, layer != NULL);
    goto done;
  }
  status = add_rank(run, "rank", ranked, &column);
  if (status == PATRON_OK) status = failed(run, patron_rank(by.score->values, ranked, run->rows, patron__context_scratch(run->context), column->values));
  if (status == PATRON_OK && layer != NULL) {
    status = add_rank(run, "rank_in_layer", ranked, &column);
    if (status == PATRON_OK) status = rank_in_layers(run, layer, &by, ranked, column->values);
  }
done:
  patron__release(run->context, ranked);
  return status;
}

patron_status patron__score_rank_within(patron__run *run, const char *name, const int32_t *group_of, int32_t groups) {
  char card[256];
  uint8_t *ranked = NULL;
  patron__column *column;
  written by;
  patron_status status = patron__settings_copy(run->settings, "score.rank_by", card, sizeof card);
  if (status != PATRON_OK || card[0] == '\0') return status;
  by = find_written(run, card);
  if (by.score == NULL) return PATRON_OK;
  status = find_ranked(run, &by, &ranked);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++)
    if (group_of[row] < 0) patron__bit_clear(ranked, row);
  if (status == PATRON_OK) status = add_rank(run, name, ranked, &column);
  if (status == PATRON_OK && run->rows == 1) ((int64_t *)column->values)[0] = patron__bit_get(ranked, 0);
  else if (status == PATRON_OK) status = rank_in_groups(run, group_of, groups, &by, ranked, column->values);
  patron__release(run->context, ranked);
  return status;
}

/* Weights and comparisons are of the whole scorecard. */
static int32_t is_of_card(const char *code) { return strcmp(code, "DEGENERATE_ALL") == 0 || strcmp(code, "INCONSISTENT") == 0; }

/* The table that a scorecard scores. */
static const char *table_of(const patron__tables *rules, const char *card) {
  const patron_table *cards = patron__tables_find(rules, "scorecards");
  for (int64_t row = 0; row < patron__cells_rows(cards); row++)
    if (patron__cell_is(cards, "scorecard", row, card) && patron__cell_is(cards, "table", row, "CHANNELS")) return "channels";
  return "customers";
}

static const char *sentence_of(const char *code) {
  if (strcmp(code, "CLIPPED") == 0) return "more than a quarter of the known values lie on or beyond a bound: widen low and high, or use PERCENT_RANK";
  if (strcmp(code, "DEGENERATE_CRITERION") == 0) return "all values are equal: the criterion tells nobody apart and scores 50";
  if (strcmp(code, "SINGLE_ALTERNATIVE") == 0) return "a peer group has one known value: it scores 50";
  if (strcmp(code, "DEGENERATE_ALL") == 0) return "all criteria are constant: the weights are equal";
  if (strcmp(code, "INCONSISTENT") == 0) return "the comparisons contradict each other: the consistency ratio is above score.ahp_warning";
  return "see the column warning of the table criteria";
}

/* What fit had to say about criteria, told again at every apply. */
static patron_status tell_warnings(patron__run *run, const patron_table *criteria) {
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(criteria) && status == PATRON_OK; row++) {
    char codes[PATRON__SCORE_WARNING], column[PATRON__SCORE_NAME], card[PATRON__SCORE_NAME], criterion[PATRON__SCORE_NAME], text[512];
    if (patron__cell_text(criteria, "warning", row, codes, sizeof codes) <= 0) continue;
    (void)patron__cell_text(criteria, "column", row, column, sizeof column);
    (void)patron__cell_text(criteria, "scorecard", row, card, sizeof card);
    (void)patron__cell_text(criteria, "criterion", row, criterion, sizeof criterion);
    for (char *code = codes; code != NULL && status == PATRON_OK;) {
      char *end = strchr(code, ' ');
      if (end != NULL) *end++ = '\0';
      if (is_of_card(code)) (void)snprintf(text, sizeof text, "scorecard %s: %s", card, sentence_of(code));
      else (void)snprintf(text, sizeof text, "scorecard %s, criterion %s: %s", card, criterion, sentence_of(code));
      status = patron__run_warn_row(run, table_of(run->rules, card), column, -1, code, text);
      code = end;
    }
  }
  return status;
}

patron_status patron__score_finish(patron__run *run, const void *state) {
  const patron__tables *model = run->model != NULL && patron__tables_find(run->model, "criteria") != NULL ? run->model : run->rules;
  patron_table *criteria = patron__tables_find(model, "criteria");
  char by[256] = "";
  patron_status status = PATRON_OK;
  if (criteria != NULL) status = patron__tables_put(run->out, criteria);
  if (status == PATRON_OK) status = tell_warnings(run, criteria);
  if (status == PATRON_OK) status = patron__score_channels_finish(run, state);
  if (status == PATRON_OK) status = patron__settings_copy(run->settings, "score.rank_by", by, sizeof by);
  return status == PATRON_OK && by[0] != '\0' ? rank(run, by) : status;
}
