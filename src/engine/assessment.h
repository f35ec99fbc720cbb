/* The assessment from inside: a finished run. */
#ifndef PATRON_SRC_ENGINE_ASSESSMENT_H
#define PATRON_SRC_ENGINE_ASSESSMENT_H

#include <stdatomic.h>

#include "engine/model.h"
#include "engine/portfolio.h"

struct patron_assessment {
  patron__count references;
  patron_context *context;
  patron_model *model;             /* kept: `groups` is its table, and explanations read its states */
  patron__tables facts;            /* the snapshot that was judged */
  patron__arena *arena;            /* of small pieces: the decisions of few rows, and what is noted */
  patron__tables tables;           /* decisions */
  patron_table *skipped, *warnings;   /* those of `tables`, written when the stages are through */
  patron__run run;                 /* as it was left: explanations look into it */
  int32_t fitted;                  /* by the call that made it: with a change in its facts the model would be another one, too */
  patron_table *criteria;          /* then: the rule table, which the fitted one of that name covers in the model; NULL: none */
  uint32_t tag;                    /* handles of the portfolio answer here too */
  _Atomic(patron__id_index *) ids; /* made by the first find, whichever thread that is */
  _Atomic(patron__tables *) reports;   /* the tables over the call as a whole, made when one is first asked for */
};

/* The decisions as hosts see them: a row per customer, also where families are judged. */
const patron_table *patron__assessment_customers(const patron_assessment *assessment);
patron_status patron__assessment_create(patron_context *context, patron_assessment **out);

#endif
