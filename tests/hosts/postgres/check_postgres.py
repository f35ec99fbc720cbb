"""Usage: check_postgres.py MODULE PG_CONFIG PATRON SOURCE: the extension of PostgreSQL in real servers: against the golden figures, against the program `patron`, in parallel plans, over three shards of
which one dies, and with bytes that somebody changed."""
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

import fitting
from postgres_checks import PROGRAM, dies_at_work, expect, explained, program, quoted, refused
from postgres_clusters import Cluster, Installation, Missing

SKIPPED = 77
SHARDS = 3
ROWS = 20000   # a shard


def read(path):
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def the_wholesale_figures(node, source, _):
    with open(os.path.join(source, "tests", "vectors", "pareto", "wholesale_total.json"), encoding="utf-8") as handle:
        golden = {(group["layer"], group["region"]): group for group in json.load(handle)["groups"]}
    lines = []
    for row in read(os.path.join(source, "examples", "wholesale", "wholesale_customers.csv")):
        spent = sum(int(value) for name, value in row.items() if name not in ("customer_id", "Channel", "Region"))
        lines.append(f"({row['customer_id']}, '{row['Channel']}', '{row['Region']}', {spent})")
    node.rows("CREATE TABLE clients(customer integer, channel text, region text, total bigint); INSERT INTO clients VALUES " + ", ".join(lines))
    compared = 0
    for kind in ("bigint", "integer", "double precision", "numeric(12, 2)"):
        found = node.rows(f"SELECT COALESCE(channel, '*'), COALESCE(region, '*'), (patron_cut(plan)).* FROM (SELECT channel, region, patron_next(patron_partial(total::{kind}), 0.8) AS plan"
                          " FROM clients GROUP BY CUBE(channel, region)) AS q")
        for channel, region, outcome, cutoff, cutoff_integer, total, total_integer, _, _, n, n_positive, n_inside, n_minimum in found:
            group = golden[channel, region]
            whole = kind in ("bigint", "integer")
            expect([outcome, Decimal(cutoff), Decimal(total)] == ["OK", group["cutoff_value"], group["total_positive"]], channel, region, cutoff, total, group)
            expect([cutoff_integer, total_integer] == ([str(group["cutoff_value"]), str(group["total_positive"])] if whole else ["NULL", "NULL"]), kind, cutoff_integer, total_integer)
            expect([int(one) for one in (n, n_positive, n_inside, n_minimum)] == [group[name] for name in ("n_customers", "n_positive", "n_key", "n_key_min_prefix")], channel, region)
            compared += 1
        classes = node.rows(f"SELECT channel, region, class, count(*) FROM (SELECT channel, region, patron_class(total::{kind}, ARRAY[0.8, 0.95]) OVER (PARTITION BY channel, region) AS class FROM clients) AS q"
                            " GROUP BY 1, 2, 3")
        for channel, region, letter, count in classes:
            expect(int(count) == golden[channel, region]["abc"][letter], channel, region, letter, count)
        expect(len(classes) == 18, classes)
    expect(compared == 48, compared)
    expect(node.value("SELECT count(*) FROM (SELECT patron_class(total) OVER () AS class FROM clients) AS q WHERE class = 'A'") == str(golden["*", "*"]["n_key"]))
    labels = node.rows("WITH p AS MATERIALIZED (SELECT patron_next(patron_partial(total), ARRAY[0.8, 0.95]) AS plan FROM clients) SELECT patron_label(total, (SELECT plan FROM p)), count(*) FROM clients GROUP BY 1 ORDER BY 1")
    expect(labels == [[letter, str(golden["*", "*"]["abc"][letter])] for letter in "ABC"], labels)
    second = node.rows("SELECT (c).cutoff_integer, (c).n_inside FROM (SELECT patron_cut(patron_next(patron_partial(total), ARRAY[0.8, 0.95]), 2) AS c FROM clients) AS q")
    expect(second == [[str(golden["*", "*"]["abc"]["b_cut_value"]), str(golden["*", "*"]["abc"]["A"] + golden["*", "*"]["abc"]["B"])]], second)


def the_readme_shows_what_comes(node, source, _):
    with open(os.path.join(source, "examples", "postgres", "README.md"), encoding="utf-8") as handle:
        blocks = re.findall(r"```sql\n(.*?)```", handle.read(), re.S)
    node.rows("CREATE TABLE portfolio AS SELECT i % 2 AS shard, jsonb_build_object('customers', jsonb_build_array(jsonb_build_object('customer', c, 'sales', s))) AS facts"
              " FROM (VALUES (1, 'A', 800), (2, 'B', 150), (3, 'C', 50)) AS t(i, c, s)")
    compared = 0
    for block in blocks:
        for sql, same_line, lines in re.findall(r"((?:WITH|SELECT)[^;]*;)(?: +-- (.*))?\n((?:--  .*\n)*)", block):
            shown = [line.lstrip("- ") for line in lines.splitlines()] or ([same_line] if " | " in same_line else [])
            if shown:
                found = node.rows(sql)
                expect(found == [[cell.strip() for cell in line.split("|")] for line in shown], sql, found, shown)
                compared += len(found)
    expect(compared == 8, compared)


