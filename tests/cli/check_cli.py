"""Usage: check_cli.py PATRON SOURCE [CASE...]: the program keeps what the guide says of it: outputs, exit statuses, messages, and that nothing is written where something is refused."""
import csv
import inspect
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata

PATRON, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SMALL = os.path.join(SOURCE, "examples", "small")
GOOD = "customer,sales\nA,10.00\nB,5.00\n"


def run(*arguments, **options):
    return subprocess.run([PATRON, *arguments], capture_output=True, text=True, encoding="utf-8", **options)


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        handle.write(text)


def read(path):
    with open(path, encoding="utf-8") as handle:
        return handle.read()


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def the_page_of_the_small_portfolio():
    done = run("assess", os.path.relpath(SMALL, SOURCE), cwd=SOURCE)
    expect(done.returncode == 0, done.stderr)
    page = done.stdout[:done.stdout.index("\nNOT COMPUTED")]
    expected = read(os.path.join(SOURCE, "tests", "cli", "small.txt"))
    expect(page == expected, "the page is now:", page)
    expect(all(width(line) <= 120 for line in done.stdout.split("\n")), "a line is wider than 120 columns")


def names_of_two_columns_stay_in_line():
    write("facts/customers.csv", "customer,name,sales,our_commitment,our_trust,their_commitment,their_trust\n"
          "A,Plain name,10.00,90,90,20,20\nB,海棠连锁超市,10.00,80,80,20,20\nC,a very long name indeed that goes on and on,5.00,70,70,20,20\n")
    page = run("assess", "facts").stdout
    ends = [width(line[:line.index(" us  ")]) for line in page.split("\n") if " us  " in line and line.startswith("  ") and "them" not in line]
    expect(len(ends) == 3 and len(set(ends)) == 1, page)


def json_is_the_contract():
    done = run("assess", SMALL, "--quiet", "--out", "-")
    expect(done.returncode == 0, done.stderr)
    answer = json.loads(done.stdout)
    expect(list(answer) == ["patron", "tables"], list(answer))
    header = answer["patron"]
    expect(list(header) == ["version", "abi", "policy", "as_of", "currency"] and header["currency"] == "EUR" and header["as_of"] is None and header["abi"] == 1, header)
    first = answer["tables"]["customers"][0]
    expect(list(first)[0] == "customer" and first["customer"] == "E01" and first["current_value"] == "41000.00" and first["key"] is True and first["sales_class"] == "A", first)
    with open(os.path.join(SMALL, "customers.csv"), encoding="utf-8", newline="") as handle:
        expect([row["customer"] for row in answer["tables"]["customers"]] == [row["customer"] for row in csv.DictReader(handle)], "another order of customers")


def all_outputs_hold_the_same():
    done = run("assess", SMALL, "--quiet", "--out", "out", "--out", "out.json", "--out", "out.sqlite")
    expect(done.returncode == 0 and done.stdout == "" and done.stderr == "", done.stdout, done.stderr)
    tables = json.loads(read("out.json"))["tables"]
    database = sqlite3.connect("out.sqlite")
    for name, rows in tables.items():
        with open(os.path.join("out", name + ".csv"), encoding="utf-8", newline="") as handle:
            from_csv = list(csv.DictReader(handle))
        from_sqlite = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        expect(len(rows) == len(from_csv) == from_sqlite, name, len(rows), len(from_csv), from_sqlite)
        for left, right in zip(rows, from_csv):
            for column, value in left.items():
                text = "" if value is None else "yes" if value is True else "no" if value is False else value if isinstance(value, str) else None
                expect(text is None or text == right[column], name, column, value, right[column])
                expect(text is not None or float(right[column]) == value, name, column, value, right[column])
    database.close()


def fit_and_apply_are_assess():
    expect(run("fit", SMALL, "--out", "small.model", "--as-of", "2026-07-01").returncode == 0)
    done = run("apply", "small.model", SMALL, "--out", "applied.json", "--quiet")
    expect(done.returncode == 0, done.stderr)
    expect(run("assess", SMALL, "--out", "assessed.json", "--as-of", "2026-07-01", "--model", "kept.model", "--quiet").returncode == 0)
    expect(read("applied.json") == read("assessed.json"), "apply answers otherwise than assess")
    with open("small.model", "rb") as first, open("kept.model", "rb") as second:
        expect(first.read() == second.read(), "the kept model is another one")
    done = run("apply", "small.model", SMALL, "--out", "x.json", "--currency", "USD")
    expect(done.returncode == 2 and "does not take the option --currency" in done.stderr, done.stderr)
    write("bad.model", "rubbish")
    done = run("apply", "bad.model", SMALL, "--out", "x.json")
    expect(done.returncode == 1 and done.stderr.startswith("patron: bad.model: ") and not os.path.exists("x.json"), done.stderr)


