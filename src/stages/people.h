/* The people at the customer: influence-weighted attitude and willingness. */
#ifndef PATRON_SRC_STAGES_PEOPLE_H
#define PATRON_SRC_STAGES_PEOPLE_H

#include "stages/stage.h"

/* Writes people_index, willingness_index and people_factor; sets `flag` in flags[row] where a single contact carries the relationship. */
patron_status patron__people_apply(patron__run *run, uint8_t *flags, uint8_t flag);

#endif
