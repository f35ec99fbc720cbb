/* assess, fit, apply, explain and template: what each does with the library's objects. */
#define _POSIX_C_SOURCE 200809L
#include "commands.h"
#include "columns.h"
#include "display.h"
#include "page.h"
#include "progress.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static int usage(const char *text)
{
  fprintf(stderr, "patron: %s\n", text);
  return 2;
}

/* With a model to keep, fit and apply; else both at once. */
static int decide(work *w, const arguments *given)
{
  if (given->model == NULL) return patron_assess(w->portfolio, w->policy, &w->assessment) == PATRON_OK ? 0 : work_refused_by_context(w);
  if (patron_fit(w->portfolio, w->policy, &w->model) != PATRON_OK) return work_refused_by_context(w);
  if (patron_apply(w->model, w->portfolio, &w->assessment) != PATRON_OK) return work_refused_by_context(w);
  return 0;
}

static int show(const work *w, const arguments *given, const char *model, int inputs_from, int inputs)
{
  work_warn(w, given);
  progress_clear();
  if (given->quiet || writes_to_standard_output(given)) return finish_output();
  display_start();
  if (!page_print(w, model, given->words + inputs_from, inputs)) {
    fprintf(stderr, "patron: out of memory\n");
    return 1;
  }
  return finish_output();
}

static int check_earlier(const arguments *given)
{
  int32_t days;
  if (given->since != NULL && given->previous != NULL) return usage("--since and --previous both name an earlier state (give one of them)");
  if (given->since != NULL && patron_date_parse(given->since, -1, &days) != PATRON_OK) {
    (void)work_say("--since: expected a date such as 2026-04-01, not %s", given->since);
    return 2;
  }
  return 0;
}

int command_assess(const arguments *given)
{
  work w;
  if (given->word_count < 1) return usage("assess needs an input: a folder, CSV files, a JSON file or a database");
  int status = check_earlier(given);
  if (status == 0) status = work_check_outputs(given, given->words, given->word_count);
  if (status != 0) return status;
  status = work_read_all(&w, given, given->word_count);
  if (status == 0) status = decide(&w, given);
  if (status == 0) status = work_check_names(&w);
  if (status == 0) status = work_compare(&w, given);
  if (status == 0) status = work_write(&w, given);
  if (status == 0 && given->model != NULL && patron_io_write_model(w.io, w.model, given->model) != PATRON_OK) status = work_refused(&w);
  if (status == 0) status = show(&w, given, NULL, 0, given->word_count);
  return work_close(&w, status);
}

int command_fit(const arguments *given)
{
  work w;
  if (given->word_count < 1) return usage("fit needs an input: a folder, CSV files, a JSON file or a database");
  if (given->out_count != 1 || strcmp(given->outs[0], "-") == 0) return usage("fit needs one --out MODEL, the file that the model goes to");
  int status = work_check_outputs(given, given->words, given->word_count);
  if (status != 0) return status;
  status = work_read_all(&w, given, given->word_count);
  if (status == 0 && patron_fit(w.portfolio, w.policy, &w.model) != PATRON_OK) status = work_refused_by_context(&w);
  if (status == 0 && patron_apply(w.model, w.portfolio, &w.assessment) != PATRON_OK) status = work_refused_by_context(&w);
  if (status == 0) status = work_check_names(&w);
  if (status == 0 && patron_io_write_model(w.io, w.model, given->outs[0]) != PATRON_OK) status = work_refused(&w);
  if (status == 0) work_warn(&w, given);
  return work_close(&w, status);
}

/* The currency that the model was fitted in. */
static int model_currency(const work *w, char *out, size_t cap)
{
  patron_table *about = NULL;
  if (patron_model_table(w->model, "about", &about) != PATRON_OK) return 0;
  int found = keyed_text(about, "currency", out, cap);
  patron_table_destroy(about);
  return found;
}

int command_apply(const arguments *given)
{
  work w;
  char currency[16];
  if (given->word_count < 2) return usage("apply needs a model and an input: patron apply MODEL INPUT... --out PATH");
  if (given->out_count < 1) return usage("apply needs --out PATH");
  int status = work_check_outputs(given, given->words, given->word_count);
  if (status != 0) return status;
  status = work_open(&w, given);
  if (status == 0 && patron_io_read_model(w.io, given->words[0], &w.model) != PATRON_OK) status = work_refused(&w);
  if (status == 0 && !model_currency(&w, currency, sizeof currency)) {
    fprintf(stderr, "patron: %s: the model does not say its currency\n", given->words[0]);
    status = 1;
  }
  if (status == 0) status = work_read_portfolio(&w, given, given->words + 1, given->word_count - 1, currency);
  if (status == 0 && patron_apply(w.model, w.portfolio, &w.assessment) != PATRON_OK) status = work_refused_by_context(&w);
  if (status == 0) status = work_write(&w, given);
  if (status == 0) status = show(&w, given, given->words[0], 1, given->word_count - 1);
  return work_close(&w, status);
}

