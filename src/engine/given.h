/* The columns of facts that a fit saw. A call that lacks one is judged as if it had it, with nothing known in it: so one row is judged as it is among all. */
#ifndef PATRON_SRC_ENGINE_GIVEN_H
#define PATRON_SRC_ENGINE_GIVEN_H

#include "engine/model.h"

/* The name of their table in a model. */
extern const char patron__given_name[];

/* The columns of these facts as that table (column, table, type), grouped: parts of the facts make tables that patron__fitting_join unites. */
patron_status patron__given_list(patron_context *context, const patron__tables *facts, patron_table **out);
/* The same into the tables of a model. */
patron_status patron__given_keep(patron_model *model, const patron__tables *facts);
/* What parts have said, each column once, as the whole would say it: a part in which a column has no value does not tell its type. */
patron_status patron__given_settle(patron_context *context, const patron_table *list, patron__tables *into);
/* Whether a table that was read can be one of them. */
int32_t patron__given_fits(const patron_table *table);
/* Compiles the table of the model. PATRON_E_FORMAT: it has none, or none of ours. */
patron_status patron__given_prepare(patron_model *model);
/* Puts into the facts of a call what the fit had and they have not: tables without rows, columns without a value. */
patron_status patron__given_complete(const patron_model *model, patron__tables *facts);

#endif
