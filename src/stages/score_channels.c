/*
 * Channels, scored by the same engine as customers: a run of their own, in which the table `channels` stands in the place of the customers.
 *
 * A measure that is not given comes from the customers of the channel: size is the sum of their current values, growth the arc growth of the sums of both periods (over customers that know both),
 * profitability the net margin of the current value (likewise). Without the table `channels` they are those that the customers of the call name, where it is about
 * more than one customer: a customer that is saved says nothing of channels.
 */
#include <string.h>

#include "base/sum.h"
#include "patron/rules/score.h"
#include "stages/measures.h"
#include "stages/score.h"
#include "stages/values.h"

/* Sums over the customers of one channel. */
typedef struct totals { patron__i128 size, now, before, margin, value; int64_t sized, grown, earned; } totals;

typedef struct inputs { const patron__column *channel, *value, *before, *margin; const int32_t *codes; } inputs;

static const patron__column *money(const patron__run *run, const char *name) {
  const patron__column *column = patron__run_find(run, name);
  return column != NULL && column->type == PATRON_MONEY ? column : NULL;
}

static void add_customer(const inputs *in, int64_t row, totals *t) {
  const int32_t has_value = patron__known(in->value, row);
  if (!has_value) return;
  patron__i128_add(&t->size, patron__column_i64(in->value, row));
  t->sized++;
  if (patron__known(in->before, row)) {
    patron__i128_add(&t->now, patron__column_i64(in->value, row));
    patron__i128_add(&t->before, patron__column_i64(in->before, row));
    t->grown++;
  }
  if (patron__known(in->margin, row)) {
    patron__i128_add(&t->margin, patron__column_i64(in->margin, row));
    patron__i128_add(&t->value, patron__column_i64(in->value, row));
    t->earned++;
  }
}

static int32_t can_name(const patron__column *column) { return column->type == PATRON_TEXT || column->type == PATRON_CODE || column->type == PATRON_INTEGER; }

/* Rows of `channels` by the codes of the customers' channel names. */
static patron_status map_channels(patron__run *run, patron__run *sub, const patron__dictionary *names, int32_t **out) {
  const patron__column *ids = patron__table_find(sub->input, "channel");
  const patron__dictionary *own;
  const int32_t *codes;
  patron_status status = patron__run_encode(sub, ids, &codes, &own);
  if (status != PATRON_OK) return status;
  *out = patron__allocate_array(run->context, (int64_t)names->count + 1, sizeof **out);
  if (*out == NULL) return patron__memory_status(run->context);
  for (int32_t i = 0; i < names->count; i++) (*out)[i] = -1;
  for (int64_t row = 0; row < sub->rows; row++) {
    int64_t len;
    const char *name = codes[row] < 0 ? NULL : patron__dictionary_name(own, codes[row], &len);
    const int32_t at = name == NULL ? -1 : patron__dictionary_find(names, name, len);
    if (at >= 0) (*out)[at] = (int32_t)row;
  }
  return PATRON_OK;
}

/* Sums of all channels; without a channel column, or without values, all are empty. */
static patron_status sum_customers(patron__run *run, patron__run *sub, totals *out) {
  inputs in = {patron__run_find(run, "channel"), money(run, "current_value"), money(run, "sales_previous"), money(run, "net_margin"), NULL};
  const patron__dictionary *names;
  int32_t *rows = NULL;
  patron_status status;
  if (in.channel == NULL || in.value == NULL || !can_name(in.channel)) return PATRON_OK;
  status = patron__run_encode(run, in.channel, &in.codes, &names);
  if (status == PATRON_OK) status = map_channels(run, sub, names, &rows);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++)
    if (in.codes[row] >= 0 && rows[in.codes[row]] >= 0) add_customer(&in, row, &out[rows[in.codes[row]]]);
  patron__release(run->context, rows);
  return status;
}

enum { SIZE, GROWTH, PROFITABILITY, MEASURES };

static const struct { const char *name; int32_t type; } measures[MEASURES] = {{"size", PATRON_MONEY}, {"growth", PATRON_NUMBER}, {"profitability", PATRON_NUMBER}};

