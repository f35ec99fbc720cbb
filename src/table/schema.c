/* The well-known tables and columns as constant arrays without addresses, made from the .def files, and how they are found by name. */
#include "table/schema.h"

#include <float.h>
#include <stddef.h>

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
#define NOT_NEGATIVE 0, NO_END
#define POSITIVE ABOVE_ZERO, NO_END
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

/* The numbers of the tables, facts before rules before decisions. */
enum {
#define TABLE(kind, table, doc) TABLE_##kind##_##table,
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc)
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc)
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
  TABLE_COUNT
};

/* All texts of a row stand one behind the other, and rows keep the place of the first: a table of addresses would be four times as large, and be filled in by the loader in every process. */
#define COLUMN_TEXTS(name, codes, unit, value, stage, doc) name "\0" codes "\0" value "\0" doc "\0" unit "\0" stage

typedef struct schema_texts {
#define TABLE(kind, table, doc) char kind##_##table[sizeof #table "\0" doc];
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc) char kind##_##table##__##name[sizeof COLUMN_TEXTS(#name, codes, unit, value, stage, doc)];
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc) char kind##_##table##__##name[sizeof COLUMN_TEXTS(text, codes, unit, value, stage, doc)];
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
} schema_texts;

static const schema_texts texts = {
#define TABLE(kind, table, doc) #table "\0" doc,
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc) COLUMN_TEXTS(#name, codes, unit, value, stage, doc),
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc) COLUMN_TEXTS(text, codes, unit, value, stage, doc),
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
};

_Static_assert(sizeof texts <= UINT16_MAX, "places of texts take two bytes");
_Static_assert(TABLE_COUNT <= UINT8_MAX, "numbers of tables take one byte");

/* Ranges of columns are whole numbers of one byte, two of which stand for others. */
#define ABOVE_ZERO INT8_MIN
#define NO_END INT8_MAX

