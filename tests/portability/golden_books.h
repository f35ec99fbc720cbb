/* Books of the golden digests: facts and a policy in a context of their own. What fails ends the program with a sentence. */
#ifndef PATRON_TESTS_GOLDEN_BOOKS_H
#define PATRON_TESTS_GOLDEN_BOOKS_H

#include "golden_csv.h"

typedef struct golden_book {
  patron_context *context;
  patron_portfolio *portfolio;
  patron_policy *policy;
} golden_book;

/* A column and the cells that it is drawn from, parted by |. "#" is a name of its own for each row, "@" a customer, "%" a customer who comes earlier. The last has no name. */
typedef struct golden_column { const char *name, *cells; } golden_column;
typedef struct golden_drawn { const char *name; unsigned percent; const golden_column *columns; } golden_drawn;   /* rows in percent of the customers, 0: one */

/* Comma-separated lines of `rows` rows, to be released with free(). */
char *golden_draw_text(const golden_column *columns, unsigned rows, unsigned customers);

golden_book golden_open(int32_t threads);
void golden_close(golden_book *b);
/* A failure here has a sentence that says which cell it was. */
void golden_check(const golden_book *b, patron_status status, const char *what);
/* A table of facts, or of rules, from comma-separated lines; `text` is written over. */
patron_status golden_try(golden_book *b, int32_t rules, const char *name, char *text);
void golden_put(golden_book *b, int32_t rules, const char *name, char *text);
void golden_put_rules(golden_book *b, const char *name, const char *text);
/* Every table that an assessment has, by the list that it keeps of them. */
void golden_digest(const golden_book *b, const patron_assessment *result, const char *scenario, int32_t each);
/* The model as bytes: saved, loaded, saved again. Then the decisions, from the loaded one. */
void golden_assess(golden_book *b, const char *scenario, int32_t each);

#endif