static void fill_row(int32_t measure, const totals *t, int64_t row, patron__column *out) {
  int32_t state;
  if (measure == SIZE && t->sized > 0) patron__put_i64(out, row, patron__i128_saturate(t->size));
  if (measure == GROWTH && t->grown > 0) patron__put_f64(out, row, patron__arc_growth(patron__i128_to_double(t->now), patron__i128_to_double(t->before), &state));
  if (measure == PROFITABILITY && t->earned > 0 && patron__i128_to_double(t->value) > 0) patron__put_f64(out, row, patron__i128_to_double(t->margin) / patron__i128_to_double(t->value));
}

/* A measure as it is given, and from the customers where it is not. */
static patron_status fill_measure(const patron_table *given, int32_t measure, const totals *t, patron_table *filled) {
  const patron__column *from = patron__table_find(given, measures[measure].name);
  patron__column *column;
  patron_status status = patron__table_new_column(filled, measures[measure].name, measures[measure].type, &column);
  if (status == PATRON_OK) status = patron__column_need_validity(column);
  if (status != PATRON_OK) return status;
  memset(column->validity, 0, (size_t)patron__bitmap_bytes(given->rows));
  if (from != NULL && from->type != measures[measure].type) from = NULL;
  for (int64_t row = 0; row < given->rows; row++) {
    if (!patron__known(from, row)) fill_row(measure, &t[row], row, column);
    else if (measure == SIZE) patron__put_i64(column, row, patron__column_i64(from, row));
    else patron__put_f64(column, row, patron__column_f64(from, row));
  }
  return PATRON_OK;
}

static patron_status fill(patron__run *run, patron__run *sub, const patron_table *given, patron_table *filled) {
  totals *t = patron__allocate_array(run->context, given->rows + 1, sizeof *t);
  patron_status status = t == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int32_t i = 0; i < given->column_count && status == PATRON_OK; i++) {
    int32_t is_measure = 0;
    for (int32_t m = 0; m < MEASURES; m++) is_measure |= strcmp(given->columns[i].name, measures[m].name) == 0;
    if (!is_measure && patron__table_find(filled, given->columns[i].name) == NULL) status = patron__table_attach(filled, given->columns[i].name, given->columns[i].column);
  }
  if (status == PATRON_OK && given->rows > 0) status = sum_customers(run, sub, t);
  for (int32_t m = 0; m < MEASURES && status == PATRON_OK; m++) status = fill_measure(given, m, t, filled);
  patron__release(run->context, t);
  return status;
}

/* The channels that customers name, in the order of their names; none where customers name none. */
static patron_status named_channels(patron__run *run, patron_table **out) {
  const patron__column *channel = patron__run_find(run, "channel");
  const patron__dictionary *names = NULL;
  const int32_t *codes;
  patron__column *ids;
  patron_status status = channel == NULL || !can_name(channel) || run->rows < 2 ? PATRON_OK : patron__run_encode(run, channel, &codes, &names);
  if (status == PATRON_OK) status = patron__table_create(run->context, "channels", names == NULL ? 0 : names->count, out);
  if (status == PATRON_OK && names != NULL) status = patron__table_new_column(*out, "channel", PATRON_TEXT, &ids);
  for (int32_t i = 0; names != NULL && i < names->count && status == PATRON_OK; i++) {
    int64_t len;
    const char *name = patron__dictionary_name(names, i, &len);
    status = patron__column_set_text(ids, i, name, len);
  }
  return status;
}

int32_t patron__score_channels_used(const patron__score_cards *cards) {
  int32_t used = 0;
  for (int32_t i = 0; i < cards->count; i++) used |= cards->cards[i].table == PATRON__SCORE_CHANNELS;
  return used;
}

