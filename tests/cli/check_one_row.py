"""Usage: check_one_row.py PATRON SOURCE [CASE...]: a customer judged alone by a kept model, with no more than what is known of it, is judged as among all."""
import csv
import io
import os
import shutil

from program import FMCG, expect, run, run_cases, table, write

COMPARED_IN_THE_CALL = {"rank", "rank_in_layer", "rank_in_cell"}
NAMED_BY = {"staff": ("person", "owner"), "channels": ("channel", "channel")}   # table: its column, the column of customers that names it


def read_facts(folder):
    facts = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as handle:
                facts[name[:-4]] = list(csv.DictReader(handle))
    return facts


def own_rows(facts, customer):
    """The rows that belong to the customer, or that its row of customers names; of territories all, since one names its parent."""
    own = {name: [row for row in rows if customer in (row.get("customer"), row.get("seller"), row.get("node"))] for name, rows in facts.items()}
    for name, (key, by) in NAMED_BY.items():
        named = {row.get(by) for row in own["customers"]}
        own[name] = [row for row in facts.get(name, []) if row[key] in named]
    own["territories"] = facts.get("territories", [])
    return own


def write_known(rows, path):
    """No column that says nothing, no table without a row."""
    columns = [column for column in (rows[0] if rows else []) if any(row[column] for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    if rows:
        write(path, text.getvalue())


def compare(data, policy, least_lacking):
    facts = read_facts(data)
    expect(run("fit", data, "--policy", policy, "--out", "model").returncode == 0)
    done = run("apply", "model", data, "--out", "all.json", "--quiet")
    expect(done.returncode == 0, done.stderr)
    lacking = 0
    for among in table("all.json", "customers"):
        own = own_rows(facts, among["customer"])
        for name, rows in own.items():
            write_known(rows, os.path.join("one", name + ".csv"))
            lacking += (not rows) + sum(not any(row[column] for row in rows) for column in (rows[0] if rows else []))
        done = run("apply", "model", "one", "--out", "one.json", "--quiet")
        expect(done.returncode == 0, among["customer"], done.stderr)
        alone = table("one.json", "customers")[0]
        for column in sorted(set(among) | set(alone)):
            if column in COMPARED_IN_THE_CALL or (column.endswith("_computed") and column not in alone):   # alone, nothing was overridden
                continue
            expect(column in alone and column in among, among["customer"], column, "is in one of the two only")
            expect(alone[column] == among[column], among["customer"], column, alone[column], among[column])
        shutil.rmtree("one")
    expect(lacking >= least_lacking, "too little was left out to prove anything:", lacking)


def a_customer_of_the_drinks_maker():
    compare(FMCG[0], FMCG[2], 600)


if __name__ == "__main__":
    raise SystemExit(run_cases(globals()))
