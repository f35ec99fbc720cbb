"""Usage: check_small.py PATRON EXAMPLES: the decisions on the small portfolio are those of expected/customers.csv, which was worked out by hand."""
import csv
import os
import subprocess
import sys
import tempfile


def rows(path):
    with open(path, newline="", encoding="utf-8") as handle:
        return {row["customer"]: row for row in csv.DictReader(handle)}


def main():
    program, examples = sys.argv[1:3]
    small = os.path.join(examples, "small")
    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "decisions")
        subprocess.run([program, "assess", small, "--out", out, "--quiet"], check=True)
        decided = rows(os.path.join(out, "customers.csv"))
    expected = rows(os.path.join(small, "expected", "customers.csv"))
    wrong = [f"{customer}.{column}: {decided.get(customer, {}).get(column)!r}, expected {value!r}"
             for customer, row in expected.items() for column, value in row.items()
             if decided.get(customer, {}).get(column) != value]
    if len(decided) != len(expected):
        wrong.append(f"{len(decided)} customers, expected {len(expected)}")
    print("\n".join(wrong) or f"{len(expected)} customers as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
