/* What a command works with: opened, read, written and put away. */
#define _POSIX_C_SOURCE 200809L
#include "work.h"
#include "columns.h"
#include "commands.h"
#include "progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int finish_output(void)
{
  if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
  fprintf(stderr, "patron: the standard output cannot be written\n");
  return 1;
}

static int say(const char *text)
{
  progress_clear();
  if (!was_interrupted()) fprintf(stderr, "patron: %s\n", text);
  return 1;
}

int work_say(const char *format, ...)
{
  char text[4096];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  return say(text);
}

/* With the command that lists what could have been written. */
static int say_with_list(const work *w, char text[4096])
{
  char table[64];
  const size_t used = strlen(text), room = 4096 - used;
  if (strstr(text, "there is no such setting") != NULL) snprintf(text + used, room, ": patron schema settings lists all");
  else if (strstr(text, "there is no such file or folder") != NULL && strstr(text, "did you mean") == NULL)
    snprintf(text + used, room, " (names count from the folder in which patron is started; patron template FOLDER makes one to fill)");
  else if (strstr(text, "a rule table has no such column") != NULL && patron_context_error_part(w->context, "table", table, (int64_t)sizeof table, NULL) == PATRON_OK)
    snprintf(text + used, room, ": patron schema %s lists all", table);
  return say(text);
}

int work_refused(const work *w)
{
  char text[4096] = "out of memory";
  (void)patron_io_error(w->io, text, 2048, NULL);
  return say_with_list(w, text);
}

int work_refused_by_context(const work *w)
{
  char text[4096] = "out of memory";
  (void)patron_io_context_error(w->io, text, 2048, NULL);
  return say_with_list(w, text);
}

int work_open(work *w, const arguments *given)
{
  memset(w, 0, sizeof *w);
  if (patron_context_create(NULL, &w->context) != PATRON_OK || patron_io_create(w->context, &w->io) != PATRON_OK) return say("out of memory");
  if (given->threads > 0 && patron_context_set_i64(w->context, "max_threads", given->threads) != PATRON_OK) return work_refused_by_context(w);
  progress_start(w->context, w->io, given->quiet);
  return 0;
}

int work_close(work *w, int status)
{
  patron_assessment_destroy(w->assessment);
  patron_model_destroy(w->model);
  patron_portfolio_destroy(w->portfolio);
  patron_policy_destroy(w->policy);
  patron_io_destroy(w->io);
  progress_end();
  patron_context_destroy(w->context);
  return status;
}

int work_open_policy(work *w, const arguments *given, patron_policy **out)
{
  if (given->policy == NULL) return patron_policy_create(w->context, NULL, out) == PATRON_OK ? 0 : work_refused_by_context(w);
  return patron_io_read_policy(w->io, NULL, given->policy, out) == PATRON_OK ? 0 : work_refused(w);
}

int work_read_policy(work *w, const arguments *given)
{
  int status = work_open_policy(w, given, &w->policy);
  if (status != 0 || given->as_of == NULL) return status;
  int32_t days;
  if (patron_date_parse(given->as_of, -1, &days) != PATRON_OK) {
    (void)work_say("--as-of: expected a date such as 2026-07-01, not %s", given->as_of);
    return 2;
  }
  return patron_policy_set(w->policy, "as_of", given->as_of) == PATRON_OK ? 0 : work_refused_by_context(w);
}

int work_read_portfolio(work *w, const arguments *given, const char *const *inputs, int count, const char *currency)
{
  int32_t exponent;
  if (patron_currency_exponent(currency, &exponent) != PATRON_OK) {
    (void)work_say("--currency: expected an ISO 4217 code such as EUR, not %s", currency);
    return 2;
  }
  return patron_io_read_portfolio(w->io, currency, inputs, count, given->views, &w->portfolio) == PATRON_OK ? 0 : work_refused(w);
}

