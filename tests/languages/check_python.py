"""Usage: check_python.py EXAMPLES [numpy]: the package `patron` of examples/python, with numpy where this Python has it and without where not; with `numpy`, skipped without it."""
import os
import sys
import traceback

sys.path.insert(0, os.path.join(sys.argv[1], "python"))
import python_engine  # noqa: E402
import python_rules  # noqa: E402
import support  # noqa: E402


def main():
    support.record()
    from patron._arrays import numpy
    print("with numpy " + numpy.__version__ if numpy else "without numpy")
    if numpy is None and "numpy" in sys.argv[2:]:
        print("skipped: numpy is not installed (Debian package python3-numpy)")
        return 77
    failed = 0
    for case in python_engine.CASES + python_rules.CASES:
        try:
            case()
            print(case.__name__.replace("_", " "))
        except Exception:
            failed += 1
            traceback.print_exc()
    support.report()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
