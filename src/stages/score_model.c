/*
 * What fit leaves in the model, as tables that an auditor reads and apply compiles:
 *
 *   criteria  the rule table with the weights used (sum 1 per scorecard), how they came about, and warnings
 *   peers     scorecard, criterion, peer, and the names of the peer group: for criteria with `within`
 *   points    scorecard, criterion, peer, from, score: raw value after the transform -> 0..100
 *   compromise  scorecard, and the bounds of VIKOR: smallest and largest utility, smallest and largest regret
 *
 * All three stand in the order of the criteria. A loaded model is read as hostile input: whatever does not fit this description is PATRON_E_FORMAT.
 */
#include <math.h>
#include <string.h>

#include "base/mathematics.h"
#include "base/text.h"
#include "patron/rules/score.h"
#include "stages/cells.h"
#include "stages/score.h"
#include "table/rows.h"

/* The fitted criterion of each row of `criteria` and its card; NULL: a row of a scorecard over another table. */
typedef struct place { const patron__score_card *card; patron__score_criterion *criterion; int32_t index; } place;

static place *places_of_rows(const patron__score_cards *cards, int64_t rows) {
  place *places = patron__allocate_array(cards->context, rows + 1, sizeof *places);
  if (places == NULL) return NULL;
  for (int32_t i = 0; i < cards->count; i++)
    for (int32_t j = 0; j < cards->cards[i].count; j++) {
      patron__score_criterion *criterion = &cards->cards[i].criteria[j];
      if (criterion->row >= 0 && criterion->row < rows) places[criterion->row] = (place){&cards->cards[i], criterion, i};
    }
  return places;
}

/* The range that is scored: as the rules give it, else from the first to the last point where there is one list of them, in the units of the column. */
static void find_range(const patron__score_criterion *criterion, const patron_table *rules, int64_t row, double out[2]) {
  const patron__score_points *points = criterion == NULL ? NULL : &criterion->points;
  out[0] = patron__cell_number(rules, "low", row);
  out[1] = patron__cell_number(rules, "high", row);
  if (points == NULL || out[0] == out[0] || out[1] == out[1] || points->first == NULL || points->peers.count != 1 || points->first[1] < 2 || criterion->transform != 0) return;
  out[0] = points->from[0];
  out[1] = points->from[points->first[1] - 1];
}

static patron_status write_used(patron_context *context, const patron_table *rules, const place *places, const patron__score_cards *cards, const char *warnings, const double *consistency, patron_table **out) {
  static const patron__rows_column columns[] = {{"weight", PATRON_NUMBER, NULL}, {"method", PATRON_TEXT, NULL}, {"consistency_ratio", PATRON_NUMBER, NULL}, {"warning", PATRON_TEXT, NULL}, {"ideal", PATRON_NUMBER, NULL}, {"anti_ideal", PATRON_NUMBER, NULL},
                                                {"low", PATRON_NUMBER, NULL}, {"high", PATRON_NUMBER, NULL}};
  patron__rows rows;
  const patron_status status = patron__rows_create(context, "used", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < rules->rows; row++) {
    const place *p = &places[row];
    double range[2];
    patron__rows_next(&rows);
    find_range(p->criterion, rules, row, range);
    patron__rows_f64(&rows, 6, range[0]);
    patron__rows_f64(&rows, 7, range[1]);
    if (p->criterion == NULL) { patron__rows_f64(&rows, 0, patron__cell_number(rules, "weight", row)); continue; }
    patron__rows_f64(&rows, 0, p->criterion->weight);
    patron__rows_text(&rows, 1, p->card->weighting_name[0] == '\0' ? "DIRECT" : p->card->weighting_name, -1);
    patron__rows_f64(&rows, 2, consistency[p->index]);
    patron__rows_text(&rows, 3, warnings + (p->criterion - cards->criteria) * PATRON__SCORE_WARNING, -1);
    patron__rows_f64(&rows, 4, p->criterion->ideal);
    patron__rows_f64(&rows, 5, p->criterion->anti_ideal);
  }
  return patron__rows_finish(&rows, out);
}

/* The rule table's columns, then those of `used`, which take the place of columns of the same name. */
static patron_status write_criteria(patron__run *run, const patron_table *rules, const patron_table *used) {
  patron_table *table = NULL;
  patron_status status = patron__table_create(run->context, "criteria", rules->rows, &table);
  for (int32_t i = 0; i < rules->column_count && status == PATRON_OK; i++)
    if (patron__table_find(used, rules->columns[i].name) == NULL) status = patron__table_attach(table, rules->columns[i].name, rules->columns[i].column);
  for (int32_t i = 0; i < used->column_count && status == PATRON_OK; i++) status = patron__table_attach(table, used->columns[i].name, used->columns[i].column);
  if (status == PATRON_OK) {
    patron__table_finish(table);
    status = patron__tables_put(run->model, table);
  }
  patron_table_destroy(table);
  return status;
}

