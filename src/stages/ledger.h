/* What transactions say of each customer: values of the current and the previous period, payment, recency and frequency. */
#ifndef PATRON_SRC_STAGES_LEDGER_H
#define PATRON_SRC_STAGES_LEDGER_H

#include "stages/windows.h"

/* Derives sales, sales_previous, gross_margin, profit_previous, on_time_share where the customers table does not give them, and writes recency_days, frequency, on_time_share, days_late, and, where it tells of payments and disputes, days_to_settle, days_to_settle_median and disputed_share.
   Nothing without a table `ledger`. */
patron_status patron__ledger_apply(patron__run *run, const patron__windows *windows);

#endif
