"""Usage: check_pages.py PATRON SOURCE [CASE...]: what the page says where something is missing, judged by a kept model, alone or compared: no figure without its ground, no word for what is not there."""
import os
import re
import sys

from program import FMCG, SOURCE, expect, run, run_cases, section, table, width, write

WHOLESALE = os.path.join(SOURCE, "examples", "wholesale")
UNSEEN = "customer,layer,sales\nX,KA_RETAIL,500000.00\nY,MARS,100.00\nZ,,100.00\n"


def the_page_of_apply_parts_the_model_from_the_rows():
    expect(run("fit", *FMCG, "--out", "m").returncode == 0)
    write("now/customers.csv", UNSEEN)
    done = run("apply", "m", "now", "--out", "out.json", "--out", "out")
    lines = done.stdout.split("\n")
    expect(done.returncode == 0 and all(width(line) <= 120 and line == line.rstrip() for line in lines), done.stdout, done.stderr)
    expect(lines[:4] == ["now   EUR   as of 2026-07-01", "the model    m   fitted as of 2026-07-01, to 59 customers   policy DEFAULT+",
                         "these rows   3 customers, 3 with sales   sales 500 200   net margin not known", "1 of 3 is key by the model's cut-offs"], lines[:4])
    keys = section(done.stdout, 1)
    middle = next(i for i, line in enumerate(keys) if line.startswith("  these rows "))
    groups = {row["layer"]: row for row in table("out.json", "groups") if row["segment"] == "sales"}
    for line in keys[2:middle]:
        if line.startswith("  !"):
            continue
        words = line.split()
        group = groups[words[0]]
        expect(words[1:4] == [str(group["n"]), str(group["n_key"]), "%.0f" % (100 * group["key_share_of_customers"])], line, group)
        expect("%.0f %%" % (100 * group["key_share_of_value"]) in line, line, group)
    below = keys[middle + 1:]
    expect([line.split() for line in below] == [["KA_RETAIL", "1", "1", "(0", "both)", "500", "000", "-"], ["no", "class", "2", "-", "200", "-"]], *below)
    expect(not any("%" in line for line in below), "a share of a part of the customers", *below)
    expect("apply compares nothing" in section(done.stdout, 6)[0], section(done.stdout, 6))


def apply_to_everybody_counts_everybody():
    expect(run("fit", *FMCG, "--out", "m").returncode == 0)
    applied, assessed = run("apply", "m", FMCG[0], "--out", "out.json").stdout, run("assess", *FMCG).stdout
    counts = {}
    for row in section(applied, 1):
        if row.startswith("  these rows "):
            counts = {}
        elif re.match(r"  [A-Z_]+ ", row):
            counts[row.split()[0]] = re.findall(r"\d+ +(\d+ \(\d+ both\))", row)
    for row in section(assessed, 1):
        if re.match(r"  [A-Z_]+ ", row):
            expect(counts[row.split()[0]] == re.findall(r"\d+ +(\d+ \(\d+ both\))", row), row, counts)
    for number in (2, 3, 4):
        expect([line for line in section(applied, number)[1:]] == section(assessed, number)[1:], number)
    expect(section(applied, 2)[0] == section(assessed, 2)[0] + " of these rows", section(applied, 2)[0])
    gold = next(line for line in section(applied, 5) if line.startswith("  GOLD "))
    expect("63 541" in gold and "no place" not in gold, gold)


def who_has_no_class_is_named_with_the_line():
    expect(run("fit", *FMCG, "--out", "m").returncode == 0)
    write("now/customers.csv", UNSEEN)
    done = run("apply", "m", "now", "--out", "out.json")
    expect(done.stderr == "patron: warning: now/customers.csv line 3: segment sales: no class, since the model has no group for MARS\n"
           "patron: warning: now/customers.csv line 4: segment sales: no class, since the model has no group for customers without layer\n", done.stderr)
    expect(re.search(r"\n  segment waits for layer, ", done.stdout) is not None, done.stdout)


