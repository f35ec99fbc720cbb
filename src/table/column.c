/* The life of a column: made, shared, copied before it is written when others see it, grown row by row, dropped. */
#include "table/column.h"

/* Bytes of the values of `rows` rows; TEXT has its bytes elsewhere. */
static uint64_t value_bytes(int32_t type, int64_t rows) {
  switch (type) {
    case PATRON_MONEY: case PATRON_INTEGER: case PATRON_NUMBER: return (uint64_t)rows * 8;
    case PATRON_DATE: case PATRON_CODE: return (uint64_t)rows * 4;
    case PATRON_FLAG: return (uint64_t)patron__bitmap_bytes(rows);
    default: return 0;
  }
}

static patron_status create(patron_context *context, int32_t type, int64_t rows, int64_t text_bytes, int32_t clear, patron__column **out) {
  if (type < PATRON_MONEY || type > PATRON_FLAG || rows < 0) return PATRON_E_INVALID_ARGUMENT;
  if (rows > PATRON__ROWS_MAX) return patron__fail(context, PATRON_E_RANGE, NULL, "a table cannot have so many rows");
  patron__column *column = patron__allocate_array(context, 1, sizeof *column);
  if (column == NULL) return patron__memory_status(context);
  column->context = context;
  patron__context_retain(context);
  patron__count_add(&column->references, 1);
  column->type = type;
  column->decimals = -1;
  column->rows = rows;
  column->capacity = rows > 0 ? rows : 1;
  int32_t is_text = type == PATRON_TEXT;
  column->bytes_capacity = !is_text ? 0 : text_bytes > 0 ? text_bytes : 1;
  uint64_t bytes = is_text ? (uint64_t)column->bytes_capacity : value_bytes(type, column->capacity);
  if (is_text) column->offsets = clear ? patron__allocate_array(context, column->capacity + 1, sizeof(int64_t)) : patron__allocate(context, (uint64_t)(column->capacity + 1) * sizeof(int64_t));
  if (!is_text || column->offsets != NULL) column->values = clear && !is_text ? patron__allocate_array(context, (int64_t)bytes, 1) : patron__allocate(context, bytes);
  if (column->values == NULL) {
    patron_status status = patron__memory_status(context);
    patron__column_drop(column);
    return status;
  }
  if (is_text) column->offsets[0] = 0;
  *out = column;
  return PATRON_OK;
}

patron_status patron__column_create_raw(patron_context *context, int32_t type, int64_t rows, int64_t text_bytes, patron__column **out) { return create(context, type, rows, text_bytes, 0, out); }

patron_status patron__column_create(patron_context *context, int32_t type, int64_t rows, patron__column **out) { return create(context, type, rows, 0, 1, out); }

/* Struct, values and bitmap in one piece, all zero. */
static patron_status create_few(patron__arena *arena, int32_t type, int64_t rows, int32_t unknown, patron__column **out) {
  const uint64_t own = (sizeof(patron__column) + 7) & ~(uint64_t)7, values = type == PATRON_TEXT ? (uint64_t)(rows + 1) * sizeof(int64_t) : (value_bytes(type, rows > 0 ? rows : 1) + 7) & ~(uint64_t)7;
  patron__column *column = patron__arena_take(arena, own + values + (uint64_t)patron__bitmap_bytes(unknown ? rows + 1 : 0));
  char *piece = (char *)column;
  if (column == NULL) return patron__memory_status(arena->context);
  patron__arena_keep(arena);
  column->arena = arena;
  column->context = arena->context;
  patron__count_set(&column->references, 1);
  column->type = type;
  column->decimals = -1;
  column->lent = PATRON__LENT_VALUES | PATRON__LENT_VALIDITY | PATRON__LENT_OFFSETS;   /* to be copied before it grows */
  column->rows = rows;
  column->values = piece + own;
  if (type == PATRON_TEXT) column->offsets = (int64_t *)(void *)(piece + own);   /* every text is empty: no byte of the values is read */
  if (unknown) column->validity = (uint8_t *)piece + own + values;
  *out = column;
  return PATRON_OK;
}

patron_status patron__column_create_in(patron__arena *arena, patron_context *context, int32_t type, int64_t rows, int32_t unknown, patron__column **out) {
  patron__column *column = NULL;
  patron_status status;
  if (arena != NULL && rows <= PATRON__FEW_ROWS) return create_few(arena, type, rows, unknown, out);
  status = patron__column_create(context, type, rows, &column);
  if (status != PATRON_OK) return status;
  if (unknown) {
    column->validity = patron__allocate_array(context, patron__bitmap_bytes(column->capacity), 1);
    if (column->validity == NULL) { patron__column_drop(column); return patron__memory_status(context); }
  }
  *out = column;
  return PATRON_OK;
}

