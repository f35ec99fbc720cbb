/* Comma-separated lists in rules: "layer,territory", "80,95", "A:B,C:D". */
#ifndef PATRON_SRC_STAGES_LISTS_H
#define PATRON_SRC_STAGES_LISTS_H

#include <stdint.h>

/* The next item between commas, without blanks around it; 0 at the end. `*at` starts as the text and moves on. Empty items are passed over. */
int32_t patron__list_next(const char **at, const char **item, int64_t *len);
/* Whether an item stands in the list. */
int32_t patron__list_has(const char *list, const char *item, int64_t len);
/* The B of "A:B" for A in a list of pairs; A itself where it stands in no pair. */
const char *patron__list_merged(const char *pairs, const char *item, int64_t len, int64_t *merged_len);

#endif
