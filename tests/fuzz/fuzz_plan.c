/* Any bytes as a Pareto plan, their checksum put right: refused, or used without harm. The first byte says how, the rows come from the end of the bytes. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "patron/rules/pareto.h"

enum { ROWS = 24, CUTS = 3 };

static uint32_t crc(const uint8_t *bytes, size_t length)
{
  uint32_t sum = 0xffffffffu;
  for (size_t i = 0; i < length; i++) {
    sum ^= bytes[i];
    for (int32_t bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1u ? 0xedb88320u : 0u);
  }
  return ~sum;
}

/* Length and checksum as they must be, so that the fields behind them are reached. */
static void put_right(uint8_t *bytes, size_t length)
{
  if (length < 20) return;
  for (int32_t i = 0; i < 8; i++) bytes[8 + i] = (uint8_t)((uint64_t)length >> 8 * i);
  const uint32_t sum = crc(bytes, length - 4);
  for (int32_t i = 0; i < 4; i++) bytes[length - 4 + (size_t)i] = (uint8_t)(sum >> 8 * i);
}

/* All rows once with a plan, then the plan after it. Returns its bytes, to be released with free(). */
static uint8_t *pass(int32_t kind, const uint8_t *plan, int64_t length, const int64_t *values, int64_t *next_length)
{
  static const int64_t cuts[CUTS] = {500000, 800000, 950000};
  patron_pareto_state *state = NULL, *other = NULL;
  uint8_t *next = NULL;
  double numbers[ROWS];
  for (int32_t i = 0; i < ROWS; i++) numbers[i] = (double)values[i] / 1000;
  patron_status status = patron_pareto_state_create(NULL, kind, plan, length, &state);
  if (status == PATRON_OK) status = patron_pareto_state_create(NULL, kind, plan, length, &other);
  if (status == PATRON_OK && kind == PATRON_PARETO_I64) status = patron_pareto_state_accumulate_i64(state, values, NULL, ROWS / 2);
  if (status == PATRON_OK && kind == PATRON_PARETO_F64) status = patron_pareto_state_accumulate_f64(state, numbers, NULL, ROWS / 2);
  if (status == PATRON_OK && kind == PATRON_PARETO_I64) status = patron_pareto_state_accumulate_i64(other, values + ROWS / 2, NULL, ROWS - ROWS / 2);
  if (status == PATRON_OK && kind == PATRON_PARETO_F64) status = patron_pareto_state_accumulate_f64(other, numbers + ROWS / 2, NULL, ROWS - ROWS / 2);
  if (status == PATRON_OK) status = patron_pareto_state_merge(state, other);
  if (status == PATRON_OK) status = patron_pareto_state_next(state, plan == NULL ? cuts : NULL, plan == NULL ? CUTS : 0, NULL, 0, next_length);
  if (status == PATRON_OK) {
    next = malloc((size_t)*next_length);
    if (next == NULL) abort();
    fuzz_promise(patron_pareto_state_next(state, plan == NULL ? cuts : NULL, plan == NULL ? CUTS : 0, next, *next_length, next_length) == PATRON_OK, "a plan that was measured can be written");
  }
  patron_pareto_state_destroy(other);
  patron_pareto_state_destroy(state);
  return next;
}

static void look(const uint8_t *plan, int64_t length)
{
  for (int32_t cut = -1; cut < 26; cut++) {
    patron_pareto_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    const patron_status status = patron_pareto_plan_result(plan, length, cut, &result);
    fuzz_promise(status == PATRON_OK || status == PATRON_UNKNOWN || status == PATRON_E_FORMAT || status == PATRON_E_RANGE || status == PATRON_E_INVALID_ARGUMENT, "a plan is read or refused");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  fuzz_source from = { bytes, size };
  const uint8_t how = fuzz_take(&from);
  const int32_t kind = how & 1 ? PATRON_PARETO_F64 : PATRON_PARETO_I64;
  int64_t values[ROWS], length = 0, edited = 0;
  uint8_t *plan;
  for (int32_t i = 0; i < ROWS; i++) values[i] = (int64_t)fuzz_take_number(&from, how & 2 ? 8 : 1);
  if (how & 4) {   /* a plan that was made, and a few of its bytes changed */
    plan = pass(kind, NULL, 0, values, &length);
    if (plan == NULL) return 0;
    for (; from.left >= 3 && edited < 16; edited++) {
      const size_t place = (size_t)fuzz_take_number(&from, 2) % (size_t)length;
      plan[place] = fuzz_take(&from);
    }
  } else {
    plan = malloc(from.left + 1);
    if (plan == NULL) abort();
    if (from.left > 0) memcpy(plan, from.at, from.left);
    length = (int64_t)from.left;
  }
  if (!(how & 8)) put_right(plan, (size_t)length);
  look(plan, length);
  for (int32_t round = 0; round < 4; round++) {
    int64_t next_length = 0;
    uint8_t *next = pass(kind, plan, length, values, &next_length);
    if (next == NULL) break;
    look(next, next_length);
    free(plan);
    plan = next;
    length = next_length;
  }
  free(plan);
  return 0;
}
