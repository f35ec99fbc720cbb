/*
 * The stage `score`: every scorecard over `customers`, a score 0..100 and its coverage per card.
 *
 * Fit turns each criterion into points per peer group and each weighting into weights, and writes them into the model; prepare reads them back; apply needs nothing else.
 * So fitting never decides anything that a loaded model could not: what is computed from a fresh model and from a stored one goes through the same code.
 */
#include "stages/score.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "patron/rules/score.h"

static patron_status check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  patron__score_sink sink = {context, problems, PATRON_E_RANGE, 0};
  patron__score_cards cards;
  patron_status status = patron__score_cards_read(rules, &sink, &cards);
  if (status != PATRON_OK) return status;
  status = patron__score_check_values(rules, &cards, &sink);
  patron__score_cards_clear(&cards);
  return status;
}

/* What fit keeps while it goes from card to card. */
typedef struct fitting {
  patron__run *run;                 /* of the table that is scored */
  patron__score_call call;
  patron__score_cards cards;
  patron__score_nested *nested;     /* per card: its columns, where a later card needs them to be fitted */
  uint8_t *needed;
  char *warnings;                   /* per criterion */
  double *consistency;              /* per card */
} fitting;

/* A card has to be computed during fit when a card that reads it looks at its scores. */
static void find_needed(fitting *f) {
  for (int32_t i = f->cards.count - 1; i >= 0; i--) {
    const patron__score_card *card = &f->cards.cards[f->cards.order[i]];
    const int32_t all = f->needed[f->cards.order[i]] || patron__score_weights_need_rows(card);
    for (int32_t j = 0; j < card->count; j++)
      if (card->criteria[j].card >= 0 && (all || patron__score_points_need_rows(&card->criteria[j]))) f->needed[card->criteria[j].card] = 1;
  }
}

/* Score and coverage of a card as columns of nobody's table. */
static patron_status compute_nested(fitting *f, int32_t index, const patron__score_source *sources) {
  patron__column *columns[2] = {NULL, NULL};
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < 2 && status == PATRON_OK; i++) {
    status = patron__column_create(f->run->context, PATRON_NUMBER, f->run->rows, &columns[i]);
    if (status == PATRON_OK && i == 0) status = patron__column_need_validity(columns[i]);
    if (status == PATRON_OK && i == 0) memset(columns[i]->validity, 0, (size_t)patron__bitmap_bytes(f->run->rows));
  }
  if (status == PATRON_OK) status = patron__score_compute(&f->call, &f->cards.cards[index], sources, columns[0], columns[1]);
  if (status == PATRON_OK) status = patron__score_aggregate(&f->call, &f->cards.cards[index], sources, columns[0]);
  f->nested[index].score = columns[0];
  f->nested[index].coverage = columns[1];
  return status;
}

static int32_t is_fitted(const patron__score_card *card) {
  for (int32_t j = 0; j < card->count; j++)
    if (card->criteria[j].weight != card->criteria[j].weight) return 0;
  return 1;
}

/* Without a known column there is nothing to weigh by; weights that come from the rules are kept all the same, for a portfolio that has the column. */
static patron_status fit_card(fitting *f, int32_t index) {
  patron__score_card *card = &f->cards.cards[index];
  patron__score_source *sources = patron__allocate_array(f->run->context, card->count + 1, sizeof *sources);
  char *warnings = f->warnings + (card->criteria - f->cards.criteria) * PATRON__SCORE_WARNING;
  int32_t known = 0, fitted;
  patron_status status;
  if (sources == NULL) return patron__memory_status(f->run->context);
  status = patron__score_sources(f->run, card, f->nested, sources, &known);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++) {
    const int32_t twin = patron__score_find_twin(&f->cards, (int32_t)(card->criteria + j - f->cards.criteria));
    char *warning = warnings + j * PATRON__SCORE_WARNING;
    if (twin < 0) status = patron__score_fit_points(&f->call, &f->cards, card, &card->criteria[j], &sources[j], warning);
    else status = patron__score_copy_points(f->run->context, &f->cards.criteria[twin].points, &card->criteria[j].points);
    if (twin >= 0) memcpy(warning, f->warnings + (int64_t)twin * PATRON__SCORE_WARNING, PATRON__SCORE_WARNING);
  }
  if (status == PATRON_OK && (known > 0 || !patron__score_weights_need_rows(card))) status = patron__score_fit_weights(&f->call, card, sources, warnings, &f->consistency[index]);
  fitted = is_fitted(card);
  if (status == PATRON_OK && known > 0 && fitted) status = patron__score_fit_ideal(&f->call, card, sources);
  if (status == PATRON_OK && known > 0 && fitted && f->needed[index]) status = compute_nested(f, index, sources);
  patron__release(f->run->context, sources);
  return status;
}

static patron_status fit_table(fitting *f, int32_t table) {
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < f->cards.count && status == PATRON_OK; i++) {
    if (f->cards.cards[f->cards.order[i]].table != table) continue;
    status = patron__context_tick(f->run->context, "score", i, f->cards.count);
    if (status == PATRON_OK) status = fit_card(f, f->cards.order[i]);
  }
  return status;
}

