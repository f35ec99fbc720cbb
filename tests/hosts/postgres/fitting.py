"""Cases of check_postgres.py: models fitted over parts in SQL, whatever the parts are and wherever they lie, are those of the program over all rows."""
import json
import os
import tempfile

from postgres_checks import dies_at_work, expect, explained, program, quoted, refused

OF_CUSTOMERS = ("ledger", "contacts", "evidence", "activities", "products_in_use")
OF_NOBODY = ("links", "nodes", "channels", "staff", "territories")
SHARDS = 3


def loop(parts, begin, answer):
    """SQL: as many passes as it takes; `parts` answers with a column `state` from the plan `pass.plan`."""
    return (f"WITH RECURSIVE pass(n, plan, model) AS (SELECT 0, {begin}, NULL::bytea UNION ALL SELECT n + 1, patron_fitting_next(state), patron_fitting_model(state)"
            f" FROM pass, LATERAL (SELECT patron_fitting_merge(state) AS state FROM ({parts}) AS parts) AS merged WHERE plan IS NOT NULL)"
            f" SELECT {answer} FROM pass WHERE model IS NOT NULL")


BEGIN = "patron_fitting_begin((SELECT rules FROM fmcg_json), (SELECT tables FROM common))"
HASHED = "SELECT patron_fitting_partial(facts, pass.plan) AS state FROM customers_whole GROUP BY abs(hashtext(customer)) % {}"


def any_parts_make_the_model_of_the_program(node, source, shards):
    fmcg = os.path.join(source, "examples", "fmcg")
    own = "".join(f", '{name}', (SELECT jsonb_agg(to_jsonb(t)) FROM fmcg_facts.{name} AS t WHERE t.customer = c.customer)" for name in OF_CUSTOMERS)
    common = ", ".join(f"'{name}', (SELECT jsonb_agg(to_jsonb(t)) FROM fmcg_facts.{name} AS t)" for name in OF_NOBODY)
    node.rows(f"CREATE TABLE customers_whole AS SELECT customer, jsonb_build_object('customers', jsonb_build_array(to_jsonb(c)){own}) AS facts FROM fmcg_facts.customers AS c; ANALYZE customers_whole;"
              f"CREATE TABLE common AS SELECT jsonb_build_object({common}) AS tables")
    expected = program("model", "fit", fmcg, "--policy", os.path.join(fmcg, "policy"))
    expect(node.value("SELECT encode(patron_fit_tables('fmcg_facts', 'fmcg_rules'), 'hex')") == expected.hex(), "patron_fit_tables")
    expect(node.value("SELECT encode(patron_fit(facts, rules), 'hex') FROM fmcg_json") == expected.hex(), "patron_fit")
    for parts in (1, 2, 7, 60):
        found = node.rows(loop(HASHED.format(parts), BEGIN, "n, encode(model, 'hex')"))
        expect([row[1] for row in found] == [expected.hex()] and int(found[0][0]) >= 4, parts, "parts", [row[0] for row in found])
    left_out = loop("SELECT patron_fitting_partial(facts, pass.plan) AS state FROM customers_whole WHERE customer <> 'D01'", BEGIN, "encode(model, 'hex')")
    expect(node.value(left_out) != expected.hex(), "a customer makes no difference")
    node.rows(f"CREATE TABLE model AS {loop(HASHED.format(2), BEGIN, 'model')}")


def a_model_decides_in_sql_as_in_the_program(node, source, shards):
    fmcg = os.path.join(source, "examples", "fmcg")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "book.model")
        with open(path, "wb") as handle:
            handle.write(bytes.fromhex(node.value("SELECT encode(model, 'hex') FROM model")))
        decided = json.loads(program("decided.json", "apply", path, fmcg))["tables"]["customers"]
    found = [json.loads(line) for line in node.text("SELECT d FROM fmcg_json, model, patron_apply(facts, model) AS d").splitlines()]
    for ours, theirs in zip(found, decided):
        expect([ours[name] for name in ("customer", "key", "sales_class", "tier")] == [theirs[name] for name in ("customer", "key", "sales_class", "tier")], ours, theirs)
    expect(len(found) == len(decided) == 60, len(found))
    comparing = "'{rank,rank_in_layer,rank_in_cell,data_flags}'::text[]"
    alone = node.rows(f"SELECT count(*), count(*) FILTER (WHERE b.d @> a.d - {comparing}) FROM model, customers_whole AS c, (SELECT tables FROM common) AS t, patron_apply(c.facts || t.tables, model) AS a(d),"
                      " (SELECT d FROM fmcg_json, model, patron_apply(facts, model) AS d) AS b WHERE a.d->>'customer' = b.d->>'customer'")
    expect(alone == [["60", "60"]], alone)   # each customer by itself, as in all of them; where no row of a table is its own, alone there is no such table, and so no columns or flags of it


