/*
 * Wallets and what follows from them: potential value, share of wallet, headroom.
 *
 *   wallet = given, else by our rank r of n suppliers (any setting but GIVEN), else wallet_proxy * rate of the peers (setting PROXY or PEER), else the peer quantile (setting PEER)
 *   potential = max(wallet, current); headroom = potential - current, the whole wallet for a negative current; share of wallet = current/potential in 0..1
 *
 * A realistic wallet is what comparable customers already buy here (S. Rosset et al., Wallet estimation models, 2005): the quantile of the peers' values.
 * By the Wallet Allocation Rule (T. Keiningham et al., Harvard Business Review 10/2011) the supplier of rank r has the share (1 - r/(n + 1)) * 2/n: of three 1/2, 1/3 and 1/6.
 * Example: current 120.00 of a given 200.00: share 0.6, headroom 80.00. Peers with 100.00, 200.00, 300.00 and the quantile 0.8: wallet 260.00.
 */
#include "stages/wallet.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "stages/measures.h"
#include "stages/values.h"

enum { SOURCE_GIVEN, SOURCE_PROXY, SOURCE_PEER, SOURCE_NONE, SOURCE_RANK };
enum { MOST_SUPPLIERS = 1000000 };   /* the square of it fits */

/* What the peers say of each row: the closest group that has enough of them. NULL arrays: wallets are not estimated. */
typedef struct estimates { int64_t *peer; double *rate; } estimates;

static void release(patron_context *context, estimates *found) {
  patron__release(context, found->peer);
  patron__release(context, found->rate);
  memset(found, 0, sizeof *found);   /* who fails on the way may release once more */
}

static patron_status find_estimates(patron__run *run, const patron__wallet_state *state, estimates *out) {
  int32_t *row_group;
  patron_status status = PATRON_OK;
  memset(out, 0, sizeof *out);
  if (state->levels == 0) return PATRON_OK;
  out->peer = patron__allocate_array(run->context, run->rows + 1, sizeof *out->peer);
  out->rate = patron__allocate_array(run->context, run->rows + 1, sizeof *out->rate);
  row_group = patron__allocate_array(run->context, run->rows + 1, sizeof *row_group);
  if (out->peer == NULL || out->rate == NULL || row_group == NULL) status = patron__memory_status(run->context);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    out->peer[row] = -1;
    out->rate[row] = NAN;
  }
  for (int32_t depth = state->levels - 1; status == PATRON_OK && depth >= 0; depth--) {
    const patron__wallet_level *level = &state->level[depth];
    status = patron__groups_match(run, &level->groups, state->merge, "", row_group);
    for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
      const int32_t group = row_group[row];
      if (group < 0) continue;
      if (out->peer[row] < 0) out->peer[row] = level->peer[group];
      if (out->rate[row] != out->rate[row]) out->rate[row] = level->rate[group];
    }
  }
  patron__release(run->context, row_group);
  if (status != PATRON_OK) release(run->context, out);
  return status;
}

typedef struct inputs { const patron__column *value, *given, *proxy, *rank, *suppliers; estimates peers; int32_t estimate; double units; } inputs;

/* What we sell is the share of our rank; 0: that is not known, or nothing is sold. */
static int32_t wallet_by_rank(const inputs *in, int64_t row, int64_t *out) {
  const int64_t rank = patron__known(in->rank, row) ? patron__column_i64(in->rank, row) : 0, n = patron__known(in->suppliers, row) ? patron__column_i64(in->suppliers, row) : 0;
  if (rank < 1 || rank > n || n > MOST_SUPPLIERS || !patron__known(in->value, row) || patron__column_i64(in->value, row) <= 0) return 0;
  *out = patron__multiply_divide(patron__column_i64(in->value, row), n * (n + 1), 2 * (n + 1 - rank));
  return 1;
}

