/*
 * The playbook: a row holds for the customers of its level and of its approach; what a row does not name may be anything.
 */
#include "stages/playbook.h"

#include <math.h>

#include "stages/cells.h"
#include "stages/values.h"
#include "table/rows.h"

enum { PLAYBOOK_TEXT = 1024 };

typedef struct decided { const patron__column *level, *approach; } decided;

static decided find_decided(const patron__run *run) {
  const decided d = {patron__table_find(run->customers, "relationship_level"), patron__table_find(run->customers, "recommended_approach")};
  return d;
}

static int32_t agrees(int32_t wanted, const patron__column *decision, int64_t row) {
  return wanted < 0 || (patron__known(decision, row) && patron__column_i32(decision, row) == wanted);
}

patron_status patron__playbook_check(const patron__tables *rules, patron_table *problems) {
  const patron_table *playbook = patron__tables_find(rules, "playbook");
  patron_status status = PATRON_OK;
  for (int64_t row = 0; row < patron__cells_rows(playbook) && status == PATRON_OK; row++) {
    char text[PLAYBOOK_TEXT];
    if (patron__cell_code(playbook, "level", row, "relationship_level") < 0 && patron__cell_code(playbook, "approach", row, "approach") < 0)
      status = patron__problem_add(problems, "playbook", row, "level", NULL, "a level, an approach, or both");
    if (status == PATRON_OK && patron__cell_text(playbook, "text", row, text, sizeof text) < 0) status = patron__problem_add(problems, "playbook", row, "text", NULL, "a text of at most 1023 bytes");
  }
  return status;
}

patron_status patron__playbook_explain(const patron__run *run, int64_t row, patron_table *explanations) {
  const patron_table *playbook = patron__tables_find(run->rules, "playbook");
  const patron__reason reason = {"playbook", "PLAYBOOK", NAN, NAN, NAN, NAN, NAN, NAN};
  const decided d = find_decided(run);
  patron_status status = PATRON_OK;
  for (int64_t rule = 0; rule < patron__cells_rows(playbook) && status == PATRON_OK; rule++) {
    char text[PLAYBOOK_TEXT];
    if (!agrees(patron__cell_code(playbook, "level", rule, "relationship_level"), d.level, row) || !agrees(patron__cell_code(playbook, "approach", rule, "approach"), d.approach, row)) continue;
    (void)patron__cell_text(playbook, "text", rule, text, sizeof text);
    status = patron__explain_add(explanations, run, row, "serve", &reason, "%s", text);
  }
  return status;
}

patron_status patron__playbook_report(patron__run *run) {
  static const patron__rows_column columns[] = {{"level", PATRON_CODE, "relationship_level"}, {"approach", PATRON_CODE, "approach"}, {"text", PATRON_TEXT, NULL}, {"customers", PATRON_INTEGER, NULL}};
  const patron_table *playbook = patron__tables_find(run->rules, "playbook");
  const decided d = find_decided(run);
  patron__rows rows;
  patron_status status;
  if (d.level == NULL && d.approach == NULL) return PATRON_OK;
  status = patron__rows_create(run->context, "playbook", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  for (int64_t rule = 0; rule < patron__cells_rows(playbook); rule++) {
    const int32_t level = patron__cell_code(playbook, "level", rule, "relationship_level"), approach = patron__cell_code(playbook, "approach", rule, "approach");
    char text[PLAYBOOK_TEXT];
    int64_t count = 0;
    for (int64_t row = 0; row < run->rows; row++) count += agrees(level, d.level, row) && agrees(approach, d.approach, row);
    patron__rows_next(&rows);
    patron__rows_i32(&rows, 0, level);
    patron__rows_i32(&rows, 1, approach);
    patron__rows_text(&rows, 2, text, patron__cell_text(playbook, "text", rule, text, sizeof text));
    patron__rows_i64(&rows, 3, count);
  }
  return patron__rows_keep(&rows, run->out);
}
