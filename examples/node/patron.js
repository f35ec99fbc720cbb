// Patron in Node by koffi. Every function of the headers is declared from api.json and can be called as `patron.call.NAME`; portfolio, model, assessment and table stand around them.
// PATRON_LIBRARY and PATRON_API name library and api.json where they are not installed. Unknown is null; money is a text ("120000.00"), exactly.
'use strict';
const fs = require('fs');
const koffi = require('koffi');

const api = JSON.parse(fs.readFileSync(process.env.PATRON_API || '/usr/local/share/patron/api.json', 'utf8'));
const library = koffi.load(process.env.PATRON_LIBRARY || 'libpatron.so.1');

// Text in is a string; other pointers are Buffers and typed arrays, or what a constructor handed out.
function typeOf(type) {
  if (type === 'const char*') return 'const char *';
  if (/[*[]/.test(type)) return 'void *';
  return api.types[type] ? typeOf(api.types[type]) : type;
}

const call = {};
for (const one of api.functions.filter(each => each.library === 'patron')) {
  call[one.name.slice('patron_'.length)] = library.func(one.name, typeOf(one.returns), one.parameters.map(each => typeOf(each.type)));
}
const constant = Object.fromEntries(Object.entries(api.constants).map(([name, value]) => [name.slice('PATRON_'.length), value]));

class PatronError extends Error {
  constructor(status, context) {
    super(context ? text(call.context_error, context.pointer) : call.status_message(status));
    this.name = call.status_name(status);
    this.status = status;
    for (const part of ['table', 'column', 'row', 'value', 'expected']) this[part] = context ? text(call.context_error_part, context.pointer, part) : null;
  }
}

function check(status, context) {
  if (status !== constant.OK) throw new PatronError(status, context);
}

// Text by the convention of the library: asked for its size, then fetched.
function bytes(reader, ...given) {
  const needed = new BigInt64Array(1);
  const status = reader(...given, null, 0, needed);
  if (status === constant.UNKNOWN) return null;
  check(status);
  const buffer = Buffer.alloc(Number(needed[0]));
  check(reader(...given, buffer, buffer.length, null));
  return buffer;
}

function text(reader, ...given) {
  const found = bytes(reader, ...given);
  return found && found.toString('utf8', 0, found.length - 1);
}

const forgotten = new FinalizationRegistry(({destroy, pointer}) => destroy(pointer));

// What a constructor hands out; destroyed by close(), or some time after it was dropped.
class Handle {
  constructor(kind, context, maker, ...given) {
    const out = new BigUint64Array(1);
    check(maker(...given, out), context);
    [this.pointer, this.context, this.destroy] = [out[0], context, call[kind + '_destroy']];
    forgotten.register(this, {destroy: this.destroy, pointer: this.pointer}, this);
  }

  close() {
    forgotten.unregister(this);
    this.destroy(this.pointer);
    this.pointer = null;
  }
}

class Table extends Handle {
  constructor(context, maker, ...given) {
    super('table', context, maker, ...given);
  }

  get length() {
    const rows = new BigInt64Array(1);
    check(call.table_rows(this.pointer, rows));
    return Number(rows[0]);
  }

  // A column of any type as texts, null where it is unknown.
  column(name) {
    const [n, place, needed] = [this.length, new BigInt64Array(1), new BigInt64Array(1)];
    check(call.table_find_column(this.pointer, name, place));
    check(call.table_read_text(this.pointer, place[0], 0, n, null, null, 0, needed, null));
    const [offsets, buffer, known] = [new BigInt64Array(n + 1), Buffer.alloc(Number(needed[0]) + 1), new Uint8Array((n >> 3) + 1)];
    check(call.table_read_text(this.pointer, place[0], 0, n, offsets, buffer, Number(needed[0]), null, known));
    return Array.from({length: n}, (_, i) => (known[i >> 3] >> (i & 7)) & 1 ? buffer.toString('utf8', Number(offsets[i]), Number(offsets[i + 1])) : null);
  }
}

class Portfolio extends Handle {
  constructor(currency) {
    const context = new Handle('context', null, call.context_create, null);
    super('portfolio', context, call.portfolio_create, context.pointer, currency);
    const digits = new Int32Array(1);
    check(call.currency_exponent(currency, digits));
    this.digits = digits[0];
  }

  add(id, facts) {
    const customer = new BigUint64Array(1);
    check(call.portfolio_add_customer(this.pointer, id, -1, customer), this.context);
    this.set(id, facts);
  }

  set(id, facts) {
    const customer = new BigUint64Array(1);
    check(call.portfolio_find_customer(this.pointer, id, -1, customer), this.context);
    for (const [column, value] of Object.entries(facts)) check(this.setOne(customer[0], column, value), this.context);
  }

  setOne(customer, column, value) {
    if (value === null) return call.customer_set_unknown(this.pointer, customer, column);
    if (typeof value === 'number') return call.customer_set_number(this.pointer, customer, column, value);
    if (typeof value === 'bigint') return call.customer_set_integer(this.pointer, customer, column, value);
    if (typeof value === 'boolean') return call.customer_set_flag(this.pointer, customer, column, value ? 1 : 0);
    const status = call.customer_set_text(this.pointer, customer, column, value, -1);
    if (status !== constant.E_TYPE) return status;
    const cents = new BigInt64Array(1);
    const parsed = call.money_parse(value, -1, this.digits, cents);
    return parsed === constant.OK ? call.customer_set_money(this.pointer, customer, column, cents[0]) : call.customer_set_code(this.pointer, customer, column, value);
  }

  policy(settings = {}, preset = null) {
    const policy = new Handle('policy', this.context, call.policy_create, this.context.pointer, preset);
    for (const [key, value] of Object.entries(settings)) check(call.policy_set(policy.pointer, key, String(value)), this.context);
    return policy;
  }

  fit(policy) {
    return new Handle('model', this.context, call.fit, this.pointer, policy ? policy.pointer : null);
  }

  apply(model) {
    return new Assessment('assessment', this.context, call.apply, model.pointer, this.pointer);
  }

  assess(policy) {
    return new Assessment('assessment', this.context, call.assess, this.pointer, policy ? policy.pointer : null);
  }
}

class Assessment extends Handle {
  customer(id) {
    const customer = new BigUint64Array(1);
    check(call.assessment_find_customer(this.pointer, id, -1, customer));
    return customer[0];
  }

  text(id, column) {
    return text(call.assessment_text, this.pointer, this.customer(id), column);
  }

  table(name) {
    return new Table(this.context, call.assessment_table, this.pointer, name);
  }

  explain(id) {
    return new Table(this.context, call.assessment_explain, this.pointer, this.customer(id));
  }
}

// Who makes the share, over a Float64Array, which is read where it lies: the smallest value inside, how many, of what total.
function cutoff(values, share = 0.8) {
  const layout = koffi.struct(api.structs.find(one => one.name === 'patron_pareto_result').fields.reduce((all, one) => Object.assign(all, {[one.name]: one.type}), {}));
  const out = Buffer.alloc(koffi.sizeof(layout));
  out.writeUInt32LE(out.length, 0);
  check(call.pareto_cutoff_f64(values, null, values.length, Math.round(share * 1e6), null, out));
  const found = koffi.decode(out, layout);
  return {cutoff: found.cutoff_f64, inside: Number(found.n_inside), total: found.total_f64};
}

module.exports = {call, constant, Portfolio, Assessment, Table, PatronError, bytes, text, cutoff};
