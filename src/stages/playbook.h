/* What to do at each level of a relationship and in each approach, in the words of the rule table `playbook`. */
#ifndef PATRON_SRC_STAGES_PLAYBOOK_H
#define PATRON_SRC_STAGES_PLAYBOOK_H

#include "stages/stage.h"

patron_status patron__playbook_check(const patron__tables *rules, patron_table *problems);
/* The rows that hold for a customer. */
patron_status patron__playbook_explain(const patron__run *run, int64_t row, patron_table *explanations);
/* The table `playbook`: each row with the number of customers for whom it holds. */
patron_status patron__playbook_report(patron__run *run);

#endif