/* Grids have a thousand points per peer group: the table is made of whole columns, each written once. */
typedef struct points_table { patron_table *table; patron__column *card, *criterion, *peer, *from, *score; int64_t row; } points_table;

static int64_t points_of(const place *p) { return p->criterion == NULL || p->criterion->points.first == NULL ? 0 : p->criterion->points.first[p->criterion->points.peers.count]; }

static patron_status add_names(points_table *out, const char *name, int64_t bytes, patron__column **column) {
  patron_status status = patron__column_create_text(NULL, out->table->context, out->table->rows, bytes, column);
  return status == PATRON_OK ? patron__table_adopt(out->table, name, *column) : status;
}

static patron_status create_points(patron_context *context, const place *places, int64_t count, points_table *out) {
  int64_t rows = 0, card_bytes = 0, criterion_bytes = 0;
  patron_status status;
  memset(out, 0, sizeof *out);
  for (int64_t i = 0; i < count; i++) {
    const int64_t points = points_of(&places[i]);
    if (points == 0) continue;
    rows += points;
    card_bytes += points * (int64_t)strlen(places[i].card->name);
    criterion_bytes += points * (int64_t)strlen(places[i].criterion->name);
  }
  status = patron__table_create(context, "points", rows, &out->table);
  if (status == PATRON_OK) status = add_names(out, "scorecard", card_bytes, &out->card);
  if (status == PATRON_OK) status = add_names(out, "criterion", criterion_bytes, &out->criterion);
  if (status == PATRON_OK) status = patron__table_new_column(out->table, "peer", PATRON_INTEGER, &out->peer);
  if (status == PATRON_OK) status = patron__table_new_column(out->table, "from", PATRON_NUMBER, &out->from);
  return status == PATRON_OK ? patron__table_new_column(out->table, "score", PATRON_NUMBER, &out->score) : status;
}

/* The same text in `count` rows from `row` on. */
static void repeat(patron__column *column, int64_t row, int64_t count, const char *text) {
  const int64_t len = (int64_t)strlen(text);
  int64_t end = row == 0 ? 0 : column->offsets[row];
  column->offsets[row] = end;
  for (int64_t i = 0; i < count; i++) {
    memcpy((char *)column->values + end, text, (size_t)len);
    end += len;
    column->offsets[row + i + 1] = end;
  }
  column->offsets_filled = row + count;
}

static void write_points_of(points_table *out, const place *p) {
  const patron__score_points *points = &p->criterion->points;
  const int64_t count = points_of(p);
  if (count == 0) return;
  repeat(out->card, out->row, count, p->card->name);
  repeat(out->criterion, out->row, count, p->criterion->name);
  for (int32_t group = 0; group < points->peers.count; group++)
    for (int64_t i = points->first[group]; i < points->first[group + 1]; i++) ((int64_t *)out->peer->values)[out->row + i] = group;
  memcpy((double *)out->from->values + out->row, points->from, (size_t)count * sizeof(double));
  memcpy((double *)out->score->values + out->row, points->score, (size_t)count * sizeof(double));
  out->row += count;
}

static patron_status write_points(patron__run *run, const place *places, int64_t count) {
  points_table out;
  patron_status status = create_points(run->context, places, count, &out);
  for (int64_t i = 0; i < count && status == PATRON_OK; i++)
    if (places[i].criterion != NULL) write_points_of(&out, &places[i]);
  if (status == PATRON_OK) {
    patron__table_finish(out.table);
    status = patron__tables_put(run->model, out.table);
  }
  patron_table_destroy(out.table);
  return status;
}

/* A column of the table by name, added where it is not there yet. */
static int32_t peer_column(patron__rows *rows, const char *name) {
  if (rows->status != PATRON_OK) return -1;
  for (int32_t i = 3; i < rows->table->column_count; i++)
    if (strcmp(rows->table->columns[i].name, name) == 0) return i;
  return patron__rows_add_column(rows, name, PATRON_TEXT, NULL);
}

