"""What Patron refuses, as exceptions: the text, the status, and the parts of the text for those who show it beside the cell it is about."""
import ctypes

from ._library import call, constants

PARTS = ("table", "column", "row", "value", "expected")


class Error(Exception):
    """What Patron refused. `status` is its number, `name` the status by name; `table`, `column`, `row` (from 1), `value` and `expected` are None where they do not apply."""

    def __init__(self, status, text="", **parts):
        self.status, self.name = status, call.status_name(status).decode()
        self.message = text or call.status_message(status).decode()
        for part in PARTS:
            setattr(self, part, parts.get(part))
        super().__init__(f"{self.name}: {self.message}")

    def __str__(self):
        return self.args[0]


class NotFound(Error, KeyError):
    """No such name, key, code or customer."""


class OutOfMemory(Error, MemoryError):
    """The allocator or the memory limit gave no memory."""


class Cancelled(Error):
    """The progress function, or Context.cancel(), ended the call."""


class Stopped(Error):
    """A plug-in failed; what it raised is the cause."""


_KINDS = {constants.E_NOT_FOUND: NotFound, constants.E_NO_MEMORY: OutOfMemory, constants.E_MEMORY_LIMIT: OutOfMemory, constants.E_CANCELLED: Cancelled, constants.E_CALLBACK: Stopped}


def raised(status, text="", **parts):
    return _KINDS.get(status, Error)(status, text, **parts)


def check(status, context=None):
    """Nothing when the call went well; else the exception, with the text of the context when it is given."""
    if status == constants.OK:
        return
    if context is None:
        raise raised(status)
    parts = {part: text_of(call.context_error_part, context, part.encode()) for part in PARTS}
    if parts["row"] is not None:
        parts["row"] = int(parts["row"])
    error = raised(status, text_of(call.context_error, context), **parts)
    cause, context.failure = context.failure, None
    raise error from cause


def text_of(function, *arguments, context=None):
    """Text by the convention of the library: asked for its size, then fetched. None: unknown."""
    found = bytes_of(function, *arguments, context=context)
    return None if found is None else found[:-1].decode()


def bytes_of(function, *arguments, context=None):
    needed = ctypes.c_int64()
    status = function(*arguments, None, 0, ctypes.byref(needed))
    if status == constants.UNKNOWN:
        return None
    check(status, context)
    buffer = ctypes.create_string_buffer(needed.value)
    check(function(*arguments, buffer, needed.value, None), context)
    return buffer.raw
