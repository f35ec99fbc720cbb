/* The head of the page: whose facts, of when, against what; how much; and what the tables below must not hide: losses. */
#include "page.h"
#include "columns.h"
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The period of the earlier state begins before the ledger does. */
static int is_partial(const page *p)
{
  int32_t then, begins;
  return p->w->compared && patron_date_parse(p->w->earlier_as_of, -1, &then) == PATRON_OK && patron_date_parse(p->w->past_begins, -1, &begins) == PATRON_OK && begins >= page_months_before(then, page_months(p) - 1);
}

/* "   2025-07-01 .. 2026-06-30   against the 12 months to 2026-03-31"; without facts in time the as-of date alone. */
static void say_when(const page *p, char *out, size_t cap)
{
  char from[32] = "", to[32], before[32];
  int32_t as_of;
  size_t used = 0;
  patron_table *ledger = page_own_ledger(p);
  int known = patron_date_parse(p->as_of, -1, &as_of) == PATRON_OK;
  page_day_before(p->as_of, to, sizeof to);
  page_day_before(p->w->earlier_as_of, before, sizeof before);
  if (ledger != NULL && known) {
    (void)patron_date_format(page_months_before(as_of, page_months(p)), from, (int64_t)sizeof from, NULL);
    used += (size_t)snprintf(out + used, cap - used, "   %s .. %s", from, to);
    if (p->w->compared && before[0] != 0) used += (size_t)snprintf(out + used, cap - used, "   against the %d months to %s", page_months(p), before);
    if (is_partial(p)) used += (size_t)snprintf(out + used, cap - used, ", of which the ledger has those from %s", p->w->past_begins);
  } else {
    used += (size_t)snprintf(out + used, cap - used, "   %s%s", known ? "as of " : "no as-of date", p->as_of);
    if (p->w->compared && before[0] != 0) used += (size_t)snprintf(out + used, cap - used, "   against %s", p->w->earlier_as_of);
  }
  if (p->w->compared && before[0] == 0) snprintf(out + used, cap - used, "   against an earlier state");
  patron_table_destroy(ledger);
}

/* "DEFAULT+" is the preset with rows of the user's own in place of its. */
static void say_policy(const page *p, char *out, size_t cap)
{
  const size_t length = strlen(p->policy);
  if (length > 1 && p->policy[length - 1] == '+') snprintf(out, cap, "%.*s with changes", (int)length - 1, p->policy);
  else snprintf(out, cap, "%s", length > 0 ? p->policy : "not named");
}

/* Bytes of a path up to its last part, without slashes at the end. */
static size_t folder_length(const char *path)
{
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  while (length > 0 && path[length - 1] != '/') length--;
  return length;
}

/* What several files are called: as all of their names begin ("classicmodels" of classicmodels_customers.csv, ...), else the folder that they lie in. 0: neither. */
static int name_of_files(const char *const *inputs, int count, char *out, size_t cap)
{
  const size_t folder = folder_length(inputs[0]);
  const char *first = inputs[0] + folder;
  size_t same = strlen(first);
  int together = 1;
  for (int i = 1; i < count; i++) {
    const size_t other = folder_length(inputs[i]);
    size_t alike = 0;
    while (alike < same && first[alike] == inputs[i][other + alike]) alike++;
    same = alike;
    together = together && other == folder && strncmp(inputs[0], inputs[i], folder) == 0;
  }
  while (same > 0 && strchr("_- .", first[same]) == NULL) same--;   /* whole words */
  if (same >= 3) snprintf(out, cap, "%.*s", (int)same, first);
  else if (together && folder > 1) snprintf(out, cap, "%.*s", (int)folder - 1, inputs[0]);
  else return 0;
  return 1;
}

/* A path without its first folders, and what is still too long ends in an ellipsis. */
static void fit_name(char *name, size_t cap, int width)
{
  for (char *slash; display_width(name) > width && (slash = strchr(name, '/')) != NULL && slash[1] != 0;) memmove(name, slash + 1, strlen(slash + 1) + 1);
  display_shorten(name, cap, width);
}

