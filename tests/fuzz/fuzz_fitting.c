/* Any bytes as a state and as a plan of a fit over parts: refused with a text, or used to the end. So that more than the checksum is looked at, they are tried again with length and checksum set right. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parted.h"
#include "table/bytes.h"

typedef struct company { patron_policy *policy; patron_portfolio *book; uint8_t *again; int64_t room; } company;

static const company *open_company(const fuzz_session *s)
{
  static company one;
  if (one.policy != NULL) return &one;
  one.room = 1 << 22;
  one.again = malloc((size_t)one.room);
  if (one.again == NULL || parted_policy(s->context, &one.policy) != PATRON_OK || parted_book(s->context, 0, &one.book) != PATRON_OK) abort();
  return &one;
}

static void refuse(const char *what)
{
  fprintf(stderr, "%s\n", what);
  abort();
}

static void use(const fuzz_session *s, const company *c, patron_fitting *fitting)
{
  patron_model *model = NULL;
  int64_t length = 0;
  if (patron_fitting_next(fitting, c->again, c->room, &length) == PATRON_OK) {
    patron_fitting *next = NULL;
    if (patron_fitting_create(s->context, c->policy, c->again, length, &next) != PATRON_OK) refuse("a plan of our own is refused");
    (void)patron_fitting_accumulate(next, c->book);
    patron_fitting_destroy(next);
  }
  if (patron_fitting_model(fitting, &model) == PATRON_OK) patron_model_destroy(model);
  (void)patron_fitting_accumulate(fitting, c->book);
  if (patron_fitting_model(fitting, &model) == PATRON_OK) patron_model_destroy(model);
}

static void check_text(const fuzz_session *s, patron_status status)
{
  char text[4096] = "";
  if (status != PATRON_OK && (patron_context_error(s->context, text, (int64_t)sizeof text, NULL) != PATRON_OK || text[0] == 0)) refuse("an error has no text");
}

static void try_bytes(const fuzz_session *s, const company *c, const uint8_t *bytes, int64_t size)
{
  patron_fitting *state = NULL, *twin = NULL, *later = NULL;
  int64_t length = 0;
  patron_status status = patron_fitting_load(s->context, c->policy, bytes, size, &state);
  check_text(s, status);
  if (status == PATRON_OK) {
    if (size > c->room || patron_fitting_save(state, c->again, c->room, &length) != PATRON_OK || length != size || memcmp(c->again, bytes, (size_t)size) != 0) refuse("what was loaded is saved as other bytes");
    if (patron_fitting_load(s->context, c->policy, bytes, size, &twin) != PATRON_OK) refuse("the same bytes are refused");
    (void)patron_fitting_merge(twin, state);
    use(s, c, twin);
    use(s, c, state);
  }
  status = patron_fitting_create(s->context, c->policy, size > 0 ? bytes : NULL, size, &later);
  check_text(s, status);
  if (status == PATRON_OK && patron_fitting_accumulate(later, c->book) == PATRON_OK) use(s, c, later);
  patron_fitting_destroy(later);
  patron_fitting_destroy(twin);
  patron_fitting_destroy(state);
}

/* Where the sixteen digits stand that tell of which rules the bytes are; NULL: nowhere. */
static uint8_t *rules_of(uint8_t *bytes, size_t size)
{
  static const char *const before[] = {"state1", "plan1"};   /* kind and version; the step, a digit, comes between */
  for (int i = 0; i < 2; i++) {
    const size_t length = strlen(before[i]);
    for (size_t at = 0; at + length + 17 <= size; at++)
      if (memcmp(bytes + at, before[i], length) == 0) return bytes + at + length + 1;
  }
  return NULL;
}

/* The corpus outlives changes of the built-in rules: what it says of them is brought up to date. */
static void adopt_rules(const fuzz_session *s, const company *c, uint8_t *bytes, size_t size)
{
  patron_fitting *ours = NULL;
  uint8_t *to = rules_of(bytes, size), *from;
  int64_t length = 0;
  if (to == NULL) return;
  if (patron_fitting_create(s->context, c->policy, NULL, 0, &ours) != PATRON_OK || patron_fitting_save(ours, c->again, c->room, &length) != PATRON_OK) refuse("a fitting cannot be made");
  patron_fitting_destroy(ours);
  from = rules_of(c->again, (size_t)length);
  if (from == NULL) refuse("a state does not say of which rules it is");
  memcpy(to, from, 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  const fuzz_session *s = fuzz_begin();
  const company *c = open_company(s);
  const uint64_t used = patron_context_memory_used(s->context);
  uint8_t *sealed;
  uint64_t sum;
  try_bytes(s, c, bytes, (int64_t)size);
  if (size >= 40 && (sealed = malloc(size)) != NULL) {
    memcpy(sealed, bytes, size);
    adopt_rules(s, c, sealed, size);
    for (int i = 0; i < 8; i++) sealed[16 + i] = (uint8_t)((uint64_t)size >> 8 * i);
    sum = patron__checksum(sealed, (int64_t)size - 8);
    for (int i = 0; i < 8; i++) sealed[size - 8 + (size_t)i] = (uint8_t)(sum >> 8 * i);
    try_bytes(s, c, sealed, (int64_t)size);
    free(sealed);
  }
  fuzz_check(s, PATRON_OK, used);
  return 0;
}
