/*
 * What the peers of a customer buy: type-7 quantiles of positive values, and of values per unit of wallet_proxy, for each group and each of its parents.
 *
 * The groups are those of the first segment that marks key customers by sales; parents lack the last group column, at last all are one group. A group with fewer
 * than wallet.minimum_positive such customers says nothing, and its parent is asked; all together always answer. Type 7 of n sorted values (Hyndman & Fan 1996):
 * h = (n - 1) q, v[floor h] + (h - floor h) * (v[floor h + 1] - v[floor h]). Example: 100, 200, 300 and q = 0.8: h = 1.6, 260.
 */
#include <math.h>
#include <string.h>

#include "base/select.h"
#include "stages/grouping_names.h"
#include "stages/values.h"
#include "stages/wallet.h"
#include "table/rows.h"

enum { DEPTH, PEER, PEER_N, RATE, RATE_N, FIXED_COLUMNS };

static patron_status broken(patron_context *context) { return patron__fail(context, PATRON_E_FORMAT, NULL, "the model cannot be used: its wallets are broken"); }

/* The group columns of the first segment with the bit SALES; none: one group of all. */
static patron_status find_by(patron_context *context, const patron__tables *rules, char by[256]) {
  const patron_table *segments = patron__tables_find(rules, "segments");
  by[0] = '\0';
  for (int64_t row = 0; segments != NULL && row < segments->rows; row++) {
    patron__segment_rule rule;
    const patron_status status = patron__segment_rule_read(context, segments, row, &rule);
    if (status != PATRON_OK) return status;
    if (rule.bit != PATRON__BIT_SALES) continue;
    memcpy(by, rule.by, sizeof rule.by);
    return PATRON_OK;
  }
  return PATRON_OK;
}

/* The first `depth` columns as a list. */
static void list_columns(const patron__groups *columns, int32_t depth, char out[PATRON__GROUP_COLUMNS * 64]) {
  size_t length = 0;
  for (int32_t i = 0; i < depth; i++) {
    const size_t name = strlen(columns->by[i]);
    if (i > 0) out[length++] = ',';
    memcpy(out + length, columns->by[i], name);
    length += name;
  }
  out[length] = '\0';
}

typedef struct fitting {
  patron__run *run;
  const patron__column *value, *proxy;
  double quantile, units;
  int64_t minimum;
  int32_t *row_group;
  int64_t *first, *next, *keys, *buffer;   /* [groups + 1], [groups + 1], [rows], [rows] */
} fitting;

