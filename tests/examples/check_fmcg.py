"""Usage: check_fmcg.py PATRON SOURCE VECTORS: the fictional drinks maker of examples/fmcg gets exactly the measures, Pareto sets, key customers, potential keys and
relationship levels of vectors/domain/fmcg-expected.json, which another program computed from the same files."""
import csv
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

LEVELS = ("our_commitment", "our_trust", "their_commitment", "their_trust", "side_us", "side_them", "mutual", "gap")


def money(cents):
    return "" if cents is None else f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def write_segments(path, merged):
    """The segments of the golden file: sales and profit per layer, sales per layer and territory, both over all; `seed_layer` differs by segment.merge. And gross margin over all, to see each one's."""
    rows = [("sales", "layer", "current_value", "SALES"), ("profit", "layer", "net_margin", "PROFIT"), ("patch_sales", "layer,territory", "current_value", "NONE"),
            ("all_sales", "", "current_value", "NONE"), ("all_profit", "", "net_margin", "NONE"), ("yield", "", "gross_margin", "NONE")]
    with open(os.path.join(path, "segments.csv"), "w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["segment", "by", "layers", "measure", "cuts", "bit", "purpose", "use"])
        for name, by, measure, bit in rows:
            out.writerow([name, by, "", measure, "80,95", bit, "golden", "golden"])
    with open(os.path.join(path, "settings.csv"), "w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["key", "value"])
        out.writerows([["as_of", "2026-07-01"], ["potential.reach", "FULL"], ["segment.merge", "FIRST_TIER_WHOLESALER:DISTRIBUTOR" if merged else ""]])


def assess(program, facts, merged):
    with tempfile.TemporaryDirectory() as directory:
        write_segments(directory, merged)
        done = subprocess.run([program, "assess", facts, "--policy", directory, "--out", "-", "--quiet"], check=True, capture_output=True)
        return json.loads(done.stdout.decode("utf-8"))["tables"]


def check_group(wrong, place, group, classes, golden):
    for ours in ("n", "n_positive", "n_key", "n_minimum"):
        if (group[ours] or 0) != golden[ours]:
            wrong.append(f"{place}: {ours} is {group[ours]}, expected {golden[ours]}")
    for ours in ("cutoff", "b_cutoff", "total_positive", "total_net"):
        if (group[ours] or "") != money(golden[ours]):
            wrong.append(f"{place}: {ours} is {group[ours]}, expected {money(golden[ours])}")
    for ours in ("key_share_of_value", "key_share_of_customers"):
        if golden[ours] is not None and golden["status"] == "OK" and abs(group[ours] - float(Fraction(golden[ours]))) > 1e-12:
            wrong.append(f"{place}: {ours} is {group[ours]}, expected {golden[ours]}")
    if group["status"] != golden["status"]:
        wrong.append(f"{place}: status {group['status']}, expected {golden['status']}")
    for letter in "ABCN":
        if sorted(classes.get(letter, [])) != golden[letter]:
            wrong.append(f"{place}: class {letter} is {sorted(classes.get(letter, []))}, expected {golden[letter]}")


def check_pareto(wrong, tables, golden, segment, name_of):
    wanted = dict(golden)
    for group in (g for g in tables["groups"] if g["segment"] == segment):
        name = name_of(group)
        classes = {}
        for customer in tables["customers"]:
            if customer[segment + "_class"] is not None and name_of(customer["facts"]) == name:
                classes.setdefault(customer[segment + "_class"], []).append(customer["customer"])
        if group["n"] == 0 and name not in wanted:
            continue
        check_group(wrong, f"{segment} {name}", group, classes, wanted.pop(name))
    wrong.extend(f"{segment}: no group {name}" for name, group in wanted.items() if group["n"] > 0)


def check_customers(wrong, customers, golden):
    for customer in customers:
        name, measures = customer["customer"], golden["measures"][customer["customer"]]
        for ours, theirs in (("current_value", "sales"), ("net_margin", "profit")):
            if (customer[ours] or "") != money(measures[theirs]):
                wrong.append(f"{name}: {ours} is {customer[ours]}, expected {money(measures[theirs])}")
        now, before = measures["sales"], measures["sales_previous"]
        if now is not None and before is not None:
            arc = 0 if now == before == 0 else 2 * (now - before) / (abs(now) + abs(before))
            if abs(customer["growth"] - arc) > 1e-12:
                wrong.append(f"{name}: growth is {customer['growth']}, expected {arc}")
        keys = [measure for measure in ("sales", "profit") if customer["key_" + measure]]
        if keys != golden["key"].get(name, []):
            wrong.append(f"{name}: key by {keys}, expected {golden['key'].get(name, [])}")
        if bool(customer["potential_key"]) != (name in golden["potential_headroom"]):
            wrong.append(f"{name}: potential key {customer['potential_key']}")
        check_relationship(wrong, customer, golden["relationship"][name])


def cents(text):
    return int(text.replace(".", ""))


def check_gross_margins(wrong, customers, golden):
    """No decision is made by the gross margin itself: a segment over it tells cut-off and distance."""
    for customer in customers:
        name, expected = customer["customer"], golden["measures"][customer["customer"]]["gross_margin"]
        found = None if customer["yield_margin"] is None else cents(customer["yield_cutoff"]) + cents(customer["yield_margin"])
        if found != expected:
            wrong.append(f"{name}: gross margin is {found}, expected {expected}")


def check_relationship(wrong, customer, golden):
    for column in LEVELS:
        ours, theirs = customer[column], golden[column]
        if (ours is None) != (theirs is None) or (ours is not None and abs(ours - theirs) > 1e-9):
            wrong.append(f"{customer['customer']}: {column} is {ours}, expected {theirs}")
    for column in ("relationship_level", "base_level", "repaired_level", "exposed", "severity"):
        if customer[column] != golden[column]:
            wrong.append(f"{customer['customer']}: {column} is {customer[column]}, expected {golden[column]}")
    flags = [flag for flag in (customer["relationship_flags"] or "").split() if not flag.startswith("MISSING_")]
    if sorted(flags) != golden["flags"]:
        wrong.append(f"{customer['customer']}: flags {flags}, expected {golden['flags']}")


def main():
    program, source, vectors = sys.argv[1:4]
    facts = os.path.join(source, "examples", "fmcg")
    with open(os.path.join(vectors, "domain", "fmcg-expected.json"), encoding="utf-8") as handle:
        golden = json.load(handle)
    with open(os.path.join(facts, "customers.csv"), encoding="utf-8", newline="") as handle:
        given = {row["customer"]: row for row in csv.DictReader(handle)}
    wrong = []
    for merged in (False, True):
        tables = assess(program, facts, merged)
        for customer in tables["customers"]:
            customer["facts"] = given[customer["customer"]]
        if merged:
            both = "DISTRIBUTOR+FIRST_TIER_WHOLESALER"
            layer = lambda row: both if row["layer"] in ("DISTRIBUTOR", "FIRST_TIER_WHOLESALER") else row["layer"]
            for segment in ("sales", "profit"):
                check_pareto(wrong, tables, golden["pareto"]["seed_layer"][segment], segment, layer)
            continue
        for segment in ("sales", "profit"):
            check_pareto(wrong, tables, golden["pareto"]["layer"][segment], segment, lambda row: row["layer"])
            check_pareto(wrong, tables, golden["pareto"]["portfolio"][segment], "all_" + segment, lambda row: "*" if "*" in golden["pareto"]["portfolio"][segment] else next(iter(golden["pareto"]["portfolio"][segment])))
        check_pareto(wrong, tables, golden["pareto"]["layer,territory"]["sales"], "patch_sales", lambda row: f"{row['layer']}|{row['territory'] or ''}")
        check_customers(wrong, tables["customers"], golden)
        check_gross_margins(wrong, tables["customers"], golden)
    print("\n".join(wrong) or f"{len(given)} customers as in the golden file")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