def classes_of_awkward_values(node, *_):
    found = node.value("SELECT string_agg(COALESCE(class, '-'), '' ORDER BY i) FROM (SELECT i, patron_class(v, 0.8) OVER () AS class FROM"
                       " (VALUES (1, 50), (2, 10), (3, NULL), (4, 10), (5, 10), (6, 10), (7, 10), (8, 0), (9, -5), (10, 1)) AS t(i, v)) AS q")
    expect(found == "AA-AAAANNB", found)
    big = 9007199254740993   # a double takes it for its neighbour
    found = node.rows(f"SELECT patron_class(v, 0.5) OVER (ORDER BY v) FROM (VALUES ({big}), ({big - 1})) AS t(v)")
    expect(found == [["B"], ["A"]], found)
    found = node.rows(f"SELECT patron_label({big}::bigint, p), patron_label({big - 1}::bigint, p), patron_label({big - 1}::float8, p), patron_label(0, p), patron_label(-1.5, p), patron_label(1e300, p),"
                      f" patron_label(NULL::bigint, p) FROM (SELECT patron_next(patron_partial(v), 0.5) AS p FROM (VALUES ({big}), ({big - 1})) AS t(v)) AS q")
    expect(found == [["A", "B", "B", "N", "N", "A", "NULL"]], found)
    found = node.rows("SELECT (patron_cut(patron_next(patron_partial(v) OVER (ORDER BY i ROWS 2 PRECEDING), 0.5))).cutoff FROM (VALUES (1, 50.0), (2, NULL), (3, 10), (4, 0.5), (5, 10), (6, -3), (7, 8)) AS t(i, v)")
    expect(found == [["50"], ["50"], ["50"], ["10"], ["10"], ["10"], ["10"]], found)   # of {10, -3, 8} ten alone makes half
    found = node.rows("SELECT (patron_cut(patron_next(patron_partial(v)))).* FROM (VALUES (0), (-7), (NULL)) AS t(v)")
    expect(found == [["NO_POSITIVE", "NULL", "NULL", "0", "0", "0", "0", "2", "0", "0", "0"]], found)
    expect(node.rows("SELECT patron_partial(v), patron_merge(s) FROM (VALUES (1, NULL::bytea)) AS t(v, s) WHERE false") == [["NULL", "NULL"]])
    letters = node.value("SELECT string_agg(class, '' ORDER BY v DESC) FROM (SELECT v, patron_class(v, (SELECT array_agg(i / 25.0 ORDER BY i) FROM generate_series(1, 24) AS i)) OVER () AS class"
                         " FROM generate_series(100, 199) AS v) AS q")
    expect("".join(sorted(set(letters))) == "ABCDEFGHIJKLMOPQRSTUVWXYZ" and list(letters) == sorted(letters), letters)
    refused(node, "SELECT patron_class('NaN'::float8) OVER ()", "NaN or infinite")
    refused(node, "SELECT patron_partial('infinity'::float8)", "NaN or infinite")
    for share in ("0", "1.5", "-1", "'NaN'::float8", "NULL::float8", "ARRAY[0.9, 0.8]", "ARRAY[]::float8[]", "ARRAY[0.5, NULL]", "ARRAY(SELECT i / 30.0 FROM generate_series(1, 25) AS i)"):
        refused(node, f"SELECT patron_class(1, {share}) OVER ()", "share")


def relationships(node, *_):
    found = node.rows("SELECT patron_relationship(85, 90, 45, 72), patron_exposed(85, 90, 45, 72), patron_severity(85, 90, 45, 72), patron_relationship(80, 80, 80, 80),"
                      " patron_relationship(80, NULL, 80, 80), patron_exposed(30, 30, 90, 90)")
    expect(found == [["LIMITED_COLLABORATION", "US", "HIGH", "STRATEGIC", "UNDETERMINED", "THEM"]], found)
    refused(node, "SELECT patron_relationship(101, 1, 1, 1)", "0 to 100")
    refused(node, "SELECT patron_severity(1, 1, 'NaN', 1)", "0 to 100")


VALUES = "round((1 + (i * 7919 % 100003)) ^ 1.7)::numeric / 100"   # many different, of two decimals
CLOSE = "1 + (i * 7919 % 100003) * 2.0 ^ -20"                      # more in one range than the first pass keeps


def parallel_plans_give_the_bytes_of_serial_ones(node, *_):
    node.rows(f"CREATE TABLE many AS SELECT i % 8 AS region, ({VALUES})::float8 AS amount, (i * 7919 % 100003)::bigint AS units FROM generate_series(1, 60000) AS i; ANALYZE many")
    eager = "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off; SET max_parallel_workers_per_gather = {};"
    for select in ("patron_partial(amount)", "patron_partial(units)"):
        sql = f"SELECT region, md5({select}) FROM many GROUP BY region ORDER BY region"
        plan = explained(node, sql, eager.format(2))
        launched = sum(one.get("Workers Launched", 0) for one in plan)
        modes = {one.get("Partial Mode") for one in plan}
        expect(launched > 0 and {"Partial", "Finalize"} <= modes, "no worker was launched", launched, modes)
        serial, parallel = node.rows(eager.format(0) + sql), node.rows(eager.format(2) + sql)
        expect(len(serial) == 8 and serial == parallel, serial, parallel)
        total = f"SELECT md5({select}) FROM many"
        expect(node.rows(eager.format(0) + total) == node.rows(eager.format(2) + total))
        merged = node.value(f"SELECT md5(patron_merge(s)) FROM (SELECT {select} AS s FROM many GROUP BY region) AS q")
        expect(merged == node.value(total), "merged states differ from one state")


