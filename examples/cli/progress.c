/* The progress bar on stderr, and interrupts: the first one cancels the running call, so that everything is put away; the second one kills. */
#define _POSIX_C_SOURCE 200809L
#include "progress.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 30 };

static volatile sig_atomic_t interrupted;
static patron_context *working;
static int shown, wanted;
static struct timespec began;
static double last;

static double elapsed(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - began.tv_sec) + 1e-9 * (double)(now.tv_nsec - began.tv_nsec);
}

static void draw(const char *stage, int64_t done, int64_t total)
{
  int filled = total > 0 ? (int)((double)WIDTH * (double)done / (double)total) : 0;
  if (filled > WIDTH) filled = WIDTH;
  fprintf(stderr, "\r%-10.10s [", stage);
  for (int i = 0; i < WIDTH; i++) fputc(i < filled ? '#' : '.', stderr);
  if (total > 0) fprintf(stderr, "] %3d %%", (int)(100.0 * (double)done / (double)total));
  else fprintf(stderr, "]      ");
  fflush(stderr);
  shown = 1;
}

static int32_t hear(void *user, const char *stage, int64_t done, int64_t total)
{
  (void)user;
  if (interrupted) return 1;
  if (!wanted) return 0;
  double now = elapsed();
  if (now < 1.0 || now - last < 0.1) return 0;
  last = now;
  draw(stage, done, total);
  return 0;
}

/* Only what a signal handler may do: a flag, and the library's own (a single atomic store). */
static void on_signal(int number)
{
  interrupted = number;
  if (working != NULL) patron_context_cancel(working);
}

void progress_start(patron_context *context, patron_io *io, int quiet)
{
  struct sigaction action = { 0 };
  action.sa_handler = on_signal;
  action.sa_flags = (int)SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  working = context;
  wanted = !quiet && isatty(2);
  clock_gettime(CLOCK_MONOTONIC, &began);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  patron_context_set_progress(context, hear, NULL);
  patron_io_set_progress(io, hear, NULL);
}

void progress_clear(void)
{
  if (!shown) return;
  fprintf(stderr, "\r%*s\r", WIDTH + 20, "");
  fflush(stderr);
  shown = 0;
}

int was_interrupted(void) { return interrupted != 0; }

void progress_end(void)
{
  progress_clear();
  working = NULL;
  if (interrupted) raise(interrupted);
}
