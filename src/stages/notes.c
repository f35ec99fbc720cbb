/* What a run has to say besides its decisions: columns that would enable more, and warnings. Noted in order, made into tables once, at the end. */
#include <string.h>

#include "stages/stage.h"

patron_status patron__notes_create(patron__arena *arena, patron__notes **out) {
  patron__notes *made = patron__arena_take(arena, sizeof *made);
  if (made == NULL) return patron__memory_status(arena->context);
  made->arena = arena;
  *out = made;
  return PATRON_OK;
}

/* A copy of a text at *end, which moves behind it. */
static const char *keep(const char *text, char **end) {
  char *kept = *end;
  if (text == NULL) return NULL;
  *end += strlen(text) + 1;
  memcpy(kept, text, (size_t)(*end - kept));
  return kept;
}

static uint64_t room_for(const char *text) { return text == NULL ? 0 : strlen(text) + 1; }

static patron_status add(patron__arena *arena, patron__note_list *list, const patron__note *from) {
  patron__note *made = patron__arena_take(arena, sizeof *made + room_for(from->table) + room_for(from->column) + room_for(from->code) + room_for(from->text));
  char *end;
  if (made == NULL) return patron__memory_status(arena->context);
  end = (char *)made + sizeof *made;
  made->table = keep(from->table, &end);
  made->column = keep(from->column, &end);
  made->code = keep(from->code, &end);
  made->text = keep(from->text, &end);
  made->row = from->row;
  if (list->last == NULL) list->first = made; else list->last->next = made;
  list->last = made;
  return PATRON_OK;
}

patron_status patron__run_skip(patron__run *run, const char *stage, const char *missing_column) {
  const patron__note from = {NULL, stage, missing_column, NULL, NULL, -1};
  return run->notes == NULL || patron__run_has_skipped(run, stage, missing_column) ? PATRON_OK : add(run->notes->arena, &run->notes->skipped, &from);
}

int32_t patron__run_has_skipped(const patron__run *run, const char *stage, const char *missing_column) {
  for (const patron__note *one = run->notes == NULL ? NULL : run->notes->skipped.first; one != NULL; one = one->next)
    if (strcmp(one->table, stage) == 0 && strcmp(one->column, missing_column) == 0) return 1;
  return 0;
}

patron_status patron__run_warn_row(patron__run *run, const char *table, const char *column, int64_t row, const char *code, const char *text) {
  const patron__note from = {NULL, table, column, code, text, row};
  return run->notes == NULL ? PATRON_OK : add(run->notes->arena, &run->notes->warnings, &from);
}

patron_status patron__run_warn(patron__run *run, const char *column, const char *code, const char *text) { return patron__run_warn_row(run, "customers", column, -1, code, text); }

static const char *const names[] = {"table", "column", "code", "text"};

static const char *text_of(const patron__note *note, int32_t which) {
  const char *const texts[] = {note->table, note->column, note->code, note->text};
  return texts[which];
}

/* One of the four texts of all notes, as a column whose bytes are written at once. */
static patron_status add_texts(const patron__note_list *list, patron_table *table, const char *name, int32_t which) {
  patron__column *column = NULL;
  int64_t bytes = 0, unknown = 0, row = 0, end = 0;
  patron_status status;
  for (const patron__note *one = list->first; one != NULL; one = one->next) {
    if (text_of(one, which) == NULL) unknown++; else bytes += (int64_t)strlen(text_of(one, which));
  }
  status = patron__column_create_text(table->arena, table->context, table->rows, bytes, &column);
  if (status != PATRON_OK) return status;
  if (unknown > 0) status = patron__column_need_validity(column);
  if (status != PATRON_OK) { patron__column_drop(column); return status; }
  for (const patron__note *one = list->first; one != NULL; one = one->next, row++) {
    const char *text = text_of(one, which);
    const size_t len = text == NULL ? 0 : strlen(text);
    if (text == NULL) patron__bit_clear(column->validity, row);
    if (len > 0) memcpy((char *)column->values + end, text, len);
    end += (int64_t)len;
    column->offsets[row + 1] = end;
  }
  column->offsets_filled = row;
  return patron__table_adopt(table, name, column);
}

static patron_status add_rows(const patron__note_list *list, patron_table *table) {
  patron__column *column = NULL;
  int64_t row = 0;
  const patron_status status = patron__column_create_in(table->arena, table->context, PATRON_INTEGER, table->rows, 1, &column);
  if (status != PATRON_OK) return status;
  for (const patron__note *one = list->first; one != NULL; one = one->next, row++) {
    if (one->row < 0) continue;
    ((int64_t *)column->values)[row] = one->row;
    patron__bit_set(column->validity, row);
  }
  return patron__table_adopt(table, "row", column);
}

patron_status patron__notes_skipped(const patron__notes *notes, patron_table *skipped) {
  patron_status status;
  for (const patron__note *one = notes->skipped.first; one != NULL; one = one->next) skipped->rows++;
  status = add_texts(&notes->skipped, skipped, "stage", 0);
  return status == PATRON_OK ? add_texts(&notes->skipped, skipped, "column", 1) : status;
}

patron_status patron__notes_warnings(const patron__notes *notes, patron_table *warnings) {
  patron_status status = PATRON_OK;
  if (warnings->column_count > 0) {
    for (const patron__note *one = notes->warnings.first; one != NULL && status == PATRON_OK; one = one->next)
      status = patron__warnings_add(warnings, one->table, one->column, one->row, one->code, one->text);
    return status;
  }
  for (const patron__note *one = notes->warnings.first; one != NULL; one = one->next) warnings->rows++;
  for (int32_t i = 0; i < 4 && status == PATRON_OK; i++) {
    if (i == 2) status = add_rows(&notes->warnings, warnings);
    if (status == PATRON_OK) status = add_texts(&notes->warnings, warnings, names[i], i);
  }
  return status;
}
