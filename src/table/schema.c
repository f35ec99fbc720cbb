/* The well-known tables and columns as constant arrays, made from the .def files, and how they are found by name. */
#include "table/schema.h"

#include <float.h>

/* The words of the .def files. */
#define REQUIRED PATRON__REQUIRED
#define KEY PATRON__KEY
#define FREE_CODES PATRON__FREE_CODES
#define ID PATRON__ID
#define EMPTY_ALLOWED PATRON__EMPTY_ALLOWED
#define MEASURE PATRON__MEASURE
#define RANGE(low, high) low, high
#define ANY 1, 0
#define MARK 0, 100
#define SHARE 0, 1
#define NOT_NEGATIVE 0, DBL_MAX
#define POSITIVE PATRON__ABOVE_ZERO, DBL_MAX
#define LARGE 1000000000

/* Where each table's columns begin: a table takes no number of its own, so FIRST is the number of its first column. */
enum {
#define TABLE(kind, table, doc) FIRST_##kind##_##table, BEFORE_##kind##_##table = FIRST_##kind##_##table - 1,
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc) AT_##kind##_##table##_##name,
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc) AT_##kind##_##table##_##name,
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
  COLUMN_COUNT
};

static const patron__schema_column columns[] = {
#define TABLE(kind, table, doc)
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc) {#table, #name, PATRON__##kind, PATRON_##type, flags, codes, range, unit, value, stage, doc},
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc) \
  {#table, text, PATRON__##kind, PATRON_##type, (flags) | PATRON__PATTERN, codes, range, unit, value, stage, doc},
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
};

typedef struct known_table {
  const char *name;
  int32_t kind, first;
  const char *doc;
} known_table;

static const known_table tables[] = {
#define TABLE(kind, table, doc) {#table, PATRON__##kind, FIRST_##kind##_##table, doc},
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc)
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc)
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
  {NULL, 0, COLUMN_COUNT, NULL},
};

enum { TABLE_COUNT = (int)(sizeof tables / sizeof tables[0]) - 1 };

static const patron__setting settings[] = {
#define SETTING(key, type, least, most, ascending, range, codes, value, doc) {key, PATRON_##type, least, most, ascending, range, codes, value, doc},
#include "table/settings.def"
#undef SETTING
};

enum { SETTING_COUNT = (int)(sizeof settings / sizeof settings[0]) };

static const char *const presets[][2] = {
#define PRESET(name, doc) {name, doc},
#include "table/presets.def"
#undef PRESET
};

static const known_table *find_table(const char *table, int32_t kind) {
  for (int32_t i = 0; i < TABLE_COUNT; i++)
    if (tables[i].kind == kind && strcmp(tables[i].name, table) == 0) return &tables[i];
  return NULL;
}

int32_t patron__schema_has_table(const char *table, int32_t kind) { return find_table(table, kind) != NULL; }

/* "<segment>_class" and "sales_class": what follows the brackets ends the name, and something stands before it. */
static int32_t matches_pattern(const char *pattern, const char *column) {
  const char *end = strchr(pattern, '>') + 1;
  size_t end_length = strlen(end), length = strlen(column);
  return end_length > 0 && length > end_length && strcmp(column + length - end_length, end) == 0;
}

const patron__schema_column *patron__schema_find(const char *table, const char *column, int32_t kind) {
  const known_table *found = find_table(table, kind);
  if (found == NULL) return NULL;
  for (int32_t i = found[0].first; i < found[1].first; i++)
    if (columns[i].name[0] == column[0] && strcmp(columns[i].name, column) == 0 && !(columns[i].flags & PATRON__PATTERN)) return &columns[i];
  for (int32_t i = found[0].first; i < found[1].first; i++)
    if ((columns[i].flags & PATRON__PATTERN) && matches_pattern(columns[i].name, column)) return &columns[i];
  return NULL;
}

const patron__schema_column *patron__schema_at(int32_t index) { return index >= 0 && index < COLUMN_COUNT ? &columns[index] : NULL; }

const patron__setting *patron__setting_at(int32_t index) { return index >= 0 && index < SETTING_COUNT ? &settings[index] : NULL; }

const patron__setting *patron__setting_find(const char *key) {
  for (int32_t i = 0; i < SETTING_COUNT; i++)
    if (settings[i].key[0] == key[0] && strcmp(settings[i].key, key) == 0) return &settings[i];
  return NULL;
}

const char *patron__preset_at(int32_t index, const char **doc) {
  if (index < 0 || index >= (int32_t)(sizeof presets / sizeof presets[0])) return NULL;
  *doc = presets[index][1];
  return presets[index][0];
}

const char *patron__schema_table_at(int32_t index, int32_t kind) {
  for (int32_t i = 0; i < TABLE_COUNT; i++)
    if (tables[i].kind == kind && index-- == 0) return tables[i].name;
  return NULL;
}

const char *patron__schema_table_doc(const char *table, int32_t kind) {
  const known_table *found = find_table(table, kind);
  return found != NULL ? found->doc : NULL;
}

const char *patron__type_name(int32_t type) {
  static const char *const names[] = {"MONEY", "NUMBER", "INTEGER", "DATE", "TEXT", "CODE", "FLAG"};
  return type >= PATRON_MONEY && type <= PATRON_FLAG ? names[type - 1] : "";
}

const char *patron__kind_name(int32_t kind) { return kind == PATRON__FACT ? "FACT" : kind == PATRON__RULE ? "RULE" : "DECISION"; }
