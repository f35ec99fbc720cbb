/* Pareto cuts and classes, and the same cuts from partitions: states and plans as bytes. */
#include "golden.h"

enum { ROWS = 5000, GROUPS = 7, CUTS = 3, PARTS = 3, LONGEST_PLAN = 1 << 16, LONGEST_STATE = 1 << 22, MOST_PASSES = 40 };

static int64_t whole[ROWS];
static double real[ROWS];
static int32_t groups[ROWS];
static uint8_t known[(ROWS + 7) / 8];
static const int64_t cuts[CUTS] = { 500000, 800000, 950000 };

static void classes(void)
{
  static int8_t class_of[ROWS], outcome[GROUPS];
  static int64_t n[GROUPS], n_positive[GROUPS], inside[GROUPS * CUTS], minimum[GROUPS * CUTS], cutoff[GROUPS * CUTS], total[GROUPS];
  static double cutoff_f64[GROUPS * CUTS], total_f64[GROUPS];
  digest integers = digest_begin(), doubles = digest_begin();
  patron_pareto_groups out = { .struct_size = sizeof out, .outcome = outcome, .n = n, .n_positive = n_positive, .total_i64 = total, .cutoff_i64 = cutoff, .n_inside = inside, .n_minimum = minimum };
  need(patron_pareto_classes_i64(whole, known, groups, ROWS, GROUPS, cuts, CUTS, NULL, class_of, &out), "classes");
  for (int i = 0; i < ROWS; i++) digest_i64(&integers, class_of[i]);
  digest_i64s(&integers, n, GROUPS), digest_i64s(&integers, n_positive, GROUPS), digest_i64s(&integers, total, GROUPS);
  digest_i64s(&integers, cutoff, GROUPS * CUTS), digest_i64s(&integers, inside, GROUPS * CUTS), digest_i64s(&integers, minimum, GROUPS * CUTS);
  out.total_f64 = total_f64;
  out.cutoff_f64 = cutoff_f64;
  need(patron_pareto_classes_f64(real, known, groups, ROWS, GROUPS, cuts, CUTS, NULL, class_of, &out), "classes");
  for (int i = 0; i < ROWS; i++) digest_i64(&doubles, class_of[i]);
  digest_f64s(&doubles, total_f64, GROUPS), digest_f64s(&doubles, cutoff_f64, GROUPS * CUTS), digest_i64s(&doubles, inside, GROUPS * CUTS);
  say("pareto-classes-i64", integers);
  say("pareto-classes-f64", doubles);
}

/* The part is cut where a bitmap may be cut: at a whole byte. */
static patron_pareto_state *accumulated(int32_t kind, const void *plan, int64_t length, int part)
{
  const int64_t first = part * (ROWS / PARTS / 8 * 8), last = part == PARTS - 1 ? ROWS : first + ROWS / PARTS / 8 * 8;
  patron_pareto_state *state = NULL;
  need(patron_pareto_state_create(NULL, kind, plan, length, &state), "state");
  if (kind == PATRON_PARETO_I64) need(patron_pareto_state_accumulate_i64(state, whole + first, known + first / 8, last - first), "accumulate");
  else need(patron_pareto_state_accumulate_f64(state, real + first, known + first / 8, last - first), "accumulate");
  return state;
}

/* One pass: a state per part, sent as bytes, merged; the bytes count. */
static patron_pareto_state *pass(digest *d, int32_t kind, const void *plan, int64_t length)
{
  unsigned char *bytes = malloc(LONGEST_STATE);
  patron_pareto_state *all = accumulated(kind, plan, length, 0);
  if (bytes == NULL) need(PATRON_E_NO_MEMORY, "state");
  for (int part = 1; part < PARTS; part++) {
    patron_pareto_state *state = accumulated(kind, plan, length, part), *received = NULL;
    int64_t size = 0;
    need(patron_pareto_state_save(state, bytes, LONGEST_STATE, &size), "save");
    digest_bytes(d, bytes, size);
    need(patron_pareto_state_load(NULL, bytes, size, &received), "load");
    need(patron_pareto_state_merge(all, received), "merge");
    patron_pareto_state_destroy(received);
    patron_pareto_state_destroy(state);
  }
  int64_t size = 0;
  need(patron_pareto_state_save(all, bytes, LONGEST_STATE, &size), "save");
  digest_bytes(d, bytes, size);
  free(bytes);
  return all;
}

static void states(int32_t kind, const char *name)
{
  static unsigned char plan[LONGEST_PLAN];
  digest d = digest_begin();
  int64_t length = 0;
  for (int passes = 0; ; passes++) {
    patron_pareto_state *state = pass(&d, kind, length > 0 ? plan : NULL, length);
    need(patron_pareto_state_next(state, cuts, CUTS, plan, LONGEST_PLAN, &length), "next");
    patron_pareto_state_destroy(state);
    digest_bytes(&d, plan, length);
    int32_t settled = 0;
    for (int32_t cut = 0; cut < CUTS; cut++) {
      patron_pareto_result result = { .struct_size = sizeof result };
      patron_status status = patron_pareto_plan_result(plan, length, cut, &result);
      need(status, "result");
      if (status != PATRON_OK) continue;
      settled++;
      digest_i64s(&d, (const int64_t[]){ result.cutoff_i64, result.total_i64, result.n_inside, result.n_minimum, result.sum_inside_i64 }, 5);
      digest_f64s(&d, (const double[]){ result.cutoff_f64, result.total_f64, result.total_net_f64, result.sum_inside_f64 }, 4);
    }
    if (settled == CUTS) break;
    if (passes == MOST_PASSES) need(PATRON_E_INTERNAL, "passes without end");
  }
  say(name, d);
}

void golden_pareto(void)
{
  golden_random = 3;
  for (int i = 0; i < ROWS; i++) {
    const uint64_t size = draw(40), large = draw((uint64_t)2 << size), shift = draw(4);
    whole[i] = (int64_t)(large >> shift) - (int64_t)draw(1000);
    real[i] = (double)whole[i] / 7.0 / (double)(1 + draw(1000));
    groups[i] = (int32_t)draw(GROUPS + 1) - 1;
    if (draw(13) != 0) known[i / 8] = (uint8_t)(known[i / 8] | 1u << i % 8);
  }
  classes();
  states(PATRON_PARETO_I64, "pareto-state-i64");
  states(PATRON_PARETO_F64, "pareto-state-f64");
}
