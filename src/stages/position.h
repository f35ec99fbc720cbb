/* The stage `position`: attractiveness and winnability to a cell, its intent, and the margin that can be won. */
#ifndef PATRON_SRC_STAGES_POSITION_H
#define PATRON_SRC_STAGES_POSITION_H

#include "stages/stage.h"

extern const patron__stage patron__stage_position;

enum { PATRON__BAND_LOW = 0, PATRON__BAND_MEDIUM = 1, PATRON__BAND_HIGH = 2, PATRON__BANDS = 3 };

/* The band of a score: one bound splits LOW and HIGH, two bounds LOW, MEDIUM and HIGH; a bound belongs to the higher band. */
int32_t patron__band(double score, const double *bounds, int32_t count);
/* headroom * contribution rate * winnability / 100, in minor units, rounded half to even once; rates in parts per million. */
int64_t patron__winnable_headroom(int64_t headroom, double contribution_rate, double winnability);

/* What the rule table `matrix` says of each cell: intent and approach, -1 where it has no row. */
typedef struct patron__matrix {
  double bounds[2];
  int32_t bound_count;
  int32_t intent[PATRON__BANDS][PATRON__BANDS], approach[PATRON__BANDS][PATRON__BANDS];   /* [attractiveness][winnability] */
} patron__matrix;
patron_status patron__matrix_read(patron_context *context, const patron__tables *rules, patron__matrix *out);

#endif
