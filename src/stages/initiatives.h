/* Initiatives of both sides with a customer: their kinds, which of them are joint, and which of one side answer one of the other. */
#ifndef PATRON_SRC_STAGES_INITIATIVES_H
#define PATRON_SRC_STAGES_INITIATIVES_H

#include "stages/stage.h"

typedef struct patron__initiatives {
  const patron_table *table;
  const patron__column *name, *kind, *side, *linked_to, *start, *end;
  int32_t *customer;       /* per row */
} patron__initiatives;

/* PATRON_UNKNOWN: there is no such table. To be closed, unless it fails. */
patron_status patron__initiatives_open(patron__run *run, patron__initiatives *out);
void patron__initiatives_close(patron_context *context, patron__initiatives *initiatives);
/* Whether one runs on the as-of date: from `start` on, before `end`; an unknown date does not part them. */
int32_t patron__initiative_runs(const patron__run *run, const patron__initiatives *initiatives, int64_t row);
/* Joint, or linked to one of the other side. */
int32_t patron__initiative_is_aligned(const patron__initiatives *initiatives, int64_t row);

/* The columns joint_initiatives and aligned_share; derives joint_objectives from a joint initiative where nobody has said. Nothing without the table. */
patron_status patron__initiatives_apply(patron__run *run);
/* The table `initiatives`: per kind how many run, joint, aligned, and with how many customers. */
patron_status patron__initiatives_report(patron__run *run);

#endif
