"""Run by check_tryton.py under the Python of Tryton: seeds the books, runs the job, and compares with figures worked out by hand."""
import os
import sys
from contextlib import contextmanager
from decimal import Decimal

import polib

from trytond.config import config

config.update_etc(os.environ["TRYTOND_CONFIG"])

from trytond.tests.test_tryton import activate_module   # noqa: E402
from trytond.exceptions import UserError   # noqa: E402
from trytond.model.exceptions import AccessError, ValidationError   # noqa: E402
from trytond.pool import Pool   # noqa: E402
from trytond.transaction import Transaction   # noqa: E402

import books   # noqa: E402

DATABASE = os.environ["DB_NAME"]
# sales, the same of the previous period, profit, the same, orders, ordered.
# Alder: 10 + 3 - 1 crates of 100 that cost 60, 4 + 1 before. Birch: 250 dollars at 1.25, a pump costs 190. Cedar: a credit note of 50 for a crate of 60. Ginkgo: 5 kg in grams, at a cost of 2 a kg;
# ordered 125 dollars at 1.25, and 30 that Hazel ordered. Ivy: a product without a cost. Dogwood's invoice was cancelled, Elm is inactive, Hazel pays nothing, Juniper did nothing.
FIGURES = {
    "Alder": ("1200", "500", "480", "200", 0, "0"),
    "Birch": ("200", "0", "10", "0", 0, "0"),
    "Cedar": ("-50", "0", "10", "0", 0, "0"),
    "Fir": ("0", "0", "0", "0", 0, "0"),
    "Ginkgo": ("50", "0", "40", "0", 2, "130"),
    "Ivy": ("80", "0", None, None, 0, "0"),
    }
# Positive sales are 1530, and 80 % of it 1224: Alder and Birch have 1400, so the cut-off is 200. Positive profits are 540, and 80 % of it 432: Alder alone. The weaker side of Alder is 45, the other 85;
# of Fir 82 and 80. A visit costs 1, two visits a year 2: who earns more is above the fence. V is the profit: gold to 80 % (Alder), silver to 95 % = 513 (Ginkgo, 520 with it), bronze the tens.
DECIDED = {
    "Alder": (True, True, "A", "A", "LIMITED_COLLABORATION", "HIGH", "GOLD"),
    "Birch": (True, False, "A", "C", "UNDETERMINED", "NONE", "BRONZE"),
    "Cedar": (False, False, "N", "C", "UNDETERMINED", "NONE", "BRONZE"),
    "Fir": (False, False, "N", "N", "STRATEGIC", "NONE", "HOUSE"),
    "Ginkgo": (False, False, "C", "B", "UNDETERMINED", "NONE", "SILVER"),
    "Ivy": (False, False, "B", None, "UNDETERMINED", "NONE", None),
    }


def equal(found, expected, what):
    if found != expected:
        raise AssertionError(f"{what}\nfound    {found}\nexpected {expected}")


@contextmanager
def transaction(company=None, user=1):
    with Transaction().start(DATABASE, user) as started:
        preferences = Pool().get("res.user").get_preferences(context_only=True) if user else {}
        with started.set_context(**{**preferences, **({"company": company} if company else {})}):
            yield started
            started.commit()


def night():
    """As the scheduler does it."""
    with Transaction().start(DATABASE, 0, context={"_skip_warnings": True}) as started:
        Cron = Pool().get("ir.cron")
        job, = Cron.search([("method", "=", "patron.decision|assess")])
        Cron.run_once([job])
        started.commit()


def rows():
    """Every column of every decision, with who wrote it and when."""
    with transaction():
        table = Pool().get("patron.decision").__table__()
        cursor = Transaction().connection.cursor()
        cursor.execute(*table.select(order_by=table.id))
        names = [column[0] for column in cursor.description]
        return {row[names.index("id")]: dict(zip(names, row)) for row in cursor.fetchall()}


