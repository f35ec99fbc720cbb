/* What a stage is, and the run that goes through the stages: facts in, model between, decisions out. */
#ifndef PATRON_SRC_STAGES_STAGE_H
#define PATRON_SRC_STAGES_STAGE_H

#include "base/text.h"
#include "patron/plugin.h"
#include "table/id_index.h"
#include "table/schema.h"
#include "table/settings.h"

/* Plug-ins of a policy; read by fit only. */
typedef struct patron__weighting_plugin { patron_weighting vtable; char name[64]; void *user; patron_release_fn destroy; } patron__weighting_plugin;
typedef struct patron__normaliser_plugin { patron_normaliser vtable; char name[64]; void *user; patron_release_fn destroy; } patron__normaliser_plugin;
typedef struct patron__plugins {
  const patron__weighting_plugin *weightings;
  int32_t weighting_count;
  const patron__normaliser_plugin *normalisers;
  int32_t normaliser_count;
} patron__plugins;

/* A column as codes into its sorted distinct values, kept for the length of a run: several segments group by `layer`. */
typedef struct patron__encoded { const patron__column *column; int32_t *codes; patron__dictionary *names; struct patron__encoded *next; } patron__encoded;

/* The dictionaries of the fixed code lists that decisions use, made once a model. */
typedef struct patron__codes { const char *name; patron__dictionary *names; } patron__codes;
enum { PATRON__CODES = 24 };

/* A row to be of `skipped` (stage and column) or of `warnings`, kept as it came and made into a table once, at the end. Texts are the arena's; NULL: unknown. */
typedef struct patron__note { struct patron__note *next; const char *table, *column, *code, *text; int64_t row; } patron__note;
typedef struct patron__note_list { patron__note *first, *last; } patron__note_list;
typedef struct patron__notes { patron__arena *arena; patron__note_list skipped, warnings; } patron__notes;

/* One call of fit, apply or assess. Stages read facts and the columns of earlier stages, and write decision columns. */
typedef struct patron__run {
  patron_context *context;         /* the portfolio's: memory, progress, errors */
  const patron__tables *facts;     /* a snapshot of the portfolio */
  const patron_table *input;       /* its `customers` */
  const patron__tables *rules;     /* rule tables in force, settings complete; in apply they are the model's own */
  const patron_table *settings;
  patron__tables *model;           /* what fit adds: written by fit halves, read by prepare */
  patron_table *customers;         /* decisions: grows column by column, `customer` first */
  patron_table *derived;           /* what other fact tables say of customers (from a ledger: `sales`, ...), under the names of fact columns, which it covers */
  patron__tables *out;             /* the other decision tables; `groups` and `criteria` are shared with the model */
  const patron__tables *made;      /* when a report is made: the tables that came with the call; else NULL */
  patron__notes *notes;            /* what is to be said of the call; shared with the runs that a stage makes aside; NULL: nothing is (reports, and questions of what if) */
  const patron__plugins *plugins;  /* fit only, else NULL */
  const patron__codes *codes;      /* PATRON__CODES entries, those without a name are free; NULL: none */
  patron__encoded *encoded;        /* see patron__run_encode */
  patron__id_index *ids;           /* of the customers; made when another fact table is first matched */
  const struct patron__history *lent_history;   /* past values of these rows, where they are not to be read from the facts; NULL: read them */
  const patron_table *everybody;   /* with rollup.to: the customers as they were given, while `input` and `customers`, the run's own then, have a row per family; else NULL */
  int32_t *family;                 /* per row of `everybody` the row of its family */
  int64_t *heads;                  /* per family the row of its head in `everybody` */
  int64_t rows;
  int32_t threads;
  int32_t exponent;                /* digits of the currency */
  int32_t as_of, as_of_known;      /* days since 1970-01-01 */
} patron__run;

/* The fact column of `customers`; NULL: not given. */
patron__column *patron__run_fact(const patron__run *run, const char *column);
/* A decision column of an earlier stage, else a derived one, else the fact column of that name; NULL: none. */
patron__column *patron__run_find(const patron__run *run, const char *column);
/* A new decision column; all rows unknown (0 under the bitmap), or all known and 0. The column is the run's. FIXED codes get the schema's dictionary of the code list `codes` (NULL for other types). */
patron_status patron__run_add(patron__run *run, const char *column, int32_t type, const char *codes, int32_t known, patron__column **out);
/* Notes the column that would enable (part of) a stage; once is enough. */
patron_status patron__run_skip(patron__run *run, const char *stage, const char *missing_column);
int32_t patron__run_has_skipped(const patron__run *run, const char *stage, const char *missing_column);
/* A warning about a column of `customers`, or (_row) about a row of any table; row -1: none. */
patron_status patron__run_warn(patron__run *run, const char *column, const char *code, const char *text);
patron_status patron__run_warn_row(patron__run *run, const char *table, const char *column, int64_t row, const char *code, const char *text);
/* The empty notes of a call, pieces of the arena like all that is noted. */
patron_status patron__notes_create(patron__arena *arena, patron__notes **out);
/* Fills the tables, which have neither columns nor rows yet; one made by patron__warnings_create is appended to. */
patron_status patron__notes_skipped(const patron__notes *notes, patron_table *skipped);
patron_status patron__notes_warnings(const patron__notes *notes, patron_table *warnings);

