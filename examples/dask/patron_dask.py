"""Patron on Dask: one model from customers that lie in parts, and decisions where the parts lie.

    model = patron_dask.fit(client, parts, policy="rules")
    patron_dask.apply(client, model, parts, targets)

A part is a directory of CSV files, or a dictionary of tables, each a dictionary of columns (`load` makes one of whatever else a part may be). Workers read parts; what travels is states, plans and the
model: bytes. A state of a part is a pure function of the part and the plan. So when a worker dies and Dask repeats its tasks, the new bytes stand in the place of the lost ones, and nothing counts twice.
"""
import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_void_p

import numpy

OK, UNKNOWN = 0, 1
MONEY, NUMBER, INTEGER, DATE, FLAG = 1, 2, 3, 4, 7

_library = ctypes.CDLL(os.environ.get("PATRON_LIBRARY", "libpatron.so.1"))
_io_library = ctypes.CDLL(os.environ.get("PATRON_IO_LIBRARY", "libpatron-io.so.1"))


class Error(Exception):
    """What Patron refused; the text names table, column, row and value."""


def _function(name, *arguments, returns=c_int32):
    function = getattr(_io_library if name.startswith("io_") else _library, "patron_" + name)
    function.argtypes, function.restype = arguments, returns
    return function


_status_name = _function("status_name", c_int32, returns=c_char_p)
_context_error = _function("context_error", c_void_p, c_char_p, c_int64, c_void_p)
_context_create = _function("context_create", c_void_p, POINTER(c_void_p))
_io_create = _function("io_create", c_void_p, POINTER(c_void_p))
_io_error = _function("io_error", c_void_p, c_char_p, c_int64, c_void_p)
_read_policy = _function("io_read_policy", c_void_p, c_char_p, c_char_p, POINTER(c_void_p))
_read_portfolio = _function("io_read_portfolio", c_void_p, c_char_p, POINTER(c_char_p), c_int32, c_char_p, POINTER(c_void_p))
_write_assessment = _function("io_write_assessment", c_void_p, c_void_p, c_char_p)
_portfolio_create = _function("portfolio_create", c_void_p, c_char_p, POINTER(c_void_p))
_portfolio_put = _function("portfolio_put", c_void_p, c_void_p)
_table_create = _function("table_create", c_void_p, c_char_p, c_int64, POINTER(c_void_p))
_add_f64 = _function("table_add_f64", c_void_p, c_char_p, c_int32, c_void_p, c_void_p)
_add_i64 = _function("table_add_i64", c_void_p, c_char_p, c_int32, c_void_p, c_void_p)
_add_i32 = _function("table_add_i32", c_void_p, c_char_p, c_int32, c_void_p, c_void_p)
_add_strings = _function("table_add_strings", c_void_p, c_char_p, POINTER(c_char_p))
_fitting_create = _function("fitting_create", c_void_p, c_void_p, c_char_p, c_int64, POINTER(c_void_p))
_fitting_accumulate = _function("fitting_accumulate", c_void_p, c_void_p)
_fitting_merge = _function("fitting_merge", c_void_p, c_void_p)
_fitting_save = _function("fitting_save", c_void_p, c_void_p, c_int64, POINTER(c_int64))
_fitting_load = _function("fitting_load", c_void_p, c_void_p, c_char_p, c_int64, POINTER(c_void_p))
_fitting_next = _function("fitting_next", c_void_p, c_void_p, c_int64, POINTER(c_int64))
_fitting_model = _function("fitting_model", c_void_p, POINTER(c_void_p))
_model_save = _function("model_save", c_void_p, c_void_p, c_int64, POINTER(c_int64))
_model_load = _function("model_load", c_void_p, c_char_p, c_int64, POINTER(c_void_p))
_apply = _function("apply", c_void_p, c_void_p, POINTER(c_void_p))


