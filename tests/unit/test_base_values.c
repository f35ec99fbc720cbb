/* Money, whole numbers, shares, dates, currencies, bitmaps, status texts and versions. */
#include "checks.h"
#include "base/text.h"

static void money_is_read_and_written_exactly(void **state)
{
  static const struct { const char *text; int32_t exponent; int64_t value; const char *back; } cases[] = {
    { "1234.5", 2, 123450, "1234.50" }, { "0", 2, 0, "0.00" }, { "-0.01", 2, -1, "-0.01" }, { "-0", 2, 0, "0.00" }, { "007.10", 2, 710, "7.10" }, { "1234.5600", 2, 123456, "1234.56" },
    { "12", 0, 12, "12" }, { "12.000", 0, 12, "12" }, { "1.234", 3, 1234, "1.234" }, { "0.0001", 4, 1, "0.0001" }, { "-5", 4, -50000, "-5.0000" },
    { "92233720368547758.07", 2, INT64_MAX, "92233720368547758.07" }, { "-92233720368547758.08", 2, INT64_MIN, "-92233720368547758.08" },
    { "9223372036854775807", 0, INT64_MAX, "9223372036854775807" }, { "-9223372036854775808", 0, INT64_MIN, "-9223372036854775808" },
    { "-9.223372036854775808", 18, INT64_MIN, "-9.223372036854775808" }, { "0.000000000000000001", 18, 1, "0.000000000000000001" }, { "00000000000000000000000000001.00000000000000000000000000000", 2, 100, "1.00" },
  };
  char text[40];
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    int64_t value = 77;
    expect_ok(patron_money_parse(cases[i].text, -1, cases[i].exponent, &value));
    assert_true(value == cases[i].value);
    expect_ok(patron_money_format(value, cases[i].exponent, text, sizeof text, NULL));
    assert_string_equal(text, cases[i].back);
  }
}

