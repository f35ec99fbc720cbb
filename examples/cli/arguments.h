/* What the user asked for: the command line, taken apart and checked. */
#ifndef PATRON_CLI_ARGUMENTS_H
#define PATRON_CLI_ARGUMENTS_H

#include <stdint.h>

enum { MOST_PATHS = 64 };

typedef struct arguments {
  const char *command;
  const char *words[MOST_PATHS];   /* what is no option, in order */
  int word_count;
  const char *outs[MOST_PATHS];
  int out_count;
  const char *policy, *views, *as_of, *currency, *model, *format, *since, *previous, *against;
  const char *samples, *seed;      /* numbers, checked */
  int64_t threads;                 /* 0: the library's default */
  int quiet, full;
} arguments;

/* Whether a --out is "-": then no page is printed. */
int writes_to_standard_output(const arguments *given);

/* 0: fine. Else the exit status, after a message on stderr. */
int parse_arguments(int count, char **values, arguments *out);

#endif
