/* The fixed code lists: names with numbers that are kept for ever, so that hosts may store either. */
#include "table/schema.h"

#include <stddef.h>

enum {
#define CODES(list, doc) FIRST_##list, BEFORE_##list = FIRST_##list - 1,
#define CODE(list, number, name, doc) AT_##list##_##name,
#include "table/codes.def"
#undef CODES
#undef CODE
  ENTRY_COUNT
};

/* Numbers count from 0 without gaps: the place in the array says the number. */
#define CODES(list, doc)
#define CODE(list, number, name, doc) _Static_assert(AT_##list##_##name - FIRST_##list == (number), "codes of a list count from 0 without gaps");
#include "table/codes.def"
#undef CODES
#undef CODE

/* A name and its line of documentation behind it; places of texts in place of addresses, as in the schema. */
typedef struct code_texts {
#define CODES(list, doc) char list[sizeof #list "\0" doc];
#define CODE(list, number, name, doc) char list##__##name[sizeof #name "\0" doc];
#include "table/codes.def"
#undef CODES
#undef CODE
} code_texts;

static const code_texts texts = {
#define CODES(list, doc) #list "\0" doc,
#define CODE(list, number, name, doc) #name "\0" doc,
#include "table/codes.def"
#undef CODES
#undef CODE
};

_Static_assert(sizeof texts <= UINT16_MAX, "places of texts take two bytes");

static const uint16_t entries[] = {
#define CODES(list, doc)
#define CODE(list, number, name, doc) offsetof(code_texts, list##__##name),
#include "table/codes.def"
#undef CODES
#undef CODE
};

typedef struct code_list { uint16_t text, first; } code_list;

static const code_list lists[] = {
#define CODES(list, doc) {offsetof(code_texts, list), FIRST_##list},
#define CODE(list, number, name, doc)
#include "table/codes.def"
#undef CODES
#undef CODE
  {0, ENTRY_COUNT},
};

enum { LIST_COUNT = (int)(sizeof lists / sizeof lists[0]) - 1 };

static const char *text_of(uint16_t place) { return (const char *)&texts + place; }

static const code_list *find_list(const char *name) {
  for (int32_t i = 0; i < LIST_COUNT; i++)
    if (text_of(lists[i].text)[0] == name[0] && strcmp(text_of(lists[i].text), name) == 0) return &lists[i];
  return NULL;
}

int32_t patron__code_of(const char *codes, const char *name, int64_t len) {
  const code_list *list = find_list(codes);
  if (list == NULL) return -1;
  for (int32_t i = list[0].first; i < list[1].first; i++)
    if (patron__text_equal(text_of(entries[i]), -1, name, len)) return i - list->first;
  return -1;
}

const char *patron__code_text(const char *codes, int32_t code) {
  const code_list *list = find_list(codes);
  return list != NULL && code >= 0 && code < list[1].first - list[0].first ? text_of(entries[list->first + code]) : NULL;
}

const char *patron__code_doc(const char *codes, int32_t code) {
  const char *name = patron__code_text(codes, code);
  return name != NULL ? patron__text_at(name, 1) : NULL;
}

int32_t patron__code_count(const char *codes) {
  const code_list *list = find_list(codes);
  return list != NULL ? list[1].first - list[0].first : 0;
}

const char *patron__code_list_at(int32_t index, const char **doc) {
  if (index < 0 || index >= LIST_COUNT) return NULL;
  *doc = patron__text_at(text_of(lists[index].text), 1);
  return text_of(lists[index].text);
}

patron_status patron__code_dictionary(patron_context *context, const char *codes, patron__dictionary **out) {
  enum { MOST = 64 };
  const char *names[MOST];
  const code_list *list = find_list(codes);
  int32_t count = list != NULL ? list[1].first - list[0].first : 0;
  if (count > MOST) return patron__fail(context, PATRON_E_INTERNAL, NULL, "code list %s is longer than expected", codes);
  for (int32_t i = 0; i < count; i++) names[i] = text_of(entries[list->first + i]);
  return patron__dictionary_create(context, names, NULL, count, out);
}

/* The code list of a column: "table.column" says which of several columns of a name is meant, else facts come before rules before decisions. */
static const char *list_of_column(const char *column) {
  const char *point = strchr(column, '.');
  for (int32_t kind = PATRON__FACT; kind <= PATRON__DECISION; kind++) {
    const char *table;
    for (int32_t i = 0; (table = patron__schema_table_at(i, kind)) != NULL; i++) {
      size_t length = strlen(table);
      if (point != NULL && ((size_t)(point - column) != length || strncmp(table, column, length) != 0)) continue;
      const patron__schema_column *found = patron__schema_find(table, point != NULL ? point + 1 : column, kind);
      if (found != NULL && found->type == PATRON_CODE) return patron__schema_text(found, PATRON__CODES_TEXT);
    }
  }
  const patron__setting *setting = patron__setting_find(column);
  return setting != NULL ? patron__setting_text(setting, PATRON__CODES_TEXT) : "";
}

const char *patron_code_name(const char *column, int32_t code) {
  if (column == NULL) return NULL;
  return patron__code_text(find_list(column) != NULL ? column : list_of_column(column), code);
}
