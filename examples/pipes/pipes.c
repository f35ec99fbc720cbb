/*
 * One model from customers in several places: a process for each part, states and plans as bytes through pipes.
 *
 *   pipes [--currency EUR] [--policy DIRECTORY] [--model FILE] PART...
 *
 * Each PART is a directory of CSV files with whole customers. The first process is the coordinator: it sees no customer, only states. It starts the workers, merges what they answer to each plan, and prints the
 * cut-offs of the model in the end. Put sockets in the place of the pipes, and the workers on other machines, and nothing else changes.
 */
#define _POSIX_C_SOURCE 200809L

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "message.h"
#include "worker.h"

enum { MOST_WORKERS = 64 };

typedef struct options { const char *currency, *rules, *model, *parts[MOST_WORKERS]; int workers; } options;
typedef struct worker { pid_t process; int plans, states; } worker;

static int read_options(int count, char **words, options *out)
{
  memset(out, 0, sizeof *out);
  out->currency = "EUR";
  for (int i = 1; i < count; i++) {
    const char **value = strcmp(words[i], "--currency") == 0 ? &out->currency : strcmp(words[i], "--policy") == 0 ? &out->rules : strcmp(words[i], "--model") == 0 ? &out->model : NULL;
    if (value != NULL && i + 1 < count) *value = words[++i];
    else if (value == NULL && out->workers < MOST_WORKERS) out->parts[out->workers++] = words[i];
    else return 0;
  }
  return out->workers > 0;
}

/* The ends of earlier workers' pipes are closed in the new process: a worker must notice when the coordinator is gone. */
static int start_worker(const options *o, worker *workers, int index)
{
  int down[2], up[2];
  if (pipe(down) != 0 || pipe(up) != 0) return 0;
  workers[index].process = fork();
  if (workers[index].process < 0) return 0;
  if (workers[index].process == 0) {
    for (int i = 0; i < index; i++) {
      close(workers[i].plans);
      close(workers[i].states);
    }
    close(down[1]);
    close(up[0]);
    _exit(work(o->currency, o->rules, o->parts[index], down[0], up[1]));
  }
  close(down[0]);
  close(up[1]);
  workers[index].plans = down[1];
  workers[index].states = up[0];
  return 1;
}

/* One pass: the plan to all, their states merged as they come. */
static patron_fitting *ask_all(const session *s, const worker *workers, int count, const message *plan, int64_t *bytes)
{
  patron_fitting *all = NULL;
  message state = {NULL, 0};
  patron_status status = patron_fitting_create(s->context, s->policy, plan->length > 0 ? plan->bytes : NULL, plan->length, &all);
  for (int i = 0; i < count && status == PATRON_OK; i++) send_message(workers[i].plans, plan);   /* who is gone will not answer */
  *bytes = 0;
  for (int i = 0; i < count && status == PATRON_OK; i++) {
    patron_fitting *part = NULL;
    if (!receive_message(workers[i].states, &state)) {
      fprintf(stderr, "worker %d is gone: there is no model\n", i + 1);
      status = PATRON_E_IO;
      break;
    }
    *bytes += state.length;
    status = patron_fitting_load(s->context, s->policy, state.bytes, state.length, &part);
    if (status == PATRON_OK) status = patron_fitting_merge(all, part);
    patron_fitting_destroy(part);
  }
  free(state.bytes);
  if (status == PATRON_OK) return all;
  patron_fitting_destroy(all);
  complain(s, "a pass", status);
  return NULL;
}

static patron_status next_plan(const patron_fitting *all, message *plan)
{
  int64_t needed = 0;
  patron_status status = patron_fitting_next(all, NULL, 0, &needed);
  free(plan->bytes);
  *plan = (message){NULL, 0};
  if (status != PATRON_OK) return status;
  plan->bytes = malloc((size_t)needed);
  plan->length = needed;
  return plan->bytes == NULL ? PATRON_E_NO_MEMORY : patron_fitting_next(all, plan->bytes, needed, NULL);
}

/* Passes until there is a model. */
static patron_model *fit(const session *s, const worker *workers, int count)
{
  patron_model *model = NULL;
  message plan = {NULL, 0};
  patron_status status = PATRON_UNKNOWN;
  for (int passes = 1; status == PATRON_UNKNOWN; passes++) {
    int64_t bytes;
    patron_fitting *all = ask_all(s, workers, count, &plan, &bytes);
    if (all == NULL) break;
    fprintf(stderr, "pass %d: %lld bytes from %d workers\n", passes, (long long)bytes, count);
    status = patron_fitting_model(all, &model);
    if (status == PATRON_UNKNOWN) {
      const patron_status planned = next_plan(all, &plan);
      if (planned != PATRON_OK) status = planned;
    }
    if (status < 0) complain(s, "the fit", status);
    patron_fitting_destroy(all);
  }
  free(plan.bytes);
  return model;
}

static void print_cell(const patron_table *table, const char *name, int64_t row, int32_t width)
{
  int64_t column = 0, offsets[2] = {0, 0};
  char text[256] = "";
  if (patron_table_find_column(table, name, &column) == PATRON_OK) patron_table_read_text(table, column, row, 1, offsets, text, sizeof text - 1, NULL, NULL);
  text[offsets[1]] = '\0';
  printf("%-*s", (int)width, text[0] == '\0' ? "-" : text);
}

static void print_groups(const patron_model *model)
{
  static const struct { const char *name; int32_t width; } columns[] = {{"segment", 10}, {"layer", 26}, {"n", 6}, {"n_key", 6}, {"cutoff", 0}};
  patron_table *groups = NULL;
  int64_t rows = 0;
  if (patron_model_table(model, "groups", &groups) != PATRON_OK) return;
  patron_table_rows(groups, &rows);
  for (int64_t row = 0; row < rows; row++) {
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) print_cell(groups, columns[i].name, row, columns[i].width);
    printf("\n");
  }
  patron_table_destroy(groups);
}

static int coordinate(const options *o, const worker *workers)
{
  session s;
  patron_model *model = NULL;
  patron_status status;
  int right = open_session(&s, o->rules);
  if (right) model = fit(&s, workers, o->workers);
  right = model != NULL;
  if (right) print_groups(model);
  if (right && o->model != NULL) {
    status = patron_io_write_model(s.io, model, o->model);
    if (status != PATRON_OK) right = complain(&s, o->model, status);
  }
  patron_model_destroy(model);
  close_session(&s);
  return right;
}

int main(int count, char **words)
{
  const message last = {NULL, -1};
  options o;
  worker workers[MOST_WORKERS];
  int started = 0, right = 1;
  if (!read_options(count, words, &o)) {
    fprintf(stderr, "pipes [--currency EUR] [--policy DIRECTORY] [--model FILE] PART...\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);   /* a worker that is gone is told by write() */
  while (started < o.workers && start_worker(&o, workers, started)) started++;
  if (started < o.workers) fprintf(stderr, "worker %d could not be started\n", started + 1);
  else right = coordinate(&o, workers);
  for (int i = 0; i < started; i++) {
    int status = 0;
    send_message(workers[i].plans, &last);
    close(workers[i].plans);
    close(workers[i].states);
    if (waitpid(workers[i].process, &status, 0) < 0 || status != 0) right = 0;
  }
  return right && started == o.workers ? 0 : 1;
}
