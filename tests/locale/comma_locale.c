/* Preloaded before a test program: switches it to the locale of LC_ALL and makes sure that this one writes the decimal comma. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void comma_locale_enter(void) __attribute__((constructor));

void comma_locale_enter(void) {
  char text[16];
  if (setlocale(LC_ALL, "") == NULL) abort();
  snprintf(text, sizeof text, "%.1f", 0.5);
  if (strcmp(text, "0,5") != 0) abort();
}
