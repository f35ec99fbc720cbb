"""Tables: columns of Python or numpy in, rows and views out."""
import ctypes
import datetime
import decimal
from collections import namedtuple

from . import _arrow
from ._arrays import Incoming, nothing_unknown, numpy, outgoing, packed, seen, unpacked
from ._errors import NotFound, check, text_of
from ._handles import Context, Handle, got, made
from ._library import call, constants, give_back, lend
from .values import EPOCH

TYPES = {getattr(constants, name): name for name in ("MONEY", "NUMBER", "INTEGER", "DATE", "TEXT", "CODE", "FLAG")}
_CODES = {"MONEY": "q", "INTEGER": "q", "NUMBER": "d", "DATE": "i", "CODE": "i", "FLAG": "i"}
_BITS = {"d": "f64", "q": "i64", "i": "i32"}

#: A column where it lies: `values` (for texts a pair of offsets and bytes) and `known`, one truth value a row, or None: all known.
Column = namedtuple("Column", "values known")


class Table(Handle):
    """A named table. Iterate it for rows as dictionaries; `table["column"]` is a list; `view` looks at a column without copying it; `None` is unknown.

        facts = patron.Table("customers", {"customer": ["ACME", "BOLT"], "sales": cents}, types={"sales": "MONEY"})

    Arrays of doubles and 64-bit integers (and of 32-bit days, as DATE) are lent to the library, not copied: leave them unchanged while the table is in use. Unknown values are the mask of a masked array, or None in a list.
    Types follow from the values (Decimal is money in the currency's unit, text, bool, int, float, date) unless `types` says otherwise.
    """

    KIND = "table"

    def __init__(self, name, columns, types=None, context=None):
        context = context or Context()
        self.rows = len(next(iter(columns.values()), ()))
        super().__init__(made(call.table_create, context, name.encode(), self.rows, context=context), context)
        for column, values in columns.items():
            self.add(column, values, (types or {}).get(column))

    @classmethod
    def _of(cls, pointer, context=None):
        """A table that the library handed out."""
        table = cls.__new__(cls)
        Handle.__init__(table, pointer, context)
        table.rows = got(ctypes.c_int64, call.table_rows, table)
        return table

    @classmethod
    def from_arrow(cls, data, name, context=None):
        """A table of whatever has __arrow_c_stream__ or __arrow_c_array__: of pyarrow, polars, duckdb, pandas from 2.2, or another table."""
        context = context or Context()
        return cls._of(_arrow.imported(data, name, context), context)

    def add(self, column, values, type=None):
        """Adds a column before the table is put somewhere."""
        if len(values) != self.rows:
            raise ValueError(f"{column}: {len(values)} values for {self.rows} rows")
        type = type or _type_of(values)
        if type == "DATE" and numpy is not None and getattr(values, "dtype", None) is not None and values.dtype.kind == "M":
            values = _days(values)
        elif type == "DATE" and not (getattr(values, "typecode", None) == "i" or getattr(values, "dtype", None) == "int32"):
            values = [None if one is None else one.toordinal() - EPOCH if isinstance(one, datetime.date) else one for one in values]
        if type == "TEXT":
            texts = (ctypes.c_char_p * max(self.rows, 1))(*(None if one is None else str(one).encode() for one in values))
            check(call.table_add_strings(self, column.encode(), texts), self.context)
        elif type == "CODE":
            self._add_code(column, values)
        else:
            code = _CODES[type]
            if type == "FLAG" and getattr(values, "dtype", None) == bool:
                values = values.astype("i")
            lent = Incoming(values, code)
            copied = lent.kept is not values and not (numpy is not None and isinstance(lent.kept, numpy.ndarray) and numpy.may_share_memory(lent.kept, values))
            arguments = self, column.encode(), getattr(constants, type), lent.values, lent.known
            if copied or not self.rows:
                check(getattr(call, "table_add_" + _BITS[code])(*arguments), self.context)
            else:
                check(getattr(call, "table_borrow_" + _BITS[code])(*arguments, give_back, lend(lent)), self.context)

    def add_text(self, column, offsets, data, known=None, lend_it=True):
        """Texts in Arrow's layout: text i is data[offsets[i]:offsets[i + 1]]. They are lent, or copied."""
        begins = Incoming(offsets, "q")
        if begins.n != self.rows + 1:
            raise ValueError(f"{column}: {begins.n} offsets for {self.rows} rows")
        held = begins, bytes(data), None if known is None else packed(known, self.rows)
        if lend_it:
            check(call.table_borrow_text(self, column.encode(), begins.values, held[1], held[2], give_back, lend(held)), self.context)
        else:
            check(call.table_add_text(self, column.encode(), begins.values, held[1], held[2]), self.context)

    def _add_code(self, column, values):
        names = list(dict.fromkeys(one for one in values if one is not None))
        place = {name: i for i, name in enumerate(names)}
        codes = (ctypes.c_int32 * max(self.rows, 1))(*(-1 if one is None else place[one] for one in values))
        listed = (ctypes.c_char_p * max(len(names), 1))(*(name.encode() for name in names))
        check(call.table_add_code(self, column.encode(), codes, None, listed, len(names)), self.context)

    def append(self, rows):
        """Adds the rows of another table, columns by name."""
        check(call.table_append(self, rows), self.context)
        self.rows = got(ctypes.c_int64, call.table_rows, self)

    @property
    def name(self):
        return text_of(call.table_name, self)

    @property
    def columns(self):
        return [text_of(call.table_column_name, self, i) for i in range(got(ctypes.c_int64, call.table_columns, self))]

    @property
    def types(self):
        return {name: TYPES[got(ctypes.c_int32, call.table_column_type, self, i)] for i, name in enumerate(self.columns)}

    def codes(self, column):
        """The dictionary of a column of codes."""
        place = self._place(column)
        return [text_of(call.table_code_name, self, place, i) for i in range(got(ctypes.c_int32, call.table_code_count, self, place))]

    def _place(self, column):
        try:
            return got(ctypes.c_int64, call.table_find_column, self, column.encode())
        except NotFound:
            raise KeyError(column) from None

    def _type(self, place):
        return TYPES[got(ctypes.c_int32, call.table_column_type, self, place)]

    def view(self, column):
        """A column of a finished table where it lies, read-only and not copied; it keeps the table alive. Flags are bits, so they are read, not viewed."""
        place = self._place(column)
        type, first, second, known = self._type(place), ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        if type == "TEXT":
            check(call.table_view_text(self, place, ctypes.byref(first), ctypes.byref(second), ctypes.byref(known)))
            offsets = seen("q", first.value, self.rows + 1, self)
            values = offsets, memoryview(seen("B", second.value, int(offsets[self.rows]), self)) if second.value else memoryview(b"")
        elif type == "FLAG":
            return self.read(column)
        else:
            code = _CODES[type]
            check(getattr(call, "table_view_" + _BITS[code])(self, place, ctypes.byref(first), ctypes.byref(known)))
            values = seen(code, first.value, self.rows, self)
        return Column(values, unpacked(known.value, self.rows) if known.value else None)

    def read(self, column, first=0, count=None):
        """A copy of some rows of a column of numbers, dates, codes or flags."""
        place, count = self._place(column), self.rows - first if count is None else count
        code = _CODES[self._type(place)]
        values, address = outgoing(code, count)
        bits = (ctypes.c_uint8 * (count // 8 + 1))()
        check(getattr(call, "table_read_" + _BITS[code])(self, place, first, count, address, bits))
        known = unpacked(bits, count)
        return Column(values, None if nothing_unknown(known) else known)

    def texts(self, column, first=0, count=None):
        """A column of any type as text: money in decimal, dates ISO, codes by name, flags yes and no."""
        place, count = self._place(column), self.rows - first if count is None else count
        offsets, bits, needed = (ctypes.c_int64 * (count + 1))(), (ctypes.c_uint8 * (count // 8 + 1))(), ctypes.c_int64()
        check(call.table_read_text(self, place, first, count, None, None, 0, ctypes.byref(needed), None))
        text = ctypes.create_string_buffer(max(needed.value, 1))
        check(call.table_read_text(self, place, first, count, offsets, text, needed.value, None, bits))
        raw = text.raw
        return [raw[offsets[i]:offsets[i + 1]].decode() if bits[i // 8] >> (i % 8) & 1 else None for i in range(count)]

    def __getitem__(self, column):
        """A column as a list: Decimal, float, int, date, text or bool; None where it is unknown."""
        type = self._type(self._place(column))
        if type in ("TEXT", "CODE", "MONEY"):
            return [None if text is None else decimal.Decimal(text) if type == "MONEY" else text for text in self.texts(column)]
        values, known = self.read(column)
        kind = {"NUMBER": float, "INTEGER": int, "FLAG": bool, "DATE": lambda days: datetime.date.fromordinal(EPOCH + int(days))}[type]
        return [kind(value) if known is None or known[i] else None for i, value in enumerate(values)]

    def __len__(self):
        return self.rows

    def __iter__(self):
        columns = self.columns
        return (dict(zip(columns, row)) for row in zip(*(self[column] for column in columns)))

    def __arrow_c_schema__(self):
        return _arrow.exported(self)[0]

    def __arrow_c_array__(self, requested_schema=None):
        return _arrow.exported(self)

    def __arrow_c_stream__(self, requested_schema=None):
        return _arrow.streamed(self)


def _type_of(values):
    dtype = getattr(values, "dtype", None)
    if dtype is not None and dtype.kind in "fiubM":
        return {"f": "NUMBER", "i": "INTEGER", "u": "INTEGER", "b": "FLAG", "M": "DATE"}[dtype.kind]
    code = getattr(values, "typecode", None)
    if code is not None:
        return "NUMBER" if code in "fd" else "INTEGER"
    kinds = {type(one) for one in values if one is not None}
    for kind, name in ((bool, "FLAG"), (int, "INTEGER"), (datetime.date, "DATE")):
        if kinds and kinds <= {kind}:
            return name
    return "NUMBER" if kinds and kinds <= {int, float} else "TEXT"


def _days(values):
    days, unknown = values.astype("datetime64[D]"), numpy.isnat(values)
    if not ((days == values) | unknown).all():
        raise ValueError("a date with a time of day")
    return numpy.ma.MaskedArray(numpy.where(unknown, 0, days.astype("int64")).astype("int32"), mask=unknown) if unknown.any() else days.astype("int64").astype("int32")


def schema(name="columns", context=None):
    """What Patron knows, as a table: "tables", "columns", the name of a table, "settings", "codes" or "presets"."""
    context = context or Context()
    return Table._of(made(call.schema, context, name.encode(), context=context), context)