/* The cards over channels, with the channels in the place of the customers. */
static patron_status fit_channels(fitting *f) {
  patron__run *customers = f->run, channels;
  const patron__score_call call = f->call;
  patron_status status;
  if (!patron__score_channels_used(&f->cards)) return PATRON_OK;
  status = patron__score_channels_begin(customers, &channels);
  if (status != PATRON_OK) return status;
  f->run = &channels;
  status = patron__score_call_begin(&channels, f->cards.peer_sets, &f->call);
  if (status == PATRON_OK) status = fit_table(f, PATRON__SCORE_CHANNELS);
  patron__score_call_end(&f->call);
  patron__score_channels_end(&channels);
  f->run = customers;
  f->call = call;
  return status;
}

/* What customer cards read of the cards by category is read per customer. */
static patron_status write_back(fitting *f, const patron__score_categories *categories, int64_t rows) {
  for (int32_t i = 0; i < f->cards.count; i++) {
    const patron__score_nested by_category = f->nested[i];
    patron__score_nested *out = &f->nested[i];
    patron_status status;
    if (f->cards.cards[i].table != PATRON__SCORE_CATEGORIES || by_category.score == NULL) continue;
    memset(out, 0, sizeof *out);
    status = patron__column_create(f->run->context, PATRON_NUMBER, rows, &out->score);
    if (status == PATRON_OK) status = patron__column_need_validity(out->score);
    if (status == PATRON_OK) memset(out->score->validity, 0, (size_t)patron__bitmap_bytes(rows));
    if (status == PATRON_OK) status = patron__column_create(f->run->context, PATRON_NUMBER, rows, &out->coverage);
    if (status == PATRON_OK) status = patron__score_categories_merge(categories, by_category.score, by_category.coverage, out->score, out->coverage);
    patron__column_drop(by_category.score);
    patron__column_drop(by_category.coverage);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

/* The cards by category, before the cards over customers that may read them. */
static patron_status fit_categories(fitting *f) {
  patron__run *customers = f->run;
  const patron__score_call call = f->call;
  patron__score_categories categories;
  patron_status status;
  if (!patron__score_categories_used(&f->cards)) return PATRON_OK;
  patron__windows_find(customers, &f->cards.windows);
  status = patron__score_categories_begin(customers, &f->cards, -1, &categories);
  if (status != PATRON_OK) return status;
  f->run = &categories.run;
  status = patron__score_call_begin(f->run, f->cards.peer_sets, &f->call);
  if (status == PATRON_OK) status = fit_table(f, PATRON__SCORE_CATEGORIES);
  patron__score_call_end(&f->call);
  f->run = customers;
  f->call = call;
  if (status == PATRON_OK) status = write_back(f, &categories, customers->rows);
  patron__score_categories_end(&categories);
  return status;
}

static patron_status fit(patron__run *run) {
  patron__score_sink sink = {run->context, NULL, PATRON_E_RANGE, 0};
  fitting f = {.run = run};
  patron_status status = patron__score_cards_read(run->rules, &sink, &f.cards);
  if (status != PATRON_OK) return status;
  patron__score_number_peers(&f.cards);
  status = patron__score_call_begin(run, f.cards.peer_sets, &f.call);
  f.nested = patron__allocate_array(run->context, f.cards.count + 1, sizeof *f.nested);
  f.needed = patron__allocate_array(run->context, f.cards.count + 1, sizeof *f.needed);
  f.warnings = patron__allocate_array(run->context, f.cards.criterion_count + 1, PATRON__SCORE_WARNING);
  f.consistency = patron__allocate_array(run->context, f.cards.count + 1, sizeof *f.consistency);
  if (f.nested == NULL || f.needed == NULL || f.warnings == NULL || f.consistency == NULL) status = patron__memory_status(run->context);
  if (status != PATRON_OK) goto done;
  for (int32_t i = 0; i < f.cards.count; i++) f.consistency[i] = NAN;
  status = patron__score_check_values(run->rules, &f.cards, &sink);
  find_needed(&f);
  if (status == PATRON_OK) status = fit_categories(&f);
  if (status == PATRON_OK) status = fit_table(&f, PATRON__SCORE_CUSTOMERS);
  if (status == PATRON_OK) status = fit_channels(&f);
  if (status == PATRON_OK) status = patron__score_write_model(run, &f.cards, f.warnings, f.consistency);
done:
  for (int32_t i = 0; f.nested != NULL && i < f.cards.count; i++) {
    patron__column_drop(f.nested[i].score);
    patron__column_drop(f.nested[i].coverage);
  }
  patron__score_call_end(&f.call);
  patron__release(run->context, f.nested);
  patron__release(run->context, f.needed);
  patron__release(run->context, f.warnings);
  patron__release(run->context, f.consistency);
  patron__score_cards_clear(&f.cards);
  return status;
}

static patron_status prepare(patron_context *context, const patron__tables *model, void **state) {
  patron__score_sink sink = {context, NULL, PATRON_E_FORMAT, 0};
  patron__score_cards *cards = patron__allocate_array(context, 1, sizeof *cards);
  patron_status status;
  if (cards == NULL) return patron__memory_status(context);
  status = patron__score_cards_read(model, &sink, cards);
  if (status == PATRON_OK) {
    status = patron__score_read_model(context, model, cards);
    if (status == PATRON_OK) status = patron__windows_read(context, model, &cards->windows);
    if (status != PATRON_OK) patron__score_cards_clear(cards);
  }
  if (status != PATRON_OK) { patron__release(context, cards); return status; }
  *state = cards;
  return PATRON_OK;
}

static void release(patron_context *context, void *state) {
  if (state == NULL) return;
  patron__score_cards_clear(state);
  patron__release(context, state);
}

/* A column that would enable more, once however many criteria ask for it; those of other tables with the table before them. */
static patron_status skip_once(patron__run *run, const patron__score_card *card, const char *name) {
  char column[PATRON__SCORE_COLUMN];
  (void)snprintf(column, sizeof column, "%s%s", card->table == PATRON__SCORE_CHANNELS ? "channels." : "", name);
  return patron__run_skip(run, "score", column);
}

/* Score and coverage of a card that gives what an earlier one has given are the same columns. */
static patron_status share_card(patron__run *run, const patron__score_cards *cards, const patron__score_card *card, const char *coverage_name) {
  char name[PATRON__SCORE_COLUMN];
  patron__column *score = patron__table_find(run->customers, cards->cards[card->same_as].name), *coverage = patron__table_find(run->customers, patron__score_column(cards->cards[card->same_as].name, "_coverage", name));
  patron_status status;
  if (score == NULL || coverage == NULL) return PATRON_OK;   /* neither card has a column */
  status = patron__table_attach(run->customers, card->name, score);
  return status == PATRON_OK ? patron__table_attach(run->customers, coverage_name, coverage) : status;
}

patron_status patron__score_apply_card(patron__score_call *call, const patron__score_cards *cards, const patron__score_card *card) {
  patron__run *run = call->run;
  patron__score_source *sources = patron__allocate_array(run->context, card->count + 1, sizeof *sources);
  char coverage_name[PATRON__SCORE_COLUMN];
  patron__column *score, *coverage;
  int32_t known = 0;
  patron_status status;
  if (sources == NULL) return patron__memory_status(run->context);
  status = patron__score_sources(run, card, NULL, sources, &known);
  for (int32_t j = 0; j < card->count && status == PATRON_OK; j++)
    if (sources[j].column == NULL) status = skip_once(run, card, card->criteria[j].column);
  if (status == PATRON_OK && card->same_as >= 0) {
    status = share_card(run, cards, card, patron__score_column(card->name, "_coverage", coverage_name));
  } else if (status == PATRON_OK && known > 0 && is_fitted(card)) {
    (void)patron__score_column(card->name, "_coverage", coverage_name);
    status = patron__run_add(run, card->name, PATRON_NUMBER, NULL, 0, &score);
    if (status == PATRON_OK) status = patron__run_add(run, coverage_name, PATRON_NUMBER, NULL, 1, &coverage);
    if (status == PATRON_OK) status = patron__score_compute(call, card, sources, score, coverage);
    if (status == PATRON_OK) status = patron__score_aggregate(call, card, sources, score);
  }
  patron__release(run->context, sources);
  return status;
}

static patron_status apply(patron__run *run, const void *state) {
  const patron__score_cards *cards = state;
  patron__score_call call;
  patron_status status = patron__score_categories_apply(run, cards);
  if (status != PATRON_OK) return status;
  status = patron__score_call_begin(run, cards->peer_sets, &call);
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++) {
    status = patron__context_tick(run->context, "score", i, cards->count);
    if (status == PATRON_OK && cards->cards[cards->order[i]].table == PATRON__SCORE_CUSTOMERS) status = patron__score_apply_card(&call, cards, &cards->cards[cards->order[i]]);
  }
  patron__score_call_end(&call);
  if (status == PATRON_OK) status = patron__score_confidence(run, cards);
  return status == PATRON_OK ? patron__score_flag_incomplete(run, cards) : status;
}

static const char *const reads[] = {
  "current_value", "net_margin", "net_margin_rate", "growth", "potential_value", "people_factor", "data_flags", "customers.market_growth", "customers.contribution_rate", "customers.strategic_fit",
  "customers.market_share", "customers.new_product_rate", "customers.service_level", "customers.layer", "ledger.amount", "ledger.margin", "ledger.category", "history.sales", "history.profit", "history.category", "sources.column", "sources.source", "sources.date", "sources.confidence", NULL};
static const char *const writes[] = {"<scorecard>", "<scorecard>_coverage", "<scorecard>_confidence", "data_flags", "rank", "rank_in_layer", NULL};

const patron__stage patron__stage_score = {"score", reads, writes, check, fit, prepare, release, apply, patron__score_finish, patron__score_explain, patron__score_categories_report};