def workers_of_a_parallel_plan_are_merged(node, source, shards):
    eager = "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off; SET max_parallel_workers_per_gather = {};"
    node.rows("CREATE TABLE spread AS SELECT customer, jsonb_set(jsonb_set(facts, '{customers,0,customer}', to_jsonb(customer || i)), '{ledger}', 'null') - '{contacts,evidence,activities,products_in_use}'::text[]"
              " || jsonb_build_object('ledger', (SELECT jsonb_agg(l || jsonb_build_object('customer', customer || i)) FROM jsonb_array_elements(facts->'ledger') AS l)) AS facts"
              " FROM (SELECT customer, CASE WHEN jsonb_typeof(facts->'ledger') = 'array' THEN facts ELSE jsonb_set(facts, '{ledger}', '[]') END AS facts FROM customers_whole) AS c, generate_series(1, 20) AS i;"
              "ALTER TABLE spread SET (parallel_workers = 2); ANALYZE spread")
    sql = "SELECT patron_fitting_partial(facts, (SELECT patron_fitting_begin())) AS state FROM spread"
    plan = explained(node, sql, eager.format(2))
    expect(sum(one.get("Workers Launched", 0) for one in plan) > 0 and {"Partial", "Finalize"} <= {one.get("Partial Mode") for one in plan}, plan)
    for number in (0, 2):
        states = node.rows(f"{eager.format(number)} WITH first AS MATERIALIZED ({sql}), second AS MATERIALIZED (SELECT patron_fitting_partial(facts, (SELECT patron_fitting_next(state) FROM first)) AS state FROM spread)"
                           " SELECT md5(first.state), md5(second.state), length(second.state) FROM first, second")
        if number == 0:
            serial = states
    expect(states == serial and int(serial[0][2]) > 5000, serial, states)


# Columns that the schema does not know: whole numbers in one part and fractions in another, nobody's in a third; a number that makes groups; a table that one part has no row of.
UNEVEN = """CREATE TABLE uneven AS SELECT i AS customer, i % 3 AS part, jsonb_build_object('customers', jsonb_build_array(jsonb_build_object('customer', 'C' || i, 'sales', i * 10, 'shelf', CASE i % 3 WHEN 0 THEN i WHEN 1 THEN i + 0.5 END,
    'zone', i % 4, 'code', CASE WHEN i % 3 = 0 THEN to_jsonb(i) ELSE to_jsonb('x' || i % 2) END) - CASE WHEN i % 3 = 2 THEN 'shelf' ELSE '' END),
  'activities', CASE i % 3 WHEN 0 THEN jsonb_build_array(jsonb_build_object('customer', 'C' || i, 'activity', 'VISIT', 'quantity', i % 5, 'minutes', 30)) END) AS facts FROM generate_series(1, 60) AS i"""
UNEVEN_RULES = json.dumps({"scorecards": [{"scorecard": "attractiveness", "weighting": "ENTROPY"}],
                           "criteria": [{"scorecard": "attractiveness", "criterion": "room", "column": "shelf", "normaliser": "PERCENT_RANK"},
                                        {"scorecard": "attractiveness", "criterion": "size", "column": "sales", "normaliser": "ZSCORE"}],
                           "segments": [{"segment": "sales", "measure": "sales", "by": "zone", "purpose": "place", "use": "visits"}, {"segment": "room", "measure": "shelf", "by": "code", "purpose": "room", "use": "displays"}]})


