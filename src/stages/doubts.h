/* What looks odd in the facts of a call, told as warnings: marks on another scale, and names in several spellings. */
#ifndef PATRON_SRC_STAGES_DOUBTS_H
#define PATRON_SRC_STAGES_DOUBTS_H

#include "stages/stage.h"

/* Warnings SMALL_MARKS and SPELLINGS; the finish half of the first stage, since all rows of the call are looked at. No decision changes. */
patron_status patron__doubts(patron__run *run, const void *state);

#endif
