"""Usage: bench_online.py PROGRAM: one changed customer against a saved model beside SQLite's prepared row, and the start of a first assessment; the least CPU time of two runs.

Where SQLite was not there when the program was built the ratio is skipped by name (exit 77) after Patron's own figures."""
import subprocess
import sys


def figures(program):
    return {name: float(seconds) for name, seconds in (line.split() for line in subprocess.run([program, "15"], capture_output=True, text=True, check=True).stdout.splitlines())}


def main():
    first, second = figures(sys.argv[1]), figures(sys.argv[1])
    mine = {name: min(seconds, second[name]) for name, seconds in first.items()}
    print(f"one changed customer, patron_apply, four decisions read: {mine['apply'] * 1e9:.0f} ns (to reach: 20 000, aim 2 000)")
    print(f"  with its portfolio made, filled and dropped: {mine['cycle'] * 1e9:.0f} ns")
    print(f"the first assessment of 100 customers, everything included: {mine['start'] * 1e3:.2f} ms (to reach: 2)")
    if not mine["sqlite"]:
        print("skipped: SQLite, which was not there when the program was built")
        return 77
    print(f"SQLite writes and reads back the same row, prepared, in {mine['sqlite'] * 1e9:.0f} ns: patron_apply takes {mine['apply'] / mine['sqlite']:.2f} times that, the whole cycle {mine['cycle'] / mine['sqlite']:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