static void money_that_is_none_is_refused(void **state)
{
  static const char *const none[] = { "", "-", "+1", ".", "1.", ".5", "1,5", " 1", "1 ", "1e3", "1.2.3", "--1", "EUR", "1.-5", "12a" };
  static const char *const beyond[] = { "1234.567", "0.001", "92233720368547758.08", "-92233720368547758.09", "99999999999999999999", "1844674407370955161", "184467440737095516.17", "99999999999999999999999999999999" };
  int64_t value = 77;
  char text[40];
  (void)state;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect_status(patron_money_parse(none[i], -1, 2, &value), PATRON_E_FORMAT);
  for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) expect_status(patron_money_parse(beyond[i], -1, 2, &value), PATRON_E_RANGE);
  expect_status(patron_money_parse(NULL, -1, 2, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_parse("1", -2, 2, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_parse("1", -1, -1, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_parse("1", -1, 19, &value), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_parse("1", -1, 2, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_parse("1.5", 0, 2, &value), PATRON_E_FORMAT);
  assert_int_equal(value, 77);
  expect_ok(patron_money_parse("1.57", 3, 2, &value));
  assert_int_equal(value, 150);
  expect_status(patron_money_format(1, -1, text, 40, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_format(1, 19, text, 40, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_money_format(100, 2, text, 4, NULL), PATRON_E_BUFFER_TOO_SMALL);
}

static void whole_numbers_are_read_strictly(void **state)
{
  int64_t value = 77;
  char text[PATRON__NUMBER_TEXT];
  (void)state;
  expect_ok(patron__parse_i64("-9223372036854775808", -1, &value));
  assert_true(value == INT64_MIN);
  patron__format_i64(value, text);
  assert_string_equal(text, "-9223372036854775808");
  expect_ok(patron__parse_i64("+12x", 3, &value));
  assert_int_equal(value, 12);
  expect_status(patron__parse_i64("9223372036854775808", -1, &value), PATRON_E_RANGE);
  expect_status(patron__parse_i64("99999999999999999999", -1, &value), PATRON_E_RANGE);
  expect_status(patron__parse_i64("1.0", -1, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_i64("", -1, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_i64("12 ", -1, &value), PATRON_E_FORMAT);
  assert_int_equal(value, 12);
}

static void shares_become_parts_per_million_or_are_refused(void **state)
{
  int64_t value = 77;
  (void)state;
  expect_ok(patron__parse_scaled("80", -1, 10000, &value));
  assert_int_equal(value, 800000);
  expect_ok(patron__parse_scaled("99.95", -1, 10000, &value));
  assert_int_equal(value, 999500);
  expect_ok(patron__parse_scaled("-0.8", -1, 1000000, &value));
  assert_int_equal(value, -800000);
  expect_ok(patron__parse_scaled("0.00000000000000000000000", -1, 1, &value));
  assert_int_equal(value, 0);
  expect_ok(patron__parse_scaled("0.125", -1, 24, &value));   /* no power of ten: 3 */
  assert_int_equal(value, 3);
  expect_ok(patron__parse_scaled("2.5", -1, 6, &value));
  assert_int_equal(value, 15);
  expect_status(patron__parse_scaled("99.99999", -1, 10000, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_scaled("0.0000000000000000000001", -1, 10000, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_scaled("1.00000000000000000000001", -1, 10000, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_scaled("1e2", -1, 10000, &value), PATRON_E_FORMAT);
  expect_status(patron__parse_scaled("1000000000000000", -1, 10000, &value), PATRON_E_RANGE);
  expect_status(patron__parse_scaled("10000000000000000", -1, 10000, &value), PATRON_E_RANGE);
  expect_status(patron__parse_scaled("99999999999999999999", -1, 1, &value), PATRON_E_RANGE);
  expect_status(patron__parse_scaled("1", -1, 0, &value), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(value, 15);
}

static void every_day_from_year_1_to_9999_makes_the_round_trip(void **state)
{
  static const int32_t lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int32_t expected = -719162;
  char text[40], written[PATRON__NUMBER_TEXT];
  (void)state;
  for (int32_t year = 1; year <= 9999; year++)
    for (int32_t month = 1; month <= 12; month++) {
      int32_t leap = month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
      for (int32_t day = 1; day <= lengths[month - 1] + leap; day++, expected++) {
        int32_t days = 0;
        if (day != 1 && day != lengths[month - 1] + leap && day != year % 28) continue;
        snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
        expect_ok(patron_date_parse(text, -1, &days));
        if (days != expected) fail_msg("%s is day %d instead of %d", text, (int)days, (int)expected);
        assert_int_equal(patron__format_date(days, written), 10);
        assert_string_equal(written, text);
      }
    }
  assert_int_equal(expected, 2932897);
}

static void dates_that_are_none_are_refused(void **state)
{
  static const char *const none[] = { "", "2024-1-1", "24-01-01", "2024/01/01", "2024-01/01", "2024-01-01 ", "20240101", "2024-01-0x", "x024-01-01", "2024-x1-01", "-024-01-01", "02024-01-01", "2024-01-01T00:00" };
  static const char *const beyond[] = { "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31", "0000-01-01" };
  int32_t days = 77;
  char text[40];
  int64_t needed = 0;
  (void)state;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect_status(patron_date_parse(none[i], -1, &days), PATRON_E_FORMAT);
  for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) expect_status(patron_date_parse(beyond[i], -1, &days), PATRON_E_RANGE);
  expect_status(patron_date_parse(NULL, -1, &days), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_date_parse("2024-01-01", -1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_date_parse("2024-01-01", -2, &days), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(days, 77);
  expect_ok(patron_date_parse("2000-03-01, a Wednesday", 10, &days));
  assert_int_equal(days, 11017);
  expect_status(patron_date_format(2932897, text, 40, NULL), PATRON_E_RANGE);
  expect_status(patron_date_format(-719163, text, 40, NULL), PATRON_E_RANGE);
  expect_status(patron_date_format(INT32_MAX, text, 40, NULL), PATRON_E_RANGE);
  expect_status(patron_date_format(INT32_MIN, text, 40, NULL), PATRON_E_RANGE);
  expect_ok(patron_date_format(0, NULL, 0, &needed));
  assert_int_equal(needed, 11);
  expect_ok(patron_date_format(0, text, 11, NULL));
  assert_string_equal(text, "1970-01-01");
}

static void currencies_have_the_digits_of_the_standard(void **state)
{
  static const struct { const char *code; int32_t exponent; } cases[] = {
    { "EUR", 2 }, { "USD", 2 }, { "CHF", 2 }, { "JPY", 0 }, { "KRW", 0 }, { "ISK", 0 }, { "CLP", 0 }, { "UYI", 0 }, { "XPF", 0 }, { "KWD", 3 }, { "BHD", 3 }, { "TND", 3 }, { "CLF", 4 }, { "UYW", 4 },
    { "AED", 2 }, { "ZWL", 2 }, { "ZWG", 2 }, { "HUF", 2 }, { "MGA", 2 }, { "MRU", 2 }, { "XCG", 2 },
  };
  static const char *const none[] = { "", "EU", "EURO", "eur", "Eur", "ABC", "UAH ", "DAF", "\303\2741" };   /* DAF stands across two codes of the list */
  int32_t exponent = 77;
  (void)state;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect_status(patron_currency_exponent(none[i], &exponent), PATRON_E_NOT_FOUND);
  expect_status(patron_currency_exponent("XAU", &exponent), PATRON_UNKNOWN);
  expect_status(patron_currency_exponent("XXX", &exponent), PATRON_UNKNOWN);
  expect_status(patron_currency_exponent(NULL, &exponent), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_currency_exponent("EUR", NULL), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(exponent, 77);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    expect_ok(patron_currency_exponent(cases[i].code, &exponent));
    assert_int_equal(exponent, cases[i].exponent);
  }
}

static void bitmaps_are_packed_lowest_bit_first(void **state)
{
  const uint8_t bytes[11] = { 1, 0, 0, 2, 0, 0, 0, 255, 0, 1, 0 };
  uint8_t bitmap[3] = { 0xEE, 0xEE, 0xEE }, back[12];
  (void)state;
  expect_ok(patron_bitmap_pack(bytes, 11, bitmap));
  assert_int_equal(bitmap[0], 0x89);
  assert_int_equal(bitmap[1], 0x02);   /* bits behind the last row are 0 */
  assert_int_equal(bitmap[2], 0xEE);
  memset(back, 0xEE, sizeof back);
  expect_ok(patron_bitmap_unpack(bitmap, 11, back));
  for (int32_t i = 0; i < 11; i++) assert_int_equal(back[i], bytes[i] != 0);
  assert_int_equal(back[11], 0xEE);
  expect_ok(patron_bitmap_unpack(NULL, 11, back));   /* no bitmap: all known */
  for (int32_t i = 0; i < 11; i++) assert_int_equal(back[i], 1);
  expect_ok(patron_bitmap_pack(NULL, 0, NULL));
  expect_ok(patron_bitmap_unpack(NULL, 0, NULL));
  expect_status(patron_bitmap_pack(NULL, 1, bitmap), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_bitmap_pack(bytes, 1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_bitmap_pack(bytes, -1, bitmap), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_bitmap_unpack(bitmap, 1, NULL), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron_bitmap_unpack(bitmap, -1, back), PATRON_E_INVALID_ARGUMENT);
}

static void every_status_has_a_name_and_a_message_of_its_own(void **state)
{
  static const patron_status all[] = {
    PATRON_OK, PATRON_UNKNOWN, PATRON_E_INVALID_ARGUMENT, PATRON_E_STATE, PATRON_E_NO_MEMORY, PATRON_E_MEMORY_LIMIT, PATRON_E_BUFFER_TOO_SMALL, PATRON_E_NOT_FOUND, PATRON_E_TYPE, PATRON_E_NOT_FINITE,
    PATRON_E_RANGE, PATRON_E_DUPLICATE, PATRON_E_STALE, PATRON_E_CANCELLED, PATRON_E_CALLBACK, PATRON_E_ABI, PATRON_E_FORMAT, PATRON_E_IO, PATRON_E_INTERNAL
  };
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    for (size_t j = 0; j < i; j++) {
      assert_string_not_equal(patron_status_name(all[i]), patron_status_name(all[j]));
      assert_string_not_equal(patron_status_message(all[i]), patron_status_message(all[j]));
    }
  assert_string_equal(patron_status_name(PATRON_E_RANGE), "PATRON_E_RANGE");
  assert_string_equal(patron_status_name(-12345), "PATRON_E_UNLISTED");
  assert_string_equal(patron_status_name(INT32_MIN), "PATRON_E_UNLISTED");
  assert_string_equal(patron_status_name(12345), "PATRON_UNLISTED");
  assert_true(strlen(patron_status_message(-12345)) > 0);
  assert_true(strlen(patron_status_message(INT32_MAX)) > 0);
}

static void the_version_is_told_in_both_forms(void **state)
{
  int major = 0, minor = 0, patch = 0;
  (void)state;
  assert_int_equal(sscanf(patron_version_string(), "%d.%d.%d", &major, &minor, &patch), 3);
  assert_int_equal(patron_version_number(), (uint32_t)(major * 1000000 + minor * 1000 + patch));
  assert_int_equal(patron_abi_version(), PATRON_ABI);
  static const char *const features[] = {"arrow", "changes", "compare", "comparison", "concentration", "fitting", "matrix", "model", "natural_breaks", "pareto", "plugins", "relationship", "robustness", "scores", "threads", "weights"};
  for (size_t i = 0; i < sizeof features / sizeof *features; i++)
    if (!patron_feature_supported(features[i])) fail_msg("%s is there, and not known", features[i]);
  assert_int_equal(patron_feature_supported("telepathy"), 0);
  assert_int_equal(patron_feature_supported(""), 0);
  assert_int_equal(patron_feature_supported(NULL), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(money_is_read_and_written_exactly),
    cmocka_unit_test(money_that_is_none_is_refused),
    cmocka_unit_test(whole_numbers_are_read_strictly),
    cmocka_unit_test(shares_become_parts_per_million_or_are_refused),
    cmocka_unit_test(every_day_from_year_1_to_9999_makes_the_round_trip),
    cmocka_unit_test(dates_that_are_none_are_refused),
    cmocka_unit_test(currencies_have_the_digits_of_the_standard),
    cmocka_unit_test(bitmaps_are_packed_lowest_bit_first),
    cmocka_unit_test(every_status_has_a_name_and_a_message_of_its_own),
    cmocka_unit_test(the_version_is_told_in_both_forms),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