def explain_says_why():
    done = run("explain", SMALL, "E01")
    expect(done.returncode == 0 and done.stdout.startswith("E01   sales 41000.00") and "class A" in done.stdout, done.stdout, done.stderr)
    done = run("explain", SMALL, "nobody")
    expect(done.returncode == 1 and done.stderr == "patron: there is no customer nobody\n" and done.stdout == "", done.stderr)


def integer_ids_stay_integers():
    database = sqlite3.connect("book.db")
    database.executescript("CREATE TABLE customers (customer INTEGER, sales TEXT); INSERT INTO customers VALUES (7, '10.00'), (5, '1.00')")
    database.close()
    answer = json.loads(run("assess", "book.db", "--quiet", "--out", "-").stdout)
    expect([row["customer"] for row in answer["tables"]["customers"]] == [7, 5], answer["tables"]["customers"])
    expect(run("explain", "book.db", "5").stdout.startswith("5   sales 1.00"), "no explanation by number")


def the_schema_in_four_forms():
    text = run("schema", "customers").stdout
    expect("customers (facts)" in text and "  customer                    * the host's own id" in text, text[:400])
    rows = list(csv.DictReader(run("schema", "--format", "csv").stdout.splitlines(True)))
    expect(len(rows) > 200 and {"table", "column", "type", "doc"} <= set(rows[0]), rows[:1])
    listed = json.loads(run("schema", "--format", "json").stdout)["tables"]["columns"]
    expect(len(listed) == len(rows), len(listed), len(rows))
    database = sqlite3.connect(":memory:")
    database.executescript(run("schema", "--format", "sql").stdout)
    database.execute("INSERT INTO customers (customer, sales) VALUES ('A', '1.00')")
    database.close()
    done = run("schema", "nothing")
    expect(done.returncode == 1 and "nothing" in done.stderr, done.stderr)
    expect(run("schema", "--format", "xml").returncode == 2 and run("schema", "a", "b").returncode == 2)


def a_template_starts_a_portfolio():
    expect(run("template", "start").returncode == 0)
    done = run("assess", "start", "--policy", "start/policy")
    expect(done.returncode == 1 and done.stderr == "patron: start/customers.csv: no customers: the table has columns but no row\n", done.stderr)
    header = read("start/customers.csv").strip().split(",")
    with open("start/customers.csv", "a", encoding="utf-8") as handle:
        handle.write("A" + "," * (len(header) - 1) + "\n")
    done = run("assess", "start", "--policy", "start/policy", "--quiet", "--out", "-")
    expect(done.returncode == 0 and '"policy": "DEFAULT' in done.stdout, done.stderr)
    expect(run("template", "start").returncode == 1)


def wrong_usage_is_exit_2():
    write("facts/customers.csv", GOOD)
    cases = [
        (["foo"], "there is no command foo"), (["assess"], "assess needs an input"), (["assess", "facts", "--nope"], "there is no option --nope"),
        (["assess", "facts", "--out"], "a value is missing after --out"), (["assess", "facts", "--threads", "0"], "--threads: expected a number from 1 to 4096, not 0"),
        (["assess", "facts", "--threads=x"], "--threads: expected a number"), (["assess", "facts", "--as-of", "yesterday"], "--as-of: expected a date such as 2026-07-01"),
        (["assess", "facts", "--currency", "XXZ"], "--currency: expected an ISO 4217 code such as EUR"), (["assess", "facts", "--quiet=1"], "no value belongs to --quiet"),
        (["assess", "facts", "--since", "2026-01-01"], "this version does not have the option --since yet"), (["robust", "facts"], "this version does not have the command robust yet"),
        (["plan", "facts"], "this version does not have the command plan yet"), (["assess", "facts", "--report", "r.html"], "this version does not have the option --report yet"),
        (["assess", "facts", "--out", "facts"], "--out facts would overwrite the input facts"), (["assess", "facts/customers.csv", "--out", "facts"], "would overwrite the input"),
        (["assess", "facts", "--out", "x.csv"], "decisions are many tables"), (["assess", "facts", "--out", "-", "--out", "-"], "--out - is given twice"),
        (["fit", "facts"], "fit needs one --out MODEL"), (["fit", "facts", "--out", "-"], "fit needs one --out MODEL"), (["fit", "--out", "m"], "fit needs an input"),
        (["apply", "m"], "apply needs a model and an input"), (["apply", "m", "facts"], "apply needs --out PATH"), (["explain", "facts"], "explain needs an input and a customer"),
        (["template"], "template needs the name of a new folder"), (["version", "x"], "version takes no words"), (["help", "foo"], "there is no command foo"),
        (["schema", "--out", "x"], "schema does not take the option --out"),
    ]
    before = sorted(os.listdir("."))
    for arguments, message in cases:
        done = run(*arguments)
        expect(done.returncode == 2 and message in done.stderr and done.stdout == "", arguments, done.returncode, done.stdout, done.stderr)
    expect(sorted(os.listdir(".")) == before, os.listdir("."))