/* By the id's text, or by its number where ids are integers. */
static patron_status find_customer(const work *w, const char *id, patron_customer *out)
{
  patron_status status = patron_assessment_find_customer(w->assessment, id, -1, out);
  if (status != PATRON_E_TYPE) return status;
  char *end = NULL;
  long long number = strtoll(id, &end, 10);
  return end == id || *end != 0 ? PATRON_E_NOT_FOUND : patron_assessment_find_customer_i64(w->assessment, number, out);
}

/* The id that differs in nothing but the case of letters, else the first. */
static int refuse_customer(const work *w, const char *id)
{
  patron_table *customers = NULL;
  char other[128], first[128] = "";
  int64_t rows = 0;
  int meant = 0;
  if (patron_assessment_table(w->assessment, "customers", &customers) == PATRON_OK) (void)patron_table_rows(customers, &rows);
  for (int64_t row = 0; row < rows && !meant; row++) {
    (void)cell_text(customers, "customer", row, other, sizeof other);
    meant = strcasecmp(other, id) == 0;
    if (meant || row == 0) memcpy(first, other, sizeof first);
  }
  patron_table_destroy(customers);
  fprintf(stderr, meant ? "patron: there is no customer %s: did you mean %s?\n" : "patron: there is no customer %s (expected an id of the table customers, such as %s)\n", id, first);
  return 1;
}

static int explain(work *w, const char *id)
{
  patron_customer customer;
  patron_table *reasons = NULL;
  if (find_customer(w, id, &customer) != PATRON_OK) {
    progress_clear();
    return refuse_customer(w, id);
  }
  if (patron_assessment_explain(w->assessment, customer, &reasons) != PATRON_OK) return work_refused_by_context(w);
  progress_clear();
  display_start();
  page_explain(w, customer, id, reasons);
  patron_table_destroy(reasons);
  return finish_output();
}

static int is_there(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0;
}

int command_explain(const arguments *given)
{
  work w;
  if (given->word_count < 2) return usage("explain needs an input and a customer: patron explain INPUT... CUSTOMER");
  if (!is_there(given->words[0]) && is_there(given->words[given->word_count - 1])) return usage("explain takes the customer last: patron explain INPUT... CUSTOMER");
  int status = check_earlier(given);
  if (status != 0) return status;
  status = work_read_all(&w, given, given->word_count - 1);
  if (status == 0) status = decide(&w, given);
  if (status == 0) status = work_check_names(&w);
  if (status == 0) status = work_compare(&w, given);
  if (status == 0) status = explain(&w, given->words[given->word_count - 1]);
  return work_close(&w, status);
}

/* The header of the template's customers.csv with every column that has a name of its own. */
static int write_all_columns(const work *w, const char *folder)
{
  char path[4096], name[64], pattern[8], kind[16];
  patron_table *columns = NULL;
  int64_t rows = 0;
  snprintf(path, sizeof path, "%s/customers.csv", folder);
  if (patron_schema(w->context, "customers", &columns) != PATRON_OK) return work_refused_by_context(w);
  FILE *file = fopen(path, "wb");
  (void)patron_table_rows(columns, &rows);
  for (int64_t row = 0; file != NULL && row < rows; row++) {
    cell_text(columns, "kind", row, kind, sizeof kind);
    cell_text(columns, "pattern", row, pattern, sizeof pattern);
    cell_text(columns, "column", row, name, sizeof name);
    if (strcmp(kind, "FACT") == 0 && strcmp(pattern, "yes") != 0) fprintf(file, "%s%s", row > 0 ? "," : "", name);
  }
  patron_table_destroy(columns);
  if (file != NULL) fputs("\n", file);
  return file == NULL || fclose(file) != 0 ? work_say("%s: cannot be written", path) : 0;
}

int command_template(const arguments *given)
{
  work w;
  if (given->word_count != 1) return usage("template needs the name of a new folder");
  const char *folder = given->words[0];
  int status = work_open(&w, given);
  if (status == 0 && patron_io_write_template(w.io, folder) != PATRON_OK) status = work_refused(&w);
  if (status == 0 && given->full) status = write_all_columns(&w, folder);
  if (status == 0 && !given->quiet)
    printf("%s: fill customers.csv (customer and sales are enough), read README.md, then: patron assess %s --policy %s/policy\n", folder, folder, folder);
  if (status == 0) status = finish_output();
  return work_close(&w, status);
}
