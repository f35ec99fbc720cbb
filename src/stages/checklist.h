/* The ten rules of a segmentation that holds, met or not and why: the table `checklist`. */
#ifndef PATRON_SRC_STAGES_CHECKLIST_H
#define PATRON_SRC_STAGES_CHECKLIST_H

#include "stages/tier.h"

patron_status patron__checklist_report(patron__run *run, const patron__tier_state *tiers);

#endif
