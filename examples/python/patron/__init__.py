"""Patron from Python, with nothing but ctypes: no compiler, no build step; numpy is used where it is installed.

    book = patron.Portfolio("EUR")
    book.add("ACME", sales=Decimal("120000.00"), their_trust=72.0)
    print(book.assess()["ACME"]["relationship_level"])

Money is a Decimal, a number a float, a count an int, a flag a bool, a date a datetime.date, everything else text; unknown is None.
The library is the one named by PATRON_LIBRARY, else the installed one.

Portfolio holds the facts, Policy the rules, Model a fitted policy, Assessment the decisions; Table is whole columns in and out. `patron.rules`, `patron.pareto` and `patron.values` are the library's plain functions.
What is created in one Context shares its memory limit and threads. Everything is given back when Python drops it, or at the end of a `with`.
"""
from . import pareto, rules, values
from ._arrow import as_decimal
from ._assessment import Assessment, Decisions, Model
from ._errors import Cancelled, Error, NotFound, OutOfMemory, Stopped
from ._fitting import Fitting
from ._handles import Context
from ._library import call, constants, lent
from ._policy import Policy
from ._portfolio import Portfolio
from ._table import Column, Table, schema

__all__ = ["Assessment", "Cancelled", "Column", "Context", "Decisions", "Error", "Fitting", "Model", "NotFound", "OutOfMemory", "Policy", "Portfolio", "Stopped", "Table", "as_decimal", "call", "constants", "lent",
           "pareto", "rules", "schema", "values"]
