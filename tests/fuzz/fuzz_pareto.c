/* Any bytes as a Pareto plan and as a state: refused, or used to the end. So that more than the checksum is looked at, they are tried again with length and checksum set right. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "patron/rules/pareto.h"
#include "rules/pareto_bytes.h"

static const int64_t CUTS[] = {500000, 800000, 950000};
static const int64_t WHOLE[] = {5, -3, 70000, INT64_MAX, 1234567};
static const double REAL[] = {0.5, -3.0, 7e300, 5e-324, 1234567.0};

static void refuse(const char *what)
{
  fprintf(stderr, "%s\n", what);
  abort();
}

static void use(patron_pareto_state *state, const patron_pareto_state *other)
{
  unsigned char plan[32768];
  int64_t len = 0;
  (void)patron_pareto_state_accumulate_i64(state, WHOLE, NULL, 5);
  (void)patron_pareto_state_accumulate_f64(state, REAL, NULL, 5);
  if (other != NULL) (void)patron_pareto_state_merge(state, other);
  if (patron_pareto_state_next(state, CUTS, 3, plan, (int64_t)sizeof plan, &len) != PATRON_OK && patron_pareto_state_next(state, NULL, 0, plan, (int64_t)sizeof plan, &len) != PATRON_OK) return;
  for (int32_t cut = 0; cut < 24; cut++) {
    patron_pareto_result result = {.struct_size = sizeof result};
    const patron_status status = patron_pareto_plan_result(plan, len, cut, &result);
    if (status != PATRON_OK && status != PATRON_UNKNOWN && status != PATRON_E_RANGE) refuse("a plan of our own is refused");
  }
}

static void try_state(const uint8_t *bytes, int64_t size)
{
  patron_pareto_state *state = NULL, *twin = NULL;
  uint8_t *again = malloc((size_t)size + 1);
  int64_t len = 0;
  if (again == NULL) return;
  if (patron_pareto_state_load(NULL, bytes, size, &state) == PATRON_OK) {
    if (patron_pareto_state_save(state, again, size, &len) != PATRON_OK || len != size || memcmp(again, bytes, (size_t)size) != 0) refuse("what was loaded is saved as other bytes");
    if (patron_pareto_state_load(NULL, bytes, size, &twin) != PATRON_OK) refuse("the same bytes are refused");
    use(state, twin);
  }
  patron_pareto_state_destroy(twin);
  patron_pareto_state_destroy(state);
  free(again);
}

static void try_plan(const uint8_t *bytes, int64_t size)
{
  for (int32_t kind = PATRON_PARETO_I64; kind <= PATRON_PARETO_F64; kind++) {
    patron_pareto_state *state = NULL;
    if (patron_pareto_state_create(NULL, kind, size > 0 ? bytes : NULL, size, &state) == PATRON_OK) use(state, NULL);
    patron_pareto_state_destroy(state);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  uint8_t *sealed;
  uint32_t sum;
  try_state(bytes, (int64_t)size);
  try_plan(bytes, (int64_t)size);
  if (size < 20 || (sealed = malloc(size)) == NULL) return 0;
  memcpy(sealed, bytes, size);
  for (int i = 0; i < 8; i++) sealed[8 + i] = (uint8_t)((uint64_t)size >> 8 * i);
  sum = patron__crc32(sealed, (int64_t)size - 4);
  for (int i = 0; i < 4; i++) sealed[size - 4 + (size_t)i] = (uint8_t)(sum >> 8 * i);
  try_state(sealed, (int64_t)size);
  try_plan(sealed, (int64_t)size);
  free(sealed);
  return 0;
}
