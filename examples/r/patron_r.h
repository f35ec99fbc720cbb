/* How values of R become arguments of the C functions: shared by patron_r.c and by patron_calls.c, which is made from the headers. */
#ifndef PATRON_R_H
#define PATRON_R_H

#include <R.h>
#include <Rinternals.h>

#include "patron/patron.h"

/* An object of the library, or NULL; an error when it was given back. */
void *R_patron_handle(SEXP pointer);

/* The first text of a vector in UTF-8; NULL stays NULL. */
const char *R_patron_text(SEXP text);

/* The memory of a vector where it lies, of this type or raw; NULL stays NULL, a pointer is its address. What the library writes there changes the vector itself: give one that was made for it. */
void *R_patron_memory(SEXP vector, SEXPTYPE type);

/* A list of vectors as an array of their addresses; a character vector as an array of texts, NA as NULL. They last until the call ends. */
void *R_patron_arrays(SEXP list);
void *R_patron_texts_of(SEXP texts);

/* A number, or the eight bytes of one that a double cannot hold (a customer's handle). */
int64_t R_patron_integer(SEXP number);

/* A C function from getNativeSymbolInfo(...)$address, or NULL. */
DL_FUNC R_patron_function(SEXP pointer);

/* An external pointer that R gives back by its finalizer; `kept` must live as long. NULL for NULL. */
SEXP R_patron_owned(void *handle, R_CFinalizer_t finalizer, SEXP kept);

void context_finalizer(SEXP pointer);
void table_finalizer(SEXP pointer);
void policy_finalizer(SEXP pointer);
void portfolio_finalizer(SEXP pointer);
void model_finalizer(SEXP pointer);
void assessment_finalizer(SEXP pointer);
void fitting_finalizer(SEXP pointer);
void pareto_state_finalizer(SEXP pointer);

#endif
