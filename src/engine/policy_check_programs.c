/* Programs: each layer finds exactly one program, and in it tiers whose shares rise with their ranks. */
#include "base/text.h"
#include "engine/policy_check.h"
#include "stages/cells.h"
#include "stages/tier.h"

enum { NAME_ROOM = 64, LAYERS_ROOM = 512 };

static int32_t has_item(const char *list, int64_t list_len, const char *wanted, int64_t wanted_len) {
  const char *item;
  int64_t len;
  while (patron__rule_list_next(&list, &list_len, &item, &len))
    if (patron__text_equal(item, len, wanted, wanted_len)) return 1;
  return 0;
}

/* A layer that both lists name; both empty: "all others". */
static int32_t overlap(const char *a, int64_t a_len, const char *b, int64_t b_len, char name[NAME_ROOM]) {
  const char *item;
  int64_t len;
  if (a_len == 0 || b_len == 0) {
    memcpy(name, "all others", sizeof "all others");
    return a_len == b_len;
  }
  while (patron__rule_list_next(&a, &a_len, &item, &len)) {
    if (len == 0 || !has_item(b, b_len, item, len)) continue;
    if (len >= NAME_ROOM) len = patron__text_cut(item, NAME_ROOM - 1);
    memcpy(name, item, (size_t)len);
    name[len] = 0;
    return 1;
  }
  return 0;
}

static void check_against(patron__finding *finding, const patron_table *programs, int64_t row, int64_t other) {
  char layer[NAME_ROOM];
  int64_t len, other_len;
  const char *layers = patron__rule_text(programs, "layers", row, &len), *other_layers = patron__rule_text(programs, "layers", other, &other_len);
  if (!patron__rule_same(programs, "program", row, programs, "program", other)) {
    if (overlap(layers, len, other_layers, other_len, layer)) patron__find_problem(finding, programs, row, "layers", "layers of its own: row %lld, another program, has %s already", (long long)other + 1, layer);
    return;
  }
  if (!patron__text_equal(layers, len, other_layers, other_len)) patron__find_problem(finding, programs, row, "layers", "the same layers in all rows of a program, as in row %lld", (long long)other + 1);
  if (patron__rule_integer(programs, "rank", row) == patron__rule_integer(programs, "rank", other)) patron__find_problem(finding, programs, row, "rank", "a rank that no other tier of the program has (row %lld has it)", (long long)other + 1);
}

/* The row of the next better tier above the fence, of the same program; -1: this is the best. */
static int64_t better_tier(const patron_table *programs, int64_t row) {
  int64_t best = -1;
  for (int64_t other = 0; other < programs->rows; other++) {
    const int64_t rank = patron__rule_integer(programs, "rank", other);
    if (!patron__rule_same(programs, "program", row, programs, "program", other) || !patron__rule_flag(programs, "above_fence", other)) continue;
    if (rank < patron__rule_integer(programs, "rank", row) && (best < 0 || rank > patron__rule_integer(programs, "rank", best))) best = other;
  }
  return best;
}

int32_t patron__is_last_above(const patron_table *programs, int64_t row) {
  for (int64_t other = 0; other < programs->rows; other++)
    if (patron__rule_same(programs, "program", row, programs, "program", other) && patron__rule_flag(programs, "above_fence", other) && patron__rule_integer(programs, "rank", other) > patron__rule_integer(programs, "rank", row)) return 0;
  return 1;
}

/* As cuts are made: in millionths of the whole. */
static int64_t share_ppm(const patron_table *programs, int64_t row) { return (int64_t)(patron__rule_number(programs, "up_to_share", row) * 10000 + 0.5); }

static void check_share(patron__finding *finding, const patron_table *programs, int64_t row) {
  const double share = patron__rule_number(programs, "up_to_share", row);
  const int64_t better = better_tier(programs, row);
  if (!patron__rule_known(programs, "up_to_share", row)) patron__find_problem(finding, programs, row, "up_to_share", "a share for a tier above the fence: percent of the tier value down to here");
  else if (share_ppm(programs, row) <= 0) patron__find_problem(finding, programs, row, "up_to_share", "a share above 0, with at most four decimals");
  else if (better >= 0 && share_ppm(programs, row) <= share_ppm(programs, better)) patron__find_problem(finding, programs, row, "up_to_share", "a share above %g, that of the better tier in row %lld", patron__rule_number(programs, "up_to_share", better), (long long)better + 1);
  else if (patron__is_last_above(programs, row) && share != 100) patron__find_problem(finding, programs, row, "up_to_share", "100: the last tier above the fence takes the rest");
  if (better >= 0 && patron__rule_number(programs, "visits_per_year", row) > patron__rule_number(programs, "visits_per_year", better)) patron__find_problem(finding, programs, row, "visits_per_year", "no more visits than the better tier in row %lld gets", (long long)better + 1);
}

/* A tier below the fence ranks behind all above it, and there is one: customers below the fence have one lot. */
static void check_below(patron__finding *finding, const patron_table *programs, int64_t row) {
  for (int64_t other = 0; other < programs->rows; other++) {
    const int32_t above = patron__rule_flag(programs, "above_fence", other);
    if (other == row || !patron__rule_same(programs, "program", row, programs, "program", other)) continue;
    if (above && patron__rule_integer(programs, "rank", other) < patron__rule_integer(programs, "rank", row)) continue;
    if (above) patron__find_problem(finding, programs, row, "rank", "a rank below all tiers above the fence (row %lld)", (long long)other + 1);
    else if (other < row) patron__find_problem(finding, programs, row, "above_fence", "one tier below the fence: row %lld is it already, so nobody would get this one", (long long)other + 1);
    else continue;
    return;
  }
}

/* What stages read into fields of a fixed length. */
static void check_room(patron__finding *finding, const patron_table *programs, int64_t row) {
  static const struct { const char *column; int64_t room; } texts[] = {{"program", NAME_ROOM}, {"tier", NAME_ROOM}, {"layers", LAYERS_ROOM}};
  int64_t tiers = 0, programs_before = 0;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char text[LAYERS_ROOM];
    if (patron__cell_text(programs, texts[i].column, row, text, texts[i].room) == PATRON__CELL_BAD) patron__find_problem(finding, programs, row, texts[i].column, "at most %d bytes", (int)texts[i].room - 1);
  }
  if (patron__rule_integer(programs, "rank", row) > INT32_MAX) patron__find_problem(finding, programs, row, "rank", "a rank from 1 to %d", INT32_MAX);
  for (int64_t other = 0; other < row; other++) {
    int64_t first = 0;
    while (!patron__rule_same(programs, "program", first, programs, "program", other)) first++;
    programs_before += first == other;
    tiers += patron__rule_same(programs, "program", row, programs, "program", other);
  }
  if (tiers == PATRON__TIERS) patron__find_problem(finding, programs, row, "tier", "at most %d tiers in a program", PATRON__TIERS);
  if (tiers == 0 && programs_before == PATRON__PROGRAMS) patron__find_problem(finding, programs, row, "program", "at most %d programs", PATRON__PROGRAMS);
}

void patron__check_programs(patron__finding *finding) {
  const patron_table *programs = patron__tables_find(finding->rules, "programs");
  for (int64_t row = 0; row < patron__rule_rows(programs); row++) {
    check_room(finding, programs, row);
    for (int64_t other = 0; other < row; other++) check_against(finding, programs, row, other);
    if (patron__rule_flag(programs, "above_fence", row)) check_share(finding, programs, row);
    else check_below(finding, programs, row);
  }
}
