/* Comma-separated lists in rules: "layer,territory", "80,95", "A:B,C:D". */
#include "stages/lists.h"

#include <string.h>

#include "base/text.h"

int32_t patron__list_next(const char **at, const char **item, int64_t *len) {
  const char *text = *at;
  while (text != NULL && *text != '\0') {
    const char *end;
    while (*text == ' ' || *text == ',') text++;
    end = text;
    while (*end != '\0' && *end != ',') end++;
    *item = text;
    *len = end - text;
    while (*len > 0 && text[*len - 1] == ' ') (*len)--;
    *at = text = end;
    if (*len > 0) return 1;
  }
  return 0;
}

int32_t patron__list_has(const char *list, const char *item, int64_t len) {
  const char *entry;
  int64_t entry_len;
  while (patron__list_next(&list, &entry, &entry_len))
    if (patron__text_equal(entry, entry_len, item, len)) return 1;
  return 0;
}

const char *patron__list_merged(const char *pairs, const char *item, int64_t len, int64_t *merged_len) {
  const char *entry;
  int64_t entry_len;
  while (patron__list_next(&pairs, &entry, &entry_len)) {
    const char *colon = memchr(entry, ':', (size_t)entry_len);
    if (colon == NULL || !patron__text_equal(entry, colon - entry, item, len)) continue;
    *merged_len = entry + entry_len - colon - 1;
    return colon + 1;
  }
  *merged_len = len;
  return item;
}