static void write_peers_of(patron__rows *rows, const place *p) {
  const patron__groups *peers = &p->criterion->points.peers;
  int32_t columns[PATRON__GROUP_COLUMNS];
  for (int32_t by = 0; by < peers->by_count; by++) columns[by] = peer_column(rows, peers->by[by]);
  for (int32_t group = 0; peers->by_count > 0 && group < peers->count; group++) {
    patron__rows_next(rows);
    patron__rows_text(rows, 0, p->card->name, -1);
    patron__rows_text(rows, 1, p->criterion->name, -1);
    patron__rows_i64(rows, 2, group);
    for (int32_t by = 0; by < peers->by_count; by++) {
      int64_t len;
      const char *name = patron__groups_value(peers, group, by, &len);
      patron__rows_text(rows, columns[by], name, len);
    }
  }
}

static patron_status write_compromise(patron__run *run, const patron__score_cards *cards) {
  static const patron__rows_column columns[] = {{"scorecard", PATRON_TEXT, NULL}, {"utility_best", PATRON_NUMBER, NULL}, {"utility_worst", PATRON_NUMBER, NULL}, {"regret_best", PATRON_NUMBER, NULL}, {"regret_worst", PATRON_NUMBER, NULL}};
  patron__rows rows;
  const patron_status status = patron__rows_create(run->context, "compromise", columns, 5, &rows);
  if (status != PATRON_OK) return status;
  for (int32_t i = 0; i < cards->count; i++) {
    if (cards->cards[i].aggregation != PATRON_AGGREGATION_VIKOR) continue;
    patron__rows_next(&rows);
    patron__rows_text(&rows, 0, cards->cards[i].name, -1);
    for (int32_t b = 0; b < 4; b++) patron__rows_f64(&rows, 1 + b, cards->cards[i].bounds[b]);
  }
  return patron__rows_keep(&rows, run->model);
}

patron_status patron__score_write_model(patron__run *run, const patron__score_cards *cards, const char *warnings, const double *consistency) {
  static const patron__rows_column columns[] = {{"scorecard", PATRON_TEXT, NULL}, {"criterion", PATRON_TEXT, NULL}, {"peer", PATRON_INTEGER, NULL}};
  const patron_table *rules = patron__tables_find(run->rules, "criteria");
  patron_table *used = NULL;
  patron__rows rows;
  place *places;
  patron_status status;
  if (rules == NULL) return PATRON_OK;
  places = places_of_rows(cards, rules->rows);
  if (places == NULL) return patron__memory_status(run->context);
  status = write_used(run->context, rules, places, cards, warnings, consistency, &used);
  if (status == PATRON_OK) status = write_criteria(run, rules, used);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "peers", columns, 3, &rows);
  if (status == PATRON_OK) {
    for (int64_t row = 0; row < rules->rows; row++) if (places[row].criterion != NULL) write_peers_of(&rows, &places[row]);
    status = patron__rows_keep(&rows, run->model);
  }
  if (status == PATRON_OK) status = write_points(run, places, rules->rows);
  if (status == PATRON_OK) status = write_compromise(run, cards);
  patron_table_destroy(used);
  patron__release(run->context, places);
  return status;
}

static patron_status malformed(patron_context *context, const char *table, int64_t row, const char *column, const char *expected) {
  const patron__where where = {table, column, row, NULL, 0, expected};
  return patron__fail(context, PATRON_E_FORMAT, &where, "this model is damaged");
}

/* Whether a row of `peers` or `points` belongs to a criterion, and to which peer: -1: it does not, or says no peer. */
static int64_t peer_of_row(const patron_table *table, const place *p, int64_t row) {
  double peer;
  if (row >= patron__cells_rows(table) || !patron__cell_is(table, "scorecard", row, p->card->name) || !patron__cell_is(table, "criterion", row, p->criterion->name)) return -1;
  peer = patron__cell_number(table, "peer", row);
  return peer >= 0 && peer < INT32_MAX ? (int64_t)peer : -1;
}

static patron_status read_peers(patron_context *context, const patron_table *table, const place *p, int64_t *at) {
  patron__score_points *points = &p->criterion->points;
  const int64_t first = *at;
  if (p->criterion->within[0] == '\0' || !patron__score_points_need_rows(p->criterion)) {
    points->peers.count = 1;
    return PATRON_OK;
  }
  for (int64_t peer; (peer = peer_of_row(table, p, *at)) >= 0; ++*at)
    if (peer != *at - first) return malformed(context, "peers", *at, "peer", "0, 1, 2, ... for each criterion");
  if (table == NULL) return malformed(context, "peers", -1, NULL, "a row per peer group");
  return patron__groups_read(context, table, p->criterion->within, first, (int32_t)(*at - first), &points->peers);
}

