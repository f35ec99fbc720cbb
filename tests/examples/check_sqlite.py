"""Usage: check_sqlite.py EXTENSION PATRON SOURCE: the extension of SQLite, through the program sqlite3, against the golden figures and against the program `patron`."""
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

EXTENSION, PATRON, SOURCE = (os.path.abspath(one) for one in sys.argv[1:4])
SKIPPED = 77
EXTENSION = os.path.splitext(EXTENSION)[0]


def run(database, sql):
    """Rows of the last statement as lists of texts, and the messages."""
    done = subprocess.run(["sqlite3", "-bail", "-csv", "-nullvalue", "NULL", database], input=f".load {EXTENSION}\n{sql}\n", capture_output=True, text=True, encoding="utf-8")
    return [row for row in csv.reader(done.stdout.splitlines())], done.stderr


def rows(database, sql):
    found, messages = run(database, sql)
    if messages:
        raise AssertionError(f"{sql}: {messages}")
    return found


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def refused(database, sql, *parts):
    _, messages = run(database, sql)
    expect(all(part in messages for part in parts), sql, "said:", messages, "expected:", parts)


def the_wholesale_data():
    with sqlite3.connect("wholesale.db") as db, open(os.path.join(SOURCE, "examples", "wholesale", "wholesale_customers.csv"), encoding="utf-8") as handle:
        db.execute("CREATE TABLE clients(id INTEGER, channel INTEGER, region INTEGER, total INTEGER)")
        for row in csv.DictReader(handle):
            spent = sum(int(value) for name, value in row.items() if name not in ("customer_id", "Channel", "Region"))
            db.execute("INSERT INTO clients VALUES (?, ?, ?, ?)", (int(row["customer_id"]), int(row["Channel"]), int(row["Region"]), spent))
    with open(os.path.join(SOURCE, "examples", "wholesale", "expected.txt"), encoding="utf-8") as handle:
        expected = [line.split() for line in handle.read().splitlines()[1:]]
    channels, regions = {"Horeca": "1", "Retail": "2"}, {"Lisbon": "1", "Oporto": "2", "Other": "3"}
    found = {}
    for names in ([], ["channel"], ["region"], ["channel", "region"]):
        more = "".join(f", '{name}'" for name in names)
        for row in rows("wholesale.db", f"SELECT DISTINCT group_1, group_2, n, n_key, cutoff FROM patron_pareto('clients', 'id', 'total'{more});"):
            keys = dict(zip(names, row[:2]))
            found[keys.get("channel", "all"), keys.get("region", "all")] = row[2:]
    expect(len(found) == len(expected) == 12, found)
    for channel, region, n, n_key, _, _, cutoff in expected:
        key = channels.get(channel, "all"), regions.get(region, "all")
        expect(found[key] == [n, n_key, str(int(float(cutoff)))], key, found[key], n, n_key, cutoff)
    window = rows("wholesale.db", "SELECT channel, region, sum(key) FROM (SELECT channel, region, total >= patron_threshold(total) OVER (PARTITION BY channel, region) AS key FROM clients) GROUP BY 1, 2;")
    plain = rows("wholesale.db", "SELECT group_1, group_2, sum(key) FROM patron_pareto('clients', 'id', 'total', 'channel', 'region') GROUP BY 1, 2;")
    expect(window == plain and len(plain) == 6, window, plain)
    apart = rows("wholesale.db", "SELECT patron_cut(patron_next(patron_merge(s), 0.8)) FROM (SELECT region, patron_partial(total) AS s FROM clients GROUP BY region ORDER BY region);")
    whole = rows("wholesale.db", "SELECT patron_threshold(total) FROM clients;")
    expect(float(apart[0][0]) == float(whole[0][0]) == float(expected[0][6]), apart, whole)


def many_values_take_two_passes():
    with sqlite3.connect("many.db") as db:
        db.execute("CREATE TABLE v(x REAL)")
        db.executemany("INSERT INTO v VALUES (?)", ((1.0 + i * 2.0 ** -20,) for i in range(20000)))
    one = rows("many.db", "SELECT hex(patron_next(patron_partial(x))), patron_done(patron_next(patron_partial(x))) FROM v;")[0]
    expect(one[1] == "0", "one pass was enough: the values are too few to test with")
    refused("many.db", "SELECT patron_cut(patron_next(patron_partial(x))) FROM v;", "one more pass")
    two = rows("many.db", "WITH p AS MATERIALIZED (SELECT patron_next(patron_partial(x)) AS plan FROM v) SELECT patron_cut(patron_next(patron_merge(s))) FROM"
                          " (SELECT patron_partial(x, (SELECT plan FROM p)) AS s FROM v GROUP BY rowid % 7);")
    expect(float(two[0][0]) == float(rows("many.db", "SELECT patron_threshold(x) FROM v;")[0][0]), two)