def refusals_are_exit_1_and_write_nothing():
    policy = "segment,by,measure,cuts,bit,purpose,use\n"
    cases = [
        ({"f/customers.csv": "customer,sales\nA,10.00\nB,ten\n"}, [], 'f/customers.csv line 3, column sales: a text cannot be read: "ten"'),
        ({"f/customers.csv": "customer,sales\nA,10.00\n,1.00\n"}, [], "f/customers.csv line 3, column customer: a value that is required is missing"),
        ({"f/customers.csv": "customer,sales\nA,10.00\nA,1.00\n"}, [], "f/customers.csv line 3, column customer: row 1 has the same key"),
        ({"f/customers.csv": "customer,their_trust\nA,NaN\n"}, [], "f/customers.csv line 2, column their_trust"),
        ({"f/customers.csv": "customer,sales\nA,10.005\n"}, [], "f/customers.csv line 2, column sales: a value is out of range"),
        ({"f/customers.csv": "customer,sales\nA\n"}, [], "f/customers.csv line 2: 1 field (expected 2, as in the header)"),
        ({"f/customers.csv": "customer,sales\n"}, [], "f/customers.csv: no customers"),
        ({"f/customers.csv": ""}, [], "f/customers.csv: empty file"),
        ({"f/customers.csv": GOOD, "f/custmers.csv": GOOD}, [], "f/custmers.csv: no fact table is called custmers (is it customers?)"),
        ({"f/customers.csv": GOOD, "f/contacts.csv": "contact,customer\nP,A\nQ,C\n"}, [], "f/contacts.csv line 3, column customer"),
        ({"f/customers.csv": GOOD, "p/settings.csv": "key,value\nnothing,1\n"}, ["--policy", "p"], "p/settings.csv line 2, column key"),
        ({"f/customers.csv": GOOD, "p/segments.csv": policy + 'x,,no_such_column,"80",SALES,p,u\n'}, ["--policy", "p"], "p/segments.csv line 2, column measure"),
        ({"f/customers.csv": GOOD, "p/segments.csv": policy + 'x,no_such_column,current_value,"80",SALES,p,u\n'}, ["--policy", "p"], "p/segments.csv"),
        ({"f/customers.csv": GOOD, "p/criteria.csv": "scorecard,criterion,column,weight\nobjective,a,current_value,-1\n"}, ["--policy", "p"], "p/criteria.csv line 2, column weight"),
        ({"f/customers.csv": GOOD, "p/relationship.csv": "level,from\nTRANSACTIONAL,0\nCOOPERATIVE,60\nCOLLABORATIVE,40\nSTRATEGIC,80\n"}, ["--policy", "p"], "p/relationship.csv line 4, column from"),
        ({"f.sqlite": "customer,sales\nA,10.00\n" * 50}, [], "f.sqlite: is no SQLite database"),
        ({"f/customers.csv": GOOD}, ["--views", "none.sql"], "none.sql: cannot be opened"),
    ]
    for files, options, message in cases:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                write(os.path.join(folder, name), text)
            before = sorted(os.listdir(folder))
            source = "f.sqlite" if "f.sqlite" in files else "f"
            done = run("assess", source, *options, "--out", "out", "--out", "out.json", "--out", "out.sqlite", "--model", "m", cwd=folder)
            expect(done.returncode == 1 and message in done.stderr and done.stdout == "", files, done.returncode, done.stdout, done.stderr)
            expect(sorted(os.listdir(folder)) == before, os.listdir(folder))


