/* patron: from customer facts to decisions, on the command line. */
#include "commands.h"

#include <string.h>

typedef struct command {
  const char *name;
  int (*run)(const arguments *given);
} command;

static const command commands[] = {
  { "assess", command_assess }, { "explain", command_explain }, { "fit", command_fit }, { "apply", command_apply },
  { "robust", command_robust },
  { "schema", command_schema }, { "template", command_template }, { "version", command_version }, { "help", command_help },
};

int main(int count, char **values)
{
  arguments given;
  int status = parse_arguments(count, values, &given);
  for (size_t i = 0; status == 0 && i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(commands[i].name, given.command) == 0) return commands[i].run(&given);
  return status;
}
