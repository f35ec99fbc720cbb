/*
 * What rules say of columns: that one of that name can be there when the rule is followed, that its type will do, and that no two rules write the same one.
 *
 * A name that the schema does not know may be a column of the host's own, which only the facts can tell: it is passed over here and looked for by fit.
 */
#include "base/text.h"
#include "engine/policy_check.h"
#include "stages/cells.h"
#include "stages/lists.h"

enum { NAME_ROOM = 64, LIST_ROOM = 512, MOST_COLUMNS = 8 };
enum { MONEY = 1 << PATRON_MONEY, NUMBER = 1 << PATRON_NUMBER, INTEGER = 1 << PATRON_INTEGER, TEXT = 1 << PATRON_TEXT, CODE = 1 << PATRON_CODE, FLAG = 1 << PATRON_FLAG };

/* Who reads a column: the stage (NULL: nobody before all are done), and what it can read. */
typedef struct reader { const char *stage, *facts; int32_t types; const char *expected; } reader;

static int32_t stage_index(const char *name) {
  const patron__stage *stage;
  int32_t i = 0;
  for (; name != NULL && (stage = patron__stage_at(i)) != NULL; i++)
    if (strcmp(stage->name, name) == 0) return i;
  return INT32_MAX;
}

static const char *const segment_ends[] = {"_class", "_held", "_cutoff", "_margin"};
enum { SEGMENT_ENDS = (int)(sizeof segment_ends / sizeof *segment_ends) };

/* The stage that writes a decision column of this name, by the schema or by a rule; NULL: none, or one that can be read before its own turn. */
static const char *writer(const patron__finding *finding, const char *name) {
  const patron__schema_column *decision = patron__schema_find("customers", name, PATRON__DECISION);
  if (strcmp(name, "visits_now") == 0) return NULL;   /* measures has counted the activities */
  if (strcmp(name, "rank") == 0 || strcmp(name, "rank_in_layer") == 0 || strcmp(name, "rank_in_cell") == 0) return "override";   /* known when all is done */
  if (decision != NULL && !(decision->flags & PATRON__PATTERN)) return patron__schema_text(decision, PATRON__STAGE_TEXT);
  if (patron__cells_name(patron__tables_find(finding->rules, "scorecards"), "scorecard", name, "_coverage") || patron__cells_name(patron__tables_find(finding->rules, "scorecards"), "scorecard", name, "_confidence")) return "score";
  for (int32_t i = 0; i < SEGMENT_ENDS; i++)
    if (patron__cells_name(patron__tables_find(finding->rules, "segments"), "segment", name, segment_ends[i])) return "segment";
  return NULL;
}

/* One name in a cell of `table`. */
static void check_name(patron__finding *finding, const patron_table *table, int64_t row, const char *column, const char *name, const reader *by) {
  const patron__schema_column *fact = patron__schema_find(by->facts, name, PATRON__FACT), *decision;
  const char *stage = fact != NULL || strcmp(by->facts, "customers") != 0 ? NULL : writer(finding, name);
  if (fact != NULL) {
    const int32_t measured = (fact->flags & PATRON__MEASURE) != 0;
    if (!((measured ? MONEY | NUMBER : 1 << fact->type) & by->types)) patron__find_problem(finding, table, row, column, "%s: %s is none", by->expected, name);
    return;
  }
  if (stage == NULL) return;
  if (stage_index(stage) >= stage_index(by->stage)) {
    patron__find_problem(finding, table, row, column, "a column that is there before the stage %s: %s is written later, by %s", by->stage, name, stage);
    return;
  }
  decision = patron__schema_find("customers", name, PATRON__DECISION);
  if (decision != NULL && !(decision->flags & PATRON__MEASURE) && !((1 << decision->type) & by->types)) patron__find_problem(finding, table, row, column, "%s: %s is none", by->expected, name);
}

