// Two customers: decide, say why, apply the model to a third, and see a mistake refused.
'use strict';
const patron = require('./patron.js');

const book = new patron.Portfolio('EUR');
book.add('ACME', {sales: '120000.00', our_commitment: 85, our_trust: 90, their_commitment: 45, their_trust: 72});
book.add('BOLT', {sales: '20000.00'});
const model = book.fit(book.policy({'matrix.bands': [40, 70]}));
const result = book.apply(model);
for (const id of ['ACME', 'BOLT']) console.log(`${id}: key ${result.text(id, 'key')}, ${result.text(id, 'relationship_level')}, gap ${result.text(id, 'gap') ?? 'unknown'}`);

const why = result.explain('ACME');
const sentences = why.column('text');
why.column('factor').forEach((factor, i) => factor === 'relationship_level' && console.log('  ' + sentences[i]));

const today = new patron.Portfolio('EUR');
today.add('CORD', {sales: '150000.00'});
console.log(`CORD: class ${today.apply(model).text('CORD', 'sales_class')} by the model of yesterday`);
try {
  book.set('ACME', {their_trust: 172});
} catch (error) {
  console.log(`refused: ${error.column} of row ${error.row} is ${error.value}, expected ${error.expected}`);
}
const found = patron.cutoff(Float64Array.of(50, 30, 15, 5));
console.log(`80 % of ${found.total} are made by ${found.inside} customers, from ${found.cutoff} on`);