void page_first_line(const page *p, const char *const *inputs, int count)
{
  enum { PAGE = 120, INPUT = 28, LEAST = 16, POLICY = 40 };
  char when[160] = "", policy[160], rest[400], name[4096];
  say_when(p, when, sizeof when);
  say_policy(p, policy, sizeof policy);
  display_cut(policy, POLICY);
  const int named = count > 1 && name_of_files(inputs, count, name, sizeof name);
  if (!named) snprintf(name, sizeof name, "%s", inputs[0]);
  snprintf(rest, sizeof rest, "%s   %s%s%s%s", count > 1 && !named ? " ..." : "", p->currency, when, p->model == NULL ? "   policy " : "", p->model == NULL ? policy : "");
  const int room = PAGE - display_width(rest);
  fit_name(name, sizeof name, room > INPUT ? INPUT : room < LEAST ? LEAST : room);
  printf("%s", colour(COLOUR_BOLD));
  print_cell(name, display_width(name), 0);
  printf("%s", plain());
  print_cell(rest, display_width(rest), 0);
  putchar('\n');
}

/* Sum of the known values, and how many there are. */
static int64_t sum(const column *c, int64_t rows, int64_t *known)
{
  int64_t total = 0;
  *known = 0;
  if (c->integers == NULL) return 0;
  for (int64_t row = 0; row < rows; row++)
    if (column_known(c, row)) { total += c->integers[row]; (*known)++; }
  return total;
}

static int64_t count_flags(const column *c, int64_t rows)
{
  int64_t count = 0;
  for (int64_t row = 0; row < rows; row++) count += column_flag(c, row);
  return count;
}

static void print_losses(const page *p)
{
  char text[64];
  int64_t losing = 0, lost = 0;
  for (int64_t row = 0; row < p->rows && p->margin.integers != NULL; row++)
    if (column_known(&p->margin, row) && p->margin.integers[row] < 0) { losing++; lost -= p->margin.integers[row]; }
  page_money(p, lost, 0, text);
  if (losing > 0) printf("%lld %s lose%s %s   ", (long long)losing, page_customers(losing), losing == 1 ? "s" : "", text);
}

int page_has_groups(const page *p, const char *by)
{
  int found = 0;
  while (*by != 0 && !found) {
    char name[64];
    column c;
    size_t length = strcspn(by, ",");
    snprintf(name, sizeof name, "%.*s", (int)length, by);
    by += length + (by[length] == ',');
    for (int pass = 0; pass < 2 && !found; pass++) {
      if (!column_load(pass == 0 ? p->facts : p->customers, name, AS_TEXT, &c)) return 1;
      for (int64_t row = 0; row < p->rows && !found; row++) found = column_known(&c, row);
      column_free(&c);
    }
  }
  return found;
}

/* "34 of 59 are key in their layer". */
static void print_keys(const page *p, int64_t with_value)
{
  segment s = page_segment(p, "SALES");
  const long long keys = (long long)count_flags(&p->key, p->rows);
  const char *comma = strchr(s.by, ','), *second = comma == NULL || strchr(comma + 1, ',') != NULL ? NULL : comma + 1;
  printf("%lld of %lld %s key ", keys, (long long)with_value, keys == 1 ? "is" : "are");
  if (p->model != NULL) printf("by the model's cut-offs\n");
  else if (s.by[0] == 0) printf("in the whole portfolio\n");
  else if (!page_has_groups(p, s.by)) printf("in the whole portfolio: nobody's %s is known\n", comma == NULL ? s.by : "group");
  else if (comma == NULL) printf("in their %s\n", s.by);
  else if (second != NULL) printf("in their %.*s and %s\n", (int)(comma - s.by), s.by, second);
  else printf("in their group (%s)\n", s.by);
}

/* Customers with a class in one segment. */
static long long members_of(const page *p, const char *segment_name)
{
  char n[32], name[64];
  int64_t rows = 0;
  long long members = 0, count;
  if (p->groups != NULL) (void)patron_table_rows(p->groups, &rows);
  for (int64_t row = 0; row < rows; row++)
    if (cell_text(p->groups, "segment", row, name, sizeof name) && strcmp(name, segment_name) == 0 && cell_text(p->groups, "n", row, n, sizeof n) && sscanf(n, "%lld", &count) == 1) members += count;
  return members;
}

/* How many the model was fitted to: segments of layers of their own part the customers among them, others have all. */
static long long fitted_members(const page *p)
{
  long long most = members_of(p, page_segment(p, "SALES").name), parted = 0;
  int64_t rows = 0;
  if (p->segments != NULL) (void)patron_table_rows(p->segments, &rows);
  for (int64_t row = 0; row < rows; row++) {
    char name[64], bit[32], layers[512];
    if (!cell_text(p->segments, "segment", row, name, sizeof name) || !cell_text(p->segments, "bit", row, bit, sizeof bit) || strcmp(bit, "SALES") != 0) continue;
    const long long members = members_of(p, name);
    if (cell_text(p->segments, "layers", row, layers, sizeof layers) && layers[0] != 0) parted += members;
    else if (members > most) most = members;
  }
  return parted > most ? parted : most;
}

