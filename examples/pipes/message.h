/* Messages through a pipe: eight bytes of length, the lowest first, then so many bytes. */
#ifndef PATRON_EXAMPLES_PIPES_MESSAGE_H
#define PATRON_EXAMPLES_PIPES_MESSAGE_H

#include <stdint.h>

typedef struct message {
  unsigned char *bytes;   /* to be released with free() */
  int64_t length;         /* -1: the last one, without bytes */
} message;

/* 0: the other end is gone. */
int send_message(int to, const message *what);
/* The same; what `out` had is released. 0 also for a length that no message of ours has. */
int receive_message(int from, message *out);

#endif
