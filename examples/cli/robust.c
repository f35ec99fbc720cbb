/* patron robust: how much of the rankings is the customers' and how much the weights'. */
#include "commands.h"
#include "columns.h"
#include "display.h"
#include "page.h"
#include "progress.h"
#include "robust_against.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DOUBTFUL = 5, MOST_WEIGHTINGS = 8, MOST_DECISIONS = 32 };

static int number_of(const patron_table *table, const char *name, int64_t row, double *out)
{
  char text[64];
  return cell_text(table, name, row, text, sizeof text) && patron_number_parse(text, -1, out) == PATRON_OK;
}

/* "first", "first 10", "tiers", "tier GOLD", "whole order", "band from 33". */
static void decision_name(const patron_table *table, int64_t row, char *out, size_t cap)
{
  char decision[128], which[32], bound[32];
  cell_text(table, "decision", row, decision, sizeof decision);
  cell_text(table, "which", row, which, sizeof which);
  cell_text(table, "bound", row, bound, sizeof bound);
  if (strcmp(decision, "FIRST") == 0) snprintf(out, cap, "first");
  else if (strcmp(decision, "TOP") == 0) snprintf(out, cap, "first %s", which);
  else if (strcmp(decision, "TIER") == 0) snprintf(out, cap, "tiers");
  else if (strncmp(decision, "TIER:", 5) == 0) snprintf(out, cap, "tier %s", decision + 5);
  else if (strcmp(decision, "ORDER") == 0) snprintf(out, cap, "whole order");
  else snprintf(out, cap, "band from %s", bound);
}

static void print_percent(double share, int width)
{
  char text[32];
  snprintf(text, sizeof text, "%.1f %%", 100.0 * share);
  print_cell(text, width, 1);
}

/* Whether one customer alone ends the interval of a ranking: it gets a rank there, or loses it. */
static int by_coverage(const patron_table *table, int64_t row, const char *end)
{
  char name[32], text[128];
  cell_text(table, "decision", row, text, sizeof text);
  if (strcmp(text, "FIRST") != 0 && strcmp(text, "TOP") != 0 && strcmp(text, "ORDER") != 0) return 0;
  snprintf(name, sizeof name, "%s_customer", end);
  const int known = cell_text(table, name, row, text, sizeof text);
  snprintf(name, sizeof name, "%s_other", end);
  return known && !cell_text(table, name, row, text, sizeof text);
}

/* Who changes at an end of the interval: one that gets another tier, two that tie there, or the one that meets a bound or is ranked from there. */
static void print_change(const patron_table *table, int64_t row, const char *end, int width)
{
  char name[32], first[64], second[64], tier[128], text[200];
  snprintf(name, sizeof name, "%s_customer", end);
  int known = cell_text(table, name, row, first, sizeof first);
  snprintf(name, sizeof name, "%s_other", end);
  int other = cell_text(table, name, row, second, sizeof second);
  snprintf(name, sizeof name, "%s_to", end);
  if (cell_text(table, name, row, tier, sizeof tier)) {
    display_cut(first, 8);
    snprintf(text, sizeof text, "%s to %s", first, tier);
  } else if (by_coverage(table, row, end)) {
    display_cut(first, 7);
    snprintf(text, sizeof text, "%s, coverage", first);
  } else {
    snprintf(text, sizeof text, "%s%s%s", known ? first : "-", other ? ", " : "", other ? second : "");
  }
  display_cut(text, 17);
  print_cell(text, width > 0 ? width : display_width(text), 0);
}

/* A weight of what somebody judged. */
static int is_judged(const patron_table *stability, int64_t row)
{
  char text[16];
  return cell_text(stability, "subjective", row, text, sizeof text) && strcmp(text, "yes") == 0;
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
  if (is_judged(stability, row)) {
    display_cut(text, 17);
    snprintf(text + strlen(text), 2, "*");
  }
  print_cell(text, 18, 0);
  printf(" ");
  decision_name(stability, row, text, sizeof text);
  print_cell(text, 13, 0);
  print_percent(weight, 9);
  printf("%s", (weight - low < 0.05 && low > 0.0) || (high - weight < 0.05 && high < 1.0) ? " !" : "  ");
  print_percent(low, 8);
  printf(" ..");
  print_percent(high, 8);
  printf("  ");
  print_change(stability, row, "low", 17);
  printf("  ");
  print_change(stability, row, "high", 0);
  printf("\n");
}

static void print_stability(const patron_table *stability)
{
  char scorecard[8];
  int64_t rows = 0, intervals = 0, covered = 0, judged = 0;
  if (stability != NULL) (void)patron_table_rows(stability, &rows);
  for (int64_t row = 0; row < rows; row++) intervals += cell_text(stability, "scorecard", row, scorecard, sizeof scorecard) > 0;
  page_title("1 HOW FAR A WEIGHT MAY MOVE", intervals > 0 ? "before the decision is another one, the other weights in proportion"
                                                           : "waits for a weighted sum that ranks (score.rank_by) or bands, two criteria known");
  if (intervals > 0) printf("  %-16s %-18s %-13s%9s  %8s ..%8s  %-17s  %s\n", "scorecard", "criterion", "decision", "weight", "from", "to", "below: who", "above: who");
  for (int64_t row = 0; row < rows; row++) {
    if (!cell_text(stability, "scorecard", row, scorecard, sizeof scorecard)) continue;
    print_interval(stability, row);
    judged += is_judged(stability, row);
    covered += by_coverage(stability, row, "low") || by_coverage(stability, row, "high");
  }
  if (intervals > 0) printf("  ! less than 5 points away: the decision hangs on this weight\n");
  if (judged > 0) printf("  * judged, not measured\n");
  if (covered > 0) printf("  coverage: it gains or loses its rank there, as score.minimum_coverage of the weight is known of it or not\n");
  if (intervals < rows) printf("  no weight moves a tier: tiers are cut by value, and no weight reaches it\n");
}