/* When and to whom the model was fitted: to those who have a class or could have had one. */
static void print_model(const page *p)
{
  char policy[160];
  const long long members = fitted_members(p);
  printf("the model    ");
  print_path(p->model, 40);
  say_policy(p, policy, sizeof policy);
  display_cut(policy, 40);
  printf("   fitted %s%s, to %lld %s   policy %s\n", p->as_of[0] != 0 ? "as of " : "without an as-of date", p->as_of, members, page_customers(members), policy);
}

/* "  refused: K04 held_tier GOLD (by ann), ...": somebody waits for these. */
static void print_refused(const patron_table *overrides, int64_t rows)
{
  enum { MOST_REFUSED = 3 };
  int64_t count = 0;
  for (int64_t row = 0; row < rows; row++) {
    char state[32], id[128], column_name[64], value[128], author[128];
    if (!cell_text(overrides, "state", row, state, sizeof state) || strcmp(state, "REFUSED") != 0 || count++ >= MOST_REFUSED) continue;
    cell_text(overrides, "customer", row, id, sizeof id);
    cell_text(overrides, "column", row, column_name, sizeof column_name);
    cell_text(overrides, "value", row, value, sizeof value);
    cell_text(overrides, "author", row, author, sizeof author);
    display_cut(id, 24);
    display_cut(value, 24);
    display_cut(author, 24);
    printf("%s%s %s %s (by %s)", count == 1 ? "  refused: " : ", ", id, column_name, value, author);
  }
  if (count > MOST_REFUSED) printf(" and %lld more", (long long)(count - MOST_REFUSED));
  if (count > 0) printf("\n");
}

/* "overrides: 2 in force, 1 lapsed": what was decided by hand, and became of it. */
static void print_overrides(const page *p)
{
  static const char *const states[][2] = { { "APPLIED", "in force" }, { "CLOSED", "as computed" }, { "LAPSED", "lapsed" }, { "REFUSED", "refused" }, { "PENDING", "not yet in force" } };
  enum { STATES = sizeof states / sizeof states[0] };
  patron_table *overrides = NULL;
  int64_t rows = 0, counts[STATES] = { 0 };
  char state[32];
  const char *separator = "overrides: ";
  if (patron_assessment_table(p->w->assessment, "overrides", &overrides) == PATRON_OK) (void)patron_table_rows(overrides, &rows);
  for (int64_t row = 0; row < rows; row++) {
    cell_text(overrides, "state", row, state, sizeof state);
    for (int i = 0; i < STATES; i++) counts[i] += strcmp(state, states[i][0]) == 0;
  }
  for (int i = 0; i < STATES; i++) {
    if (counts[i] == 0) continue;
    printf("%s%lld %s", separator, (long long)counts[i], states[i][1]);
    separator = ", ";
  }
  if (rows > 0) printf("   (patron explain tells who, why and until when)\n");
  print_refused(overrides, rows);
  patron_table_destroy(overrides);
}

void page_head(const page *p, const char *const *inputs, int count)
{
  char text[64], margin_text[64];
  int64_t with_value, with_margin;
  int64_t sales = sum(&p->value, p->rows, &with_value), margin = sum(&p->margin, p->rows, &with_margin);
  patron_table *ledger = page_own_ledger(p);
  page_first_line(p, inputs, count);
  if (p->model != NULL) { print_model(p); printf("these rows   "); }
  printf("%lld %s, %lld %s", (long long)p->rows, page_customers(p->rows), (long long)with_value, ledger != NULL ? "invoiced" : "with sales");
  patron_table_destroy(ledger);
  page_money(p, sales, 0, text);
  if (with_value > 0) printf("   sales %s", text);
  if (with_value > 0) page_growth(p, sales);
  page_money(p, margin, 0, margin_text);
  if (with_margin == 0) printf("   net margin not known");
  else if (with_margin == with_value && sales > 0) printf("   net margin %s (%.1f %%)", margin_text, 100.0 * (double)margin / (double)sales);
  else printf("   net margin %s (of %lld %s)", margin_text, (long long)with_margin, page_customers(with_margin));
  printf("\n");
  print_losses(p);
  print_keys(p, with_value > 0 ? with_value : with_margin);
  print_overrides(p);
}
