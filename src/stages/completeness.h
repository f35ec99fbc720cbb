/* How much of the facts is known and from where: the table `completeness`. */
#ifndef PATRON_SRC_STAGES_COMPLETENESS_H
#define PATRON_SRC_STAGES_COMPLETENESS_H

#include "stages/windows.h"

patron_status patron__completeness_report(patron__run *run);

#endif
