/* The ordered list of stages: the only place that names them all. */
#include "stages/engage.h"
#include "stages/measures.h"
#include "stages/override.h"
#include "stages/position.h"
#include "stages/relate.h"
#include "stages/score.h"
#include "stages/segment.h"
#include "stages/serve.h"
#include "stages/tier.h"

const patron__stage *patron__stage_at(int32_t index) {
  static const patron__stage *const stages[] = {&patron__stage_measures, &patron__stage_score, &patron__stage_segment, &patron__stage_relate,
                                                &patron__stage_position, &patron__stage_tier, &patron__stage_engage, &patron__stage_serve, &patron__stage_override};
  return index >= 0 && index < (int32_t)(sizeof stages / sizeof *stages) ? stages[index] : NULL;
}
