/* The commands: each takes the arguments and gives the exit status. */
#ifndef PATRON_CLI_COMMANDS_H
#define PATRON_CLI_COMMANDS_H

#include "arguments.h"

#include <patron/io.h>

int command_assess(const arguments *given);
int command_fit(const arguments *given);
int command_apply(const arguments *given);
int command_explain(const arguments *given);
int command_robust(const arguments *given);
int command_schema(const arguments *given);
int command_template(const arguments *given);
int command_version(const arguments *given);
int command_help(const arguments *given);

/* Flushes stdout: 0, or 1 after a message when it could not be written. */
int finish_output(void);

#endif
