/* Logarithms out of operations that IEEE 754 makes exact, so that every platform gives the same bits.

   x = 2^k * m with m from 0.707 to 1.414, and c the multiple of 1/64 nearest to m; an inverse of c rounded to 10 bits makes
   r = m * inverse - 1 exact as a pair, |r| <= 0.0126. Then log x = k ln 2 - log(inverse) + (r - r^2/2 + r^3/3 - ...), the first
   two terms of the series as pairs; the first term left out is below 2^-71 of r. At m = 1 the inverse is 1, so that nothing cancels. */
#include "base/double_pair.h"
#include "base/mathematics.h"

enum { FIRST = 45, LAST = 90 };

typedef struct table_row {
  double inverse;
  double high, low;   /* -log(inverse) */
} table_row;

static const table_row rows[LAST - FIRST + 1] = {
  { 0x1.6cp+0, -0x1.686c81e9b14afp-2, 0x1.ddea0f7f58e3dp-57 }, { 0x1.64p+0, -0x1.51aad872df82dp-2, -0x1.3927ac19f55e3p-59 },
  { 0x1.5c8p+0, -0x1.3bdd24eb14b6ap-2, -0x1.2da3c6449a7dp-58 }, { 0x1.558p+0, -0x1.27161913f853dp-2, -0x1.e3ec2ac9676b8p-57 },
  { 0x1.4e8p+0, -0x1.11e0e2dad9cb7p-2, -0x1.dc0cc6917022bp-63 }, { 0x1.478p+0, -0x1.f871b28955045p-3, -0x1.4ad6c8812d31ap-63 },
  { 0x1.418p+0, -0x1.d293581b6b3e7p-3, 0x1.c04a2aa97ac8ep-58 }, { 0x1.3bp+0, -0x1.a8becfc882f19p-3, 0x1.e8c37918c39ebp-58 },
  { 0x1.35p+0, -0x1.815c0a14357ebp-3, 0x1.4be48073a0564p-58 }, { 0x1.2f8p+0, -0x1.5c940075972b9p-3, -0x1.adccb73379cc5p-58 },
  { 0x1.2ap+0, -0x1.371fc201e8f74p-3, -0x1.de6cb62af18ap-58 }, { 0x1.248p+0, -0x1.10f8e422539b1p-3, -0x1.8f798d39f1b7dp-58 },
  { 0x1.1f8p+0, -0x1.db5270187d927p-4, -0x1.e15ab8607d2acp-58 }, { 0x1.1a8p+0, -0x1.9375e55595edep-4, 0x1.e463f9e4dd92p-59 },
  { 0x1.158p+0, -0x1.4a50d3aa1b04p-4, -0x1.ecf768c1dd57bp-61 }, { 0x1.11p+0, -0x1.075983598e471p-4, -0x1.80da5333c45b8p-59 },
  { 0x1.0c8p+0, -0x1.868a83083f6cfp-5, 0x1.d09a5634943dbp-61 }, { 0x1.088p+0, -0x1.0b94f7c196176p-5, -0x1.da43f761f4dc4p-59 },
  { 0x1.04p+0, -0x1.fc0a8b0fc03e4p-7, 0x1.83092c59642a1p-62 }, { 0x1p+0, 0, 0 },
  { 0x1.f8p-1, 0x1.0205658935847p-6, 0x1.27c8e8416e71fp-60 }, { 0x1.fp-1, 0x1.0415d89e74444p-5, 0x1.c05cf1d753622p-59 },
  { 0x1.e9p-1, 0x1.788595a3577bap-5, 0x1.e5ef898b67923p-59 }, { 0x1.e2p-1, 0x1.eea31c006b87cp-5, -0x1.3e4fc93b7b66cp-59 },
  { 0x1.dbp-1, 0x1.333d7f8183f4bp-4, 0x1.a92afc8ef70b1p-58 }, { 0x1.d4p-1, 0x1.700d30aeac0e1p-4, -0x1.72566212cdd05p-61 },
  { 0x1.cep-1, 0x1.a4e7640b1bc38p-4, -0x1.5b5ca203e4259p-58 }, { 0x1.c7p-1, 0x1.e3707ee30487bp-4, 0x1.09ccecd579d99p-58 },
  { 0x1.c1p-1, 0x1.0ce7ecdccc28dp-3, -0x1.692a0055dc959p-57 }, { 0x1.bbp-1, 0x1.28753bc11aba5p-3, -0x1.6394d9fa33311p-57 },
  { 0x1.b5p-1, 0x1.4462b9dc9b3dcp-3, -0x1.629c46c186385p-58 }, { 0x1.afp-1, 0x1.60b3100b09476p-3, -0x1.5b2623e05016bp-58 },
  { 0x1.aap-1, 0x1.7898d85444c73p-3, 0x1.ef8f6ebcfb201p-58 }, { 0x1.a4p-1, 0x1.95a5adcf7017fp-3, 0x1.142c507fb7a3dp-58 },
  { 0x1.9fp-1, 0x1.ae2ca6f672bd4p-3, 0x1.ab5ca9eaa088ap-57 }, { 0x1.9ap-1, 0x1.c6ffbc6f00f71p-3, -0x1.8e58b2c57a4a5p-57 },
  { 0x1.95p-1, 0x1.e020cc6235ab5p-3, 0x1.fea48dd7b81d1p-58 }, { 0x1.9p-1, 0x1.f991c6cb3b379p-3, 0x1.f665066f980a2p-57 },
  { 0x1.8bp-1, 0x1.09aa572e6c6d4p-2, 0x1.43c2e68684d53p-57 }, { 0x1.86p-1, 0x1.16b5ccbacfb73p-2, 0x1.66fbd28b40935p-56 },
  { 0x1.82p-1, 0x1.214456d0eb8d4p-2, 0x1.f7ae91aeba60ap-57 }, { 0x1.7dp-1, 0x1.2e9e2bce12286p-2, 0x1.8251a3b83d97ap-62 },
  { 0x1.79p-1, 0x1.396ce359bbf54p-2, -0x1.ce2b31b31e8bp-58 }, { 0x1.74p-1, 0x1.4718dc271c41bp-2, 0x1.8fb4c14c56eefp-60 },
  { 0x1.7p-1, 0x1.522ae0738a3d8p-2, -0x1.8f7e9b38a6979p-57 }, { 0x1.6cp-1, 0x1.5d5bddf595f3p-2, -0x1.6541148cbb8a2p-56 },
};