patron_status patron__column_create_text(patron__arena *arena, patron_context *context, int64_t rows, int64_t text_bytes, patron__column **out) {
  patron__column *column = NULL;
  if (arena == NULL || rows > PATRON__FEW_ROWS) return patron__column_create_raw(context, PATRON_TEXT, rows, text_bytes, out);
  const patron_status status = create_few(arena, PATRON_TEXT, rows, 0, &column);
  if (status != PATRON_OK) return status;
  column->values = patron__arena_take(arena, (uint64_t)text_bytes + 1);
  if (column->values == NULL) {
    patron__column_drop(column);
    return patron__memory_status(context);
  }
  *out = column;
  return PATRON_OK;
}

patron_status patron__column_lend(patron_context *context, int32_t type, int64_t rows, const void *values, const int64_t *offsets, const uint8_t *validity,
                                  patron_release_fn release, void *user, patron__column **out) {
  static const int64_t nothing[1] = {0};   /* no rows, or texts without a byte: a pointer to compute with */
  patron__column *column = patron__allocate_array(context, 1, sizeof *column);
  if (column == NULL) return patron__memory_status(context);
  column->context = context;
  patron__context_retain(context);
  patron__count_add(&column->references, 1);
  column->type = type;
  column->decimals = -1;
  column->lent = PATRON__LENT_VALUES | PATRON__LENT_VALIDITY | PATRON__LENT_OFFSETS;
  column->rows = rows;
  column->validity = (uint8_t *)(uintptr_t)validity;   /* lent columns are copied before they are written */
  column->values = (void *)(uintptr_t)(values != NULL ? values : nothing);
  column->offsets = (int64_t *)(uintptr_t)offsets;
  column->offsets_filled = rows;
  column->release = release;
  column->user = user;
  *out = column;
  return PATRON_OK;
}

void patron__column_retain(patron__column *column) { patron__count_add(&column->references, 1); }

int32_t patron__column_drop_in(patron__column *column, const patron__arena *arena) {
  if (column == NULL || column->arena == NULL || column->arena != arena) { patron__column_drop(column); return 0; }
  /* The last holder needs no locked step: nobody else can come by a reference. */
  if (patron__count_get(&column->references) != 1 && patron__count_add(&column->references, -1) > 0) return 0;
  patron__dictionary_drop(column->dictionary);
  return 1;
}

void patron__column_drop(patron__column *column) {
  if (column == NULL || patron__count_add(&column->references, -1) > 0) return;
  patron_context *context = column->context;
  if (column->arena != NULL) {
    patron__dictionary_drop(column->dictionary);
    patron__arena_drop(column->arena, 1);
    return;
  }
  if (!(column->lent & PATRON__LENT_VALUES)) patron__release(context, column->values);
  if (!(column->lent & PATRON__LENT_VALIDITY)) patron__release(context, column->validity);
  if (!(column->lent & PATRON__LENT_OFFSETS)) patron__release(context, column->offsets);
  patron__dictionary_drop(column->dictionary);
  if (column->release != NULL) column->release(column->user);
  patron__release(context, column);
  patron__context_drop(context);
}

patron_status patron__column_need_validity(patron__column *column) {
  if (column->validity != NULL) return PATRON_OK;
  int64_t bytes = patron__bitmap_bytes(column->capacity > column->rows ? column->capacity : column->rows);
  uint8_t *validity = column->arena != NULL ? patron__arena_take(column->arena, (uint64_t)bytes + 1) : patron__allocate_array(column->context, bytes > 0 ? bytes : 1, 1);
  if (validity == NULL) return patron__memory_status(column->context);
  patron__bitmap_fill(validity, 0, column->rows, 1);
  column->validity = validity;
  return PATRON_OK;
}

static int32_t is_exclusive(const patron__column *column) {
  return column->lent == 0 && column->release == NULL && column->capacity > 0 && patron__count_get(&column->references) == 1;
}

/* More rows than fit now: at least half as many again, so that adding one by one stays cheap. */
static int64_t grown(int64_t capacity, int64_t wanted) {
  int64_t half_more = capacity + capacity / 2 + 8;
  return wanted > half_more ? wanted : half_more;
}

