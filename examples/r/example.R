# Two customers: decide, say why, apply the model to a third, see a mistake refused, lend a column without copying it, and call the C functions as they are.
arguments <- commandArgs(trailingOnly = TRUE)   # the folder of patron.R, the glue
for (file in c("patron.R", "patron_interface.R")) source(file.path(arguments[1], file))
dyn.load(arguments[2])

customers <- data.frame(customer = c("ACME", "BOLT"), sales = c("120000.00", "20000.00"), our_commitment = c(85, NA), our_trust = c(90, NA), their_commitment = c(45, NA), their_trust = c(72, NA))
book <- patron_book("EUR", customers = customers)
model <- patron_fit(book, matrix.bands = c(40, 70))
result <- patron_apply(model, book)
decided <- patron_decisions(result)
for (i in seq_len(nrow(decided))) with(decided[i, ], cat(sprintf("%s: key %s, %s, gap %s\n", customer, if (key) "yes" else "no", relationship_level, if (is.na(gap)) "unknown" else gap)))
why <- patron_explain(result, "ACME")
cat("  ", why$text[which(why$factor == "relationship_level")], "\n", sep = "")

today <- patron_book("EUR", customers = data.frame(customer = "CORD", sales = "150000.00"))
cat(sprintf("CORD: class %s by the model of yesterday\n", patron_decisions(patron_apply(model, today))$sales_class))
customers$their_trust[1] <- 172
cat("refused: ", tryCatch(patron_put(book, "customers", customers), error = conditionMessage), "\n", sep = "")
found <- patron_cutoff(c(50, 30, 15, 5))
cat(sprintf("80 %% of %g are made by %g customers, from %g on\n", found["total"], found["inside"], found["cutoff"]))
trust <- c(72, 50)
lent <- patron_book("EUR", customers = data.frame(customer = c("ACME", "BOLT"), sales = c("120000.00", "20000.00"), their_trust = trust))
facts <- patron_call("portfolio_table", lent$facts, "customers")$out
patron_call("table_find_column", facts, "their_trust", place <- raw(8))
seen <- patron_call("table_view_f64", facts, place)$values
cat(sprintf("their_trust %g %g, %s\n", trust[1], trust[2], if (.Call("R_patron_is_at", seen, trust)) "not copied" else "copied"))
patron_call("concentration_f64", c(50, 30, 15, 5), NULL, 4, NULL, found <- patron_struct("concentration"))
cat(sprintf("Gini coefficient %g\n", patron_field(found, "concentration", "gini_positive")))
rm(book, model, result, why, today, lent, facts)
invisible(gc())   # the finalizers run