/* A known NUMBER or INTEGER cell of a column that was found once; NAN. */
static double number_at(const patron__column *column, int64_t row) {
  if (column == NULL || !patron__column_known(column, row)) return NAN;
  return column->type == PATRON_NUMBER ? patron__column_f64(column, row) : column->type == PATRON_INTEGER ? (double)patron__column_i64(column, row) : NAN;
}

/* Whether a row has the texts of the row before it, so that it is of the same criterion. */
static int32_t repeats(const patron__column *column, int64_t row) {
  int64_t len, before_len;
  const char *text, *before;
  if (column == NULL || column->type != PATRON_TEXT || row == 0 || !patron__column_known(column, row) || !patron__column_known(column, row - 1)) return 0;
  text = patron__column_text(column, row, &len);
  before = patron__column_text(column, row - 1, &before_len);
  return patron__text_equal(text, len, before, before_len);
}

/* Reads the points of one peer group: its first row is looked at by name, the others repeat it. */
static patron_status read_group(patron_context *context, const patron_table *table, const place *p, int32_t group, int64_t *at) {
  const patron__column *from = patron__table_find(table, "from"), *score = patron__table_find(table, "score"), *peer = patron__table_find(table, "peer");
  const patron__column *card = patron__table_find(table, "scorecard"), *criterion = patron__table_find(table, "criterion");
  const int64_t first = *at;
  double last = -INFINITY;
  int64_t row = first;
  for (; row < table->rows; row++) {
    const double here = number_at(from, row), mark = number_at(score, row);
    if (row > first && repeats(card, row) && repeats(criterion, row) ? !(number_at(peer, row) == group) : peer_of_row(table, p, row) != group) break;
    if (!patron__is_finite(here) || here < last) return malformed(context, "points", row, "from", "finite values in ascending order");
    if (!(mark >= 0 && mark <= 100)) return malformed(context, "points", row, "score", "a score from 0 to 100");
    last = here;
  }
  *at = row;
  if (row == first) return PATRON_OK;
  if (from->type != PATRON_NUMBER) return malformed(context, "points", first, "from", "a column of numbers");
  if (score->type != PATRON_NUMBER) return malformed(context, "points", first, "score", "a column of numbers");
  return patron__score_points_add(context, &p->criterion->points, group, (const double *)from->values + first, (const double *)score->values + first, row - first);
}

static patron_status read_points(patron_context *context, const patron_table *table, const place *p, int64_t *at) {
  patron__score_points *points = &p->criterion->points;
  patron_status status = patron__score_points_start(context, points);
  for (int32_t group = 0; group < points->peers.count && status == PATRON_OK; group++) {
    status = patron__score_points_add(context, points, group, NULL, NULL, 0);
    if (status == PATRON_OK && table != NULL) status = read_group(context, table, p, group, at);
  }
  if (status == PATRON_OK && peer_of_row(table, p, *at) >= 0) return malformed(context, "points", *at, "peer", "peer groups that stand in peers, in ascending order");
  return status;
}

static patron_status read_compromise(patron_context *context, const patron_table *table, patron__score_cards *cards) {
  static const char *const columns[] = {"utility_best", "utility_worst", "regret_best", "regret_worst"};
  for (int32_t i = 0; i < cards->count; i++) {
    double *bounds = cards->cards[i].bounds;
    int64_t row = 0;
    if (cards->cards[i].aggregation != PATRON_AGGREGATION_VIKOR) continue;
    while (row < patron__cells_rows(table) && !patron__cell_is(table, "scorecard", row, cards->cards[i].name)) row++;
    for (int32_t b = 0; b < 4; b++) bounds[b] = patron__cell_number(table, columns[b], row);
    for (int32_t b = 0; b < 4; b++)
      if (!patron__is_finite(bounds[b])) return malformed(context, "compromise", row, columns[b], "a finite number for each scorecard with VIKOR");
    if (bounds[0] > bounds[1] || bounds[2] > bounds[3]) return malformed(context, "compromise", row, NULL, "bounds in ascending order");
  }
  return PATRON_OK;
}

static patron_status read_ideal(patron_context *context, const patron_table *criteria, int64_t row, const place *p) {
  patron__score_criterion *criterion = p->criterion;
  criterion->ideal = patron__cell_number(criteria, "ideal", row);
  criterion->anti_ideal = patron__cell_number(criteria, "anti_ideal", row);
  if (criterion->ideal != criterion->ideal && criterion->anti_ideal != criterion->anti_ideal) return PATRON_OK;
  if (criterion->anti_ideal >= 0 && criterion->anti_ideal <= criterion->ideal && criterion->ideal <= 100) return PATRON_OK;
  return malformed(context, "criteria", row, "ideal", "0 <= anti_ideal <= ideal <= 100");
}

