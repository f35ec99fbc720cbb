/* Places: where the rows of the tables read last stand in their files, kept for errors that show only later. */
#ifndef PATRON_SRC_IO_PLACES_H
#define PATRON_SRC_IO_PLACES_H

#include "io/frame.h"

/* Moves the frames into the session (their cells are released) in place of those of that kind it kept before. */
void patron__io_places_keep(patron_io *io, patron__io_frames *frames, int32_t kind);

#endif