def decisions(company):
    return {decision.party.name: decision for decision in Pool().get("patron.decision").search([("company", "=", company)])}


def the_figures_and_the_decisions(own, north):
    with transaction(own):
        found = decisions(own)
        equal({name: (row.sales, row.sales_previous, row.profit, row.profit_previous, row.orders, row.ordered) for name, row in found.items()},
              {name: tuple(Decimal(value) if isinstance(value, str) else value for value in values) for name, values in FIGURES.items()}, "figures")
        equal({name: (row.key_sales, row.key_profit, row.sales_class, row.profit_class, row.relationship_level, row.severity, row.tier) for name, row in found.items()}, DECIDED, "decisions")
        equal({name: (row.cutoff, row.profit_cutoff) for name, row in found.items()}, {name: (Decimal(200), None if name == "Ivy" else Decimal(480)) for name in FIGURES}, "cut-offs")
        equal({name for name, row in found.items() if row.key}, {"Alder", "Birch"}, "key customers")
        for name, row in found.items():
            assert row.explanation.count("\n") >= 2, name
    with transaction(north):
        equal({name: (row.sales, row.profit, row.key_sales, row.cutoff) for name, row in decisions(north).items()}, {"Alder": (Decimal(70), Decimal(70), True, Decimal(70))}, "the other company")


def fields_of_the_party_answer_for_the_company(own, north, party):
    def names(company, *domain):
        with transaction(company):
            return {found.name for found in Pool().get("party.party").search([*domain, ("id", "in", list(party.values()))])}
    everyone = set(party) - {"Elm"}   # inactive
    equal(names(own, ("patron_key", "=", True)), {"Alder", "Birch"}, "key")
    equal(names(own, ("patron_key", "=", False)), everyone - {"Alder", "Birch"}, "not key")
    equal(names(own, ("patron_key", "!=", True)), everyone - {"Alder", "Birch"}, "not key, said otherwise")
    equal(names(own, ("patron_tier", "in", ["GOLD", "SILVER"])), {"Alder", "Ginkgo"}, "two tiers")
    equal(names(own, ("patron_tier", "=", None)), {"Dogwood", "Hazel", "Ivy", "Juniper"}, "no tier")
    equal(names(own, ("patron_tier", "!=", None)), {"Alder", "Birch", "Cedar", "Fir", "Ginkgo"}, "any tier")
    equal(names(own, ("patron_sales", ">", Decimal(60))), {"Alder", "Birch", "Ivy"}, "sales")
    equal(names(north, ("patron_key", "=", True)), {"Alder"}, "key in the other company")
    for company, sales in ((own, Decimal(1200)), (north, Decimal(70))):
        with transaction(company):
            alder, juniper = (Pool().get("party.party")(party[name]) for name in ("Alder", "Juniper"))
            equal((alder.patron_key, alder.patron_sales, juniper.patron_key, juniper.patron_sales, juniper.patron_explanation), (True, sales, False, None, None), "fields")


def one_customer_is_explained(own, party):
    def explain(name):
        with transaction(own):
            Explain = Pool().get("patron.explain", type="wizard")
            session, start, _ = Explain.create()
            with Transaction().set_context(active_id=party[name], active_ids=[party[name]], active_model="party.party"):
                return Explain.execute(session, {}, start)["view"]["defaults"]["text"]
    text = explain("Alder")
    for part in ("by sales of 1200.00, 1000.00 above the cut-off 200.00", "by net margin of 480.00, 0.00 above the cut-off 480.00", "LIMITED_COLLABORATION, severity HIGH", "Our side is 85 (commitment 85, trust 90)",
                 "Their side is 45", "The sides differ by 40 points", "points."):
        assert part in text, f"{part} is not in\n{text}"
    assert "by sales of 50.00, 30.00 short of 80.00, where B begins" in explain("Ginkgo"), explain("Ginkgo")
    assert explain("Juniper").startswith('"Juniper" is no customer'), explain("Juniper")
    with transaction(own):
        Party = Pool().get("party.party")
        action = Party.patron_explain([Party(party["Alder"])])
        equal(Pool().get("ir.action.wizard")(Pool().get("ir.model.data").get_id("patron", "wizard_explain")).wiz_name, "patron.explain", "wizard")
        assert action, "the button does nothing"


