/* What a person of `staff` answers for: the customers owned, and the sales with which the person pays. */
#ifndef PATRON_SRC_STAGES_OWNED_H
#define PATRON_SRC_STAGES_OWNED_H

#include "stages/stage.h"
#include "table/rows.h"

/* Into the open row: the number of customers, and from `even` on the break-even sales and the ratio to them. `staff` has the column `person`. */
void patron__owned_write(const patron__run *run, const patron_table *staff, int64_t person, patron__rows *rows, int32_t customers, int32_t even);

#endif
