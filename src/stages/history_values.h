/* Values of customers from the table `history`, where there is no ledger. */
#ifndef PATRON_SRC_STAGES_HISTORY_VALUES_H
#define PATRON_SRC_STAGES_HISTORY_VALUES_H

#include "stages/windows.h"

/* Derives sales, profit, potential, sales_previous and profit_previous where the customers table does not give them. Nothing with a ledger, or without history. */
patron_status patron__history_values(patron__run *run, const patron__windows *windows);

#endif
