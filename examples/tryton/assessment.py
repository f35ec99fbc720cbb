"""Facts of customers in, decisions and their reasons out: the only file that knows Patron."""
from decimal import Decimal

import patron

DECIDED = ("key", "key_sales", "key_profit", "sales_class", "profit_class", "relationship_level", "severity", "tier", "coverage")
FLAGS = ("key", "key_sales", "key_profit")
MONEY = {"cutoff": "sales_cutoff", "profit_cutoff": "profit_cutoff"}
NOT_PATRONS = ("ordered",)
REASONS = ("segment", "relate", "tier")


class Assessed:
    """Decisions and sentences by party id."""

    def __init__(self, currency, customers, settings):
        self.decisions, self._reasons = {}, {}
        if not customers:
            return
        book = patron.Portfolio(currency)
        for party, facts in customers.items():
            book.add(str(party), **{column: value for column, value in facts.items() if column not in NOT_PATRONS})
        found = book.assess(**{**_keywords(settings), "output__explanations": "ALL"})
        made = [column for column in (*DECIDED, *MONEY.values()) if _is_made(found, str(next(iter(customers))), column)]
        for party, facts in customers.items():
            row = found[str(party)]
            text = {column: row[column] for column in made}
            values = {column: text.get(column) == "yes" if column in FLAGS else text.get(column) for column in DECIDED}
            values.update({field: Decimal(text[column]) if text.get(column) is not None else None for field, column in MONEY.items()})
            self.decisions[party] = values
        for row in found.table("explanations"):
            self._reasons.setdefault(int(row["customer"]), []).append((row["stage"], row["text"]))

    def summary(self, party):
        """The sentences on class, relationship and tier."""
        return "\n".join(text for stage, text in self._reasons.get(party, ()) if stage in REASONS)

    def explanation(self, party):
        """Every sentence, with the factors of all scores."""
        return "\n".join(text for _, text in self._reasons.get(party, ()))


def check(currency, settings):
    """Raises patron.Error with what is wrong about the settings."""
    book = patron.Portfolio(currency)
    book.add("1", sales=Decimal(1))
    book.assess(**_keywords(settings))


def _keywords(settings):
    return {key.replace(".", "__"): value for key, value in settings.items()}


def _is_made(assessment, party, column):
    """A stage whose facts are missing is skipped, and its columns are not there."""
    try:
        assessment[party][column]
    except patron.Error:
        return False
    return True