/* Comma-separated columns that make groups; `reserved` is the table of the model that has a column for each of them. */
static void check_groups(patron__finding *finding, const patron_table *table, int64_t row, const char *column, const char *stage, const char *facts, const char *reserved) {
  const reader by = {stage, facts, TEXT | CODE | INTEGER, "columns of text, codes or integers"};
  char list[LIST_ROOM], names[MOST_COLUMNS][NAME_ROOM];
  const char *at = list, *item;
  int64_t len;
  int32_t count = 0;
  if (patron__cell_text(table, column, row, list, sizeof list) == PATRON__CELL_BAD) {
    patron__find_problem(finding, table, row, column, "at most %d bytes", LIST_ROOM - 1);
    return;
  }
  while (patron__list_next(&at, &item, &len)) {
    if (count == MOST_COLUMNS || len >= NAME_ROOM) {
      patron__find_problem(finding, table, row, column, "at most %d columns with names of at most %d bytes", MOST_COLUMNS, NAME_ROOM - 1);
      return;
    }
    memcpy(names[count], item, (size_t)len);
    names[count][len] = '\0';
    for (int32_t i = 0; i < count; i++)
      if (strcmp(names[i], names[count]) == 0) patron__find_problem(finding, table, row, column, "each column once: take one %s out", names[count]);
    if (reserved != NULL && patron__schema_find(reserved, names[count], PATRON__DECISION) != NULL)
      patron__find_problem(finding, table, row, column, "columns that the table %s does not have itself: give the facts a copy of %s under another name", reserved, names[count]);
    check_name(finding, table, row, column, names[count++], &by);
  }
}

/* A name that is a column's or the beginning of others; 0: there is none, or it cannot be one, which has been said. */
static int32_t short_name(patron__finding *finding, const patron_table *table, int64_t row, const char *column, char name[NAME_ROOM]) {
  const int64_t len = patron__cell_text(table, column, row, name, NAME_ROOM);
  if (len >= 0 && (len == 0 || patron__table_name_fits(name))) return 1;
  if (len == PATRON__CELL_BAD || len >= 0) patron__find_problem(finding, table, row, column, "a name of at most %d bytes without control characters", NAME_ROOM - 1);
  return 0;
}

static void check_segment(patron__finding *finding, const patron_table *segments, int64_t row) {
  const reader by = {"segment", "customers", MONEY | NUMBER, "a column of money or numbers"};
  const patron_table *scorecards = patron__tables_find(finding->rules, "scorecards");
  char name[NAME_ROOM], made[NAME_ROOM + 16];
  if (short_name(finding, segments, row, "measure", name)) check_name(finding, segments, row, "measure", name, &by);
  check_groups(finding, segments, row, "by", "segment", "customers", "groups");
  if (!short_name(finding, segments, row, "segment", name)) return;
  for (int32_t i = 0; i < SEGMENT_ENDS; i++) {
    const patron__schema_column *decision, *fact;
    memcpy(made, name, strlen(name));
    memcpy(made + strlen(name), segment_ends[i], strlen(segment_ends[i]) + 1);
    decision = patron__schema_find("customers", made, PATRON__DECISION);
    fact = patron__schema_find("customers", made, PATRON__FACT);
    if ((decision != NULL && !(decision->flags & PATRON__PATTERN)) || fact != NULL || patron__cells_name(scorecards, "scorecard", made, "")) {
      patron__find_problem(finding, segments, row, "segment", "another name: the column %s that it would write is there already", made);
      return;
    }
  }
}

