/* Rows with missing values: which weight each criterion has in them, and whether they get a score at all. */
#include "rules/aggregate.h"

patron_status patron__rows_check(const double *const *columns, const uint8_t *const *validity, const double *weights, int64_t rows, int32_t n, int32_t missing, patron__rows *out) {
  double total = 0.0;
  if (columns == NULL || weights == NULL || n < 1 || rows < 0) return PATRON_E_INVALID_ARGUMENT;
  if (missing < PATRON_MISSING_RENORMALISE || missing > PATRON_MISSING_WORST) return PATRON_E_INVALID_ARGUMENT;
  for (int32_t j = 0; j < n; j++) {
    if (columns[j] == NULL && rows > 0) return PATRON_E_INVALID_ARGUMENT;
    if (!patron__finite(weights[j])) return PATRON_E_NOT_FINITE;
    if (weights[j] < 0.0) return PATRON_E_RANGE;
    total += weights[j];
  }
  if (!(total > 0.0) || !patron__finite(total)) return PATRON_E_RANGE;
  for (int32_t j = 0; j < n; j++) {
    if (patron__check_finite(columns[j], validity ? validity[j] : NULL, rows) != PATRON_OK) return PATRON_E_NOT_FINITE;
  }
  *out = (patron__rows){columns, validity, weights, n, missing, total, NULL, NULL};
  return PATRON_OK;
}

patron__row patron__row_look(const patron__rows *call, int64_t row) {
  patron__row r = {0.0, 0, 0};
  for (int32_t j = 0; j < call->n; j++) {
    if (call->weights[j] == 0.0) continue;
    if (patron__row_knows(call, row, j)) {
      r.covered += call->weights[j];
      r.known = 1;
    } else {
      r.missing = 1;
    }
  }
  return r;
}

int32_t patron__row_has_score(const patron__rows *call, const patron__row *row) { return row->known && !(row->missing && call->missing == PATRON_MISSING_FAIL); }

int32_t patron__rows_complete(const patron__rows *call, int64_t first, int64_t count) {
  for (int32_t j = 0; j < call->n; j++) {
    const uint8_t *bits = call->validity ? call->validity[j] : NULL;
    int64_t i = first, end = first + count;
    if (bits == NULL || call->weights[j] == 0.0) continue;
    for (; i + 8 <= end; i += 8) {
      if (bits[i >> 3] != 0xff) return 0;
    }
    for (; i < end; i++) {
      if (!patron__known(bits, i)) return 0;
    }
  }
  return 1;
}

patron_status patron__rows_all_scored(const patron__rows *call, int64_t rows) {
  for (int64_t first = 0; first < rows; first += PATRON__ROWS_BLOCK) {
    int64_t count = rows - first < PATRON__ROWS_BLOCK ? rows - first : PATRON__ROWS_BLOCK;
    if (patron__rows_complete(call, first, count)) continue;
    for (int64_t i = first; i < first + count; i++) {
      patron__row r = patron__row_look(call, i);
      if (!patron__row_has_score(call, &r)) return PATRON_UNKNOWN;
    }
  }
  return PATRON_OK;
}
