/* From class to class and from tier to tier since the last assessment: the table `migration`. */
#ifndef PATRON_SRC_STAGES_MIGRATION_H
#define PATRON_SRC_STAGES_MIGRATION_H

#include "stages/stage.h"

/* Nothing where the facts name no previous class or tier. */
patron_status patron__migration_finish(patron__run *run);

/* Why a class (`column` is the segment's name) or tier (`held_tier`) of a row is another one than before; NULL: by tier.same_value. */
typedef int32_t (*patron__migration_why)(void *user, const char *column, int64_t row);
patron_status patron__migration_list(patron__run *run, patron__migration_why why, void *user);

#endif
