// Usage: node check_duckdb.js EXTENSION SOURCE, with @duckdb/node-api in NODE_PATH: Patron's extension inside DuckDB, against the golden figures, with one thread and with two.
const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { DuckDBInstance } = require('@duckdb/node-api')

const [extension, source] = process.argv.slice(2).map(name => path.resolve(name))

async function open(unsigned = 'true') {
  const instance = await DuckDBInstance.create(':memory:', { allow_unsigned_extensions: unsigned, threads: '2' })
  const connection = await instance.connect()
  const rows = async sql => (await connection.runAndReadAll(sql)).getRowsJson()
  return { connection, rows }
}

async function patron() {
  const db = await open()
  await db.rows(`LOAD '${extension.replaceAll("'", "''")}'`)
  return db
}

async function refused(db, sql, ...parts) {
  await assert.rejects(db.rows(sql), error => parts.every(part => error.message.includes(part)) || assert.fail(`${sql}\nsaid: ${error.message}\nexpected: ${parts}`))
}

async function onlyWhenUnsignedExtensionsAreAllowed() {
  const db = await open('false')
  await refused(db, `LOAD '${extension}'`, 'signature')
}

async function theGoldenFigures(db) {
  const file = path.join(source, 'examples', 'wholesale', 'wholesale_customers.csv')
  await db.rows(`CREATE TABLE clients AS SELECT customer_id, Channel AS channel, Region AS region, Fresh + Milk + Grocery + Frozen + Detergents_Paper + Delicassen AS total FROM read_csv('${file}')`)
  const golden = JSON.parse(fs.readFileSync(path.join(source, 'tests', 'vectors', 'pareto', 'wholesale_total.json'), 'utf8')).groups
  assert.equal(golden.length, 12)
  for (const group of golden) {
    const where = `WHERE ('${group.layer}' = '*' OR channel::VARCHAR = '${group.layer}') AND ('${group.region}' = '*' OR region::VARCHAR = '${group.region}')`
    const [[states, threshold, share, letters]] = await db.rows(`SELECT patron_cut(patron_next(patron_partial(total), 0.8)), patron_threshold(total), patron_threshold(total, 0.95),
      (SELECT patron_cut(patron_next(patron_merge(s))) FROM (SELECT patron_partial(total) AS s FROM clients ${where} GROUP BY customer_id % 7)) FROM clients ${where}`)
    const place = `${group.layer} ${group.region}`
    assert.equal(states, group.cutoff_value, place)
    assert.equal(letters, group.cutoff_value, place)
    assert.equal(threshold, String(group.cutoff_value), place)   // BIGINT: integers stay integers
    assert.equal(share, String(group.abc.b_cut_value), place)
  }
  const window = await db.rows(`SELECT channel::VARCHAR, region::VARCHAR, count(*) FROM clients SEMI JOIN
    (SELECT customer_id FROM (SELECT customer_id, total >= patron_threshold(total) OVER (PARTITION BY channel, region) AS key FROM clients) WHERE key) USING (customer_id) GROUP BY ALL`)
  assert.equal(window.length, 6)
  for (const [channel, region, count] of window) assert.equal(Number(count), golden.find(group => group.layer === channel && group.region === region).n_key, `${channel} ${region}`)
}

async function combined(db) {
  return Number((await db.rows('SELECT patron_combined()'))[0][0])
}

// The multiset is that of any order of rows: i * 7919 modulo a prime runs over every number once.
async function twoThreadsAnswerAsOneDoes(db) {
  await db.rows('CREATE TABLE many AS SELECT (i % 8)::INTEGER AS region, ((i * 7919) % 600011 + 1) / 4.0::DOUBLE AS sales FROM range(600000) t(i)')
  const answers = []
  for (const threads of [1, 2]) {
    await db.rows(`SET threads = ${threads}`)
    const before = await combined(db)
    const states = await db.rows('SELECT region, md5(patron_partial(sales)) FROM many GROUP BY region ORDER BY region')
    const plain = await db.rows('SELECT md5(patron_partial(sales)), patron_threshold(sales) FROM many')
    const work = await combined(db) - before
    if (threads === 2) assert.ok(work > 0, 'two threads combined nothing: nothing was tested')
    answers.push([states, plain])
  }
  assert.deepEqual(answers[0], answers[1])
  assert.equal(new Set(answers[0][0].map(row => row[1])).size, 8)
  const merged = await db.rows('SELECT md5(patron_merge(s)) FROM (SELECT patron_partial(sales) AS s FROM many GROUP BY region)')
  assert.equal(merged[0][0], answers[0][1][0][0])
  // By hand: values v/4 for v in 1 to 600011 but for eleven; sort and sum with whole numbers.
  const values = Array.from({ length: 600000 }, (_, i) => (i * 7919) % 600011 + 1).sort((a, b) => b - a)
  const total = values.reduce((sum, value) => sum + value, 0)
  let sum = 0, at = -1
  while (sum * 5 < total * 4) sum += values[++at]
  assert.equal(answers[0][1][0][1], values[at] / 4)
}

