/* The table `changes`, the rows of a customer together: what the parts of section 6 read. */
#ifndef PATRON_CLI_CHANGES_H
#define PATRON_CLI_CHANGES_H

#include "page.h"

enum { MOST_CHANGES = 5 };

typedef struct changes {
  column row, customer, name, before, after, why, because;
  int64_t rows;
  int64_t *first, *end;          /* of each customer: its rows */
  int64_t came, gone;
} changes;

/* The change of a customer's column; -1: none. */
int64_t find_change(const changes *c, int64_t row, const char *name);
/* "75 493", from what a change says before or after. */
void change_amount(const column *text, int64_t i, char *out);
/* After less before; *before: what it was. */
double change_of(const changes *c, int64_t i, double *before);
/* "own sales -1.8 %"; from a loss or nothing "own margin -50 -> 120". */
void own_change(const changes *c, int64_t own, const char *word, int percent, char *out, size_t cap);
/* Of a move that the own value made: what the cut did, where that would have been enough, too, or had to help; else nothing. `up`: into the better. Amounts in major units, as `changes` writes them. */
void both_moved(const char *cut_before, const char *cut_after, double own_before, double own_after, int up, char *out, size_t cap);
/* A line: what it is about, who, and why. */
void print_change(const page *p, const char *title, int64_t row, const char *text);
/* The tiers, before and now, and who moved between them. *shown grows by the lines. 0: out of memory. */
int page_moves(const page *p, const changes *c, int64_t *shown);

#endif
