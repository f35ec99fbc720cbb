/* The ranks of a job, and the two ways that bytes take among them. Whatever fails on one rank ends all of them. */
#ifndef PATRON_EXAMPLES_MPI_TREE_H
#define PATRON_EXAMPLES_MPI_TREE_H

#include "patron/fitting.h"
#include "patron/io.h"

/* What a rank works with; `policy` NULL: the default rules. */
typedef struct session {
  int rank, ranks;
  patron_context *context;
  patron_io *io;
  patron_policy *policy;
} session;

typedef struct message {
  void *bytes;   /* to be released with free() */
  int64_t length;
} message;

void open_ranks(session *s, int *count, char ***words);
void open_rules(session *s, const char *rules);
void wait_for_all(void);
void close_ranks(session *s);
/* Tells why, and ends the job on all ranks. */
void give_up(const session *s, const char *what, patron_status status);

/* Bytes by the convention of the library, asked for their size, then fetched, into `out`; what it had is released. */
typedef patron_status (*writer)(const void *what, void *buf, int64_t cap, int64_t *needed);
void take_bytes(const session *s, const char *name, writer write, const void *what, message *out);
patron_status write_state(const void *fitting, void *buf, int64_t cap, int64_t *needed);
patron_status write_plan(const void *fitting, void *buf, int64_t cap, int64_t *needed);
patron_status write_model(const void *model, void *buf, int64_t cap, int64_t *needed);

/* Merges the states of all ranks into that of rank 0; the others stay with what they merged themselves. The bytes sent, as rank 0 knows it; elsewhere 0. */
int64_t merge_up(const session *s, patron_fitting *mine);

/* What rank 0 has in `what` and says with `flag` goes to all ranks. The flag. */
int send_down(const session *s, message *what, int flag);

#endif
