/* What tests of the engine share: tables from a few lines of text, and decision tables as text again.

   A table is written as lines of words: the first names the columns, each other line is a row; "-" is unknown, "''" the empty text. All columns are given as TEXT, which the engine reads as it
   reads files; a column named `name:i` is given as INTEGER. Words have no spaces.

       "customer layer      sales\n"
       "ACME     KA_RETAIL  1200.00\n"
       "BOLT     -          300\n" */
#ifndef PATRON_TESTS_BOOK_H
#define PATRON_TESTS_BOOK_H

#include "patron/engine.h"
#include "scenario.h"

/* The name of a fact or rule table and its lines. Lists of them end with a name that is NULL. */
typedef struct book_lines { const char *name, *text; } book_lines;

patron_status book_table(patron_context *context, const char *name, const char *text, patron_table **out);
patron_status book_put(patron_context *context, patron_portfolio *portfolio, const char *name, const char *text);
patron_status book_rule(patron_context *context, patron_policy *policy, const char *name, const char *text);
/* A portfolio with all these tables; nothing is left behind on failure. */
patron_status book_open(patron_context *context, const char *currency, const book_lines *facts, patron_portfolio **out);

/* Text of a cell into `out` (BOOK_CELL bytes): "?" where it is unknown, "!" where there is no such column. Returns `out`. */
enum { BOOK_CELL = 4096 };
const char *book_cell(const patron_table *table, const char *column, int64_t row, char *out);
/* The whole table: a line of names and types, then the rows, cells separated by tabs. To be released with free(). */
char *book_text(const patron_table *table);
/* One text for all decision tables of an assessment (but those named in the comma-separated `without`), in the order in which it lists them. */
patron_status book_decisions(const patron_assessment *assessment, const char *without, char **out);
/* The same as part of the result of a scenario. */
patron_status book_write_decisions(scenario_output *output, const patron_assessment *assessment);
/* A scenario: the robustness of these facts (EUR) by the default policy with these rules. */
patron_status book_write_robustness(patron_context *context, const book_lines *facts, const book_lines *rules, scenario_output *output);

#endif
