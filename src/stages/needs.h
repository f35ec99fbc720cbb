/* What the fit of each stage looks at, for hosts whose rows lie in several places: the columns, and which of them must be known of the same row. */
#ifndef PATRON_SRC_STAGES_NEEDS_H
#define PATRON_SRC_STAGES_NEEDS_H

#include "stages/stage.h"

/* A fit goes through these steps in order; each needs one pass over the rows where its needs are not empty. The dates of ledger, history and evidence come first: they say which periods there are.
   The others are a stage each, from the second of the list on. */
enum { PATRON__STEP_DATES = 0, PATRON__STEP_WALLETS = 1, PATRON__STEP_STAGES = 2 };

/* Stands for the sales of all past periods; no column can have this name. */
#define PATRON__NEED_HISTORY "\x01history"

typedef struct patron__need {
  char name[256];
  int32_t question;          /* needs of one question are asked for together: row by row. Numbered from 0 in the order of the names */
  int32_t fact;              /* looked for among the facts alone, as the fit does */
} patron__need;

typedef struct patron__needs {
  patron_context *context;
  patron__need *items;       /* ascending by name */
  int32_t count, capacity, questions;
  int32_t channels;          /* the table `channels` is needed, too */
} patron__needs;

/* The number of steps. */
int32_t patron__steps(void);
/* The stage of a step after the first two. */
const patron__stage *patron__step_stage(int32_t step);
/* What a step needs under rules that have been checked. `out` is to be cleared, also after a failure. */
patron_status patron__needs_of(patron_context *context, const patron__tables *rules, int32_t step, patron__needs *out);
void patron__needs_clear(patron__needs *needs);
/* The columns of `channels` that its scorecards look at: NULL past the end is not told, so ask for each column. */
int32_t patron__needs_channel_column(const patron__tables *rules, const char *column);
/* PATRON_E_STATE, with text, for rules that compare all rows at once (PROMETHEE, and weightings of plug-ins) and for scorecards by category. */
patron_status patron__needs_check(patron_context *context, const patron__tables *rules);

#endif
