"""References to objects of the library, given back by `close`, by leaving a `with`, or when Python drops them; order and thread do not matter."""
import ctypes

from ._errors import check, text_of
from ._library import PROGRESS, call, constants, sized, structs


class Handle:
    KIND = None

    def __init__(self, pointer, context=None):
        self._as_parameter_, self.context = pointer, context

    def close(self):
        pointer, self._as_parameter_ = getattr(self, "_as_parameter_", None), None
        if pointer:
            getattr(call, self.KIND + "_destroy")(pointer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        self.close()


def made(function, *arguments, context=None):
    """The pointer that a constructor hands out last."""
    pointer = ctypes.c_void_p()
    check(function(*arguments, ctypes.byref(pointer)), context)
    return pointer


def got(kind, function, *arguments, context=None):
    """The one value that a function hands out last; None: unknown."""
    value = kind()
    status = function(*arguments, ctypes.byref(value))
    if status == constants.UNKNOWN:
        return None
    check(status, context)
    return value.value


class Context(Handle):
    """Memory, limits, error text and progress of what is built together; one thread at a time. Most programs need none of their own: a portfolio makes one."""

    KIND = "context"

    def __init__(self, threads=1, memory_limit=0):
        self.failure, self._progress = None, None
        options = sized(structs.context_options, max_threads=threads, memory_limit=memory_limit)
        super().__init__(made(call.context_create, ctypes.byref(options)), self)

    def set(self, key, value):
        """`max_threads` or `memory_limit`."""
        check(call.context_set_i64(self, key.encode(), value), self)

    def progress(self, function):
        """`function(stage, done, total)` hears how far calls are; what it raises ends the call. None: nobody."""
        def told(_, stage, done, total):
            try:
                function(stage.decode(), done, total)
                return 0
            except BaseException as failure:   # it may not pass through C
                self.failure = failure
                return 1
        held = PROGRESS(told) if function else PROGRESS()
        check(call.context_set_progress(self, held, None), self)
        self._progress = held

    def cancel(self):
        """Ends the call that is at work, from any thread."""
        call.context_cancel(self)

    @property
    def memory_used(self):
        return call.context_memory_used(self)

    @property
    def memory_peak(self):
        return call.context_memory_peak(self)

    @property
    def error(self):
        return text_of(call.context_error, self)


def plain(value):
    """A scalar of numpy (an id or an amount out of a column) as Python's own."""
    return value.item() if hasattr(value, "item") else value