static const patron__schema_column columns[] = {
#define TABLE(kind, table, doc)
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc) \
  {offsetof(schema_texts, kind##_##table##__##name), TABLE_##kind##_##table, PATRON__##kind, PATRON_##type, flags, range},
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc) \
  {offsetof(schema_texts, kind##_##table##__##name), TABLE_##kind##_##table, PATRON__##kind, PATRON_##type, (flags) | PATRON__PATTERN, range},
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
};

typedef struct known_table {
  uint16_t text, first;
  uint8_t kind;
} known_table;

static const known_table tables[] = {
#define TABLE(kind, table, doc) {offsetof(schema_texts, kind##_##table), FIRST_##kind##_##table, PATRON__##kind},
#define COLUMN(kind, table, name, type, flags, codes, range, unit, value, stage, doc)
#define PATTERN(kind, table, name, text, type, flags, codes, range, unit, value, stage, doc)
#include "table/schema_facts.def"
#include "table/schema_rules.def"
#include "table/schema_decisions.def"
#undef TABLE
#undef COLUMN
#undef PATTERN
  {0, COLUMN_COUNT, 0},
};

/* Settings have no name that C could take: the line in the list says which is which. */
#define JOIN(a, b) a##b
#define PLACE(line) JOIN(line_, line)
#define SETTING_TEXTS(key, codes, value, doc) key "\0" codes "\0" value "\0" doc

typedef struct setting_texts {
#define SETTING(key, type, least, most, ascending, range, codes, value, doc) char PLACE(__LINE__)[sizeof SETTING_TEXTS(key, codes, value, doc)];
#include "table/settings.def"
#undef SETTING
} setting_texts;

static const setting_texts words = {
#define SETTING(key, type, least, most, ascending, range, codes, value, doc) SETTING_TEXTS(key, codes, value, doc),
#include "table/settings.def"
#undef SETTING
};

#undef ABOVE_ZERO
#undef NO_END
#define ABOVE_ZERO PATRON__ABOVE_ZERO
#define NO_END DBL_MAX

static const patron__setting settings[] = {
#define SETTING(key, type, least, most, ascending, range, codes, value, doc) {range, offsetof(setting_texts, PLACE(__LINE__)), PATRON_##type, least, most, ascending},
#include "table/settings.def"
#undef SETTING
};

enum { SETTING_COUNT = (int)(sizeof settings / sizeof settings[0]) };

static const char presets[] =
#define PRESET(name, doc) name "\0" doc "\0"
#include "table/presets.def"
#undef PRESET
;

static const char *table_name(int32_t number) { return (const char *)&texts + tables[number].text; }

/* TABLE_COUNT: there is none. */
static int32_t find_table(const char *table, int32_t kind) {
  int32_t i = 0;
  while (i < TABLE_COUNT && (tables[i].kind != kind || strcmp(table_name(i), table) != 0)) i++;
  return i;
}

int32_t patron__schema_has_table(const char *table, int32_t kind) { return find_table(table, kind) < TABLE_COUNT; }

const char *patron__schema_text(const patron__schema_column *column, int32_t which) { return patron__text_at((const char *)&texts + column->text, which); }

const char *patron__schema_table(const patron__schema_column *column) { return table_name(column->table); }

double patron__schema_low(const patron__schema_column *column) { return column->low == INT8_MIN ? PATRON__ABOVE_ZERO : column->low; }

double patron__schema_high(const patron__schema_column *column) { return column->high == INT8_MAX ? DBL_MAX : column->high; }

/* "<segment>_class" and "sales_class": what follows the brackets ends the name, and something stands before it. */
static int32_t matches_pattern(const char *pattern, const char *column) {
  const char *end = strchr(pattern, '>') + 1;
  size_t end_length = strlen(end), length = strlen(column);
  return end_length > 0 && length > end_length && strcmp(column + length - end_length, end) == 0;
}

const patron__schema_column *patron__schema_of(const char *table, int32_t kind, int32_t index) {
  const known_table *found = &tables[find_table(table, kind)];
  return found->kind != 0 && found[0].first + index < found[1].first ? &columns[found->first + index] : NULL;
}

const patron__schema_column *patron__schema_find(const char *table, const char *column, int32_t kind) {
  const known_table *found = &tables[find_table(table, kind)];
  const patron__schema_column *pattern = NULL;
  if (found->kind == 0) return NULL;
  for (int32_t i = found[0].first; i < found[1].first; i++) {
    const char *name = (const char *)&texts + columns[i].text;
    if (columns[i].flags & PATRON__PATTERN) pattern = pattern == NULL && matches_pattern(name, column) ? &columns[i] : pattern;
    else if (name[0] == column[0] && strcmp(name, column) == 0) return &columns[i];
  }
  return pattern;
}

const patron__schema_column *patron__schema_at(int32_t index) { return index >= 0 && index < COLUMN_COUNT ? &columns[index] : NULL; }

const char *patron__setting_text(const patron__setting *setting, int32_t which) { return patron__text_at((const char *)&words + setting->text, which); }

const patron__setting *patron__setting_at(int32_t index) { return index >= 0 && index < SETTING_COUNT ? &settings[index] : NULL; }

const patron__setting *patron__setting_find(const char *key) {
  for (int32_t i = 0; i < SETTING_COUNT; i++) {
    const char *name = (const char *)&words + settings[i].text;
    if (name[0] == key[0] && strcmp(name, key) == 0) return &settings[i];
  }
  return NULL;
}

const char *patron__preset_at(int32_t index, const char **doc) {
  const char *name = presets;
  for (; index > 0 && name[0] != 0; index--) name = patron__text_at(name, 2);
  *doc = patron__text_at(name, 1);
  return index < 0 || name[0] == 0 ? NULL : name;
}

const char *patron__schema_table_at(int32_t index, int32_t kind) {
  for (int32_t i = 0; i < TABLE_COUNT; i++)
    if (tables[i].kind == kind && index-- == 0) return table_name(i);
  return NULL;
}

const char *patron__schema_table_doc(const char *table, int32_t kind) {
  const int32_t found = find_table(table, kind);
  return found < TABLE_COUNT ? patron__text_at(table_name(found), 1) : NULL;
}

const char *patron__type_name(int32_t type) {
  return type >= PATRON_MONEY && type <= PATRON_FLAG ? patron__text_at("MONEY\0NUMBER\0INTEGER\0DATE\0TEXT\0CODE\0FLAG", type - 1) : "";
}

const char *patron__kind_name(int32_t kind) { return kind == PATRON__FACT ? "FACT" : kind == PATRON__RULE ? "RULE" : "DECISION"; }
