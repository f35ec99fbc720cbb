/* Texts: UTF-8, comparison, the convention for texts out, distance of names, sentences, hashes. */
#include "checks.h"
#include "base/text.h"

static void utf8_is_told_from_what_is_none(void **state)
{
  static const struct { const char *text; int64_t length; int32_t valid; } cases[] = {
    { "", 0, 1 }, { "plain text, and longer than eight bytes", -1, 1 }, { "M\xC3\xBCller", -1, 1 }, { "\xE2\x82\xAC", 3, 1 }, { "\xE0\xA0\x80", 3, 1 }, { "12345678", 8, 1 }, { "\xF0\x9F\x98\x80", 4, 1 },
    { "12345678\xC3\xBC", -1, 1 }, { "1234567\xC3\xBC", -1, 1 }, { "\xED\x9F\xBF", 3, 1 }, { "\xEE\x80\x80", 3, 1 }, { "\xF4\x8F\xBF\xBF", 4, 1 }, { "\xC2\x80", 2, 1 }, { "a\0b", 3, 1 },
    { "\x80", 1, 0 }, { "\xC3", 1, 0 }, { "\xC3(", 2, 0 }, { "\xC0\xAF", 2, 0 }, { "\xC1\xBF", 2, 0 }, { "\xE0\x9F\xBF", 3, 0 }, { "\xED\xA0\x80", 3, 0 }, { "\xF0\x8F\xBF\xBF", 4, 0 },
    { "\xF4\x90\x80\x80", 4, 0 }, { "\xF5\x80\x80\x80", 4, 0 }, { "\xFF", 1, 0 }, { "\xE2\x82", 2, 0 }, { "\xF0\x9F\x98", 3, 0 }, { "12345678\xFC", -1, 0 }, { "M\xFCller", -1, 0 },
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    if (patron__text_is_utf8(cases[i].text, cases[i].length) != cases[i].valid) fail_msg("case %d", (int)i);
}

static void a_cut_never_splits_a_character(void **state)
{
  const char *text = "a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80";   /* characters begin at 0, 1, 3, 6 and end at 10 */
  static const int64_t expected[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };
  (void)state;
  for (int64_t most = 0; most <= 10; most++) assert_int_equal(patron__text_cut(text, most), expected[most]);
  assert_int_equal(patron__text_cut("\x80\x80\x80\x80\x80\x80", 6), 6);   /* no character anywhere: nothing to keep whole */
}

static void what_cannot_be_shown_becomes_a_question_mark(void **state)
{
  char text[] = "a\tb\x7F\xFFM\xC3\xBC\xC3";
  (void)state;
  patron__text_clean(text, (int64_t)strlen(text));
  assert_string_equal(text, "a?b??M\xC3\xBC?");
}

static void comparison_is_bytewise_and_a_prefix_comes_first(void **state)
{
  (void)state;
  assert_int_equal(patron__text_compare("a", -1, "b", -1), -1);
  assert_int_equal(patron__text_compare("b", 1, "a", 1), 1);
  assert_int_equal(patron__text_compare("ab", -1, "abc", 2), 0);
  assert_int_equal(patron__text_compare("ab", -1, "abc", -1), -1);
  assert_int_equal(patron__text_compare("abc", -1, "ab", -1), 1);
  assert_int_equal(patron__text_compare("\xC3", 1, "z", 1), 1);   /* bytes are unsigned */
  assert_int_equal(patron__text_compare(NULL, 0, "", 0), 0);
  assert_int_equal(patron__text_compare("a\0b", 3, "a\0c", 3), -1);
  assert_int_equal(patron__text_equal("abc", 2, "abd", 2), 1);
  assert_int_equal(patron__text_equal("abc", 3, "abd", 3), 0);
  assert_int_equal(patron__text_equal("abc", 3, "abc", 2), 0);
  assert_int_equal(patron__text_equal(NULL, -1, "", -1), 1);
}

static void text_out_keeps_the_convention(void **state)
{
  char buffer[8] = "unused";
  int64_t needed = -7;
  (void)state;
  expect_ok(patron__text_out("four", -1, NULL, 0, &needed));
  assert_int_equal(needed, 5);
  needed = -7;
  expect_status(patron__text_out("four", -1, buffer, 4, &needed), PATRON_E_BUFFER_TOO_SMALL);
  assert_int_equal(needed, 5);
  assert_string_equal(buffer, "unused");
  expect_status(patron__text_out("", 0, buffer, 0, NULL), PATRON_E_BUFFER_TOO_SMALL);
  expect_ok(patron__text_out("four", 2, buffer, 5, &needed));
  assert_string_equal(buffer, "fo");
  assert_int_equal(needed, 3);
  expect_status(patron__text_out("four", -1, NULL, 5, &needed), PATRON_E_INVALID_ARGUMENT);
  expect_status(patron__text_out("four", -1, buffer, -1, &needed), PATRON_E_INVALID_ARGUMENT);
  assert_int_equal(needed, 3);
  expect_ok(patron__text_out(NULL, 0, buffer, 8, NULL));
  assert_string_equal(buffer, "");
}

static void distance_counts_slips_of_the_pen(void **state)
{
  char longest[65];
  (void)state;
  assert_int_equal(patron__text_distance("sales", "sales", 3), 0);
  assert_int_equal(patron__text_distance("sales", "slaes", 3), 1);   /* neighbours swapped */
  assert_int_equal(patron__text_distance("sales", "sale", 3), 1);
  assert_int_equal(patron__text_distance("sale", "sales", 3), 1);
  assert_int_equal(patron__text_distance("sales", "salts", 3), 1);
  assert_int_equal(patron__text_distance("kitten", "sitting", 9), 3);
  assert_int_equal(patron__text_distance("kitten", "sitting", 2), 3);
  assert_int_equal(patron__text_distance("kitten", "sitting", 1), 2);
  assert_int_equal(patron__text_distance("", "abc", 9), 3);
  memset(longest, 'x', 64);
  longest[64] = 0;
  assert_int_equal(patron__text_distance("x", longest, 2), 3);
  assert_int_equal(patron__text_distance(longest, "x", 2), 3);   /* too long to be compared, and not equal */
  assert_int_equal(patron__text_distance(longest, longest, 2), 0);
}

static int64_t sentence(char *buffer, int64_t capacity, const char *format, ...) PATRON__PRINTF(3, 4);

static int64_t sentence(char *buffer, int64_t capacity, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  int64_t length = patron__text_format(buffer, capacity, format, arguments);
  va_end(arguments);
  return length;
}

/* Without the compiler's look at the format. */
static void sentence_unchecked(char *buffer, int64_t capacity, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  patron__text_format(buffer, capacity, format, arguments);
  va_end(arguments);
}

static void sentences_are_formatted_without_a_locale(void **state)
{
  char text[200];
  (void)state;
  assert_int_equal(sentence(text, 200, "%s: %d of %lld, %.*s%c 100%% %g", "row", -5, (long long)INT64_MIN, 3, "abcdef", '!', 0.1), 46);
  assert_string_equal(text, "row: -5 of -9223372036854775808, abc! 100% 0.1");
  sentence(text, 200, "%u %lu %llu %ld", 4000000000u, 7ul, (unsigned long long)UINT64_MAX, -7l);
  assert_string_equal(text, "4000000000 7 18446744073709551615 -7");
  assert_int_equal(sentence(text, 5, "1234%s", "\xC3\xBC"), 6);   /* the full length; the character that does not fit is left out */
  assert_string_equal(text, "1234");
  assert_int_equal(sentence(text, 6, "1234%s", "\xC3\xBC"), 6);
  assert_string_equal(text, "1234");
  assert_int_equal(sentence(text, 7, "1234%s", "\xC3\xBC"), 6);
  assert_string_equal(text, "1234\xC3\xBC");
  assert_int_equal(sentence(text, 1, "%d", 12), 2);
  assert_string_equal(text, "");
  sentence(text, 200, "%.*s|", -1, "abc");
  assert_string_equal(text, "|");
  const char *nothing = NULL, *unheard_of = "known %d, %x, %d", *unheard_of_too = "%.3s";
  sentence(text, 200, "%s", nothing);
  assert_string_equal(text, "(null)");
  sentence_unchecked(text, 200, unheard_of, 1, 2, 3);   /* ends where an argument could not be skipped */
  assert_string_equal(text, "known 1, ");
  sentence_unchecked(text, 200, unheard_of_too, "abc");
  assert_string_equal(text, "");
}

static void equal_bytes_have_equal_hashes_and_others_hardly_ever(void **state)
{
  static uint64_t seen[1 << 16];
  char name[32];
  int32_t same_slot = 0;
  (void)state;
  assert_true(patron__hash_bytes("abcdefghij", 10) == patron__hash_bytes("abcdefghij", 10));
  assert_true(patron__hash_bytes("abcdefghij", 10) != patron__hash_bytes("abcdefghik", 10));
  assert_true(patron__hash_bytes("a\0", 2) != patron__hash_bytes("a", 1));
  assert_true(patron__hash_bytes("", 0) == patron__hash_bytes("x", 0));
  memset(seen, 0, sizeof seen);
  for (int32_t i = 0; i < 1 << 16; i++) {
    int length = snprintf(name, sizeof name, "customer-%d", (int)i);
    uint64_t slot = patron__hash_bytes(name, length) & 0xFFFF;
    if (seen[slot]++ != 0) same_slot++;
  }
  /* 65536 balls in 65536 urns: 1/e of them, 24110, find theirs taken; the deviation is about 80. */
  assert_in_range(same_slot, 23600, 24600);
  memset(seen, 0, sizeof seen);
  same_slot = 0;
  for (uint64_t i = 0; i < 1 << 16; i++)
    if (seen[patron__hash_u64(i << 20) & 0xFFFF]++ != 0) same_slot++;
  assert_in_range(same_slot, 23600, 24600);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(utf8_is_told_from_what_is_none),
    cmocka_unit_test(a_cut_never_splits_a_character),
    cmocka_unit_test(what_cannot_be_shown_becomes_a_question_mark),
    cmocka_unit_test(comparison_is_bytewise_and_a_prefix_comes_first),
    cmocka_unit_test(text_out_keeps_the_convention),
    cmocka_unit_test(distance_counts_slips_of_the_pen),
    cmocka_unit_test(sentences_are_formatted_without_a_locale),
    cmocka_unit_test(equal_bytes_have_equal_hashes_and_others_hardly_ever),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
