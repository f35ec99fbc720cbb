"""Usage: check_duckdb.py LIBPATRON VERSION SOURCE FOLDER [SQLITE_EXTENSION]: the extension of DuckDB is built and loaded. Packages of npm are put into FOLDER, once."""
import os
import shlex
import shutil
import subprocess
import sys

SKIPPED = 77
DUCKDB = "@duckdb/node-api@1.5.6-r.1"
HEADERS = "duckdb-1.4.4"


def missing(what):
    print("skipped: " + what)
    return SKIPPED


def npm(folder, *words):
    """Whether it worked; a network that does not answer is one that is not there."""
    try:
        return subprocess.run(["npm", *words, "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, capture_output=True, timeout=150).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def install(folder):
    """What could not be installed, or nothing."""
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(os.path.join(folder, "package.json")):
        with open(os.path.join(folder, "package.json"), "w", encoding="utf-8") as handle:
            handle.write('{"private": true}\n')
    if not os.path.exists(os.path.join(folder, "node_modules", "@duckdb", "node-api")) and not npm(folder, "install", "--ignore-scripts", DUCKDB):
        return DUCKDB
    headers = os.path.join("package", "src", "duckdb", "src", "include")
    if not os.path.exists(os.path.join(folder, headers, "duckdb_extension.h")):
        if not npm(folder, "pack", HEADERS.replace("-", "@")):
            return HEADERS
        subprocess.run(["tar", "xzf", HEADERS + ".tgz", "package/src/duckdb/src/include"], cwd=folder, check=True)
        os.remove(os.path.join(folder, HEADERS + ".tgz"))
    return None


def state_of_sqlite(extension):
    """The state of 1.5, 2.5 and 4 as the other extension makes it; empty where it cannot be asked."""
    if extension is None or shutil.which("sqlite3") is None:
        return ""
    load = os.path.splitext(os.path.abspath(extension))[0]
    sql = f".load {load}\nSELECT hex(patron_partial(column1)) FROM (VALUES (1.5), (2.5), (4.0));\n"
    return subprocess.run(["sqlite3", "-bail", ":memory:"], input=sql, capture_output=True, text=True, check=True).stdout.strip()


def main():
    library, version, source, folder = sys.argv[1:5]
    for program, package in [("node", "nodejs"), ("npm", "npm"), ("tar", "tar"), (shlex.split(os.environ.get("CC", "cc"))[0], "gcc")]:
        if shutil.which(program) is None:
            return missing(f"the program {program} is not there (Debian package {package})")
    absent = install(folder)
    if absent is not None:
        return missing(f"the npm package {absent} cannot be installed")
    example = os.path.join(source, "examples", "duckdb")
    extension = os.path.join(folder, "patron.duckdb_extension")
    subprocess.run([sys.executable, "-B", os.path.join(example, "build.py"), os.path.join(folder, "package", "src", "duckdb", "src", "include"), os.path.join(source, "include"), library, version, extension], check=True)
    environment = {**os.environ, "NODE_PATH": os.path.join(folder, "node_modules"), "PATRON_STATE": state_of_sqlite(sys.argv[5] if len(sys.argv) > 5 else None)}
    done = subprocess.run(["node", os.path.join(source, "tests", "hosts", "engines", "check_duckdb.js"), extension, source], env=environment)
    if done.returncode != 0:
        return 1
    printed = subprocess.run(["node", os.path.join(example, "example.js"), extension, os.path.join(source, "examples", "wholesale", "wholesale_customers.csv")], env=environment, capture_output=True, text=True)
    with open(os.path.join(example, "expected.txt"), encoding="utf-8") as handle:
        if handle.read() == printed.stdout:
            return 0
    print("the example prints\n" + printed.stdout + printed.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
