"""Customers in parts, and what one process says of all of them: what the tests of engines that fit over parts compare with."""
import csv
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples"))
from check_pipes import split  # noqa: E402

ALONE = {"rank", "rank_in_layer", "rank_in_cell"}   # of patron_apply(): compare the rows of a call, so a part knows only its own


def whole(patron, example, work):
    """The rules of an example (None: the default ones), its parts, the bytes of the model and the decisions of the program over all customers."""
    rules = os.path.join(example, "policy")
    policy = ["--policy", rules] if os.path.isdir(rules) else []
    name = os.path.join(work, os.path.basename(example))
    subprocess.run([patron, "fit", example, *policy, "--out", name + ".model", "--quiet"], check=True)
    subprocess.run([patron, "apply", name + ".model", example, "--out", name + "_decided", "--quiet"], check=True)
    with open(name + ".model", "rb") as handle:
        model = handle.read()
    return rules if policy else None, model, decisions([name + "_decided"])


def parts_of(example, work, count):
    target = os.path.join(work, f"{os.path.basename(example)} in {count}")
    os.mkdir(target)
    return split(example, target, count)


def decisions(folders):
    """What was decided about each customer, without what compares the rows of one call."""
    found = {}
    for folder in folders:
        with open(os.path.join(folder, "customers.csv"), newline="", encoding="utf-8") as handle:
            for row in csv.DictReader(handle):
                assert row["customer"] not in found, row["customer"]
                found[row["customer"]] = {name: value for name, value in row.items() if name not in ALONE}
    return found


def read(path):
    with open(path, "rb") as handle:
        return handle.read()
