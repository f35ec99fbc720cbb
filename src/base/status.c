/* Names and messages of status codes: static texts, one for every int32. */
#include "patron/base.h"

#include <stddef.h>

typedef struct status_text {
  patron_status status;
  const char *name;
  const char *message;
} status_text;

static const status_text texts[] = {
  { PATRON_OK, "PATRON_OK", "success" },
  { PATRON_UNKNOWN, "PATRON_UNKNOWN", "the value is unknown" },
  { PATRON_E_INVALID_ARGUMENT, "PATRON_E_INVALID_ARGUMENT", "an argument is NULL or outside of what the function takes" },
  { PATRON_E_STATE, "PATRON_E_STATE", "the object is not in a state that allows this call, or a call on its context is at work" },
  { PATRON_E_NO_MEMORY, "PATRON_E_NO_MEMORY", "out of memory" },
  { PATRON_E_MEMORY_LIMIT, "PATRON_E_MEMORY_LIMIT", "the memory limit of the context is reached" },
  { PATRON_E_BUFFER_TOO_SMALL, "PATRON_E_BUFFER_TOO_SMALL", "the buffer is too small; the needed size is given" },
  { PATRON_E_NOT_FOUND, "PATRON_E_NOT_FOUND", "no such name, key or customer" },
  { PATRON_E_TYPE, "PATRON_E_TYPE", "the column or value is of another type" },
  { PATRON_E_NOT_FINITE, "PATRON_E_NOT_FINITE", "NaN or infinity is no value; mark the value as unknown instead" },
  { PATRON_E_RANGE, "PATRON_E_RANGE", "the value is outside of its range" },
  { PATRON_E_DUPLICATE, "PATRON_E_DUPLICATE", "the name or id is there already" },
  { PATRON_E_STALE, "PATRON_E_STALE", "the customer handle belongs to a table that was replaced, or to another portfolio" },
  { PATRON_E_CANCELLED, "PATRON_E_CANCELLED", "the call was cancelled" },
  { PATRON_E_CALLBACK, "PATRON_E_CALLBACK", "a callback of the host failed" },
  { PATRON_E_ABI, "PATRON_E_ABI", "a struct has fields that this version of the library does not know" },
  { PATRON_E_FORMAT, "PATRON_E_FORMAT", "the text or the bytes are not in the expected form" },
  { PATRON_E_IO, "PATRON_E_IO", "a file could not be read or written" },
  { PATRON_E_INTERNAL, "PATRON_E_INTERNAL", "the library broke one of its own rules; please report this" },
};

static const status_text *find(patron_status status)
{
  for (uint32_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    if (texts[i].status == status) return &texts[i];
  return NULL;
}

const char *patron_status_name(patron_status status)
{
  const status_text *found = find(status);
  if (found != NULL) return found->name;
  return status < 0 ? "PATRON_E_UNLISTED" : "PATRON_UNLISTED";
}

const char *patron_status_message(patron_status status)
{
  const status_text *found = find(status);
  if (found != NULL) return found->message;
  return status < 0 ? "an error that this version of the library does not list" : "an answer that this version of the library does not list";
}
