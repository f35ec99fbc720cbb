"""Arrays in and out. numpy arrays, array.array and whatever numpy can look at go in where they lie; lists are copied. Without numpy, what comes out is an array.array."""
import array
import ctypes

from ._errors import check
from ._library import call

try:
    import numpy
except ImportError:
    numpy = None

CTYPES = {"d": ctypes.c_double, "q": ctypes.c_int64, "i": ctypes.c_int32, "b": ctypes.c_int8, "B": ctypes.c_uint8, "I": ctypes.c_uint32}


class Incoming:
    """Values as the library reads them: `values` and `known` are addresses or None, `n` the rows; it keeps the memory alive."""

    def __init__(self, values, code="d", known=None):
        if numpy is not None and not isinstance(values, (list, tuple, array.array)):
            values, known = self._from_numpy(numpy.ma.asanyarray(values) if isinstance(values, numpy.ma.MaskedArray) else numpy.asarray(values), code, known)
            self.values = values.ctypes.data
        else:
            if not (isinstance(values, array.array) and values.typecode == code):
                if known is None and any(value is None for value in values):
                    known = [value is not None for value in values]
                values = array.array(code, [0 if value is None else value for value in values])
            self.values = values.buffer_info()[0]
        self.n, self.kept = len(values), values
        self.bits = None if known is None else packed(known, self.n)
        self.known = None if self.bits is None else ctypes.addressof(self.bits)

    @staticmethod
    def _from_numpy(values, code, known):
        if isinstance(values, numpy.ma.MaskedArray):
            if known is None and values.mask is not numpy.ma.nomask:
                known = ~numpy.ma.getmaskarray(values)
            values = values.data
        if values.ndim != 1:
            raise ValueError("a column has one dimension")
        return numpy.require(values.astype(code, casting="safe", copy=False), requirements=["C", "A"]), known


def packed(known, n):
    """A validity bitmap of one truth value a row."""
    if len(known) != n:
        raise ValueError(f"{len(known)} flags of validity for {n} rows")
    flags = (ctypes.c_uint8 * max(n, 1))(*(1 if one else 0 for one in known)) if numpy is None else (ctypes.c_uint8 * max(n, 1)).from_buffer_copy(
        numpy.asarray(known, bool).astype("B").tobytes() or b"\0")
    bits = (ctypes.c_uint8 * max((n + 7) // 8, 1))()
    check(call.bitmap_pack(flags, n, bits))
    return bits


def unpacked(bitmap, n):
    """One byte a row: 1 known, 0 unknown; bitmap None: all known."""
    known, address = outgoing("B", n)
    check(call.bitmap_unpack(bitmap, n, address))
    return known.astype(bool) if numpy is not None else [bool(one) for one in known]


def outgoing(code, n):
    """An array for `n` results, and its address."""
    if numpy is not None:
        made = numpy.zeros(n, code)
        return made, made.ctypes.data
    made = array.array(code, bytes(n * ctypes.sizeof(CTYPES[code])))
    return made, made.buffer_info()[0]


def seen(code, address, n, owner):
    """A read-only look at memory of the library; it keeps `owner` alive."""
    there = (CTYPES[code] * n).from_address(address) if n else (CTYPES[code] * 0)()
    there.owner = owner
    if numpy is None:
        return memoryview(there).cast("B").cast(code).toreadonly()
    view = numpy.frombuffer(there, code) if n else numpy.zeros(0, code)
    view.flags.writeable = False
    return view


def nothing_unknown(known):
    return known.all() if numpy is not None else all(known)


class Columns:
    """Several columns of one length, as `double *const *` and `uint8_t *const *`."""

    def __init__(self, columns, known=None):
        self.kept = [Incoming(column, "d", None if known is None else known[i]) for i, column in enumerate(columns)]
        self.n, self.rows = len(self.kept), self.kept[0].n if self.kept else 0
        if any(one.n != self.rows for one in self.kept):
            raise ValueError("columns of different lengths")
        self.values = (ctypes.c_void_p * max(self.n, 1))(*(one.values for one in self.kept))
        self.known = (ctypes.c_void_p * max(self.n, 1))(*(one.known for one in self.kept))