def frames_move():
    setup = "CREATE TEMP TABLE t(i, v); INSERT INTO t VALUES (1, 50), (2, NULL), (3, 10), (4, 0.5), (5, 10), (6, -3), (7, 8);"
    found = rows(":memory:", setup + "SELECT patron_threshold(v, 0.5) OVER (ORDER BY i ROWS 2 PRECEDING) FROM t;")
    expect([row[0] for row in found] == ["50", "50", "50", "10.0", "10.0", "10.0", "10"], found)   # of {10, -3, 8} ten alone makes half
    expect(rows(":memory:", setup + "SELECT patron_threshold(v) FROM t WHERE i IN (2, 6);") == [["NULL"]])
    big = 9007199254740993
    expect(rows(":memory:", f"SELECT patron_threshold(column1, 0.5) FROM (VALUES ({big}), ({big - 1}));") == [[str(big)]], "integers are compared as integers")


def relationships():
    found = rows(":memory:", "SELECT patron_relationship(85, 90, 45, 72), patron_exposed(85, 90, 45, 72), patron_severity(85, 90, 45, 72), patron_relationship(80, 80, 80, 80),"
                             " patron_relationship(80, NULL, 80, 80), patron_exposed(30, 30, 90, 90);")
    expect(found == [["LIMITED_COLLABORATION", "US", "HIGH", "STRATEGIC", "UNDETERMINED", "THEM"]], found)
    refused(":memory:", "SELECT patron_relationship(101, 1, 1, 1);", "0 to 100")
    refused(":memory:", "SELECT patron_relationship('high', 1, 1, 1);", "0 to 100")


def the_whole_assessment_as_the_program_makes_it():
    fmcg = os.path.join(SOURCE, "examples", "fmcg")
    with sqlite3.connect("fmcg.db") as db:
        for folder, prefix in ((fmcg, ""), (os.path.join(fmcg, "policy"), "rule_")):
            for name in sorted(os.listdir(folder)):
                if not name.endswith(".csv"):
                    continue
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as handle:
                    table = list(csv.reader(handle))
                columns = ", ".join(f'"{column}"' for column in table[0])
                db.execute(f'CREATE TABLE "{prefix}{name[:-4]}"({columns})')
                db.executemany(f'INSERT INTO "{prefix}{name[:-4]}" VALUES ({", ".join("?" for _ in table[0])})', [[cell or None for cell in row] for row in table[1:] if row])
    expect(rows("fmcg.db", "SELECT patron_assess('decided_', 'rule_', 'EUR');") == [["60"]])
    subprocess.run([PATRON, "assess", fmcg, "--policy", os.path.join(fmcg, "policy"), "--currency", "EUR", "--out", "program.json", "--quiet"], check=True)
    with open("program.json", encoding="utf-8") as handle:
        tables = json.load(handle)["tables"]
    compared = 0
    with sqlite3.connect("fmcg.db") as db:
        db.row_factory = sqlite3.Row
        made = {row["table"] for row in db.execute("SELECT \"table\" FROM decided_tables")}
        expect(made - {"about"} == set(tables) - {"about"}, made ^ set(tables))
        tables.pop("about", None)   # names the policy by its file
        for name, expected in tables.items():
            found = [dict(row) for row in db.execute(f'SELECT * FROM "decided_{name}"')]
            expect(len(found) == len(expected), name)
            for ours, theirs in zip(found, expected):
                for column, value in theirs.items():
                    mine = ours[column]
                    same = mine == value or (isinstance(value, bool) and mine == int(value)) or (isinstance(value, str) and isinstance(mine, (int, float)) and float(value) == mine)
                    expect(same, name, column, mine, value, theirs)
                    compared += 1
    expect(compared > 3000, compared)
    rows("fmcg.db", "SELECT patron_assess('decided_', 'rule_', 'EUR');")   # replaces its own
    rows("fmcg.db", "SELECT patron_assess('d', 'rule_', 'EUR'); SELECT count(*) FROM decided_customers;")   # and nobody else's


