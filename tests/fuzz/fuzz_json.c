/* Any bytes as a policy in JSON: rules that are put, or a refusal. */
#include "fuzz.h"

#include "io/json_read.h"
#include "io/schema.h"

static patron_status put_all(const fuzz_session *s, patron_policy *policy, patron__io_frames *frames)
{
  patron_status status = PATRON_OK;
  for (int32_t i = 0; i < frames->count && status == PATRON_OK; i++) {
    patron_table *table = NULL;
    status = patron__io_frame_table(s->io, frames->items[i], PATRON__IO_RULE, 0, &table);
    if (status != PATRON_OK) break;
    status = patron_policy_put(policy, table);
    if (status != PATRON_OK) patron__io_frame_fail(s->io, frames->items[i], status);
    patron_table_destroy(table);
  }
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  const fuzz_session *s = fuzz_begin();
  uint64_t used = patron_context_memory_used(s->context);
  patron__io_frames frames = { NULL, 0, 0 };
  patron_policy *policy = NULL;
  patron_table *problems = NULL;
  patron_status status = patron__io_json_memory(s->io, "policy.json", (const char *)bytes, (int64_t)size, PATRON__IO_RULE, NULL, &frames);
  if (status == PATRON_OK) status = patron_policy_create(s->context, NULL, &policy);
  if (status == PATRON_OK) status = put_all(s, policy, &frames);
  if (status == PATRON_OK) status = patron_policy_check(policy, &problems);
  patron_table_destroy(problems);
  patron_policy_destroy(policy);
  patron__io_frames_clear(&frames);
  fuzz_check(s, status, used);
  return 0;
}
