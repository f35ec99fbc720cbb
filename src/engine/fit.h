/* What a fit over all rows at once and one over parts of them share. */
#ifndef PATRON_SRC_ENGINE_FIT_H
#define PATRON_SRC_ENGINE_FIT_H

#include "engine/assessment.h"

/* An assessment in the making over the portfolio: its run reads the model's rules, knows its as-of date, and fits into it. `plugins` is to outlive it. Before it is destroyed: patron__run_forget. */
patron_status patron__fit_begin(patron_model *model, const patron_portfolio *portfolio, const patron__plugins *plugins, patron_assessment **out);
/* The as-of date of the model and the run: the setting's, else that of the facts. */
patron_status patron__fit_as_of(patron_model *model, patron__run *run);

#endif
