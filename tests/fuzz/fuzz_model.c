/* The bytes of a model as hostile input: whoever damages them can also put the checksum right. The first byte says how the rest is read:
   0 the bytes of a model; 1 a model of today with bytes changed, cut out or put in; 2 a model of today with cells, names and columns changed, which is well formed and yet may be nonsense.
   What is loaded must save as the very same bytes, and may be applied to any portfolio without harm. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "company.h"
#include "table/bytes.h"

enum { HEAD = 24, TAIL = 8 };

static const char scorecards[] =
  "scorecard weighting           aggregation      missing     table\n"
  "objective EQUAL               WEIGHTED_SUM     RENORMALISE CUSTOMERS\n"
  "priority  DIRECT              WEIGHTED_SUM     NEUTRAL     CUSTOMERS\n"
  "ideal     CRITIC              TOPSIS           RENORMALISE CUSTOMERS\n"
  "vik       ENTROPY             VIKOR            RENORMALISE CUSTOMERS\n"
  "flows     RANK_ORDER_CENTROID PROMETHEE        RENORMALISE CUSTOMERS\n"
  "product   EQUAL               WEIGHTED_PRODUCT RENORMALISE CUSTOMERS\n";
static const char criteria[] =
  "scorecard criterion column          normaliser   within low high weight rank\n"
  "objective size      current_value   PERCENT_RANK layer  -   -    1      1\n"
  "objective growth    growth          LINEAR       -      -1  1    1      2\n"
  "objective margin    net_margin_rate MINMAX       layer  -   -    1      3\n"
  "priority  objective objective       ZSCORE       -      -   -    2      1\n"
  "priority  fit       strategic_fit   STEP         -      -   -    1      2\n"
  "ideal     fit       strategic_fit   VECTOR       -      -   -    1      1\n"
  "ideal     size      current_value   SUM          layer  -   -    1      2\n"
  "vik       fit       strategic_fit   MINMAX       -      -   -    1      1\n"
  "vik       share     market_share    MAX          -      -   -    1      2\n"
  "flows     fit       strategic_fit   LINEAR       -      -   -    1      1\n"
  "flows     size      current_value   LINEAR       -      -   -    1      2\n"
  "product   fit       strategic_fit   LINEAR       -      0   100  1      1\n"
  "product   size      current_value   LINEAR       -      0   2000 1      2\n";
static const char guide[] = "scorecard criterion from score\npriority fit 20 10\npriority fit 60 80\n";

typedef struct living {
  patron_portfolio *book, *small;
  uint8_t *bytes;
  int64_t length;
} living;

static const book_lines with_history[] = {{"customers", company_customers}, {"history", company_history}, {"contacts", company_contacts}, {"evidence", company_evidence}, {NULL, NULL}};
static const book_lines one_row[] = {{"customers", "customer layer sales\nONE KA_RETAIL 5.00\n"}, {NULL, NULL}};

/* A model of today and what it is applied to, made once. */
static const living *begin(patron_context *context)
{
  static living it;
  patron_policy *policy = NULL;
  patron_model *model = NULL;
  if (it.bytes != NULL) return &it;
  patron_status status = company_policy(context, &policy);
  if (status == PATRON_OK) status = book_rule(context, policy, "scorecards", scorecards);
  if (status == PATRON_OK) status = book_rule(context, policy, "criteria", criteria);
  if (status == PATRON_OK) status = book_rule(context, policy, "scoring_guide", guide);
  if (status == PATRON_OK) status = patron_policy_set(policy, "score.product_floor", "0.01");
  if (status == PATRON_OK) status = book_open(context, "EUR", with_history, &it.book);
  if (status == PATRON_OK) status = book_open(context, "EUR", one_row, &it.small);
  if (status == PATRON_OK) status = patron_fit(it.book, policy, &model);
  if (status == PATRON_OK) status = patron_model_save(model, NULL, 0, &it.length);
  it.bytes = malloc((size_t)it.length + 1);
  if (status == PATRON_OK) status = patron_model_save(model, it.bytes, it.length, NULL);
  if (status != PATRON_OK) {
    char text[1200] = "";
    patron_context_error(context, text, sizeof text, NULL);
    fuzz_promise(0, text);
  }
  patron_model_destroy(model);
  patron_policy_destroy(policy);
  return &it;
}

static void put_right(uint8_t *bytes, int64_t length)
{
  if (length < HEAD + TAIL) return;
  for (int32_t i = 0; i < 8; i++) bytes[16 + i] = (uint8_t)((uint64_t)length >> 8 * i);
  const uint64_t sum = patron__checksum(bytes, length - TAIL);
  for (int32_t i = 0; i < 8; i++) bytes[length - TAIL + i] = (uint8_t)(sum >> 8 * i);
}

/* Bytes changed, cut out or put in. */
static uint8_t *edit_bytes(const living *it, fuzz_source *from, int64_t *length)
{
  uint8_t *bytes = malloc((size_t)it->length + 4096);
  if (bytes == NULL) abort();
  memcpy(bytes, it->bytes, (size_t)it->length);
  *length = it->length;
  for (int32_t i = 0; i < 12 && from->left >= 4; i++) {
    const int64_t place = (int64_t)(fuzz_take_number(from, 3) % (uint64_t)*length);
    const uint8_t what = fuzz_take(from);
    const int64_t count = what >> 2, rest = *length - place;
    if ((what & 3) == 0 && rest >= 8) {
      const uint64_t value = fuzz_take_number(from, 8);
      memcpy(bytes + place, &value, 8);
    } else if ((what & 3) == 1 && count < rest) {
      memmove(bytes + place, bytes + place + count, (size_t)(rest - count));
      *length -= count;
    } else if ((what & 3) == 2) {
      memmove(bytes + place + count, bytes + place, (size_t)rest);
      for (int64_t k = 0; k < count; k++) bytes[place + k] = fuzz_take(from);
      *length += count;
    } else {
      bytes[place] = fuzz_take(from);
    }
  }
  return bytes;
}

