"""Usage: bench_pareto.py PROGRAM ROWS ROUNDS BUILD: Patron's Pareto classes against DuckDB and a sort, side by side in one run, by least CPU time.

DuckDB comes from npm (@duckdb/node-api) into a folder of the build directory. Where there is no npm or no network its part is skipped by name (exit 77) after all other figures."""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
UNKIND = ["equal", "three", "narrow", "decades", "tiny_groups"]


def figures(lines):
    return {line.split()[0]: float(line.split()[2]) for line in lines.splitlines() if line.strip()}


def install(folder):
    """The folder where node finds DuckDB; None, with the reason printed, when it cannot be had."""
    if not shutil.which("npm") or not shutil.which("node"):
        print("skipped: DuckDB, for want of npm")
        return None
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, "node_modules", "@duckdb", "node-api")):
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, "@duckdb/node-api"], capture_output=True, text=True)
        if done.returncode != 0:
            print("skipped: DuckDB, since npm could not install @duckdb/node-api")
            return None
    shutil.copy(os.path.join(HERE, "pareto_duckdb.mjs"), folder)
    return folder


def duckdb(folder, csv, rounds):
    done = subprocess.run(["node", os.path.join(folder, "pareto_duckdb.mjs"), csv, str(rounds)], capture_output=True, text=True)
    if done.returncode != 0:
        print("skipped: DuckDB, which stopped with: " + done.stderr.strip().splitlines()[-1])
        return None
    best = None
    for line in done.stdout.splitlines():
        name, rows, seconds, differ = line.split()
        print(f"  {name}: {float(seconds):.3f} s; {differ} of {rows} rows in another class")
        best = float(seconds) if best is None else min(best, float(seconds))
    return best


def main():
    program, rows, rounds, build = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    folder, csv = os.path.join(build, "bench-duckdb"), os.path.join(build, f"bench-pareto-{rows}.csv")
    peer = install(folder)
    try:
        mine = figures(subprocess.run([program, str(rows), str(rounds)] + ([csv] if peer else []), capture_output=True, text=True, check=True).stdout)
        theirs = duckdb(peer, csv, 3) if peer else None
        again = figures(subprocess.run([program, str(rows), str(rounds)], capture_output=True, text=True, check=True).stdout)
    finally:
        if os.path.exists(csv):
            os.remove(csv)
    mine = {name: min(seconds, again[name]) for name, seconds in mine.items()}
    w1 = mine["W1"]
    print(f"W1, {rows} rows, 100 groups, sales and profit, 80/95 %: {w1 * 1e3:.2f} ms of CPU, {w1 / rows * 1e9:.2f} ns a row")
    if theirs:
        print(f"  DuckDB {theirs:.3f} s: {theirs / w1:.1f} times (to reach: 20, aim 70)")
    if "W1_sort" in mine:
        print(f"  std::sort {mine['W1_sort'] * 1e3:.1f} ms: {mine['W1_sort'] / w1:.1f} times (to reach: 8)")
    print(f"  reading the columns once: {mine['read'] * 1e3:.2f} ms, so {w1 / mine['read']:.1f} times that; two threads: {mine['one_thread'] / mine['two_threads']:.2f} times as fast by the clock")
    for kind in UNKIND:
        print(f"  {kind}: {mine[kind] * 1e3:.1f} ms, {mine[kind + '_sort'] / mine[kind]:.1f} times the sort (to reach: 1)")
    return 0 if theirs else 77


if __name__ == "__main__":
    sys.exit(main())
