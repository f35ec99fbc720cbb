/* The groups of the first section: a line for each, with what the rows of the call make in it. */
#ifndef PATRON_CLI_GROUPS_H
#define PATRON_CLI_GROUPS_H

#include "page.h"

enum { MOST_GROUPS = 16, MOST_BY = 8, MOST_OTHERS = 8 };

/* A group of the first segment, and the same group of the second. */
typedef struct line {
  char key[512];            /* the group's values, each behind a separator */
  char title[300];
  int64_t sales_row, margin_row;   /* of `groups`; -1: none */
  int64_t rows, keys, both;        /* rows: those with a class, counted only where a kept model judges them */
  double inside[2];                /* what its key customers make, by either measure */
  double all[2];                   /* what its rows make */
} line;

typedef struct lines {
  line *items;
  int64_t count;
  char by[MOST_BY][64];
  int by_count;
  column values[MOST_BY], class;
  column measures[2];              /* of the two segments */
  column others[MOST_OTHERS];      /* classes in the other segments of sales */
  int other_count;
  char merge[512];
  line without;                    /* rows with sales and no class in any segment of sales */
} lines;

/* `two`: the margin's segment has the same groups. 0: out of memory; to be closed in any case. */
int lines_open(const page *p, lines *all, const segment *sales, const segment *margin, int two);
void lines_close(lines *all);
/* The order in which the largest MOST_GROUPS are printed: `count` entries, to be released with free(). NULL: out of memory. */
ranked *lines_order(const page *p, const lines *all);
/* Few customers, or nearly all of them key. */
int line_is_weak(const page *p, const line *l);
/* "  + 3 smaller groups", and what the mark "!" means, where one was printed. */
void lines_print_end(const lines *all, const segment *sales, int weak);
/* A cell of `groups` as an amount, one of two columns: money, or a number. */
void line_print_amount(const page *p, int64_t row, const char *name, const char *other, int cents, int width);
/* The lines of a model that was kept, and of the rows that it judges, those without a class among them in the `first` segment. 0: out of memory. */
int page_model_keys(const page *p, const lines *all, const segment *sales, int two, int first);

#endif