def whole_loop(table, column="amount", share="0.8"):
    """The two passes in one statement; the plans travel to the shards as a parameter."""
    return f"""
WITH p1 AS MATERIALIZED (SELECT region, patron_next(patron_merge(st), {share}) AS plan FROM
          (SELECT shard, region, patron_partial({column}) AS st FROM {table} GROUP BY shard, region) AS q GROUP BY region),
     bk AS MATERIALIZED (SELECT patron_book(patron_entry(region::text, plan)) AS book FROM p1),
     p2 AS (SELECT region, patron_next(patron_merge(st), {share}) AS plan FROM
          (SELECT shard, region, patron_partial({column}, patron_plan((SELECT book FROM bk), region)) AS st FROM {table} GROUP BY shard, region) AS q GROUP BY region)
SELECT p2.region, patron_done(p1.plan), patron_done(p2.plan), (patron_cut(p2.plan)).cutoff, (patron_cut(p2.plan)).n_inside, md5(p2.plan) FROM p2 JOIN p1 USING (region) ORDER BY 1"""


def three_shards(node, _, shards):
    node.rows("CREATE EXTENSION postgres_fdw; CREATE TABLE sales(shard integer, region text, amount float8, fine float8) PARTITION BY LIST (shard); CREATE TABLE local_sales(LIKE sales);"
              "CREATE TABLE slow(LIKE sales) PARTITION BY LIST (shard)")
    for number, shard in enumerate(shards):
        rows = (f"SELECT {number} AS shard, 'R' || i % 3 AS region, ({VALUES})::float8 AS amount, ({CLOSE})::float8 AS fine FROM generate_series({number * ROWS + 1}, {(number + 1) * ROWS}) AS i")
        shard.rows(f"CREATE EXTENSION patron; CREATE TABLE sales AS {rows}; ANALYZE sales;"
                   f"CREATE VIEW slow AS SELECT sales.* FROM (SELECT pg_sleep({60 if number == 2 else 0})) AS wait, sales")
        node.rows(f"INSERT INTO local_sales {rows};"
                  f"CREATE SERVER s{number} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{shard.socket}', dbname 'postgres', extensions 'patron', async_capable 'true', use_remote_estimate 'true');"
                  f"CREATE USER MAPPING FOR postgres SERVER s{number} OPTIONS (user 'postgres');"
                  f"CREATE FOREIGN TABLE sales_{number} PARTITION OF sales FOR VALUES IN ({number}) SERVER s{number} OPTIONS (table_name 'sales');"
                  f"CREATE FOREIGN TABLE slow_{number} PARTITION OF slow FOR VALUES IN ({number}) SERVER s{number} OPTIONS (table_name 'slow', use_remote_estimate 'false')")
    node.rows("ALTER SYSTEM SET enable_partitionwise_aggregate = on; SELECT pg_reload_conf()")
    time.sleep(0.2)
    merged = "SELECT region, md5(patron_merge(st)) FROM (SELECT shard, region, patron_partial({}) AS st FROM {} GROUP BY shard, region) AS q GROUP BY region ORDER BY region"
    for column in ("amount", "fine"):
        remote = [one["Remote SQL"] for one in explained(node, merged.format(column, "sales")) if "Remote SQL" in one]
        expect(len(remote) == SHARDS and all("patron_partial" in sql and "GROUP BY" in sql for sql in remote), "partials are not pushed down", remote)
        apart, together = node.rows(merged.format(column, "sales")), node.rows(f"SELECT region, md5(patron_partial({column})) FROM local_sales GROUP BY region ORDER BY region")
        expect(len(apart) == 3 and apart == together, apart, together)


