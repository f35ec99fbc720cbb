-- Patron in SQL. Functions are immutable, so that postgres_fdw sends them to shards (server option extensions 'patron'), and parallel safe.
\echo Use "CREATE EXTENSION patron" to load this file. \quit

CREATE FUNCTION patron_version() RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_version' LANGUAGE C IMMUTABLE PARALLEL SAFE;

-- One node: the class of each row of a partition, A for what makes the share; N: not positive. Integers are compared as integers, everything else as doubles, exactly.
CREATE FUNCTION patron_class(value double precision) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value double precision, share double precision) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value double precision, shares double precision[]) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value bigint) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value bigint, share double precision) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value bigint, shares double precision[]) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value integer) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value integer, share double precision) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_class(value integer, shares double precision[]) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_class' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;

-- Many parts: a state for each, merged; a plan from the merged state; one more pass with the plan while patron_done(plan) is false.
CREATE FUNCTION patron_merge_step(state bytea, more bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_merge' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value double precision) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value double precision, plan bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value bigint) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value bigint, plan bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value integer) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_partial_step(state bytea, value integer, plan bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_partial_int4' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE patron_partial(value double precision) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_partial(value double precision, plan bytea) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_partial(value bigint) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_partial(value bigint, plan bytea) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_partial(value integer) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_partial(value integer, plan bytea) (SFUNC = patron_partial_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_merge(state bytea) (SFUNC = patron_merge_step, STYPE = bytea, SSPACE = 16384, COMBINEFUNC = patron_merge_step, PARALLEL = SAFE);

CREATE FUNCTION patron_next(state bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_next' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_next(state bytea, share double precision) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_next' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_next(state bytea, shares double precision[]) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_next' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_done(plan bytea) RETURNS boolean AS 'MODULE_PATHNAME', 'patron_pg_done' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_cut(plan bytea, cut integer DEFAULT 1, OUT outcome text, OUT cutoff double precision, OUT cutoff_integer bigint, OUT total double precision, OUT total_integer bigint,
  OUT sum_inside double precision, OUT sum_inside_integer bigint, OUT n bigint, OUT n_positive bigint, OUT n_inside bigint, OUT n_minimum bigint)
  AS 'MODULE_PATHNAME', 'patron_pg_cut' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_label(value double precision, plan bytea) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_label_float8' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_label(value bigint, plan bytea) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_label_int8' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_label(value integer, plan bytea) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_label_int4' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_inside(value double precision, plan bytea, cut integer DEFAULT 1) RETURNS boolean AS 'MODULE_PATHNAME', 'patron_pg_inside_float8' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_inside(value bigint, plan bytea, cut integer DEFAULT 1) RETURNS boolean AS 'MODULE_PATHNAME', 'patron_pg_inside_int8' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_inside(value integer, plan bytea, cut integer DEFAULT 1) RETURNS boolean AS 'MODULE_PATHNAME', 'patron_pg_inside_int4' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;

-- The plans of many groups in one value.
CREATE FUNCTION patron_entry(key text, plan bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_entry' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_book_step(internal, bytea) RETURNS internal AS 'MODULE_PATHNAME', 'patron_pg_book_step' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_book_finish(internal) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_book_finish' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE patron_book(entry bytea) (SFUNC = patron_book_step, STYPE = internal, FINALFUNC = patron_book_finish, PARALLEL = SAFE);
CREATE FUNCTION patron_plan(book bytea, key text) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_plan' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_plan(book bytea, key bigint) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_plan_int8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_key(VARIADIC parts text[]) RETURNS text AS 'MODULE_PATHNAME', 'patron_pg_key' LANGUAGE C IMMUTABLE PARALLEL SAFE;

-- The model of many parts. A row of facts brings whole customers, {"customers": [...], "ledger": [...], ...}; tables of nobody in particular (staff, territories) are `common`. A state for each part under one plan,
-- merged; the next plan from the merged state, NULL when there is none; then the model, the bytes of patron_fit over all rows.
CREATE FUNCTION patron_fitting_begin(policy jsonb DEFAULT NULL, common jsonb DEFAULT NULL, currency text DEFAULT 'EUR') RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fitting_begin' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_fitting_partial_step(state bytea, facts jsonb, plan bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fitting_partial' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_fitting_merge_step(state bytea, more bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fitting_merge' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE AGGREGATE patron_fitting_partial(facts jsonb, plan bytea) (SFUNC = patron_fitting_partial_step, STYPE = bytea, SSPACE = 1048576, COMBINEFUNC = patron_fitting_merge_step, PARALLEL = SAFE);
CREATE AGGREGATE patron_fitting_merge(state bytea) (SFUNC = patron_fitting_merge_step, STYPE = bytea, SSPACE = 1048576, COMBINEFUNC = patron_fitting_merge_step, PARALLEL = SAFE);
CREATE FUNCTION patron_fitting_next(state bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fitting_next' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_fitting_model(state bytea) RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fitting_model' LANGUAGE C STRICT IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_fit(facts jsonb, policy jsonb DEFAULT NULL, currency text DEFAULT 'EUR') RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fit' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION patron_fit_tables(facts regnamespace, policy regnamespace DEFAULT NULL, currency text DEFAULT 'EUR') RETURNS bytea AS 'MODULE_PATHNAME', 'patron_pg_fit_tables' LANGUAGE C STABLE PARALLEL RESTRICTED;
CREATE FUNCTION patron_apply(facts jsonb, model bytea, decision text DEFAULT 'customers') RETURNS SETOF jsonb AS 'MODULE_PATHNAME', 'patron_pg_apply' LANGUAGE C STRICT STABLE PARALLEL SAFE;

-- Relationships: values from 0 to 100, NULL unknown.
CREATE FUNCTION patron_relationship(our_commitment double precision, our_trust double precision, their_commitment double precision, their_trust double precision) RETURNS text
  AS 'MODULE_PATHNAME', 'patron_pg_relationship' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_exposed(our_commitment double precision, our_trust double precision, their_commitment double precision, their_trust double precision) RETURNS text
  AS 'MODULE_PATHNAME', 'patron_pg_exposed' LANGUAGE C IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION patron_severity(our_commitment double precision, our_trust double precision, their_commitment double precision, their_trust double precision) RETURNS text
  AS 'MODULE_PATHNAME', 'patron_pg_severity' LANGUAGE C IMMUTABLE PARALLEL SAFE;

-- The whole assessment: facts and rules as JSON, {"customers": [{"customer": "C1", "sales": 1200}, ...], ...}, or as the tables and views of a schema. A row of the decision table each.
CREATE FUNCTION patron_assess(facts jsonb, policy jsonb DEFAULT NULL, decision text DEFAULT 'customers', currency text DEFAULT 'EUR') RETURNS SETOF jsonb
  AS 'MODULE_PATHNAME', 'patron_pg_assess' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION patron_assess_tables(facts regnamespace, policy regnamespace DEFAULT NULL, decision text DEFAULT 'customers', currency text DEFAULT 'EUR') RETURNS SETOF jsonb
  AS 'MODULE_PATHNAME', 'patron_pg_assess_tables' LANGUAGE C STABLE PARALLEL RESTRICTED;
CREATE FUNCTION patron_assess_all(facts jsonb, policy jsonb DEFAULT NULL, currency text DEFAULT 'EUR', OUT decision text, OUT "row" jsonb) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'patron_pg_assess_all' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION patron_assess_all_tables(facts regnamespace, policy regnamespace DEFAULT NULL, currency text DEFAULT 'EUR', OUT decision text, OUT "row" jsonb) RETURNS SETOF record
  AS 'MODULE_PATHNAME', 'patron_pg_assess_all_tables' LANGUAGE C STABLE PARALLEL RESTRICTED;
CREATE FUNCTION patron_explain(facts jsonb, policy jsonb, customer text, currency text DEFAULT 'EUR') RETURNS SETOF jsonb AS 'MODULE_PATHNAME', 'patron_pg_explain' LANGUAGE C STABLE PARALLEL SAFE;
CREATE FUNCTION patron_explain_tables(facts regnamespace, policy regnamespace, customer text, currency text DEFAULT 'EUR') RETURNS SETOF jsonb
  AS 'MODULE_PATHNAME', 'patron_pg_explain_tables' LANGUAGE C STABLE PARALLEL RESTRICTED;
CREATE FUNCTION patron_schema(name text DEFAULT 'tables') RETURNS SETOF jsonb AS 'MODULE_PATHNAME', 'patron_pg_schema' LANGUAGE C STABLE PARALLEL SAFE;

-- A function NAME(book), or NAME(plan) where the measure is a jsonb column of whole customers, with the states of a table: a row for each group and partition, to be merged. Of a partitioned table each partition is asked by
-- itself, so that postgres_fdw sends the aggregate to every shard, whatever the partitions go by. Of another table (on a shard) it runs its query apart, so that it uses parallel workers, which a query under
-- the cursor of postgres_fdw does not. A view NAME shows the states of the first pass of cut-offs, for a foreign table to show them. Answers with the statements, after they were run.
CREATE FUNCTION patron_shard_view(source regclass, measure name, groups name[] DEFAULT '{}', name name DEFAULT NULL) RETURNS SETOF text LANGUAGE plpgsql AS $body$
DECLARE
  patron CONSTANT text := (SELECT quote_ident(nspname) FROM pg_catalog.pg_extension JOIN pg_catalog.pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'patron');
  target CONSTANT text := quote_ident(COALESCE(name, (SELECT relname || '_states' FROM pg_catalog.pg_class WHERE oid = source)));
  fits CONSTANT boolean := (SELECT atttypid = 'jsonb'::regtype FROM pg_catalog.pg_attribute WHERE attrelid = source AND attname = measure AND NOT attisdropped);
  parted CONSTANT boolean := (SELECT relkind = 'p' FROM pg_catalog.pg_class WHERE oid = source);
  columns CONSTANT text := (SELECT string_agg(quote_ident(g), ', ') FROM unnest(groups) AS g);
  shape CONSTANT text := (SELECT string_agg(format('%I %s, ', g, (SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute WHERE attrelid = source AND attname = g AND NOT attisdropped)), '') FROM unnest(groups) AS g);
  number CONSTANT boolean := cardinality(groups) = 1 AND shape ~ ' (smallint|integer|bigint), $';
  keys CONSTANT text := (SELECT string_agg(format('%I::text', g), ', ') FROM unnest(groups) AS g);
  key CONSTANT text := CASE WHEN number THEN columns WHEN cardinality(groups) > 1 THEN format('%s.patron_key(%s)', patron, keys) ELSE COALESCE(keys, 'NULL::text') END;
  query text;
BEGIN
  IF fits IS NULL THEN
    RAISE EXCEPTION 'patron_shard_view: % has no column "%"', source, measure;
  ELSIF EXISTS (SELECT FROM unnest(groups) AS g WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = source AND attname = g AND NOT attisdropped)) THEN
    RAISE EXCEPTION 'patron_shard_view: % has not all of the columns %', source, groups;
  END IF;
  SELECT string_agg(format('SELECT %s%s AS state FROM %I.%I AS t%s', columns || ', ',
      CASE WHEN fits THEN format('%s.patron_fitting_partial(%I, $1)', patron, measure) ELSE format('%s.patron_partial(%I, %s.patron_plan($1, %s))', patron, measure, patron, key) END,
      nspname, relname, ' GROUP BY ' || columns), E'\n  UNION ALL ' ORDER BY relname) INTO query
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = relnamespace
    WHERE c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(source) WHERE isleaf UNION SELECT source WHERE NOT parted);
  query := format(CASE WHEN parted THEN E'CREATE FUNCTION %s(%s) RETURNS TABLE(%sstate bytea) LANGUAGE sql STABLE AS $query$\n  %s $query$'
    ELSE E'CREATE FUNCTION %s(%s) RETURNS TABLE(%sstate bytea) LANGUAGE plpgsql STABLE AS $query$\n#variable_conflict use_column\nBEGIN RETURN QUERY\n  %s; END $query$' END,
    target, CASE WHEN fits THEN 'plan bytea' ELSE 'book bytea DEFAULT NULL' END, shape, query);
  EXECUTE query;
  RETURN NEXT query;
  IF NOT fits THEN
    query := format('CREATE VIEW %s AS SELECT * FROM %s()', target, target);
    EXECUTE query;
    RETURN NEXT query;
  END IF;
END $body$;
