/* Calendar periods that end at the as-of date: half-open, whole months. */
#ifndef PATRON_SRC_STAGES_PERIODS_H
#define PATRON_SRC_STAGES_PERIODS_H

#include <stdint.h>

/* `days` (since 1970-01-01) moved by whole months; a day that the month does not have becomes its last. */
int32_t patron__months_after(int32_t days, int32_t months);

#endif