patron_status patron__score_channels_begin(patron__run *run, patron__run *sub) {
  const patron_table *given = patron__tables_find(run->facts, "channels");
  patron_table *filled = NULL, *named = NULL;
  patron_status status = PATRON_OK;
  *sub = *run;
  sub->input = NULL;
  sub->customers = NULL;
  sub->derived = NULL;
  sub->encoded = NULL;
  sub->ids = NULL;
  if (given == NULL) status = named_channels(run, &named);
  if (status == PATRON_OK && given == NULL) given = named;
  if (status == PATRON_OK) status = patron__table_create(run->context, "channels", given->rows, &filled);
  if (status == PATRON_OK) {
    sub->input = filled;
    sub->rows = given->rows;
    if (patron__table_find(given, "channel") != NULL) status = patron__table_attach(filled, "channel", patron__table_find(given, "channel"));
  }
  if (status == PATRON_OK) status = patron__table_create(run->context, "channels", sub->rows, &sub->customers);
  if (status == PATRON_OK) sub->customers->money_exponent = run->exponent;
  if (status == PATRON_OK && patron__table_find(given, "channel") != NULL) status = patron__table_attach(sub->customers, "channel", patron__table_find(given, "channel"));
  if (status == PATRON_OK) status = fill(run, sub, given, filled);
  patron_table_destroy(named);
  if (status != PATRON_OK) patron__score_channels_end(sub);
  return status;
}

void patron__score_channels_end(patron__run *sub) {
  patron__run_forget(sub);
  patron_table_destroy(sub->customers);
  patron_table_destroy((patron_table *)(uintptr_t)sub->input);   /* made in begin */
  sub->customers = NULL;
  sub->input = NULL;
}

/* Ranks by the first card, in the order of the rules, that has a score. */
static patron_status rank_channels(patron__run *sub, const patron__score_cards *cards) {
  for (int32_t i = 0; i < cards->count; i++) {
    const patron__column *score = cards->cards[i].table == PATRON__SCORE_CHANNELS ? patron__table_find(sub->customers, cards->cards[i].name) : NULL;
    patron__column *rank;
    patron_status status;
    if (score == NULL) continue;
    status = patron__run_add(sub, "rank", PATRON_INTEGER, NULL, 0, &rank);
    if (status != PATRON_OK) return status;
    if (sub->rows > 0) memcpy(rank->validity, score->validity, (size_t)patron__bitmap_bytes(sub->rows));
    status = patron_rank(score->values, score->validity, sub->rows, patron__context_scratch(sub->context), rank->values);
    return status == PATRON_E_NO_MEMORY ? patron__memory_status(sub->context) : status;
  }
  return PATRON_OK;
}

/* The channels, scored. To be ended, unless it fails. */
static patron_status score_channels(patron__run *run, const patron__score_cards *cards, patron__run *sub) {
  patron__score_call call;
  patron_status status = patron__score_channels_begin(run, sub);
  if (status != PATRON_OK) return status;
  status = patron__score_call_begin(sub, cards->peer_sets, &call);
  for (int32_t i = 0; i < cards->count && status == PATRON_OK; i++)
    if (cards->cards[cards->order[i]].table == PATRON__SCORE_CHANNELS) status = patron__score_apply_card(&call, cards, &cards->cards[cards->order[i]]);
  patron__score_call_end(&call);
  if (status != PATRON_OK) patron__score_channels_end(sub);
  return status;
}

/* Whether there is anything to score. */
static int32_t has_channels(const patron__run *run, const patron__score_cards *cards) {
  return patron__tables_find(run->facts, "channels") != NULL || (run->rows > 1 && patron__run_find(run, "channel") != NULL && patron__score_channels_used(cards));
}

patron_status patron__score_channels_finish(patron__run *run, const patron__score_cards *cards) {
  patron__run sub;
  patron_status status;
  if (!has_channels(run, cards)) return PATRON_OK;
  status = score_channels(run, cards, &sub);
  if (status != PATRON_OK) return status;
  status = rank_channels(&sub, cards);
  if (status == PATRON_OK) status = patron__tables_put(run->out, sub.customers);
  patron__score_channels_end(&sub);
  return status;
}

patron_status patron__score_channels_explain(const patron__run *run, const patron__score_cards *cards, patron_table *explanations) {
  patron__run aside = *run, sub;
  patron_status status;
  if (!has_channels(run, cards)) return PATRON_OK;
  aside.encoded = NULL;
  aside.ids = NULL;
  aside.notes = NULL;   /* what is missing has been told */
  status = score_channels(&aside, cards, &sub);
  if (status == PATRON_OK) {
    for (int64_t row = 0; row < sub.rows && status == PATRON_OK; row++) status = patron__score_explain_cards(&sub, cards, PATRON__SCORE_CHANNELS, row, explanations);
    patron__score_channels_end(&sub);
  }
  patron__run_forget(&aside);
  return status;
}
