/* The tables and views of a schema of the database as facts or rules: each row as PostgreSQL's own JSON, so that dates are ISO 8601 and decimals exact whatever the session's settings are. What the
   caller may not select is refused by the server. */
#include "assess.h"

#include <executor/spi.h>
#include <catalog/pg_type.h>
#include <utils/builtins.h>
#include <utils/lsyscache.h>

#define ROWS_AT_ONCE 1000

static List *names_of(job *work, Oid schema, const char *kind)
{
  Oid types[] = { OIDOID };
  Datum values[] = { ObjectIdGetDatum(schema) };
  List *names = NIL;
  if (SPI_execute_with_args("SELECT relname::pg_catalog.text FROM pg_catalog.pg_class WHERE relnamespace OPERATOR(pg_catalog.=) $1 AND relkind IN ('r', 'v', 'm', 'f', 'p') ORDER BY relname", 1, types, values, NULL,
                            true, 0) != SPI_OK_SELECT)
    elog(ERROR, "%s: the list of tables could not be read", work->function);
  for (uint64 i = 0; i < SPI_processed; i++) {
    char *name = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
    if (job_place(work, kind, name, NULL) >= 0) names = lappend(names, name);
  }
  return names;
}

static void read_relation(job *work, const char *schema, const char *name, const receiver *to)
{
  char *sql = psprintf("SELECT pg_catalog.to_jsonb(patron_row.*) FROM %s.%s AS patron_row", quote_identifier(schema), quote_identifier(name));
  Portal portal = SPI_cursor_open_with_args(NULL, sql, 0, NULL, NULL, NULL, true, 0);
  frame *all = frame_open(work, to->kind, name);
  bool any = false;
  do {
    SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
    any = SPI_processed > 0;
    for (uint64 i = 0; i < SPI_processed; i++) {
      bool unknown;
      Datum row = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &unknown);
      if (unknown) continue;
      Jsonb *read = DatumGetJsonbP(row);
      frame_add_row(all, &read->root);
      if ((Pointer)read != DatumGetPointer(row)) pfree(read);
    }
    SPI_freetuptable(SPI_tuptable);
  } while (any);
  SPI_cursor_close(portal);
  receiver_take(work, to, frame_table(all));
}

void read_schema(job *work, Oid schema, const receiver *to)
{
  char *space = get_namespace_name(schema);
  ListCell *cell;
  if (space == NULL) ereport(ERROR, (errcode(ERRCODE_UNDEFINED_SCHEMA), errmsg("%s: there is no such schema", work->function)));
  if (SPI_connect() != SPI_OK_CONNECT) elog(ERROR, "%s: SPI could not be reached", work->function);
  List *names = names_of(work, schema, to->kind);
  if (names == NIL)
    ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("%s: the schema \"%s\" has no table or view of %s", work->function, space, to->policy != NULL ? "rules" : "facts"),
                    errhint("SELECT * FROM patron_schema() lists the names; facts want at least customers(customer, sales).")));
  foreach(cell, names) read_relation(work, space, lfirst(cell), to);
  SPI_finish();
}