class _Session:
    """What one task works with. Everything that it made is given back when it ends, in the reverse order."""

    def __init__(self, policy=None):
        self._made = []
        self.context = self.io = None
        self.context = self.make("context", _context_create, None)
        self.io = self.make("io", _io_create, self.context)
        self.policy = self.make("policy", _read_policy, self.io, None, policy.encode()) if policy else None

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        for kind, handle in reversed(self._made):
            _function(kind + "_destroy", c_void_p, returns=None)(handle)

    def check(self, status, *fine):
        if status == OK or status in fine:
            return status
        text = ctypes.create_string_buffer(2048)
        for error, handle in ((_io_error, self.io), (_context_error, self.context)):
            if handle and not text.value:
                error(handle, text, len(text), None)
        raise Error(f"{_status_name(status).decode()}: {text.value.decode()}")

    def make(self, kind, create, *arguments):
        handle = c_void_p()
        self.check(create(*arguments, byref(handle)))
        return self.keep(kind, handle)

    def keep(self, kind, handle):
        self._made.append((kind, handle))
        return handle

    def bytes_of(self, write, handle):
        """Bytes by the convention of the library: asked for their size, then fetched. None: there are none."""
        needed = c_int64()
        if self.check(write(handle, None, 0, byref(needed)), UNKNOWN) == UNKNOWN:
            return None
        buffer = ctypes.create_string_buffer(needed.value)
        self.check(write(handle, buffer, needed.value, None))
        return buffer.raw

    def portfolio(self, part, currency):
        if isinstance(part, str):
            paths = (c_char_p * 1)(part.encode())
            return self.make("portfolio", _read_portfolio, self.io, currency.encode(), paths, 1, None)
        portfolio = self.make("portfolio", _portfolio_create, self.context, currency.encode())
        for name, columns in part.items():
            self.check(_portfolio_put(portfolio, self.table(name, columns)))
        return portfolio

    def table(self, name, columns):
        table = self.make("table", _table_create, self.context, name.encode(), len(next(iter(columns.values()))))
        for column, values in columns.items():
            self.check(_add_column(table, column.encode(), values))
        return table


def _add_column(table, name, values):
    """Lists are text, None unknown. Of numpy, int64 is money in minor units, int32 whole numbers, float64 numbers (NaN: unknown), bool flags and datetime64 dates."""
    if isinstance(values, (list, tuple)):
        return _add_strings(table, name, (c_char_p * len(values))(*[None if value is None else str(value).encode() for value in values]))
    if values.dtype.kind == "f":
        numbers, known = numpy.ascontiguousarray(values, "f8"), numpy.packbits(~numpy.isnan(values), bitorder="little")
        return _add_f64(table, name, NUMBER, numbers.ctypes.data, known.ctypes.data)
    if values.dtype.kind in "bM":
        small = numpy.ascontiguousarray(values if values.dtype.kind == "b" else values.astype("M8[D]").astype("i8"), "i4")
        return _add_i32(table, name, FLAG if values.dtype.kind == "b" else DATE, small.ctypes.data, None)
    whole = numpy.ascontiguousarray(values, "i8")
    return _add_i64(table, name, MONEY if values.dtype.itemsize == 8 else INTEGER, whole.ctypes.data, None)


def state_of(part, plan, policy, currency, load):
    """The state of a part under a plan (None: that of the first pass)."""
    with _Session(policy) as session:
        fitting = session.make("fitting", _fitting_create, session.context, session.policy, plan, len(plan or b""))
        session.check(_fitting_accumulate(fitting, session.portfolio(load(part) if load else part, currency)))
        return session.bytes_of(_fitting_save, fitting)


def merged(states, policy):
    """One state of several."""
    with _Session(policy) as session:
        first, *others = [session.make("fitting", _fitting_load, session.context, session.policy, state, len(state)) for state in states]
        for other in others:
            session.check(_fitting_merge(first, other))
        return session.bytes_of(_fitting_save, first)


def model_or_plan(state, policy):
    """The model, or else the plan of the next pass: one of the two is None."""
    with _Session(policy) as session:
        fitting, model = session.make("fitting", _fitting_load, session.context, session.policy, state, len(state)), c_void_p()
        if session.check(_fitting_model(fitting, byref(model)), UNKNOWN) == UNKNOWN:
            return None, session.bytes_of(_fitting_next, fitting)
        session.keep("model", model)
        return session.bytes_of(_model_save, model), None


def decide(part, model, target, currency, load):
    """Writes the decisions about a part where `target` says: a directory, or a file .json."""
    with _Session() as session:
        loaded = session.make("model", _model_load, session.context, model, len(model))
        assessment = session.make("assessment", _apply, loaded, session.portfolio(load(part) if load else part, currency))
        session.check(_write_assessment(session.io, assessment, target.encode()))
        return target


def fit(client, parts, policy=None, currency="EUR", load=None, fan_in=4, told=None):
    """The bytes of the model, the same for any parts: those that patron_model_save() gives on one machine. `told` gets the number of each pass and the size of its merged state."""
    plan, number = None, 0
    while True:
        states = client.map(state_of, parts, plan=plan, policy=policy, currency=currency, load=load)
        while len(states) > 1:
            states = [client.submit(merged, states[i:i + fan_in], policy) for i in range(0, len(states), fan_in)]
        model, plan = client.submit(model_or_plan, states[0], policy).result()
        number += 1
        if told:
            told(number, client.submit(len, states[0]).result())
        if model is not None:
            return model


def apply(client, model, parts, targets, currency="EUR", load=None):
    """Decisions about each part, written by the worker that reads it, where its target says. The targets."""
    return client.gather([client.submit(decide, part, model, target, currency, load) for part, target in zip(parts, targets)])
