"""Portfolio, policy, model, assessment, tables and Arrow from Python: what comes out, what is copied, what is given back, what is refused and how it says so."""
import array
import ctypes
import datetime
import gc
import os
import subprocess
import sys
from decimal import Decimal

import patron
from patron import constants
from patron._arrays import numpy
from support import near, refused, same


def small_book(**options):
    book = patron.Portfolio("EUR", **options)
    book.add("ACME", sales=Decimal("120000.00"), our_commitment=85.0, our_trust=90.0, their_commitment=45.0, their_trust=72.0)
    book.add("BOLT", sales=Decimal("20000.00"))
    return book


def decisions_of_one_customer():
    with small_book() as book, book.assess() as result:
        acme, bolt = result["ACME"], result["BOLT"]
        same((acme["key"], acme["relationship_level"], acme["exposed"], bolt["relationship_level"]), ("yes", "LIMITED_COLLABORATION", "US", "UNDETERMINED"))
        same((acme.value("key"), acme.value("gap"), acme.value("sales_cutoff"), acme.value("rank")), (True, 40.0, Decimal("120000.00"), None))
        same((acme.minor_units("sales_cutoff"), acme.code("relationship_level"), acme.value("relationship_level"), acme.value("customer")), (12000000, 4, "LIMITED_COLLABORATION", "ACME"))
        same((bolt.value("gap"), bolt["gap"], bolt.value("exposed")), (None, None, bolt["exposed"]))
        same([one["customer"] for one in result], ["ACME", "BOLT"])
        same((len(result), result.at(1)["customer"]), (2, "BOLT"))
        sentences = [row for row in acme.explain() if row["decision"] == "relationship_level"]
        same(bool(sentences) and all(row["text"] for row in sentences), True)
        try:
            result["NOBODY"]
        except KeyError as error:
            same(error.args, ("NOBODY",))
        else:
            raise AssertionError("NOBODY is there")
        refused(constants.E_NOT_FOUND, acme.__getitem__, "no_such_column")


def dates_are_days():
    with small_book() as book:
        book.add("CORD", our_commitment=50.0, our_trust=50.0, their_commitment=50.0, their_trust=50.0)
        book.put("past_levels", {"customer": ["CORD"], "date": [datetime.date(2024, 1, 1)], "level": ["COOPERATIVE"]})
        with book.assess() as result:
            same((result["CORD"]["level_since"], result["CORD"].value("level_since"), result["BOLT"].value("level_since")), ("2024-01-01", datetime.date(2024, 1, 1), None))
            same((result.row("ACME"), result.row("CORD")), (0, 2))


def facts_come_and_go():
    book = small_book()
    book.declare(floor_space="NUMBER", shelf="CODE", note="TEXT", visited="DATE", listed="FLAG", doors="INTEGER")
    row = book.add("CORD", floor_space=12.5, shelf="TOP", note="new", visited=datetime.date(2026, 11, 22), listed=True, doors=3)
    same((row, book.row("CORD")), (2, 2))
    book.set("CORD", floor_space=None, doors=4)
    book.set_row(2, note="old")
    table = book.table("customers")
    same((table["floor_space"], table["shelf"], table["note"]), ([None] * 3, [None, None, "TOP"], [None, None, "old"]))
    same((table["visited"][2], table["listed"][2], table["doors"][2], table["sales"][0]), (datetime.date(2026, 11, 22), True, 4, Decimal("120000.00")))
    numbered = patron.Portfolio("EUR")
    numbered.add(7, sales=Decimal(1))
    numbered.add(12, sales=2)
    if numpy:   # what a column of ids and amounts gives
        numbered.add(numpy.arange(13, 15)[1], sales=numpy.int64(3), their_trust=numpy.float32(72))
        same((numbered.row(numpy.int64(14)), numbered.table("customers")["their_trust"]), (2, [None, None, 72.0]))
    same((numbered.row(7), numbered.row(12), numbered.assess()[7]["key"], [one["customer"] for one in numbered.assess()][:2]), (0, 1, "no" if numpy else "yes", ["7", "12"]))


