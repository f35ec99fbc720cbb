// Usage: pareto_duckdb.mjs CSV ROUNDS: the Pareto classes of the rows in DuckDB, in the two ways that were quickest. Prints the least CPU seconds of each, and how many rows differ from the classes in the file.
import { DuckDBInstance } from '@duckdb/node-api';

const [csv, rounds] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
await connection.run(`create table t as select * from read_csv('${csv}', columns = {g: 'INTEGER', sales: 'BIGINT', profit: 'DOUBLE', sales_class: 'TINYINT', profit_class: 'TINYINT'}, header = true)`);

// Running sums of doubles: DuckDB's exact 128-bit sums of BIGINT take twice as long.
const cutoffs = (measure) => `select g, max(v) filter (r >= 0.8 * t) a, max(v) filter (r >= 0.95 * t) b from (
  select g, ${measure} v, sum(${measure}::double) over (partition by g order by ${measure} desc rows unbounded preceding) r, sum(${measure}::double) over (partition by g) t from t where ${measure} > 0) group by g`;
const by_cutoff = (measure, from) => `(case when ${measure} <= 0 then -1 when ${measure} >= ${from}.a then 0 when ${measure} >= ${from}.b then 1 else 2 end)::tinyint`;
const before = (measure) => `sum(greatest(${measure}, 0)::double) over (partition by g) ${measure}_total,
  sum(greatest(${measure}, 0)::double) over (partition by g order by ${measure} desc rows unbounded preceding) - greatest(${measure}, 0) ${measure}_before`;
const by_sum = (measure) => `(case when ${measure} <= 0 then -1 when ${measure}_before < 0.8 * ${measure}_total then 0 when ${measure}_before < 0.95 * ${measure}_total then 1 else 2 end)::tinyint`;
const ways = {
  duckdb_cutoffs: `with s as (${cutoffs('sales')}), p as (${cutoffs('profit')})
    select ${by_cutoff('sales', 's')} s, ${by_cutoff('profit', 'p')} p, sales_class, profit_class from t join s using (g) join p using (g)`,
  duckdb_windows: `select ${by_sum('sales')} s, ${by_sum('profit')} p, sales_class, profit_class from (select *, ${before('sales')}, ${before('profit')} from t)`,
};
for (const [name, query] of Object.entries(ways)) {
  let least = Infinity;
  for (let round = 0; round < Number(rounds); round++) {
    const began = process.cpuUsage();
    await connection.run(`create or replace temp table classes as ${query}`);
    const used = process.cpuUsage(began);
    least = Math.min(least, (used.user + used.system) / 1e6);
  }
  const counted = await connection.runAndReadAll('select count(*), count(*) filter (s <> sales_class or p <> profit_class) from classes');
  const [rows, differ] = counted.getRows()[0];
  console.log(`${name} ${rows} ${least} ${differ}`);
}
