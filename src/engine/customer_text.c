/* Texts that setters write. A text column is one run of bytes: a new row goes to its end at once, but a text in the middle would move all that follows, so that
   the owner of every customer, changed one by one, would take time with the square of the customers. Such texts are kept aside, and are brought in together when the column is next looked at. */
#include "base/text.h"
#include "engine/portfolio_parts.h"

enum { MOVED_AT_ONCE = 256 };   /* rows behind the text, up to which moving them is cheaper than keeping it aside */

void patron__edits_drop(patron_context *context, patron__edits *edits) {
  if (edits == NULL) return;
  patron__release(context, edits->latest);
  patron__release(context, edits->ends);
  patron__release(context, edits->bytes);
  patron__release(context, edits);
}

static patron_status grow(patron_context *context, void **block, int64_t *capacity, int64_t wanted, uint64_t element) {
  if (wanted <= *capacity) return PATRON_OK;
  const int64_t room = wanted + wanted / 2 + 16;
  void *grown = patron__reallocate(context, *block, (uint64_t)room * element);
  if (grown == NULL) return patron__memory_status(context);
  *block = grown;
  *capacity = room;
  return PATRON_OK;
}

/* Room for one more edit of `len` bytes in a row. Only what cannot fail is left to do then. */
static patron_status reserve(patron_context *context, patron__edits *edits, int64_t row, int64_t len) {
  void *latest = edits->latest, *ends = edits->ends, *bytes = edits->bytes;
  int64_t rows = edits->rows, capacity = edits->capacity > 0 ? edits->capacity + 1 : 0;
  patron_status status = grow(context, &latest, &rows, row + 1, sizeof *edits->latest);
  if (status != PATRON_OK) return status;
  edits->latest = latest;
  if (rows > edits->rows) memset(edits->latest + edits->rows, 0, (size_t)(rows - edits->rows) * sizeof *edits->latest);
  edits->rows = rows;
  status = grow(context, &ends, &capacity, edits->count + 2, sizeof *edits->ends);
  if (status != PATRON_OK) return status;
  edits->ends = ends;
  edits->capacity = capacity - 1;
  if (edits->count == 0) edits->ends[0] = 0;
  status = grow(context, &bytes, &edits->bytes_capacity, edits->ends[edits->count] + len, 1);
  edits->bytes = bytes;
  return status;
}

static patron_status keep_aside(patron__column *column, patron__slot *slot, int64_t row, const char *text, int64_t len) {
  patron_context *context = column->context;
  if (slot->edits == NULL) slot->edits = patron__allocate_array(context, 1, sizeof *slot->edits);
  if (slot->edits == NULL) return patron__memory_status(context);
  patron__edits *edits = slot->edits;
  patron_status status = reserve(context, edits, row, len);
  if (status != PATRON_OK) return status;
  const int64_t end = edits->ends[edits->count];
  if (len > 0) memcpy(edits->bytes + end, text, (size_t)len);
  edits->ends[++edits->count] = end + len;
  edits->latest[row] = edits->count;
  return PATRON_OK;
}

patron_status patron__text_set(patron__column *column, patron__slot *slot, int64_t row, const char *text, int64_t len) {
  const int32_t edited = slot->edits != NULL && row < slot->edits->rows && slot->edits->latest[row] != 0;
  patron_status status = PATRON_OK;
  if (edited || row + MOVED_AT_ONCE < column->offsets_filled) status = keep_aside(column, slot, row, text, len);
  else if (text != NULL) status = patron__column_set_text(column, row, text, len);
  else patron__column_set_unknown(column, row);
  if (status != PATRON_OK) return status;
  if (text != NULL) patron__column_set_known(column, row);
  else patron__bit_clear(column->validity, row);
  return PATRON_OK;
}

/* The text of a row after the edits. */
static const char *text_after(const patron__column *column, const patron__edits *edits, int64_t row, int64_t *len) {
  const int64_t edit = row < edits->rows ? edits->latest[row] : 0;
  if (edit == 0) return patron__column_text(column, row, len);
  *len = edits->ends[edit] - edits->ends[edit - 1];
  return edits->bytes + edits->ends[edit - 1];
}

patron_status patron__edits_apply(patron__column **column, patron__slot *slot) {
  patron__column *made = NULL, *old = *column;
  const patron__edits *edits = slot->edits;
  int64_t bytes = 0, len;
  if (edits == NULL) return PATRON_OK;
  patron__column_settle(old);
  for (int64_t row = 0; row < old->rows; row++) {
    (void)text_after(old, edits, row, &len);
    bytes += len;
  }
  patron_status status = patron__column_create_raw(old->context, PATRON_TEXT, old->rows, bytes, &made);
  if (status != PATRON_OK) return status;
  bytes = 0;
  made->offsets[0] = 0;
  for (int64_t row = 0; row < old->rows; row++) {
    const char *text = text_after(old, edits, row, &len);
    if (len > 0) memcpy((char *)made->values + bytes, text, (size_t)len);
    bytes += len;
    made->offsets[row + 1] = bytes;
  }
  made->offsets_filled = old->rows;
  if (old->validity != NULL) {
    status = patron__column_need_validity(made);
    if (status == PATRON_OK) patron__bitmap_copy(made->validity, 0, old->validity, 0, old->rows);
  }
  if (status != PATRON_OK) {
    patron__column_drop(made);
    return status;
  }
  patron__edits_drop(old->context, slot->edits);
  slot->edits = NULL;
  patron__column_drop(old);
  *column = made;
  return PATRON_OK;
}
