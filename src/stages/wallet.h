/* Wallets: what a customer spends in our categories with all suppliers; given, or estimated from comparable customers where the setting wallet.estimate allows it. */
#ifndef PATRON_SRC_STAGES_WALLET_H
#define PATRON_SRC_STAGES_WALLET_H

#include "stages/segment.h"

/* The codes of the setting wallet.estimate. */
enum { PATRON__ESTIMATE_GIVEN, PATRON__ESTIMATE_PROXY, PATRON__ESTIMATE_PEER, PATRON__ESTIMATE_RANK };
/* Whether wallets are estimated from peers, so that a fit has to look at them. */
static inline int32_t patron__wallet_asks_peers(const patron_table *settings) {
  const int32_t estimate = patron__settings_code(settings, "wallet.estimate");
  return estimate == PATRON__ESTIMATE_PROXY || estimate == PATRON__ESTIMATE_PEER;
}

/* What the model knows of the peers that share the first `depth` group columns. */
typedef struct patron__wallet_level {
  patron__groups groups;
  int64_t *peer;             /* [groups] quantile of the positive values; -1: too few */
  double *rate;              /* [groups] quantile of value per unit of wallet_proxy, in major units; NaN: too few */
} patron__wallet_level;

typedef struct patron__wallet_state {
  int32_t estimate, levels;  /* levels 0: wallets are not estimated */
  patron__wallet_level level[PATRON__GROUP_COLUMNS + 1];
  char merge[PATRON__SEGMENT_MERGE];
} patron__wallet_state;

/* Writes the model's table `wallets`; nothing where peers are not asked. `value`: current values, NULL where unknown. */
patron_status patron__wallet_fit(patron__run *run, const patron__column *value);
/* `out` is zeroed memory; to be cleared also after a failure. */
patron_status patron__wallet_prepare(patron_context *context, const patron__tables *model, patron__wallet_state *out);
void patron__wallet_clear(patron_context *context, patron__wallet_state *state);
/* Writes potential_value, wallet_source, share_of_wallet and headroom, and ORs into the flags of a row `unknown` without a wallet, `conflict` where a given wallet is below the current value. */
patron_status patron__wallet_apply(patron__run *run, const patron__wallet_state *state, uint8_t *flags, uint8_t unknown, uint8_t conflict);

#endif
