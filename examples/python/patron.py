"""Patron from Python, with nothing but ctypes: no compiler, no build step.

    book = patron.Portfolio("EUR")
    book.add("ACME", sales=Decimal("120000.00"), their_trust=72.0)
    print(book.assess()["ACME"]["relationship_level"])

Money is a Decimal, a number a float, a count an int, a flag a bool, a date a datetime.date, everything else text; unknown is None.
The library is the one named by PATRON_LIBRARY, else the installed one.
"""
import ctypes
import datetime
import decimal
import os
from ctypes import POINTER, byref, c_char_p, c_double, c_int32, c_int64, c_uint64, c_void_p

OK, UNKNOWN, E_TYPE = 0, 1, -42

_library = ctypes.CDLL(os.environ.get("PATRON_LIBRARY", "libpatron.so.1"))


def _function(name, *arguments, returns=c_int32):
    function = getattr(_library, "patron_" + name)
    function.argtypes, function.restype = arguments, returns
    return function


_status_name = _function("status_name", c_int32, returns=c_char_p)
_status_message = _function("status_message", c_int32, returns=c_char_p)
_context_create = _function("context_create", c_void_p, POINTER(c_void_p))
_context_error = _function("context_error", c_void_p, c_char_p, c_int64, POINTER(c_int64))
_currency_exponent = _function("currency_exponent", c_char_p, POINTER(c_int32))
_portfolio_create = _function("portfolio_create", c_void_p, c_char_p, POINTER(c_void_p))
_portfolio_add = _function("portfolio_add_customer", c_void_p, c_char_p, c_int64, POINTER(c_uint64))
_policy_create = _function("policy_create", c_void_p, c_char_p, POINTER(c_void_p))
_policy_set = _function("policy_set", c_void_p, c_char_p, c_char_p)
_assess = _function("assess", c_void_p, c_void_p, POINTER(c_void_p))
_find_customer = _function("assessment_find_customer", c_void_p, c_char_p, c_int64, POINTER(c_uint64))
_assessment_text = _function("assessment_text", c_void_p, c_uint64, c_char_p, c_char_p, c_int64, POINTER(c_int64))
_assessment_table = _function("assessment_table", c_void_p, c_char_p, POINTER(c_void_p))
_table_rows = _function("table_rows", c_void_p, POINTER(c_int64))
_table_columns = _function("table_columns", c_void_p, POINTER(c_int64))
_table_column_name = _function("table_column_name", c_void_p, c_int64, c_char_p, c_int64, POINTER(c_int64))
_table_read_text = _function("table_read_text", c_void_p, c_int64, c_int64, c_int64, c_void_p, c_void_p, c_int64, POINTER(c_int64), c_void_p)
_set_money = _function("customer_set_money", c_void_p, c_uint64, c_char_p, c_int64)
_set_number = _function("customer_set_number", c_void_p, c_uint64, c_char_p, c_double)
_set_integer = _function("customer_set_integer", c_void_p, c_uint64, c_char_p, c_int64)
_set_flag = _function("customer_set_flag", c_void_p, c_uint64, c_char_p, c_int32)
_set_date = _function("customer_set_date", c_void_p, c_uint64, c_char_p, c_int32)
_set_text = _function("customer_set_text", c_void_p, c_uint64, c_char_p, c_char_p, c_int64)
_set_code = _function("customer_set_code", c_void_p, c_uint64, c_char_p, c_char_p)


class Error(Exception):
    """What Patron refused; `status` is its number, the text names table, column, row and value."""

    def __init__(self, status, text):
        super().__init__(f"{_status_name(status).decode()}: {text or _status_message(status).decode()}")
        self.status = status


def _text(call, *arguments):
    """Text by the convention of the library: asked for its size, then fetched. None: unknown."""
    needed = c_int64()
    status = call(*arguments, None, 0, byref(needed))
    if status == OK:
        buffer = ctypes.create_string_buffer(needed.value)
        status = call(*arguments, buffer, needed.value, None)
    if status == UNKNOWN:
        return None
    if status != OK:
        raise Error(status, "")
    return buffer.value.decode()


