/* The public data that the Pareto vectors were computed from, as rows of customer, layer, region and value in units of 1e-4. */
#ifndef PATRON_TESTS_GOLDEN_DATA_H
#define PATRON_TESTS_GOLDEN_DATA_H

#include <stdint.h>

typedef struct golden_row { const char *customer, *layer, *region; int64_t value; } golden_row;

/* Rows are ordered by customer. The texts lie in `text`. */
typedef struct golden_data { golden_row *rows; int64_t n; char *text[2]; } golden_data;

/* Loads what the vector file `name` (without .json) was computed from. 1: done; 0: the data are not on this machine; -1: they are not what they should be. */
int golden_data_load(const char *name, golden_data *out);
void golden_data_free(golden_data *data);

/* SHA-256 of a text in hexadecimal digits. */
void golden_sha256(const char *text, uint64_t length, char out[65]);

#endif
