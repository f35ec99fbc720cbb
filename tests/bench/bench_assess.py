"""Usage: bench_assess.py PROGRAM ROWS ROUNDS BUILD: the whole default assessment against DuckDB's Pareto classes alone (W1), in one run, by least CPU time.

DuckDB is had as bench_pareto.py has it; without it that part is skipped by name (exit 77) after all other figures."""
import os
import subprocess
import sys

from bench_pareto import duckdb, figures, install


def main():
    program, rows, rounds, build = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    folder, csv = os.path.join(build, "bench-duckdb"), os.path.join(build, f"bench-assess-{rows}.csv")
    peer = install(folder)
    try:
        mine = figures(subprocess.run([program, str(rows), rounds] + ([csv] if peer else []), capture_output=True, text=True, check=True).stdout)
        theirs = duckdb(peer, csv, 3) if peer else None
        again = figures(subprocess.run([program, str(rows), rounds], capture_output=True, text=True, check=True).stdout)
    finally:
        if os.path.exists(csv):
            os.remove(csv)
    mine = {name: min(value, again[name]) for name, value in mine.items()}
    print(f"whole default assessment of {rows} customers (id, layer, sales, profit): {mine['assess']:.3f} s of CPU, {mine['assess'] / rows * 1e9:.0f} ns a customer, peak {mine['peak'] / 1e6:.0f} MB")
    print(f"  by the clock: one thread {mine['wall_1']:.3f} s, two threads {mine['wall_2']:.3f} s: {mine['wall_1'] / mine['wall_2']:.2f} times as fast")
    if theirs:
        print(f"  DuckDB, W1 alone, {theirs:.3f} s: the assessment takes {mine['assess'] / theirs:.2f} of that (to reach: 1, aim 0.33)")
    return 0 if theirs else 77


if __name__ == "__main__":
    sys.exit(main())
