/* What the files of robustness share: the criteria of a scorecard as columns, and the tiers. */
#ifndef PATRON_SRC_STAGES_ROBUSTNESS_PARTS_H
#define PATRON_SRC_STAGES_ROBUSTNESS_PARTS_H

#include "rules/stability.h"
#include "stages/score.h"
#include "stages/tier.h"
#include "table/rows.h"

enum { PATRON__ROBUST_CRITERIA = 64 };

/* The criteria of one scorecard that weigh or may, as the rules functions want them: values of 0..1. Those that somebody knows stand first. */
typedef struct patron__robust_view {
  const patron__score_card *card;
  int32_t count, seen, index[PATRON__ROBUST_CRITERIA];   /* seen: how many somebody knows */
  patron__column *columns[PATRON__ROBUST_CRITERIA];      /* NULL: nobody knows it */
  const double *values[PATRON__ROBUST_CRITERIA];
  const double *covered[PATRON__ROBUST_CRITERIA];        /* the coverage of what is known */
  const uint8_t *validity[PATRON__ROBUST_CRITERIA];
  double weights[PATRON__ROBUST_CRITERIA];
  double *ones, *zeros;                                  /* where nothing else is known */
  uint8_t *nobody;
} patron__robust_view;

/* PATRON_UNKNOWN: nothing can be said of this card, and `skipped` says why. To be closed only when it was opened. */
patron_status patron__robust_view_open(patron__run *run, const patron__score_card *card, patron__robust_view *out);
void patron__robust_view_close(patron__run *run, patron__robust_view *view);

/* Arrays with an entry per row, and bitmaps. */
patron_status patron__robust_rows(patron__run *run, double **const *numbers, int32_t number_count, uint8_t **const *bitmaps, int32_t bitmap_count);

/* The score of all others than one criterion, for all rows: what of their weight is known (`coverage`), and that times the coverage of nested scores (`covered`). `unused`: bits to write to. */
typedef struct patron__robust_others { double *score, *coverage, *covered; uint8_t *scored, *unused; } patron__robust_others;
/* To be released in any case. */
patron_status patron__robust_others_create(patron__run *run, patron__robust_others *out);
void patron__robust_others_release(patron__run *run, patron__robust_others *others);
/* PATRON_UNKNOWN: the others weigh nothing. */
patron_status patron__robust_weigh_others(const patron__robust_view *view, int32_t criterion, int64_t rows, patron__robust_others *out);
/* A row's score of 0..1 over the weight of the criterion. 0: it has none, at no weight between 0 and 1. */
int32_t patron__robust_curve(const patron__robust_view *view, int32_t criterion, const patron__robust_others *others, int64_t row, patron__curve *out);
/* The weight in force, of a total of 1. */
double patron__robust_weight(const patron__robust_view *view, int32_t criterion);

enum { PATRON__STABILITY_SCORECARD, PATRON__STABILITY_CRITERION, PATRON__STABILITY_DECISION, PATRON__STABILITY_WHICH, PATRON__STABILITY_BOUND, PATRON__STABILITY_WEIGHT, PATRON__STABILITY_LOW,
       PATRON__STABILITY_HIGH, PATRON__STABILITY_LOW_CUSTOMER, PATRON__STABILITY_LOW_OTHER, PATRON__STABILITY_HIGH_CUSTOMER, PATRON__STABILITY_HIGH_OTHER, PATRON__STABILITY_LOW_FROM,
       PATRON__STABILITY_LOW_TO, PATRON__STABILITY_HIGH_FROM, PATRON__STABILITY_HIGH_TO, PATRON__STABILITY_SUBJECTIVE, PATRON__STABILITY_COLUMNS };

void patron__robust_customer(const patron__run *run, patron__rows *rows, int32_t column, int64_t row);   /* row -1: nobody */
/* The cells that every row of `stability` has. */
void patron__robust_interval(const patron__robust_view *view, int32_t criterion, const char *decision, double low, double high, patron__rows *rows);

/* Rows FIRST, TOP, ORDER and BAND of `stability`, FIRST and TOP of `acceptability`. `ranked`: the card that ranks, -1: none. */
patron_status patron__robust_places(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_view *view, int32_t ranked, patron__rows *stability, patron__rows *acceptability);

/* How a scorecard's score of 0..1 becomes that of another, 0..100, per row: base + slope * score, or `without` where there is no score; the bitmaps say where that is known. So the coverage. */
typedef struct patron__robust_way { double *base, *slope, *without, *cover, *cover_slope, *cover_without; uint8_t *known, *known_without; } patron__robust_way;
/* To be released in any case. */
patron_status patron__robust_way_create(patron__run *run, patron__robust_way *way);
void patron__robust_way_release(patron__run *run, patron__robust_way *way);
/* PATRON_UNKNOWN: the weights of card `from` do not reach `to` (-1: none), or (`skipped` says so) on no straight line. */
patron_status patron__robust_path(patron__run *run, const patron__score_cards *cards, int32_t from, int32_t to, const patron__robust_way *out);
/* Rows TIER of `stability`, for a card whose view is given; of `acceptability`, where it is winnability. */
patron_status patron__robust_tiers(patron__run *run, const patron__score_cards *cards, int32_t card, const patron__robust_view *view, const patron__tier_state *tiers, patron__rows *stability,
                                   patron__rows *acceptability);
/* The same where no weight reaches the tiers. */
patron_status patron__robust_fixed_tiers(patron__run *run, const patron__tier_state *tiers, patron__rows *stability, patron__rows *acceptability);

#endif