def two_passes_over_three_shards(node, *_):
    remote = [one["Remote SQL"] for one in explained(node, whole_loop("sales", "fine")) if "Remote SQL" in one]
    expect(len(remote) == 2 * SHARDS and all("patron_partial" in sql for sql in remote) and sum("patron_plan($1::bytea, region)" in sql for sql in remote) == SHARDS, remote)
    for column in ("amount", "fine"):
        apart, together = node.rows(whole_loop("sales", column)), node.rows(whole_loop("local_sales", column))
        expect(len(apart) == 3 and apart == together, apart, together)
        if column == "fine":
            expect(all(row[1] == "f" for row in apart), "one pass was enough: the values are too few to test with", apart)
        expect(all(row[2] == "t" for row in apart), apart)
        scale = {"amount": 100, "fine": 2 ** 20}[column]   # in whole numbers, by a window that adds up
        exact = node.rows(f"WITH r AS (SELECT region, v, sum(v) OVER (PARTITION BY region ORDER BY v DESC) AS running, sum(v) OVER (PARTITION BY region) AS total FROM"
                          f" (SELECT region, round({column} * {scale})::bigint AS v FROM local_sales) AS q), c AS (SELECT region, max(v) AS cut FROM r WHERE 5 * running >= 4 * total GROUP BY region)"
                          " SELECT region, cut, count(*) FROM r JOIN c USING (region) WHERE v >= cut GROUP BY 1, 2 ORDER BY 1")
        expect([(region, round(Decimal(cutoff) * scale), int(n)) for region, _, _, cutoff, n, _ in apart] == [(region, int(cut), int(n)) for region, cut, n in exact], column, apart, exact)
    plan = "(SELECT patron_next(patron_partial(v::float8), ARRAY[0.8, 0.95]) FROM generate_series(1000, 1100000, 1000) AS v)"
    for sql in (f"SELECT count(*) FROM {{}} WHERE patron_inside(amount, {plan})", f"SELECT shard, patron_inside(amount, {plan}, 2), count(*) FROM {{}} GROUP BY 1, 2 ORDER BY 1, 2"):
        remote = [one["Remote SQL"] for one in explained(node, sql.format("sales")) if "Remote SQL" in one]
        expect(len(remote) == SHARDS and all("patron_inside" in sql for sql in remote), remote)
        expect(node.rows(sql.format("sales")) == node.rows(sql.format("local_sales")))
    counts = node.rows(f"SELECT count(*) FILTER (WHERE patron_inside(amount, p)), count(*) FILTER (WHERE patron_label(amount, p) = 'A'), count(*) FILTER (WHERE amount >= (patron_cut(p)).cutoff),"
                       f" count(*) FILTER (WHERE patron_inside(amount, p, 2)), count(*) FILTER (WHERE patron_label(amount, p) IN ('A', 'B')) FROM local_sales, {plan} AS t(p)")[0]
    expect(len(set(counts[:3])) == 1 and counts[3] == counts[4] and 0 < int(counts[0]) < int(counts[3]) < SHARDS * ROWS, counts)


def views_of_shards(node, _, shards):
    made = node.rows("SELECT patron_shard_view('sales', 'amount', '{region}')")
    expect("CREATE VIEW sales_states AS SELECT * FROM sales_states()" in [row[0] for row in made], made)
    merged = "SELECT region, md5(patron_merge(state)) FROM {} GROUP BY region ORDER BY region"
    for view in ("sales_states", "sales_states(NULL)"):
        remote = [one["Remote SQL"] for one in explained(node, merged.format(view)) if "Remote SQL" in one]
        expect(len(remote) == SHARDS and all("patron_partial" in sql and "GROUP BY" in sql for sql in remote), remote)
    second = "SELECT region, md5(plan), (patron_cut(plan)).n_inside FROM (SELECT region, patron_next(patron_merge(state)) AS plan FROM {}((SELECT patron_book(patron_entry(region::text, plan)) FROM" \
             " (SELECT region, patron_next(patron_merge(state), 0.8) AS plan FROM {} GROUP BY region) AS p)) GROUP BY region) AS q ORDER BY 1"
    node.rows("SELECT patron_shard_view('sales', 'fine', '{region}', 'fine_states'); SELECT patron_shard_view('local_sales', 'fine', '{region}')")
    apart = node.rows(second.format("fine_states", "fine_states"))
    expect(len(apart) == 3 and apart == node.rows(second.format("local_sales_states", "local_sales_states")), apart)
    expect([[row[0], row[4], row[5]] for row in node.rows(whole_loop("local_sales", "fine"))] == [[row[0], row[2], row[1]] for row in apart], apart)
    book = node.value("SELECT patron_book(patron_entry(region::text, plan)) FROM (SELECT region, patron_next(patron_merge(state), 0.8) AS plan FROM fine_states GROUP BY region) AS p")
    remote = [one["Remote SQL"] for one in explained(node, f"SELECT region, patron_next(patron_merge(state)) FROM fine_states('{book}') GROUP BY region") if "Remote SQL" in one]
    expect(len(remote) == SHARDS and all("patron_plan(" in sql and "GROUP BY" in sql for sql in remote), [sql[-80:] for sql in remote])
    found = node.rows("SELECT patron_shard_view('sales', 'amount', '{shard}', 'by_number'); SELECT patron_shard_view('sales', 'amount', '{}', 'all_of_them'); SELECT patron_shard_view('sales', 'amount', '{region,shard}', 'by_both')")
    expect("patron_key(region::text, shard::text)" in str(found), found)
    expect(node.value("SELECT md5(patron_merge(state)) FROM by_both") == node.value("SELECT md5(patron_merge(state)) FROM all_of_them"))
    remote = [one["Remote SQL"] for one in explained(node, f"SELECT shard, patron_merge(state) FROM by_number('{book}') GROUP BY shard") if "Remote SQL" in one]
    expect(len(remote) == SHARDS and all("patron_plan(" in sql and "shard)" in sql for sql in remote), [sql[-80:] for sql in remote])
    expect(node.value("SELECT md5(patron_merge(state)) FROM all_of_them") == node.value("SELECT md5(patron_partial(amount)) FROM local_sales"))
    refused(node, "SELECT patron_shard_view('sales', 'amounts')", "has no column \"amounts\"")
    refused(node, "SELECT patron_shard_view('sales', 'amount', '{regions}')", "has not all of the columns")
    refused(node, "SELECT patron_shard_view('sales', 'amount', '{region}')", "already exists")


