// node example.js EXTENSION CSV: key customers of the wholesale data in each channel and region, and the same cut-offs from parts of the table.
const { DuckDBInstance } = require('@duckdb/node-api')

async function main() {
  const [extension, csv] = process.argv.slice(2).map(name => name.replaceAll("'", "''"))
  const instance = await DuckDBInstance.create(':memory:', { allow_unsigned_extensions: 'true' })
  const connection = await instance.connect()
  const show = async sql => {
    for (const row of (await connection.runAndReadAll(sql)).getRowsJson()) console.log(row.join('\t'))
  }
  await connection.run(`LOAD '${extension}'`)
  await connection.run(`CREATE TABLE clients AS SELECT customer_id, Channel AS channel, Region AS region, Fresh + Milk + Grocery + Frozen + Detergents_Paper + Delicassen AS sales FROM read_csv('${csv}')`)
  await show(`SELECT channel, region, count(*), count(*) FILTER (sales >= cutoff), any_value(cutoff) FROM
    (SELECT *, patron_threshold(sales) OVER (PARTITION BY channel, region) AS cutoff FROM clients) GROUP BY channel, region ORDER BY channel, region`)
  await show(`SELECT 'all', patron_cut(patron_next(patron_merge(state), 0.8)) FROM (SELECT patron_partial(sales) AS state FROM clients GROUP BY region)`)
  await show(`SELECT patron_relationship(85, 90, 45, 72), patron_exposed(85, 90, 45, 72), patron_severity(85, 90, 45, 72)`)
}

main()