def a_file_that_is_no_model_is_called_so():
    write("facts/customers.csv", "customer,sales\nA,10.00\n")
    expect(run("assess", "facts", "--out", "decisions.json", "--out", "decisions.sqlite", "--quiet").returncode == 0)
    expect(run("fit", "facts", "--out", "good").returncode == 0)
    with open("good", "rb") as handle:
        bytes_of_model = handle.read()
    with open("half", "wb") as handle:
        handle.write(bytes_of_model[:len(bytes_of_model) // 2])
    write("empty", "")
    for name in ("decisions.json", "decisions.sqlite", "facts/customers.csv", "half", "empty"):
        done = run("apply", name, "facts", "--out", "x.json")
        expect(done.returncode == 1 and f"patron: {name}: is no model, or a damaged one (expected a file that patron fit --out or patron assess --model wrote)" in done.stderr, name, done.stderr)
    expect(not os.path.exists("x.json"), "something was written")


def groups_are_called_by_what_makes_them():
    page = run("assess", "wholesale_customers.csv", "--views", "views.sql", "--policy", "policy", cwd=WHOLESALE).stdout
    expect(page.split("\n")[2] == "267 of 440 are key in their layer and territory", page.split("\n")[2])
    keys = sum(int(line.split()[4]) for line in section(page, 1) if re.match(r"  (Horeca|Retail) / ", line))
    expect(keys == 267, keys)
    for customers, line in (("customer,sales\nA,100.00\n", "1 of 1 is key in the whole portfolio: nobody's layer is known"), ("customer,layer,sales\nA,X,100.00\nB,X,90.00\n", "2 of 2 are key in their layer")):
        write("facts/customers.csv", customers)
        expect(run("assess", "facts").stdout.split("\n")[2] == line, run("assess", "facts").stdout)
    write("policy/segments.csv", 'segment,by,measure,cuts,bit,purpose,use\nall,,current_value,"80",SALES,p,u\n')
    expect(run("assess", "facts", "--policy", "policy").stdout.split("\n")[2] == "2 of 2 are key in the whole portfolio", run("assess", "facts", "--policy", "policy").stdout)


def one_customer_is_one_customer():
    write("facts/customers.csv", "customer,sales,profit\nA,100.00,-1.00\n")
    page = run("assess", "facts").stdout
    expect(page.split("\n")[1].startswith("1 customer, 1 with sales ") and page.split("\n")[2].startswith("1 customer loses 1   1 of 1 is key"), page)
    expect("  no layer   " in page and "unknown" not in page, page)


def what_is_waited_for_is_called_by_what_to_give():
    weak = run("assess", *FMCG).stdout.split("\nNOT COMPUTED OR WEAK")[1]
    expect("\n  segment waits for a ledger of three periods (36 months) to tell who becomes key\n" in weak and "ledger.date" not in weak, weak)
    write("facts/customers.csv", "customer,sales\nA,100.00\nB,50.00\n")
    page = run("assess", "facts").stdout
    expect("\n  segment waits for profit (the net margin), layer, a ledger or history of three periods to tell who becomes key\n" in page, page)
    expect(section(page, 5) == ["5 TIERS AND COVERAGE   waits for profit (the net margin) in customers, or gross_margin and cost_to_serve"], section(page, 5))
    half = run("assess", *FMCG, "--as-of", "2026-07-01").stdout
    expect("(36 months)" in half, half)


def empty_tiers_say_why():
    write("policy/settings.csv", "key,value\nfence.visit_cost,10.00\n")
    write("facts/customers.csv", "customer,layer,sales,profit\nA,X,100.00,-5.00\nB,X,50.00,\nC,X,40.00,\n")
    lines = section(run("assess", "facts", "--policy", "policy").stdout, 5)
    expect("  no tier   2 customers with sales: the net margin is not known" in lines, *lines)
    expect("  nobody is above the fence: whose net margin is known earns too little before visits" in lines, *lines)
    expect(all("  - /" in line for line in lines[1:5]), "visits that nobody knows are no 0", *lines)
    lines = section(run("assess", *FMCG).stdout, 5)
    expect(not any("no tier" in line or "above the fence" in line for line in lines), *lines)


def growth_of_the_portfolio_comes_from_any_past():
    def second_line():
        return run("assess", "facts").stdout.split("\n")[1]

    write("facts/customers.csv", "customer,sales,sales_previous\nA,110.00,100.00\nB,55.00,50.00\n")
    expect("sales 165 (+10.0 % on the year before)" in second_line(), second_line())
    write("facts/customers.csv", "customer,sales,sales_previous\nA,110.00,100.00\nB,55.00,\n")
    expect("%" not in second_line(), second_line())   # the sums would be of different customers
    write("facts/customers.csv", "customer\nA\nB\n")
    write("facts/history.csv", "customer,period,category,sales\nA,2024-01-01,x,60.00\nA,2024-01-01,y,40.00\nB,2023-01-01,x,7.00\nA,2025-01-01,x,100.00\nB,2025-01-01,x,20.00\nB,2024-01-01,x,50.00\n")
    expect("sales 120 (-20.0 % on the year before)" in second_line(), second_line())
    quarters = "customer,period,sales\nA,2025-04-01,40.00\nB,2025-04-01,10.00\nA,2025-07-01,50.00\nB,2025-07-01,50.00\n"
    write("facts/history.csv", quarters)
    expect("sales 150   net margin" in second_line(), second_line())   # both quarters are in the current year, and none is before
    write("policy/settings.csv", "key,value\nperiod.months,3\n")
    by_quarter = run("assess", "facts", "--policy", "policy").stdout.split("\n")[1]
    expect("sales 100 (+100.0 % on the 3 months before)" in by_quarter, by_quarter)
    write("facts/history.csv", quarters.replace("40.00", ""))
    by_quarter = run("assess", "facts", "--policy", "policy").stdout.split("\n")[1]
    expect("%" not in by_quarter, by_quarter)
    os.remove("facts/history.csv")
    write("facts/ledger.csv", "customer,date,amount\nA,2024-02-01,80.00\nB,2024-02-01,20.00\nA,2025-02-01,100.00\nB,2025-02-01,25.00\nA,2026-01-31,1.00\nA,2024-01-31,900.00\n")
    expect("sales 126 (+26.0 % on the year before)" in second_line(), second_line())


def tier_moves_are_told_with_new_and_lost_customers():
    head = "customer,layer,sales,profit\n"
    write("policy/settings.csv", "key,value\nfence.visit_cost,1.00\n")
    write("before/customers.csv", head + "A,X,100.00,90.00\nB,X,50.00,45.00\nC,X,10.00,9.00\nD,X,10.00,8.00\n")
    write("now/customers.csv", head + "A,X,100.00,90.00\nB,X,50.00,1.00\nC,X,90.00,80.00\nE,X,10.00,8.00\nF,X,10.00,8.00\n")
    expect(run("assess", "before", "--policy", "policy", "--out", "kept", "--quiet").returncode == 0)
    done = run("assess", "now", "--policy", "policy", "--previous", "kept", "--out", "now.json")
    lines = section(done.stdout, 6)
    moved = [row for row in table("now.json", "migration") if row["decision"] == "tier"]
    before, after = sum(row["members"] for row in moved if row["before"] is not None), sum(row["members"] for row in moved if row["after"] is not None)
    expect((before, after) == (4, 5), moved)
    expect(any(line.rstrip().endswith("in all 4 - 1 + 2 = 5") for line in lines), *lines)
    down = next(line for line in lines if line.startswith("  tier, down"))
    expect("B   " in down and "own margin before visits 45 -> 1" in down, *lines)
    fell = next(row for row in moved if row["before"] == "GOLD" and row["after"] == "HOUSE")
    expect(fell["why"] == "OWN_VALUE", fell)   # although the cut-off of GOLD is above what it was worth before, too


def explained(customer):
    done = run("explain", *FMCG, customer)
    expect(done.returncode == 0 and done.stderr == "", customer, done.stderr)
    return done.stdout.split("\n")


def an_explanation_begins_with_what_was_decided():
    heads = {
        "K04": ["K04 MegaPreis Discount   KA_RETAIL   Harbour   owner Halden",
                "sales 1 330 439.70   net margin -53 566.09   key by sales   relationship LIMITED_COLLABORATION (HIGH: we are exposed)",
                "tier BRONZE   visits 52 now, 6 by the programme   approach COLLABORATIVE now, TACTICAL recommended"],
        "K08": ["K08 海棠连锁超市   KA_RETAIL   Old Town   owner Okoro", "sales 307 640.06   net margin 58 845.50   not key, but may become it   relationship COLLABORATIVE",
                "tier GOLD   visits 10 now, 24 by the programme   approach CONSULTATIVE now, COLLABORATIVE recommended"],
        "K11": ["K11 Tramonto Stores   KA_RETAIL   River Ports   owner Halden", "sales -5 995.50   net margin -7 116.25   not key   relationship TRANSACTIONAL",
                "tier HOUSE: review whether to go on   visits 4 now, 0 by the programme   approach TACTICAL"],
        "K12": ["K12 Blue Anchor Ferries   KA_RETAIL   Harbour", "relationship UNDETERMINED"],
        "W09": ["tier HOUSE: to inside sales   visits 2 now, 0 by the programme   approach TACTICAL"],
    }
    for customer, lines in heads.items():
        found = explained(customer)
        expect([line for line in found[:3] if line in lines] == lines, customer, *found[:3])
    expect("             Potential key customer: not key yet; its sales and what can be won of its purchases elsewhere reach the cut-off." in explained("K08"), "K08 may become key")


def an_explanation_says_nothing_twice():
    for customer in ("K04", "K12", "S03", "S28", "F03", "W03"):
        lines = [line[13:] for line in explained(customer) if line[:12].strip() in ("", "measures", "score", "segment", "relate", "position", "tier", "engage") and line[13:]]
        without_card = [re.sub(r"^\w+: ", "", line) for line in lines if re.match(r"(objective|performance): ", line)]
        expect(len(set(lines)) == len(lines) and len(set(without_card)) == len(without_card), customer, *lines)
        expect(not any(" would alter it" in line for line in lines), customer, *lines)   # in one line at the end
        unknown = {match.group(1) for match in (re.match(r"(\w+) is not known: none", line) for line in lines) if match}
        expect(not any(line.startswith(name + ": ") for line in lines for name in unknown), customer, *lines)
    expect(any(re.fullmatch(r" +performance is 53.15 of 100. Its criteria are those of objective.", line) for line in explained("K04")), *explained("K04"))
    last = [line for line in explained("K12") if line.startswith("  not known, and so is what would alter it: ")]
    expect(len(last) == 1 and "Tier" in last[0] and "Investment" in last[0], *explained("K12"))


def explanations_speak_of_figures_that_one_would_change():
    for number in range(1, 33):
        lines = explained(f"S{number:02}")
        expect(not any("face to face cost" in line or "profit fell" in line or "Key by profit" in line or "_class:" in line for line in lines), *lines)
    lines = explained("S03")
    expect(any("growth is -0.0014, that is 49.66 of 100" in line for line in lines) and any("net_margin_rate is 0.0036" in line for line in lines), *lines)   # not "0"
    expect(any(line.endswith("Growth on the previous period: -0.14 percent (on the scale from -2 lost to 2 new: -0.0014).") for line in lines), *lines)
    expect(any("Class of segment patch: A; it would be B if sales fell from 14677.30 to 14677.29" in line for line in lines), *lines)
    expect(any("0.00 above the cut-off 14677.30: any fall would end it." in line for line in lines), *lines)


if __name__ == "__main__":
    sys.exit(run_cases(globals()))