/* One line: who is in whatever the weights, whom they decide, most doubtful first. Rows of `acceptability` of the decision. */
static int print_doubts(const patron_table *acceptability, int64_t first, int64_t rows)
{
  char name[128], other[128], label[160], id[128];
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
    const double percent = 100.0 * doubtful[i].then;
    if (percent >= 99.5) printf(" >99 %%");   /* in doubt is neither never nor always */
    else if (percent < 0.5) printf(" <1 %%");
    else printf(" %.0f %%", percent);
  }
  printf(count > MOST_DOUBTFUL ? "  + %lld\n" : "\n", (long long)(count - MOST_DOUBTFUL));
  free(doubtful);
  return 1;
}

/* The decisions of `acceptability`, in the order in which they come: the first row of each. */
static int find_decisions(const patron_table *acceptability, int64_t rows, int64_t first[MOST_DECISIONS])
{
  char names[MOST_DECISIONS][128], name[128];
  int count = 0;
  for (int64_t row = 0; row < rows && count < MOST_DECISIONS; row++) {
    int known = 0;
    cell_text(acceptability, "decision", row, name, sizeof name);
    while (known < count && strcmp(names[known], name) != 0) known++;
    if (known < count) continue;
    snprintf(names[count], sizeof names[count], "%s", name);
    first[count++] = row;
  }
  return count;
}

static int print_acceptability(const patron_table *acceptability, const char *samples, const char *seed)
{
  char behind[160], grouped[64];
  int64_t rows = 0, first[MOST_DECISIONS];
  int fine = 1;
  if (acceptability != NULL) (void)patron_table_rows(acceptability, &rows);
  if (rows == 0) {
    page_title("2 WHO IS IN, WHATEVER THE WEIGHTS", "waits for customers with a score by score.rank_by, two of its criteria known");
    return 1;
  }
  group_digits(samples, 0, grouped);
  snprintf(behind, sizeof behind, "%s weightings drawn evenly, seed %s", grouped, seed);
  page_title("2 WHO IS IN, WHATEVER THE WEIGHTS", behind);
  printf("  %-26s%8s%10s%8s   %s\n", "decision", "always", "in doubt", "never", "in how many of the weightings");
  const int decisions = find_decisions(acceptability, rows, first);
  for (int i = 0; i < decisions && fine; i++) fine = print_doubts(acceptability, first[i], rows);
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

static int print_page(const work *w, const arguments *given, const patron_assessment *other)
{
  page p;
  char samples[32], seed[32], top[32];
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
    page_setting(&p, "robust.top", top, sizeof top);
    if (fine && other != NULL) fine = print_against(w->assessment, other, given->against, strtoll(top, NULL, 10));
  }
  page_close(&p);
  patron_table_destroy(stability);
  patron_table_destroy(acceptability);
  patron_table_destroy(agreement);
  return fine;
}

static int show(const work *w, const arguments *given, const patron_assessment *other)
{
  work_warn(w, given);
  progress_clear();
  if (given->quiet || writes_to_standard_output(given)) return finish_output();
  display_start();
  return print_page(w, given, other) ? finish_output() : work_say("out of memory");
}

/* The settings that --samples and --seed stand for; what they cannot hold is wrong usage. */
static int use_numbers(work *w, const arguments *given)
{
  if ((given->samples == NULL || patron_policy_set(w->policy, "robust.samples", given->samples) == PATRON_OK)
      && (given->seed == NULL || patron_policy_set(w->policy, "robust.seed", given->seed) == PATRON_OK)) return 0;
  (void)work_refused_by_context(w);
  return 2;
}

/* The second policy judges the same facts. */
static int assess_against(work *w, const arguments *given, patron_assessment **out)
{
  arguments second = *given;
  patron_policy *policy = NULL;
  if (given->against == NULL) return 0;
  second.policy = given->against;
  int status = work_open_policy(w, &second, &policy);
  if (status == 0 && given->as_of != NULL && patron_policy_set(policy, "as_of", given->as_of) != PATRON_OK) status = work_refused_by_context(w);
  if (status == 0 && patron_assess(w->portfolio, policy, out) != PATRON_OK) status = work_refused_by_context(w);
  patron_policy_destroy(policy);
  return status;
}

int command_robust(const arguments *given)
{
  patron_assessment *other = NULL;
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
  if (status == 0) status = assess_against(&w, given, &other);
  if (status == 0) status = work_write(&w, given);
  if (status == 0) status = show(&w, given, other);
  patron_assessment_destroy(other);
  return work_close(&w, status);
}
