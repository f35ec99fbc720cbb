// Usage: peer_polars.mjs CSV ROUNDS: the Pareto classes of the rows in Polars. Prints "name rows seconds differ": the least CPU time, and how many rows differ from the file.
import pl from 'nodejs-polars';

const [csv, rounds] = process.argv.slice(2);
const read = pl.readCSV(csv, { dtypes: { g: pl.Int32, sales: pl.Int64, profit: pl.Float64, sales_class: pl.Int8, profit_class: pl.Int8 } });
const rows = read.withColumn(pl.Series('i', Int32Array.from({ length: read.height }, (_, i) => i)));
const classes = (measure) => {
  const sorted = rows.select('i', 'g', measure).sort(['g', measure], [false, true]);
  const value = pl.col(measure).cast(pl.Float64);
  const positive = pl.when(value.gt(0)).then(value).otherwise(pl.lit(0));
  const summed = sorted.withColumns(positive.alias('p')).withColumns(pl.col('p').cumSum().over('g').sub(pl.col('p')).alias('before'), pl.col('p').sum().over('g').alias('total'));
  const level = pl.col('before').gtEq(pl.col('total').mul(0.8)).cast(pl.Int8).add(pl.col('before').gtEq(pl.col('total').mul(0.95)).cast(pl.Int8));
  return summed.select('i', pl.when(pl.col(measure).ltEq(0)).then(pl.lit(-1)).otherwise(level).alias('c')).sort('i').getColumn('c');
};
let least = Infinity, sales, profit;
for (let round = 0; round < Number(rounds); round++) {
  const began = process.cpuUsage();
  sales = classes('sales');
  profit = classes('profit');
  const used = process.cpuUsage(began);
  least = Math.min(least, (used.user + used.system) / 1e6);
}
const found = [sales.toArray(), profit.toArray()], wanted = ['sales_class', 'profit_class'].map((name) => rows.getColumn(name).toArray());
let differ = 0;
for (let i = 0; i < rows.height; i++) differ += found[0][i] !== wanted[0][i] || found[1][i] !== wanted[1][i] ? 1 : 0;
console.log(`polars ${rows.height} ${least.toFixed(6)} ${differ}`);