static void edit_text(patron__column *column, int64_t row, fuzz_source *from)
{
  int64_t length;
  char *text = (char *)column->values + column->offsets[row];
  patron__column_text(column, row, &length);
  for (int64_t i = 0; i < length; i++) {
    const uint8_t byte = fuzz_take(from);
    if (byte != 0 && byte < 128) text[i] = (char)byte;
  }
}

static void edit_cell(patron__column *column, int64_t row, fuzz_source *from)
{
  if (column->type == PATRON_TEXT) { edit_text(column, row, from); return; }
  if (column->type == PATRON_FLAG) { if (patron__column_known(column, row)) ((uint8_t *)column->values)[row >> 3] ^= (uint8_t)(1u << (row & 7)); return; }
  const int32_t width = column->type == PATRON_DATE || column->type == PATRON_CODE ? 4 : 8;
  uint64_t value = fuzz_take_number(from, width);
  if (column->type == PATRON_CODE && column->dictionary->count > 0) value %= (uint64_t)column->dictionary->count;
  const int32_t small = (int32_t)(uint32_t)value;
  if (!patron__column_known(column, row)) return;
  if (width == 4) memcpy((char *)column->values + row * 4, &small, 4);
  else memcpy((char *)column->values + row * 8, &value, 8);
}

static void edit_column(patron_table *table, int32_t place, uint8_t what, fuzz_source *from)
{
  patron__column *column = table->columns[place].column;
  char *name = table->columns[place].name;
  const int64_t row = table->rows > 0 ? (int64_t)(fuzz_take_number(from, 2) % (uint64_t)table->rows) : -1;
  if (what == 0) name[strlen(name) - 1] = (char)(name[strlen(name) - 1] ^ 1);
  else if (what == 1 && row >= 0 && column->type != PATRON_TEXT && column->validity == NULL && patron__column_need_validity(column) == PATRON_OK) patron__column_set_unknown(column, row);
  else if (what == 2 && table->column_count > 1) {
    const patron__table_column last = table->columns[table->column_count - 1];
    table->columns[table->column_count - 1] = table->columns[place];
    table->columns[place] = last;
  } else if (row >= 0) edit_cell(column, row, from);
}

/* Cells, names and columns changed in the tables themselves: still canonical, perhaps nonsense. */
static uint8_t *edit_tables(patron_context *context, const living *it, fuzz_source *from, int64_t *length)
{
  patron__tables tables;
  uint8_t *bytes = NULL;
  patron__tables_init(&tables, context);
  fuzz_promise(patron__tables_load(context, it->bytes, it->length, &tables) == PATRON_OK, "a model of today is loaded");
  for (int32_t i = 0; i < 12 && from->left >= 3; i++) {
    patron_table *table = tables.items[fuzz_take(from) % tables.count];
    const uint8_t place = fuzz_take(from), what = fuzz_take(from) & 15;
    if (table->column_count == 0) continue;
    if (what == 15) table->name[0] = (char)(table->name[0] ^ 1);
    else edit_column(table, place % table->column_count, what, from);
  }
  if (patron__tables_save(&tables, NULL, 0, length) == PATRON_OK) {
    bytes = malloc((size_t)*length + 1);
    if (bytes == NULL) abort();
    fuzz_promise(patron__tables_save(&tables, bytes, *length, NULL) == PATRON_OK, "tables that were measured can be saved");
  }
  patron__tables_clear(&tables);
  return bytes;
}

/* All that an assessment has: every table, and why the first customer got what it got. */
static void look(const patron_assessment *result)
{
  char *text = NULL;
  patron_customer first = 0;
  patron_table *why = NULL;
  if (book_decisions(result, NULL, &text) == PATRON_OK) free(text);
  if (patron_assessment_customer_at(result, 0, &first) == PATRON_OK && patron_assessment_explain(result, first, &why) == PATRON_OK) patron_table_destroy(why);
}

static void use(const patron_model *model, const uint8_t *bytes, int64_t length, const living *it)
{
  int64_t needed = 0;
  uint8_t *again = malloc((size_t)length + 1);
  if (again == NULL) abort();
  fuzz_promise(patron_model_save(model, again, length, &needed) == PATRON_OK && needed == length && memcmp(again, bytes, (size_t)length) == 0, "what is loaded is saved as the same bytes");
  free(again);
  for (int32_t i = 0; i < 2; i++) {
    patron_assessment *result = NULL;
    if (patron_apply(model, i == 0 ? it->book : it->small, &result) == PATRON_OK) look(result);
    patron_assessment_destroy(result);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  const fuzz_session *s = fuzz_begin();
  const living *it = begin(s->context);
  const uint64_t used = patron_context_memory_used(s->context);
  fuzz_source from = { bytes, size };
  const uint8_t how = fuzz_take(&from);
  int64_t length = (int64_t)from.left;
  uint8_t *edited = NULL;
  patron_model *model = NULL;
  if (how % 3 == 1) edited = edit_bytes(it, &from, &length);
  else if (how % 3 == 2) edited = edit_tables(s->context, it, &from, &length);
  else if ((edited = malloc(from.left + 1)) != NULL && from.left > 0) memcpy(edited, from.at, from.left);
  if (edited == NULL) return 0;
  if (how < 128) put_right(edited, length);
  patron_status status = patron_model_load(s->context, edited, length, &model);
  if (status == PATRON_OK) use(model, edited, length, it);
  patron_model_destroy(model);
  free(edited);
  fuzz_check_engine(s, status, used);
  return 0;
}