def a_shard_uses_its_workers_behind_a_view(node, _, shards):
    for number, shard in enumerate(shards):
        shard.rows("ALTER TABLE sales SET (parallel_workers = 2); SELECT patron_shard_view('sales', 'amount', '{region}')")
        node.rows(f"CREATE FOREIGN TABLE made_{number}(region text, state bytea) SERVER s{number} OPTIONS (table_name 'sales_states')")
    expect(node.rows("SELECT region, md5(patron_merge(state)) FROM (SELECT * FROM made_0 UNION ALL SELECT * FROM made_1 UNION ALL SELECT * FROM made_2) AS q GROUP BY 1 ORDER BY 1")
           == node.rows("SELECT region, md5(patron_partial(amount)) FROM local_sales GROUP BY 1 ORDER BY 1"))
    cursor = ("LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on; SET auto_explain.log_nested_statements = on; SET client_min_messages = log;"
              "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; BEGIN; DECLARE c CURSOR FOR {}; FETCH ALL FROM c")
    for sql, works in (("SELECT * FROM sales_states", True), ("SELECT region, patron_partial(amount) FROM sales GROUP BY region", False)):
        _, messages = shards[0].open(cursor.format(sql)).communicate(timeout=60)
        expect(("Workers Launched: 2" in messages) == works, sql, messages)


def a_shard_that_dies_gives_an_error(node, _, shards):
    sql = "SELECT region, md5(patron_merge(st)) FROM (SELECT shard, region, patron_partial(amount) AS st FROM {} GROUP BY shard, region) AS q GROUP BY region ORDER BY region;"
    before = node.rows(sql.format("sales"))
    dies_at_work(shards[2], node.open(sql.format("slow")), " AND query ~ 'patron_partial|FETCH'")
    refused(node, sql.format("sales"), "could not connect")
    shards[2].start()
    expect(node.rows(sql.format("sales")) == before, "the shard came back with other rows")


def bytes_that_somebody_changed(node, *_):
    node.rows("CREATE FUNCTION try(what text, bytes bytea) RETURNS text LANGUAGE plpgsql AS $$ DECLARE got text; BEGIN EXECUTE what INTO got USING bytes; RETURN 'taken'; EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE; END $$;"
              "CREATE FUNCTION spoiled(bytes bytea) RETURNS SETOF bytea LANGUAGE sql AS $$ SELECT set_byte(bytes, i, get_byte(bytes, i) # b) FROM generate_series(0, length(bytes) - 1) AS i, (VALUES (1), (128), (255)) AS v(b)"
              " UNION ALL SELECT substring(bytes FOR i) FROM generate_series(0, length(bytes) - 1) AS i UNION ALL SELECT bytes || '\\x00'::bytea $$;"
              "CREATE TABLE kept AS SELECT patron_partial(v) AS state, patron_next(patron_partial(v), 0.8) AS plan, patron_partial(v::float8) AS other FROM generate_series(1, 100) AS v;"
              "CREATE TABLE book AS SELECT patron_book(patron_entry(k, plan)) AS book FROM kept, (VALUES ('a'), ('b'), (NULL), ('ab')) AS t(k)")
    for what, source in (("SELECT patron_next($1)", "state"), ("SELECT patron_merge($1)", "state"), ("SELECT patron_done($1)", "plan"), ("SELECT (patron_cut($1)).n", "plan"), ("SELECT patron_label(1, $1)", "plan"),
                         ("SELECT patron_partial(1, $1)", "plan")):
        expect(node.value(f"SELECT try({quoted(what)}, {source}) FROM kept") == "taken", what)
        found = node.rows(f"SELECT try({quoted(what)}, s), count(*) FROM kept, spoiled({source}) AS s GROUP BY 1")
        expect([row[0] for row in found] == ["22P03"] and int(found[0][1]) > 300, what, found)
    for key in ("'a'", "NULL", "'zz'"):   # a book may look up nothing or another plan, which the plan's own checksum guards; never more than its bytes
        found = node.rows(f"SELECT DISTINCT try($t$SELECT patron_done(patron_plan($1, {key}))$t$, s) FROM book, spoiled(book) AS s ORDER BY 1")
        expect({row[0] for row in found} <= {"22P03", "taken"} and ["22P03"] in found, key, found)
    found = node.rows("SELECT DISTINCT try('SELECT patron_book($1)', s) FROM book, spoiled(book) AS s ORDER BY 1")
    expect(["22P03"] in found, found)
    refused(node, "SELECT patron_merge(s) FROM (SELECT state FROM kept UNION ALL SELECT other FROM kept) AS t(s)", "different plans or kinds")
    refused(node, "SELECT patron_partial(v, CASE WHEN v > 1 THEN plan END) FROM kept, generate_series(1, 2) AS v", "different plans")
    refused(node, "SELECT patron_partial_step(NULL, 1.5)", "step of an aggregate")
    refused(node, "SELECT patron_cut(plan, 2) FROM kept", "no cut 2")
    refused(node, "SELECT patron_cut(patron_next(patron_partial(fine))) FROM local_sales", "one more pass")
    refused(node, "SELECT patron_next(patron_partial(fine, (SELECT patron_next(patron_partial(fine)) FROM local_sales WHERE shard = 0))) FROM local_sales", "not those that the plan was made from")


