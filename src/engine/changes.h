/* A comparison of what a host stored with an assessment: what changes.c, changes_why.c, movers.c and compare.c share. */
#ifndef PATRON_SRC_ENGINE_CHANGES_H
#define PATRON_SRC_ENGINE_CHANGES_H

#include "engine/assessment.h"
#include "stages/segment.h"
#include "stages/tier.h"

enum { PATRON__OWN_VALUE, PATRON__CUTOFF, PATRON__RULE_CHANGED, PATRON__OVERRIDE, PATRON__NEW, PATRON__LOST, PATRON__EARLIER };   /* the code list change_reason */

struct patron__movers;

/* Today's scores of a ranking, group by group, the best first: those of group g begin at first[g]. The codes of up to two columns make the groups. NULL: nobody's place was stored. */
enum { PATRON__RANKINGS = 3 };
typedef struct patron__ranking { const patron__column *codes[2]; int64_t *first; double *scores; } patron__ranking;

typedef struct patron__comparison {
  patron_context *context;
  const patron_table *before;          /* codes that were stored by number have their names */
  patron_table *named;                 /* that table, where there are such; else NULL */
  const patron_assessment *after;
  const patron_table *customers;       /* decisions */
  const patron__column *before_ids;
  const patron__segment_state *segments;
  const patron__tier_state *tiers;
  int64_t *stored;                     /* of each customer, its row of `before`; -1: new */
  double same_value;                   /* tier.same_value: within it an own value stands */
  int64_t *lines;                      /* [programs][PATRON__TIERS], where tiers began, as it was stored */
  char rank_by[256];                   /* the scorecard of the rankings */
  patron__ranking rankings[PATRON__RANKINGS];
  int64_t *lost, lost_count;           /* rows of `before` that no customer has any more, in their order */
  struct patron__movers *movers;       /* per segment; made when one is first asked for */
} patron__comparison;

/* PATRON_E_NOT_FOUND (no column `customer`), PATRON_E_DUPLICATE; nothing is left on failure. */
patron_status patron__comparison_open(patron_context *context, const patron_table *before, const patron_assessment *after, patron__comparison *out);
void patron__comparison_close(patron__comparison *c);

/* What was stored, as money of the portfolio, or as a number, from the type itself or from text. 0: not known, or not readable. */
int32_t patron__money_before(const patron__comparison *c, const char *column, int64_t stored_row, int64_t *out);
int32_t patron__number_before(const patron__comparison *c, const char *column, int64_t stored_row, double *out);

/* A number of that type as it was; money in minor units. 0: not known. */
int32_t patron__old_value(const patron__comparison *c, const char *name, int32_t type, int64_t stored_row, double *out);
/* An own value, as it was and as it is; money in minor units. 0: one of them is not known. */
typedef struct patron__own { double was, is; } patron__own;
int32_t patron__read_own(const patron__comparison *c, const char *name, int64_t stored_row, int64_t row, patron__own *out);
/* Whether a column was stored and is another one now; of a flag whether it was yes. */
int32_t patron__moved(const patron__comparison *c, const char *name, int64_t stored_row, int64_t row);
int32_t patron__yes_before(const patron__comparison *c, const char *column, int64_t stored_row);

/* Fills `lines` and `rankings`. */
patron_status patron__tier_lines(patron__comparison *c);
patron_status patron__places_read(patron__comparison *c);
/* Which ranking the column is of; -1: none. */
int32_t patron__ranking_of(const char *column);
/* The place that a score would have among today's of the ranking's group; ties stand on the best. */
int64_t patron__place_among(const patron__comparison *c, int32_t ranking, int64_t row, double score);
/* Whether a criterion, or a scorecard by its weights or distances, looks at the other customers. */
int32_t patron__criterion_looks(const patron_table *criteria, int64_t row);
int32_t patron__card_looks(const patron_table *cards, int64_t row);
/* The customer's group in the segment; negative: none. */
int32_t patron__group_of(const patron__comparison *c, const patron__segment *segment, int64_t row);
/* Why a decision of a customer that was there before is another one now. */
int32_t patron__why(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row);
/* The table `changes`. */
patron_status patron__changes_list(patron__comparison *c, patron_table **out);

/* The segment whose cut-off explains a change of this column: that of `<segment>_class`, `_held`, `_cutoff`, `_margin`; of a key flag the first that sets it, covers the customer, and has moved. NULL: none. */
const patron__segment *patron__segment_behind(const patron__comparison *c, const char *column, int64_t stored_row, int64_t row);
/* The row of the customer whose own value moved that segment's cut-off most; -1: none did alone. */
patron_status patron__mover_of(patron__comparison *c, const patron__segment *segment, int64_t stored_row, int64_t row, int64_t *out);
void patron__movers_release(patron__comparison *c);

#endif
