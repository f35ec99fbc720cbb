/* Currencies of ISO 4217 and the digits of their minor unit; codes withdrawn in the last years stay, as facts may be older. */
#include "patron/base.h"

#include <stddef.h>
#include <string.h>

/* Codes of three letters, one after the other, in order of the alphabet. `exponent` -1: the standard gives no minor unit. */
typedef struct currency_list {
  int32_t exponent;
  const char *codes;
} currency_list;

static const currency_list lists[] = {
  { 2, "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCNYCOPCOUCRCCUCCUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGEL"
       "GHSGIPGMDGTQGYDHKDHNLHRKHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSLLTLMADMDLMGAMKDMMKMNTMOPMROMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZD"
       "PABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESLLSOSSRDSSPSTDSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSNUYUUZSVEDVEFVESWSTXADXCDXCGYERZARZMWZWGZWL" },
  { 0, "BIFBYRCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF" },
  { 3, "BHDIQDJODKWDLYDOMRTND" },
  { 4, "CLFUYW" },
  { -1, "XAGXAUXBAXBBXBCXBDXDRXPDXPTXSUXTSXUAXXX" },
};

patron_status patron_currency_exponent(const char *code, int32_t *out)
{
  if (code == NULL || out == NULL) return PATRON_E_INVALID_ARGUMENT;
  if (strlen(code) != 3) return PATRON_E_NOT_FOUND;
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
    for (const char *at = lists[i].codes; *at != 0; at += 3) {
      if (memcmp(at, code, 3) != 0) continue;
      if (lists[i].exponent < 0) return PATRON_UNKNOWN;
      *out = lists[i].exponent;
      return PATRON_OK;
    }
  return PATRON_E_NOT_FOUND;
}
