/* From gross sales to net margin, per group: the table `profit_centres`. */
#ifndef PATRON_SRC_STAGES_PROFIT_CENTRES_H
#define PATRON_SRC_STAGES_PROFIT_CENTRES_H

#include "stages/stage.h"

/* Nothing where neither sales nor margins are known. */
patron_status patron__profit_centres_report(patron__run *run);

#endif
