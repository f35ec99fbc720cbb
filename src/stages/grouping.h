/* Rows grouped by the values of some columns: fitted once (the groups of the model), matched for any later rows. */
#ifndef PATRON_SRC_STAGES_GROUPING_H
#define PATRON_SRC_STAGES_GROUPING_H

#include "stages/stage.h"

enum { PATRON__GROUP_UNSEEN = -1, PATRON__GROUP_NOT_COVERED = -2, PATRON__GROUP_COLUMNS = 8 };

typedef struct patron__groups {
  patron_context *context;
  int32_t by_count;
  char by[PATRON__GROUP_COLUMNS][64];      /* column names */
  patron__dictionary *names[PATRON__GROUP_COLUMNS];   /* sorted by bytes */
  int32_t count;                           /* groups: sorted by names, an unknown value last; with no columns always one */
  int32_t *keys;                           /* count * by_count codes into names, -1 unknown */
} patron__groups;

/* `by`: comma-separated column names, "" for one group of all. `merge`: "A:B,C:D" values of `layer` judged as others ("" none). `layers`: only these rows ("" all; others PATRON__GROUP_NOT_COVERED).
   row_group holds run->rows entries. A column that is well known but not given counts as unknown in all rows. PATRON_E_NOT_FOUND (with text on the context): a column that is neither fact nor decision. */
patron_status patron__groups_fit(patron__run *run, const char *by, const char *merge, const char *layers, patron__groups *out, int32_t *row_group);
/* The same rows against the groups of a model: PATRON__GROUP_UNSEEN where the model has none. */
patron_status patron__groups_match(patron__run *run, const patron__groups *groups, const char *merge, const char *layers, int32_t *row_group);
/* One row of any run, without looking at the others; PATRON__GROUP_UNSEEN, PATRON__GROUP_NOT_COVERED. */
int32_t patron__groups_match_row(const patron__run *run, const patron__groups *groups, const char *merge, const char *layers, int64_t row);
/* The value of a group column; len -1 and NULL: unknown. */
const char *patron__groups_value(const patron__groups *groups, int32_t group, int32_t by, int64_t *len);
/* Groups as a sentence names them: "KA_RETAIL, North"; "all customers" without group columns; an unknown value as "customers without layer". Cut at `cap` between values. */
void patron__groups_name(const patron__groups *groups, int32_t group, char *out, int64_t cap);
/* The same of the values of a row, whether or not there is such a group. Gives the first group column that the row lacks; NULL: it has all. */
const char *patron__groups_name_row(const patron__run *run, const patron__groups *groups, const char *merge, int64_t row, char *out, int64_t cap);
/* " (its layer ONLINE is judged as RETAIL)" where `merge` takes the layer of a row into another one of the groups; else "". */
void patron__groups_merged(const patron__run *run, const patron__groups *groups, const char *merge, int64_t row, char *out, int64_t cap);
/* Rebuilds groups from TEXT columns of a model table, rows first .. first + count - 1, in the order they were written. */
patron_status patron__groups_read(patron_context *context, const patron_table *table, const char *by, int64_t first, int32_t count, patron__groups *out);
void patron__groups_clear(patron__groups *groups);

#endif
