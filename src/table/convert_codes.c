/* Codes by name: a column given as text, or with a dictionary of its own, gets the numbers of the fixed list. Where other names are allowed they follow, sorted by bytes,
   so that equal facts have equal codes whatever the order of rows. */
#include "table/convert.h"

typedef struct job {
  patron_context *context;
  const char *table, *name;
  const patron__schema_column *expected;
  patron__column *given;
  int32_t *codes;               /* of each row into `used`; -1 unknown */
  patron__dictionary *used;     /* the names that occur, sorted */
  int32_t *map;                 /* from `used` to the final dictionary; -1: the empty name, which is unknown */
  patron__dictionary *final;
} job;

static patron_status refuse_name(const job *work, int32_t code) {
  int64_t row = 0, len;
  while (work->codes[row] != code) row++;
  const char *name = patron__dictionary_name(work->used, code, &len);
  const char *codes = patron__schema_text(work->expected, PATRON__CODES_TEXT), *one;
  char expectation[PATRON__EXPECTATION], given[64];
  memcpy(given, name, (size_t)(len = len < 64 ? len : 63));
  given[len] = 0;
  patron__guess guess = patron__guess_begin(given);
  for (int32_t i = 0; (one = patron__code_text(codes, i)) != NULL; i++) patron__guess_offer(&guess, one);
  patron__describe(PATRON_CODE, codes, 0, 1, 0, -1, expectation);
  name = patron__dictionary_name(work->used, code, &len);
  patron__where where = {work->table, work->name, row, name, len, expectation};
  if (guess.name != NULL) return patron__fail(work->context, PATRON_E_RANGE, &where, "a name is not in the list: did you mean %s?", guess.name);
  return patron__fail(work->context, PATRON_E_RANGE, &where, "a name is not in the list");
}

/* Names that the list lacks, behind it in their order. `used` is sorted, so the empty name can only be its first. */
static patron_status extend_list(job *work, patron__dictionary *fixed) {
  int32_t skip = work->used->count > 0 && work->used->offsets[1] == 0;
  int64_t bytes = work->used->offsets[work->used->count];
  patron__dictionary *named = NULL;
  patron_status status = patron__dictionary_reserve(work->context, work->used->count - skip, bytes, &named);
  if (status != PATRON_OK) return status;
  if (bytes > 0) memcpy(named->bytes, work->used->bytes, (size_t)bytes);
  memcpy(named->offsets, work->used->offsets + skip, ((size_t)named->count + 1) * sizeof(int64_t));
  if (skip) work->map[0] = -1;
  status = patron__dictionary_merge(fixed, named, work->map + skip, &work->final);
  patron__dictionary_drop(named);
  return status;
}

static patron_status map_names(job *work) {
  patron__dictionary *fixed = NULL;
  int32_t is_free = work->expected->flags & PATRON__FREE_CODES;
  patron_status status = patron__code_dictionary(work->context, patron__schema_text(work->expected, PATRON__CODES_TEXT), &fixed);
  if (status == PATRON_OK && is_free) status = extend_list(work, fixed);
  for (int32_t code = 0; status == PATRON_OK && !is_free && code < work->used->count; code++) {
    int64_t len;
    const char *name = patron__dictionary_name(work->used, code, &len);
    work->map[code] = len == 0 ? -1 : patron__dictionary_find(fixed, name, len);
    if (len > 0 && work->map[code] < 0) status = refuse_name(work, code);
  }
  if (status == PATRON_OK && !is_free) {
    patron__dictionary_retain(fixed);
    work->final = fixed;
  }
  patron__dictionary_drop(fixed);
  return status;
}

static patron_status write_codes(const job *work, patron__column **out) {
  patron__column *made = NULL;
  int64_t rows = work->given->rows;
  patron_status status = patron__column_create(work->context, PATRON_CODE, rows, &made);
  if (status != PATRON_OK) return status;
  made->dictionary = work->final;
  patron__dictionary_retain(work->final);
  int32_t *values = made->values;
  for (int64_t row = 0; row < rows && status == PATRON_OK; row++) {
    int32_t code = work->codes[row] < 0 ? -1 : work->map[work->codes[row]];
    if (code >= 0) {
      values[row] = code;
    } else {
      if (made->validity == NULL) status = patron__column_need_validity(made);
      if (status == PATRON_OK) patron__bit_clear(made->validity, row);
    }
  }
  if (status == PATRON_OK) *out = made;
  else patron__column_drop(made);
  return status;
}

patron_status patron__codes_conform(patron_context *context, const char *table, const char *name, const patron__schema_column *expected, patron__column *given, patron__column **out) {
  job work = {context, table, name, expected, given, NULL, NULL, NULL, NULL};
  patron_status status = PATRON_OK;
  work.codes = patron__allocate_array(context, given->rows > 0 ? given->rows : 1, sizeof(int32_t));
  if (work.codes == NULL) return patron__memory_status(context);
  status = patron__column_encode(context, given, work.codes, &work.used);
  if (status == PATRON_OK) {
    work.map = patron__allocate_array(context, work.used->count > 0 ? work.used->count : 1, sizeof(int32_t));
    status = work.map != NULL ? map_names(&work) : patron__memory_status(context);
  }
  if (status == PATRON_OK && given->type == PATRON_CODE && patron__dictionary_equal(given->dictionary, work.final)) {
    patron__column_retain(given);
    *out = given;
  } else if (status == PATRON_OK) {
    status = write_codes(&work, out);
  }
  patron__dictionary_drop(work.final);
  patron__release(context, work.map);
  patron__dictionary_drop(work.used);
  patron__release(context, work.codes);
  return status;
}
