/* patron robust: how much of the rankings is the customers' and how much the weights'. */
#include "commands.h"
#include "columns.h"
#include "display.h"
#include "page.h"
#include "progress.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DOUBTFUL = 5, MOST_WEIGHTINGS = 8 };

static int number_of(const patron_table *table, const char *name, int64_t row, double *out)
{
  char text[64];
  return cell_text(table, name, row, text, sizeof text) && patron_number_parse(text, -1, out) == PATRON_OK;
}

/* "first", "first 10", "tier GOLD (10)", "whole order", "band from 33". */
static void decision_name(const patron_table *table, int64_t row, char *out, size_t cap)
{
  char decision[64], which[32], bound[32];
  cell_text(table, "decision", row, decision, sizeof decision);
  cell_text(table, "which", row, which, sizeof which);
  cell_text(table, "bound", row, bound, sizeof bound);
  if (strcmp(decision, "FIRST") == 0) snprintf(out, cap, "first");
  else if (strcmp(decision, "TOP") == 0) snprintf(out, cap, "first %s", which);
  else if (strncmp(decision, "TIER:", 5) == 0) snprintf(out, cap, "tier %s (first %s)", decision + 5, which);
  else if (strcmp(decision, "ORDER") == 0) snprintf(out, cap, "whole order");
  else snprintf(out, cap, "band from %s", bound);
}

static void print_percent(double share, int width)
{
  char text[32];
  snprintf(text, sizeof text, "%.1f %%", 100.0 * share);
  print_cell(text, width, 1);
}

/* Who changes places at an end of the interval: two that tie there, or the one that meets a bound. */
static void print_pair(const patron_table *table, int64_t row, const char *one, const char *other, int width)
{
  char first[64], second[64], text[132];
  int known = cell_text(table, one, row, first, sizeof first);
  if (cell_text(table, other, row, second, sizeof second)) snprintf(text, sizeof text, "%s, %s", first, second);
  else snprintf(text, sizeof text, "%s", known ? first : "-");
  display_cut(text, 15);
  print_cell(text, width > 0 ? width : display_width(text), 0);
}

static void print_interval(const patron_table *stability, int64_t row)
{
  char text[128];
  double weight = 0.0, low = 0.0, high = 1.0;
  (void)number_of(stability, "weight", row, &weight);
  (void)number_of(stability, "low", row, &low);
  (void)number_of(stability, "high", row, &high);
  printf("  ");
  cell_text(stability, "scorecard", row, text, sizeof text);
  print_cell(text, 16, 0);
  printf(" ");
  cell_text(stability, "criterion", row, text, sizeof text);
  print_cell(text, 18, 0);
  printf(" ");
  decision_name(stability, row, text, sizeof text);
  print_cell(text, 24, 0);
  print_percent(weight, 9);
  printf("%s", (weight - low < 0.05 && low > 0.0) || (high - weight < 0.05 && high < 1.0) ? " !" : "  ");
  print_percent(low, 8);
  printf(" ..");
  print_percent(high, 8);
  printf("  ");
  print_pair(stability, row, "low_customer", "low_other", 14);
  printf("  ");
  print_pair(stability, row, "high_customer", "high_other", 0);
  printf("\n");
}

static void print_stability(const patron_table *stability)
{
  int64_t rows = 0;
  if (stability != NULL) (void)patron_table_rows(stability, &rows);
  if (rows == 0) { page_title("1 HOW FAR A WEIGHT MAY MOVE", "waits for a weighted sum that ranks (score.rank_by) or bands, two criteria known"); return; }
  page_title("1 HOW FAR A WEIGHT MAY MOVE", "before the decision is another one, the other weights in proportion");
  printf("  %-16s %-18s %-24s%9s  %8s ..%8s  %-14s  %s\n", "scorecard", "criterion", "decision", "weight", "from", "to", "below: who", "above: who");
  for (int64_t row = 0; row < rows; row++) print_interval(stability, row);
  printf("  ! less than 5 points away: the decision hangs on this weight\n");
}

/* One line: who is in whatever the weights, whom they decide, most doubtful first. Rows of `acceptability` of the decision. */
static int print_doubts(const patron_table *acceptability, int64_t first, int64_t rows)
{
  char name[64], other[64], label[96], id[128];
  int64_t always = 0, never = 0, count = 0;
  ranked *doubtful = malloc(((size_t)rows + 1) * sizeof *doubtful);
  if (doubtful == NULL) return 0;
  cell_text(acceptability, "decision", first, name, sizeof name);
  for (int64_t row = first; row < rows; row++) {
    double share = 0.0;
    cell_text(acceptability, "decision", row, other, sizeof other);
    if (strcmp(name, other) != 0 || !number_of(acceptability, "share", row, &share)) continue;
    if (share >= 1.0) always++;
    else if (share <= 0.0) never++;
    else doubtful[count++] = (ranked){ share > 0.5 ? 0.5 - share : share - 0.5, share, row };
  }
  rank_rows(doubtful, count);
  decision_name(acceptability, first, label, sizeof label);
  printf("  ");
  print_cell(label, 26, 0);
  printf("%8lld%10lld%8lld", (long long)always, (long long)count, (long long)never);
  for (int64_t i = 0; i < count && i < MOST_DOUBTFUL; i++) {
    cell_text(acceptability, "customer", doubtful[i].row, id, sizeof id);
    printf("%s", i == 0 ? "   " : "  ");
    print_cell(id, display_width(id) < 8 ? display_width(id) : 8, 0);
    printf(" %.0f %%", 100.0 * doubtful[i].then);
  }
  printf(count > MOST_DOUBTFUL ? "  + %lld\n" : "\n", (long long)(count - MOST_DOUBTFUL));
  free(doubtful);
  return 1;
}

