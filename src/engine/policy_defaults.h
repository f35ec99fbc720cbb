/* The rules that are built in, as text; read like rules of a host. */
#ifndef PATRON_SRC_ENGINE_POLICY_DEFAULTS_H
#define PATRON_SRC_ENGINE_POLICY_DEFAULTS_H

#include <stdint.h>

/* Cells row by row; NULL: unknown. */
typedef struct patron__default_rules {
  const char *table;
  const char *const *columns;
  int32_t column_count;
  const char *const *cells;
  int32_t rows;
} patron__default_rules;

/* What a preset changes in the default policy: whole rule tables and single settings. */
typedef struct patron__preset_rules {
  const char *name;
  const patron__default_rules *tables;
  int32_t table_count;
  const char *const *settings;   /* key, value, key, value, ... */
  int32_t setting_count;
} patron__preset_rules;

/* The tables of the default policy; NULL past the end. */
const patron__default_rules *patron__default_rules_at(int32_t index);
/* DEFAULT first; NULL past the end. */
const patron__preset_rules *patron__preset_rules_at(int32_t index);

#endif
