# Patron in R: data frames in and out; numbers are lent to the library, not copied. Text columns are read as Patron reads files, so money is exact ("120000.00"); NA is unknown. Objects are given back when R collects them.
# dyn.load() the glue first: R CMD SHLIB -o patron_r.so patron_r.c patron_calls.c

patron_book <- function(currency, ...) {
  context <- .Call("R_patron_context")
  book <- list(context = context, facts = .Call("R_patron_portfolio", context, currency))
  for (name in names(list(...))) patron_put(book, name, list(...)[[name]])
  book
}

patron_put <- function(book, name, frame) {
  table <- .Call("R_patron_table", book$context, name, nrow(frame))
  for (column in names(frame)) {
    values <- frame[[column]]
    if (is.logical(values)) values <- c("no", "yes")[values + 1]
    add <- if (is.numeric(values)) "R_patron_add_numbers" else "R_patron_add_texts"
    .Call(add, table, book$context, column, if (is.numeric(values)) as.double(values) else as.character(values))
  }
  invisible(.Call("R_patron_put", book$facts, book$context, table))
}

patron_fit <- function(book, ...) {
  settings <- vapply(list(...), function(one) paste(one, collapse = ","), "")
  .Call("R_patron_fit", book$facts, book$context, .Call("R_patron_policy", book$context, as.character(names(settings)), as.character(settings)))
}

patron_apply <- function(model, book) .Call("R_patron_apply", model, book$facts, book$context)

# A table as a data frame: money, numbers and integers as doubles, dates as Date, codes as factors, flags as logical, else text.
patron_frame <- function(table) {
  types <- .Call("R_patron_columns", table)
  columns <- lapply(seq_along(types), function(place) {
    texts <- .Call("R_patron_texts", table, place)
    switch(types[[place]], as.double(texts), as.double(texts), as.double(texts), as.Date(texts), texts, factor(texts), texts == "yes")
  })
  data.frame(setNames(columns, names(types)), check.names = FALSE)
}

patron_decisions <- function(assessment, name = "customers") patron_frame(.Call("R_patron_decided", assessment, name))
patron_explain <- function(assessment, customer) patron_frame(.Call("R_patron_explain", assessment, customer))

patron_cutoff <- function(values, share = 0.8) setNames(.Call("R_patron_cutoff", as.double(values), share), c("cutoff", "inside", "total"))

# Every function of the headers as it is: patron_call("pareto_cutoff_f64", values, NULL, length(values), 8e5, NULL, patron_struct("pareto_result")). Handles that are handed out come back in a list with the status; memory that is written
# to is a vector made for it (numeric(n), integer(n), raw(8 * n) for integers of 64 bits) and changed where it lies. source() patron_interface.R for patron_struct, patron_field and patron_constants.
patron_call <- function(name, ...) {
  found <- .Call(paste0("P_", name), ...)
  status <- if (is.list(found)) found$status else if (is.integer(found)) found else 0L
  if (status < 0) stop(.Call("P_status_name", status), ": ", .Call("P_status_message", status), call. = FALSE)
  if (is.list(found)) found else invisible(found)
}

# A struct is a raw vector of its bytes.
patron_struct <- function(name) {
  fields <- patron_structs[[name]]
  bytes <- raw(as.integer(fields[length(fields)]))
  if ("struct_size" %in% names(fields)) bytes[1:4] <- writeBin(length(bytes), raw())
  bytes
}

patron_field <- function(bytes, name, field) {
  place <- strsplit(patron_structs[[name]][[field]], " ")[[1]]
  from <- function(size) bytes[as.integer(place[1]) + seq_len(size)]
  if (place[2] == "double") return(readBin(from(8), "double"))
  if (place[2] %in% c("int32", "uint32")) return(readBin(from(4), "integer"))
  halves <- readBin(from(8), "integer", 2)
  halves[2] * 2^32 + halves[1] %% 2^32   # exact up to 2^53
}
