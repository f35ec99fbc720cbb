/* The stage `override`: audited manual changes, applied last. */
#ifndef PATRON_SRC_STAGES_OVERRIDE_H
#define PATRON_SRC_STAGES_OVERRIDE_H

#include "stages/stage.h"

extern const patron__stage patron__stage_override;

#endif
