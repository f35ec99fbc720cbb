# Patron in R: data frames in and out. Text columns are read as Patron reads files, so money is exact ("120000.00"); NA is unknown. Objects are given back when R collects them.
# dyn.load() the glue first: R CMD SHLIB patron_r.c

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
