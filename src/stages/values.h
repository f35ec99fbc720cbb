/* Cells of decision columns, read and written row by row; a column that was not given is unknown everywhere. */
#ifndef PATRON_SRC_STAGES_VALUES_H
#define PATRON_SRC_STAGES_VALUES_H

#include "table/column.h"

static inline int32_t patron__known(const patron__column *column, int64_t row) { return column != NULL && patron__column_known(column, row); }

static inline void patron__put_i64(patron__column *column, int64_t row, int64_t value) {
  ((int64_t *)column->values)[row] = value;
  patron__column_set_known(column, row);
}

static inline void patron__put_f64(patron__column *column, int64_t row, double value) {
  ((double *)column->values)[row] = value;
  patron__column_set_known(column, row);
}

static inline void patron__put_code(patron__column *column, int64_t row, int32_t code) {
  ((int32_t *)column->values)[row] = code;
  patron__column_set_known(column, row);
}

static inline void patron__put_flag(patron__column *column, int64_t row, int32_t yes) {
  if (yes) patron__bit_set((uint8_t *)column->values, row);
  else patron__bit_clear((uint8_t *)column->values, row);
  patron__column_set_known(column, row);
}

#endif