static int print_acceptability(const patron_table *acceptability, const char *samples, const char *seed)
{
  char before[64], name[64], behind[160], first_customer[128], customer[128], grouped[64];
  int64_t rows = 0;
  int fine = 1;
  if (acceptability != NULL) (void)patron_table_rows(acceptability, &rows);
  if (rows == 0) {
    page_title("2 WHO IS IN, WHATEVER THE WEIGHTS", "waits for customers with a score by score.rank_by, and all its criteria known");
    return 1;
  }
  group_digits(samples, 0, grouped);
  snprintf(behind, sizeof behind, "%s weightings drawn evenly, seed %s", grouped, seed);
  page_title("2 WHO IS IN, WHATEVER THE WEIGHTS", behind);
  printf("  %-26s%8s%10s%8s   %s\n", "decision", "always", "in doubt", "never", "in how many of the weightings");
  cell_text(acceptability, "customer", 0, first_customer, sizeof first_customer);
  before[0] = 0;
  for (int64_t row = 0; row < rows && fine; row++) {   /* the first customer's rows name the decisions */
    cell_text(acceptability, "customer", row, customer, sizeof customer);
    cell_text(acceptability, "decision", row, name, sizeof name);
    if (strcmp(customer, first_customer) != 0 || strcmp(name, before) == 0) break;
    fine = print_doubts(acceptability, row, rows);
    snprintf(before, sizeof before, "%s", name);
  }
  return fine;
}

static void print_agreement(const patron_table *agreement)
{
  char before[128] = "", scorecard[128], weighting[64];
  int64_t rows = 0;
  if (agreement != NULL) (void)patron_table_rows(agreement, &rows);
  if (rows == 0) { page_title("3 THE SAME ORDER BY OTHER WEIGHTS?", "waits for a weighted sum with two known criteria"); return; }
  page_title("3 THE SAME ORDER BY OTHER WEIGHTS?", "Kendall's tau-b / Spearman's rho: 1 is the same order, 0 none in common");
  printf("  %-18s", "scorecard");
  cell_text(agreement, "scorecard", 0, before, sizeof before);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(agreement, "scorecard", row, scorecard, sizeof scorecard);
    if (row >= MOST_WEIGHTINGS || strcmp(scorecard, before) != 0) break;
    cell_text(agreement, "weighting", row, weighting, sizeof weighting);
    print_cell(weighting, 16, 1);
  }
  before[0] = 0;
  for (int64_t row = 0; row < rows; row++) {
    double tau, rho;
    char text[64];
    cell_text(agreement, "scorecard", row, scorecard, sizeof scorecard);
    if (strcmp(scorecard, before) != 0) { printf("\n  "); print_cell(scorecard, 18, 0); }
    int known = number_of(agreement, "tau_b", row, &tau) && number_of(agreement, "rho", row, &rho);
    if (known) snprintf(text, sizeof text, "%.3f / %.3f", tau, rho);
    print_cell(known ? text : "-", 16, 1);
    snprintf(before, sizeof before, "%s", scorecard);
  }
  printf("\n");
}

static int print_page(const work *w, const arguments *given)
{
  page p;
  char samples[32], seed[32];
  patron_table *stability = NULL, *acceptability = NULL, *agreement = NULL;
  (void)patron_assessment_table(w->assessment, "stability", &stability);
  (void)patron_assessment_table(w->assessment, "acceptability", &acceptability);
  (void)patron_assessment_table(w->assessment, "agreement", &agreement);
  int fine = page_open(&p, w);
  if (fine) {
    page_setting(&p, "robust.samples", samples, sizeof samples);
    page_setting(&p, "robust.seed", seed, sizeof seed);
    page_first_line(&p, given->words, given->word_count);
    print_stability(stability);
    fine = print_acceptability(acceptability, samples, seed);
    print_agreement(agreement);
  }
  page_close(&p);
  patron_table_destroy(stability);
  patron_table_destroy(acceptability);
  patron_table_destroy(agreement);
  return fine;
}

static int show(const work *w, const arguments *given)
{
  work_warn(w, given);
  progress_clear();
  if (given->quiet || writes_to_standard_output(given)) return finish_output();
  display_start();
  return print_page(w, given) ? finish_output() : work_say("out of memory");
}

/* The settings that --samples and --seed stand for; what they cannot hold is wrong usage. */
static int use_numbers(work *w, const arguments *given)
{
  if ((given->samples == NULL || patron_policy_set(w->policy, "robust.samples", given->samples) == PATRON_OK)
      && (given->seed == NULL || patron_policy_set(w->policy, "robust.seed", given->seed) == PATRON_OK)) return 0;
  (void)work_refused_by_context(w);
  return 2;
}

int command_robust(const arguments *given)
{
  work w;
  if (given->word_count < 1) {
    fprintf(stderr, "patron: robust needs an input: a folder, CSV files, a JSON file or a database\n");
    return 2;
  }
  int status = work_check_outputs(given, given->words, given->word_count);
  if (status != 0) return status;
  status = work_read_all(&w, given, given->word_count);
  if (status == 0) status = use_numbers(&w, given);
  if (status == 0 && patron_robustness(w.portfolio, w.policy, &w.assessment) != PATRON_OK) status = work_refused_by_context(&w);
  if (status == 0) status = work_write(&w, given);
  if (status == 0) status = show(&w, given);
  return work_close(&w, status);
}
