/* The order of rows by a number, by a radix sort made for millions of doubles.
 *
 * Usage is one sort of a score column, nearly all of whose bits vary. The bits of a double, with the sign turned, order as the numbers do. A word takes the highest bits of a value that vary at
 * all together with the row, so 8 bytes move per row and pass; three stable passes of 11 bits order the first 33 of them. What is still equal then is a short run nearly always, and is
 * settled by insertion; a middling run by merging; a long one (clusters far apart, each of them narrow) by the same three passes over the bits below, once at most.
 * A word with 32 bits of row has 32 bits of value: less than a pass looks at only when there are more than 2^31 rows, which are refused. */
#include <string.h>

#include "base/memory.h"
#include "rules/columns.h"
#include "rules/order.h"

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 3, LOW = 64 - DIGIT * PASSES, SHORT = 24, MIDDLING = 2048 };

typedef struct sorter {
  const double *values;
  uint64_t turn;       /* all ones: descending */
  int32_t row_bits;    /* low bits of a word: the row */
  uint32_t counts[PASSES][BUCKETS];
} sorter;

_Static_assert(PASSES * BUCKETS == PATRON__SORTED_CURSORS, "what the sort counted with is lent to those who use it");

static uint64_t key_of(const sorter *s, uint64_t row) {
  double value = s->values[row] + 0.0;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits ^= (0 - (bits >> 63)) | UINT64_C(1) << 63;
  return bits ^ s->turn;
}

static uint64_t row_of(const sorter *s, uint64_t word) { return word & ((UINT64_C(1) << s->row_bits) - 1); }

/* Leading zero bits of a value that is not 0. */
static int32_t leading_zeros(uint64_t value) {
  int32_t zeros = 0;
  for (int32_t step = 32; step > 0; step >>= 1) {
    if (value >> (64 - step) == 0) {
      zeros += step;
      value <<= step;
    }
  }
  return zeros;
}

static int32_t before(const sorter *s, uint64_t a, uint64_t b) {
  if (a >> s->row_bits == b >> s->row_bits) {
    uint64_t key_a = key_of(s, row_of(s, a)), key_b = key_of(s, row_of(s, b));
    if (key_a != key_b) return key_a < key_b;
  }
  return a < b;
}

static void insert(const sorter *s, uint64_t *words, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    uint64_t word = words[i];
    int64_t at = i;
    while (at > 0 && before(s, word, words[at - 1])) {
      words[at] = words[at - 1];
      at--;
    }
    words[at] = word;
  }
}

static void merge(const sorter *s, uint64_t *words, uint64_t *spare, int64_t n) {
  uint64_t *from = words, *to = spare;
  for (int64_t first = 0; first < n; first += SHORT) insert(s, words + first, n - first < SHORT ? n - first : SHORT);
  for (int64_t width = SHORT; width < n; width *= 2) {
    uint64_t *swap = from;
    for (int64_t first = 0; first < n; first += 2 * width) {
      int64_t middle = first + width < n ? first + width : n, end = first + 2 * width < n ? first + 2 * width : n, a = first, b = middle;
      for (int64_t i = first; i < end; i++) to[i] = a < middle && (b >= end || !before(s, from[b], from[a])) ? from[a++] : from[b++];
    }
    from = to, to = swap;
  }
  if (from != words) memcpy(words, from, (size_t)n * sizeof *words);
}

/* The word of a row whose value shares the bits above with all others; counts its digits. */
static inline uint64_t pack(sorter *s, uint64_t row, int32_t zeros) {
  uint64_t word = ((key_of(s, row) << zeros) >> s->row_bits << s->row_bits) | row;
  for (int32_t p = 0; p < PASSES; p++) s->counts[p][(word >> (LOW + DIGIT * p)) % BUCKETS]++;
  return word;
}

/* One stable pass. A digit that is the same in all rows moves nothing: 0. */
static int32_t scatter(sorter *s, int32_t pass, const uint64_t *from, uint64_t *to, int64_t n) {
  uint32_t *counts = s->counts[pass], at = 0;
  int32_t shift = LOW + DIGIT * pass;
  if (counts[(from[0] >> shift) % BUCKETS] == (uint32_t)n) return 0;
  for (int32_t b = 0; b < BUCKETS; b++) {
    uint32_t count = counts[b];
    counts[b] = at;
    at += count;
  }
  for (int64_t i = 0; i < n; i++) to[counts[(from[i] >> shift) % BUCKETS]++] = from[i];
  return 1;
}

static uint64_t *sort_words(sorter *s, uint64_t *words, uint64_t *spare, int64_t n);

