/* What would be decided if one figure of a customer were another: the customer's row as often as there are questions, each with its change, through the stages of the model. */
#ifndef PATRON_SRC_ENGINE_WHAT_IF_H
#define PATRON_SRC_ENGINE_WHAT_IF_H

#include "engine/model.h"
#include "stages/history.h"

/* A figure that may change: a column of the facts, or what other fact tables say under such a name. Values are counted in steps of the figure's own unit, so that a value to reach can be
   written down exactly: minor units of money, whole numbers, and decimal numbers of `digits` digits behind the point (before it, where negative). */
typedef struct patron__factor {
  const patron__column *column;     /* of the facts or derived ones */
  char name[64];
  int32_t type, digits, known;      /* not known: a FLAG that nobody has set */
  int32_t bounded;                  /* both ends of the range stand in the schema */
  double from, span;                /* the value now, in major units; width of the range, where bounded */
  int64_t below, above;             /* the steps next to the value that are not beyond it: equal where it lies on a step */
  int64_t least, most;              /* the steps that are tried */
} patron__factor;

typedef struct patron__variant { int32_t factor; int64_t step; } patron__variant;

typedef struct patron__cuts patron__cuts;

/* Columns that the stages cannot compute again from the one row: held at what the assessment says. */
enum { PATRON__HELD = 128 };
typedef struct patron__held { int32_t count; char names[PATRON__HELD][96]; } patron__held;

typedef struct patron__what_if {
  const patron__run *run;           /* of the assessment */
  const patron_model *model;
  patron_context *context;          /* a child of the run's: memory is charged there, but errors and progress of a question are nobody's */
  patron__history history;          /* of all rows, read once */
  int32_t has_history;
  patron__cuts *cuts;               /* that move with the customer's own value; NULL: they are a model's, and stand */
  patron_table *criteria;           /* the rule table, which the fitted one of that name covers in the model; NULL: none */
  patron__held *held_again;         /* what everybody assessed again does not give again; NULL: not tried yet */
  int32_t never_again;              /* it cannot be done */
} patron__what_if;

/* `fitted`: the model was fitted to these rows by the same call, so a change is in what is fitted, too; `criteria` as the policy wrote them (NULL: none). */
patron_status patron__what_if_begin(const patron__run *run, const patron_model *model, int32_t fitted, patron_table *criteria, patron__what_if *out);
/* What follows is asked about this customer. */
patron_status patron__what_if_turn(patron__what_if *what_if, int64_t row);
void patron__what_if_end(patron__what_if *what_if);

/* The value of a step, in major units. */
double patron__factor_value(const patron__factor *factor, int64_t step);

/* A run over all rows with one variant of a customer in them, everything fitted anew: what the call would decide, up to the stage of that name. To be dropped. PATRON_UNKNOWN: it cannot be told. */
patron_status patron__what_if_again(patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variant, const char *until, patron__run *out);

/* A run over 1 + count rows: row 0 as the customer is, row i + 1 with variant i. To be dropped. `held` (NULL: nobody asks) gets the columns that no variant can change. Any status but that of memory:
   some variant cannot be judged (the logarithm of a negative number). */
patron_status patron__what_if_ask(const patron__what_if *what_if, int64_t row, const patron__factor *factors, const patron__variant *variants, int64_t count, patron__held *held, patron__run *out);
void patron__what_if_drop(patron__run *answer);

/* what_if_cuts.c. `reader` is of the memory that the cut-offs are to be in; *out is to be closed, also on failure. */
patron_status patron__cuts_open(patron__run *reader, const patron_model *model, patron__cuts **out);
patron_status patron__cuts_turn(patron_context *context, const patron__run *run, patron__cuts *cuts, int64_t row);
/* The state of a stage, with cut-offs that move. */
const void *patron__cuts_state(const patron__cuts *cuts, const patron__stage *stage, const void *state);
void patron__cuts_close(patron_context *context, patron__cuts *cuts);

/* Whether two cells say the same. */
int32_t patron__same_cell(const patron__column *a, int64_t a_row, const patron__column *b, int64_t b_row);


#endif
