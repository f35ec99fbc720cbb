/* The command line: options that a command knows, with their values; everything else is a word. */
#include "arguments.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct option {
  const char *name;
  const char *commands;   /* that know it, each between blanks */
} option;

static const option options[] = {
  { "--policy", " assess fit explain robust " },
  { "--views", " assess fit explain apply robust " },
  { "--as-of", " assess fit explain robust " },
  { "--since", " assess explain " },
  { "--previous", " assess explain " },
  { "--currency", " assess fit explain robust " },
  { "--out", " assess fit apply robust " },
  { "--model", " assess " },
  { "--against", " robust " },
  { "--samples", " robust " },
  { "--seed", " robust " },
  { "--threads", " assess fit explain apply robust " },
  { "--quiet", " assess fit explain apply robust template " },
  { "--format", " schema " },
  { "--full", " template " },
};

/* Designed, and not in this version: said plainly instead of "unknown". */
static const char *const later_options[] = { "--report", "--budget" };
static const char *const later_commands[] = { "plan" };
static const char *const commands[] = { "assess", "fit", "apply", "explain", "robust", "schema", "template", "version", "help" };

static int wrong(const char *what, const char *name)
{
  fprintf(stderr, "patron: %s%s (patron help shows how)\n", what, name);
  return 2;
}

/* `name`: of a command or option that begins as the given one does; NULL: there is none. */
static int wrong_name(const char *what, const char *given, const char *name)
{
  if (name == NULL) return wrong(what, given);
  fprintf(stderr, "patron: %s%s: did you mean %s? (patron help shows how)\n", what, given, name);
  return 2;
}

static int begins_alike(const char *given, const char *name, size_t letters) { return strncmp(given, name, letters) == 0; }

static int is_later(const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0) return 1;
  return 0;
}

static int find_command(const char *name)
{
  if (is_later(later_commands, sizeof later_commands / sizeof later_commands[0], name)) {
    fprintf(stderr, "patron: this version does not have the command %s yet\n", name);
    return 2;
  }
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(commands[i], name) == 0) return 0;
  if (name[0] == '-') return wrong("the command comes before the option ", name);
  const char *alike = NULL;
  for (size_t i = 0; i < sizeof commands / sizeof commands[0] && alike == NULL; i++)
    if (begins_alike(name, commands[i], 2)) alike = commands[i];
  return wrong_name("there is no command ", name, alike);
}

static int knows(const option *known, const char *command)
{
  char word[32];
  snprintf(word, sizeof word, " %s ", command);
  return strstr(known->commands, word) != NULL;
}

static int parse_threads(const char *text, arguments *out)
{
  char *end = NULL;
  long value = strtol(text, &end, 10);
  if (end == text || *end != 0 || value < 1 || value > 1024) return wrong("--threads: expected a number from 1 to 1024, not ", text);
  out->threads = value;
  return 0;
}

/* A whole number without sign, at least `least`; kept as text, as it goes into a setting. */
static int parse_whole(const char *name, const char *text, long long least, const char **out)
{
  char *end = NULL;
  errno = 0;
  long long value = strtoll(text, &end, 10);
  if (text[0] < '0' || text[0] > '9' || *end != 0 || errno != 0 || value < least) {
    fprintf(stderr, "patron: %s: expected a whole number from %lld, not %s (patron help shows how)\n", name, least, text);
    return 2;
  }
  *out = text;
  return 0;
}

static int keep_value(const char *name, const char *value, arguments *out)
{
  if (strcmp(name, "--policy") == 0) out->policy = value;
  else if (strcmp(name, "--views") == 0) out->views = value;
  else if (strcmp(name, "--as-of") == 0) out->as_of = value;
  else if (strcmp(name, "--currency") == 0) out->currency = value;
  else if (strcmp(name, "--model") == 0) out->model = value;
  else if (strcmp(name, "--format") == 0) out->format = value;
  else if (strcmp(name, "--since") == 0) out->since = value;
  else if (strcmp(name, "--previous") == 0) out->previous = value;
  else if (strcmp(name, "--against") == 0) out->against = value;
  else if (strcmp(name, "--samples") == 0) return parse_whole(name, value, 1, &out->samples);
  else if (strcmp(name, "--seed") == 0) return parse_whole(name, value, 0, &out->seed);
  else if (strcmp(name, "--threads") == 0) return parse_threads(value, out);
  else {
    if (out->out_count == MOST_PATHS) return wrong("too many ", name);
    out->outs[out->out_count++] = value;
  }
  return 0;
}

int writes_to_standard_output(const arguments *given)
{
  for (int i = 0; i < given->out_count; i++)
    if (strcmp(given->outs[i], "-") == 0) return 1;
  return 0;
}

/* `*at` is the option's place; it moves past the value. "--out=x" is "--out x". */
static int parse_option(int count, char **values, int *at, arguments *out)
{
  char name[64];
  const char *given = values[*at], *equals = strchr(given, '=');
  size_t length = equals == NULL ? strlen(given) : (size_t)(equals - given);
  if (length >= sizeof name) return wrong("there is no option ", given);
  memcpy(name, given, length);
  name[length] = 0;
  if (is_later(later_options, sizeof later_options / sizeof later_options[0], name)) {
    fprintf(stderr, "patron: this version does not have the option %s yet\n", name);
    return 2;
  }
  const option *known = NULL;
  for (size_t i = 0; i < sizeof options / sizeof options[0] && known == NULL; i++)
    if (strcmp(options[i].name, name) == 0) known = &options[i];
  const char *alike = NULL;
  for (size_t i = 0; i < sizeof options / sizeof options[0] && alike == NULL; i++)
    if (begins_alike(name, options[i].name, 4)) alike = options[i].name;
  if (known == NULL) return wrong_name("there is no option ", name, alike);
  if (!knows(known, out->command)) {
    fprintf(stderr, "patron: %s does not take the option %s (patron help %s shows which it takes)\n", out->command, name, out->command);
    return 2;
  }
  int *flag = strcmp(name, "--quiet") == 0 ? &out->quiet : strcmp(name, "--full") == 0 ? &out->full : NULL;
  if (flag != NULL) { *flag = 1; return equals == NULL ? 0 : wrong("no value belongs to ", name); }
  const char *value = equals != NULL ? equals + 1 : *at + 1 < count ? values[++*at] : NULL;
  if (value == NULL || *value == 0) return wrong("a value is missing after ", name);
  return keep_value(name, value, out);
}

int parse_arguments(int count, char **values, arguments *out)
{
  memset(out, 0, sizeof *out);
  out->command = "help";
  if (count < 2) return 0;
  if (strcmp(values[1], "--help") == 0 || strcmp(values[1], "-h") == 0) return 0;
  out->command = strcmp(values[1], "--version") == 0 ? "version" : values[1];
  int status = find_command(out->command);
  int only_words = 0;
  for (int at = 2; at < count && status == 0; at++) {
    const char *value = values[at];
    if (!only_words && strcmp(value, "--") == 0) only_words = 1;
    else if (!only_words && (strcmp(value, "--help") == 0 || strcmp(value, "-h") == 0)) {
      out->words[0] = out->command;
      out->word_count = 1;
      out->command = "help";
      return 0;
    } else if (!only_words && value[0] == '-' && value[1] != 0) status = parse_option(count, values, &at, out);
    else if (out->word_count == MOST_PATHS) status = wrong("too many inputs: ", value);
    else out->words[out->word_count++] = value;
  }
  return status;
}
