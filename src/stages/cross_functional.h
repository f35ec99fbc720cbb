/* Whether the whole organisation carries the relationship, and whether the talk is of more than price: for every customer, whatever its priority. */
#ifndef PATRON_SRC_STAGES_CROSS_FUNCTIONAL_H
#define PATRON_SRC_STAGES_CROSS_FUNCTIONAL_H

#include "stages/stage.h"

/* The columns beyond_price_share (facts `interactions`), functions_in_contact and functions_gap (facts `contacts`). Nothing without those tables. */
patron_status patron__cross_functional_apply(patron__run *run);

#endif
