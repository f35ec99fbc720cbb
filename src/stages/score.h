/* The stage `score`, and what its files share: scorecards as rules write them and as a model has fitted them. */
#ifndef PATRON_SRC_STAGES_SCORE_H
#define PATRON_SRC_STAGES_SCORE_H

#include "stages/categories.h"
#include "stages/grouping.h"
#include "stages/stage.h"

extern const patron__stage patron__stage_score;

enum { PATRON__SCORE_NAME = 64, PATRON__SCORE_COLUMN = PATRON__SCORE_NAME + 16, PATRON__SCORE_WITHIN = 512, PATRON__SCORE_BLOCK = 512 };
enum { PATRON__SCORE_CUSTOMERS = 0, PATRON__SCORE_CHANNELS = 1, PATRON__SCORE_CATEGORIES = 2 };        /* scorecards.table */
enum { PATRON__SCORE_PLUGIN = -1 };                                        /* in place of a built-in weighting or normaliser */
enum { PATRON__TRANSFORM_LOG1P = 1, PATRON__TRANSFORM_RECIPROCAL = 2 };    /* bits, the logarithm first */

/* What normalises one criterion: a list of points per peer group, raw value after the transform -> score 0..100, straight lines between, clamped; twice the same `from` is a step.
   A group without points leaves its rows unknown. */
typedef struct patron__score_points {
  patron__groups peers;      /* by_count 0: one group of all, and no row needs to be looked up */
  int64_t *first;            /* peers.count + 1 entries into from and score; NULL: not fitted */
  double *from, *score;
  int64_t capacity;
} patron__score_points;

typedef struct patron__score_criterion {
  int64_t row;               /* in the table `criteria` */
  char name[PATRON__SCORE_NAME], column[PATRON__SCORE_NAME], within[PATRON__SCORE_WITHIN];
  int32_t table;             /* of its scorecard */
  int32_t card;              /* the scorecard that `column` names: over the same table, or by category where customers are scored; -1: a column */
  int32_t direction, normaliser, transform, subjective;
  char normaliser_name[PATRON__SCORE_NAME];
  double low, high, target_low, target_high;   /* NaN: not given */
  double given_weight, rank;                   /* NaN: not given */
  double weight;             /* the weight used; NaN: none could be fitted */
  double ideal, anti_ideal;  /* largest and smallest normalised value, 0..100, of the rows fitted (TOPSIS, VIKOR); NaN: not fitted */
  int32_t preference;        /* PROMETHEE, with thresholds in raw units, NaN: 0 */
  double indifference, strict;
  patron__score_points points;
  int32_t peer_set;          /* criteria with the same peer groups have the same number, from 0; -1: one group of all */
} patron__score_criterion;

typedef struct patron__score_card {
  int64_t row;               /* in the table `scorecards` */
  char name[PATRON__SCORE_NAME], weighting_name[PATRON__SCORE_NAME];
  int32_t table, weighting, aggregation, missing;
  double bounds[4];          /* VIKOR: smallest and largest utility, smallest and largest regret of the rows fitted */
  int32_t same_as;           /* an earlier card that gives every row the same score; -1: none (known after prepare) */
  int32_t count;             /* criteria; they stand together, in the order of the rules */
  patron__score_criterion *criteria;
} patron__score_card;

/* All scorecards, over whatever table. */
typedef struct patron__score_cards {
  patron_context *context;
  int32_t count, criterion_count;
  patron__score_card *cards;
  int32_t peer_sets;
  int32_t *order;            /* cards after those that they read */
  patron__windows windows;   /* of the periods that categories are measured in; set by fit and prepare */
  patron__score_criterion *criteria;
} patron__score_cards;

/* Where mistakes in rules go: into a table of problems, all of them, or as `status` with the error text of the first. */
typedef struct patron__score_sink { patron_context *context; patron_table *problems; patron_status status; int32_t found; } patron__score_sink;
/* `format` as in patron__fail: what is expected. Hands back PATRON_OK when the problem was put into the table, so that the search goes on. */
patron_status patron__score_problem(patron__score_sink *sink, const char *table, int64_t row, const char *column, const char *value, const char *format, ...);

/* Reads scorecards and criteria, of rules or of a model, and puts the cards in order. With a table of problems what is wrong is left out. `out` is cleared on failure. */
patron_status patron__score_cards_read(const patron__tables *rules, patron__score_sink *sink, patron__score_cards *out);
void patron__score_cards_clear(patron__score_cards *cards);
int32_t patron__score_cards_find(const patron__score_cards *cards, const char *name);   /* -1: none */
/* Rules that contradict each other, beyond what reading finds: weights, ranks, bounds, guides, comparisons. */
patron_status patron__score_check_values(const patron__tables *rules, const patron__score_cards *cards, patron__score_sink *sink);
/* Whether points or weights come from the rows, so that fit has to read them. */
int32_t patron__score_points_need_rows(const patron__score_criterion *criterion);
int32_t patron__score_weights_need_rows(const patron__score_card *card);