def columns_that_a_part_does_not_tell_of(node, source, shards):
    node.rows(UNEVEN)
    rules = f"'{UNEVEN_RULES}'::jsonb"
    whole = ("SELECT md5(patron_fit(jsonb_build_object('customers', (SELECT jsonb_agg(facts->'customers'->0 ORDER BY customer) FROM uneven),"
             f" 'activities', (SELECT jsonb_agg(facts->'activities'->0 ORDER BY customer) FROM uneven WHERE facts->'activities' <> 'null')), {rules}))")
    expected = node.value(whole)
    for parts in ("part", "customer", "1"):
        sql = loop(f"SELECT patron_fitting_partial(facts, pass.plan) AS state FROM uneven GROUP BY {parts} ORDER BY {parts} DESC", f"patron_fitting_begin({rules})", "md5(model)")
        if parts == "1":
            sql = sql.replace(" GROUP BY 1 ORDER BY 1 DESC", "")
        expect(node.rows(sql) == [[expected]], parts)
    expect(node.value(whole.replace("ENTROPY", "EQUAL")) != expected, "the rules make no difference")


def models_of_shards(node, source, shards):
    node.rows("CREATE TABLE whole(shard integer, customer text, facts jsonb) PARTITION BY LIST (shard); CREATE TABLE slow_whole(LIKE whole) PARTITION BY LIST (shard)")
    for number, shard in enumerate(shards):
        rows = node.rows(f"SELECT customer, facts FROM customers_whole WHERE abs(hashtext(customer)) % {SHARDS} = {number}")
        values = ", ".join(f"({number}, $p${customer}$p$, $p${facts}$p$)" for customer, facts in rows)
        shard.rows(f"CREATE TABLE whole(shard integer, customer text, facts jsonb); INSERT INTO whole VALUES {values}; ANALYZE whole;"
                   f"CREATE VIEW slow_whole AS SELECT whole.* FROM (SELECT pg_sleep({60 if number == 1 else 0})) AS wait, whole")
        node.rows(f"CREATE FOREIGN TABLE whole_{number} PARTITION OF whole FOR VALUES IN ({number}) SERVER s{number} OPTIONS (table_name 'whole');"
                  f"CREATE FOREIGN TABLE slow_whole_{number} PARTITION OF slow_whole FOR VALUES IN ({number}) SERVER s{number} OPTIONS (table_name 'slow_whole', use_remote_estimate 'false')")
    node.rows("SELECT patron_shard_view('whole', 'facts')")
    model = node.value("SELECT encode(model, 'hex') FROM model")
    sql = loop("SELECT state FROM whole_states(pass.plan)", BEGIN, "encode(model, 'hex')")
    remote = [one["Remote SQL"] for one in explained(node, sql) if "Remote SQL" in one]
    expect(len(remote) == SHARDS and all("patron_fitting_partial(facts, $1::bytea)" in one for one in remote), remote)
    expect(node.rows(sql) == [[model]], "the shards make another model behind a view")
    sql = loop("SELECT patron_fitting_partial(facts, pass.plan) AS state FROM {} GROUP BY shard", BEGIN, "encode(model, 'hex')")
    remote = [one["Remote SQL"] for one in explained(node, sql.format("whole")) if "Remote SQL" in one]
    expect(len(remote) == SHARDS and all("patron_fitting_partial(facts, $1::bytea)" in one and "GROUP BY" in one for one in remote), remote)
    expect(node.rows(sql.format("whole")) == [[model]], "the shards make another model")
    dies_at_work(shards[1], node.open(sql.format("slow_whole")))
    shards[1].start()
    expect(node.rows(sql.format("whole")) == [[model]], "the shard came back with other rows")


