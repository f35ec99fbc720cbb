/* The stage `serve`: the standing of a customer within its layer, by which scarce service is given first. */
#ifndef PATRON_SRC_STAGES_SERVE_H
#define PATRON_SRC_STAGES_SERVE_H

#include "stages/stage.h"

extern const patron__stage patron__stage_serve;

/* The largest sales and profit of each layer, as the model's table `standings`. Called by the fit of `segment`, which looks at the same columns: a fit over parts is spared a pass. */
patron_status patron__standings_fit(patron__run *run);

#endif