def nothing_is_changed_where_something_is_refused():
    setup = "CREATE TABLE customers(customer, sales, region); INSERT INTO customers VALUES ('A', 10, 'N'), ('B', 5, 'S');"
    rows("small.db", setup)
    refused("small.db", "CREATE VIEW v AS SELECT patron_assess('d_'); SELECT * FROM v;", "unsafe use")
    refused("small.db", "CREATE TRIGGER t AFTER INSERT ON customers BEGIN SELECT patron_assess('d_'); END; INSERT INTO customers VALUES ('C', 1, 'N');", "unsafe use")
    refused("small.db", "SELECT patron_assess('');", "prefix")
    refused("small.db", "SELECT patron_assess('cust');SELECT patron_assess('d_', 'nothing_');", "rules", "nothing_")
    rows("small.db", "DROP TABLE IF EXISTS custcustomers;")
    refused("small.db", "SELECT patron_assess('d_', NULL, 'XYZ');", "XYZ")
    with sqlite3.connect("own.db") as db:
        db.executescript(setup + "CREATE TABLE d_customers(mine); INSERT INTO d_customers VALUES (1);")
    refused("own.db", "SELECT patron_assess('d_');", "d_customers", "not Patron's")
    expect(rows("own.db", "SELECT name FROM sqlite_schema ORDER BY 1;") == [["customers"], ["d_customers"]])
    with sqlite3.connect("bad.db") as db:
        db.executescript("CREATE TABLE customers(customer, sales); INSERT INTO customers VALUES ('A', 10), ('B', 10.005);")
    refused("bad.db", "SELECT patron_assess('d_');", "customers", "sales", "10.005")
    expect(rows("bad.db", "SELECT name FROM sqlite_schema;") == [["customers"]])


def names_are_names():
    evil = 'a"; DROP TABLE customers; --'
    with sqlite3.connect("evil.db") as db:
        db.execute("CREATE TABLE customers(customer, sales)")
        quoted = evil.replace('"', '""')
        db.execute(f'CREATE TABLE "{quoted}"("{quoted}", "it\'s" REAL)')
        db.execute(f'INSERT INTO "{quoted}" VALUES (\'A\', 5.5)')
    text = "'" + evil.replace("'", "''") + "'"
    expect(rows("evil.db", f"SELECT customer, class FROM patron_pareto({text}, {text}, 'it''s', {text});") == [["A", "A"]])
    expect(rows("evil.db", "SELECT count(*) FROM customers;") == [["0"]])
    refused("evil.db", f"SELECT * FROM patron_pareto({text}, 'no such column', 'it''s');", "no such column")
    refused("evil.db", "SELECT * FROM patron_pareto('customers', 'customer', '1); DROP TABLE customers; --');", "no such column")
    refused("evil.db", "SELECT * FROM patron_pareto('customers');", "wants a table")
    refused("evil.db", "SELECT * FROM patron_pareto('customers', 'customer', NULL);", "NULL")
    refused("evil.db", "CREATE VIEW v AS SELECT * FROM patron_pareto('customers', 'customer', 'sales'); SELECT * FROM v;", "unsafe use")


def bad_values():
    refused(":memory:", "SELECT patron_threshold('much');", "no number")
    refused(":memory:", "SELECT patron_threshold(9e999);", "infinite")
    refused(":memory:", "SELECT patron_threshold(1, 0);", "share")
    refused(":memory:", "SELECT patron_threshold(1, 1.5);", "share")
    refused(":memory:", "SELECT patron_threshold(column1, column2) FROM (VALUES (1, 0.8), (2, 0.9));", "the same for all rows")
    refused(":memory:", "SELECT patron_merge(x'00112233');", "no state")
    refused(":memory:", "SELECT patron_merge('text');", "no state")
    refused(":memory:", "SELECT patron_cut(x'00');", "plan")
    refused(":memory:", "SELECT patron_next(NULL, 2);", "share")
    refused(":memory:", "SELECT patron_partial(1, x'FF00');", "plan")
    expect(rows(":memory:", "SELECT patron_cut(NULL), patron_done(NULL), patron_next(NULL);") == [["NULL", "NULL", "NULL"]])
    refused(":memory:", "CREATE TABLE s(c, v); INSERT INTO s VALUES ('A', 'x'); SELECT * FROM patron_pareto('s', 'c', 'v');", "'A'", "'x'")


def main():
    if shutil.which("sqlite3") is None:
        print("skipped: the program sqlite3 is not there (Debian package sqlite3)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        for case in (the_wholesale_data, many_values_take_two_passes, frames_move, relationships, the_whole_assessment_as_the_program_makes_it, nothing_is_changed_where_something_is_refused,
                     names_are_names, bad_values):
            case()
            print(case.__name__.replace("_", " "))
        os.chdir("/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
