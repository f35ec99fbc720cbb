/* Overrides per author: who decides otherwise how often, in which direction, and what became of it. */
#include <string.h>

#include "base/text.h"
#include "patron/rules/relationship.h"
#include "stages/cells.h"
#include "stages/override_parts.h"
#include "stages/values.h"
#include "table/rows.h"

/* How good a value is, for an order; -1: it has none. */
int32_t patron__override_goodness(const patron__overrides *w, const char *column, int64_t row, const char *name, int64_t len) {
  int32_t code;
  if (strcmp(column, "held_tier") == 0) {
    const int32_t p = patron__program_of(&w->tiers, w->state->tier->programs, w->state->tier->program_count, row);
    const int32_t tier = p < 0 ? -1 : patron__tier_find(&w->state->tier->programs[p], name, len);
    return tier < 0 ? -1 : PATRON__TIERS - tier;
  }
  if (strcmp(column, "coverage") == 0) {
    code = patron__code_of("coverage", name, len);
    return code < 0 ? -1 : PATRON__COVERAGE_INBOUND - code;
  }
  if (strcmp(column, "intent") == 0) return -1;
  if (strcmp(column, "key") == 0) return patron__text_equal(name, len, "yes", 3);
  if (strcmp(column, "relationship_level") == 0) {
    code = patron__code_of("relationship_level", name, len);
    return code <= PATRON_LEVEL_STRATEGIC ? code : -1;
  }
  return patron__code_of(strcmp(column, "target_approach") == 0 || strcmp(column, "recommended_approach") == 0 ? "approach" : "band", name, len);
}

/* Of one author: overrides, and what became of them. */
typedef struct author { int64_t n, customers, applied, raised, lowered, kept, lapsed, refused; int32_t last; } author;

/* Whether an applied override moved the decision up or down, where the column has an order. */
static void count_direction(const patron__overrides *w, const patron_table *list, int64_t i, int32_t row, author *of) {
  char column[64], computed[128], value[128];
  const int64_t computed_len = patron__cell_text(list, "computed", i, computed, sizeof computed), value_len = patron__cell_text(list, "value", i, value, sizeof value);
  int32_t from, to;
  (void)patron__cell_text(list, "column", i, column, sizeof column);
  if (computed_len <= 0 || value_len <= 0) return;
  from = patron__override_goodness(w, column, row, computed, computed_len);
  to = patron__override_goodness(w, column, row, value, value_len);
  if (from < 0 || to < 0) return;
  of->raised += to > from;
  of->lowered += to < from;
}

/* The list is sorted by customer: one that an author has changed twice is met twice in a row. */
static void count_authors(const patron__overrides *w, const patron_table *list, const int32_t *codes, author *authors) {
  for (int64_t i = 0; i < list->rows; i++) {
    author *of = &authors[codes[i] < 0 ? 0 : codes[i]];
    of->n++;
    switch (patron__cell_code(list, "state", i, "override_state")) {
      case PATRON__OVERRIDE_APPLIED:
        of->applied++;
        of->customers += of->last != w->customer[i];
        of->last = w->customer[i];
        count_direction(w, list, i, w->customer[i], of);
        break;
      case PATRON__OVERRIDE_LAPSED: of->lapsed++; break;
      case PATRON__OVERRIDE_REFUSED: of->refused++; break;
      case PATRON__OVERRIDE_PENDING: break;
      default: of->kept++;
    }
  }
}

static patron_status write_authors(patron__run *run, const patron__dictionary *names, const author *authors) {
  static const patron__rows_column columns[] = {{"author", PATRON_TEXT, NULL}, {"n", PATRON_INTEGER, NULL}, {"applied", PATRON_INTEGER, NULL}, {"raised", PATRON_INTEGER, NULL}, {"lowered", PATRON_INTEGER, NULL},
                                                {"net_direction", PATRON_INTEGER, NULL}, {"kept", PATRON_INTEGER, NULL}, {"lapsed", PATRON_INTEGER, NULL}, {"refused", PATRON_INTEGER, NULL},
                                                {"customers", PATRON_INTEGER, NULL}, {"share_of_customers", PATRON_NUMBER, NULL}};
  patron__rows rows;
  patron_status status = patron__rows_create(run->context, "override_authors", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status != PATRON_OK) return status;
  for (int32_t a = 0; a < names->count; a++) {
    const author *of = &authors[a];
    const int64_t counts[] = {of->n, of->applied, of->raised, of->lowered, of->raised - of->lowered, of->kept, of->lapsed, of->refused, of->customers};
    int64_t len;
    const char *name = patron__dictionary_name(names, a, &len);
    patron__rows_next(&rows);
    patron__rows_text(&rows, 0, name, len);
    for (int32_t c = 0; c < 9; c++) patron__rows_i64(&rows, c + 1, counts[c]);
    if (run->rows > 0) patron__rows_f64(&rows, 10, (double)of->customers / (double)run->rows);
  }
  return patron__rows_keep(&rows, run->out);
}

/* Who overrides how much, and in which direction: from the list of what became of each override. */
patron_status patron__override_authors(patron__run *run, const patron__override_state *of_model) {
  const patron_table *list = run->made == NULL ? NULL : patron__tables_find(run->made, "overrides");
  patron__overrides w = {.run = run, .state = of_model, .table = list};
  patron__dictionary *names = NULL;
  int32_t *codes = NULL;
  author *authors = NULL;
  patron_status status;
  if (list == NULL) return PATRON_OK;
  w.tiers = patron__tier_inputs_of(run);
  codes = patron__allocate_array(run->context, list->rows + 1, sizeof *codes);
  status = codes == NULL ? patron__memory_status(run->context) : patron__column_encode(run->context, patron__table_find(list, "author"), codes, &names);
  if (status == PATRON_OK) status = patron__run_match(run, list, "customer", &w.customer);
  if (status == PATRON_OK) authors = patron__allocate_array(run->context, (int64_t)names->count + 1, sizeof *authors);
  if (status == PATRON_OK && authors == NULL) status = patron__memory_status(run->context);
  if (status == PATRON_OK) {
    for (int32_t a = 0; a < names->count; a++) authors[a].last = -1;
    count_authors(&w, list, codes, authors);
    status = write_authors(run, names, authors);
  }
  patron__release(run->context, authors);
  patron__release(run->context, w.customer);
  patron__dictionary_drop(names);
  patron__release(run->context, codes);
  return status;
}
