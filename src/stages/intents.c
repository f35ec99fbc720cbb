/* The customer's own intent as a mark: strategic_fit is what is given, else the fit of the intent. An intent that the rules do not know gives none. */
#include "stages/intents.h"

#include <math.h>

#include "base/text.h"
#include "stages/cells.h"
#include "stages/values.h"

static const patron__column *intent_of(const patron__run *run) {
  const patron__column *column = patron__run_fact(run, "customer_intent");
  return column != NULL && column->type == PATRON_CODE ? column : NULL;
}

/* The mark of each code of the column's dictionary; NAN: none. */
static patron_status read_fits(const patron__run *run, const patron_table *rules, const patron__dictionary *names, double **out) {
  *out = patron__allocate_array(run->context, (int64_t)names->count + 1, sizeof **out);
  if (*out == NULL) return patron__memory_status(run->context);
  for (int32_t code = 0; code < names->count; code++) (*out)[code] = NAN;
  for (int64_t row = 0; row < rules->rows; row++) {
    char name[256];
    const int64_t len = patron__cell_text(rules, "intent", row, name, sizeof name);
    const int32_t code = len < 0 ? -1 : patron__dictionary_find(names, name, len);
    if (code >= 0) (*out)[code] = patron__cell_number(rules, "fit", row);
  }
  return PATRON_OK;
}

patron_status patron__intents_apply(patron__run *run) {
  const patron_table *rules = patron__tables_find(run->rules, "customer_intents");
  const patron__column *intent = intent_of(run), *given = patron__run_fact(run, "strategic_fit");
  patron__column *out;
  double *fits = NULL;
  patron_status status;
  if (intent == NULL || patron__cells_rows(rules) == 0) return PATRON_OK;
  status = read_fits(run, rules, intent->dictionary, &fits);
  if (status == PATRON_OK) status = patron__run_derive(run, "strategic_fit", PATRON_NUMBER, NULL, &out);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    const double fit = patron__known(given, row) ? patron__column_f64(given, row) : patron__known(intent, row) ? fits[patron__column_i32(intent, row)] : NAN;
    if (!isnan(fit)) patron__put_f64(out, row, fit);
  }
  patron__release(run->context, fits);
  return status;
}

patron_status patron__intents_explain(const patron__run *run, int64_t row, patron_table *explanations) {
  enum { MOST = 400 };
  const patron__column *intent = intent_of(run), *words = patron__run_fact(run, "customer_intent_text"), *fit = patron__run_find(run, "strategic_fit");
  patron__reason reason = {"customer_intent", "CUSTOMER_INTENT", NAN, NAN, NAN, NAN, NAN, NAN};
  char digits[PATRON__NUMBER_TEXT];
  const char *name = "not named", *text = "";
  int64_t name_len = 9, text_len = 0;
  if (!patron__known(intent, row) && !patron__known(words, row)) return PATRON_OK;
  if (patron__known(intent, row)) name = patron__dictionary_name(intent->dictionary, patron__column_i32(intent, row), &name_len);
  if (patron__known(words, row)) text = patron__table_value_text(run->input, words, row, digits, &text_len);
  if (patron__known(fit, row)) reason.raw = patron__column_f64(fit, row);
  if (name_len > MOST) name_len = patron__text_cut(name, MOST);
  if (text_len > MOST) text_len = patron__text_cut(text, MOST);
  return patron__explain_add(explanations, run, row, "position", &reason, "The customer's own intent: %.*s%s%.*s.", (int)name_len, name, text_len > 0 ? ": " : "", (int)text_len, text);
}
