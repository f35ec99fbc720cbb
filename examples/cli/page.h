/* The page that `patron assess` prints, and the sentences of `patron explain`. Both read decision tables; names and group columns come from the facts. */
#ifndef PATRON_CLI_PAGE_H
#define PATRON_CLI_PAGE_H

#include "columns.h"
#include "work.h"

/* A rule of `segments`. */
typedef struct segment {
  char name[64], by[256], cuts[64], measure[64];
  int found;
} segment;

typedef struct page {
  const work *w;
  const char *model;                /* what the rows are judged by, when it was kept in a file; NULL: it was fitted to these rows */
  int32_t exponent;                 /* decimals of the currency */
  char currency[16], as_of[32], policy[128];
  patron_table *customers, *facts, *groups, *segments, *settings;   /* NULL: there is none */
  int64_t rows;
  column id, name, value, margin, key, key_sales, key_profit, potential, level, us, them, gap, severity, exposed, flags, at_risk;
} page;

/* 0: out of memory. */
int page_print(const work *w, const char *model, const char *const *inputs, int count);
void page_explain(const work *w, patron_customer customer, const char *id, const patron_table *reasons);
/* What moved since the state that --since or --previous names; nothing where there is none. */
void page_moved(const work *w, const char *id);

/* The parts. Each 0: out of memory. */
int page_open(page *p, const work *w);
void page_close(page *p);
int page_keys(const page *p);
int page_danger(const page *p);
int page_serving(const page *p);
int page_action(const page *p);
int page_tiers(const page *p);
int page_changes(const page *p);
int page_missing(const page *p);

void page_head(const page *p, const char *const *inputs, int count);
/* What a section waits for: "1 KEY CUSTOMERS   waits for sales in customers (or ...)"; where it lacks nothing, `otherwise` says why it is empty. */
void page_waits(const page *p, int section, const char *title, const char *otherwise);
/* Columns that are waited for, each once. */
enum { MOST_WAITING = 64 };
typedef struct waiting { char names[MOST_WAITING][200]; int count; } waiting;
void wait_for(waiting *w, const char *what);
/* "a, b and c". */
void wait_words(const waiting *w, const char *last, char *out, size_t cap);
/* "a and b in customers, and per_year in activities"; `behind` stands after the customers. */
void wait_text(const waiting *columns, const char *behind, const waiting *others, char *out, size_t cap);
/* What to give, of a column that is computed: "potential" of potential_value. */
const char *page_source(const page *p, const char *name);
/* Whether anybody has a value in the column of a table, or of the facts' table of that name. */
int page_known(const patron_table *table, const char *name);
/* The same among the decisions on customers or their facts. */
int page_gives(const page *p, const char *name);
int page_has(const page *p, const char *table_name, const char *name);
/* Whether anybody has a value of one of the columns that groups are made by; else all are one group. */
int page_has_groups(const page *p, const char *by);
/* A rule table of the policy, else of the model; NULL: there is none. The caller destroys it. */
patron_table *page_rules(const work *w, const char *name);
/* "visits", or which of them are counted where not all need somebody face to face: "all visits", "face-to-face visits". */
const char *page_visits(const page *p);
/* The head's first line: inputs, currency, when, policy. */
void page_first_line(const page *p, const char *const *inputs, int count);
/* "1 KEY CUSTOMERS", bold, and what stands behind it. */
void page_title(const char *text, const char *behind);

/* "K04 MegaPreis Discount". */
void page_label(const page *p, int64_t row, char *buf, size_t cap);
/* The same in at most `width` columns: words are left out whole. */
void page_short_label(const page *p, int64_t row, int width, char *buf, size_t cap);
/* The first segment with that bit; for SALES, else the first at all. */
segment page_segment(const page *p, const char *bit);
/* The segment with that bit that stands behind `earlier` others with it. */
segment page_next_segment(const page *p, const char *bit, int earlier);
/* "customer" or "customers". */
const char *page_customers(int64_t count);
/* The first day of the period that ends before `days`, `months` long; the engine counts whole months back the same way. */
int32_t page_months_before(int32_t days, int months);
/* Months of a period. */
int page_months(const page *p);
/* The ledger that the sales come from; NULL: there is none, or the sales were given. */
patron_table *page_own_ledger(const page *p);
/* " (+3.1 % on the year before)", where that is known. */
void page_growth(const page *p, int64_t sales);
/* The day before a date, both as text: a period's last day. */
void page_day_before(const char *date, char *out, size_t cap);
/* "RELATIONSHIP_LEVEL" to "relationship level". */
void page_lower_case(char *text);
/* Money in groups of digits; with cents only where it is a cut-off. `out` holds 64 bytes. */
void page_money(const page *p, int64_t value, int cents, char *out);
/* The value of a setting in force; "" when it is not set. */
void page_setting(const page *p, const char *key, char *buf, size_t cap);
/* Rows in an order: qsort does not know the page, so the values to sort by go with the rows. Larger first, then the earlier row. */
typedef struct ranked { double by, then; int64_t row; } ranked;
void rank_rows(ranked *rows, int64_t count);

#endif