def books_do_not_depend_on_order(node, *_):
    shape = "SELECT md5(patron_book(patron_entry(k, plan) ORDER BY {})) FROM kept, (VALUES ('a'), ('b'), (NULL), ('ab'), ('\u00e4')) AS t(k)"
    expect(node.value(shape.format("k")) == node.value(shape.format("k DESC")) == node.value(shape.format("md5(k)")))
    found = node.rows("SELECT patron_plan(book, 'ab') = plan, patron_plan(book, NULL) = plan, patron_plan(book, 'c'), patron_plan(NULL, 'a') FROM book, kept")
    expect(found == [["t", "t", "NULL", "NULL"]], found)
    expect(node.value("SELECT patron_book(b) = (SELECT book FROM book) FROM (SELECT book FROM book UNION ALL SELECT patron_entry('a', plan) FROM kept) AS t(b)") == "t")
    refused(node, "SELECT patron_book(patron_entry('a', p)) FROM (SELECT plan FROM kept UNION ALL SELECT patron_next(state, 0.5) FROM kept) AS t(p)", "\"a\" has two different plans")
    found = node.rows("SELECT patron_key('a', 'bc'), patron_key('ab', 'c'), patron_key('a', NULL), patron_key('')")
    expect(found == [["1:a,2:bc,", "2:ab,1:c,", "1:a,-,", "0:,"]], found)


def same(mine, theirs):
    if isinstance(theirs, str) and isinstance(mine, (int, float, Decimal)) and not isinstance(mine, bool):
        return Decimal(theirs) == mine   # money: text in the program's JSON
    return mine == theirs and isinstance(mine, bool) == isinstance(theirs, bool)


def decisions(node, sql):
    return [json.loads(line, parse_float=Decimal) for line in node.text(sql).splitlines()]


def check_table(title, found, expected, name):
    """The cells that were compared."""
    expect(len(found) == len(expected), title, len(found), len(expected))
    if name == "completeness":   # a row a column of the facts, and JSON knows no order of columns
        found, expected = (sorted(table, key=lambda row: row["column"]) for table in (found, expected))
    for ours, theirs in zip(found, expected):
        wrong = [(column, ours.get(column), value) for column, value in theirs.items() if not same(ours.get(column), value)]
        expect(not wrong and set(ours) == set(theirs), title, wrong, theirs)
    return sum(len(row) for row in expected)


