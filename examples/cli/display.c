/* Text on a terminal. */
#define _POSIX_C_SOURCE 200809L
#include "display.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int colours;

void display_start(void)
{
  const char *never = getenv("NO_COLOR");
  colours = isatty(1) && (never == NULL || never[0] == 0);
}

const char *colour(int which)
{
  static const char *const codes[] = { "", "\033[1m", "\033[31m", "\033[33m", "\033[2m" };
  return colours ? codes[which] : "";
}

const char *plain(void) { return colours ? "\033[0m" : ""; }

/* One character (the libraries give UTF-8 only); *length is its bytes. */
static uint32_t decode(const char *text, int *length)
{
  const unsigned char *at = (const unsigned char *)text;
  int bytes = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
  uint32_t value = bytes == 1 ? at[0] : at[0] & (0x7Fu >> bytes);
  for (int i = 1; i < bytes; i++) {
    if ((at[i] & 0xC0u) != 0x80u) { *length = 1; return '?'; }
    value = value << 6 | (at[i] & 0x3Fu);
  }
  *length = bytes;
  return value;
}

typedef struct range { uint32_t first, last; } range;

static int inside(const range *ranges, size_t count, uint32_t value)
{
  for (size_t i = 0; i < count; i++)
    if (value >= ranges[i].first && value <= ranges[i].last) return 1;
  return 0;
}

/* Blocks of the Unicode standard that East Asian terminals draw two columns wide (UAX 11, wide and fullwidth), and marks that are drawn over the character before. */
static int width_of(uint32_t value)
{
  static const range wide[] = { { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xAC00, 0xD7A3 },
                                { 0xF900, 0xFAFF }, { 0xFE30, 0xFE4F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD } };
  static const range none[] = { { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x064B, 0x065F }, { 0x1AB0, 0x1AFF }, { 0x200B, 0x200F }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F } };
  if (value < 0x0300) return 1;
  if (inside(none, sizeof none / sizeof none[0], value)) return 0;
  return inside(wide, sizeof wide / sizeof wide[0], value) ? 2 : 1;
}

/* A character that would move the cursor or end the line is shown as a question mark: names come from files. */
static int is_control(uint32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

int display_width(const char *text)
{
  int width = 0, length;
  for (; *text != 0; text += length) width += width_of(decode(text, &length));
  return width;
}

/* Bytes that take at most `width` columns. */
static size_t bytes_within(const char *text, int width)
{
  const char *at = text;
  for (int used = 0, length; *at != 0; at += length) {
    used += width_of(decode(at, &length));
    if (used > width) break;
  }
  return (size_t)(at - text);
}

void display_cut(char *text, int width) { text[bytes_within(text, width)] = 0; }

void display_shorten(char *text, size_t cap, int width)
{
  static const char ellipsis[] = "\342\200\246";   /* U+2026, one column */
  size_t end = bytes_within(text, width);
  if (text[end] == 0 || width < 2) { text[end] = 0; return; }
  const size_t most = bytes_within(text, width - 1), id = strcspn(text, " ");
  for (end = most; end > 0 && text[end] != ' '; end--) { }
  if (end <= id) end = most;   /* the id and a piece of the name stay */
  while (end > 1 && strchr(" ,&-/+", text[end - 1]) != NULL) end--;
  if (end + sizeof ellipsis > cap) end = cap - sizeof ellipsis;
  memcpy(text + end, ellipsis, sizeof ellipsis);
}

/* The length of the first word; digits in groups are one. */
static size_t word_length(const char *text)
{
  size_t length = strcspn(text, " ");
  while (text[length] == ' ' && length > 0 && text[length - 1] >= '0' && text[length - 1] <= '9' && text[length + 1] >= '0' && text[length + 1] <= '9') length += 1 + strcspn(text + length + 1, " ");
  return length;
}

void print_words(const char *text, int used, int indent, int width)
{
  int fresh = 1;   /* no blank goes before the first word of a line */
  while (*text != 0) {
    char word[256];
    size_t length = word_length(text);
    snprintf(word, sizeof word, "%.*s", (int)length, text);
    int columns = display_width(word);
    if (!fresh && used + 1 + columns > width) { printf("\n%*s", indent, ""); used = indent; fresh = 1; }
    if (!fresh) { putchar(' '); used++; }
    print_cell(word, columns, 0);
    used += columns;
    fresh = 0;
    text += length;
    text += *text == ' ';
  }
}

void print_cell(const char *text, int width, int right)
{
  int used = display_width(text), length, room = width;
  if (right && used < width) printf("%*s", width - used, "");
  for (const char *at = text; *at != 0; at += length) {
    uint32_t value = decode(at, &length);
    int columns = width_of(value);
    if (columns > room) break;
    room -= columns;
    if (is_control(value)) putchar('?');
    else fwrite(at, 1, (size_t)length, stdout);
  }
  if (!right && room > 0) printf("%*s", room, "");
}

int print_path(const char *path, int width)
{
  int used = display_width(path), length;
  const char *at = path;
  if (used <= width) {
    print_cell(path, used, 0);
    return used;
  }
  for (used += 3; *at != 0 && used > width; at += length) used -= width_of(decode(at, &length));
  printf("...");
  print_cell(at, used - 3, 0);
  return used;
}

/* Adds one to a row of digits; 1: it ran over, so a 1 belongs in front. */
static int add_one(char *digits, int count)
{
  for (int i = count - 1; i >= 0; i--) {
    if (digits[i] != '9') { digits[i]++; return 0; }
    digits[i] = '0';
  }
  return 1;
}

void group_digits(const char *decimal, int cents, char *out)
{
  char digits[40];
  int negative = decimal[0] == '-', count = 0, over;
  const char *at = decimal + negative, *point = strchr(at, '.');
  for (; *at >= '0' && *at <= '9' && count < 30; at++) digits[count++] = *at;
  over = !cents && point != NULL && point[1] >= '5' && add_one(digits, count);
  int zero = !over;
  for (int i = 0; i < count; i++) zero &= digits[i] == '0';
  char *to = out;
  if (negative && (!zero || (cents && point != NULL))) *to++ = '-';
  if (over) { *to++ = '1'; if (count % 3 == 0) *to++ = ' '; }
  for (int i = 0; i < count; i++) {
    *to++ = digits[i];
    if (i + 1 < count && (count - 1 - i) % 3 == 0) *to++ = ' ';
  }
  *to = 0;
  if (cents && point != NULL) snprintf(to, 16, "%.8s", point);
}
