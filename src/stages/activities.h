/* What serving costs: yearly cost of the activities of each customer, and the part that needs somebody face to face. */
#ifndef PATRON_SRC_STAGES_ACTIVITIES_H
#define PATRON_SRC_STAGES_ACTIVITIES_H

#include "stages/stage.h"

/* Derives cost_to_serve (where not given), face_to_face_cost and visits_now; writes the tables `movable` when `finish` is set. Nothing without a table `activities`. */
patron_status patron__activities_apply(patron__run *run);
/* The table `movable`: activities that need no face to face, per person: minutes, cost and what inside sales would save. */
patron_status patron__activities_finish(patron__run *run);

#endif
