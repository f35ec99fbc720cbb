/* The earlier state that an assessment is compared with: the same facts at an earlier date, or what an earlier run wrote. */
#define _POSIX_C_SOURCE 200809L
#include "columns.h"
#include "work.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Takes the assessment's place by one that also says what moved. */
static int compare_with(work *w, const patron_table *before)
{
  patron_assessment *compared = NULL;
  if (patron_compare(w->context, before, w->assessment, &compared) != PATRON_OK) return work_refused_by_context(w);
  patron_assessment_destroy(w->assessment);
  w->assessment = compared;
  w->compared = 1;
  return 0;
}

static void about_assessment(const work *w, const char *key, char *buf, size_t cap)
{
  patron_table *about = NULL;
  (void)patron_assessment_table(w->assessment, "about", &about);
  (void)keyed_text(about, key, buf, cap);
  patron_table_destroy(about);
}

static int has_facts(const work *w, const char *name)
{
  patron_table *table = work_facts(w, name);
  patron_table_destroy(table);
  return table != NULL;
}

static int assess_at(work *w, const arguments *given, patron_policy *policy)
{
  patron_assessment *earlier = NULL;
  patron_table *before = NULL;
  if (patron_policy_set(policy, "as_of", given->since) != PATRON_OK || patron_assess(w->portfolio, policy, &earlier) != PATRON_OK) return work_refused_by_context(w);
  int status = patron_assessment_table(earlier, "customers", &before) == PATRON_OK ? compare_with(w, before) : work_refused_by_context(w);
  patron_table_destroy(before);
  patron_assessment_destroy(earlier);
  return status;
}

/* The day when the past that the facts tell of begins, and whether it is on or after `day`. */
static int begins_after(work *w, int32_t day)
{
  const int has_ledger = has_facts(w, "ledger");
  patron_table *past = work_facts(w, has_ledger ? "ledger" : "history");
  int64_t index, rows = 0;
  int32_t first = INT32_MAX;
  if (past != NULL && patron_table_find_column(past, has_ledger ? "date" : "period", &index) == PATRON_OK) (void)patron_table_rows(past, &rows);
  for (int64_t row = 0; row < rows; row++) {
    int32_t date;
    uint8_t known;
    if (patron_table_read_i32(past, index, row, 1, &date, &known) == PATRON_OK && (known & 1) != 0 && date < first) first = date;
  }
  patron_table_destroy(past);
  return first != INT32_MAX && patron_date_format(first, w->past_begins, (int64_t)sizeof w->past_begins, NULL) == PATRON_OK && first >= day;
}

static int compare_since(work *w, const arguments *given)
{
  char as_of[32];
  int32_t now, then;
  patron_policy *policy = NULL;
  if (!has_facts(w, "ledger") && !has_facts(w, "history"))
    return work_say("--since %s: the facts have no past (expected a table ledger or history; or give --previous with an earlier --out)", given->since);
  about_assessment(w, "as_of", as_of, sizeof as_of);
  if (patron_date_parse(given->since, -1, &then) != PATRON_OK || patron_date_parse(as_of, -1, &now) != PATRON_OK || then >= now) {
    (void)work_say("--since %s: expected a day before the as-of date %s", given->since, as_of);
    return 2;
  }
  if (begins_after(w, then))
    return work_say("--since %s: nothing was known before that day (expected a day after %s, when the %s begins)", given->since, w->past_begins, has_facts(w, "ledger") ? "ledger" : "history");
  snprintf(w->earlier_as_of, sizeof w->earlier_as_of, "%s", given->since);
  int status = work_open_policy(w, given, &policy);
  if (status == 0) status = assess_at(w, given, policy);
  patron_policy_destroy(policy);
  return status;
}

/* Columns that only decisions have; every assessment has the first. */
static int holds_decisions(const patron_table *customers)
{
  static const char *const decided[] = { "current_value", "net_margin", "key", "relationship_level", "held_tier" };
  int64_t index;
  int found = 0;
  for (size_t i = 0; i < sizeof decided / sizeof decided[0]; i++) found |= patron_table_find_column(customers, decided[i], &index) == PATRON_OK;
  return found && patron_table_find_column(customers, "customer", &index) == PATRON_OK;
}

static int is_folder(const char *path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* In a folder about.csv comes last: without it the tables are of several runs, or not all there. */
static int refuse_part(const char *path)
{
  return work_say("--previous %s: has no about.csv, so it is not the whole of what a run wrote: that may have been interrupted (expected another --out; or run patron assess again, into a new folder)", path);
}

/* Its as-of date, where it says one, and whether it is in the same money. */
static int read_about(work *w, const char *path)
{
  patron_table *about = NULL;
  char currency[16], ours[16];
  int status = 0;
  if (patron_io_read_table(w->io, path, "about", &about) != PATRON_OK) return is_folder(path) ? refuse_part(path) : 0;   /* a single table: nothing is said of it */
  (void)keyed_text(about, "as_of", w->earlier_as_of, sizeof w->earlier_as_of);
  about_assessment(w, "currency", ours, sizeof ours);
  if (keyed_text(about, "currency", currency, sizeof currency) && strcmp(currency, ours) != 0)
    status = work_say("--previous %s: its money is %s (expected %s, as in the inputs)", path, currency, ours);
  patron_table_destroy(about);
  return status;
}

static int has_about(const work *w, const char *path)
{
  patron_table *about = NULL;
  const int has = patron_io_read_table(w->io, path, "about", &about) == PATRON_OK;
  patron_table_destroy(about);
  return has;
}

static int compare_previous(work *w, const arguments *given)
{
  patron_table *before = NULL;
  if (patron_io_read_table(w->io, given->previous, "customers", &before) != PATRON_OK) return is_folder(given->previous) && !has_about(w, given->previous) ? refuse_part(given->previous) : work_refused(w);
  int status = holds_decisions(before) ? read_about(w, given->previous)
             : work_say("--previous %s: no decisions in its table customers (expected what an earlier patron assess --out wrote)", given->previous);
  if (status == 0) status = compare_with(w, before);
  patron_table_destroy(before);
  return status;
}

int work_compare(work *w, const arguments *given)
{
  if (given->since != NULL) return compare_since(w, given);
  return given->previous != NULL ? compare_previous(w, given) : 0;
}