/* Every buffer keeps its content when another one finds no memory: `capacity` is raised last. */
static patron_status grow_rows(patron__column *column, int64_t rows) {
  if (rows <= column->capacity) return PATRON_OK;
  int64_t capacity = grown(column->capacity, rows);
  void *block;
  if (column->type == PATRON_TEXT) {
    block = patron__reallocate(column->context, column->offsets, (uint64_t)(capacity + 1) * sizeof(int64_t));
    if (block == NULL) return patron__memory_status(column->context);
    column->offsets = block;
  } else {
    block = patron__reallocate(column->context, column->values, value_bytes(column->type, capacity));
    if (block == NULL) return patron__memory_status(column->context);
    column->values = block;
  }
  if (column->validity != NULL) {
    block = patron__reallocate(column->context, column->validity, (uint64_t)patron__bitmap_bytes(capacity));
    if (block == NULL) return patron__memory_status(column->context);
    column->validity = block;
  }
  column->capacity = capacity;
  return PATRON_OK;
}

static patron_status grow_bytes(patron__column *column, int64_t bytes) {
  if (bytes <= column->bytes_capacity) return PATRON_OK;
  int64_t capacity = grown(column->bytes_capacity, bytes);
  void *block = patron__reallocate(column->context, column->values, (uint64_t)capacity);
  if (block == NULL) return patron__memory_status(column->context);
  column->values = block;
  column->bytes_capacity = capacity;
  return PATRON_OK;
}

/* Texts of known rows only, so that what lies under a 0 bit of lent memory is left behind. */
static patron_status copy_texts(const patron__column *from, patron__column *to) {
  int64_t bytes = 0, len;
  for (int64_t row = 0; row < from->rows; row++) {
    if (!patron__column_known(from, row)) continue;
    patron__column_text(from, row, &len);
    bytes += len;
  }
  patron_status status = grow_bytes(to, bytes);
  if (status != PATRON_OK) return status;
  int64_t end = 0;
  for (int64_t row = 0; row < from->rows; row++) {
    if (patron__column_known(from, row)) {
      const char *text = patron__column_text(from, row, &len);
      if (len > 0) memcpy((char *)to->values + end, text, (size_t)len);
      end += len;
    }
    to->offsets[row + 1] = end;
  }
  to->offsets_filled = from->rows;
  return PATRON_OK;
}

void patron__column_zero_unknown(patron__column *column) {
  if (column->validity == NULL) return;
  for (int64_t row = 0; row < column->rows; row++) {
    if ((row & 7) == 0 && column->validity[row >> 3] == 0xff) row += 7;
    else if (!patron__bit_get(column->validity, row)) patron__column_set_unknown(column, row);
  }
}

static patron_status copy_column(const patron__column *from, int64_t capacity, patron__column **out) {
  patron__column *copy = NULL;
  patron_status status = patron__column_create(from->context, from->type, capacity > from->rows ? capacity : from->rows, &copy);
  if (status != PATRON_OK) return status;
  copy->rows = from->rows;
  copy->decimals = from->decimals;
  copy->any_decimal = from->any_decimal;
  if (from->validity != NULL) {
    status = patron__column_need_validity(copy);
    if (status != PATRON_OK) goto failed;
    patron__bitmap_copy(copy->validity, 0, from->validity, 0, from->rows);
  }
  if (from->type == PATRON_TEXT) {
    status = copy_texts(from, copy);
    if (status != PATRON_OK) goto failed;
  } else {
    if (from->type == PATRON_FLAG) patron__bitmap_copy(copy->values, 0, from->values, 0, from->rows);
    else if (from->rows > 0) memcpy(copy->values, from->values, (size_t)value_bytes(from->type, from->rows));
    patron__column_zero_unknown(copy);
  }
  if (from->dictionary != NULL) {
    copy->dictionary = from->dictionary;
    patron__dictionary_retain(copy->dictionary);
  }
  *out = copy;
  return PATRON_OK;
failed:
  patron__column_drop(copy);
  return status;
}

patron_status patron__column_reserve(patron__column **column, int64_t rows, int64_t text_bytes, int32_t validity) {
  if (rows > PATRON__ROWS_MAX) return patron__fail((*column)->context, PATRON_E_RANGE, NULL, "a table cannot have so many rows");
  patron_status status;
  if (!is_exclusive(*column)) {
    patron__column *copy = NULL;
    status = copy_column(*column, rows, &copy);
    if (status != PATRON_OK) return status;
    patron__column_drop(*column);
    *column = copy;
  }
  status = grow_rows(*column, rows);
  if (status == PATRON_OK && validity) status = patron__column_need_validity(*column);
  if (status == PATRON_OK && text_bytes > 0) status = grow_bytes(*column, (*column)->offsets[(*column)->offsets_filled] + text_bytes);
  return status;
}

