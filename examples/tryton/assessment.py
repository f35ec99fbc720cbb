"""Facts of customers in, decisions and their reasons out: the only file that knows Patron."""
import csv
import io
from decimal import Decimal

import patron

DECIDED = ("key", "key_sales", "key_profit", "sales_class", "profit_class", "relationship_level", "severity", "tier", "held_tier", "coverage")
FLAGS = ("key", "key_sales", "key_profit")
MONEY = {"cutoff": "sales_cutoff", "profit_cutoff": "profit_cutoff"}
NOT_PATRONS = ("ordered",)
REASONS = ("segment", "relate", "tier", "override")


class Rules:
    """What the configuration says: settings by key, and tables of rules as CSV by name."""

    def __init__(self, settings=None, tables=None):
        self.settings, self.tables = settings or {}, tables or {}

    def policy(self, context, today=None):
        policy = patron.Policy(context=context)
        if today:
            policy["as_of"] = today.isoformat()
        for name, text in self.tables.items():
            header, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
            rows = [row + [""] * (len(header) - len(row)) for row in rows if any(row)]
            policy.put(name, {column.strip(): [row[i].strip() or None for row in rows] for i, column in enumerate(header)})
        for key, value in self.settings.items():
            policy[key] = value
        return policy


class Assessed:
    """Decisions and sentences by party id, and what became of overrides."""

    def __init__(self, currency, customers, rules, overrides=(), today=None):
        self.decisions, self.outcomes, self._reasons = {}, {}, {}
        if not customers:
            return
        book = patron.Portfolio(currency)
        for party, facts in customers.items():
            book.add(str(party), **{column: value for column, value in facts.items() if column not in NOT_PATRONS})
        _put_overrides(book, overrides)
        policy = rules.policy(book.context, today)
        policy["output.explanations"] = "ALL"
        found = book.assess(policy)
        made = [column for column in (*DECIDED, *MONEY.values()) if _is_made(found, str(next(iter(customers))), column)]
        for party, facts in customers.items():
            row = found[str(party)]
            text = {column: row[column] for column in made}
            values = {column: text.get(column) == "yes" if column in FLAGS else text.get(column) for column in DECIDED}
            values.update({field: Decimal(text[column]) if text.get(column) is not None else None for field, column in MONEY.items()})
            self.decisions[party] = values
        for row in found.table("explanations"):
            self._reasons.setdefault(int(row["customer"]), []).append((row["stage"], row["text"]))
        for row in found.table("overrides") if overrides else ():
            self.outcomes[int(row["customer"]), row["column"], row["kind"], row["value"], row["date"]] = (row["state"], row["computed"])

    def summary(self, party):
        """The sentences on class, relationship, tier and overrides."""
        return "\n".join(text for stage, text in self._reasons.get(party, ()) if stage in REASONS)

    def explanation(self, party):
        """Every sentence, with the factors of all scores."""
        return "\n".join(text for _, text in self._reasons.get(party, ()))


def check(currency, overrides=(), rules=None):
    """Raises patron.Error with what is wrong about overrides of customer 1, or about rules."""
    book = patron.Portfolio(currency)
    book.add("1", sales=Decimal(1), profit=Decimal(1), our_commitment=50, our_trust=50, their_commitment=50, their_trust=50)
    _put_overrides(book, overrides)
    policy = (rules or Rules()).policy(book.context)
    if policy["fence.visit_cost"] is None:
        policy["fence.visit_cost"] = 1   # without it there are no tiers, and overrides of tiers would not be looked at
    book.assess(policy)


def rule_tables():
    """Names of the tables of rules, but for the settings."""
    return [row["table"] for row in patron.schema("tables") if row["kind"] == "RULE" and row["table"] != "settings"]


def default_table(name):
    """A table of the default policy as CSV, to begin with."""
    table = patron.Policy().table(name)
    known = [column for column in table.columns if any(row is not None for row in table.texts(column))] or [column for column in table.columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(known)
    writer.writerows(zip(*[["" if cell is None else cell for cell in table.texts(column)] for column in known]))
    return out.getvalue()


def _put_overrides(book, overrides):
    if overrides:
        book.put("overrides", {column: [override[column].isoformat() if hasattr(override[column], "isoformat") else override[column] for override in overrides] for column in overrides[0]})


def _is_made(assessment, party, column):
    """A stage whose facts are missing is skipped, and its columns are not there."""
    try:
        assessment[party][column]
    except patron.Error:
        return False
    return True