async function manyValuesTakeTwoPasses(db) {
  await db.rows('CREATE TABLE close_by AS SELECT 1.0::DOUBLE + i * pow(2, -20) AS x, i % 7 AS part FROM range(20000) t(i)')
  assert.deepEqual(await db.rows('SELECT patron_done(patron_next(patron_partial(x))) FROM close_by'), [[false]])
  await refused(db, 'SELECT patron_cut(patron_next(patron_partial(x))) FROM close_by', 'one more pass')
  const [[cut, whole]] = await db.rows(`WITH p AS MATERIALIZED (SELECT patron_next(patron_partial(x)) AS plan FROM close_by), q AS (SELECT patron_partial(x, plan) AS s FROM close_by, p GROUP BY part)
    SELECT patron_cut(patron_next(patron_merge(s))), (SELECT patron_threshold(x) FROM close_by) FROM q`)
  assert.equal(cut, whole)
  await refused(db, `SELECT patron_merge(s) FROM (SELECT patron_partial(x) AS s FROM close_by UNION ALL
    SELECT patron_partial(x, (SELECT patron_next(patron_partial(x)) FROM close_by)) FROM close_by)`, 'patron_merge', 'different plans')
  await refused(db, `SELECT patron_partial(x, CASE WHEN part > 2 THEN (SELECT patron_next(patron_partial(x)) FROM close_by) END) FROM close_by`, 'patron_partial', 'different plans')
}

async function windowsOverAnyFrame(db) {
  const found = await db.rows(`SELECT patron_threshold(v, 0.5) OVER (ORDER BY i ROWS 2 PRECEDING) FROM (VALUES (1, 50), (2, NULL), (3, 10), (4, 0.5), (5, 10), (6, -3), (7, 8)) t(i, v)`)
  assert.deepEqual(found.map(row => row[0]), [50, 50, 50, 10, 10, 10, 10])   // of {10, -3, 8} ten alone makes half
  const states = await db.rows(`SELECT DISTINCT md5(patron_partial(v) OVER (PARTITION BY g)) FROM (VALUES (1, 1.0), (1, 2.0), (2, 2.0), (2, 1.0)) t(g, v)`)
  assert.equal(states.length, 1)
  const moving = await db.rows(`SELECT i, patron_cut(patron_next(patron_partial(v) OVER (ORDER BY i ROWS 100 PRECEDING))), patron_threshold(v) OVER (ORDER BY i ROWS 100 PRECEDING) FROM
    (SELECT i, (i * 37 % 101)::DOUBLE AS v FROM range(5000) t(i))`)
  assert.equal(moving.length, 5000)
  for (const [i, cut, threshold] of moving) assert.equal(cut, threshold, `row ${i}`)
}

async function theClassifier(db) {
  assert.deepEqual(await db.rows(`SELECT patron_relationship(85, 90, 45, 72), patron_exposed(85, 90, 45, 72), patron_severity(85, 90, 45, 72), patron_relationship(80, 80, 80, 80),
    patron_relationship(80, NULL, 80, 80), patron_exposed(30, 30, 90, 90), patron_severity(80, 80, 80, 80)`), [['LIMITED_COLLABORATION', 'US', 'HIGH', 'STRATEGIC', 'UNDETERMINED', 'THEM', 'NONE']])
  // The rule by hand, over a grid with unknown values, in vectors: bounds 40, 60, 80; a side is high from 60; a gap counts from 15.
  const rule = `CASE WHEN a + b + c + d IS NULL THEN 'UNDETERMINED' WHEN greatest(us, them) >= 60 AND least(us, them) < 60 AND abs(us - them) >= 15 THEN 'LIMITED_COLLABORATION'
    WHEN least(us, them) < 40 THEN 'TRANSACTIONAL' WHEN least(us, them) < 60 THEN 'COOPERATIVE' WHEN least(us, them) < 80 THEN 'COLLABORATIVE' ELSE 'STRATEGIC' END`
  const found = await db.rows(`SELECT count(*), count(*) FILTER (patron_relationship(a, b, c, d) = expected), count(DISTINCT expected) FROM (SELECT *, ${rule} AS expected FROM
    (SELECT *, least(a, b) AS us, least(c, d) AS them FROM (SELECT nullif(i % 11 * 10, 50) AS a, i // 11 % 11 * 10 AS b, i // 121 % 11 * 10 AS c, nullif(i // 1331 * 10, 0) AS d FROM range(14641) t(i))))`)
  assert.deepEqual(found, [['14641', '14641', '6']])
  for (const bad of ["101", "-1", "'nan'::DOUBLE"]) await refused(db, `SELECT patron_relationship(${bad}, 1, 1, 1)`, '0 to 100')
  await refused(db, "SELECT patron_relationship('high', 1, 1, 1)", 'high')
}