def the_whole_assessment_as_the_program_makes_it(node, source, _):
    fmcg = os.path.join(source, "examples", "fmcg")
    inputs = {}
    for kind, folder in (("facts", fmcg), ("rules", os.path.join(fmcg, "policy"))):
        inputs[kind] = {name[:-4]: [{key: value or None for key, value in row.items()} for row in read(os.path.join(folder, name))] for name in sorted(os.listdir(folder)) if name.endswith(".csv")}
        node.rows(f"CREATE SCHEMA fmcg_{kind}; CREATE TABLE fmcg_{kind}.unrelated(customer text)")
        for name, table in inputs[kind].items():
            columns = list(table[0])
            values = ", ".join("(" + ", ".join("NULL" if row[column] is None else quoted(row[column]) for column in columns) + ")" for row in table)
            node.rows(f"CREATE TABLE fmcg_{kind}.{name}({', '.join(chr(34) + column + chr(34) + ' text' for column in columns)}); INSERT INTO fmcg_{kind}.{name} VALUES {values}")
    node.rows("CREATE TABLE fmcg_json AS SELECT " + ", ".join(f"$j${json.dumps(tables)}$j$::jsonb AS {kind}" for kind, tables in inputs.items()))
    tables = json.loads(program("program.json", "assess", fmcg, "--policy", os.path.join(fmcg, "policy"), "--currency", "EUR"), parse_float=Decimal)["tables"]
    tables.pop("about", None)   # names the policy by its file
    compared = 0
    whole = {}
    for name, row in (line.split("\t", 1) for line in node.text("SELECT a.decision, a.row FROM fmcg_json, patron_assess_all(facts, rules) AS a").splitlines()):
        whole.setdefault(name, []).append(json.loads(row, parse_float=Decimal))
    expect(node.value("SELECT md5(string_agg(a::text, '')) FROM patron_assess_all_tables('fmcg_facts', 'fmcg_rules') AS a") == node.value("SELECT md5(string_agg(a::text, '')) FROM fmcg_json, patron_assess_all(facts, rules) AS a"))
    expect({name for name, rows in tables.items() if rows} == set(whole) - {"about", "tables"}, set(tables) ^ set(whole))
    for name, expected in tables.items():
        check_table(name + " of all", whole.get(name, []), expected, name)
        compared += check_table(name, decisions(node, f"SELECT d FROM fmcg_json, patron_assess(facts, rules, '{name}') AS d"), expected, name)
        compared += check_table(name, decisions(node, f"SELECT * FROM patron_assess_tables('fmcg_facts', 'fmcg_rules', '{name}')"), expected, name)
    expect(len(tables) > 10 and compared > 6000, len(tables), compared)
    why = decisions(node, "SELECT d FROM fmcg_json, patron_explain(facts, rules, 'K07') AS d")
    expect(len(why) > 5 and why == decisions(node, "SELECT * FROM patron_explain_tables('fmcg_facts', 'fmcg_rules', 'K07')"), why)
    with tempfile.TemporaryDirectory() as folder:   # the page of the program leaves out what another sentence says
        rules = shutil.copytree(os.path.join(fmcg, "policy"), os.path.join(folder, "policy"))
        with open(os.path.join(rules, "settings.csv"), "a", encoding="utf-8") as handle:
            handle.write("output.explanations,ALL\n")
        told = [row["text"] for row in json.loads(program("told.json", "assess", fmcg, "--policy", rules))["tables"]["explanations"] if row["customer"] == "K07"]
    expect(told and [row["text"] for row in why if row["code"] not in ("SMALLEST_CHANGE", "NO_SINGLE_CHANGE", "MISSING")] == told, "sentences", why, told)
    page = subprocess.run([*PROGRAM, "explain", fmcg, "K07", "--policy", os.path.join(fmcg, "policy"), "--currency", "EUR"], check=True, capture_output=True, text=True).stdout
    changes = [row["text"] for row in why if row["code"] == "SMALLEST_CHANGE"]
    expect(len(changes) > 5 and all("".join(text.split()) in "".join(page.split()) for text in changes), "changes that the program does not tell", changes, page)
    refused(node, "SELECT patron_explain(facts, rules, 'K00') FROM fmcg_json", "no customer \"K00\"")
    typed = node.rows("SELECT c.customer, c.key, c.sales FROM fmcg_json, patron_assess(facts, rules) AS d, jsonb_to_record(d) AS c(customer text, key boolean, sales numeric) ORDER BY c.sales DESC NULLS LAST LIMIT 1")
    best = max((row for row in tables["customers"] if row.get("sales")), key=lambda row: Decimal(row["sales"]), default=None) if "sales" in tables["customers"][0] else None
    expect(best is None or (typed[0][0], Decimal(typed[0][2])) == (best["customer"], Decimal(best["sales"])), typed, best)


def native_types_of_tables(node, *_):
    node.rows("CREATE SCHEMA crm; CREATE TABLE crm.customers(customer integer, sales numeric(12, 2), vip boolean, since date, weight float8, patron_row text);"
              "INSERT INTO crm.customers VALUES (1, 1000000.50, true, '2020-02-29', 0.1, 'x'), (2, 10, false, NULL, 1e20, NULL), (3, NULL, NULL, NULL, NULL, NULL)")
    sql = "SELECT d->>'customer', d->'key' FROM patron_assess_tables('crm') AS d"
    expect(node.rows("SET DateStyle = 'SQL, DMY'; SET extra_float_digits = 0;" + sql) == node.rows(sql) == [["1", "true"], ["2", "false"], ["3", "null"]], node.rows(sql))   # without sales nothing is known
    refused(node, "SELECT patron_assess_tables('public')", "no table or view of facts")
    refused(node, "SELECT patron_assess_tables('crm', 'crm')", "no table or view of rules")
    node.rows("CREATE ROLE nobody_here; GRANT USAGE ON SCHEMA crm TO nobody_here")
    refused(node, "SET ROLE nobody_here; SELECT patron_assess_tables('crm')", "permission denied")
    node.rows("CREATE SCHEMA \"a\"\"; DROP TABLE crm.customers; --\"; CREATE VIEW \"a\"\"; DROP TABLE crm.customers; --\".customers AS SELECT 'C' AS customer, 5 AS sales")
    expect(node.rows("SELECT count(*) FROM patron_assess_tables('\"a\"\"; DROP TABLE crm.customers; --\"')") == [["1"]] and node.value("SELECT count(*) FROM crm.customers") == "3")
    found = node.value("SELECT string_agg(d->>'table', ' ') FROM patron_schema() AS d")
    expect("customers" in found.split() and "ledger" in found.split(), found)


