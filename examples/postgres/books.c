/* Plan books: the plans of many groups in one value, which travels to shards as a parameter. patron_entry makes a book of one group, patron_book puts books together, patron_plan looks a group up.
   A book is canonical: equal entries give equal bytes in whatever order they came.

   Layout, integers little-endian: "PTNBOOK1", u32 number of entries, then for each a u32 where its key ends and a u32 where its plan ends, counted from the end of these numbers; then keys and plans,
   key, plan, key, plan. A key is 'k' and the bytes of its text, or 'n' for NULL; entries ascend by the bytes of their keys. Every number is checked where it is used; a plan is checked by libpatron. */
#include "extension.h"

#include <utils/builtins.h>
#include <utils/array.h>
#include <catalog/pg_type.h>
#include <lib/stringinfo.h>
#include <utils/memutils.h>

#define MARK "PTNBOOK1"
#define HEAD 12

typedef struct entry {
  const char *key, *plan;
  uint32_t key_len, plan_len;
} entry;

typedef struct book {
  const char *bytes;
  uint32_t len, count;
} book;

static void damaged(const char *function) pg_attribute_noreturn();
static void damaged(const char *function)
{
  ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION), errmsg("%s: these bytes are no book of plans, or damaged", function)));
  pg_unreachable();
}

static book open_book(const char *function, const bytea *value)
{
  book all = { VARDATA_ANY(value), (uint32_t)VARSIZE_ANY_EXHDR(value), 0 };
  if (all.len < HEAD || memcmp(all.bytes, MARK, 8) != 0) damaged(function);
  all.count = patron_pg_get_u32(all.bytes + 8);
  if (all.count > (all.len - HEAD) / 8) damaged(function);
  return all;
}

static entry entry_at(const char *function, const book *all, uint32_t place)
{
  uint32_t heap = HEAD + 8 * all->count, room = all->len - heap;
  const char *ends = all->bytes + HEAD + 8 * (size_t)place;
  uint32_t begin = place == 0 ? 0 : patron_pg_get_u32(ends - 4), middle = patron_pg_get_u32(ends), end = patron_pg_get_u32(ends + 4);
  if (begin >= middle || middle > end || end > room || (place + 1 == all->count && end != room)) damaged(function);
  entry one = { all->bytes + heap + begin, all->bytes + heap + middle, middle - begin, end - middle };
  return one;
}

/* Keys ascend by their bytes, a beginning before what it begins. */
static int compare_keys(const entry *a, const entry *b)
{
  int order = memcmp(a->key, b->key, a->key_len < b->key_len ? a->key_len : b->key_len);
  return order != 0 ? order : a->key_len < b->key_len ? -1 : a->key_len > b->key_len;
}

static int compare_entries(const void *a, const void *b)
{
  const entry *one = a, *other = b;
  int order = compare_keys(one, other);
  if (order != 0) return order;
  order = memcmp(one->plan, other->plan, one->plan_len < other->plan_len ? one->plan_len : other->plan_len);
  return order != 0 ? order : one->plan_len < other->plan_len ? -1 : one->plan_len > other->plan_len;
}

static bytea *write_book(const entry *entries, uint32_t count)
{
  uint64 size = HEAD + 8 * (uint64)count;
  for (uint32_t i = 0; i < count; i++) size += (uint64)entries[i].key_len + entries[i].plan_len;
  if (!AllocSizeIsValid(size + VARHDRSZ)) ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("patron_book: a book of plans is at most a gigabyte")));
  bytea *result = palloc((Size)size + VARHDRSZ);
  SET_VARSIZE(result, (Size)size + VARHDRSZ);
  char *bytes = VARDATA(result), *heap = bytes + HEAD + 8 * (size_t)count, *to = heap;
  memcpy(bytes, MARK, 8);
  patron_pg_put_u32(bytes + 8, count);
  for (uint32_t i = 0; i < count; i++) {
    memcpy(to, entries[i].key, entries[i].key_len);
    to += entries[i].key_len;
    patron_pg_put_u32(bytes + HEAD + 8 * (size_t)i, (uint32_t)(to - heap));
    memcpy(to, entries[i].plan, entries[i].plan_len);
    to += entries[i].plan_len;
    patron_pg_put_u32(bytes + HEAD + 8 * (size_t)i + 4, (uint32_t)(to - heap));
  }
  return result;
}

/* The key of a group as a book holds it. */
static entry key_of(FunctionCallInfo fcinfo, int argument)
{
  entry one = { "n", NULL, 1, 0 };
  if (PG_ARGISNULL(argument)) return one;
  text *name = PG_GETARG_TEXT_PP(argument);
  one.key_len = 1 + (uint32_t)VARSIZE_ANY_EXHDR(name);
  char *key = palloc(one.key_len);
  key[0] = 'k';
  memcpy(key + 1, VARDATA_ANY(name), one.key_len - 1);
  one.key = key;
  return one;
}

PG_FUNCTION_INFO_V1(patron_pg_entry);
PG_FUNCTION_INFO_V1(patron_pg_book_step);
PG_FUNCTION_INFO_V1(patron_pg_book_finish);
PG_FUNCTION_INFO_V1(patron_pg_plan);
PG_FUNCTION_INFO_V1(patron_pg_plan_int8);
PG_FUNCTION_INFO_V1(patron_pg_key);

