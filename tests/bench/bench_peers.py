"""Usage: bench_peers.py PROGRAM BUILD ROWS...: W1 in Patron, a sort, DuckDB, Polars, SQLite, pandas, numpy and R data.table, on the same rows, one after the other, at each number of rows; least CPU time of each.

Peers that are not there are skipped by name. Prints a table and the ratios, and draws BUILD/scaling.svg. DuckDB and Polars come from npm into a folder of the build directory."""
import os
import shutil
import subprocess
import sys

from chart import draw

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHONS = ["/usr/bin/python3", sys.executable]
SLOW = {"sqlite": 1000000, "pandas": 1000000}   # more rows would take minutes


def install(folder, package, script):
    """The script beside its package; None, with the reason printed, when the package cannot be had."""
    if not shutil.which("npm") or not shutil.which("node"):
        print(f"skipped: {package}, for want of npm")
        return None
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, "node_modules", *package.split("/"))):
        if subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, package], capture_output=True, check=False).returncode != 0:
            print(f"skipped: {package}, which npm could not install")
            return None
    return shutil.copy(os.path.join(HERE, script), folder)


def peers(build):
    """Commands that take a CSV and a number of rounds."""
    commands = []
    for package, script, folder in (("@duckdb/node-api", "pareto_duckdb.mjs", "bench-duckdb"), ("nodejs-polars", "peer_polars.mjs", "bench-polars")):
        path = install(os.path.join(build, folder), package, script)
        commands += [(package, ["node", path])] if path else []
    # Debian's packages are for Debian's Python: the first that has pandas, else the one that runs this.
    python = next((one for one in PYTHONS if os.path.exists(one) and subprocess.run([one, "-c", "import pandas"], capture_output=True, check=False).returncode == 0), sys.executable)
    commands.append(("numpy, pandas, SQLite", [python, "-B", os.path.join(HERE, "peer_python.py")]))
    if shutil.which("Rscript"):
        commands.append(("data.table", ["Rscript", os.path.join(HERE, "peer_datatable.R")]))
    else:
        print("skipped: data.table, for want of R")
    return commands


def ask(name, command, csv, rounds, rows):
    few = [part for part, most in SLOW.items() if rows > most]
    done = subprocess.run(command + [csv, str(rounds)] + few, capture_output=True, text=True, check=False)
    for line in done.stderr.splitlines():
        if line.startswith("skipped: "):
            print(line)
    if done.returncode != 0:
        reasons = [line.strip() for line in done.stderr.splitlines() if "Error" in line]
        print(f"skipped: {name}, which stopped with: {(reasons or ['no reason'])[0]}")
    found = {}
    for line in done.stdout.splitlines():
        part, _, seconds, differ = line.split()
        part = part.split("_")[0]
        found[part] = min(float(seconds), found.get(part, float("inf")))
        if int(differ) * 10000 > rows:
            print(f"  {part}: {differ} of {rows} rows in another class")
    return found


def at(program, commands, build, rows):
    csv = os.path.join(build, f"bench-peers-{rows}.csv")
    rounds = "30" if rows <= 1000000 else "9"
    try:
        first = subprocess.run([program, str(rows), rounds, csv, "W1"], capture_output=True, text=True, check=True).stdout
        found = {}
        for name, command in commands:
            found.update(ask(name, command, csv, 5 if rows <= 1000000 else 2, rows))
        again = subprocess.run([program, str(rows), rounds, csv, "W1"], capture_output=True, text=True, check=True).stdout
    finally:
        if os.path.exists(csv):
            os.remove(csv)
    for text in (first, again):
        for line in text.splitlines():
            name = {"W1": "patron", "W1_sort": "std::sort"}.get(line.split()[0])
            if name:
                found[name] = min(float(line.split()[2]), found.get(name, float("inf")))
    return found


def main():
    program, build, sizes = sys.argv[1], sys.argv[2], [int(rows) for rows in sys.argv[3:]]
    commands = peers(build)
    found = {rows: at(program, commands, build, rows) for rows in sizes}
    names = sorted({name for one in found.values() for name in one}, key=lambda name: found[sizes[-1]].get(name, found[sizes[0]].get(name, 0.0) * 1e6))
    print("W1, milliseconds of CPU (times Patron)\n" + f"{'rows':>10}" + "".join(f"{name:>20}" for name in names))
    for rows in sizes:
        cells = [f"{found[rows][name] * 1e3:.2f} ({found[rows][name] / found[rows]['patron']:.1f})" if name in found[rows] else "-" for name in names]
        print(f"{rows:>10}" + "".join(f"{cell:>20}" for cell in cells))
    picture = os.path.join(build, "scaling.svg")
    with open(picture, "w", encoding="utf-8") as handle:
        handle.write(draw("Pareto classes of two measures in 100 groups", "rows", "ns of CPU per row", {name: [(rows, found[rows][name] / rows * 1e9) for rows in sizes if name in found[rows]] for name in names}))
    print("drawn: " + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
