/* Families of customers (setting rollup.to): judged as one customer, on the row of their head. */
#ifndef PATRON_SRC_STAGES_ROLLUP_H
#define PATRON_SRC_STAGES_ROLLUP_H

#include "stages/windows.h"

/* Puts a row per family in the place of the customers, with the members' amounts added up; nothing where the setting is NONE or no customer names a parent. `windows`: NULL in fit.
   PATRON_E_NOT_FOUND: a parent that is not in the call; PATRON_E_RANGE: somebody is an own ancestor. */
patron_status patron__rollup_begin(patron__run *run, const patron__windows *windows);
/* The decisions as a row per customer: those of a family on the row of its head, unknown on the others, and `judged_as`. */
patron_status patron__rollup_expand(const patron__run *run, patron_table **out);
void patron__rollup_clear(patron__run *run);
/* The families of a run for a copy of it, to be cleared on its own; `to` has none yet. */
patron_status patron__rollup_share(const patron__run *from, patron__run *to);

#endif
