"""Usage: peer_python.py CSV ROUNDS [LEFT_OUT...]: the Pareto classes of the rows with numpy, pandas and SQLite, those of them that are there. Prints "name rows seconds differ": the least CPU time, and how many rows differ from the file.

Run by a Python that has them, which need not be the one that runs the tests: Debian's packages are for Debian's Python."""
import csv
import sys
import time

CUTS = (0.8, 0.95)


def least_time(rounds, work):
    best, answer = None, None
    for _ in range(rounds):
        began = time.process_time()
        answer = work()
        took = time.process_time() - began
        best = took if best is None or took < best else best
    return best, answer


def report(name, rows, best, differ):
    print(f"{name} {rows} {best:.6f} {differ}", flush=True)


def numpy_classes(np, groups, values):
    """One sort by group and falling value, running sums that begin again with each group, two comparisons."""
    order = np.lexsort((-values, groups))
    value, group = np.maximum(values[order], 0).astype(np.float64), groups[order]
    first = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    sums = np.cumsum(value)
    start = np.repeat(np.concatenate([[0.0], sums[first[1:] - 1]]), np.diff(np.append(first, len(group))))
    total = np.repeat(np.add.reduceat(value, first), np.diff(np.append(first, len(group))))
    before = sums - start - value
    out = np.empty(len(values), np.int8)
    out[order] = np.where(values[order] <= 0, -1, (before >= CUTS[0] * total).astype(np.int8) + (before >= CUTS[1] * total))
    return out


def pandas_classes(np, frame, measure):
    ordered = frame[["g", measure]].sort_values(["g", measure], ascending=[True, False])
    value = ordered[measure].clip(lower=0).astype("float64")
    by = value.groupby(ordered["g"])
    before, total = by.cumsum() - value, by.transform("sum")
    found = np.where(ordered[measure] <= 0, -1, (before >= CUTS[0] * total).astype("int8") + (before >= CUTS[1] * total).astype("int8"))
    return type(value)(found, index=ordered.index).reindex(frame.index)


def with_arrays(path, rounds, with_pandas):
    try:
        import numpy as np
    except ImportError:
        print("skipped: numpy is not installed", file=sys.stderr)
        return
    try:
        import pandas as pd
    except ImportError:
        pd = None
        print("skipped: pandas is not installed", file=sys.stderr)
    if pd is None:
        table = np.genfromtxt(path, delimiter=",", names=True, dtype=None)
        columns = {name: np.ascontiguousarray(table[name]) for name in table.dtype.names}
    else:
        frame = pd.read_csv(path)
        columns = {name: frame[name].to_numpy() for name in frame.columns}
    measures = ("sales", "profit")
    best, found = least_time(rounds, lambda: [numpy_classes(np, columns["g"], columns[m]) for m in measures])
    report("numpy", len(columns["g"]), best, int(((found[0] != columns["sales_class"]) | (found[1] != columns["profit_class"])).sum()))
    if pd is not None and with_pandas:
        best, found = least_time(rounds, lambda: [pandas_classes(np, frame, m) for m in measures])
        report("pandas", len(frame), best, int(((found[0] != frame["sales_class"]) | (found[1] != frame["profit_class"])).sum()))


def sqlite_query(measure):
    positive = f"case when {measure} > 0 then {measure} else 0 end"
    return f"""select id, case when {measure} <= 0 then -1 else (before >= 0.8 * total) + (before >= 0.95 * total) end c from (select id, {measure},
      sum({positive}) over (partition by g order by {measure} desc rows unbounded preceding) - {measure} before, sum({positive}) over (partition by g) total from t)"""


def with_sqlite(path, rounds):
    import sqlite3
    database = sqlite3.connect(":memory:")
    database.execute("create table t (id integer primary key, g integer, sales integer, profit real, sales_class integer, profit_class integer)")
    with open(path, encoding="ascii", newline="") as handle:
        lines = csv.reader(handle)
        next(lines)
        database.executemany("insert into t (g, sales, profit, sales_class, profit_class) values (?, ?, ?, ?, ?)", lines)

    def work():
        for measure in ("sales", "profit"):
            database.execute(f"drop table if exists {measure}_found")
            database.execute(f"create temp table {measure}_found as {sqlite_query(measure)}")

    best, _ = least_time(rounds, work)
    rows, differ = database.execute("""select count(*), sum(s.c <> t.sales_class or p.c <> t.profit_class) from t join (select rowid r, * from sales_found) s on s.id = t.id
      join (select rowid r, * from profit_found) p on p.id = t.id""").fetchone()
    report("sqlite", rows, best, differ)


def main():
    path, rounds = sys.argv[1], int(sys.argv[2])
    with_arrays(path, rounds, "pandas" not in sys.argv[3:])
    if "sqlite" not in sys.argv[3:]:
        with_sqlite(path, max(1, rounds // 3))


if __name__ == "__main__":
    main()
