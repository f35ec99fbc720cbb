/* Models in files: the bytes that libpatron makes of them, nothing around. */
#include "io/output.h"
#include "io/paths.h"

#include <stdlib.h>

#define MODEL_LIMIT (INT64_C(1) << 31)

patron_status patron_io_write_model(patron_io *io, const patron_model *model, const char *path)
{
  if (io == NULL || model == NULL || path == NULL) return PATRON_E_INVALID_ARGUMENT;
  int64_t needed = 0;
  patron__io_output output;
  patron_status status = patron_model_save(model, NULL, 0, &needed);
  if (status != PATRON_OK) return patron__io_fail(io, status, "%s: the model cannot be saved: %s", path, patron_status_message(status));
  char *bytes = patron__io_allocate((size_t)needed, 1);
  if (bytes == NULL) return patron__io_no_memory(io);
  status = patron_model_save(model, bytes, needed, &needed);
  if (status != PATRON_OK) patron__io_fail(io, status, "%s: the model cannot be saved: %s", path, patron_status_message(status));
  else status = patron__io_output_open(io, path, &output);
  if (status == PATRON_OK) {
    patron__io_output_bytes(&output, bytes, needed);
    status = patron__io_output_commit(&output);
  }
  free(bytes);
  return status;
}

patron_status patron_io_read_model(patron_io *io, const char *path, patron_model **out)
{
  if (io == NULL || path == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  char *bytes = NULL;
  int64_t len = 0;
  patron_status status = patron__io_read_file(io, path, MODEL_LIMIT, &bytes, &len);
  if (status != PATRON_OK) return status;
  status = patron_model_load(io->context, bytes, len, out);
  if (status == PATRON_E_FORMAT) {
    char text[1024] = "";
    (void)patron_context_error(io->context, text, (int64_t)sizeof text, NULL);
    (void)patron__io_fail(io, status, "%s: is no model, or a damaged one (expected a file that patron fit --out or patron assess --model wrote): %s", path, text);
  } else if (status != PATRON_OK) patron__io_fail_context(io, status, path);
  free(bytes);
  return status;
}
