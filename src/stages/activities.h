/* What serving costs: yearly cost of the activities of each customer, and the part that needs somebody face to face. */
#ifndef PATRON_SRC_STAGES_ACTIVITIES_H
#define PATRON_SRC_STAGES_ACTIVITIES_H

#include "stages/stage.h"
#include "table/rows.h"

/* Times a year, or minutes, in whole millionths, so that sums are exact; held at half of int64. */
int64_t patron__activities_millionths(double value);
/* Derives cost_to_serve (where not given), face_to_face_cost and visits_now. Nothing without a table `activities`. */
patron_status patron__activities_apply(patron__run *run);
/* Writes the column served_by: the role of the owner. Nothing without staff or owners. */
patron_status patron__served_by(patron__run *run);
/* The tables `movable` (activities that need no face to face, per person: minutes, cost, and what inside sales would save) and `coverage` (load per person). */
patron_status patron__activities_finish(patron__run *run);
/* Rows MOVABLE_WORK of `opportunities`: per customer and activity. */
patron_status patron__activities_opportunities(patron__run *run, patron__rows *rows);

#endif