async function nullsAndNothing(db) {
  assert.deepEqual(await db.rows('SELECT patron_cut(NULL), patron_done(NULL), patron_next(NULL)'), [[null, null, null]])
  assert.deepEqual(await db.rows('SELECT patron_partial(v), patron_threshold(v), patron_merge(NULL) FROM (SELECT 1.0 AS v WHERE false)'), [[null, null, null]])
  assert.deepEqual(await db.rows('SELECT patron_threshold(v), patron_cut(patron_next(patron_partial(v))) FROM (VALUES (NULL), (-3), (0)) t(v)'), [[null, null]])
  assert.deepEqual(await db.rows('SELECT patron_threshold(v), patron_cut(patron_next(patron_partial(v))) FROM (VALUES (NULL), (50), (NULL), (10), (10), (10), (10), (10)) t(v)'), [['10', 10]])
  assert.deepEqual(await db.rows('SELECT patron_threshold(v, 0.5) FROM (VALUES (9007199254740993), (9007199254740992)) t(v)'), [['9007199254740993']])
}

async function badInput(db) {
  await refused(db, "SELECT patron_threshold('infinity'::DOUBLE)", 'NaN or infinite')
  await refused(db, "SELECT patron_partial('nan'::DOUBLE)", 'patron_partial', 'NaN or infinite')
  for (const share of ['0', '1.5', 'NULL', "'nan'::DOUBLE"]) {
    await refused(db, `SELECT patron_threshold(1, ${share})`, 'share')
    await refused(db, `SELECT patron_next(patron_partial(1), ${share})`, 'share')
  }
  await refused(db, 'SELECT patron_threshold(v, s) FROM (VALUES (1, 0.8), (2, 0.9)) t(v, s)', 'the same for all rows')
  for (const blob of ["''", "'\\x00\\x11\\x22'"]) {
    await refused(db, `SELECT patron_merge(${blob}::BLOB)`, 'patron_merge', 'no state')
    await refused(db, `SELECT patron_next(${blob}::BLOB)`, 'patron_next', 'no state')
    await refused(db, `SELECT patron_cut(${blob}::BLOB)`, 'patron_cut', 'plan')
    await refused(db, `SELECT patron_done(${blob}::BLOB)`, 'patron_done', 'plan')
    await refused(db, `SELECT patron_partial(1, ${blob}::BLOB)`, 'patron_partial', 'plan')
  }
  // Every single byte of a good state, turned over, makes a state that is refused.
  const [[hex]] = await db.rows('SELECT hex(patron_partial(v)) FROM (VALUES (1.5), (2.5), (4.0)) t(v)')
  for (let at = 0; at < hex.length; at += 2) {
    const turned = hex.slice(0, at) + (255 - parseInt(hex.slice(at, at + 2), 16)).toString(16).padStart(2, '0') + hex.slice(at + 2)
    await refused(db, `SELECT patron_merge(unhex('${turned}'))`, 'no state')
  }
}

// One blob for one set of values in every host: the bytes that a state of these three values had in SQLite.
async function statesTravel(db) {
  const expected = process.env.PATRON_STATE
  if (!expected) return
  assert.deepEqual(await db.rows('SELECT hex(patron_partial(v)) FROM (VALUES (4.0), (1.5), (2.5)) t(v)'), [[expected]])
}

async function main() {
  await onlyWhenUnsignedExtensionsAreAllowed()
  for (const test of [theGoldenFigures, twoThreadsAnswerAsOneDoes, manyValuesTakeTwoPasses, windowsOverAnyFrame, theClassifier, nullsAndNothing, badInput, statesTravel]) {
    await test(await patron())
    console.log(test.name)
  }
}

main().catch(error => {
  console.error(error)
  process.exitCode = 1
})
