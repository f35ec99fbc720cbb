"""Fit at night over whole columns, keep the model as bytes; by day judge one customer, say why, and tell what changed. Money is exact: cents in an array that is lent, not copied."""
import array
from decimal import Decimal

import patron

try:
    import numpy
    cents = numpy.array([9000000, 4000000, 2500000, 300000])
except ImportError:
    cents = array.array("q", [9000000, 4000000, 2500000, 300000])

with patron.Portfolio("EUR", threads=2) as book:
    book.put("customers", {"customer": ["ACME", "BOLT", "CORD", "DUKE"], "sales": cents, "their_trust": [72.0, None, 55.0, 90.0]}, types={"sales": "MONEY"})
    policy = book.policy(matrix__bands=[40, 70])
    model = book.fit(policy)
    stored = model.apply(book).table("customers")
    night = model.save()

model = patron.Model.load(night)
with patron.Portfolio("EUR") as today:
    today.add("CORD", sales=Decimal("45000.00"), their_trust=55.0)
    decided = model.apply(today)
    cord = decided["CORD"]
    print("CORD", cord["sales_class"], "cut-off", cord.value("sales_cutoff"), "margin", cord.value("sales_margin"))
    for row in cord.explain():
        if row["decision"] == "key_sales":
            print(" ", row["text"])
    for row in decided.changes(stored):
        if row["customer"] == "CORD" and row["column"] == "sales_class":
            print("  was", row["before"], "is", row["after"], "because of", row["why"])
    try:
        today.set("CORD", their_trust=172.0)
    except patron.Error as error:
        print("refused:", error.column, "of row", error.row, "is", error.value, "- expected", error.expected)

classes, cutoffs = patron.pareto.classes(cents, shares=(0.8, 0.95))
print("classes", ["ABC"[one] for one in classes], "cut-offs", [int(one) for one in cutoffs[0]])
