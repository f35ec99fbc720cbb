/* exp, log, log1p and pow: within a unit in the last place of high-precision values, the limits, and the same bits everywhere. */
#include "checks.h"
#include "base/mathematics.h"

static uint64_t bits_of(double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static double from_bits(uint64_t bits)
{
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static double compute(const char *function, double x, double y)
{
  if (strcmp(function, "exp") == 0) return patron__exp(x);
  if (strcmp(function, "log") == 0) return patron__log(x);
  if (strcmp(function, "log1p") == 0) return patron__log1p(x);
  if (strcmp(function, "pow") == 0) return patron__pow(x, y);
  fail_msg("no function %s", function);
  return 0;
}

static void values_are_within_one_unit_in_the_last_place(void **state)
{
  const char *folder = getenv("PATRON_VECTORS");
  char path[1024], line[200], function[8], x[20], y[20], nearest[20];
  int64_t rows = 0, exact = 0;
  int thousandths;
  (void)state;
  snprintf(path, sizeof path, "%s/base/mathematics.txt", folder != NULL ? folder : PATRON_VECTORS);
  FILE *file = fopen(path, "r");
  if (file == NULL) fail_msg("cannot read %s", path);
  while (fgets(line, sizeof line, file) != NULL) {
    if (line[0] == '#') continue;
    if (sscanf(line, "%7s %19s %19s %19s %d", function, x, y, nearest, &thousandths) != 5) fail_msg("not a row: %s", line);
    double value = compute(function, from_bits(strtoull(x, NULL, 16)), y[0] == '-' ? 0 : from_bits(strtoull(y, NULL, 16)));
    int64_t units = (int64_t)((bits_of(value) & (UINT64_MAX >> 1)) - strtoull(nearest, NULL, 16));
    if (units > 2 || units < -2 || units * 1000 - thousandths > 1000 || units * 1000 - thousandths < -1000) fail_msg("%s gives %a, %d units beside", line, value, (int)units);
    rows++;
    exact += units == 0;
  }
  fclose(file);
  assert_true(rows > 600);
  assert_true(exact * 100 >= rows * 95);   /* nearly all are the nearest double */
}

static void the_limits_are_those_of_the_functions(void **state)
{
  const double infinite = from_bits(UINT64_C(0x7FF0000000000000)), none = from_bits(UINT64_C(0x7FF8000000000000));
  (void)state;
  assert_true(patron__exp(0) == 1 && patron__exp(-0.0) == 1);
  assert_true(patron__exp(709.79) == infinite && patron__exp(infinite) == infinite);
  assert_true(patron__exp(-745.14) == 0 && patron__exp(-infinite) == 0 && patron__exp(-1e300) == 0);
  assert_true(patron__exp(none) != patron__exp(none));
  assert_true(bits_of(patron__log(1)) == 0);
  assert_true(patron__log(0) == -infinite && patron__log(infinite) == infinite);
  assert_true(patron__log(-1) != patron__log(-1) && patron__log(none) != patron__log(none));
  assert_true(bits_of(patron__log1p(0)) == 0 && bits_of(patron__log1p(-0.0)) == bits_of(-0.0));
  assert_true(patron__log1p(-1) == -infinite && patron__log1p(infinite) == infinite);
  assert_true(patron__log1p(-2) != patron__log1p(-2) && patron__log1p(none) != patron__log1p(none));
  assert_true(patron__pow(5, 0) == 1 && patron__pow(1, 1e300) == 1 && patron__pow(0, 0) == 1);
  assert_true(patron__pow(0, 2) == 0 && patron__pow(0, -2) == infinite);
  assert_true(patron__pow(infinite, 2) == infinite && patron__pow(infinite, -2) == 0);
  assert_true(patron__pow(2, infinite) == infinite && patron__pow(2, -infinite) == 0 && patron__pow(0.5, infinite) == 0 && patron__pow(0.5, -infinite) == infinite);
  assert_true(patron__pow(2, 1e-300) == 1 && patron__pow(2, 1024) == infinite && patron__pow(2, -1080) == 0 && patron__pow(2, 1e30) == infinite && patron__pow(2, -1e30) == 0);
  assert_true(patron__pow(-2, 2) != patron__pow(-2, 2) && patron__pow(2, none) != patron__pow(2, none) && patron__pow(none, 2) != patron__pow(none, 2));
  assert_int_equal(patron__is_finite(infinite), 0);
  assert_int_equal(patron__is_finite(none), 0);
  assert_int_equal(patron__is_finite(-0.0), 1);
  assert_int_equal(patron__is_finite(1.7976931348623157e308), 1);
}

static void exact_powers_are_exact_and_logarithms_grow(void **state)
{
  double power = 1, last = -800;
  (void)state;
  for (int32_t n = 0; n <= 22; n++, power *= 10) assert_true(patron__pow(10, n) == power);
  for (int32_t n = -1074; n <= 1023; n++) assert_true(patron__pow(2, n) == patron__pow(4, n / 2.0));
  for (int32_t n = 1; n < 5000; n++) {
    assert_true(patron__pow(n, 1) == n && patron__pow((double)n * n, 0.5) == n);
    double logarithm = patron__log(n / 2500.0);
    assert_true(logarithm > last);
    last = logarithm;
  }
}

/* The digest stands for all platforms: every compiler, processor and option must come to it. */
static void every_platform_gives_the_same_bits(void **state)
{
  uint64_t digest = UINT64_C(0xCBF29CE484222325), seed = 1;
  (void)state;
  for (int32_t i = 0; i < 20000; i++) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    double fraction = (double)(seed >> 11) / 9007199254740992.0;
    const double values[4] = { patron__exp(fraction * 1400 - 700), patron__log(fraction * 1e6 + 1e-9), patron__log1p(fraction * 2 - 0.99), patron__pow(fraction * 20, (double)(i % 41) / 4 - 5) };
    for (int32_t j = 0; j < 4; j++) digest = (digest ^ bits_of(values[j])) * UINT64_C(0x100000001B3);
  }
  if (digest != UINT64_C(0xA00260F999415D09)) fail_msg("the digest is %016llx", (unsigned long long)digest);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_are_within_one_unit_in_the_last_place),
    cmocka_unit_test(the_limits_are_those_of_the_functions),
    cmocka_unit_test(exact_powers_are_exact_and_logarithms_grow),
    cmocka_unit_test(every_platform_gives_the_same_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