class _Handle:
    """One reference to an object of the library, given back when Python drops it; order and thread do not matter."""

    def __init__(self, kind, create, *arguments, context=None):
        handle = c_void_p()
        self._destroy = _function(kind + "_destroy", c_void_p, returns=None)
        self._as_parameter_ = None
        status = create(*arguments, byref(handle))
        if status != OK:
            raise Error(status, _text(_context_error, context) if context else "")
        self._as_parameter_ = handle

    def __del__(self):
        self._destroy(self._as_parameter_)


class Portfolio:
    """The facts, in one currency."""

    def __init__(self, currency):
        exponent = c_int32()
        self._context = _Handle("context", _context_create, None)
        self._handle = _Handle("portfolio", _portfolio_create, self._context, currency.encode(), context=self._context)
        _currency_exponent(currency.encode(), byref(exponent))
        self._minor_units = decimal.Decimal(10) ** exponent.value

    def _check(self, status):
        if status != OK:
            raise Error(status, _text(_context_error, self._context))

    def add(self, customer, **facts):
        """Adds a customer; facts are columns of the table `customers`."""
        row, name = c_uint64(), customer.encode()
        self._check(_portfolio_add(self._handle, name, len(name), byref(row)))
        for column, value in facts.items():
            if value is not None:
                self._check(self._set(row, column.encode(), value))

    def _set(self, row, column, value):
        if isinstance(value, decimal.Decimal):
            units = value * self._minor_units
            if units != units.to_integral_value():
                raise ValueError(f"{column.decode()}: {value} has more decimals than the currency")
            return _set_money(self._handle, row, column, int(units))
        if isinstance(value, bool):
            return _set_flag(self._handle, row, column, value)
        if isinstance(value, int):
            return _set_integer(self._handle, row, column, value)
        if isinstance(value, float):
            return _set_number(self._handle, row, column, value)
        if isinstance(value, datetime.date):
            return _set_date(self._handle, row, column, value.toordinal() - datetime.date(1970, 1, 1).toordinal())
        text = str(value).encode()
        status = _set_text(self._handle, row, column, text, len(text))
        return _set_code(self._handle, row, column, text) if status == E_TYPE else status

    def assess(self, **settings):
        """The decisions under the default policy; `settings` are keys of the policy with a double underscore for the dot."""
        policy = _Handle("policy", _policy_create, self._context, None, context=self._context)
        for key, value in settings.items():
            self._check(_policy_set(policy, key.replace("__", ".").encode(), str(value).encode()))
        return Assessment(_Handle("assessment", _assess, self._handle, policy, context=self._context))


class Assessment:
    """The decisions: `assessment["ACME"]["key"]`, or whole tables as lists of dictionaries."""

    def __init__(self, handle):
        self._handle = handle

    def __getitem__(self, customer):
        row, name = c_uint64(), customer.encode()
        if _find_customer(self._handle, name, len(name), byref(row)) != OK:
            raise KeyError(customer)
        return Decisions(self._handle, row)

    def table(self, name):
        table = _Handle("table", _assessment_table, self._handle, name.encode())
        rows, columns = c_int64(), c_int64()
        _table_rows(table, byref(rows))
        _table_columns(table, byref(columns))
        found = [{} for _ in range(rows.value)]
        for column in range(columns.value):
            heading = _text(_table_column_name, table, column)
            for row, value in zip(found, _column(table, column, rows.value)):
                row[heading] = value
        return found


class Decisions:
    """What was decided for one customer: every column as text, None where it is unknown."""

    def __init__(self, handle, row):
        self._handle, self._row = handle, row

    def __getitem__(self, column):
        return _text(_assessment_text, self._handle, self._row, column.encode())


def _column(table, column, rows):
    offsets, known, needed = (c_int64 * (rows + 1))(), (ctypes.c_uint8 * (rows // 8 + 1))(), c_int64()
    status = _table_read_text(table, column, 0, rows, offsets, None, 0, byref(needed), known)
    text = ctypes.create_string_buffer(max(needed.value, 1))
    if status == OK:
        status = _table_read_text(table, column, 0, rows, offsets, text, needed.value, None, known)
    if status != OK:
        raise Error(status, "")
    return [text.raw[offsets[i]:offsets[i + 1]].decode() if known[i // 8] >> (i % 8) & 1 else None for i in range(rows)]