/* A new column of `derived`, all rows unknown. */
patron_status patron__run_derive(patron__run *run, const char *column, int32_t type, const char *codes, patron__column **out);
/* For each row of a fact table the row of its customer, or of its family (column `customer` or the like), -1 where none is named; rows of the table many entries, to be released by the caller.
   PATRON_E_NOT_FOUND, with table, row and value: no such customer. */
patron_status patron__run_match(patron__run *run, const patron_table *facts, const char *column, int32_t **out);
/* Codes (rows entries, -1 unknown) and sorted names of a TEXT, CODE or INTEGER column; both are the run's. */
patron_status patron__run_encode(patron__run *run, const patron__column *column, const int32_t **codes, const patron__dictionary **names);
/* What a run keeps only while it works: codes and ids. */
void patron__run_forget(patron__run *run);

/* Rows of explanations: an English sentence, and the numbers for hosts that translate. Unknown numbers are NAN. */
typedef struct patron__reason {
  const char *factor, *code;
  double raw, normalised, weight, contribution, threshold, margin;
} patron__reason;
/* A smallest single change: the decision that it alters, what that becomes (NULL: nothing would), and its size. */
typedef struct patron__alteration { const char *decision, *becomes; double change; } patron__alteration;
/* The empty `explanations` table, open for appending. */
patron_status patron__explain_create(const patron__run *run, patron_table **out);
/* A row that tells a smallest change, in the given sentence. */
patron_status patron__explain_change(patron_table *explanations, const patron__run *run, int64_t row, const char *stage, const patron__reason *reason, const patron__alteration *alteration, const char *sentence);
/* `explanations`: customer, stage, factor, raw, normalised, weight, contribution, threshold, margin, decision, becomes, change, code, text. `format` as in patron__fail. */
patron_status patron__explain_add(patron_table *explanations, const patron__run *run, int64_t row, const char *stage, const patron__reason *reason, const char *format, ...);
/* A number for a sentence: two decimals are enough to read, since the whole number stands beside it. */
const char *patron__readable(double value, char out[PATRON__NUMBER_TEXT]);
/* The same with as many decimals as it takes to stand on its own side of the bound that the sentence names: 59.999 is not "60, which is not high". `slack`: what the rule forgives. */
const char *patron__readable_beside(double value, double bound, double slack, char out[PATRON__NUMBER_TEXT]);
/* An amount against the line that decides: both and how far they are apart as texts, "short of" or "over", and the numbers of the reason. */
typedef struct patron__against { char sum[PATRON__NUMBER_TEXT], line[PATRON__NUMBER_TEXT], distance[PATRON__NUMBER_TEXT]; const char *side; } patron__against;
void patron__compare_money(int64_t sum, int64_t line, int32_t exponent, patron__reason *reason, patron__against *out);

typedef struct patron__stage {
  const char *name;
  const char *const *reads;    /* NULL-terminated: decision columns of earlier stages, what they hand on undecided as "derived.visits_now", and facts as "customers.sales", "evidence.value" */
  const char *const *writes;   /* NULL-terminated: decision columns; "<segment>_class" where a rule names them */
  /* Rules that contradict each other: appends to `problems` (table, row, column, value, expectation). NULL: nothing to check. */
  patron_status (*check)(patron_context *context, const patron__tables *rules, patron_table *problems);
  /* Puts into run->model what all rows are needed for. What it reads of rows stands in needs.c, too: fits over parts ask for nothing else. NULL: nothing. */
  patron_status (*fit)(patron__run *run);
  /* The model's tables in the form that apply reads (state is immutable, read from many threads). NULL: none. */
  patron_status (*prepare)(patron_context *context, const patron__tables *model, void **state);
  void (*release)(patron_context *context, void *state);
  /* Row by row: a one-row apply answers with the same bytes as the batch. */
  patron_status (*apply)(patron__run *run, const void *state);
  /* Decision columns that compare the rows of the call: ranks. NULL: nothing. */
  patron_status (*finish)(patron__run *run, const void *state);
  /* Why one row got what it got. NULL: nothing to say. */
  patron_status (*explain)(const patron__run *run, const void *state, int64_t row, patron_table *explanations);
  /* The tables that describe the call as a whole, into run->out: made when somebody first asks for one, maybe on another thread, so nothing else of the run may change,
     and progress is not told. NULL: none. */
  patron_status (*report)(patron__run *run, const void *state);
} patron__stage;

/* The empty `problems` table (table, row, column, value, expectation), open for appending. */
patron_status patron__problems_create(patron_context *context, patron_table **out);
/* A problem found by check. `row` counts from 0; -1: none. */
patron_status patron__problem_add(patron_table *problems, const char *table, int64_t row, const char *column, const char *value, const char *expectation);

/* The stages in order; NULL past the end. */
const patron__stage *patron__stage_at(int32_t index);

#endif
