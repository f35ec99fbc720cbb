/* Reads a CSV file whole; fields are cut out of its text in place. */
#include "golden_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *folder, const char *name)
{
  char path[1024];
  char *text = NULL;
  long size;
  FILE *file;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  file = fopen(path, "rb");
  if (!file) return NULL;
  if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
    text = malloc((size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, file) != (size_t)size) {
      free(text);
      text = NULL;
    }
    if (text) text[size] = '\0';
  }
  fclose(file);
  return text;
}

/* Takes a field off the text, in place, and says what ended it: a comma, a line end or the end. */
static char take_field(char **at, char **field)
{
  char *from = *at, *to = *at, end;
  int quoted = *from == '"';
  *field = to;
  if (quoted) from++;
  while (*from != '\0' && (quoted || (*from != ',' && *from != '\n' && *from != '\r'))) {
    if (quoted && *from == '"') {
      from++;
      if (*from != '"') {
        quoted = 0;
        continue;
      }
    }
    *to++ = *from++;
  }
  if (*from == '\r') from++;
  end = *from;
  *to = '\0';
  *at = end == '\0' ? from : from + 1;
  return end;
}

int golden_csv_load(const char *folder, const char *name, golden_csv *out)
{
  char *at;
  int64_t lines = 0, fields = 0;
  memset(out, 0, sizeof *out);
  out->text = read_file(folder, name);
  if (!out->text) return 0;
  for (at = out->text; *at; at++) lines += *at == '\n';
  at = out->text;
  while (out->columns < GOLDEN_CSV_COLUMNS && take_field(&at, out->column + out->columns++) == ',') continue;
  out->field = malloc(sizeof *out->field * (size_t)((lines + 1) * out->columns));
  if (!out->field) return -1;
  while (*at) {
    for (int c = 0; c < out->columns; c++) take_field(&at, out->field + fields++);
    out->rows++;
  }
  return 1;
}

const char *golden_csv_get(const golden_csv *from, int64_t row, const char *column)
{
  for (int c = 0; c < from->columns; c++) {
    if (strcmp(from->column[c], column) == 0) return from->field[row * from->columns + c];
  }
  fprintf(stderr, "no column %s\n", column);
  abort();
}

int golden_csv_load_shared(const char *name, golden_csv *out)
{
  const char *shared = getenv("PATRON_SHARED");
  char folder[900];
  snprintf(folder, sizeof folder, "%s/data", shared ? shared : PATRON_SHARED);
  return golden_csv_load(folder, name, out);
}

void golden_csv_free(golden_csv *csv)
{
  free(csv->text);
  free(csv->field);
}
