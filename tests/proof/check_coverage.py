"""Usage: check_coverage.py ROOT BUILD [--keep]: the lines and branches that a test run of a coverage build has reached.

Prints a line for the engine (src without src/io) and one for libpatron-io, the files with most that is not reached, and the checks that are unreachable by design. Ends with 1 when a figure has
fallen below that of tests/proof/coverage.txt; --keep writes the figures there instead."""
import json
import os
import subprocess
import sys
import tempfile

from check_unreachable import uses

PARTS = {"engine": ["--filter", "src/", "--exclude", "src/io/"], "io": ["--filter", "src/io/"]}
SLACK = 0.05   # percent: which branches a compiler makes of a line differs a little between machines


def measure(root, build, selection):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "summary.json")
        subprocess.run(["gcovr", "--root", root, "--object-directory", build, build, "--exclude-throw-branches", "--exclude-unreachable-branches", "--json-summary", out, *selection], check=True, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(out, encoding="utf-8") as handle:
            return json.load(handle)


def main():
    root, build = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    kept_path = os.path.join(root, "tests", "proof", "coverage.txt")
    kept, now, fallen = {}, {}, []
    if os.path.exists(kept_path):
        with open(kept_path, encoding="utf-8") as handle:
            for line in handle:
                if line.strip() and not line.startswith("#"):
                    part, lines, branches = line.split()
                    kept[part] = (float(lines), float(branches))
    for part, selection in PARTS.items():
        summary = measure(root, build, selection)
        now[part] = (round(100 * summary["line_covered"] / summary["line_total"], 2), round(100 * summary["branch_covered"] / summary["branch_total"], 2))
        missing = sorted(((one["line_total"] - one["line_covered"] + one["branch_total"] - one["branch_covered"], one) for one in summary["files"]), key=lambda pair: -pair[0])
        for count, one in missing[:12]:
            if count > 0:
                print(f"  {one['filename']}: {one['line_total'] - one['line_covered']} lines, {one['branch_total'] - one['branch_covered']} branches not reached")
        print(f"{part}: {summary['line_covered']} of {summary['line_total']} lines ({now[part][0]:.2f} %), {summary['branch_covered']} of {summary['branch_total']} branches ({now[part][1]:.2f} %)")
        if part in kept and (now[part][0] < kept[part][0] - SLACK or now[part][1] < kept[part][1] - SLACK):
            fallen.append(f"{part} has fallen: {kept[part][0]:.2f} % and {kept[part][1]:.2f} % are kept in {os.path.relpath(kept_path, root)}")
    checks = uses(root)
    print("\n".join([f"{place}: {text}" for place, text in checks] + [f"{len(checks)} checks are unreachable by design"]))
    if "--keep" in sys.argv:
        with open(kept_path, "w", encoding="utf-8") as handle:
            handle.write("# Percent of lines and branches reached by the fast set; tests/coverage.sh fails below them. Raise them by: python3 tests/proof/check_coverage.py . BUILD --keep\n")
            handle.writelines(f"{part} {lines:.2f} {branches:.2f}\n" for part, (lines, branches) in now.items())
    elif fallen:
        print("\n".join(fallen))
        return 1
    print(f"engine {now['engine'][0]:.2f} % of lines, {now['engine'][1]:.2f} % of branches; io {now['io'][0]:.2f} %, {now['io'][1]:.2f} %; {len(checks)} unreachable by design")
    return 0


if __name__ == "__main__":
    sys.exit(main())
