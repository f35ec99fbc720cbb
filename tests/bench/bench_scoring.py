"""Usage: bench_scoring.py PROGRAM [ROWS]: Patron's scoring, ranking and relationship levels against numpy, in turn, the least CPU time of each.

Prints both and their ratio beside the ratio to reach (performance.md). Without numpy the comparison is skipped by name (exit 77) after Patron's own figures."""
import subprocess
import sys
import time

GOALS = {"W2": 2.8, "W3": 6.0}


def patron(program, rows):
    out = subprocess.run([program, str(rows), "5"], capture_output=True, text=True, check=True).stdout
    return {name: float(seconds) for name, _, seconds in (line.split() for line in out.splitlines())}


def relationship(np, c):
    us, them = np.minimum(c[0], c[1]), np.minimum(c[2], c[3])
    low, high = np.minimum(us, them), np.maximum(us, them)
    slack = 1e-9
    level = (low >= 40 - slack).astype(np.int8) + (low >= 60 - slack) + (low >= 80 - slack)
    limited = (high >= 60 - slack) & (low < 60 - slack) & (high - low >= 15 - slack)
    return np.where(limited, 4, level)


def score(np, c, weights):
    total = np.zeros(len(c[0]))
    for column, weight in zip(c, weights):
        low, high = column.min(), column.max()
        total += weight * ((column - low) / (high - low))
    order = np.argsort(-total)
    ordered = total[order]
    ranks = np.empty(len(total), np.int64)
    ranks[order] = np.cumsum(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ranks


def least(best, took):
    return took if best is None or took < best else best


def main():
    program, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    mine, theirs = patron(program, rows), {"W2": None, "W3": None}
    try:
        import numpy as np
    except ImportError:
        for name, seconds in mine.items():
            print(f"{name}: {seconds * 1e3:.2f} ms for {rows} rows")
        print("skipped: numpy is not installed")
        return 77
    random = np.random.default_rng(1)
    columns = [random.random(rows) * 100 for _ in range(8)]
    weights = [0.1, 0.2, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1]
    for _ in range(5):
        for name, work in (("W3", lambda: relationship(np, columns)), ("W2", lambda: score(np, columns, weights))):
            for _ in range(2):
                began = time.process_time()
                work()
                theirs[name] = least(theirs[name], time.process_time() - began)
        for name, seconds in patron(program, rows).items():
            mine[name] = least(mine[name], seconds)
    for name, goal in GOALS.items():
        print(f"{name}: {mine[name] * 1e3:.2f} ms, numpy {theirs[name] * 1e3:.2f} ms: {theirs[name] / mine[name]:.1f} times (to reach: {goal})")
    print(f"W2 against a sort of the scores: {mine['sort'] / mine['W2']:.1f} times; W3 against reading its columns: {mine['W3'] / mine['read']:.2f}; ranks alone {mine['rank'] * 1e3:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