def errors_say_where():
    book = small_book()
    error = refused(constants.E_RANGE, book.set, "BOLT", their_trust=172.0)
    same((error.name, error.table, error.column, error.row, error.value), ("PATRON_E_RANGE", "customers", "their_trust", 2, "172"))
    same("their_trust" in str(error) and "100" in error.expected, True)
    error = refused(constants.E_NOT_FOUND, book.set, "BOLT", their_trsut=1.0)
    same(isinstance(error, KeyError) and "their_trust" in str(error), True)
    refused(constants.E_DUPLICATE, book.add, "ACME")
    refused(constants.E_MEMORY_LIMIT, patron.Context, memory_limit=10)
    try:
        book.set("BOLT", sales=Decimal("1.005"))
    except ValueError as refusal:
        same("decimals" in str(refusal), True)
    else:
        raise AssertionError("1.005 EUR was taken")
    for amount in (Decimal("1e30"), Decimal("92233720368547758.08"), Decimal("184467440737095516.16") + 5, Decimal("NaN"), 2 ** 64 + 3):
        try:
            book.set("BOLT", sales=amount)
        except (OverflowError, ValueError):
            continue
        raise AssertionError(f"{amount} EUR was taken")
    book.set("BOLT", sales=20000, their_trust=72)   # whole numbers are fine amounts and marks
    same((book.table("customers")["sales"][1], book.table("customers")["their_trust"][1]), (Decimal("20000.00"), 72.0))
    bad = patron.Table("customers", {"customer": ["A", "B"], "sales": ["1.00", "much"]}, context=book.context)
    error = refused(constants.E_FORMAT, book.put, bad)
    same((error.table, error.column, error.row, error.value), ("customers", "sales", 2, "much"))


def a_library_that_is_not_there_says_what_to_do():
    environment = dict(os.environ, PATRON_LIBRARY="/no/such/library", PYTHONPATH=os.path.dirname(os.path.dirname(patron.__file__)))
    done = subprocess.run([sys.executable, "-B", "-c", "import patron"], env=environment, capture_output=True, text=True)
    same((done.returncode, "ImportError: the library of Patron cannot be loaded: /no/such/library" in done.stderr, "PATRON_LIBRARY" in done.stderr), (1, True, True))


def tables_in_and_out():
    context = patron.Context()
    table = patron.Table("any", {"text": ["a", None, "ü"], "number": [1.5, None, 2.0], "whole": [1, 2, None], "flag": [True, None, False],
                                 "day": [datetime.date(2026, 1, 1), None, datetime.date(1969, 12, 31)]}, context=context)
    table.add("code", ["X", None, "Y"], type="CODE")
    table.add("cents", [100, None, -5], type="MONEY")
    table.add_text("said", [0, 2, 2, 5], b"hethere"[:5])
    table.add_text("again", [0, 0, 0, 3], b"one", known=[True, False, True], lend_it=False)
    same((table.name, table.columns[:3], len(table)), ("any", ["text", "number", "whole"], 3))
    same(table.types["code"], "CODE")
    same(table.codes("code"), ["X", "Y"])
    same((table["text"], table["number"], table["whole"], table["flag"]), (["a", None, "ü"], [1.5, None, 2.0], [1, 2, None], [True, None, False]))
    same((table["day"][2], table["code"], table["said"], table["again"]), (datetime.date(1969, 12, 31), ["X", None, "Y"], ["he", "", "the"], ["", None, "one"]))
    table.append(patron.Table("any", {"text": ["last"]}, context=context))
    same((len(table), [row["text"] for row in table][-1], list(table)[-1]["whole"]), (4, "last", None))
    try:
        table["none"]
    except KeyError as error:
        same(error.args, ("none",))
    refused(constants.E_STATE, table.view, "number")   # it may still grow
    same(len(patron.schema("tables")) > 10, True)
    same("their_trust" in patron.schema("customers")["column"], True)


