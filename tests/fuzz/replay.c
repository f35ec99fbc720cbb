/* Runs a fuzz target on files, as an ordinary test: a corpus must not bring back what was mended. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

static int run_file(const char *path)
{
  FILE *file = fopen(path, "rb");
  size_t size = 0, capacity = 1 << 20;
  uint8_t *bytes = malloc(capacity);
  if (file == NULL || bytes == NULL) {
    fprintf(stderr, "%s cannot be read\n", path);
    if (file != NULL) fclose(file);
    free(bytes);
    return 1;
  }
  size = fread(bytes, 1, capacity, file);
  fclose(file);
  uint8_t *exact = malloc(size == 0 ? 1 : size);   /* so that reading past the end is seen */
  if (exact == NULL) { free(bytes); return 1; }
  for (size_t i = 0; i < size; i++) exact[i] = bytes[i];
  free(bytes);
  LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  return 0;
}

int main(int count, char **paths)
{
  int failed = count < 2;
  for (int i = 1; i < count; i++) failed |= run_file(paths[i]);
  printf("%d files\n", count - 1);
  return failed;
}
