"""Models and decisions."""
import ctypes
import datetime
import decimal

from ._errors import NotFound, bytes_of, text_of
from ._handles import Context, Handle, got, made, plain
from ._library import call
from ._table import TYPES, Table


class Model(Handle):
    """A policy fitted to a portfolio: weights, points, cut-offs. Fit at night, `save` the bytes, `load` and `apply` by day."""

    KIND = "model"

    @classmethod
    def load(cls, data, context=None):
        context, data = context or Context(), bytes(data)
        return cls(made(call.model_load, context, data, len(data), context=context), context)

    def save(self):
        """Bytes, the same on every platform."""
        return bytes_of(call.model_save, self)

    def table(self, name):
        """What an auditor reads: "criteria", "points", "cuts", "settings", ...; "tables": all of them."""
        return Table._of(made(call.model_table, self, name.encode()), self.context)

    def apply(self, portfolio):
        return Assessment(made(call.apply, self, portfolio, context=portfolio.context), portfolio.context)


class Assessment(Handle):
    """The decisions: `assessment["ACME"]["key"]` for one customer, whole tables by `table`; iterate it for the customers in their order."""

    KIND = "assessment"

    def __getitem__(self, customer):
        try:
            customer = plain(customer)
            if isinstance(customer, int):
                return Decisions(self, got(ctypes.c_uint64, call.assessment_find_customer_i64, self, customer))
            name = customer.encode()
            return Decisions(self, got(ctypes.c_uint64, call.assessment_find_customer, self, name, len(name)))
        except NotFound:
            raise KeyError(customer) from None

    def __len__(self):
        return len(self.table("customers"))

    def __iter__(self):
        return (self.at(row) for row in range(len(self)))

    def at(self, row):
        """The decisions for the customer in a row of the facts."""
        return Decisions(self, got(ctypes.c_uint64, call.assessment_customer_at, self, row))

    def row(self, customer):
        """The row of a customer in the table `customers`."""
        return got(ctypes.c_int64, call.assessment_customer_row, self, self[customer]._handle)

    def table(self, name):
        """"customers", "groups", "danger", "tiers", "skipped", ...; "tables": all of them."""
        return Table._of(made(call.assessment_table, self, name.encode()), self.context)

    def changes(self, before):
        """What changed since a table of an earlier assessment, and why."""
        return Table._of(made(call.changes, self.context, before, self, context=self.context), self.context)

    def compare(self, before):
        """The decisions, with the tables `changes`, `migration` and `danger` against an earlier table."""
        return Assessment(made(call.compare, self.context, before, self, context=self.context), self.context)


class Decisions:
    """What was decided for one customer: `decisions["key"]` is any column as text, `value` as Python has it; None where it is unknown."""

    def __init__(self, assessment, handle):
        self._assessment, self._handle = assessment, handle

    def __getitem__(self, column):
        return text_of(call.assessment_text, self._assessment, self._handle, column.encode())

    def value(self, column):
        """A Decimal, float, int, bool, date or text."""
        with self._assessment.table("customers") as table:
            type = TYPES[got(ctypes.c_int32, call.table_column_type, table, table._place(column))]
        if type in ("TEXT", "MONEY"):
            text = self[column]
            return None if text is None else text if type == "TEXT" else decimal.Decimal(text)
        if type == "DATE":
            day = got(ctypes.c_int32, call.assessment_date, self._assessment, self._handle, column.encode())
            return None if day is None else datetime.date(1970, 1, 1) + datetime.timedelta(day)
        kind, function = {"NUMBER": (ctypes.c_double, call.assessment_number), "INTEGER": (ctypes.c_int64, call.assessment_integer), "FLAG": (ctypes.c_int32, call.assessment_flag),
                          "CODE": (ctypes.c_int32, call.assessment_code)}[type]
        found = got(kind, function, self._assessment, self._handle, column.encode())
        return self[column] if type == "CODE" and found is not None else bool(found) if type == "FLAG" and found is not None else found

    def code(self, column):
        """The number of a code, which is stable for fixed lists."""
        return got(ctypes.c_int32, call.assessment_code, self._assessment, self._handle, column.encode())

    def minor_units(self, column):
        """Money as the integer that the library keeps."""
        return got(ctypes.c_int64, call.assessment_money, self._assessment, self._handle, column.encode())

    def explain(self):
        """Why: a table with a row per factor, with a sentence, and the smallest change that would alter each decision."""
        return Table._of(made(call.assessment_explain, self._assessment, self._handle), self._assessment.context)
