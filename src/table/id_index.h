/* From an id to its row, over an id column (TEXT, CODE or INTEGER). */
#ifndef PATRON_SRC_TABLE_ID_INDEX_H
#define PATRON_SRC_TABLE_ID_INDEX_H

#include "table/column.h"

/* Duplicates and unknown ids are errors that name table, column, row and value. */
typedef struct patron__id_index patron__id_index;
patron_status patron__id_index_create(patron_context *context, const char *table, const char *name, const patron__column *ids, patron__id_index **out);
void patron__id_index_destroy(patron__id_index *index);
patron_status patron__id_index_find_text(const patron__id_index *index, const patron__column *ids, const char *id, int64_t len, int64_t *row);   /* PATRON_E_NOT_FOUND; PATRON_E_TYPE */
patron_status patron__id_index_find_i64(const patron__id_index *index, const patron__column *ids, int64_t id, int64_t *row);
/* One more id of the column's kind: prepare before it is written (PATRON_E_DUPLICATE, without text), add when it stands in `row`, the last; add cannot fail. */
patron_status patron__id_index_prepare_text(patron__id_index *index, const patron__column *ids, const char *id, int64_t len);
patron_status patron__id_index_prepare_i64(patron__id_index *index, const patron__column *ids, int64_t id);
void patron__id_index_add(patron__id_index *index, const patron__column *ids, int64_t row);

#endif
