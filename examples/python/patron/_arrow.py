"""Arrow's C data and stream interfaces as Python capsules (the PyCapsule protocol), with nothing but ctypes."""
import ctypes
import errno

from ._errors import check
from ._handles import made
from ._library import RELEASE, call, constants, structs

_new = ctypes.pythonapi.PyCapsule_New
_new.restype, _new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)
_dying_name = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(("PyCapsule_GetName", ctypes.pythonapi))
_dying_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(("PyCapsule_GetPointer", ctypes.pythonapi))

_SCHEMA, _ARRAY, _STREAM = b"arrow_schema", b"arrow_array", b"arrow_array_stream"
_STRUCTS = {_SCHEMA: structs.ArrowSchema, _ARRAY: structs.ArrowArray, _STREAM: structs.ArrowArrayStream}
_held = {}      # structs that capsules point to, by address
_streams = {}   # tables and callbacks of streams, by their private number


@ctypes.PYFUNCTYPE(None, ctypes.c_void_p)
def _destroy(capsule):
    """A capsule that nobody took is released with it."""
    address = _dying_pointer(capsule, _dying_name(capsule))
    _released(_held.pop(address))


def _released(struct):
    if struct.release:
        RELEASE(struct.release)(ctypes.addressof(struct))


def _capsule(name, struct):
    _held[ctypes.addressof(struct)] = struct
    return _new(ctypes.addressof(struct), name, ctypes.cast(_destroy, ctypes.c_void_p))


def _taken(capsule, name):
    """The struct within a capsule: its consumer moves it out, so the library may release it."""
    return _STRUCTS[name].from_address(_pointer(capsule, name))


def exported(table, flags=0):
    """A pair of capsules, without copying the columns; the table lives on with them."""
    schema, array = structs.ArrowSchema(), structs.ArrowArray()
    check(call.table_export_arrow(table, flags, ctypes.byref(schema), ctypes.byref(array)))
    return _capsule(_SCHEMA, schema), _capsule(_ARRAY, array)


def imported(data, name, context):
    """The pointer of a new table. Whatever becomes of the call, what was taken is released once, by the library."""
    if hasattr(data, "__arrow_c_stream__"):
        capsule = data.__arrow_c_stream__()
        return made(call.table_import_arrow_stream, context, name.encode(), ctypes.byref(_taken(capsule, _STREAM)), context=context)
    schema, array = data.__arrow_c_array__()
    return made(call.table_import_arrow, context, name.encode(), ctypes.byref(_taken(schema, _SCHEMA)), ctypes.byref(_taken(array, _ARRAY)), context=context)


def as_decimal(table):
    """The pair of capsules with money as decimal128, for readers that know nothing of minor units."""
    return exported(table, constants.ARROW_DECIMAL)


_GET = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_TEXT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def _of(address):
    return _streams[structs.ArrowArrayStream.from_address(address).private_data]


def _answer(address, wanted, out):
    """Exports the table, keeps what is wanted at `out` and gives the other part back."""
    schema, array = structs.ArrowSchema(), structs.ArrowArray()
    status = call.table_export_arrow(_of(address)["table"], 0, ctypes.byref(schema), ctypes.byref(array))
    if status != constants.OK:
        return errno.ENOMEM
    kept, other = (schema, array) if wanted is structs.ArrowSchema else (array, schema)
    _released(other)
    ctypes.memmove(out, ctypes.byref(kept), ctypes.sizeof(kept))
    return 0


@_GET
def _get_schema(address, out):
    return _answer(address, structs.ArrowSchema, out)


@_GET
def _get_next(address, out):
    state = _of(address)
    if state["done"]:
        ctypes.memset(out, 0, ctypes.sizeof(structs.ArrowArray))   # released: the end
        return 0
    state["done"] = True
    return _answer(address, structs.ArrowArray, out)


@_TEXT
def _get_last_error(_):
    return None


@RELEASE
def _release_stream(address):
    stream = structs.ArrowArrayStream.from_address(address)
    del _streams[stream.private_data]
    stream.release = None


def streamed(table):
    """A stream of the one array of a table."""
    state = {"table": table, "done": False}
    _streams[id(state)] = state
    functions = (ctypes.cast(one, ctypes.c_void_p).value for one in (_get_schema, _get_next, _get_last_error, _release_stream))
    return _capsule(_STREAM, structs.ArrowArrayStream(*functions, id(state)))
