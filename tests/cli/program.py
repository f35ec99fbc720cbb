"""What the tests of the program share: running it, files, parts of its page, and the runner of the cases. Arguments: PATRON SOURCE [CASE...]."""
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

PATRON, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SMALL = os.path.join(SOURCE, "examples", "small")
FMCG = [os.path.join(SOURCE, "examples", "fmcg"), "--policy", os.path.join(SOURCE, "examples", "fmcg", "policy")]
GOOD = "customer,sales\nA,10.00\nB,5.00\n"


def run(*arguments, **options):
    return subprocess.run([PATRON, *arguments], capture_output=True, text=True, encoding="utf-8", **options)


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        handle.write(text)


def read(path):
    with open(path, encoding="utf-8") as handle:
        return handle.read()


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(path, name):
    return json.loads(read(path))["tables"][name]


def section(page, number):
    """The lines of a section of the page, its title first."""
    lines = page.split("\n")
    start = next(i for i, line in enumerate(lines) if re.match(rf"{number} [A-Z]{{3}}", line))
    end = next(i for i in range(start, len(lines)) if lines[i] == "")
    return lines[start:end]


class Skipped(Exception):
    """A case that this machine cannot run; named in the output."""


def run_cases(module):
    """Each function of the module without arguments is a case, in a folder of its own."""
    cases = [value for value in module.values() if inspect.isfunction(value) and value.__code__.co_argcount == 0 and value.__module__ == module["__name__"]]
    cases = [case for case in cases if not sys.argv[3:] or case.__name__ in sys.argv[3:]]
    failed = skipped = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                case()
            except Skipped as reason:
                skipped += 1
                print(f"{case.__name__}: skipped, {reason}")
            except Exception as error:   # one case must not hide the others
                failed += 1
                print(f"{case.__name__}: {type(error).__name__}: {error}")
            os.chdir("/")
    print(f"{len(cases) - failed - skipped} of {len(cases)} cases, {skipped} skipped")
    return 1 if failed or skipped == len(cases) else 0
