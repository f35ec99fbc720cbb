/* A comparison of what a host stored with an assessment: what changes.c, movers.c and compare.c share. */
#ifndef PATRON_SRC_ENGINE_CHANGES_H
#define PATRON_SRC_ENGINE_CHANGES_H

#include "engine/assessment.h"
#include "stages/segment.h"
#include "stages/tier.h"

enum { PATRON__OWN_VALUE, PATRON__CUTOFF, PATRON__RULE_CHANGED, PATRON__OVERRIDE, PATRON__NEW, PATRON__LOST };   /* the code list change_reason */

struct patron__movers;

typedef struct patron__comparison {
  patron_context *context;
  const patron_table *before;
  const patron_assessment *after;
  const patron_table *customers;       /* decisions */
  const patron__column *before_ids;
  const patron__segment_state *segments;
  const patron__tier_state *tiers;
  int64_t *stored;                     /* of each customer, its row of `before`; -1: new */
  int64_t *lost, lost_count;           /* rows of `before` that no customer has any more, in their order */
  struct patron__movers *movers;       /* per segment; made when one is first asked for */
} patron__comparison;

/* PATRON_E_NOT_FOUND (no column `customer`), PATRON_E_DUPLICATE; nothing is left on failure. */
patron_status patron__comparison_open(patron_context *context, const patron_table *before, const patron_assessment *after, patron__comparison *out);
void patron__comparison_close(patron__comparison *c);

/* What was stored, as money of the portfolio, or as a number, from the type itself or from text. 0: not known, or not readable. */
int32_t patron__money_before(const patron__comparison *c, const char *column, int64_t stored_row, int64_t *out);
int32_t patron__number_before(const patron__comparison *c, const char *column, int64_t stored_row, double *out);

/* Why a decision of a customer that was there before is another one now. */
int32_t patron__why(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row);
/* The table `changes`. */
patron_status patron__changes_list(patron__comparison *c, patron_table **out);

/* The segment whose cut-off explains a change of this column: that of `<segment>_class`, `_held`, `_cutoff`; of a key flag the first that sets it, covers the customer, and has moved. NULL: none. */
const patron__segment *patron__segment_behind(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row);
/* The row of the customer whose own value moved that segment's cut-off most; -1: none did alone. */
patron_status patron__mover_of(patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row, int64_t *out);
void patron__movers_release(patron__comparison *c);

#endif
