/* The stage `segment`: Pareto classes per group, and the key customers. */
#ifndef PATRON_SRC_STAGES_SEGMENT_H
#define PATRON_SRC_STAGES_SEGMENT_H

#include "stages/grouping.h"
#include "stages/others.h"

extern const patron__stage patron__stage_segment;

enum { PATRON__SEGMENT_MERGE = 512, PATRON__SEGMENT_CUTS = 24, PATRON__SEGMENT_NOT_POSITIVE = 25 };   /* class codes: A 0, B 1, ... without N; N is 25 */
enum { PATRON__BIT_SALES = 0, PATRON__BIT_PROFIT = 1, PATRON__BIT_NONE = 2 };

/* One row of the rule table `segments`, read. Texts live as long as the table. */
typedef struct patron__segment_rule {
  char name[64], measure[64], by[256], layers[512];
  int64_t cuts_ppm[PATRON__SEGMENT_CUTS];
  int32_t cut_count, bit;
} patron__segment_rule;

/* Rule rows in the order of the table. PATRON_E_RANGE with text: what does not fit. */
patron_status patron__segment_rule_read(patron_context *context, const patron_table *segments, int64_t row, patron__segment_rule *out);
/* "80,95" as ppm of the total; ascending, above 0 and at most 100. */
patron_status patron__segment_cuts_read(const char *text, int64_t *cuts_ppm, int32_t *count);

/* "<segment>_cutoff" and the like. */
void patron__segment_column(const char *segment, const char *what, char out[96]);

patron_status patron__segment_fit(patron__run *run);
patron_status patron__segment_check(patron_context *context, const patron__tables *rules, patron_table *problems);

/* A fitted segment: the groups of the model in the form that apply reads. */
typedef struct patron__segment {
  patron__segment_rule rule;
  int32_t type;                 /* PATRON_MONEY or PATRON_NUMBER; 0 where no group has a cut */
  patron__groups groups;
  int8_t *outcome;              /* [groups] PATRON_PARETO_* */
  int64_t *cutoff_i64;          /* [groups * cuts], by type */
  double *cutoff_f64;
  const patron__others *others; /* of a customer whose figures are changed: cut-offs move with its own value; NULL: they stand */
} patron__segment;

struct patron__potential_state;

typedef struct patron__segment_state {
  struct patron__potential_state *potential;
  int32_t count;
  patron__segment *segments;
  int32_t skipped_count;        /* segments that fit could not measure: their measures */
  char (*skipped)[64];
  char merge[PATRON__SEGMENT_MERGE];
  int64_t band_ppm;
} patron__segment_state;

/* The groups and cuts alone, without potential keys; to be released with patron__segment_release. */
patron_status patron__segment_state_read(patron_context *context, const patron__tables *model, patron__segment_state **out);
patron_status patron__segment_prepare(patron_context *context, const patron__tables *model, void **state);
void patron__segment_release(patron_context *context, void *state);
/* The arrays of its cut-offs alone. */
void patron__segment_clear_cuts(patron_context *context, patron__segment *segment);
/* The report of the stage: the table `curves`. */
patron_status patron__segment_curves(patron__run *run, const void *state);
patron_status patron__segment_explain(const patron__run *run, const void *state, int64_t row, patron_table *explanations);

#endif
