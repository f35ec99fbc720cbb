/* What fitting and matching of groups share. */
#ifndef PATRON_SRC_STAGES_GROUPING_NAMES_H
#define PATRON_SRC_STAGES_GROUPING_NAMES_H

#include "stages/grouping.h"

/* Code of a name in a sorted dictionary; -1: none. */
int32_t patron__group_name_find(const patron__dictionary *names, const char *name, int64_t len);
/* Codes of one column for all rows, names merged; `codes_out` holds rows entries, -1 unknown. A column that is not given is unknown everywhere. */
patron_status patron__group_codes(patron__run *run, const char *name, const char *merge, int32_t *codes_out, patron__dictionary **names_out);
/* Zero for rows that the segment covers, PATRON__GROUP_NOT_COVERED for rows outside `layers`. A row without a layer is covered only where no layers are named. */
patron_status patron__group_cover(patron__run *run, const char *merge, const char *layers, int32_t *row_group);
/* The column names of "layer,territory" into empty groups. */
patron_status patron__group_columns_read(patron_context *context, const char *by, patron__groups *out);

#endif
