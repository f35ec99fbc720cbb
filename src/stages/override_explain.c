/* What was set by hand on a customer: by whom, why and until when; and why what somebody asked for is not in force. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "stages/cells.h"
#include "stages/override_parts.h"
#include "stages/values.h"

enum { COLUMN, VALUE, AUTHOR, WHY, COMPUTED, TEXTS };
typedef char texts[TEXTS][256];

static void read_texts(const patron_table *table, int64_t line, texts out) {
  static const char *const names[TEXTS] = {"column", "value", "author", "reason", "computed"};
  static const char too_long[] = "(too long to repeat)";
  for (int32_t i = 0; i < TEXTS; i++)
    if (patron__cell_text(table, names[i], line, out[i], sizeof out[i]) == PATRON__CELL_BAD) memcpy(out[i], too_long, sizeof too_long);
}

static patron_status explain_applied(const patron__run *run, const patron_table *table, int64_t line, int64_t row, patron_table *explanations) {
  static const char *const kinds[] = {"to", "to at least", "to at most"};
  const patron__reason reason = {"overridden", "OVERRIDE", NAN, NAN, NAN, NAN, NAN, NAN};
  char until[PATRON__NUMBER_TEXT];
  texts t;
  const char *ends = patron__format_date(patron__column_i32(patron__table_find(table, "expires"), line), until) > 0 ? "until " : "without an end";
  read_texts(table, line, t);
  return patron__explain_add(explanations, run, row, "override", &reason, "Set by hand: %s %s %s, where %s is computed, by %s %s%s: %s.", t[COLUMN], kinds[patron__cell_code(table, "kind", line, "override_kind")], t[VALUE],
                             t[COMPUTED][0] != '\0' ? t[COMPUTED] : "nothing", t[AUTHOR], ends, until, t[WHY]);
}

/* Why it is not in force. */
static patron_status explain_idle(const patron__run *run, const patron_table *table, int64_t line, int64_t row, patron_table *explanations) {
  const int32_t state = patron__cell_code(table, "state", line, "override_state"), pin = patron__cell_code(table, "kind", line, "override_kind") == PATRON__OVERRIDE_PIN;
  const patron__reason reason = {"overridden", patron__code_text("override_state", state), NAN, NAN, NAN, NAN, NAN, NAN};
  const char *what = pin ? "A pin" : "A bound";
  texts t;
  read_texts(table, line, t);
  if (state == PATRON__OVERRIDE_LAPSED) return patron__explain_add(explanations, run, row, "override", &reason, "%s of %s has lapsed: %s is what %s wanted, as long as it ran.", what, t[COLUMN], t[VALUE], t[AUTHOR]);
  if (state == PATRON__OVERRIDE_PENDING) return patron__explain_add(explanations, run, row, "override", &reason, "%s of %s to %s by %s is not in force yet: it is dated after the as-of date.", what, t[COLUMN], t[VALUE], t[AUTHOR]);
  if (state == PATRON__OVERRIDE_CLOSED) return patron__explain_add(explanations, run, row, "override", &reason, "%s of %s by %s changes nothing: what is computed agrees with %s.", what, t[COLUMN], t[AUTHOR], t[VALUE]);
  if (t[COMPUTED][0] == '\0') return patron__explain_add(explanations, run, row, "override", &reason, "%s of %s to %s by %s is refused: nothing is computed that it could change.", what, t[COLUMN], t[VALUE], t[AUTHOR]);
  return patron__explain_add(explanations, run, row, "override", &reason, "%s of %s to %s by %s is refused: from %s, which is computed, that is further than override.steps (%lld) lets anybody go without an approver%s.", what, t[COLUMN], t[VALUE], t[AUTHOR],
                             t[COMPUTED], (long long)patron__settings_integer(run->settings, "override.steps"), pin ? "" : ", or there is no order between the two");
}

patron_status patron__override_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations) {
  const patron_table *table = patron__tables_find(run->out, "overrides");
  const patron__column *ids = patron__table_find(run->customers, "customer");
  char digits[2][PATRON__NUMBER_TEXT];
  patron_status status = PATRON_OK;
  (void)state;
  for (int64_t line = 0; table != NULL && ids != NULL && line < table->rows && status == PATRON_OK; line++) {
    int64_t own_len, len;
    const char *own = patron__table_value_text(run->customers, ids, row, digits[0], &own_len), *id = patron__table_value_text(table, patron__table_find(table, "customer"), line, digits[1], &len);
    if (!patron__text_equal(own, own_len, id, len)) continue;
    status = patron__cell_code(table, "state", line, "override_state") == PATRON__OVERRIDE_APPLIED ? explain_applied(run, table, line, row, explanations) : explain_idle(run, table, line, row, explanations);
  }
  return status == PATRON_OK ? patron__override_explain_following(run, row, explanations) : status;
}