patron_table *work_facts(const work *w, const char *name)
{
  patron_table *table = NULL;
  int64_t rows = 0;
  if (patron_portfolio_table(w->portfolio, name, &table) != PATRON_OK) return NULL;
  (void)patron_table_rows(table, &rows);
  if (rows > 0) return table;
  patron_table_destroy(table);
  return NULL;
}

int work_read_all(work *w, const arguments *given, int inputs)
{
  int status = work_open(w, given);
  if (status == 0) status = work_read_policy(w, given);
  if (status == 0) status = work_read_portfolio(w, given, given->words, inputs, given->currency == NULL ? "EUR" : given->currency);
  if (status == 0) status = work_check_policy(w, given);
  return status;
}

int work_write(work *w, const arguments *given)
{
  for (int i = 0; i < given->out_count; i++)
    if (patron_io_write_assessment(w->io, w->assessment, given->outs[i]) != PATRON_OK) return work_refused(w);
  return 0;
}

static int same_file(const char *a, const char *b)
{
  struct stat first, second;
  return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static int in_folder(const char *file, const char *folder)
{
  char parent[4096];
  const char *slash = strrchr(file, '/');
  if (slash == NULL) return same_file(".", folder);
  if ((size_t)(slash - file) + 2 > sizeof parent) return 0;
  snprintf(parent, sizeof parent, "%.*s", (int)(slash - file) + 1, file);
  return same_file(parent, folder);
}

static int is_csv(const char *path)
{
  const char *dot = strrchr(path, '.');
  return dot != NULL && strcmp(dot, ".csv") == 0;
}

/* A decision table customers.csv must not replace the facts that lie in the same folder, nor a model a file of the folder that is read. */
static int overwrites(const char *out, const char *input)
{
  struct stat info;
  if (strcmp(out, "-") == 0) return 0;
  if (same_file(out, input)) return 1;
  if (stat(out, &info) != 0) return 0;
  return S_ISDIR(info.st_mode) ? in_folder(input, out) : is_csv(out) && in_folder(out, input);
}

/* A folder that is there, or a name that says what it is: what ends in another suffix is hardly meant as the name of a folder. */
static int is_known_output(const char *path)
{
  static const char *const endings[] = { ".json", ".sqlite", ".sqlite3", ".db" };
  const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1, *dot = strrchr(name, '.');
  struct stat info;
  if (dot == NULL || name[0] == 0 || dot == name || (stat(path, &info) == 0 && S_ISDIR(info.st_mode))) return 1;
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
    if (strcmp(dot, endings[i]) == 0) return 1;
  return 0;
}

/* What an output would overwrite; NULL: nothing that is read. */
static const char *overwritten(const arguments *given, const char *out, const char *const *inputs, int count)
{
  for (int i = 0; i < count; i++)
    if (overwrites(out, inputs[i])) return inputs[i];
  return given->policy != NULL && overwrites(out, given->policy) ? given->policy : NULL;
}

static int refuse_output(const char *option, const char *out, const char *input)
{
  fprintf(stderr, "patron: %s %s would overwrite the input %s (give another place)\n", option, out, input);
  return 2;
}

int work_check_outputs(const arguments *given, const char *const *inputs, int count)
{
  const char *input;
  int standard = 0;
  for (int i = 0; i < given->out_count; i++) {
    const char *out = given->outs[i];
    standard += strcmp(out, "-") == 0;
    if (strcmp(given->command, "fit") != 0 && !is_known_output(out)) {   /* a model may be called anything */
      fprintf(stderr, "patron: --out %s: decisions are many tables (expected a folder, with a / at its end where its name has a dot; a name that ends in .json, .sqlite, .sqlite3 or .db; or -)\n", out);
      return 2;
    }
    if ((input = overwritten(given, out, inputs, count)) != NULL) return refuse_output("--out", out, input);
  }
  if (given->model != NULL && (input = overwritten(given, given->model, inputs, count)) != NULL) return refuse_output("--model", given->model, input);
  if (standard > 1) fprintf(stderr, "patron: --out - is given twice\n");
  return standard > 1 ? 2 : 0;
}