/* One call of fit or apply: the run, and the peer group of each row per peer set, found when it is first needed. */
typedef struct patron__score_call { patron__run *run; int32_t **row_group; int32_t peer_sets; } patron__score_call;
patron_status patron__score_call_begin(patron__run *run, int32_t peer_sets, patron__score_call *out);
void patron__score_call_end(patron__score_call *call);

/* The column behind a criterion, for one run. */
typedef struct patron__score_source {
  const patron__column *column;     /* NULL: not there, unknown in all rows */
  const patron__column *coverage;   /* of a nested scorecard, else NULL */
  double scale;                     /* minor units of one major unit for money, else 1 */
} patron__score_source;

/* Looks the columns up: those of `nested` (an entry per card, may be NULL) before those of the run. `out` holds card->count entries. PATRON_E_TYPE names the column. Returns in *known how many are there. */
typedef struct patron__score_nested { patron__column *score, *coverage; } patron__score_nested;
patron_status patron__score_sources(const patron__run *run, const patron__score_card *card, const patron__score_nested *nested, patron__score_source *out, int32_t *known);
/* One byte a row: 1 known. `count` is at most PATRON__SCORE_BLOCK. */
void patron__score_known(const patron__score_source *source, int64_t first, int64_t count, uint8_t *known);
/* Raw values, 0 where unknown. */
void patron__score_raw(const patron__score_source *source, int64_t first, int64_t count, const uint8_t *known, double *out);
/* Applies the transform in place; the first row (from 0) whose known value it cannot take, -1: none. */
int64_t patron__score_transform(int32_t transform, int64_t count, const uint8_t *known, double *values);
/* The error for such a row. */
patron_status patron__score_refuse_value(const patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, int64_t row, double value);

/* Points, group after group: room for the groups of `peers`, then points appended to a group (none: the group stays empty). */
patron_status patron__score_points_start(patron_context *context, patron__score_points *points);
patron_status patron__score_points_add(patron_context *context, patron__score_points *points, int32_t group, const double *from, const double *score, int64_t count);
/* The points of an earlier criterion that asks the same of the same column; -1: none. */
int32_t patron__score_find_twin(const patron__score_cards *cards, int32_t criterion);
patron_status patron__score_copy_points(patron_context *context, const patron__score_points *from, patron__score_points *to);
/* Numbers the peer sets of criteria whose points are fitted by `within`, before they are. */
void patron__score_number_peers(patron__score_cards *cards);
/* Fixed points (LINEAR, PIECEWISE, STEP) or points fitted to all rows of the run. `warning` (a space-separated list, PATRON__SCORE_WARNING bytes) gets what should be told. */
enum { PATRON__SCORE_WARNING = 128 };
patron_status patron__score_fit_points(patron__score_call *call, const patron__score_cards *cards, const patron__score_card *card, patron__score_criterion *criterion, const patron__score_source *source, char *warning);
void patron__score_add_warning(char *warning, const char *code);
/* The points of a scoring guide or of fixed bounds. */
patron_status patron__score_fixed_points(const patron__tables *rules, const patron__score_card *card, const patron__score_criterion *criterion, patron__score_points *points, patron_context *context);
/* Points of a registered normaliser for the known values of one peer group. */
patron_status patron__score_plugin_points(patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, int32_t group, const double *values, int64_t count, patron__score_points *points);

/* Weights of a card from its comparisons (AHP, best-worst), which must suffice and be ratios that the method takes: if not, that goes to the sink, and with a table of problems `weights` is left as it
   is. *ratio: the consistency ratio; *warnings: PATRON_WARNING_*. */
patron_status patron__score_weigh_comparisons(const patron__tables *rules, const patron__score_card *card, patron__score_sink *sink, double *weights, double *ratio, uint32_t *warnings);
/* The problem of a row whose a or b is no criterion of the card; PATRON_OK: it has none. */
patron_status patron__score_stray_comparison(const patron_table *table, int64_t row, const patron__score_card *card, patron__score_sink *sink);

/* Weights of a card, scaled to sum 1, into its criteria. `warnings`: PATRON__SCORE_WARNING bytes per criterion. *consistency: NaN where the method has none. */
patron_status patron__score_fit_weights(patron__score_call *call, patron__score_card *card, const patron__score_source *sources, char *warnings, double *consistency);
patron_status patron__score_plugin_weights(patron__score_call *call, patron__score_card *card, const patron__score_source *sources, double *weights);

/* One criterion's normalised values (0..100) for a block of rows. `row_group`: of these rows, NULL for one group. Rows whose group has no points become unknown. */
void patron__score_normalise(const patron__score_points *points, const int32_t *row_group, int64_t count, const double *values, uint8_t *known, double *out);
/* A whole card over all rows of the run: NUMBER columns score and coverage (values, and validity of the score). */
patron_status patron__score_compute(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, patron__column *score, patron__column *coverage);

/* Whole columns of one criterion for methods that read the data: raw after `transform` (0: as given), normalised 0..1; unknown where unknown. The reference is the caller's. */
patron_status patron__score_raw_column(patron__run *run, const patron__score_card *card, const patron__score_criterion *criterion, const patron__score_source *source, int32_t transform, patron__column **out);
patron_status patron__score_normalised_column(patron__score_call *call, const patron__score_card *card, int32_t criterion, const patron__score_source *source, patron__column **out);