/* patron_entry(key, plan); NULL without a plan. */
Datum patron_pg_entry(PG_FUNCTION_ARGS)
{
  if (PG_ARGISNULL(1)) PG_RETURN_NULL();
  bytea *plan = PG_GETARG_BYTEA_PP(1);
  entry one = key_of(fcinfo, 0);
  one.plan = VARDATA_ANY(plan);
  one.plan_len = (uint32_t)VARSIZE_ANY_EXHDR(plan);
  PG_RETURN_BYTEA_P(write_book(&one, 1));
}

/* What patron_book has taken so far. */
typedef struct collected {
  entry *entries;
  uint32_t count, capacity;
} collected;

Datum patron_pg_book_step(PG_FUNCTION_ARGS)
{
  MemoryContext memory;
  if (!AggCheckCallContext(fcinfo, &memory)) elog(ERROR, "patron_book: called outside of an aggregate");
  MemoryContext before = MemoryContextSwitchTo(memory);
  collected *all = PG_ARGISNULL(0) ? palloc0(sizeof *all) : (collected *)PG_GETARG_POINTER(0);
  if (!PG_ARGISNULL(1)) {
    bytea *copy = PG_GETARG_BYTEA_P_COPY(1);   /* entries point into it */
    book more = open_book("patron_book", copy);
    if (all->count + (uint64)more.count > PG_INT32_MAX / 2) ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("patron_book: too many groups")));
    if (all->count + more.count > all->capacity) {
      all->capacity = (all->count + more.count) * 2;
      Size size = (Size)all->capacity * sizeof *all->entries;
      all->entries = all->entries == NULL ? MemoryContextAllocHuge(memory, size) : repalloc_huge(all->entries, size);
    }
    for (uint32_t i = 0; i < more.count; i++) all->entries[all->count++] = entry_at("patron_book", &more, i);
  }
  MemoryContextSwitchTo(before);
  PG_RETURN_POINTER(all);
}

Datum patron_pg_book_finish(PG_FUNCTION_ARGS)
{
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  const collected *all = (const collected *)PG_GETARG_POINTER(0);
  entry *sorted = MemoryContextAllocHuge(CurrentMemoryContext, (Size)(all->count == 0 ? 1 : all->count) * sizeof *sorted);
  uint32_t count = 0;
  if (all->count > 0) memcpy(sorted, all->entries, (size_t)all->count * sizeof *sorted);
  qsort(sorted, all->count, sizeof *sorted, compare_entries);
  for (uint32_t i = 0; i < all->count; i++) {
    if (count > 0 && compare_entries(&sorted[i], &sorted[count - 1]) == 0) continue;
    if (count > 0 && compare_keys(&sorted[i], &sorted[count - 1]) == 0)
      ereport(ERROR, (errcode(ERRCODE_UNIQUE_VIOLATION), sorted[i].key[0] == 'n' ? errmsg("patron_book: the group NULL has two different plans")
                                                                                 : errmsg("patron_book: the group \"%.*s\" has two different plans", (int)sorted[i].key_len - 1, sorted[i].key + 1)));
    sorted[count++] = sorted[i];
  }
  PG_RETURN_BYTEA_P(write_book(sorted, count));
}

static Datum plan_of(const bytea *value, const entry *wanted)
{
  book all = open_book("patron_plan", value);
  uint32_t low = 0, high = all.count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    entry one = entry_at("patron_plan", &all, middle);
    int order = compare_keys(wanted, &one);
    if (order == 0) return PointerGetDatum(cstring_to_text_with_len(one.plan, (int)one.plan_len));   /* a bytea is made as a text is */
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return (Datum)0;
}

/* patron_plan(book, key); NULL for a group that is not in the book, or without a book: its rows start with the first pass. */
Datum patron_pg_plan(PG_FUNCTION_ARGS)
{
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  entry wanted = key_of(fcinfo, 1);
  Datum plan = plan_of(PG_GETARG_BYTEA_PP(0), &wanted);
  if (plan == (Datum)0) PG_RETURN_NULL();
  return plan;
}

/* The same for a group that is a number: postgres_fdw does not send a cast from a number to a text to the shards. */
Datum patron_pg_plan_int8(PG_FUNCTION_ARGS)
{
  char key[32] = "n";
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  if (!PG_ARGISNULL(1)) snprintf(key, sizeof key, "k" INT64_FORMAT, PG_GETARG_INT64(1));
  entry wanted = { .key = key, .key_len = (uint32_t)strlen(key) };
  Datum plan = plan_of(PG_GETARG_BYTEA_PP(0), &wanted);
  if (plan == (Datum)0) PG_RETURN_NULL();
  return plan;
}

/* patron_key(part, part, ...): one text for a group that several columns make. Lengths stand before the parts, so that ('a', 'bc') and ('ab', 'c') differ; NULL is a dash. */
Datum patron_pg_key(PG_FUNCTION_ARGS)
{
  Datum *parts;
  bool *nulls;
  int count;
  StringInfoData key;
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &parts, &nulls, &count);
  initStringInfo(&key);
  for (int i = 0; i < count; i++) {
    if (nulls[i]) {
      appendStringInfoString(&key, "-,");
      continue;
    }
    char *part = TextDatumGetCString(parts[i]);
    appendStringInfo(&key, "%zu:%s,", strlen(part), part);
  }
  PG_RETURN_TEXT_P(cstring_to_text_with_len(key.data, key.len));
}
