/* What the session reads: portfolios, policies and single tables, made whole before they are handed out. */
#include "io/inputs.h"
#include "io/places.h"
#include "io/schema.h"

#include <string.h>

/* The table a frame becomes is put somewhere: into a portfolio or a policy. */
typedef patron_status (*put_fn)(void *target, patron_table *table);

static patron_status put_portfolio(void *target, patron_table *table) { return patron_portfolio_put(target, table); }
static patron_status put_policy(void *target, patron_table *table) { return patron_policy_put(target, table); }

static patron_status put_frame(patron_io *io, patron__io_frame *frame, int32_t kind, int32_t integer_ids, put_fn put, void *target)
{
  patron_table *table = NULL;
  patron_status status = patron__io_frame_table(io, frame, kind, integer_ids, &table);
  if (status != PATRON_OK) return status;
  status = put(target, table);
  patron_table_destroy(table);
  return status == PATRON_OK ? PATRON_OK : patron__io_frame_fail(io, frame, status);
}

/* Customers are needed; any other table without rows is as if it were not given. */
static patron_status check_customers(patron_io *io, const patron__io_frames *frames, const char *first)
{
  const patron__io_frame *customers = patron__io_frames_find(frames, "customers");
  if (customers == NULL) return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no customers: none of the inputs has the table customers (expected customers.csv, or a table or view of this name)", first);
  if (patron__io_frame_find(customers, "current_value", -1) >= 0 && patron__io_frame_find(customers, "sales", -1) < 0)
    return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: holds decisions (column current_value), no facts (expected the facts that they were made from)", customers->origin);
  if (customers->rows == 0) return patron__io_fail(io, PATRON_E_NOT_FOUND, "%s: no customers: the table has columns but no row", customers->origin);
  return PATRON_OK;
}

static patron_status put_facts(patron_io *io, patron__io_frames *frames, patron_portfolio *portfolio)
{
  int32_t integer_ids = patron__io_frames_ids_are_integers(io, frames, PATRON__IO_FACT);
  patron__io_frame *customers = patron__io_frames_find(frames, "customers");
  patron_status status = put_frame(io, customers, PATRON__IO_FACT, integer_ids, put_portfolio, portfolio);
  for (int32_t i = 0; i < frames->count && status == PATRON_OK; i++) {
    patron__io_frame *frame = frames->items[i];
    if (frame != customers && frame->rows > 0) status = put_frame(io, frame, PATRON__IO_FACT, integer_ids, put_portfolio, portfolio);
  }
  return status;
}

patron_status patron_io_read_portfolio(patron_io *io, const char *currency, const char *const *paths, int32_t count, const char *views, patron_portfolio **out)
{
  if (io == NULL || currency == NULL || paths == NULL || count < 1 || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t i = 0; i < count; i++)
    if (paths[i] == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron__io_frames frames = { NULL, 0, 0 };
  patron_portfolio *portfolio = NULL;
  patron_status status = patron_portfolio_create(io->context, currency, &portfolio);
  if (status != PATRON_OK) return patron__io_fail_context(io, status, "currency");
  status = patron__io_inputs(io, PATRON__IO_FACT, paths, count, views, &frames);
  if (status == PATRON_OK) status = check_customers(io, &frames, views == NULL ? paths[0] : views);
  if (status == PATRON_OK) status = put_facts(io, &frames, portfolio);
  patron__io_places_keep(io, &frames, PATRON__IO_FACT);
  if (status == PATRON_OK) *out = portfolio;
  else patron_portfolio_destroy(portfolio);
  return status;
}

/* A rule table without rows and columns ("criteria": []) still has the columns of the schema. */
static patron_status complete_columns(patron_io *io, patron__io_frame *frame)
{
  const patron__io_known *known;
  if (frame->count > 0) return PATRON_OK;
  for (int32_t i = 0; (known = patron__io_schema_at(io, PATRON__IO_RULE, frame->name, i)) != NULL; i++) {
    int32_t index;
    patron_status status = patron__io_frame_add(io, frame, known->column, -1, &index);
    if (status != PATRON_OK) return status;
  }
  return PATRON_OK;
}

patron_status patron_io_read_policy(patron_io *io, const char *preset, const char *path, patron_policy **out)
{
  if (io == NULL || path == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron__io_frames frames = { NULL, 0, 0 };
  patron_policy *policy = NULL;
  patron_status status = patron_policy_create(io->context, preset, &policy);
  if (status != PATRON_OK) return patron__io_fail_context(io, status, "preset");
  status = patron__io_inputs(io, PATRON__IO_RULE, &path, 1, NULL, &frames);
  for (int32_t i = 0; i < frames.count && status == PATRON_OK; i++) {
    status = complete_columns(io, frames.items[i]);
    if (status == PATRON_OK) status = put_frame(io, frames.items[i], PATRON__IO_RULE, 0, put_policy, policy);
  }
  patron__io_places_keep(io, &frames, PATRON__IO_RULE);
  if (status == PATRON_OK) *out = policy;
  else patron_policy_destroy(policy);
  return status;
}

patron_status patron_io_read_table(patron_io *io, const char *path, const char *name, patron_table **out)
{
  if (io == NULL || path == NULL || name == NULL || name[0] == 0 || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  patron__io_frames frames = { NULL, 0, 0 };
  patron_status status = patron__io_input_table(io, path, name, &frames);
  if (status == PATRON_OK) status = patron__io_frame_table(io, frames.items[0], 0, 1, out);
  patron__io_frames_clear(&frames);
  return status;
}
