"""What the tests of the Python package share: comparisons, and a record of the functions of the library that were called."""
import math
import os

import patron

called = set()


def record():
    """From here on every call into the library is noted by name."""
    def noted(name, function):
        def recorder(*arguments):
            called.add("patron_" + name)
            return function(*arguments)
        return recorder
    for name, function in list(vars(patron.call).items()):
        setattr(patron.call, name, noted(name, function))


def report():
    """Writes the names to the file that PATRON_CALLS names."""
    if os.environ.get("PATRON_CALLS"):
        with open(os.environ["PATRON_CALLS"], "w", encoding="utf-8") as handle:
            handle.write("".join(name + "\n" for name in sorted(called)))


def same(found, expected):
    if found != expected:
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def near(found, expected):
    found = list(found)
    if len(found) != len(expected) or not all(math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12) for a, b in zip(found, expected)):
        raise AssertionError(f"found {found!r}, expected {expected!r}")


def refused(status, function, *arguments, **named):
    try:
        function(*arguments, **named)
    except patron.Error as error:
        same(error.status, status)
        return error
    raise AssertionError(f"{function} was not refused")