def numbers_are_lent_not_copied():
    """By address: what the caller gave is what the library reads, and what it shows is where it lies."""
    same(patron.lent(), 0)
    cents, trust, days = [12000000, 2000000, 500000], [72.0, 50.0, 0.0], [0, 1, 2]
    if numpy:
        cents, trust, days = numpy.array(cents), numpy.ma.MaskedArray(trust, mask=[False, False, True]), numpy.array(days, "int32")
        where = cents.ctypes.data, trust.data.ctypes.data, days.ctypes.data
    else:
        cents, trust, days = array.array("q", cents), array.array("d", trust), array.array("i", days)
        where = tuple(one.buffer_info()[0] for one in (cents, trust, days))
    book = patron.Portfolio("EUR")
    book.put("customers", {"customer": ["A", "B", "C"], "sales": cents, "their_trust": trust, "first_sale": days}, types={"sales": "MONEY", "first_sale": "DATE"})
    same(patron.lent(), 3)
    table = book.table("customers")
    sales, trusted, dates = table.view("sales"), table.view("their_trust"), table.view("first_sale")
    same((start_of(sales.values), start_of(trusted.values), start_of(dates.values)), where)
    same(table["first_sale"][2], datetime.date(1970, 1, 3))
    same((list(sales.values), sales.known), ([12000000, 2000000, 500000], None))
    if numpy:
        same((list(trusted.known), trusted.values.flags.writeable), ([True, True, False], False))
    offsets, data = table.view("customer").values
    same((list(offsets), bytes(data)), ([0, 1, 2, 3], b"ABC"))
    result = book.assess()
    decided = result.table("customers")
    levels = decided.view("relationship_level")
    gap = decided.view("gap")
    book.close(), result.close(), table.close()
    del decided, result, table, book
    gc.collect()
    same((list(levels.values), len(gap.values)), ([constants.LEVEL_UNDETERMINED] * 3, 3))   # a view keeps its table
    del sales, trusted, dates, offsets, data, levels, gap
    gc.collect()
    same(patron.lent(), 0)   # everything was given back, once
    error = refused(constants.E_NOT_FINITE, patron.Table, "t", {"x": array.array("d", [1.0, float("nan")])})
    same((error.column, error.row, patron.lent()), ("x", 2, 0))   # given back where it is refused, too
    copied = patron.Table("t", {"x": [1.0]})
    same((patron.lent(), copied.read("x").values[0]), (0, 1.0))
    if numpy:
        days = patron.Table("t", {"d": numpy.array(["2026-01-01", "NaT"], "datetime64[D]"), "f": numpy.array([True, False])})
        same((days["d"], days["f"]), ([datetime.date(2026, 1, 1), None], [True, False]))
        every_second = numpy.arange(6.0)[::2]
        same(patron.Table("t", {"x": every_second})["x"], [0.0, 2.0, 4.0])   # a stride is copied


def start_of(values):
    return values.ctypes.data if numpy else ctypes.addressof(values.obj)


def arrow_without_copying():
    class Array:
        """Something that has the array protocol alone."""
        def __init__(self, table):
            self.__arrow_c_array__ = table.__arrow_c_array__
    book = small_book()
    decided = book.assess().table("customers")
    for there in (patron.Table.from_arrow(decided, "again"), patron.Table.from_arrow(Array(decided), "again")):
        same((there.columns, len(there)), (decided.columns, 2))
        for column in ("gap", "relationship_level", "sales_cutoff"):
            same(there[column], decided[column])
    used = book.context.memory_used
    decided.__arrow_c_array__(), decided.__arrow_c_stream__(), decided.__arrow_c_schema__(), patron.as_decimal(decided)   # that nobody takes
    gc.collect()
    same(book.context.memory_used, used)
    refused(constants.E_STATE, patron.Table("t", {"x": [1.0]}).__arrow_c_array__)
    lent_doubles = numpy.array([1.0, 2.0]) if numpy else array.array("d", [1.0, 2.0])
    source = patron.Portfolio("EUR")
    source.put("customers", {"customer": ["A", "B"], "their_trust": lent_doubles})
    target = patron.Portfolio("EUR")
    target.put(patron.Table.from_arrow(source.table("customers"), "customers", context=target.context))
    same(start_of(target.table("customers").view("their_trust").values), start_of(lent_doubles) if numpy else lent_doubles.buffer_info()[0])
    del source, target
    gc.collect()
    same(patron.lent(), 0)


