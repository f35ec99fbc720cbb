/* What a command works with: the library's objects, opened, read and put away in one place. */
#ifndef PATRON_CLI_WORK_H
#define PATRON_CLI_WORK_H

#include "arguments.h"

#include <patron/io.h>

typedef struct work {
  patron_context *context;
  patron_io *io;
  patron_policy *policy;
  patron_portfolio *portfolio;
  patron_model *model;
  patron_assessment *assessment;
  int compared;                  /* with an earlier state */
  char earlier_as_of[32];        /* its as-of date; "": not known */
  char past_begins[32];          /* the first day of the ledger or history, where --since was given; "": not known */
} work;

/* Each gives 0, or the exit status after a message on stderr. */
int work_open(work *w, const arguments *given);
int work_read_policy(work *w, const arguments *given);
/* A policy of the caller's own, as --policy names it. */
int work_open_policy(work *w, const arguments *given, patron_policy **out);
int work_read_portfolio(work *w, const arguments *given, const char *const *inputs, int count, const char *currency);
/* A fact table with rows, to be destroyed; NULL: there is none. */
patron_table *work_facts(const work *w, const char *name);
/* Contradictions between rules, all of them; those that given tables make with default ones apart. */
int work_check_policy(work *w, const arguments *given);
/* Opens, and reads policy and portfolio (the first `inputs` words), in EUR unless --currency says otherwise. */
int work_read_all(work *w, const arguments *given, int inputs);
/* Sets the assessment beside the state that --since or --previous names, if one does. */
int work_compare(work *w, const arguments *given);
/* Everything that --out names. */
int work_write(work *w, const arguments *given);
/* Refuses outputs that would overwrite an input; before anything is read. */
int work_check_outputs(const arguments *given, const char *const *inputs, int count);
/* Refuses a misspelt column without which nothing can be decided: there would be no decisions, in the place of those of an earlier run. Where no column is misspelt, the page says what everything waits for. */
int work_check_names(const work *w);
/* The assessment's warnings, on stderr; with --quiet only that nothing can be decided, and why. */
void work_warn(const work *w, const arguments *given);

/* Exit status 1 with a sentence, the session's error, or the context's, on stderr. */
int work_say(const char *format, ...);
int work_refused(const work *w);
int work_refused_by_context(const work *w);
/* Puts everything away and hands the status through; a signal ends the program here. */
int work_close(work *w, int status);

#endif
