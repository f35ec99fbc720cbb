"""The same as quickstart.c: two customers, what is known of each, and what Patron decides."""
from decimal import Decimal

import patron

book = patron.Portfolio("EUR")
book.add("ACME", sales=Decimal("120000.00"), our_commitment=85.0, our_trust=90.0, their_commitment=45.0, their_trust=72.0)
book.add("BOLT", sales=Decimal("20000.00"))
result = book.assess()
for customer, columns in (("ACME", ["key", "sales_class", "relationship_level", "exposed", "severity"]), ("BOLT", ["key", "sales_class", "relationship_level"])):
    print(customer)
    for column in columns:
        print(f"  {column:<20} {result[customer][column]}")