def content(row):
    return {name: value for name, value in row.items() if name not in ("write_date", "write_uid")}


def a_second_run_writes_nothing():
    before = rows()
    night()
    equal(rows(), before, "the second run")


def only_what_changed_is_written(own, party, ledger):
    before = rows()
    with transaction(own), books.set_company(Pool().get("company.company")(own)):
        again = books.Books.__new__(books.Books)
        again.__dict__.update({name: type(record)(record.id) for name, record in ledger.__dict__.items()})
        again.invoice(Pool().get("party.party")(party["Ginkgo"]), books.TODAY, 1, "10")
    night()
    after = rows()
    equal(set(after), set(before), "rows")
    changed = {id for id in after if content(after[id]) != content(before[id])}
    equal({id for id in after if after[id]["write_date"] != before[id]["write_date"]}, changed, "rows that were written")
    ginkgo, = [id for id, row in after.items() if row["party"] == party["Ginkgo"]]
    assert ginkgo in changed and len(changed) < len(after), changed
    with transaction(own):
        equal(Pool().get("patron.decision")(ginkgo).sales, Decimal(60), "sales with today's invoice")


def who_is_gone_is_deleted(own, party):
    def set_active(active):
        with transaction(own):
            Party = Pool().get("party.party")
            Party.write([Party(party["Birch"])], {"active": active})
        night()
        with transaction(own):
            return decisions(own)
    with_birch, without = set(FIGURES), set_active(False)
    equal(set(without), with_birch - {"Birch"}, "customers")
    with transaction(own):
        # Of 1200 + 80 + 60 = 1340, 80 % is 1072: Alder alone.
        equal({row.cutoff for row in decisions(own).values()}, {Decimal(1200)}, "the cut-off without Birch")
    equal(set(set_active(True)), with_birch, "customers again")


def bad_rules_are_refused_and_nothing_is_lost(own):
    before = rows()
    for rules, part in (("fence.visit_cots = 1", "fence.visit_cots"), ("matrix.bands = 70,30", "matrix.bands"), ("pareto.broad_share", "pareto.broad_share")):
        try:
            with transaction(own):
                Configuration = Pool().get("patron.configuration")
                Configuration.write([Configuration(1)], {"rules": rules})
        except ValidationError as error:
            assert part in str(error), error
        else:
            raise AssertionError(f"{rules} was accepted")
    night()
    equal(rows(), before, "after bad rules")


def a_judgement_is_made_once_and_within_bounds(own, party):
    for values in ({"party": party["Alder"]}, {"party": party["Birch"], "their_trust": 101.0}, {"party": party["Birch"], "our_trust": -1.0}):
        try:
            with transaction(own):
                Pool().get("patron.judgement").create([{"company": own, **values}])
        except UserError:
            continue
        raise AssertionError(f"{values} was accepted")


def decisions_are_not_written_by_hand(own):
    with transaction(own):
        user, = Pool().get("res.user").create([{"name": "Reader", "login": "reader", "companies": [("add", [own])], "company": own}])
    with transaction(own, user.id):
        with Transaction().set_context(_check_access=True):
            Decision = Pool().get("patron.decision")
            decision = Decision.search([], limit=1)
            assert decision, "a user sees no decision"
            try:
                Decision.write(decision, {"tier": "GOLD"})
            except AccessError:
                return
    raise AssertionError("anybody may write decisions")


