/* The ordered list of stages: the only place that names them all. */
#include "stages/measures.h"
#include "stages/relate.h"
#include "stages/score.h"
#include "stages/segment.h"

const patron__stage *patron__stage_at(int32_t index) {
  static const patron__stage *const stages[] = {&patron__stage_measures, &patron__stage_score, &patron__stage_segment, &patron__stage_relate};
  return index >= 0 && index < (int32_t)(sizeof stages / sizeof *stages) ? stages[index] : NULL;
}
