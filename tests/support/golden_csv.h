/* CSV files of the public data that tests may read but the sources may not hold. */
#ifndef PATRON_TESTS_GOLDEN_CSV_H
#define PATRON_TESTS_GOLDEN_CSV_H

#include <stdint.h>

enum { GOLDEN_CSV_COLUMNS = 20 };

/* Fields are NUL-terminated and lie in `text`, row by row. */
typedef struct golden_csv { char *text; char *column[GOLDEN_CSV_COLUMNS]; int columns; char **field; int64_t rows; } golden_csv;

/* 1: done; 0: there is no such file; -1: it cannot be read. */
int golden_csv_load(const char *folder, const char *name, golden_csv *out);
/* The same from the folder data/ of PATRON_SHARED: the environment variable, else what the build was told. */
int golden_csv_load_shared(const char *name, golden_csv *out);
/* The field of a column, which must be there. */
const char *golden_csv_get(const golden_csv *from, int64_t row, const char *column);
void golden_csv_free(golden_csv *csv);

#endif
