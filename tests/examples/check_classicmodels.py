"""Usage: check_classicmodels.py PATRON SOURCE SHARED: examples/classicmodels on the data of SHARED/data gives the sales, margins, growth, payment on time and key
customers that are computed here from the same files, and tiers for all who bought. Skipped where the data are not there: the sources may not hold them."""
import csv
import datetime
import os
import subprocess
import sys
import tempfile
from collections import defaultdict

FILES = ["classicmodels_customers.csv", "classicmodels_order_lines.csv", "classicmodels_payments.csv"]
SKIPPED = 77
DAY = datetime.date.fromisoformat


def read(path):
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def cents(text):
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0) * (-1 if whole.startswith("-") else 1)


def settle(lines, payments):
    """The day each order was paid: the first payment of its customer and total that was not made before it."""
    totals = defaultdict(int)
    for line in lines:
        totals[line["order_id"], line["customer_id"], line["order_date"]] += int(line["quantity"]) * cents(line["price_each"])
    paid = {}
    for (order, customer, date), total in totals.items():
        days = [payment["payment_date"] for payment in payments if payment["customer_id"] == customer and cents(payment["amount"]) == total and payment["payment_date"] >= date]
        if days:
            paid[order] = min(days)
    return paid


def figures(lines, paid):
    """Per customer: sales of the period and the one before, margin, orders, amounts due and paid on time."""
    out = defaultdict(lambda: {"now": 0, "before": 0, "margin": 0, "orders": set(), "lines": 0, "due": 0, "on_time": 0})
    for line in lines:
        one, date = out[line["customer_id"]], line["order_date"]
        amount = int(line["quantity"]) * cents(line["price_each"])
        if "2003-06-01" <= date < "2004-06-01":
            one["before"] += amount
        if date < "2004-06-01":
            continue
        one["now"] += amount
        one["margin"] += amount - int(line["quantity"]) * cents(line["buy_price"])
        one["orders"].add(line["order_id"])
        one["lines"] += 1
        due = DAY(date) + datetime.timedelta(30)
        if line["order_id"] in paid and due < DAY("2005-06-01"):
            one["due"] += amount
            one["on_time"] += amount if DAY(paid[line["order_id"]]) <= due else 0
    return out


def cutoff(values):
    total, running = sum(value for value in values if value > 0), 0
    for value in sorted(values, reverse=True):
        running += value
        if 10 * running >= 8 * total:
            return value
    return None


def compare(row, fact, one):
    """The differences of one customer, as texts."""
    wrong = []

    def expect(column, value):
        if row[column] != value:
            wrong.append(f"{row['customer']}: {column} is {row[column]}, expected {value}")

    visits = 90000 if fact["sales_rep"] else 0
    net = one["margin"] - 8000 * len(one["orders"]) - 600 * one["lines"] - visits
    expect("frequency", str(len(one["orders"])))
    for column, value in (("current_value", one["now"]), ("net_margin", net)):
        expect(column, f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}")
    size = one["now"] + one["before"]
    growth = 2 * (one["now"] - one["before"]) / size if size else 0
    if abs(float(row["growth"]) - growth) > 1e-12:
        wrong.append(f"{row['customer']}: growth is {row['growth']}, expected {growth}")
    if (row["on_time_share"] != "") != (one["due"] > 0) or (one["due"] > 0 and abs(float(row["on_time_share"]) - one["on_time"] / one["due"]) > 1e-12):
        wrong.append(f"{row['customer']}: on_time_share is {row['on_time_share']}")
    if row["tier"] not in ("GOLD", "SILVER", "BRONZE", "HOUSE"):
        wrong.append(f"{row['customer']}: tier is {row['tier']}")
    return wrong


def guide_lines(path):
    """What the guide shows of customer 145, and of what changed: the indented lines of its two sections on one customer, without the names of stages."""
    with open(path, encoding="utf-8") as handle:
        guide = handle.read()
    part = guide[guide.index("{#guide_explained}"):guide.index("{#guide_checklist}")]
    shown = [line[15:] for line in part.splitlines() if line.startswith("    ")]
    if len(shown) < 12:
        raise ValueError("the guide shows too little to be held to it")
    return shown