/* Settles the runs whose first 33 bits are equal. */
static void settle(sorter *s, uint64_t *words, uint64_t *spare, int64_t n) {
  for (int64_t first = 0, end; first < n; first = end) {
    for (end = first + 1; end < n && words[end] >> LOW == words[first] >> LOW; end++) {}
    if (end - first == 1) continue;
    if (end - first <= SHORT) {
      insert(s, words + first, end - first);
    } else if (end - first <= MIDDLING) {
      merge(s, words + first, spare + first, end - first);
    } else if (sort_words(s, words + first, spare + first, end - first) != words + first) {
      memcpy(words + first, spare + first, (size_t)(end - first) * sizeof *words);
    }
  }
}

/* Orders packed words, their digits counted; where they are afterwards. */
static uint64_t *sort_packed(sorter *s, uint64_t *words, uint64_t *spare, int64_t n, int32_t zeros) {
  uint64_t *from = words, *to = spare;
  if (n <= MIDDLING) {
    merge(s, words, spare, n);
    return words;
  }
  for (int32_t p = 0; p < PASSES; p++) {
    if (scatter(s, p, from, to, n)) {
      uint64_t *swap = from;
      from = to, to = swap;
    }
  }
  if (zeros < LOW) settle(s, from, to, n);
  return from;
}

/* Orders the rows in the low bits of `words`; those of equal value stand by row already and stay so. Calls itself once at most: its runs differ in the last 31 bits. */
static uint64_t *sort_words(sorter *s, uint64_t *words, uint64_t *spare, int64_t n) {
  uint64_t any = 0, all = ~UINT64_C(0);
  int32_t zeros;
  for (int64_t i = 0; i < n; i++) {
    uint64_t key = key_of(s, row_of(s, words[i]));
    any |= key;
    all &= key;
  }
  if (any == all) return words;
  zeros = leading_zeros(any ^ all);
  memset(s->counts, 0, sizeof s->counts);
  for (int64_t i = 0; i < n; i++) words[i] = pack(s, row_of(s, words[i]), zeros);
  return sort_packed(s, words, spare, n, zeros);
}

/* The same where every row is known: the rows need not be written first. */
static uint64_t *sort_all(sorter *s, uint64_t *words, uint64_t *spare, int64_t n) {
  uint64_t any = 0, all = ~UINT64_C(0);
  int32_t zeros;
  for (int64_t i = 0; i < n; i++) {
    uint64_t key = key_of(s, (uint64_t)i);
    any |= key;
    all &= key;
  }
  zeros = leading_zeros((any ^ all) | 1);
  memset(s->counts, 0, sizeof s->counts);
  for (int64_t i = 0; i < n; i++) words[i] = pack(s, (uint64_t)i, zeros);
  return any == all ? words : sort_packed(s, words, spare, n, zeros);
}

patron_status patron__sort(const double *values, const uint8_t *validity, int64_t n, int32_t descending, const patron_allocator *scratch, patron__sorted *out) {
  uint64_t size = (uint64_t)n * 2 * sizeof(uint64_t) + sizeof(sorter), *words;
  sorter *s;
  int64_t known = 0;
  patron_status status;
  if (n > PATRON__ORDER_ROWS) return PATRON_E_RANGE;
  status = patron__take_scratch(scratch, size, &s);
  if (status != PATRON_OK) return status;
  words = (uint64_t *)(void *)(s + 1);
  s->values = values;
  s->turn = descending ? ~UINT64_C(0) : 0;
  s->row_bits = n > 1 ? 64 - leading_zeros((uint64_t)n - 1) : 1;
  for (int64_t i = 0; validity != NULL && i < n; i++) {
    words[known] = (uint64_t)i;
    known += patron__known(validity, i);
  }
  if (validity == NULL) known = n;
  out->words = validity == NULL ? sort_all(s, words, words + n, n) : sort_words(s, words, words + n, known);
  out->spare = out->words == words ? words + n : words;
  out->cursors = s->counts[0];
  out->values = values;
  out->rows = (UINT64_C(1) << s->row_bits) - 1;
  out->row_bits = s->row_bits;
  out->count = known;
  out->memory = s;
  out->size = size;
  return PATRON_OK;
}

void patron__sorted_release(const patron_allocator *scratch, patron__sorted *sorted) { patron__scratch_release(scratch, sorted->memory, sorted->size); }

patron_status patron__order(const double *values, const uint8_t *validity, int64_t n, int32_t descending, const patron_allocator *scratch, uint32_t *places, int64_t *count) {
  patron__sorted sorted;
  patron_status status = patron__sort(values, validity, n, descending, scratch, &sorted);
  if (status != PATRON_OK) return status;
  for (int64_t i = 0; i < sorted.count; i++) places[i] = (uint32_t)(sorted.words[i] & sorted.rows) | (patron__sorted_ties(&sorted, i) ? 0x80000000u : 0u);
  *count = sorted.count;
  patron__sorted_release(scratch, &sorted);
  return PATRON_OK;
}

int64_t patron__order_tie_end(const uint32_t *places, int64_t first, int64_t count) {
  int64_t end = first + 1;
  while (end < count && patron__order_ties(places[end])) end++;
  return end;
}