def policies():
    book = small_book()
    policy = book.policy(matrix__bands=[40, 70])
    same(policy["matrix.bands"], "40,70")
    del policy["matrix.bands"]
    same(policy["matrix.bands"], patron.Policy()["matrix.bands"])
    error = refused(constants.E_NOT_FOUND, policy.__setitem__, "matrix.band", "1")
    same("matrix.bands" in str(error), True)
    policy.put("settings", {"key": ["matrix.bands"], "value": ["30,60"]})
    same(policy["matrix.bands"], "30,60")
    same(policy.check(), [])
    weights = lambda: {row["criterion"]: row["weight"] for row in policy.table("criteria") if row["scorecard"] == "winnability"}
    before = weights()
    policy.weigh("winnability", market_share=2.5, growth=0)
    same(weights(), dict(before, market_share=2.5, growth=0.0))
    refused(constants.E_NOT_FOUND, policy.weigh, "winnability", height=1)
    policy.put("scorecards", {"scorecard": ["mine"], "weighting": ["NOBODY"]})
    same([row["table"] for row in policy.check() if row["value"] == "NOBODY"], ["scorecards"])
    same(len(policy.table("tables")) > 3, True)
    book.set("ACME", our_commitment=95.0, our_trust=95.0, their_commitment=95.0, their_trust=95.0)
    same([book.assess(book.policy(preset))["ACME"]["relationship_level"] for preset in (None, "THREE_LEVELS")], ["STRATEGIC", "COLLABORATIVE"])
    refused(constants.E_INVALID_ARGUMENT, book.assess, policy, matrix__bands="1 2")


def scored_book():
    book = patron.Portfolio("EUR")
    book.declare(reach="NUMBER", complaints="NUMBER")
    for name, reach, complaints in (("A", 10.0, 4.0), ("B", 20.0, 2.0), ("C", 40.0, 8.0)):
        book.add(name, sales=Decimal(100), reach=reach, complaints=complaints)
    return book


def scored_policy(book, weighting, normaliser):
    policy = book.policy()
    policy.extend("scorecards", {"scorecard": ["place"], "weighting": [weighting]})
    policy.extend("criteria", {"scorecard": ["place"] * 2, "criterion": ["reach", "complaints"], "column": ["reach", "complaints"], "direction": ["HIGHER", "LOWER"],
                               "normaliser": [normaliser, "MINMAX"]})
    return policy