def a_field_without_end_stops_at_its_limit():
    os.mkfifo("customers.csv")

    def feed():
        try:
            with open("customers.csv", "wb") as pipe:
                pipe.write(b'customer,sales\n"A')
                while True:
                    pipe.write(b"x" * 65536)
        except BrokenPipeError:
            pass

    thread = threading.Thread(target=feed)
    thread.start()
    done = run("assess", "customers.csv", "--out", "out", timeout=60)
    thread.join()
    expect(done.returncode == 1 and "customers.csv line 2, column customer: a field longer than 1 MiB (is a quote never closed?)" in done.stderr, done.stderr)
    expect(not os.path.exists("out"), "something was written")


def slowly(seconds):
    """A pipe named customers.csv that gives some rows, waits, and ends."""
    os.mkfifo("customers.csv")

    def feed():
        try:
            with open("customers.csv", "wb", buffering=0) as pipe:
                pipe.write(b"customer,sales\n")
                for i in range(20):
                    pipe.write(f"C{i},{i}.00\n".encode())
                    time.sleep(seconds / 20)
        except BrokenPipeError:
            pass

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    return thread


def on_terminal(arguments, environment=None, interrupt_after=None):
    """Runs with stdout and stderr on terminals of their own; gives status and what each showed."""
    shown, masters, slaves = [b"", b""], [], []
    for _ in range(2):
        master, slave = pty.openpty()
        masters.append(master)
        slaves.append(slave)
    process = subprocess.Popen([PATRON, *arguments], stdin=subprocess.DEVNULL, stdout=slaves[0], stderr=slaves[1], env=environment)
    for slave in slaves:
        os.close(slave)

    def collect(index):
        try:
            while True:
                shown[index] += os.read(masters[index], 65536)
        except OSError:
            pass

    threads = [threading.Thread(target=collect, args=(index,)) for index in range(2)]
    for thread in threads:
        thread.start()
    if interrupt_after is not None:
        time.sleep(interrupt_after)
        process.send_signal(signal.SIGINT)
    status = process.wait(timeout=60)
    for thread in threads:
        thread.join()
    for master in masters:
        os.close(master)
    return status, shown[0].decode(), shown[1].decode()


def colour_only_on_a_terminal_without_no_color():
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    expect("\033" not in run("assess", SMALL, env=environment).stdout, "colour in a pipe")
    expect("\033[1m" in on_terminal(["assess", SMALL], environment)[1], "no colour on a terminal")
    expect("\033" not in on_terminal(["assess", SMALL], dict(environment, NO_COLOR="1"))[1], "colour in spite of NO_COLOR")


def a_bar_only_on_a_terminal_and_after_a_second():
    status, _, errors = on_terminal(["assess", SMALL])
    expect(status == 0 and errors == "", "a bar at once", repr(errors))
    thread = slowly(2.0)
    status, page, errors = on_terminal(["assess", "customers.csv"])
    thread.join()
    expect(status == 0 and "\rread " in errors and "[" in errors and errors.rstrip(" ").endswith("\r"), status, repr(errors))
    os.remove("customers.csv")
    thread = slowly(1.5)
    done = run("assess", "customers.csv")
    thread.join()
    expect(done.returncode == 0 and done.stderr == "", done.stderr)


def an_interrupt_leaves_nothing_half_done():
    slowly(5.0)
    status, page, errors = on_terminal(["assess", "customers.csv", "--out", "out", "--out", "out.json", "--out", "out.sqlite"], interrupt_after=1.0)
    expect(status == -signal.SIGINT and page == "", status, page)
    expect(os.listdir(".") == ["customers.csv"], os.listdir("."))


def help_lists_what_there_is():
    for arguments in ([], ["help"], ["--help"], ["-h"]):
        done = run(*arguments)
        expect(done.returncode == 0 and "patron assess   INPUT..." in done.stdout, done.stdout)
        expect(all(word not in done.stdout for word in ("robust", "--since", "--report")), "help promises what is not there")
    for command in ("assess", "explain", "fit", "apply", "schema", "template"):
        expect(run("help", command).stdout == run(command, "--help").stdout != "", command)
    expect(run("version").stdout.startswith("patron 0."), run("version").stdout)


def main():
    cases = [value for name, value in globals().items() if inspect.isfunction(value) and value.__code__.co_argcount == 0 and name not in ("main",)]
    cases = [case for case in cases if not sys.argv[3:] or case.__name__ in sys.argv[3:]]
    failed = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                case()
            except Exception as error:   # one case must not hide the others
                failed += 1
                print(f"{case.__name__}: {type(error).__name__}: {error}")
            os.chdir("/")
    print(f"{len(cases) - failed} of {len(cases)} cases")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