static const double LN2_HIGH = 0x1.62e42fefa2p-1, LN2_LOW = 0x1.9ef35793c7673p-41;   /* high has 40 bits: times k < 2^11 it is exact */

static double from_bits(uint64_t bits)
{
  double value;
  memcpy(&value, &bits, sizeof bits);
  return value;
}

/* m * inverse - 1 and what `low` adds to it, as a pair. The upper 32 bits of m times 10 bits are exact, and so are the rest. */
static double_pair ratio_less_one(double m, double low, double inverse)
{
  uint64_t bits;
  memcpy(&bits, &m, sizeof bits);
  double upper = from_bits(bits & UINT64_C(0xFFFFFFFFFFE00000));
  double_pair ratio = exact_sum(upper * inverse - 1, (m - upper) * inverse);
  double_pair with_low = exact_sum(ratio.high, low * inverse);
  return exact_sum_ordered(with_low.high, with_low.low + ratio.low);
}

double_pair patron__log_pair(double high, double low)
{
  int32_t k = 0;
  uint64_t bits;
  if (high < 0x1p-1022) {   /* below the normal doubles */
    high *= 0x1p54;
    low *= 0x1p54;
    k = -54;
  }
  memcpy(&bits, &high, sizeof bits);
  k += (int32_t)(bits >> 52) - 1023;
  double m = from_bits((bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(0x3FF0000000000000));
  int32_t shift = (int32_t)(bits >> 52) - 1023;
  if (m >= 1.4140625) {
    m *= 0.5;
    k++;
    shift++;
  }
  low = shift < 1000 ? low * power_of_two(-shift) : 0;   /* a part beside 2^1000 is not 0 only in a pair that nobody passes */
  const table_row *row = &rows[(int32_t)(m * 64 + 0.5) - FIRST];
  double_pair r = ratio_less_one(m, low, row->inverse);
  double x = r.high;
  double_pair square = exact_product(x, x);
  double cube = x * square.high * (1.0 / 3 - x * (1.0 / 4 - x * (1.0 / 5 - x * (1.0 / 6 - x * (1.0 / 7 - x * (1.0 / 8 - x * (1.0 / 9 - x * (1.0 / 10 - x * (1.0 / 11)))))))));
  double_pair sum = exact_sum(k * LN2_HIGH, row->high);
  double rest = sum.low + (row->low + k * LN2_LOW);
  sum = exact_sum(sum.high, x);
  rest += sum.low;
  sum = exact_sum(sum.high, -0.5 * square.high);
  rest += sum.low + (r.low - x * r.low - 0.5 * square.low) + cube;
  return exact_sum_ordered(sum.high, rest);
}

double patron__log(double x)
{
  if (!(x > 0)) return from_bits(x == 0 ? UINT64_C(0xFFF0000000000000) : UINT64_C(0x7FF8000000000000));
  if (!patron__is_finite(x)) return x;
  return patron__log_pair(x, 0).high;
}

double patron__log1p(double x)
{
  if (!(x > -1)) return from_bits(x == -1 ? UINT64_C(0xFFF0000000000000) : UINT64_C(0x7FF8000000000000));
  if (!patron__is_finite(x) || (x < 0x1p-54 && x > -0x1p-54)) return x;
  double_pair whole = exact_sum(1, x);
  return patron__log_pair(whole.high, whole.low).high;
}

int patron__is_finite(double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (bits >> 52 & 0x7FF) != 0x7FF;
}
