/* What a worker does: for each plan a fitting of its own customers, sent as bytes. It never sees the customers of others. */
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

int complain(const session *s, const char *what, patron_status status)
{
  char text[2048] = "";
  if (s->io != NULL) patron_io_error(s->io, text, sizeof text, NULL);
  if (text[0] == '\0' && s->context != NULL) patron_context_error(s->context, text, sizeof text, NULL);
  fprintf(stderr, "%s: %s: %s\n", what, patron_status_name(status), text);
  return 0;
}

int open_session(session *s, const char *rules)
{
  patron_status status;
  memset(s, 0, sizeof *s);
  status = patron_context_create(NULL, &s->context);
  if (status == PATRON_OK) status = patron_io_create(s->context, &s->io);
  if (status == PATRON_OK && rules != NULL) status = patron_io_read_policy(s->io, NULL, rules, &s->policy);
  return status == PATRON_OK ? 1 : complain(s, rules == NULL ? "memory" : rules, status);
}

void close_session(session *s)
{
  patron_policy_destroy(s->policy);
  patron_io_destroy(s->io);
  patron_context_destroy(s->context);
}

/* The state of this part under a plan; an empty plan is that of the first pass. */
static int answer(const session *s, const patron_portfolio *portfolio, const message *plan, message *state)
{
  patron_fitting *fitting = NULL;
  patron_status status = patron_fitting_create(s->context, s->policy, plan->length > 0 ? plan->bytes : NULL, plan->length, &fitting);
  if (status == PATRON_OK) status = patron_fitting_accumulate(fitting, portfolio);
  if (status == PATRON_OK) status = patron_fitting_save(fitting, NULL, 0, &state->length);
  if (status == PATRON_OK) {
    state->bytes = malloc((size_t)state->length);
    status = state->bytes == NULL ? PATRON_E_NO_MEMORY : patron_fitting_save(fitting, state->bytes, state->length, NULL);
  }
  patron_fitting_destroy(fitting);
  return status == PATRON_OK ? 1 : complain(s, "a part", status);
}

int work(const char *currency, const char *rules, const char *part, int plans, int states)
{
  session s;
  patron_portfolio *portfolio = NULL;
  message plan = {NULL, 0};
  patron_status status;
  int right = open_session(&s, rules);
  if (right) {
    status = patron_io_read_portfolio(s.io, currency, &part, 1, NULL, &portfolio);
    if (status != PATRON_OK) right = complain(&s, part, status);
  }
  while (right && receive_message(plans, &plan) && plan.length >= 0) {
    message state = {NULL, 0};
    right = answer(&s, portfolio, &plan, &state) && send_message(states, &state);
    free(state.bytes);
  }
  free(plan.bytes);
  patron_portfolio_destroy(portfolio);
  close_session(&s);
  return right ? 0 : 1;
}