def refusals_of_fits(node, source, shards):
    node.rows("CREATE TABLE fits AS WITH p AS MATERIALIZED (SELECT patron_fitting_begin('{\"settings\": {\"pareto.hysteresis\": 0.1}}') AS plan),"
              " s AS MATERIALIZED (SELECT patron_fitting_partial(facts, (SELECT plan FROM p)) AS state FROM uneven) SELECT plan, state, patron_fitting_next(state) AS next FROM p, s")
    node.rows("CREATE FUNCTION spoiled_in_places(bytes bytea) RETURNS SETOF bytea LANGUAGE sql AS $$ SELECT set_byte(bytes, i, get_byte(bytes, i) # b) FROM generate_series(0, least(length(bytes) - 1, 60)) AS i,"
              " (VALUES (1), (128)) AS v(b) UNION ALL SELECT set_byte(bytes, i, get_byte(bytes, i) # 4) FROM generate_series(61, length(bytes) - 1, length(bytes) / 30) AS i"
              " UNION ALL SELECT substring(bytes FOR i) FROM generate_series(0, length(bytes) - 1, length(bytes) / 30) AS i UNION ALL SELECT bytes || '\\x00'::bytea $$")
    facts = "'{\"customers\": [{\"customer\": \"A\", \"sales\": 5}]}'"
    for what, source in (("SELECT patron_fitting_next($1)", "state"), ("SELECT patron_fitting_merge($1)", "state"), (f"SELECT patron_fitting_partial({facts}, $1)", "plan"), (f"SELECT patron_fitting_partial({facts}, $1)", "next"),
                         (f"SELECT patron_apply({facts}, $1)", "patron_fit(" + facts + ")")):
        expect(node.value(f"SELECT try({quoted(what)}, {source}) FROM fits") == "taken", what, source)
        found = node.rows(f"SELECT try({quoted(what)}, s), count(*) FROM fits, LATERAL spoiled_in_places({source}) AS s GROUP BY 1")
        expect([row[0] for row in found] == ["22P03"] and int(found[0][1]) > 150, what, found)
    refused(node, "SELECT patron_fitting_merge(s) FROM (SELECT state FROM fits UNION ALL SELECT patron_fitting_partial(facts, patron_fitting_begin()) FROM uneven) AS t(s)", "different plans")
    refused(node, "SELECT patron_fitting_merge(s) FROM (SELECT state FROM fits UNION ALL SELECT patron_fitting_partial(facts, next) FROM uneven, fits) AS t(s)", "different plans")
    refused(node, "SELECT patron_fitting_partial(facts, CASE WHEN customer > 1 THEN plan ELSE next END) FROM uneven, fits", "different plans")
    refused(node, "SELECT patron_fitting_partial(facts, NULL) FROM uneven", "the plan is NULL")
    refused(node, "SELECT patron_fitting_partial_step(NULL, facts, plan) FROM uneven, fits", "step of an aggregate")
    refused(node, "SELECT patron_fitting_next(patron_fitting_partial(facts, next)) FROM uneven, fits WHERE customer > 1", "this pass has seen 59 customers, the first one 60")
    refused(node, "SELECT patron_fitting_begin('{\"settings\": {\"pareto.hysterisis\": 0.1}}')", "patron_fitting_begin: ", "pareto.hysterisis")
    refused(node, "SELECT patron_fitting_begin(NULL, '{\"staf\": []}')", "no table of facts named \"staf\"")
    refused(node, "SELECT patron_fitting_begin(NULL, NULL, 'XYZ')", "XYZ")
    refused(node, "SELECT patron_fitting_begin('{\"scorecards\": [{\"scorecard\": \"attractiveness\", \"weighting\": \"EQUAL\", \"aggregation\": \"PROMETHEE\"}], \"criteria\": [{\"scorecard\": \"attractiveness\", \"criterion\": \"size\", \"column\": \"sales\"}]}')", "PROMETHEE")
    refused(node, f"SELECT patron_fitting_partial(jsonb_set({facts}, '{{customers,0,sales}}', '10.005'), plan) FROM fits", "sales", "10.005")
    expect(node.rows("SELECT patron_fitting_partial(facts, plan), patron_fitting_merge(NULL) FROM uneven, fits WHERE false") == [["NULL", "NULL"]])
    found = node.rows(f"SELECT patron_fitting_next(s) IS NULL, patron_fitting_model(s) IS NULL FROM (SELECT patron_fitting_partial({facts}, patron_fitting_begin())) AS t(s)")
    expect(found == [["f", "t"]], found)


CASES = (any_parts_make_the_model_of_the_program, a_model_decides_in_sql_as_in_the_program, workers_of_a_parallel_plan_are_merged, columns_that_a_part_does_not_tell_of, models_of_shards, refusals_of_fits)
