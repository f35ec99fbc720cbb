/* Doubles from and into decimal text: correctly rounded, shortest, the same in every locale. */
#include "checks.h"
#include "base/text.h"

#include <locale.h>

static uint64_t bits_of(double value)
{
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static uint64_t next_random(uint64_t *seed)
{
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return *seed * UINT64_C(0x9E3779B97F4A7C15);
}

static void the_text_is_the_shortest_that_reads_back(void **state)
{
  static const struct { double value; const char *text; } cases[] = {
    { 0.0, "0" }, { -0.0, "-0" }, { 1, "1" }, { -1234.5, "-1234.5" }, { 0.1, "0.1" }, { 0.1 + 0.2, "0.30000000000000004" }, { 100, "100" }, { 1e20, "100000000000000000000" },
    { 1e21, "1e+21" }, { 1.5e300, "1.5e+300" }, { 1e300, "1e+300" }, { 123456789012345680000.0, "123456789012345680000" }, { 0.000001, "0.000001" }, { 1e-7, "1e-7" },
    { 0x1p-20, "9.5367431640625e-7" }, { 0x1p-44, "5.684341886080802e-14" }, { 5e-324, "5e-324" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
    { 2.2250738585072014e-308, "2.2250738585072014e-308" }, { 2.2250738585072011e-308, "2.225073858507201e-308" }, { 9007199254740993.0, "9007199254740992" }, { 2.98023223876953125e-8, "2.9802322387695312e-8" },
    { 1.0 / 3, "0.3333333333333333" }, { 2.0 / 3, "0.6666666666666666" }, { 1e23, "1e+23" }, { 9.5e-322, "9.5e-322" }, { 4.35, "4.35" }, { 1125899906842623.5, "1125899906842623.5" },
    { 1125899906842624.25, "1125899906842624.2" }, { 4503599627370495.5, "4503599627370495.5" }, { 0x1p-11, "0.00048828125" }, { 0x3p-24, "1.7881393432617188e-7" }, { 0x1p-25, "2.9802322387695312e-8" }, { 0x1.8p-12, "0.0003662109375" }, { 0x1.0000000000001p-11, "0.0004882812500000001" }, { 99.999999999999986, "99.99999999999999" }, { 0.99999999999999989, "0.9999999999999999" }, { 0x1p-1022, "2.2250738585072014e-308" }, { 0x1p1023, "8.98846567431158e+307" },
    { -1.2345678901234567e-300, "-1.2345678901234568e-300" }, { -0.0000012345678901234567, "-0.0000012345678901234567" },
  };
  char text[PATRON__NUMBER_TEXT];
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    int64_t length = patron__format_f64(cases[i].value, text);
    assert_string_equal(text, cases[i].text);
    assert_int_equal(length, (int64_t)strlen(text));
  }
}

static void hard_texts_are_rounded_correctly(void **state)
{
  static const struct { const char *text; double value; } cases[] = {
    { "0", 0.0 }, { "-0", -0.0 }, { "+1.5", 1.5 }, { "007", 7 }, { "1e5", 1e5 }, { "1E+5", 1e5 }, { "12.50e-1", 1.25 }, { "0.0000", 0 }, { "0e999999999999", 0 }, { "-0.0e5", -0.0 },
    { "9007199254740993", 9007199254740992.0 }, { "9007199254740993.00000000000000000000000000000000001", 9007199254740994.0 }, { "9007199254740995", 9007199254740996.0 },
    { "2.2250738585072011e-308", 2.2250738585072011e-308 }, { "2.2250738585072012e-308", 2.2250738585072014e-308 }, { "1.7976931348623158e308", 1.7976931348623157e308 },
    { "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497791.999", 1.7976931348623157e308 },
    { "4.9e-324", 5e-324 }, { "2.4703282292062327e-324", 0 }, { "2.4703282292062328e-324", 5e-324 }, { "2.4703282292062327208e-324", 0 }, { "1e-324", 0 }, { "1e-400", 0 }, { "-1e-400", -0.0 }, { "1e-9999999999999999999", 0 },
    { "1.00000000000000011102230246251565404236316680908203125", 1.0 }, { "1.00000000000000011102230246251565404236316680908203124", 1.0 },
    { "1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002 }, { "1.00000000000000033306690738754696212708950042724609375", 1.0000000000000004 },
    { "100000000000000016777215", 0x1.52d02c7e14af7p+76 }, { "100000000000000016777216", 0x1.52d02c7e14af8p+76 }, { "3.4e-320", 3.4e-320 }, { "12345678901234567890", 12345678901234567890.0 },
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    double value = 77;
    expect_ok(patron__parse_f64(cases[i].text, -1, &value));
    if (bits_of(value) != bits_of(cases[i].value)) fail_msg("%s gives %a instead of %a", cases[i].text, value, cases[i].value);
  }
}

static void digits_far_behind_still_decide_a_tie(void **state)
{
  char text[2100] = "1.00000000000000011102230246251565404236316680908203125";
  double value = 0;
  size_t length = strlen(text);
  (void)state;
  memset(text + length, '0', 2000);
  text[length + 2000] = 0;
  expect_ok(patron__parse_f64(text, -1, &value));
  assert_true(value == 1.0);
  text[length + 1999] = '1';
  expect_ok(patron__parse_f64(text, -1, &value));
  assert_true(value == 1.0000000000000002);
  memset(text, '0', 1000);   /* as many leading zeros change nothing */
  memcpy(text + 1000, "12.5", 5);
  expect_ok(patron__parse_f64(text, -1, &value));
  assert_true(value == 12.5);
  memset(text, '9', 400);
  memcpy(text + 400, "e-400", 6);
  expect_ok(patron__parse_f64(text, -1, &value));
  assert_true(value == 1.0);
}

static void what_is_no_number_is_refused(void **state)
{
  static const char *const none[] = { "", "-", "+", ".", "1.", ".5", "1,5", " 1", "1 ", "1e", "1e+", "1.5e2.5", "e5", "0x10", "nan", "inf", "infinity", "1_000", "--1", "1-", "1.2.3", "\xEF\xBC\x91" };
  static const char *const beyond[] = { "1e309", "9e308", "-1e309", "1.7976931348623159e308", "179769313486231590000e289", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880177904174497792", "1e99999999999999999999" };
  double value = 77;
  (void)state;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect_status(patron__parse_f64(none[i], -1, &value), PATRON_E_FORMAT);
  for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) expect_status(patron__parse_f64(beyond[i], -1, &value), PATRON_E_RANGE);
  expect_status(patron__parse_f64(NULL, 0, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_f64("1\0", 2, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_f64("12", 0, &value), PATRON_E_FORMAT);
  assert_true(value == 77);
  expect_ok(patron__parse_f64("12x", 2, &value));
  assert_true(value == 12);
}

static double random_double(uint64_t *seed, int32_t kind)
{
  uint64_t bits = next_random(seed);
  double value;
  if (kind == 0) return (double)(int64_t)(bits >> (bits & 63)) / 100.0;
  if (kind == 1) return (double)(bits >> 11) * 0x1p-53;
  memcpy(&value, &bits, sizeof bits);
  return value - value == 0 ? value : 1.0;
}

/* The C library is the judge here: in its own locale, whatever the environment says. */
static int judge_in_the_c_locale(void **state)
{
  (void)state;
  return setlocale(LC_ALL, "C") == NULL;
}

static void random_doubles_make_the_round_trip_as_the_c_library_reads_them(void **state)
{
  uint64_t seed = 88172645463325252u;
  char text[PATRON__NUMBER_TEXT], longer[512];
  (void)state;
  for (int32_t i = 0; i < 60000; i++) {
    double value = random_double(&seed, i % 3), back = 0;
    int64_t length = patron__format_f64(value, text);
    expect_ok(patron__parse_f64(text, length, &back));
    if (bits_of(back) != bits_of(value) || bits_of(strtod(text, NULL)) != bits_of(value)) fail_msg("%a becomes %s", value, text);
    snprintf(longer, sizeof longer, "%.*e", (int)(next_random(&seed) % 40), value);
    double judged = strtod(longer, NULL);
    if (judged - judged != 0) continue;   /* rounded up beyond the largest double */
    expect_ok(patron__parse_f64(longer, -1, &back));
    if (bits_of(back) != bits_of(judged)) fail_msg("%s is read as %a", longer, back);
  }
}

static void no_text_with_fewer_digits_reads_back(void **state)
{
  uint64_t seed = 12345;
  char text[PATRON__NUMBER_TEXT], shorter[64];
  (void)state;
  for (int32_t i = 0; i < 20000; i++) {
    double value = random_double(&seed, i % 3);
    int32_t digits = 0, leading = 1, zeros = 0;
    if (value == 0) continue;
    patron__format_f64(value, text);
    for (const char *at = text; *at != 0 && *at != 'e'; at++) {
      if (*at < '0' || *at > '9' || (leading && *at == '0')) continue;
      leading = 0;
      digits++;
      zeros = *at == '0' ? zeros + 1 : 0;
    }
    digits -= zeros;
    if (digits == 1) continue;
    snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, value);
    if (strtod(shorter, NULL) == value) fail_msg("%s is longer than %s", text, shorter);
  }
}

static void a_comma_locale_changes_nothing(void **state)
{
  static const char *const locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "German_Germany.1252" };
  const char *found = NULL;
  char text[PATRON__NUMBER_TEXT];
  double value = 0;
  int64_t money = 0;
  (void)state;
  for (size_t i = 0; i < sizeof locales / sizeof locales[0] && found == NULL; i++) found = setlocale(LC_ALL, locales[i]);
  if (found == NULL) {
    print_message("no locale with a decimal comma is installed\n");
    skip();
  }
  snprintf(text, sizeof text, "%.1f", 1234.5);
  assert_string_equal(text, "1234,5");   /* the locale is in force */
  patron__format_f64(1234.5, text);
  assert_string_equal(text, "1234.5");
  expect_ok(patron_number_parse("0.25", -1, &value));
  assert_true(value == 0.25);
  expect_status(patron_number_parse("0,25", -1, &value), PATRON_E_FORMAT);
  expect_ok(patron_money_parse("1234.50", -1, 2, &money));
  assert_int_equal(money, 123450);
  expect_status(patron_money_parse("1234,50", -1, 2, &money), PATRON_E_FORMAT);
  expect_ok(patron_money_format(123450, 2, text, sizeof text, NULL));
  assert_string_equal(text, "1234.50");
  setlocale(LC_ALL, "C");
}

static void the_public_functions_check_their_arguments(void **state)
{
  char text[40];
  double value = 77;
  int64_t needed = 0;
  (void)state;
  expect_status(patron_number_parse(NULL, 0, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_number_parse("1", -2, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_number_parse("1", -1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_number_parse("x", -1, &value), PATRON_E_FORMAT);
  assert_true(value == 77);
  expect_status(patron_number_format(strtod("nan", NULL), text, 40, NULL), PATRON_E_NOT_FINITE);
  expect_status(patron_number_format(-strtod("inf", NULL), text, 40, NULL), PATRON_E_NOT_FINITE);
  assert_int_equal(patron__format_f64(strtod("inf", NULL), text), 0);
  assert_string_equal(text, "");
  expect_ok(patron_number_format(0.5, NULL, 0, &needed));
  assert_int_equal(needed, 4);
  expect_ok(patron_number_format(0.5, text, 4, &needed));
  assert_string_equal(text, "0.5");
  expect_status(patron_number_format(0.5, text, 3, NULL), PATRON_E_BUFFER_TOO_SMALL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_text_is_the_shortest_that_reads_back),
    cmocka_unit_test(hard_texts_are_rounded_correctly),
    cmocka_unit_test(digits_far_behind_still_decide_a_tie),
    cmocka_unit_test(what_is_no_number_is_refused),
    cmocka_unit_test(the_public_functions_check_their_arguments),
    cmocka_unit_test(no_text_with_fewer_digits_reads_back),
    cmocka_unit_test(a_comma_locale_changes_nothing),
    cmocka_unit_test_setup(random_doubles_make_the_round_trip_as_the_c_library_reads_them, judge_in_the_c_locale),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
