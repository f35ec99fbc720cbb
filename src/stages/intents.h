/* The customer's own strategic intent: a code and a text among the facts, and how well each code fits ours, by the rule table `customer_intents`. */
#ifndef PATRON_SRC_STAGES_INTENTS_H
#define PATRON_SRC_STAGES_INTENTS_H

#include "stages/stage.h"

/* Derives strategic_fit where it is not given, but the intent is, and the rules know it. */
patron_status patron__intents_apply(patron__run *run);
/* What the customer is after, in a sentence. */
patron_status patron__intents_explain(const patron__run *run, int64_t row, patron_table *explanations);

#endif