def parties_that_are_merged_are_judged_once(own, party):
    with transaction(own):
        pool = Pool()
        Replace, Party = pool.get("party.replace", type="wizard"), pool.get("party.party")
        session, _, _ = Replace.create()
        wizard = Replace(session)
        wizard.ask.source, wizard.ask.destination = Party(party["Fir"]), Party(party["Alder"])
        with Transaction().set_context(_skip_warnings=True):
            wizard.transition_replace()
        equal([judgement.their_trust for judgement in pool.get("patron.judgement").search([("party", "in", [party["Fir"], party["Alder"]])])], [72.0], "judgements")
    night()
    with transaction(own):
        equal(set(decisions(own)), set(FIGURES) - {"Fir"}, "customers after the merger")


def override(company, party, decision, value, **more):
    with transaction(company):
        found, = Pool().get("patron.override").create([{"party": party, "company": company, "decision": decision, "kind": "PIN", "value": value, "reason": "the owner knows why", **more}])
        return found.id


def overrides_stand_beside_what_was_computed(own, party):
    """Ginkgo is silver, one step under gold; Cedar, bronze, may not move two without somebody who approves; Birch's has lapsed; Ivy has no tier that could be pinned."""
    today = books.TODAY
    gold, lapsed = override(own, party["Ginkgo"], "held_tier", "GOLD"), override(own, party["Birch"], "held_tier", "SILVER", date=books.days_ago(20), expires=books.days_ago(10))
    far = override(own, party["Cedar"], "held_tier", "GOLD")
    for value in ({"value": "GLOD"}, {"decision": "key", "value": "perhaps"}):
        try:
            override(own, party["Alder"], **{"decision": "held_tier", **value})
        except ValidationError as error:
            assert "expected" in str(error), error
        else:
            raise AssertionError(f"{value} was accepted")
    night()
    with transaction(own):
        Override = Pool().get("patron.override")
        equal([(one.state, one.computed, one.author.id, one.date == today) for one in Override.browse([gold, lapsed, far])],
              [("APPLIED", "SILVER", 1, True), ("LAPSED", "BRONZE", 1, False), ("REFUSED", "BRONZE", 1, True)], "what became of them")
        equal({name: (row.tier, row.held_tier) for name, row in decisions(own).items() if name in ("Ginkgo", "Birch", "Cedar", "Alder")},
              {"Ginkgo": ("SILVER", "GOLD"), "Birch": ("BRONZE", "BRONZE"), "Cedar": ("BRONZE", "BRONZE"), "Alder": ("GOLD", "GOLD")}, "computed and held tiers")
        equal(Pool().get("party.party")(party["Ginkgo"]).patron_held_tier, "GOLD", "on the party")
        assert "Set by hand: held_tier" in decisions(own)["Ginkgo"].explanation, decisions(own)["Ginkgo"].explanation
        user, = Pool().get("res.user").create([{"name": "Approver", "login": "approver", "companies": [("add", [own])], "company": own}])
        Override.write(Override.browse([far]), {"approver": user.id})
    night()
    before = rows()
    night()
    equal(rows(), before, "a night more")
    with transaction(own):
        Override = Pool().get("patron.override")
        equal((Override(far).state, decisions(own)["Cedar"].held_tier), ("APPLIED", "GOLD"), "with somebody who approves")
        Override.delete(Override.search([]))
    night()


