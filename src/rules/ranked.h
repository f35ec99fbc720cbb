/* Values brought into order, with their exact sums: what all measures of concentration stand on. */
#ifndef PATRON_SRC_RULES_RANKED_H
#define PATRON_SRC_RULES_RANKED_H

#include "base/select.h"
#include "patron/base.h"

enum { PATRON__RANKED_I64 = 1, PATRON__RANKED_F64 = 2 };

/* The known values: keys[0 .. n_positive) are the positive ones, ascending; behind them stand the magnitudes of the others, ascending. Best first is thus the first part backwards, then the
   second part forwards. Sums count in units of 2^(lowest_bit - 1074). */
typedef struct patron__ranked {
  int32_t kind, lowest_bit;
  patron__scale scale;
  int64_t n, n_positive, n_negative;
  patron__natural positive, negative;
  int64_t *keys, *buffer;
  uint64_t size;
  const patron_allocator *scratch;
} patron__ranked;

/* PATRON_E_INVALID_ARGUMENT, PATRON_E_NOT_FINITE or PATRON_E_NO_MEMORY: nothing is held then. */
patron_status patron__ranked_open(int32_t kind, const void *values, const uint8_t *validity, int64_t n, const patron_allocator *scratch, patron__ranked *out);
void patron__ranked_close(patron__ranked *ranked);

double patron__ranked_round(const patron__ranked *ranked, const patron__natural *sum);
int64_t patron__ranked_whole(const patron__ranked *ranked, const patron__natural *sum);
/* gain - loss, of which either may be the larger. */
double patron__ranked_round_net(const patron__ranked *ranked, const patron__natural *gain, const patron__natural *loss);
int64_t patron__ranked_whole_net(const patron__ranked *ranked, const patron__natural *gain, const patron__natural *loss);
/* The best `from` to `to` customers, without the first `from` of them: what they win is added to gain, what they lose to loss. */
void patron__ranked_add(const patron__ranked *ranked, int64_t from, int64_t to, patron__natural *gain, patron__natural *loss);

#endif
