/* Smallest single changes as `explanations` tells them, and a book with the figure changed. */
#ifndef PATRON_TESTS_TOLD_H
#define PATRON_TESTS_TOLD_H

#include <math.h>

#include "checks.h"
#include "book.h"

/* A change that is told, as the table says it. */
typedef struct told { char decision[128], becomes[128], factor[128], code[64], text[BOOK_CELL]; double raw, threshold, change; int raw_known; } told;

static inline double number_of(const patron_table *table, const char *column, int64_t row, int *known)
{
  int64_t index;
  double value = 0;
  uint8_t bits = 0;
  expect_ok(patron_table_find_column(table, column, &index));
  expect_ok(patron_table_read_f64(table, index, row, 1, &value, &bits));
  if (known != NULL) *known = bits & 1;
  return value;
}

static inline void word_of(const patron_table *table, const char *column, int64_t row, char *out, size_t cap)
{
  char cell[BOOK_CELL];
  snprintf(out, cap, "%s", book_cell(table, column, row, cell));
}

/* Row `line` of explanations; 0: it tells no change. */
static inline int read_told(const patron_table *why, int64_t line, told *out)
{
  word_of(why, "decision", line, out->decision, sizeof out->decision);
  if (strcmp(out->decision, "?") == 0) return 0;
  word_of(why, "becomes", line, out->becomes, sizeof out->becomes);
  word_of(why, "factor", line, out->factor, sizeof out->factor);
  word_of(why, "code", line, out->code, sizeof out->code);
  word_of(why, "text", line, out->text, sizeof out->text);
  out->raw = number_of(why, "raw", line, &out->raw_known);
  out->threshold = number_of(why, "threshold", line, NULL);
  out->change = number_of(why, "change", line, NULL);
  return 1;
}

/* The decision as computed, "?" unknown. */
static inline const char *decision_of(const patron_assessment *result, const char *id, const char *column, char *out)
{
  patron_customer customer = 0;
  char kept[160];
  patron_status status;
  expect_ok(patron_assessment_find_customer(result, id, -1, &customer));
  snprintf(kept, sizeof kept, "%s_computed", column);
  status = patron_assessment_text(result, customer, kept, out, 128, NULL);
  if (status == PATRON_E_NOT_FOUND) status = patron_assessment_text(result, customer, column, out, 128, NULL);
  if (status == PATRON_UNKNOWN) strcpy(out, "?");
  else expect_ok(status);
  return out;
}

/* A figure as it stands in the book, to be put back. */
typedef struct figure { char name[128]; int type, known; int64_t whole; double number; } figure;

static inline int read_figure(const patron_table *customers, int64_t row, const char *name, figure *out)
{
  int64_t index;
  int32_t type, flag = 0;
  uint8_t bits = 0;
  if (patron_table_find_column(customers, name, &index) != PATRON_OK) return 0;
  expect_ok(patron_table_column_type(customers, index, &type));
  snprintf(out->name, sizeof out->name, "%s", name);
  out->type = type;
  out->number = 0;
  out->whole = 0;
  if (type == PATRON_FLAG) {
    char cell[BOOK_CELL];
    book_cell(customers, name, row, cell);
    out->known = strcmp(cell, "?") != 0;
    out->whole = flag = strcmp(cell, "yes") == 0;
    return 1;
  }
  if (type == PATRON_NUMBER) expect_ok(patron_table_read_f64(customers, index, row, 1, &out->number, &bits));
  else if (type == PATRON_MONEY || type == PATRON_INTEGER) expect_ok(patron_table_read_i64(customers, index, row, 1, &out->whole, &bits));
  else return 0;
  out->known = bits & 1;
  return 1;
}

static inline void put_figure(patron_portfolio *book, const char *id, const figure *f)
{
  patron_customer customer = 0;
  expect_ok(patron_portfolio_find_customer(book, id, -1, &customer));
  if (!f->known) expect_ok(patron_customer_set_unknown(book, customer, f->name));
  else if (f->type == PATRON_MONEY) expect_ok(patron_customer_set_money(book, customer, f->name, f->whole));
  else if (f->type == PATRON_INTEGER) expect_ok(patron_customer_set_integer(book, customer, f->name, f->whole));
  else if (f->type == PATRON_FLAG) expect_ok(patron_customer_set_flag(book, customer, f->name, (int32_t)f->whole));
  else expect_ok(patron_customer_set_number(book, customer, f->name, f->number));
}

/* Steps of a number, as the guide gives them: hundredths of a mark, ten-thousandths of a share or a rate. */
static inline double steps_of(const char *name)
{
  return strcmp(name, "contribution_rate") == 0 || strcmp(name, "on_time_share") == 0 || strcmp(name, "market_growth") == 0 ? 10000 : 100;
}

/* The figure at a value in major units, `fewer` steps short of it on the side of `raw`. */
static inline figure figure_at(const figure *was, double value, double raw, int fewer)
{
  const double side = value > raw ? -fewer : fewer;
  figure is = *was;
  is.known = 1;
  if (was->type == PATRON_NUMBER) is.number = (round(value * steps_of(was->name)) + side) / steps_of(was->name);
  else is.whole = (int64_t)(round(value * (was->type == PATRON_MONEY ? 100 : 1)) + side);
  return is;
}

static inline int moved_at_all(const figure *was, const figure *is, double target)
{
  const double from = was->type == PATRON_NUMBER ? was->number : (double)was->whole, to = is->type == PATRON_NUMBER ? is->number : (double)is->whole;
  const double goal = was->type == PATRON_NUMBER ? target : target * (was->type == PATRON_MONEY ? 100 : 1);
  return goal > from ? to > from : to < from;
}

#endif