static double as_number(int64_t bits) {
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

/* What is sorted: the value, or the bits of value/proxy, which are in the order of positive numbers; 0: does not count. */
static int64_t key_of(const fitting *f, int64_t row, int32_t rate) {
  double ratio;
  int64_t bits;
  if (!patron__known(f->value, row) || patron__column_i64(f->value, row) <= 0) return 0;
  if (!rate) return patron__column_i64(f->value, row);
  if (!patron__known(f->proxy, row) || !(patron__column_f64(f->proxy, row) > 0)) return 0;
  ratio = (double)patron__column_i64(f->value, row) / f->units / patron__column_f64(f->proxy, row);
  if (!(ratio < 1e300)) return 0;
  memcpy(&bits, &ratio, sizeof bits);
  return bits;
}

/* Sorted keys of each group, group after group. */
static void gather(fitting *f, int32_t groups, int32_t rate) {
  memset(f->first, 0, (size_t)(groups + 1) * sizeof *f->first);
  for (int64_t row = 0; row < f->run->rows; row++)
    if (f->row_group[row] >= 0 && key_of(f, row, rate) > 0) f->first[f->row_group[row] + 1]++;
  for (int32_t g = 0; g < groups; g++) f->first[g + 1] += f->first[g];
  memcpy(f->next, f->first, (size_t)(groups + 1) * sizeof *f->next);
  for (int64_t row = 0; row < f->run->rows; row++) {
    const int64_t key = f->row_group[row] < 0 ? 0 : key_of(f, row, rate);
    if (key > 0) f->keys[f->next[f->row_group[row]]++] = key;
  }
  for (int32_t g = 0; g < groups; g++) patron__sort_keys(f->keys + f->first[g], f->first[g + 1] - f->first[g], f->buffer);
}

static int64_t quantile_i64(const int64_t *sorted, int64_t n, double q) {
  const double h = (double)(n - 1) * q, whole = floor(h);
  const int64_t at = (int64_t)whole;
  return at + 1 >= n ? sorted[n - 1] : sorted[at] + (int64_t)floor((h - whole) * (double)(sorted[at + 1] - sorted[at]) + 0.5);
}

static double quantile_f64(const int64_t *sorted, int64_t n, double q) {
  const double h = (double)(n - 1) * q, whole = floor(h);
  const int64_t at = (int64_t)whole;
  return at + 1 >= n ? as_number(sorted[n - 1]) : as_number(sorted[at]) + (h - whole) * (as_number(sorted[at + 1]) - as_number(sorted[at]));
}

static patron_status make_room(fitting *f, int32_t groups) {
  f->first = patron__allocate_array(f->run->context, groups + 1, sizeof *f->first);
  f->next = patron__allocate_array(f->run->context, groups + 1, sizeof *f->next);
  return f->first == NULL || f->next == NULL ? patron__memory_status(f->run->context) : PATRON_OK;
}

static void write_figures(fitting *f, const patron__groups *groups, int32_t depth, patron__rows *rows, int64_t first_row) {
  for (int32_t rate = 0; rate < 2; rate++) {
    gather(f, groups->count, rate);
    for (int32_t g = 0; g < groups->count; g++) {
      const int64_t n = f->first[g + 1] - f->first[g], *sorted = f->keys + f->first[g];
      rows->row = first_row + g;
      patron__rows_i64(rows, rate ? RATE_N : PEER_N, n);
      if (n == 0 || (depth > 0 && n < f->minimum)) continue;
      if (rate) patron__rows_f64(rows, RATE, quantile_f64(sorted, n, f->quantile));
      else patron__rows_i64(rows, PEER, quantile_i64(sorted, n, f->quantile));
    }
  }
}

static patron_status fit_level(fitting *f, const patron__groups *columns, int32_t depth, const char *merge, patron__rows *rows) {
  char by[PATRON__GROUP_COLUMNS * 64];
  patron__groups groups;
  const int64_t first_row = rows->row + 1;
  patron_status status;
  list_columns(columns, depth, by);
  status = patron__groups_fit(f->run, by, merge, "", &groups, f->row_group);
  if (status != PATRON_OK) return status;
  for (int32_t g = 0; g < groups.count; g++) {
    patron__rows_next(rows);
    patron__rows_i64(rows, DEPTH, depth);
    for (int32_t i = 0; i < depth; i++) {
      int64_t len;
      const char *text = patron__groups_value(&groups, g, i, &len);
      patron__rows_text(rows, FIXED_COLUMNS + i, text, len);
    }
  }
  status = rows->status == PATRON_OK ? make_room(f, groups.count) : rows->status;
  if (status == PATRON_OK) {
    const int64_t last = rows->row;
    write_figures(f, &groups, depth, rows, first_row);
    rows->row = last;
    status = rows->status;
  }
  patron__release(f->run->context, f->first);
  patron__release(f->run->context, f->next);
  f->first = f->next = NULL;
  patron__groups_clear(&groups);
  return status;
}

static patron_status fit_levels(fitting *f, const patron__groups *columns, patron__rows *rows) {
  char merge[PATRON__SEGMENT_MERGE];
  patron_context *context = f->run->context;
  patron_status status = patron__settings_copy(f->run->settings, "segment.merge", merge, sizeof merge);
  f->row_group = patron__allocate_array(context, f->run->rows + 1, sizeof *f->row_group);
  f->keys = patron__allocate_array(context, f->run->rows + 1, sizeof *f->keys);
  f->buffer = patron__allocate_array(context, f->run->rows + 1, sizeof *f->buffer);
  if (status == PATRON_OK && (f->row_group == NULL || f->keys == NULL || f->buffer == NULL)) status = patron__memory_status(context);
  for (int32_t i = 0; i < columns->by_count && status == PATRON_OK; i++)
    if (patron__rows_add_column(rows, columns->by[i], PATRON_TEXT, NULL) != FIXED_COLUMNS + i) status = rows->status == PATRON_OK ? PATRON_E_DUPLICATE : rows->status;
  for (int32_t depth = 0; depth <= columns->by_count && status == PATRON_OK; depth++) status = fit_level(f, columns, depth, merge, rows);
  patron__release(context, f->row_group);
  patron__release(context, f->keys);
  patron__release(context, f->buffer);
  return status;
}

patron_status patron__wallet_fit(patron__run *run, const patron__column *value) {
  static const patron__rows_column fixed[] = {{"wallet_depth", PATRON_INTEGER, NULL}, {"wallet_peer", PATRON_MONEY, NULL}, {"wallet_peer_n", PATRON_INTEGER, NULL}, {"wallet_rate", PATRON_NUMBER, NULL},
                                              {"wallet_rate_n", PATRON_INTEGER, NULL}};
  char by[256];
  patron__groups columns;
  patron__rows rows;
  fitting f;
  patron_status status;
  if (!patron__wallet_asks_peers(run->settings)) return PATRON_OK;
  memset(&f, 0, sizeof f);
  f.run = run;
  f.value = value;
  f.proxy = patron__run_fact(run, "wallet_proxy");
  f.quantile = patron__settings_number(run->settings, "wallet.quantile");
  f.minimum = patron__settings_integer(run->settings, "wallet.minimum_positive");
  f.units = 1;
  for (int32_t digit = 0; digit < run->exponent; digit++) f.units *= 10;
  status = find_by(run->context, run->rules, by);
  if (status == PATRON_OK) status = patron__group_columns_read(run->context, by, &columns);
  if (status == PATRON_OK) status = patron__rows_create(run->context, "wallets", fixed, FIXED_COLUMNS, &rows);
  if (status != PATRON_OK) return status;
  rows.table->money_exponent = run->exponent;
  status = fit_levels(&f, &columns, &rows);
  if (status != PATRON_OK) { patron__rows_abandon(&rows); return status; }
  return patron__rows_keep(&rows, run->model);
}

static patron_status read_level(patron_context *context, const patron_table *table, const char *by, int64_t first, int32_t count, patron__wallet_level *out) {
  const patron__column *peer = patron__table_find(table, "wallet_peer"), *rate = patron__table_find(table, "wallet_rate");
  patron_status status;
  if (peer == NULL || peer->type != PATRON_MONEY || rate == NULL || rate->type != PATRON_NUMBER) return broken(context);
  out->groups.context = context;
  status = patron__groups_read(context, table, by, first, count, &out->groups);
  if (status != PATRON_OK) return status;
  out->peer = patron__allocate_array(context, count + 1, sizeof *out->peer);
  out->rate = patron__allocate_array(context, count + 1, sizeof *out->rate);
  if (out->peer == NULL || out->rate == NULL) return patron__memory_status(context);
  for (int32_t g = 0; g < count; g++) {
    out->peer[g] = patron__known(peer, first + g) ? patron__column_i64(peer, first + g) : -1;
    out->rate[g] = patron__known(rate, first + g) ? patron__column_f64(rate, first + g) : NAN;
  }
  return PATRON_OK;
}

patron_status patron__wallet_prepare(patron_context *context, const patron__tables *model, patron__wallet_state *out) {
  const patron_table *settings = patron__tables_find(model, "settings"), *table = patron__tables_find(model, "wallets");
  const patron__column *depths = table == NULL ? NULL : patron__table_find(table, "wallet_depth");
  char by[256], list[PATRON__GROUP_COLUMNS * 64];
  patron__groups columns;
  int64_t row = 0;
  patron_status status;
  out->estimate = patron__settings_code(settings, "wallet.estimate");
  if (out->estimate < 0) out->estimate = PATRON__ESTIMATE_GIVEN;
  if (!patron__wallet_asks_peers(settings)) return PATRON_OK;
  if (depths == NULL || depths->type != PATRON_INTEGER) return broken(context);
  status = find_by(context, model, by);
  if (status == PATRON_OK) status = patron__group_columns_read(context, by, &columns);
  if (status == PATRON_OK && patron__settings_copy(settings, "segment.merge", out->merge, sizeof out->merge) != PATRON_OK) status = broken(context);
  for (int32_t depth = 0; status == PATRON_OK && depth <= columns.by_count; depth++) {
    const int64_t first = row;
    while (row < table->rows && patron__column_i64(depths, row) == depth) row++;
    list_columns(&columns, depth, list);
    out->levels++;
    status = read_level(context, table, list, first, (int32_t)(row - first), &out->level[depth]);
  }
  return status == PATRON_OK && row != table->rows ? broken(context) : status;
}

void patron__wallet_clear(patron_context *context, patron__wallet_state *state) {
  for (int32_t depth = 0; depth < state->levels; depth++) {
    patron__groups_clear(&state->level[depth].groups);
    patron__release(context, state->level[depth].peer);
    patron__release(context, state->level[depth].rate);
  }
}
