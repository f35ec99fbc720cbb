/* The model from inside: the rules in force, what fit added, and each stage's compiled form. */
#ifndef PATRON_SRC_ENGINE_MODEL_H
#define PATRON_SRC_ENGINE_MODEL_H

#include "patron/engine.h"
#include "stages/stage.h"

enum { PATRON__STAGES_MAXIMUM = 16 };

struct patron_model {
  patron__count references;
  patron_context *context;
  patron__tables tables;                     /* rule tables, settings complete, and the fitted ones; `about` holds currency, as-of date, policy, version */
  char currency[4];
  int32_t as_of, as_of_known;
  patron__codes codes[PATRON__CODES];
  void *states[PATRON__STAGES_MAXIMUM];      /* of stage i; NULL where a stage has none */
  patron__tables given;                      /* the columns of facts that the fit saw, without rows */
};

patron_status patron__model_create(patron_context *context, patron_model **out);
void patron__model_retain(patron_model *model);
/* Writes the table `about`. */
patron_status patron__model_describe(patron_model *model, const char *policy);
/* Compiles the states of all stages from the tables. */
patron_status patron__model_prepare_stage(patron_model *model, int32_t stage);
/* The state of one of the stages. */
const void *patron__model_state(const patron_model *model, const patron__stage *stage);

#endif
