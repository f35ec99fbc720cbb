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
} work;

/* Each gives 0, or the exit status after a message on stderr. */
int work_open(work *w, const arguments *given);
int work_read_policy(work *w, const arguments *given);
int work_read_portfolio(work *w, const arguments *given, const char *const *inputs, int count, const char *currency);
/* Contradictions between rules, all of them. */
int work_check_policy(work *w);
/* Everything that --out names. */
int work_write(work *w, const arguments *given);
/* Refuses outputs that would overwrite an input; before anything is read. */
int work_check_outputs(const arguments *given, const char *const *inputs, int count);
/* The assessment's warnings, on stderr. */
void work_warn(const work *w, const arguments *given);

/* Exit status 1 with the session's error, or the context's, on stderr. */
int work_refused(const work *w);
int work_refused_by_context(const work *w);
/* Puts everything away and hands the status through; a signal ends the program here. */
int work_close(work *w, int status);

#endif
