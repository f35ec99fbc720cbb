/* A worker: a process that has one part of the customers, and answers plans with states. */
#ifndef PATRON_EXAMPLES_PIPES_WORKER_H
#define PATRON_EXAMPLES_PIPES_WORKER_H

#include "patron/io.h"

/* What all processes start with. */
typedef struct session { patron_context *context; patron_io *io; patron_policy *policy; } session;

/* `rules` NULL: the default policy. 0 on failure, which is told on the standard error. */
int open_session(session *s, const char *rules);
void close_session(session *s);
/* Tells why a call has failed; 0. */
int complain(const session *s, const char *what, patron_status status);

/* Reads the part, then plans, each of which it answers, until the last one. The exit status of the process. */
int work(const char *currency, const char *rules, const char *part, int plans, int states);

#endif
