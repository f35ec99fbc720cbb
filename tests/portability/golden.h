/* Digests that are the same on every machine: numbers go in byte by byte from the lowest, whatever their order in memory. FNV-1a, 64 bits (Fowler, Noll, Vo). */
#ifndef PATRON_TESTS_GOLDEN_H
#define PATRON_TESTS_GOLDEN_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "patron/patron.h"

typedef struct digest { uint64_t value; } digest;

static inline digest digest_begin(void) { return (digest){ 0xcbf29ce484222325u }; }

static inline void digest_bytes(digest *d, const void *bytes, int64_t count)
{
  const unsigned char *at = bytes;
  for (int64_t i = 0; i < count; i++) d->value = (d->value ^ at[i]) * 0x100000001b3u;
}

static inline void digest_u64(digest *d, uint64_t value)
{
  unsigned char bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(value >> (8 * i));
  digest_bytes(d, bytes, 8);
}

static inline void digest_i64(digest *d, int64_t value) { digest_u64(d, (uint64_t)value); }

/* The sign and the payload of a NaN are the processor's; that it is one is ours. */
static inline void digest_f64(digest *d, double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  digest_u64(d, value != value ? 0x7ff8000000000000u : bits);
}

static inline void digest_text(digest *d, const char *text)
{
  int64_t length = (int64_t)strlen(text);
  digest_i64(d, length);
  digest_bytes(d, text, length);
}

static inline void digest_f64s(digest *d, const double *values, int64_t count)
{
  for (int64_t i = 0; i < count; i++) digest_f64(d, values[i]);
}

static inline void digest_i64s(digest *d, const int64_t *values, int64_t count)
{
  for (int64_t i = 0; i < count; i++) digest_i64(d, values[i]);
}

static inline void say(const char *scenario, digest d) { printf("%-24s %016" PRIx64 "\n", scenario, d.value); }

/* A scenario that fails prints no digest: the program ends. */
static inline void need(patron_status status, const char *what)
{
  if (status >= 0) return;
  fprintf(stderr, "%s: %s\n", what, patron_status_name(status));
  exit(1);
}

/* A linear congruence (Knuth, MMIX): whole numbers alone, so that the facts are the same everywhere. Never twice in one expression or call: compilers differ in what they evaluate first. */
extern uint64_t golden_random;

static inline uint64_t draw(uint64_t below)
{
  golden_random = golden_random * 6364136223846793005u + 1442695040888963407u;
  return (golden_random >> 20) % below;
}

/* What is known of a table: its names, types and dictionaries, the bits of each value, and each as text. */
void digest_table(digest *d, const patron_table *table);
/* A table as it goes out over the Arrow C data interface: the schema, and every buffer as the numbers that it holds. */
void digest_arrow(digest *d, const patron_table *table, uint32_t flags);

void golden_rules(void);
void golden_pareto(void);
void golden_books(const char *examples);
void golden_edges(void);
void golden_policies(void);

#endif
