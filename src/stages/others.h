/* Where the cut-offs of a group would lie, were one of its values another. */
#ifndef PATRON_SRC_STAGES_OTHERS_H
#define PATRON_SRC_STAGES_OTHERS_H

#include "base/sum.h"
#include "table/column.h"

/* The values of all others of a group. Of money: positive ones only, the largest first, and sums[i] of the first i of them; of numbers: as they came, with a place free behind them. */
typedef struct patron__others {
  int32_t type, group;       /* PATRON_MONEY or PATRON_NUMBER; the group that they are the others of */
  int64_t count;
  int64_t *money;
  patron__i128 *sums;
  double *numbers;
} patron__others;

/* The known values of `measure` in the rows of `group`, but that of `row`. `out` is to be cleared, also on failure. */
patron_status patron__others_gather(patron_context *context, const patron__column *measure, const int32_t *row_group, int32_t group, int64_t row, patron__others *out);
void patron__others_clear(patron_context *context, patron__others *others);
/* The cut-offs with this one more: a few looks, however many the others are. 0: nobody is above 0. */
int32_t patron__others_cut_money(const patron__others *others, int64_t value, const int64_t *cuts_ppm, int32_t cuts, int64_t *cutoffs);
/* The same of numbers, which are all looked at; PATRON_UNKNOWN: nobody is above 0. `others` is written to. */
patron_status patron__others_cut_number(patron_context *context, const patron__others *others, double value, const int64_t *cuts_ppm, int32_t cuts, double *cutoffs);

#endif
