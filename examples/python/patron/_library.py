"""The shared library: its functions by name (`call.table_rows`), its structs and its constants, as the headers declare them."""
import ctypes
import os
import re
import sys
import types

from . import _interface

_WORDS = {"void": None, "text": ctypes.c_char_p, "pointer": ctypes.c_void_p, "double": ctypes.c_double, "int8": ctypes.c_int8, "uint8": ctypes.c_uint8, "int32": ctypes.c_int32,
          "uint32": ctypes.c_uint32, "int64": ctypes.c_int64, "uint64": ctypes.c_uint64}
_NAMES = {"darwin": "libpatron.1.dylib", "win32": "patron-1.dll"}


def _functions(library):
    found = types.SimpleNamespace()
    for name, words in _interface.FUNCTIONS.items():
        function = getattr(library, "patron_" + name, None)   # an older library has fewer
        if function is not None:
            returns, *parameters = [_WORDS[word] for word in words.split()]
            function.restype, function.argtypes = returns, parameters
            setattr(found, name, function)
    return found


def _field(text):
    name, word = text.split(":")
    many = re.fullmatch(r"(\w+)\[(\d+)\]", word)
    return name, _WORDS[many.group(1)] * int(many.group(2)) if many else _WORDS[word]


def _structs():
    found = types.SimpleNamespace()
    for name, fields in _interface.STRUCTS.items():
        setattr(found, name, type(name, (ctypes.Structure,), {"_fields_": [_field(field) for field in fields.split()]}))
    return found


def sized(struct, **fields):
    """A struct with its size filled in, as every one of Patron's wants it."""
    return struct(struct_size=ctypes.sizeof(struct), **fields)


def _open():
    path = os.environ.get("PATRON_LIBRARY") or _NAMES.get(sys.platform, "libpatron.so.1")
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"the library of Patron cannot be loaded: {error} (install it, or let the environment variable PATRON_LIBRARY name the file, such as build/src/{_NAMES.get(sys.platform, 'libpatron.so.1')})",
                          name="patron", path=path) from error


call = _functions(_open())
structs = _structs()
constants = types.SimpleNamespace(**_interface.CONSTANTS)
RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64)
WEIGH = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.POINTER(ctypes.c_double))
FIT = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_double), ctypes.c_int64, ctypes.c_int32, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double),
                       ctypes.POINTER(ctypes.c_int32))

# What was lent to the library, by the number it was lent under: one release function for all, which outlives every closure.
_lent = {}


def lend(thing):
    number = id(thing)
    _lent.setdefault(number, []).append(thing)
    return number


@RELEASE
def give_back(number):
    things = _lent[number]
    things.pop()
    if not things:
        del _lent[number]


def lent():
    """How many things the library still holds."""
    return sum(len(things) for things in _lent.values())