/* The score, its coverage and its confidence are columns, too. Whether the name is one that the schema knows is looked at where cards are read. */
static void check_card(patron__finding *finding, const patron_table *scorecards, int64_t row) {
  const patron_table *segments = patron__tables_find(finding->rules, "segments");
  char name[NAME_ROOM];
  if (!short_name(finding, scorecards, row, "scorecard", name) || patron__cell_is(scorecards, "table", row, "CHANNELS")) return;
  for (int32_t i = 0; i < SEGMENT_ENDS; i++)
    if (patron__cells_name(segments, "segment", name, segment_ends[i])) patron__find_problem(finding, scorecards, row, "scorecard", "another name: a segment writes this column");
  if (patron__cells_name(scorecards, "scorecard", name, "_coverage")) patron__find_problem(finding, scorecards, row, "scorecard", "another name: this is the coverage of another scorecard");
  if (patron__cells_name(scorecards, "scorecard", name, "_confidence")) patron__find_problem(finding, scorecards, row, "scorecard", "another name: this is the confidence of another scorecard");
  if (strlen(name) > sizeof "_computed" - 1 && strcmp(name + strlen(name) - (sizeof "_computed" - 1), "_computed") == 0)
    patron__find_problem(finding, scorecards, row, "scorecard", "a name that does not end in _computed, where overrides keep what was computed");
}

/* The table that the scorecard of a criterion scores: 0 customers, 1 channels, 2 customers by category; -1: there is no such scorecard. */
static int32_t table_of(const patron_table *scorecards, const char *name) {
  for (int64_t row = 0; row < patron__cells_rows(scorecards); row++)
    if (patron__cell_is(scorecards, "scorecard", row, name)) return patron__cell_is(scorecards, "table", row, "CHANNELS") ? 1 : patron__cell_is(scorecards, "table", row, "CATEGORIES") ? 2 : 0;
  return -1;
}

static void check_criterion(patron__finding *finding, const patron_table *criteria, int64_t row) {
  static const char *const own[] = {"scorecard", "criterion", "peer"};
  const patron_table *scorecards = patron__tables_find(finding->rules, "scorecards");
  char card[NAME_ROOM], column[NAME_ROOM], within[LIST_ROOM];
  int32_t table, nested;
  if (patron__cell_text(criteria, "scorecard", row, card, sizeof card) < 0 || patron__cell_text(criteria, "column", row, column, sizeof column) < 0) return;
  table = table_of(scorecards, card);
  nested = table_of(scorecards, column);
  if (table < 0) return;   /* said where cards are read */
  const reader by = {"score", table == 1 ? "channels" : "customers", MONEY | NUMBER | INTEGER | FLAG, "a column of money, numbers, integers or flags"};
  if (nested >= 0 && nested != table && !(table == 0 && nested == 2)) patron__find_problem(finding, criteria, row, "column", "a column of %s, or a scorecard over the same table: %s scores the other one", by.facts, column);
  else if (nested < 0) check_name(finding, criteria, row, "column", column, &by);
  check_groups(finding, criteria, row, "within", "score", by.facts, NULL);
  if (patron__cell_text(criteria, "within", row, within, sizeof within) <= 0) return;
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (patron__list_has(within, own[i], (int64_t)strlen(own[i]))) patron__find_problem(finding, criteria, row, "within", "columns that the model's table of peers does not have itself: give the facts a copy of %s under another name", own[i]);
}

/* What a term is paid on. */
static void check_measure(patron__finding *finding, const patron_table *table, int64_t row) {
  const reader by = {NULL, "customers", MONEY | NUMBER | INTEGER, "a column of money, numbers or integers"};
  char name[NAME_ROOM];
  if (short_name(finding, table, row, "measure", name) && strcmp(name, "GROWTH_INDEX") != 0) check_name(finding, table, row, "measure", name, &by);
}

/* Decisions that a customer may have, so that the name of a column is one. */
void patron__check_columns(patron__finding *finding) {
  static const struct { const char *table; void (*check)(patron__finding *, const patron_table *, int64_t); } checks[] = {
    {"segments", check_segment}, {"scorecards", check_card}, {"criteria", check_criterion}, {"terms", check_measure}, {"term_factors", check_measure}};
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    const patron_table *table = patron__tables_find(finding->rules, checks[i].table);
    for (int64_t row = 0; row < patron__cells_rows(table); row++) checks[i].check(finding, table, row);
  }
}
