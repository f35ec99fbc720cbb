/* Comma-separated cells as tables. */
#include "golden_csv.h"

/* Cuts off the cell at `*at`, in place; `*end` gets the character behind it. */
static char *take_cell(char **at, char *end)
{
  char *from = *at, *to = *at, *begin = *at;
  if (*from == '"') {
    for (from++; *from != '\0' && (*from != '"' || from[1] == '"'); *to++ = *from++)
      if (*from == '"') from++;
    if (*from == '"') from++;
  } else {
    while (*from != '\0' && *from != ',' && *from != '\n' && *from != '\r') from++;
    to = from;
  }
  if (*from == '\r') from++;
  *end = *from;
  *at = *from == '\0' ? from : from + 1;
  *to = '\0';
  return begin;
}

patron_table *golden_csv_table(patron_context *context, const char *name, char *text)
{
  const char *names[80];
  int64_t columns = 0, rows = 0;
  char end = ',';
  patron_table *table = NULL;
  while (end == ',' && columns < 80) names[columns++] = take_cell(&text, &end);
  for (const char *at = text; *at != '\0'; at++) rows += *at == '\n';
  const char **cells = calloc((size_t)(rows * columns + 1), sizeof *cells);
  if (cells == NULL) need(PATRON_E_NO_MEMORY, name);
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t column = 0; column < columns; column++) {
      const char *cell = take_cell(&text, &end);
      if ((end == ',') != (column + 1 < columns)) need(PATRON_E_FORMAT, cell);
      cells[column * rows + row] = *cell == '\0' ? NULL : cell;
    }
  }
  need(patron_table_create(context, name, rows, &table), name);
  for (int64_t column = 0; column < columns; column++) need(patron_table_add_strings(table, names[column], cells + column * rows), names[column]);
  free((void *)cells);
  return table;
}

char *golden_file(const char *folder, const char *name)
{
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  char *bytes = NULL;
  size_t size = 0, got = 1;
  while (got > 0) {
    char *larger = realloc(bytes, size + 65537);
    if (larger == NULL) need(PATRON_E_NO_MEMORY, path);
    bytes = larger;
    got = fread(bytes + size, 1, 65536, file);
    size += got;
    bytes[size] = '\0';
  }
  fclose(file);
  return bytes;
}
