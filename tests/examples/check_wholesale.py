"""Usage: check_wholesale.py PATRON SOURCE VECTORS: the groups of the wholesale example equal the cells of wholesale_total.json (computed by another
program from the same file), and the printed table of the demo equals examples/wholesale/expected.txt."""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile

CHANNELS = {"": "*", "Horeca": "1", "Retail": "2"}
REGIONS = {"": "*", "Lisbon": "1", "Oporto": "2", "Other": "3"}


def read(path):
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def compare(group, golden, keys):
    """The differences of one group, as texts."""
    place = f"{group['segment']} {group['layer'] or '*'} {group['territory'] or '*'}"
    exact = [("n", "n_customers"), ("n_positive", "n_positive"), ("n_key", "n_key"), ("n_minimum", "n_key_min_prefix")]
    wrong = [f"{place}: {ours} is {group[ours]}, expected {golden[theirs]}" for ours, theirs in exact if int(group[ours]) != golden[theirs]]
    money = [("cutoff", golden["cutoff_value"]), ("b_cutoff", golden["abc"]["b_cut_value"]), ("total_positive", golden["total_positive"]), ("total_net", golden["total_net"])]
    wrong += [f"{place}: {ours} is {group[ours]}, expected {value}" for ours, value in money if group[ours] != f"{value}.00"]
    shares = [("key_share_of_value", golden["key_share_of_value"]), ("key_share_of_customers", golden["key_share_of_customers"]), ("gini", golden["gini_positive"])]
    wrong += [f"{place}: {ours} is {group[ours]}, expected {value}" for ours, value in shares if abs(float(group[ours]) - value) > 1e-12 * abs(value)]
    digest = hashlib.sha256("".join(identifier + "\n" for identifier in sorted(keys, key=str.encode)).encode()).hexdigest()
    if digest != golden["key_sha256"]:
        wrong.append(f"{place}: other key customers")
    return wrong


def main():
    program, source, vectors = (os.path.abspath(argument) for argument in sys.argv[1:4])
    example = os.path.join(source, "examples", "wholesale")
    with open(os.path.join(vectors, "pareto", "wholesale_total.json"), encoding="utf-8") as handle:
        golden = {(group["layer"], group["region"]): group for group in json.load(handle)["groups"]}
    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "out")
        subprocess.run([program, "assess", "wholesale_customers.csv", "--views", "views.sql", "--policy", "policy", "--out", out, "--quiet"], check=True, cwd=example)
        groups, customers = read(os.path.join(out, "groups.csv")), read(os.path.join(out, "customers.csv"))
        table = subprocess.run(["sh", os.path.join(example, "table.sh"), os.path.join(out, "groups.csv")], check=True, capture_output=True, text=True).stdout
        classes = {row["customer"]: row for row in customers}
        wrong = []
        facts = read(os.path.join(example, "wholesale_customers.csv"))
        for group in groups:
            channel, region = CHANNELS[group["layer"]], REGIONS[group["territory"]]
            members = [row["customer_id"] for row in facts if channel in ("*", row["Channel"]) and region in ("*", row["Region"])]
            keys = [identifier for identifier in members if classes[identifier][group["segment"] + "_class"] == "A"]
            wrong += compare(group, golden.pop((channel, region)), keys)
    wrong += [f"no group for {cell}" for cell in golden]
    with open(os.path.join(example, "expected.txt"), encoding="utf-8") as handle:
        if handle.read() != table:
            wrong.append(f"the demo prints\n{table}")
    print("\n".join(wrong) or f"{len(groups)} groups and {len(customers)} customers as in the golden file")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