def facts_that_are_refused(node, *_):
    for facts, policy, parts in (
            ('{"customers": [{"customer": "A", "sales": 10.005}]}', "NULL", ("customers", "sales", "10.005")),
            ('{"customers": [{"customer": "A", "sales": {"much": 1}}]}', "NULL", ("customers row 1, column sales", "an object")),
            ('{"customers": [{"customer": "A"}, 5]}', "NULL", ("customers row 2", "expected an object")),
            ('{"customers": {"customer": "A"}}', "NULL", ("customers is no list",)),
            ('{"clients": []}', "NULL", ("no table of facts named \"clients\"",)),
            ("[]", "NULL", ("expected an object of tables",)),
            ("{}", "NULL", ("customers",)),
            ('{"customers": [{"customer": "A", "sales": 1}]}', "'{\"settings\": {\"pareto.cutt\": 5}}'", ("pareto.cutt",)),
            ('{"customers": [{"customer": "A", "sales": 1}]}', "'{\"customers\": []}'", ("no table of rules",))):
        refused(node, f"SELECT patron_assess({quoted(facts)}, {policy})", "patron_assess: ", *parts)
    refused(node, "SELECT patron_assess('{\"customers\": [{\"customer\": \"A\", \"sales\": 1}]}', NULL, 'nothing')", "no decision table \"nothing\"")
    refused(node, "SELECT patron_assess('{\"customers\": [{\"customer\": \"A\", \"sales\": 1}]}', NULL, 'customers', 'XYZ')", "XYZ")
    refused(node, "SELECT patron_assess(NULL)", "NULL")
    found = node.rows("SELECT d->>'customer', d->>'key' FROM patron_assess('{\"tables\": {\"customers\": [{\"customer\": \"\\u00c5\", \"sales\": 10, \"mine\": 1}, {\"customer\": \"B\", \"sales\": 1.50, \"mine\": 2.5, \"late\": [1, 2]}]}}',"
                      " '{\"settings\": {\"matrix.bands\": [30, 60]}}') AS d")
    expect(found == [["\u00c5", "true"], ["B", "false"]], found)


def statements_can_be_cancelled(node, *_):
    node.rows("CREATE TABLE big AS SELECT jsonb_build_object('customers', jsonb_agg(jsonb_build_object('customer', i, 'sales', i % 1000))) AS facts FROM generate_series(1, 50000) AS i")
    began = time.monotonic()
    refused(node, "SET statement_timeout = 150; SELECT count(*) FROM big, patron_assess(facts)", "statement timeout")
    expect(time.monotonic() - began < 5)
    refused(node, "SET statement_timeout = 150; SELECT patron_class(i) OVER () FROM generate_series(1, 20000000) AS i", "statement timeout")


def out_of_memory_ends_the_statement_only(node, *_):
    """A server of one session, with less and less room for its addresses: the statement fails, wherever in the library that is, and the session goes on."""
    assess = "SELECT count(*) FROM big, patron_assess(facts);"
    status = "SELECT substring(pg_read_file('/proc/self/status') FROM 'VmSize:\\s+(\\d+)'), substring(pg_read_file('/proc/self/status') FROM 'VmPeak:\\s+(\\d+)');"
    node.stop()
    sizes = [int(one) for one in re.findall(r'substring = "(\d+)"', node.single([status, assess, status], None))]
    expect(len(sizes) == 4 and sizes[3] > sizes[0] + 10000, "the assessment takes no memory", sizes)
    refusals = 0
    for part in (3, 5, 7):
        out = node.single([assess, "SELECT patron_relationship(80, 80, 80, 80);", "SELECT count(*) FROM patron_assess('{\"customers\": [{\"customer\": 1, \"sales\": 5}]}');"],
                          (sizes[0] + (sizes[3] - sizes[0]) * part // 8) * 1024)
        expect("out of memory" in out and '"STRATEGIC"' in out and 'count = "1"' in out, part, out)
        refusals += "patron_assess: out of memory" in out
    expect(refusals > 0, "libpatron itself was never refused memory")
    node.start()


def main():
    module, pg_config, PROGRAM[0], source = (os.path.abspath(one) if one else "" for one in sys.argv[1:5])
    if not module:
        print("skipped: no headers of a PostgreSQL server of version 15 or later (Debian package postgresql-server-dev-15), or a sanitizer is on")
        return SKIPPED
    example = os.path.join(source, "examples", "postgres")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))   # stops the servers on the way out
    installation, clusters = None, []
    try:
        installation = Installation(pg_config, module, [os.path.join(example, name) for name in ("patron.control", "patron--0.1.sql")])
        for name in ("node", *(f"shard{number}" for number in range(SHARDS))):
            clusters.append(Cluster(installation, name))
        node, shards = clusters[0], clusters[1:]
        node.rows("CREATE EXTENSION patron")
        cases = [the_wholesale_figures, the_readme_shows_what_comes, classes_of_awkward_values, relationships, parallel_plans_give_the_bytes_of_serial_ones, three_shards, two_passes_over_three_shards, views_of_shards,
                 a_shard_uses_its_workers_behind_a_view, a_shard_that_dies_gives_an_error, bytes_that_somebody_changed, books_do_not_depend_on_order, the_whole_assessment_as_the_program_makes_it, native_types_of_tables, facts_that_are_refused, *fitting.CASES,
                 statements_can_be_cancelled, out_of_memory_ends_the_statement_only]
        for case in cases:
            began = time.monotonic()
            case(node, source, shards)
            print(f"{case.__name__.replace('_', ' ')} ({time.monotonic() - began:.1f} s)", flush=True)
        for cluster in clusters:
            expect(cluster.process.poll() is None, f"the server {cluster.name} ended")
    except Missing as missing:
        print(f"skipped: {missing}")
        return SKIPPED
    finally:
        for cluster in clusters:
            cluster.stop()
        if installation is not None:
            installation.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
