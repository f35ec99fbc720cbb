/* What columns the tables of all parts have, and what their values are. One part cannot tell: where no row of it has a table or a column, or the numbers of a column happen to be whole, it would be read as another
   table than the others'. So the first pass of a fit, which looks at dates alone, writes down what it meets, and the plans of the later ones bring that to every part. */
#include "assess.h"

#include <lib/stringinfo.h>
#include <utils/memutils.h>

typedef struct line {
  char *table, *column;
  int values;
} line;

struct outline {
  MemoryContext memory;
  line *lines;   /* ascending by table, then by column */
  int count, capacity;
};

void outline_open(outline **out, MemoryContext memory)
{
  *out = MemoryContextAllocZero(memory, sizeof **out);
  (*out)->memory = memory;
}

static int compare(const line *one, const char *table, const char *column)
{
  int order = strcmp(one->table, table);
  return order != 0 ? order : strcmp(one->column, column);
}

void outline_add(outline *all, const char *table, const char *column, int values)
{
  int low = 0, high = all->count;
  while (low < high) {
    int middle = low + (high - low) / 2, order = compare(&all->lines[middle], table, column);
    if (order == 0) {
      all->lines[middle].values |= values;
      return;
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  if (all->count == all->capacity) {
    Size size = (Size)(all->capacity = all->capacity * 2 + 32) * sizeof *all->lines;
    all->lines = all->lines == NULL ? MemoryContextAlloc(all->memory, size) : repalloc(all->lines, size);
  }
  memmove(&all->lines[low + 1], &all->lines[low], (size_t)(all->count++ - low) * sizeof *all->lines);
  all->lines[low] = (line){ MemoryContextStrdup(all->memory, table), MemoryContextStrdup(all->memory, column), values };
}

bool outline_read(outline *all, const char *text, int64_t len)
{
  const char *end = text + len;
  while (text < end) {
    const char *column = memchr(text, '\t', (size_t)(end - text)), *values = column == NULL ? NULL : memchr(column + 1, '\t', (size_t)(end - column - 1));
    if (values == NULL || end - values < 3 || values[1] < '0' || values[1] > '7' || values[2] != '\n') return false;
    outline_add(all, pnstrdup(text, (Size)(column - text)), pnstrdup(column + 1, (Size)(values - column - 1)), values[1] - '0');
    text = values + 3;
  }
  return true;
}

void outline_text(const outline *all, StringInfo out)
{
  for (int i = 0; i < all->count; i++) appendStringInfo(out, "%s\t%s\t%d\n", all->lines[i].table, all->lines[i].column, all->lines[i].values);
}

void outline_expect(const outline *all, job *work, receiver *to)
{
  for (int i = 0; i < all->count; i++) frame_expect(receiver_frame(work, to, all->lines[i].table), all->lines[i].column, all->lines[i].values);
}
