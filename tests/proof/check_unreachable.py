"""Usage: check_unreachable.py ROOT: lists and counts the checks that cannot fire by design (PATRON__UNREACHABLE, src/base/unreachable.h).

Ends with 1 when one gives no reason in a comment on its line, or when their number is not the one that doc/quality.md tells."""
import os
import re
import sys

USE = re.compile(r"\bPATRON__UNREACHABLE\(")
REASON = re.compile(r"/\* \S+ \S+.*\*/\s*$")
TOLD = re.compile(r"the sources hold (\d+) of them")


def uses(root):
    """(place, line of code) of each use."""
    found = []
    for folder, _, names in os.walk(os.path.join(root, "src")):
        for path in (os.path.join(folder, name) for name in names if name.endswith((".c", ".h")) and name != "unreachable.h"):
            with open(path, encoding="utf-8") as handle:
                found += [(os.path.relpath(path, root), number, line.strip()) for number, line in enumerate(handle, 1) for _ in USE.findall(line)]
    return [(f"{path}:{number}", line) for path, number, line in sorted(found)]


def main():
    root = os.path.abspath(sys.argv[1])
    checks = uses(root)
    without = [place for place, line in checks if not REASON.search(line)]
    with open(os.path.join(root, "doc", "quality.md"), encoding="utf-8") as handle:
        told = TOLD.search(handle.read())
    for place, line in checks:
        print(f"{place}: {line}")
    print(f"{len(checks)} checks are unreachable by design")
    for place in without:
        print(f"{place}: says in no comment on its line why it cannot fire")
    if not told or int(told.group(1)) != len(checks):
        print(f"doc/quality.md tells of {told.group(1) if told else 'none'}")
        return 1
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