static int32_t same_groups(const patron__groups *a, const patron__groups *b) {
  if (a->by_count != b->by_count || a->count != b->count) return 0;
  for (int32_t by = 0; by < a->by_count; by++)
    if (strcmp(a->by[by], b->by[by]) != 0 || !patron__dictionary_equal(a->names[by], b->names[by])) return 0;
  return memcmp(a->keys, b->keys, (size_t)a->count * (size_t)a->by_count * sizeof *a->keys) == 0;
}

static void number_peers(patron__score_cards *cards) {
  for (int32_t i = 0; i < cards->criterion_count; i++) {
    patron__score_criterion *criterion = &cards->criteria[i];
    criterion->peer_set = -1;
    if (criterion->points.peers.by_count == 0) continue;
    for (int32_t j = 0; j < i && criterion->peer_set < 0; j++)
      if (cards->criteria[j].peer_set >= 0 && same_groups(&cards->criteria[j].points.peers, &criterion->points.peers)) criterion->peer_set = cards->criteria[j].peer_set;
    if (criterion->peer_set < 0) criterion->peer_set = cards->peer_sets++;
  }
}

static int32_t same_points(const patron__score_criterion *a, const patron__score_criterion *b) {
  const int32_t groups = a->points.peers.count;
  const int64_t count = groups > 0 ? a->points.first[groups] : 0;
  if (groups != b->points.peers.count || a->peer_set != b->peer_set || strcmp(a->column, b->column) != 0 || a->card != b->card || a->transform != b->transform || !(a->weight == b->weight)) return 0;
  if (memcmp(a->points.first, b->points.first, ((size_t)groups + 1) * sizeof *a->points.first) != 0) return 0;
  return count == 0 || (memcmp(a->points.from, b->points.from, (size_t)count * sizeof(double)) == 0 && memcmp(a->points.score, b->points.score, (size_t)count * sizeof(double)) == 0);
}

/* Cards that cannot differ in any row: the default `performance` without categories is the objective score. */
static void find_same_cards(patron__score_cards *cards) {
  for (int32_t i = 0; i < cards->count; i++) {
    patron__score_card *card = &cards->cards[cards->order[i]];
    card->same_as = -1;
    for (int32_t k = 0; k < i && card->same_as < 0; k++) {
      const patron__score_card *earlier = &cards->cards[cards->order[k]];
      int32_t same = earlier->table == card->table && earlier->count == card->count && earlier->missing == card->missing && earlier->aggregation == PATRON_AGGREGATION_WEIGHTED_SUM && card->aggregation == PATRON_AGGREGATION_WEIGHTED_SUM;
      for (int32_t j = 0; j < card->count && same; j++) same = same_points(&earlier->criteria[j], &card->criteria[j]);
      if (same) card->same_as = cards->order[k];
    }
  }
}

patron_status patron__score_read_model(patron_context *context, const patron__tables *model, patron__score_cards *cards) {
  const patron_table *criteria = patron__tables_find(model, "criteria"), *peers = patron__tables_find(model, "peers"), *points = patron__tables_find(model, "points");
  const int64_t rows = patron__cells_rows(criteria);
  int64_t peer_at = 0, point_at = 0;
  place *places = places_of_rows(cards, rows);
  patron_status status = PATRON_OK;
  if (places == NULL) return patron__memory_status(context);
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    patron__score_criterion *criterion = places[row].criterion;
    if (criterion == NULL) continue;
    criterion->weight = criterion->given_weight;
    if (criterion->weight == criterion->weight && !(criterion->weight >= 0 && patron__is_finite(criterion->weight))) status = malformed(context, "criteria", row, "weight", "a weight of 0 or more");
    if (status == PATRON_OK) status = read_ideal(context, criteria, row, &places[row]);
    if (status == PATRON_OK) status = read_peers(context, peers, &places[row], &peer_at);
    if (status == PATRON_OK) status = read_points(context, points, &places[row], &point_at);
  }
  if (status == PATRON_OK) status = read_compromise(context, patron__tables_find(model, "compromise"), cards);
  if (status == PATRON_OK && peer_at < patron__cells_rows(peers)) status = malformed(context, "peers", peer_at, "criterion", "rows of criteria, in their order");
  if (status == PATRON_OK && point_at < patron__cells_rows(points)) status = malformed(context, "points", point_at, "criterion", "rows of criteria, in their order");
  patron__release(context, places);
  if (status != PATRON_OK) return status;
  number_peers(cards);
  find_same_cards(cards);
  return PATRON_OK;
}
