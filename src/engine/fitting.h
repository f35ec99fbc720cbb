/* A fit over parts of the rows, from inside: which step it is at, and what is known of the rows that this step needs. */
#ifndef PATRON_SRC_ENGINE_FITTING_H
#define PATRON_SRC_ENGINE_FITTING_H

#include "engine/fit.h"
#include "engine/policy.h"
#include "patron/fitting.h"
#include "stages/history.h"
#include "stages/needs.h"

/* What is fitted before the pass, the same in all parts. Immutable once made. */
typedef struct patron__fitting_plan {
  patron_policy *policy;               /* kept for its plug-ins */
  patron__tables rules;                /* the policy as it was at the call */
  char name[32];                       /* of the policy */
  patron_model *model;                 /* rules and what is fitted so far; the states of the stages before `step` */
  int32_t step;
  int32_t period_count, periods[PATRON__PERIODS];   /* the past, newest first */
  char past[16];                       /* the table that tells of it: "ledger", "history", or "" */
  int64_t customers;                   /* that the first pass has seen: each pass must see as many */
  patron__needs needs;
  uint8_t *bytes;                      /* of the plan; the rules' alone in a first pass. States of other bytes do not merge */
  int64_t length;
} patron__fitting_plan;

/* Of each question the different answers, with how many customers give them: the table "question 0", and so on. In the first step what is known of dates; where channels are scored, those, too.
   All are canonical: the same customers, however they were parted and merged, make the same tables. */
struct patron_fitting {
  patron_context *context;
  patron__fitting_plan plan;
  char currency[4];                    /* "": no portfolio yet */
  int64_t customers, rows;             /* rows: as they are judged, a family one; in the first step none are asked */
  patron__tables seen;
  patron__fitting_plan *next;          /* what follows from `seen`, once it was asked for; NULL: not yet, or more has been seen since */
};

/* The column of counts; no fact has this name. */
#define PATRON__FITTING_COUNT "\x23"

/* fitting_rows.c: rows sorted, equal ones made one, texts as codes into their sorted names, columns ascending by name. With `counted` the last column says how many they are (in `in`, too, where it has one). */
patron_status patron__fitting_group(patron_context *context, const patron_table *in, int32_t counted, patron_table **out);
/* The rows of `a` and those of `b`, grouped. Either may be NULL. */
patron_status patron__fitting_join(patron_context *context, const patron_table *a, const patron_table *b, int32_t counted, patron_table **out);
/* Each row of a grouped table as many times as it counts, into the columns of `into`, which has as many rows. */
patron_status patron__fitting_spread(const patron_table *grouped, patron_table *into);

/* fitting_dates.c: what the tables `ledger`, `history` and `evidence` say of dates, as small tables of these names that say the same. */
patron_status patron__fitting_dates(patron_context *context, const patron__tables *facts, const patron_table *settings, const char *table, patron_table **out);
patron_status patron__fitting_join_dates(patron_context *context, const patron_table *settings, const patron_table *a, const patron_table *b, patron_table **out);
const char *patron__fitting_dated(int32_t index);   /* the names; NULL past the end */

/* fitting_past.c: sales of past periods beside the columns of a question, and back as a table of facts. */
patron_status patron__fitting_read_past(patron__run *run, const patron__fitting_plan *plan, patron_table *into);
patron_status patron__fitting_write_past(patron_context *context, const patron__fitting_plan *plan, const patron_table *customers, int32_t exponent, patron_table **out);
int32_t patron__fitting_is_past(const char *column);

/* fitting_part.c: adds what the step needs of a portfolio to `seen` of a fitting that has seen nothing. */
patron_status patron__fitting_see(patron_fitting *fitting, const patron_portfolio *portfolio);
const char *patron__fitting_question(int32_t question, char out[32]);

/* fitting_step.c: fits the step, and those after it that need no rows. The plan of the step where the fit is then, not sealed yet; at patron__steps() its model is whole. */
patron_status patron__fitting_advance(const patron_fitting *fitting, patron__fitting_plan *out);
/* The settings of the first step: wallets are not estimated before periods are known. */
patron_status patron__fitting_first_settings(patron_context *context, const patron_table *settings, patron_table **out);
/* States of the stages before the step, which apply reads. */
patron_status patron__fitting_prepare(patron__fitting_plan *plan);

/* fitting_plan.c: plans are cleared after a failure, too. */
patron_status patron__fitting_plan_first(patron_context *context, const patron_policy *policy, patron__fitting_plan *out);
/* The plan in a set of tables of that kind ("plan", "state"), under the same policy; what it does not know it leaves alone. PATRON_E_FORMAT, PATRON_E_STATE (another policy). */
patron_status patron__fitting_plan_read(patron_context *context, const patron_policy *policy, const patron__tables *tables, const char *kind, patron__fitting_plan *out);
/* The plan as tables: "fitting" (key, value) first. Of a state with its currency, customers and rows. */
patron_status patron__fitting_plan_tables(const patron__fitting_plan *plan, const char *kind, const char *currency, int64_t customers, int64_t rows, patron__tables *out);
/* The bytes of a plan that has none yet. */
patron_status patron__fitting_plan_seal(patron__fitting_plan *plan);
void patron__fitting_plan_clear(patron_context *context, patron__fitting_plan *plan);
/* A value of the table "fitting"; NULL: none. */
const char *patron__fitting_head(const patron__tables *tables, const char *key, int64_t *len);
/* The same as a number from 0 to `most`; 0: it is none. */
int32_t patron__fitting_head_number(const patron__tables *tables, const char *key, int64_t most, int64_t *out);
/* fitting_bytes.c: the error for bytes that are nothing of ours. */
patron_status patron__fitting_broken(patron_context *context, const char *what);
/* A fitting that is empty in every way, from bytes of a state. */
patron_status patron__fitting_read(patron_fitting *fitting, const patron_policy *policy, const void *bytes, int64_t len);

#endif