def check_page(command, source, ours):
    """The same command without --out and --quiet: the page from sales to tiers, and one customer's reasons; with an earlier date what changed."""
    wrong = []

    def page(*options):
        done = subprocess.run(command + list(options), capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            wrong.append(f"{options}: exit {done.returncode} {done.stderr}")
        return done.stdout

    shown = page()
    now, before = (sum(one[name] for one in ours.values()) for name in ("now", "before"))
    second = shown.split("\n")[1] if shown else ""
    grouped = f"{(now + 50) // 100:,}".replace(",", " ")
    if f"sales {grouped} ({100 * (now - before) / before:+.1f} % on the year before)" not in second:
        wrong.append(f"the page says {second}, expected sales of {now} and {before} cents")
    wrong += [f"the page has no line of {tier}" for tier in ("GOLD", "SILVER", "BRONZE", "HOUSE") if f"\n  {tier} " not in shown]
    changed = page("--since", "2005-03-01")
    if "against the 12 months to 2005-02-28" not in changed or "\n6 CHANGED SINCE 2005-02-28\n" not in changed:
        wrong.append("nothing is compared with 2005-03-01:\n" + changed)
    explained = subprocess.run([command[0], "explain"] + command[2:] + ["145"], capture_output=True, text=True, encoding="utf-8")
    lines = {line[13:] for line in explained.stdout.splitlines()} | {line[13:] for line in changed.splitlines()}
    wrong += [f"the guide shows, and the program does not say of 145: {line}" for line in guide_lines(os.path.join(source, "doc", "guide.md")) if line not in lines]
    if explained.returncode != 0 or "46914.21" not in explained.stdout or "16870.71" not in explained.stdout or "GOLD" not in explained.stdout:
        wrong.append(f"145 is not explained: {explained.stdout}{explained.stderr}")
    return wrong


def main():
    program, source, shared = (os.path.abspath(argument) for argument in sys.argv[1:4])
    data = os.path.join(os.environ.get("PATRON_SHARED", shared), "data")
    missing = [name for name in FILES if not os.path.exists(os.path.join(data, name))]
    if missing:
        print(f"{missing[0]}: not here (PATRON_SHARED)")
        return SKIPPED
    example = os.path.join(source, "examples", "classicmodels")
    command = [program, "assess"] + [os.path.join(data, name) for name in FILES] + ["--views", os.path.join(example, "views.sql"), "--policy", os.path.join(example, "policy"), "--currency", "USD"]
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(command + ["--out", out, "--quiet"], check=True)
        decisions = {row["customer"]: row for row in read(os.path.join(out, "customers.csv"))}
        groups = {row["territory"]: row for row in read(os.path.join(out, "groups.csv")) if row["segment"] == "sales"}
    facts, lines, payments = (read(os.path.join(data, name)) for name in FILES)
    lines = [line for line in lines if line["status"] != "Cancelled"]
    ours = figures(lines, settle(lines, payments))
    wrong = []
    for fact in facts:
        row = decisions.pop(fact["customer_id"])
        if fact["customer_id"] in ours:
            wrong += compare(row, fact, ours[fact["customer_id"]])
        elif row["current_value"] or row["tier"]:
            wrong.append(f"{row['customer']} never bought, and has {row['current_value']} {row['tier']}")
    for territory in {fact["territory"] for fact in facts if fact["territory"]}:
        values = [ours[fact["customer_id"]]["now"] for fact in facts if fact["territory"] == territory and fact["customer_id"] in ours]
        cut = cutoff(values)
        if cents(groups[territory]["cutoff"]) != cut or int(groups[territory]["n_key"]) != sum(value >= cut for value in values):
            wrong.append(f"{territory}: {groups[territory]}, expected the cut-off {cut}")
    wrong += [f"{customer} is no customer" for customer in decisions] + check_page(command, source, ours)
    print("\n".join(wrong) or f"{len(facts)} customers, {len(ours)} of them with orders, as computed here")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