def plug_ins_in_python():
    book, seen = scored_book(), []
    policy = scored_policy(book, "MINE", "MEDIAN")

    @policy.weighting("MINE")
    def mine(criteria, raw, normalised):
        seen.append((criteria["criterion"], raw["reach"], normalised[normalised.columns[1]]))
        return [3.0, 1.0]

    @policy.normaliser("MEDIAN")
    def median(values, capacity):
        ordered = sorted(values)
        return [(ordered[0], 0), (ordered[len(ordered) // 2], 50), (ordered[-1], 100)]

    model = book.fit(policy)
    rows = [row for row in model.table("criteria") if row["scorecard"] == "place"]
    same({row["criterion"]: row["weight"] for row in rows}, {"reach": 0.75, "complaints": 0.25})
    criteria, raw, normalised = seen[0]
    same((criteria, raw), (["reach", "complaints"], [10.0, 20.0, 40.0]))
    near(normalised, [4 / 6, 1.0, 0.0])   # 2 is best, 8 worst
    decided = model.apply(book)
    near(decided.table("customers")["place"], [100 * (0.75 * 0.0 + 0.25 * 4 / 6), 100 * (0.75 * 0.5 + 0.25), 75.0])

    policy = scored_policy(book, "FAILS", "MINMAX")

    @policy.weighting("FAILS")
    def fails(criteria, raw, normalised):
        raise ZeroDivisionError("what went wrong")
    error = refused(constants.E_CALLBACK, book.fit, policy)
    same((type(error), type(error.__cause__), str(error.__cause__)), (patron.Stopped, ZeroDivisionError, "what went wrong"))
    del mine, median, fails, policy, error, model, decided
    gc.collect()
    same(patron.lent(), 0)


def models_travel():
    book = small_book()
    model = book.fit()
    data = model.save()
    loaded = patron.Model.load(data)
    same(loaded.save(), data)
    morning = patron.Portfolio("EUR")
    morning.add("CORD", sales=Decimal("150000.00"))
    same(loaded.apply(morning)["CORD"]["sales_class"], "A")
    same("criteria" in loaded.table("tables")["table"], True)
    refused(constants.E_FORMAT, patron.Model.load, data[:-1])
    refused(constants.E_NOT_FOUND, loaded.table, "nothing")


def parts_make_the_model_of_the_whole():
    whole, parts = patron.Portfolio("EUR"), [patron.Portfolio("EUR") for _ in range(3)]
    for i in range(30):
        for book in (whole, parts[i % 3]):
            book.add(f"C{i:02}", sales=Decimal(100 + i * i), their_trust=float(i))
    plan, passes = None, 0
    while True:
        states = [patron.Fitting(plan, context=book.context).add(book).save() for book in parts]
        fitting, passes = patron.Fitting.merged(reversed(states)), passes + 1
        model = fitting.model()
        if model:
            break
        plan = fitting.next()
    same((passes > 1, fitting.next(), model.save()), (True, None, whole.fit().save()))
    refused(constants.E_FORMAT, patron.Fitting.load, states[0][:-1])


def what_changed():
    book = small_book()
    before = book.assess().table("customers")
    book.set("ACME", their_commitment=80.0)
    after = book.assess()
    changes = {(row["customer"], row["column"]): row for row in after.changes(before)}
    row = changes["ACME", "relationship_level"]
    same((row["before"], row["after"], row["why"]), ("LIMITED_COLLABORATION", "COLLABORATIVE", "OWN_VALUE"))
    beside = after.compare(before)
    same(len(beside.table("changes")), len(changes))
    same([one["customer"] for one in beside.table("danger")], ["ACME"])


def robust_or_not():
    book = scored_book()
    found = book.robustness(scored_policy(book, "EQUAL", "MINMAX"))
    same({"stability", "acceptability", "agreement"} <= set(found.table("tables")["table"]), True)
    same(found.table("agreement")["weighting"], ["EQUAL", "ENTROPY", "CRITIC", "DEVIATION"])


def limits_and_progress():
    book = small_book(threads=2)
    told = []
    book.context.progress(lambda stage, done, total: told.append((stage, done, total)))
    book.assess()
    same(bool(told) and all(0 <= done <= total for _, done, total in told), True)
    book.context.progress(lambda *_: book.context.cancel())
    refused(constants.E_CANCELLED, book.assess)

    def breaks(*_):
        raise RuntimeError("enough")
    book.context.progress(breaks)
    error = refused(constants.E_CANCELLED, book.assess)
    same((type(error), str(error.__cause__)), (patron.Cancelled, "enough"))
    book.context.progress(None)
    book.context.set("memory_limit", book.context.memory_used + 10)
    error = refused(constants.E_MEMORY_LIMIT, book.assess)
    same((isinstance(error, MemoryError), book.context.error != ""), (True, True))
    book.context.set("memory_limit", 0)
    book.assess()
    same(0 < book.context.memory_used <= book.context.memory_peak, True)


CASES = (decisions_of_one_customer, dates_are_days, facts_come_and_go, errors_say_where, a_library_that_is_not_there_says_what_to_do, tables_in_and_out, numbers_are_lent_not_copied, arrow_without_copying, policies, plug_ins_in_python, models_travel, parts_make_the_model_of_the_whole,
         what_changed, robust_or_not, limits_and_progress)
