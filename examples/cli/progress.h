/* The progress bar, and what an interrupt does. */
#ifndef PATRON_CLI_PROGRESS_H
#define PATRON_CLI_PROGRESS_H

#include <patron/io.h>

/* Hears of the work of both libraries and cancels it on SIGINT and SIGTERM. The bar shows after a second, on a terminal, unless quiet. */
void progress_start(patron_context *context, patron_io *io, int quiet);
/* Takes the bar away; before anything else is printed. */
void progress_clear(void);
/* Ends the program as the signal would have, when there was one. */
void progress_end(void);
int was_interrupted(void);

#endif
