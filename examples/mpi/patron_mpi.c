/*
 * One model over the ranks of an MPI job: each rank has a part of the customers, and keeps it.
 *
 *   mpirun -n RANKS patron_mpi [--currency EUR] [--policy DIRECTORY] [--model FILE] [--out DIRECTORY] PART...
 *
 * A PART is a directory of CSV files with whole customers; rank r takes parts r, r + RANKS, r + 2 RANKS, and so on. Plans go down to all ranks, states come up a binomial tree (tree.c), and the model goes
 * down in the end: each rank decides about its own parts, into OUT. No rank ever sees the customers of another.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

typedef struct options {
  const char *currency, *rules, *model, *out;
  char **parts;
  int count;
} options;

static int read_options(int count, char **words, options *out)
{
  int i = 1;
  memset(out, 0, sizeof *out);
  out->currency = "EUR";
  for (; i + 1 < count && strncmp(words[i], "--", 2) == 0; i += 2) {
    const char **value = strcmp(words[i], "--currency") == 0 ? &out->currency : strcmp(words[i], "--policy") == 0 ? &out->rules : strcmp(words[i], "--model") == 0 ? &out->model
                         : strcmp(words[i], "--out") == 0    ? &out->out : NULL;
    if (value == NULL) return 0;
    *value = words[i + 1];
  }
  out->parts = words + i;
  out->count = count - i;
  return out->count > 0;
}

/* The portfolio of the parts of this rank, one by one: rows of a part are in memory while it is looked at. */
static patron_portfolio *read_part(const session *s, const options *o, int part)
{
  patron_portfolio *portfolio = NULL;
  const char *path = o->parts[part];
  const patron_status status = patron_io_read_portfolio(s->io, o->currency, &path, 1, NULL, &portfolio);
  if (status != PATRON_OK) give_up(s, path, status);
  return portfolio;
}

static patron_fitting *accumulate(const session *s, const options *o, const message *plan)
{
  patron_fitting *fitting = NULL;
  patron_status status = patron_fitting_create(s->context, s->policy, plan->length > 0 ? plan->bytes : NULL, plan->length, &fitting);
  if (status != PATRON_OK) give_up(s, "a plan", status);
  for (int part = s->rank; part < o->count; part += s->ranks) {
    patron_portfolio *portfolio = read_part(s, o, part);
    status = patron_fitting_accumulate(fitting, portfolio);
    if (status != PATRON_OK) give_up(s, o->parts[part], status);
    patron_portfolio_destroy(portfolio);
  }
  return fitting;
}

/* Rank 0 has the state of all: the model, or the plan of the next pass. 1: `out` is the model. */
static int conclude(const session *s, const patron_fitting *all, message *out)
{
  patron_model *model = NULL;
  const patron_status status = patron_fitting_model(all, &model);
  if (status == PATRON_OK) take_bytes(s, "the model", write_model, model, out);
  else if (status == PATRON_UNKNOWN) take_bytes(s, "the next plan", write_plan, all, out);
  else give_up(s, "the fit", status);
  patron_model_destroy(model);
  return status == PATRON_OK;
}

/* Passes until there is a model; all ranks have its bytes then. */
static void fit(const session *s, const options *o, message *model)
{
  message plan = {NULL, 0};
  int done = 0;
  for (int pass = 1; !done; pass++) {
    patron_fitting *mine = accumulate(s, o, &plan);
    const int64_t bytes = merge_up(s, mine);
    if (s->rank == 0) {
      printf("pass %d: %lld bytes sent up by %d ranks\n", pass, (long long)bytes, s->ranks);
      fflush(stdout);
      done = conclude(s, mine, &plan);
    }
    patron_fitting_destroy(mine);
    done = send_down(s, &plan, done);
  }
  *model = plan;
}

static void decide(const session *s, const options *o, const message *bytes)
{
  patron_model *model = NULL;
  char target[4096];
  patron_status status = patron_model_load(s->context, bytes->bytes, bytes->length, &model);
  if (status != PATRON_OK) give_up(s, "the model", status);
  for (int part = s->rank; part < o->count; part += s->ranks) {
    patron_portfolio *portfolio = read_part(s, o, part);
    patron_assessment *assessment = NULL;
    status = patron_apply(model, portfolio, &assessment);
    if (status == PATRON_OK && snprintf(target, sizeof target, "%s/%d", o->out, part + 1) >= (int)sizeof target) status = PATRON_E_RANGE;
    if (status == PATRON_OK) status = patron_io_write_assessment(s->io, assessment, target);
    if (status != PATRON_OK) give_up(s, o->parts[part], status);
    patron_assessment_destroy(assessment);
    patron_portfolio_destroy(portfolio);
  }
  patron_model_destroy(model);
}

static void store(const session *s, const char *path, const message *model)
{
  FILE *file = fopen(path, "wb");
  const int right = file != NULL && fwrite(model->bytes, 1, (size_t)model->length, file) == (size_t)model->length;
  if ((file != NULL && fclose(file) != 0) || !right) give_up(s, path, PATRON_E_IO);
}

int main(int count, char **words)
{
  options o;
  session s;
  message model = {NULL, 0};
  open_ranks(&s, &count, &words);
  if (!read_options(count, words, &o)) {
    if (s.rank == 0) fprintf(stderr, "patron_mpi [--currency EUR] [--policy DIRECTORY] [--model FILE] [--out DIRECTORY] PART...\n");
    close_ranks(&s);
    return 2;
  }
  open_rules(&s, o.rules);
  fit(&s, &o, &model);
  if (o.out != NULL) decide(&s, &o, &model);
  wait_for_all();   /* the model is stored when all ranks have decided */
  if (s.rank == 0) printf("model: %lld bytes\n", (long long)model.length);
  if (s.rank == 0 && o.model != NULL) store(&s, o.model, &model);
  free(model.bytes);
  close_ranks(&s);
  return 0;
}