/* What TOPSIS and VIKOR need of all rows. */
patron_status patron__score_fit_ideal(patron__score_call *call, patron__score_card *card, const patron__score_source *sources);
/* Puts the score of the card's aggregation in the place of the weighted sum, which patron__score_compute has left there. */
patron_status patron__score_aggregate(patron__score_call *call, const patron__score_card *card, const patron__score_source *sources, patron__column *score);

/* The model's tables `criteria`, `points` and `peers`. `warnings` and `consistency`: per criterion and per card. */
patron_status patron__score_write_model(patron__run *run, const patron__score_cards *cards, const char *warnings, const double *consistency);
patron_status patron__score_read_model(patron_context *context, const patron__tables *model, patron__score_cards *cards);

/* Score and coverage columns of one card, in the run's `customers`; what is missing is told in `skipped`. */
patron_status patron__score_apply_card(patron__score_call *call, const patron__score_cards *cards, const patron__score_card *card);

int32_t patron__score_channels_used(const patron__score_cards *cards);
/* A run in which the channels (with what their customers say of them) stand in the place of the customers; without such a table those that customers name. To be ended, unless it fails. */
patron_status patron__score_channels_begin(patron__run *run, patron__run *sub);
void patron__score_channels_end(patron__run *sub);
/* The decision table `channels`. */
patron_status patron__score_channels_finish(patron__run *run, const patron__score_cards *cards);
/* Why each channel has its scores: rows of `explanations` that name no customer. */
patron_status patron__score_channels_explain(const patron__run *run, const patron__score_cards *cards, patron_table *explanations);

/* The share of its weight that must be known for a score not to be INCOMPLETE, less what a sum of weights is forgiven. */
double patron__score_least_coverage(const patron__run *run);
/* Whether less of a customer's score is known than that, as the flag INCOMPLETE says; of one of the two scores behind the place in the matrix. */
int32_t patron__score_incomplete(const patron__run *run, const char *card, int64_t row);
int32_t patron__position_incomplete(const patron__run *run, int64_t row);
/* The name of a column that stands beside a card's score: "<scorecard>_coverage", "<scorecard>_confidence". Returns `out`. */
const char *patron__score_column(const char *card, const char *end, char out[PATRON__SCORE_COLUMN]);

/* A run with a row per customer and category (or one for a customer without categories) in the place of the customers: rows of a customer stand together, in the order of the categories. */
typedef struct patron__score_categories {
  patron__run run;
  patron__category_cells cells;
  patron_table *made;          /* run.input */
  int64_t *customer, *cell;    /* per row: that of the customer, and its cell, -1: the customer as a whole */
} patron__score_categories;
int32_t patron__score_categories_used(const patron__score_cards *cards);
/* `only`: the row of one customer, -1: all. To be ended, unless it fails. */
patron_status patron__score_categories_begin(patron__run *run, const patron__score_cards *cards, int64_t only, patron__score_categories *out);
void patron__score_categories_end(patron__score_categories *categories);
/* The cards by category, in the run of the categories. */
patron_status patron__score_categories_compute(patron__score_categories *categories, const patron__score_cards *cards);
/* Where the rows of the customer end whose first row this is. */
int64_t patron__score_categories_next(const patron__score_categories *categories, int64_t first);
/* Shares of revenue of the rows [first, end) among those with a score (NULL: among all). */
void patron__score_categories_shares(const patron__score_categories *categories, const patron__column *score, int64_t first, int64_t end, double *shares);
/* Means by these shares, for the customers. */
patron_status patron__score_categories_merge(const patron__score_categories *categories, const patron__column *score, const patron__column *coverage, patron__column *score_out, patron__column *coverage_out);
/* Score and coverage columns of all cards by category; the decision table `categories`. */
patron_status patron__score_categories_apply(patron__run *run, const patron__score_cards *cards);
patron_status patron__score_categories_report(patron__run *run, const void *state);

/* The columns <scorecard>_confidence, where facts say where measures come from. */
patron_status patron__score_confidence(patron__run *run, const patron__score_cards *cards);
/* data_flags with INCOMPLETE:<scorecard>; ranks and warnings of the call; why a row got its score. */
patron_status patron__score_flag_incomplete(patron__run *run, const patron__score_cards *cards);
patron_status patron__score_finish(patron__run *run, const void *state);
/* A column of ranks by score.rank_by among the rows of each group, 0 .. groups - 1; a row of no group (-1) has none. Nothing where nobody is ranked. */
patron_status patron__score_rank_within(patron__run *run, const char *name, const int32_t *group_of, int32_t groups);
patron_status patron__score_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations);
/* The same for one row of a run, by the cards over one table (not CATEGORIES). */
patron_status patron__score_explain_cards(const patron__run *run, const patron__score_cards *cards, int32_t table, int64_t row, patron_table *explanations);

#endif
