/*
 * Initiatives: what we, the customer, or both together undertake. Those that run on the as-of date count.
 *
 *   joint_initiatives  how many are joint
 *   aligned_share      those that are joint or linked to one of the other side, of all
 *
 * A joint initiative on record is a joint objective on record, unless the host says that there is none.
 */
#include "stages/initiatives.h"

#include <string.h>

#include "stages/values.h"
#include "table/rows.h"

enum { SIDE_JOINT = 2, KINDS = 6 };

patron_status patron__initiatives_open(patron__run *run, patron__initiatives *out) {
  memset(out, 0, sizeof *out);
  out->table = patron__tables_find(run->facts, "initiatives");
  if (out->table == NULL) return PATRON_UNKNOWN;
  out->name = patron__table_find(out->table, "initiative");
  out->kind = patron__table_find(out->table, "kind");
  out->side = patron__table_find(out->table, "side");
  out->linked_to = patron__table_find(out->table, "linked_to");
  out->start = patron__table_find(out->table, "start");
  out->end = patron__table_find(out->table, "end");
  return patron__run_match(run, out->table, "customer", &out->customer);
}

void patron__initiatives_close(patron_context *context, patron__initiatives *initiatives) { patron__release(context, initiatives->customer); }

int32_t patron__initiative_runs(const patron__run *run, const patron__initiatives *initiatives, int64_t row) {
  if (!run->as_of_known) return 1;
  if (patron__known(initiatives->start, row) && patron__column_i32(initiatives->start, row) > run->as_of) return 0;
  return !patron__known(initiatives->end, row) || patron__column_i32(initiatives->end, row) > run->as_of;
}

static int32_t is_joint(const patron__initiatives *initiatives, int64_t row) { return !patron__known(initiatives->side, row) || patron__column_i32(initiatives->side, row) == SIDE_JOINT; }

int32_t patron__initiative_is_aligned(const patron__initiatives *initiatives, int64_t row) { return is_joint(initiatives, row) || patron__known(initiatives->linked_to, row); }

typedef struct counted { int64_t all, joint, aligned; } counted;

static void count(const patron__initiatives *initiatives, int64_t row, counted *into) {
  into->all++;
  into->joint += is_joint(initiatives, row);
  into->aligned += patron__initiative_is_aligned(initiatives, row);
}

static patron_status write(patron__run *run, const counted *counts) {
  const patron__column *given = patron__run_fact(run, "joint_objectives");
  patron__column *joint, *share, *objectives;
  patron_status status = patron__run_add(run, "joint_initiatives", PATRON_INTEGER, NULL, 1, &joint);
  if (status == PATRON_OK) status = patron__run_add(run, "aligned_share", PATRON_NUMBER, NULL, 0, &share);
  if (status == PATRON_OK) status = patron__run_derive(run, "joint_objectives", PATRON_FLAG, NULL, &objectives);
  for (int64_t row = 0; status == PATRON_OK && row < run->rows; row++) {
    ((int64_t *)joint->values)[row] = counts[row].joint;
    if (counts[row].all > 0) patron__put_f64(share, row, (double)counts[row].aligned / (double)counts[row].all);
    if (patron__known(given, row)) patron__put_flag(objectives, row, patron__column_flag(given, row));
    else if (counts[row].joint > 0) patron__put_flag(objectives, row, 1);
  }
  return status;
}

patron_status patron__initiatives_apply(patron__run *run) {
  patron__initiatives initiatives;
  counted *counts;
  patron_status status = patron__initiatives_open(run, &initiatives);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  counts = patron__allocate_array(run->context, run->rows + 1, sizeof *counts);
  status = counts == NULL ? patron__memory_status(run->context) : PATRON_OK;
  for (int64_t row = 0; status == PATRON_OK && row < initiatives.table->rows; row++)
    if (initiatives.customer[row] >= 0 && patron__initiative_runs(run, &initiatives, row)) count(&initiatives, row, &counts[initiatives.customer[row]]);
  if (status == PATRON_OK) status = write(run, counts);
  patron__release(run->context, counts);
  patron__initiatives_close(run->context, &initiatives);
  return status;
}

/* What runs of each kind, and with how many customers; `met` has a bit for each kind that a customer was counted for. */
static void count_kinds(const patron__run *run, const patron__initiatives *initiatives, uint8_t *met, counted counts[KINDS], int64_t customers[KINDS]) {
  for (int64_t row = 0; row < initiatives->table->rows; row++) {
    const int32_t customer = initiatives->customer[row];
    if (customer < 0 || !patron__known(initiatives->kind, row) || !patron__initiative_runs(run, initiatives, row)) continue;
    const int32_t kind = patron__column_i32(initiatives->kind, row);
    count(initiatives, row, &counts[kind]);
    customers[kind] += !(met[customer] >> kind & 1);
    met[customer] = (uint8_t)(met[customer] | 1u << kind);
  }
}

patron_status patron__initiatives_report(patron__run *run) {
  static const patron__rows_column columns[] = {{"kind", PATRON_CODE, "initiative_kind"}, {"initiatives", PATRON_INTEGER, NULL}, {"joint", PATRON_INTEGER, NULL}, {"aligned", PATRON_INTEGER, NULL}, {"customers", PATRON_INTEGER, NULL}};
  patron__initiatives initiatives;
  patron__rows rows;
  counted counts[KINDS] = {{0, 0, 0}};
  int64_t customers[KINDS] = {0};
  uint8_t *met;
  patron_status status = patron__initiatives_open(run, &initiatives);
  if (status != PATRON_OK) return status == PATRON_UNKNOWN ? PATRON_OK : status;
  met = patron__allocate_array(run->context, run->rows + 1, sizeof *met);
  status = met == NULL ? patron__memory_status(run->context) : patron__rows_create(run->context, "initiatives", columns, (int32_t)(sizeof columns / sizeof *columns), &rows);
  if (status == PATRON_OK) {
    count_kinds(run, &initiatives, met, counts, customers);
    for (int32_t kind = 0; kind < KINDS; kind++) {
      patron__rows_next(&rows);
      patron__rows_i32(&rows, 0, kind);
      patron__rows_i64(&rows, 1, counts[kind].all);
      patron__rows_i64(&rows, 2, counts[kind].joint);
      patron__rows_i64(&rows, 3, counts[kind].aligned);
      patron__rows_i64(&rows, 4, customers[kind]);
    }
    status = patron__rows_keep(&rows, run->out);
  }
  patron__release(run->context, met);
  patron__initiatives_close(run->context, &initiatives);
  return status;
}
