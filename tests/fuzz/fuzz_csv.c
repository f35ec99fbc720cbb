/* Any bytes as customers.csv: a frame, a table, a portfolio and its decisions, or a refusal. The first byte is the size of the chunks that the reader is given. */
#include "fuzz.h"

#include "io/csv_read.h"

static patron_status decide(const fuzz_session *s, patron__io_frame *frame)
{
  patron_table *table = NULL;
  patron_portfolio *book = NULL;
  patron_assessment *decisions = NULL;
  patron_status status = patron__io_frame_table(s->io, frame, 1, 0, &table);
  if (status == PATRON_OK) status = patron_portfolio_create(s->context, "EUR", &book);
  if (status == PATRON_OK) {
    status = patron_portfolio_put(book, table);
    if (status != PATRON_OK) patron__io_frame_fail(s->io, frame, status);
    else if (patron_assess(book, NULL, &decisions) != PATRON_OK) status = PATRON_OK;   /* facts that no rule fits are the engine's to refuse */
  }
  patron_assessment_destroy(decisions);
  patron_portfolio_destroy(book);
  patron_table_destroy(table);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  const fuzz_session *s = fuzz_begin();
  uint64_t used = patron_context_memory_used(s->context);
  patron__io_csv *csv = NULL;
  patron__io_frame *frame = NULL;
  if (size < 1) return 0;
  int64_t chunk = bytes[0] == 0 ? 65536 : bytes[0], length = (int64_t)size - 1;
  const char *text = (const char *)bytes + 1;
  patron_status status = patron__io_csv_open(s->io, "customers", "customers.csv", &csv);
  for (int64_t at = 0; at < length && status == PATRON_OK; at += chunk) status = patron__io_csv_feed(csv, text + at, length - at < chunk ? length - at : chunk);
  if (status == PATRON_OK) status = patron__io_csv_finish(csv, &frame);
  patron__io_csv_close(csv);
  if (status == PATRON_OK) status = decide(s, frame);
  patron__io_frame_destroy(frame);
  fuzz_check(s, status, used);
  return 0;
}
