/* Which library this is: version, ABI number, and what it was built with. The build hands the version over. */
#include "patron/base.h"

#include <stddef.h>
#include <string.h>

_Static_assert(PATRON_ABI == PATRON_ABI_NUMBER, "the headers and the build agree on the number of the binary interface");

static const char *const features[] = { "arrow", "changes", "compare", "comparison", "concentration", "fitting", "matrix", "model", "natural_breaks", "pareto", "plugins", "relationship", "robustness", "scores", "threads", "weights" };

uint32_t patron_version_number(void) { return PATRON_VERSION_NUMBER; }

const char *patron_version_string(void) { return PATRON_VERSION_TEXT; }

uint32_t patron_abi_version(void) { return PATRON_ABI_NUMBER; }

int32_t patron_feature_supported(const char *name)
{
  if (name == NULL) return 0;
  for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
    if (strcmp(features[i], name) == 0) return 1;
  return 0;
}