def tables_of_rules_are_edited(own):
    def table(name, rows):
        with transaction(own):
            found, = Pool().get("patron.rule_table").create([{"name": name, "rows": rows}])
            return found.id
    with transaction(own):
        Table = Pool().get("patron.rule_table")
        fresh = Table(name="segments")
        fresh.on_change_name()
        header, *standard = fresh.rows.splitlines()
        assert header.startswith("segment,by,measure,cuts") and len(standard) == 2, fresh.rows
        names = {name for name, _ in Table.get_names()}
        assert {"segments", "scorecards", "criteria", "programs", "matrix"} <= names and not names & {"settings", "customers"}, names
    for rows, part in ((fresh.rows.replace("measure", "mesure"), "column measure"), (fresh.rows.replace("80,95", "80,75"), "cuts"), (fresh.rows.replace(",current_value,", ",current_valeu,"), "current_valeu")):
        try:
            table("segments", rows)
        except ValidationError as error:
            assert part in str(error), error
        else:
            raise AssertionError(f"{rows} was accepted")
    made = table("segments", fresh.rows.replace("80,95", "50,95"))
    try:
        table("segments", fresh.rows)
    except UserError:
        pass
    else:
        raise AssertionError("a table was given twice")
    night()
    with transaction(own):
        equal({name for name, row in decisions(own).items() if row.key_sales}, {"Alder"}, "half of 1530 is made by Alder")
        Table = Pool().get("patron.rule_table")
        Table.delete(Table.browse([made]))
    night()
    with transaction(own):
        equal({name for name, row in decisions(own).items() if row.key_sales}, {"Alder", "Birch"}, "the default rules again")


def everything_is_said_in_german(own):
    """Tryton's own list of what can be translated, and the file of the module."""
    with transaction(own):
        pool = Pool()
        Translation, Lang = pool.get("ir.translation"), pool.get("ir.lang")
        german, = Lang.search([("code", "=", "de")])
        Lang.write([german], {"translatable": True})
        Update = pool.get("ir.translation.update", type="wizard")
        session, _, _ = Update.create()
        update = Update(session)
        update.start.language = german
        update.do_update({})
        wanted = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(Translation.translation_export("de", "patron").decode())}
        path = os.path.join(os.path.dirname(sys.modules["trytond.modules.patron"].__file__), "locale", "de.po")
        given = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(path)}
        assert len(wanted) > 100 and all(given.values()), given
        equal(wanted - set(given), set(), "what is not said in German")
        Translation.translation_import("de", "patron", [path])
    with transaction(own):
        with Transaction().set_context(language="de"):
            shown = Pool().get("party.party").fields_get(["patron_key", "patron_relationship_level"])
            equal(shown["patron_key"]["string"], "Schl\u00fcsselkunde", "a field")
            assert ("STRATEGIC", "Strategisch") in [tuple(one) for one in shown["patron_relationship_level"]["selection"]], shown
            try:
                Pool().get("patron.rule_table").create([{"name": "segments", "rows": "segment"}])
            except ValidationError as error:
                assert str(error).startswith("Die Regeln der Bewertung sind nicht g\u00fcltig"), error
            else:
                raise AssertionError("rules without rows were accepted")
        Transaction().rollback()


def main():
    activate_module("patron")
    with transaction():
        own, north, parties, ledger, _ = books.seed()
        pool = Pool()
        pool.get("patron.configuration").create([{"rules": "fence.visit_cost = 1\nfence.minimum_visits = 2"}])
        own, north, party = own.id, north.id, {name: record.id for name, record in parties.items()}
    night()
    for test in (lambda: the_figures_and_the_decisions(own, north), lambda: fields_of_the_party_answer_for_the_company(own, north, party), lambda: one_customer_is_explained(own, party),
                 a_second_run_writes_nothing, lambda: only_what_changed_is_written(own, party, ledger), lambda: who_is_gone_is_deleted(own, party),
                 lambda: bad_rules_are_refused_and_nothing_is_lost(own), lambda: a_judgement_is_made_once_and_within_bounds(own, party), lambda: decisions_are_not_written_by_hand(own),
                 lambda: overrides_stand_beside_what_was_computed(own, party), lambda: tables_of_rules_are_edited(own), lambda: parties_that_are_merged_are_judged_once(own, party), lambda: everything_is_said_in_german(own)):
        test()
    print(f"{len(FIGURES)} customers of {len(party)} parties, as worked out by hand")


if __name__ == "__main__":
    sys.exit(main())
