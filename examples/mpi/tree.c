/*
 * A binomial tree of byte messages. States differ in length, so that MPI_Reduce, whose operations work on fixed types, does not serve. In step k rank r sends to r - 2^k if bit k of r is its lowest one, and
 * is done; else it receives from r + 2^k, where there is such a rank. After log2(ranks) steps rank 0 has all. The order does not matter: equal customers give equal bytes.
 */
#include "tree.h"

#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATE = 1 };
static const int PIECE = 1 << 30;   /* MPI counts with int */

void open_ranks(session *s, int *count, char ***words)
{
  memset(s, 0, sizeof *s);
  MPI_Init(count, words);   /* errors of MPI end the job: that is its default */
  MPI_Comm_rank(MPI_COMM_WORLD, &s->rank);
  MPI_Comm_size(MPI_COMM_WORLD, &s->ranks);
}

void open_rules(session *s, const char *rules)
{
  patron_status status = patron_context_create(NULL, &s->context);
  if (status == PATRON_OK) status = patron_io_create(s->context, &s->io);
  if (status == PATRON_OK && rules != NULL) status = patron_io_read_policy(s->io, NULL, rules, &s->policy);
  if (status != PATRON_OK) give_up(s, rules == NULL ? "memory" : rules, status);
}

void wait_for_all(void)
{
  MPI_Barrier(MPI_COMM_WORLD);
}

void close_ranks(session *s)
{
  patron_policy_destroy(s->policy);
  patron_io_destroy(s->io);
  patron_context_destroy(s->context);
  MPI_Finalize();
}

void give_up(const session *s, const char *what, patron_status status)
{
  char text[2048] = "";
  if (s->io != NULL) patron_io_error(s->io, text, sizeof text, NULL);
  if (text[0] == '\0' && s->context != NULL) patron_context_error(s->context, text, sizeof text, NULL);
  fprintf(stderr, "rank %d: %s: %s: %s\n", s->rank, what, patron_status_name(status), text);
  fflush(stderr);
  MPI_Abort(MPI_COMM_WORLD, 1);
  abort();
}

patron_status write_state(const void *fitting, void *buf, int64_t cap, int64_t *needed)
{
  return patron_fitting_save(fitting, buf, cap, needed);
}

patron_status write_plan(const void *fitting, void *buf, int64_t cap, int64_t *needed)
{
  return patron_fitting_next(fitting, buf, cap, needed);
}

patron_status write_model(const void *model, void *buf, int64_t cap, int64_t *needed)
{
  return patron_model_save(model, buf, cap, needed);
}

static void make_room(const session *s, message *out, int64_t length)
{
  free(out->bytes);
  out->length = length;
  out->bytes = malloc((size_t)length + 1);
  if (out->bytes == NULL) give_up(s, "bytes", PATRON_E_NO_MEMORY);
}

void take_bytes(const session *s, const char *name, writer write, const void *what, message *out)
{
  int64_t needed = 0;
  patron_status status = write(what, NULL, 0, &needed);
  if (status != PATRON_OK) give_up(s, name, status);
  make_room(s, out, needed);
  status = write(what, out->bytes, needed, NULL);
  if (status != PATRON_OK) give_up(s, name, status);
}

static int piece(int64_t left)
{
  return left < PIECE ? (int)left : PIECE;
}

static void send_to(int rank, const message *what)
{
  MPI_Send(&what->length, 1, MPI_INT64_T, rank, STATE, MPI_COMM_WORLD);
  for (int64_t at = 0; at < what->length; at += PIECE) MPI_Send((char *)what->bytes + at, piece(what->length - at), MPI_BYTE, rank, STATE, MPI_COMM_WORLD);
}

static void receive_from(const session *s, int rank, message *out)
{
  int64_t length = 0;
  MPI_Recv(&length, 1, MPI_INT64_T, rank, STATE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  make_room(s, out, length);
  for (int64_t at = 0; at < length; at += PIECE) MPI_Recv((char *)out->bytes + at, piece(length - at), MPI_BYTE, rank, STATE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static void add(const session *s, patron_fitting *mine, const message *state)
{
  patron_fitting *theirs = NULL;
  patron_status status = patron_fitting_load(s->context, s->policy, state->bytes, state->length, &theirs);
  if (status == PATRON_OK) status = patron_fitting_merge(mine, theirs);
  if (status != PATRON_OK) give_up(s, "a state of another rank", status);
  patron_fitting_destroy(theirs);
}

int64_t merge_up(const session *s, patron_fitting *mine)
{
  message state = {NULL, 0};
  int64_t sent = 0, all = 0;
  int step = 1;
  for (; step < s->ranks && (s->rank & step) == 0; step *= 2) {
    if (s->rank + step >= s->ranks) continue;
    receive_from(s, s->rank + step, &state);
    add(s, mine, &state);
  }
  if (s->rank > 0) {
    take_bytes(s, "a state", write_state, mine, &state);
    send_to(s->rank - step, &state);
    sent = state.length;
  }
  free(state.bytes);
  MPI_Reduce(&sent, &all, 1, MPI_INT64_T, MPI_SUM, 0, MPI_COMM_WORLD);
  return all;
}

int send_down(const session *s, message *what, int flag)
{
  int64_t head[2] = {what->length, flag};
  MPI_Bcast(head, 2, MPI_INT64_T, 0, MPI_COMM_WORLD);
  if (s->rank > 0) make_room(s, what, head[0]);
  for (int64_t at = 0; at < head[0]; at += PIECE) MPI_Bcast((char *)what->bytes + at, piece(head[0] - at), MPI_BYTE, 0, MPI_COMM_WORLD);
  return (int)head[1];
}
