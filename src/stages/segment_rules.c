/* The rule table `segments`: reading a row, and what contradicts itself in it. */
#include <string.h>

#include "base/text.h"
#include "stages/lists.h"
#include "stages/segment.h"

patron_status patron__segment_cuts_read(const char *text, int64_t *cuts_ppm, int32_t *count) {
  const char *item;
  int64_t len;
  int32_t found = 0;
  while (patron__list_next(&text, &item, &len)) {
    int64_t ppm;
    if (found == PATRON__SEGMENT_CUTS || patron__parse_scaled(item, len, 10000, &ppm) != PATRON_OK) return PATRON_E_RANGE;
    if (ppm <= 0 || ppm > 1000000 || (found > 0 && ppm <= cuts_ppm[found - 1])) return PATRON_E_RANGE;
    cuts_ppm[found++] = ppm;
  }
  *count = found;
  return found > 0 ? PATRON_OK : PATRON_E_RANGE;
}

/* A TEXT or CODE cell as NUL-terminated text; unknown is empty. 0: too long. */
static int32_t cell_text(const patron_table *table, const char *name, int64_t row, char *out, int64_t cap) {
  const patron__column *column = patron__table_find(table, name);
  const char *text;
  int64_t len;
  out[0] = '\0';
  if (column == NULL || !patron__column_known(column, row)) return 1;
  if (column->type == PATRON_CODE) text = patron__dictionary_name(column->dictionary, patron__column_i32(column, row), &len);
  else if (column->type == PATRON_TEXT) text = patron__column_text(column, row, &len);
  else return 0;
  if (len >= cap) return 0;
  memcpy(out, text, (size_t)len);
  out[len] = '\0';
  return 1;
}

patron_status patron__segment_rule_read(patron_context *context, const patron_table *segments, int64_t row, patron__segment_rule *out) {
  char cuts[512], bit[16];
  patron__where where = {"segments", NULL, row, NULL, 0, NULL};
  memset(out, 0, sizeof *out);
  where.column = "segment";
  where.expected = "a name of at most 63 bytes; lists of at most 511";
  if (!cell_text(segments, "segment", row, out->name, sizeof out->name) || !cell_text(segments, "measure", row, out->measure, sizeof out->measure) ||
      !cell_text(segments, "by", row, out->by, sizeof out->by) || !cell_text(segments, "layers", row, out->layers, sizeof out->layers) ||
      !cell_text(segments, "cuts", row, cuts, sizeof cuts) || !cell_text(segments, "bit", row, bit, sizeof bit))
    return patron__fail(context, PATRON_E_RANGE, &where, "a text in a segment is too long");
  if (cuts[0] == '\0') memcpy(cuts, "80,95", sizeof "80,95");
  if (patron__segment_cuts_read(cuts, out->cuts_ppm, &out->cut_count) != PATRON_OK) {
    where.column = "cuts";
    where.value = cuts;
    where.value_length = -1;
    where.expected = "ascending percentages above 0 and at most 100 with up to four decimals, at most 24 of them, such as 80,95";
    return patron__fail(context, PATRON_E_RANGE, &where, "the cuts of a segment cannot be used");
  }
  out->bit = strcmp(bit, "SALES") == 0 ? PATRON__BIT_SALES : strcmp(bit, "PROFIT") == 0 ? PATRON__BIT_PROFIT : PATRON__BIT_NONE;
  return PATRON_OK;
}

patron_status patron__segment_check(patron_context *context, const patron__tables *rules, patron_table *problems) {
  const patron_table *segments = patron__tables_find(rules, "segments");
  patron_status status = PATRON_OK;
  (void)context;
  for (int64_t row = 0; segments != NULL && row < segments->rows && status == PATRON_OK; row++) {
    patron__segment_rule rule;
    char purpose[8], text[512];
    const int32_t has_purpose = !cell_text(segments, "purpose", row, purpose, sizeof purpose) || purpose[0] != '\0';
    const int32_t has_use = !cell_text(segments, "use", row, purpose, sizeof purpose) || purpose[0] != '\0';
    const int32_t too_long = !cell_text(segments, "layers", row, text, sizeof text);
    if (too_long) status = patron__problem_add(problems, "segments", row, "layers", NULL, "at most 511 bytes");
    else if (patron__segment_rule_read(NULL, segments, row, &rule) != PATRON_OK && cell_text(segments, "segment", row, text, sizeof rule.name) && cell_text(segments, "measure", row, text, sizeof rule.measure) &&
             cell_text(segments, "by", row, text, sizeof rule.by))   /* those are looked at with the names of columns */
      status = patron__problem_add(problems, "segments", row, "cuts", cell_text(segments, "cuts", row, text, sizeof text) ? text : NULL, "ascending percentages above 0 and at most 100 with up to four decimals, at most 24 of them, such as 80,95");
    if (status == PATRON_OK && !has_purpose) status = patron__problem_add(problems, "segments", row, "purpose", NULL, "why the line is drawn: a segment without purpose is refused");
    if (status == PATRON_OK && !has_use) status = patron__problem_add(problems, "segments", row, "use", NULL, "what the segment is for: a segment without use is refused");
  }
  return status;
}

void patron__segment_column(const char *segment, const char *what, char out[96]) {
  const size_t length = strlen(segment);
  memcpy(out, segment, length);
  memcpy(out + length, what, strlen(what) + 1);
}
