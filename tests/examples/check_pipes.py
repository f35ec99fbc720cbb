"""Usage: check_pipes.py PIPES PATRON EXAMPLES SHARED: customers in any number of directories give the model that `patron fit` gives of all of them; a part that cannot be read leaves no model.
With the data of SHARED also the dealers of Classic Models, through the views of the example."""
import csv
import os
import sqlite3
import subprocess
import sys
import tempfile

OF_CUSTOMERS = ["customers", "ledger", "history", "contacts", "evidence", "activities", "overrides", "products_in_use"]


def split(source, target, parts):
    """A directory for each part. Tables of customers by the customer, others whole."""
    names = [os.path.join(target, f"part{parts}_{part}") for part in range(parts)]
    for directory in names:
        os.mkdir(directory)
    with open(os.path.join(source, "customers.csv"), newline="", encoding="utf-8") as handle:
        place = {row["customer"]: i % parts for i, row in enumerate(csv.DictReader(handle))}
    for file in sorted(os.listdir(source)):
        if not file.endswith(".csv"):
            continue
        with open(os.path.join(source, file), newline="", encoding="utf-8") as handle:
            header, *rows = list(csv.reader(handle))
        for part, directory in enumerate(names):
            own = rows
            if file[:-4] in OF_CUSTOMERS:
                at = header.index("customer")
                own = [row for row in rows if place[row[at]] == part]
            with open(os.path.join(directory, file), "w", newline="", encoding="utf-8") as handle:
                csv.writer(handle, lineterminator="\n").writerows([header, *own])
    return names


def classicmodels(examples, data, target):
    """The views as a directory of CSV files; False where the data are not there."""
    files = ["classicmodels_customers", "classicmodels_order_lines", "classicmodels_payments"]
    if not all(os.path.exists(os.path.join(data, file + ".csv")) for file in files):
        return False
    base = sqlite3.connect(":memory:")
    for file in files:
        with open(os.path.join(data, file + ".csv"), newline="", encoding="utf-8") as handle:
            header, *rows = list(csv.reader(handle))
        base.execute(f"CREATE TABLE {file} ({', '.join(header)})")
        base.executemany(f"INSERT INTO {file} VALUES ({', '.join('?' * len(header))})", rows)
    with open(os.path.join(examples, "classicmodels", "views.sql"), encoding="utf-8") as handle:
        base.executescript(handle.read())
    os.mkdir(target)
    for view in ["customers", "ledger", "activities"]:
        found = base.execute(f"SELECT * FROM {view}")
        with open(os.path.join(target, view + ".csv"), "w", newline="", encoding="utf-8") as handle:
            csv.writer(handle, lineterminator="\n").writerows([[column[0] for column in found.description], *found])
    return True


def main():
    pipes, patron, examples, shared = sys.argv[1:5]
    wrong = []
    with tempfile.TemporaryDirectory() as work:
        sources = {"small": os.path.join(examples, "small"), "fmcg": os.path.join(examples, "fmcg")}
        if classicmodels(examples, os.path.join(shared, "data"), os.path.join(work, "dealers")):
            sources["classicmodels"] = os.path.join(work, "dealers")
        for example, source in sources.items():
            rules = os.path.join(examples, example, "policy")
            policy = ["--policy", rules] if os.path.isdir(rules) else []
            expected = os.path.join(work, example + ".model")
            subprocess.run([patron, "fit", source, *policy, "--out", expected, "--quiet"], check=True)
            with open(expected, "rb") as handle:
                whole = handle.read()
            os.mkdir(os.path.join(work, example))
            for parts in [1, 2, 3, 7]:
                model = os.path.join(work, f"{example}{parts}.model")
                done = subprocess.run([pipes, *policy, "--model", model, *split(source, os.path.join(work, example), parts)], capture_output=True, text=True)
                if done.returncode != 0:
                    wrong.append(f"{example} in {parts} parts: exit {done.returncode}\n{done.stdout}{done.stderr}")
                    continue
                with open(model, "rb") as handle:
                    if handle.read() != whole:
                        wrong.append(f"{example} in {parts} parts is another model")
                if "pass 2: " not in done.stderr or f"from {parts} workers" not in done.stderr or "sales " not in done.stdout:
                    wrong.append(f"{example} in {parts} parts prints\n{done.stdout}")
        model = os.path.join(work, "none.model")
        done = subprocess.run([pipes, "--model", model, os.path.join(examples, "small"), os.path.join(work, "nowhere")], capture_output=True, text=True)
        if done.returncode == 0 or os.path.exists(model) or "worker 2 is gone" not in done.stderr:
            wrong.append(f"a part that is not there: exit {done.returncode}\n{done.stderr}")
        if subprocess.run([pipes], capture_output=True).returncode != 2:
            wrong.append("no parts are no mistake")
    print("\n".join(wrong) or "the models are the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
