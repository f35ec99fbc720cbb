/* From class to class and from tier to tier since the last assessment: the table `migration`. */
#ifndef PATRON_SRC_STAGES_MIGRATION_H
#define PATRON_SRC_STAGES_MIGRATION_H

#include "stages/stage.h"

/* Nothing where the facts name no previous class or tier. */
patron_status patron__migration_finish(patron__run *run);

#endif