void patron__column_extend(patron__column *column, int64_t rows) {
  int64_t old = column->rows, more = rows - old;
  if (more <= 0) return;
  if (column->type == PATRON_TEXT) memset(column->offsets + old + 1, 0, (size_t)more * sizeof(int64_t));
  else if (column->type == PATRON_FLAG) patron__bitmap_fill(column->values, old, more, 0);
  else memset((char *)column->values + value_bytes(column->type, old), 0, (size_t)value_bytes(column->type, more));
  if (column->validity != NULL) patron__bitmap_fill(column->validity, old, more, 0);
  column->rows = rows;
}

patron_status patron__column_make_writable(patron__column **column, int64_t rows) {
  patron_status status = patron__column_reserve(column, rows, 0, rows > (*column)->rows);
  if (status == PATRON_OK) patron__column_extend(*column, rows);
  return status;
}

void patron__column_settle(patron__column *column) {
  if (column->type != PATRON_TEXT) return;
  int64_t end = column->offsets[column->offsets_filled];
  if (column->offsets_filled == column->rows) return;
  for (int64_t row = column->offsets_filled; row < column->rows; row++) column->offsets[row + 1] = end;
  column->offsets_filled = column->rows;
}

/* A row that stands before others: what comes after it moves. */
static patron_status replace_text(patron__column *column, int64_t row, const char *text, int64_t len) {
  int64_t from = column->offsets[row], to = column->offsets[row + 1], end = column->offsets[column->offsets_filled];
  int64_t by = len - (to - from);
  patron_status status = grow_bytes(column, end + (by > 0 ? by : 0));
  if (status != PATRON_OK) return status;
  char *bytes = column->values;
  if (by != 0) {
    memmove(bytes + from + len, bytes + to, (size_t)(end - to));
    for (int64_t i = row + 1; i <= column->offsets_filled; i++) column->offsets[i] += by;
  }
  if (len > 0) memcpy(bytes + from, text, (size_t)len);
  return PATRON_OK;
}

patron_status patron__column_set_text(patron__column *column, int64_t row, const char *text, int64_t len) {
  if (len < 0) len = (int64_t)strlen(text);
  patron_status status;
  if (row < column->offsets_filled) {
    status = replace_text(column, row, text, len);
  } else {
    int64_t end = column->offsets[column->offsets_filled];
    status = grow_bytes(column, end + len);
    if (status == PATRON_OK) {
      for (int64_t i = column->offsets_filled; i < row; i++) column->offsets[i + 1] = end;
      if (len > 0) memcpy((char *)column->values + end, text, (size_t)len);
      column->offsets[row + 1] = end + len;
      column->offsets_filled = row + 1;
    }
  }
  if (status == PATRON_OK) patron__column_set_known(column, row);
  return status;
}

patron_status patron__column_append_text(patron__column *column, const char *text, int64_t len) {
  int32_t unknown = text == NULL;
  patron_status status = grow_rows(column, column->rows + 1);
  if (status == PATRON_OK && unknown) status = patron__column_need_validity(column);
  if (status != PATRON_OK) return status;
  int64_t row = column->rows;
  patron__column_extend(column, row + 1);
  if (unknown) return PATRON_OK;
  status = patron__column_set_text(column, row, text, len);
  if (status != PATRON_OK) column->rows = row;
  return status;
}

void patron__column_set_unknown(patron__column *column, int64_t row) {
  patron__bit_clear(column->validity, row);
  switch (column->type) {
    case PATRON_MONEY: case PATRON_INTEGER: ((int64_t *)column->values)[row] = 0; break;
    case PATRON_NUMBER: ((double *)column->values)[row] = 0.0; break;
    case PATRON_DATE: case PATRON_CODE: ((int32_t *)column->values)[row] = 0; break;
    case PATRON_FLAG: patron__bit_clear(column->values, row); break;
    default:   /* shrinking needs no memory */
      if (row < column->offsets_filled) (void)replace_text(column, row, "", 0);
      break;
  }
}

int64_t patron__column_unknown_count(const patron__column *column) {
  return column->validity == NULL ? 0 : column->rows - patron__bitmap_count(column->validity, 0, column->rows);
}