/* Where the wallet of a row comes from, and how large it is. */
static int32_t wallet_of(const inputs *in, int64_t row, int64_t *out) {
  if (patron__known(in->given, row)) { *out = patron__column_i64(in->given, row); return SOURCE_GIVEN; }
  if (in->estimate != PATRON__ESTIMATE_GIVEN && wallet_by_rank(in, row, out)) return SOURCE_RANK;
  if (in->peers.rate != NULL && patron__known(in->proxy, row) && patron__column_f64(in->proxy, row) > 0 && in->peers.rate[row] == in->peers.rate[row]) {
    const double wallet = floor(patron__column_f64(in->proxy, row) * in->peers.rate[row] * in->units + 0.5);
    if (wallet < 9.0e18) { *out = (int64_t)wallet; return SOURCE_PROXY; }
  }
  if (in->estimate == PATRON__ESTIMATE_PEER && in->peers.peer != NULL && in->peers.peer[row] >= 0) { *out = in->peers.peer[row]; return SOURCE_PEER; }
  return SOURCE_NONE;
}

static patron_status write(patron__run *run, const inputs *in, uint8_t *flags, uint8_t unknown, uint8_t conflict) {
  patron__column *potential, *source, *share_of_wallet, *headroom;
  patron_status status = patron__run_add(run, "potential_value", PATRON_MONEY, NULL, 0, &potential);
  if (status == PATRON_OK) status = patron__run_add(run, "wallet_source", PATRON_CODE, "wallet_source", 1, &source);
  if (status == PATRON_OK) status = patron__run_add(run, "share_of_wallet", PATRON_NUMBER, NULL, 0, &share_of_wallet);
  if (status == PATRON_OK) status = patron__run_add(run, "headroom", PATRON_MONEY, NULL, 0, &headroom);
  if (status != PATRON_OK) return status;
  for (int64_t row = 0; row < run->rows; row++) {
    int64_t wallet = 0, now;
    const int32_t from = wallet_of(in, row, &wallet);
    ((int32_t *)source->values)[row] = from;
    if (from == SOURCE_NONE) { flags[row] |= unknown; continue; }
    if (!patron__known(in->value, row)) { patron__put_i64(potential, row, wallet); continue; }
    now = patron__column_i64(in->value, row);
    if (now > wallet) {
      if (from == SOURCE_GIVEN) flags[row] |= conflict;
      wallet = now;
    }
    patron__put_i64(potential, row, wallet);
    patron__put_i64(headroom, row, patron__money_difference(wallet, now < 0 ? 0 : now));
    if (wallet > 0) patron__put_f64(share_of_wallet, row, now < 0 ? 0 : (double)now / (double)wallet);
  }
  return PATRON_OK;
}

patron_status patron__wallet_apply(patron__run *run, const patron__wallet_state *state, uint8_t *flags, uint8_t unknown, uint8_t conflict) {
  inputs in;
  patron_status status;
  memset(&in, 0, sizeof in);
  in.value = patron__table_find(run->customers, "current_value");
  in.given = patron__run_find(run, "potential");
  in.proxy = patron__run_fact(run, "wallet_proxy");
  in.rank = patron__run_fact(run, "supplier_rank");
  in.suppliers = patron__run_fact(run, "suppliers");
  in.estimate = state->estimate;
  in.units = 1;
  for (int32_t digit = 0; digit < run->exponent; digit++) in.units *= 10;
  if (in.given == NULL && state->estimate == PATRON__ESTIMATE_GIVEN) return patron__run_skip(run, "measures", "potential");
  if (in.given == NULL && in.rank == NULL && state->estimate == PATRON__ESTIMATE_RANK) return patron__run_skip(run, "measures", "supplier_rank");
  if (in.given == NULL && in.rank == NULL && in.proxy == NULL && state->estimate == PATRON__ESTIMATE_PROXY) return patron__run_skip(run, "measures", "wallet_proxy");
  status = find_estimates(run, state, &in.peers);
  if (status == PATRON_OK) status = write(run, &in, flags, unknown, conflict);
  release(run->context, &in.peers);
  return status;
}
