import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from '../../../../worker/errors.ts';
import {
  type PortfolioQuery,
  readQuery,
  validQuery,
} from '../../../../worker/portfolio/query/query.ts';
import { isoDate } from '../../../../worker/prices/day.ts';

const query = suite('query');

const good = {
  symbols: ['AAPL', 'GOOG', 'FB'],
  start_date: '01-01-12',
  end_date: '03-20-16',
  principle: 1000,
};

function read(body: unknown): PortfolioQuery {
  return validQuery(readQuery(body, { maxSymbols: 500 }));
}

function faults(body: unknown): readonly Fault[] {
  return readQuery(body, { maxSymbols: 500 }).faults;
}

function fields(body: unknown): readonly string[] {
  return faults(body).map(({ field }) => field);
}

query('the documented fields are read', () => {
  const { symbols, span, amount, benchmark, riskFreeRate } = read(good);

  assert.equal(symbols, ['AAPL', 'FB', 'GOOG']);
  assert.is(isoDate(span.first), '2012-01-01');
  assert.is(isoDate(span.last), '2016-03-20');
  assert.is(amount, 1000);
  assert.is(benchmark, 'SPY');
  assert.is(riskFreeRate, 0);
});

for (const name of ['principle', 'principal', 'initial_investment', 'initialInvestment']) {
  query(`${name} names the amount`, () => {
    const { principle: _, ...rest } = good;
    const { amount, amountAsSent } = read({ ...rest, [name]: '2500.50' });

    assert.is(amount, 2500.5);
    assert.is(amountAsSent, '2500.50');
  });
}

query('startDate and endDate name the window', () => {
  const { span } = read({ symbols: ['A'], startDate: '2012-01-03', endDate: '01/31/2012' });

  assert.is(isoDate(span.first), '2012-01-03');
  assert.is(isoDate(span.last), '2012-01-31');
});

query('symbols of any case are sorted and counted once', () => {
  const { symbols, warnings } = read({ ...good, symbols: ['goog', ' aapl', 'GOOG'] });

  assert.equal(symbols, ['AAPL', 'GOOG']);
  assert.equal(warnings, ['GOOG was named more than once and counted once.']);
});

query('an amount may be left out', () => {
  const { principle: _, ...rest } = good;

  assert.is(read(rest).amount, undefined);
});

query('every fault is told at once', () => {
  const body = { symbols: ['A A'], start_date: '13-40-12', end_date: 5, principle: -1, wat: 1 };

  assert.equal([...fields(body)].sort(), [
    'end_date',
    'principle',
    'start_date',
    'symbols.0',
    'wat',
  ]);
});

query('missing fields are told by their documented names', () => {
  assert.equal(fields({}), ['symbols', 'start_date', 'end_date']);
});

query('a window that ends before it starts is refused', () => {
  const [fault] = faults({ ...good, start_date: '2016-03-20', end_date: '2012-01-01' });

  assert.is(fault?.field, 'start_date');
  assert.match(fault?.reason ?? '', /lies after end_date 2012-01-01/);
});

query('a thousand symbols are too many', () => {
  const [fault] = faults({ ...good, symbols: Array.from({ length: 1000 }, (_, i) => `S${i}`) });

  assert.match(fault?.reason ?? '', /has 1000 symbols: at most 500/);
});

query('two names of a field that disagree are refused', () => {
  assert.equal(fields({ ...good, initial_investment: 5 }), ['initial_investment']);
  assert.equal(fields({ ...good, initial_investment: 1000 }), []);
});

for (const amount of [0, -5, '-5', 'much', '', null, Number.POSITIVE_INFINITY, '1e999', [1]]) {
  query(`an amount of ${JSON.stringify(amount)} is refused`, () => {
    assert.equal(fields({ ...good, principle: amount }), ['principle']);
  });
}

query('a risk-free rate needs the benchmark to be null', () => {
  assert.equal(fields({ ...good, risk_free_rate: 0.02 }), ['risk_free_rate']);
  assert.is(read({ ...good, benchmark: null, risk_free_rate: 0.02 }).riskFreeRate, 0.02);
});

for (const body of [null, [], 'text', 5, true]) {
  query(`a body of ${JSON.stringify(body)} is refused`, () => {
    assert.equal(fields(body), ['body']);
  });
}

const prices = {
  dates: ['2020-01-03', '2020-01-02', '2020-01-06'],
  closes: { aaa: [11, 10, 12], BBB: [21, null, 22] },
};

query('sent prices are sorted by day and give the window', () => {
  const { symbols, span, sentPrices } = read({ prices, benchmark: null });

  assert.equal(symbols, ['AAA', 'BBB']);
  assert.is(isoDate(span.first), '2020-01-02');
  assert.is(isoDate(span.last), '2020-01-06');
  assert.equal([...(sentPrices.get('AAA')?.closes ?? [])], [10, 11, 12]);
  assert.equal([...(sentPrices.get('BBB')?.closes ?? [])], [21, 22]);
});

query('a sent benchmark is not a symbol to hold', () => {
  const { symbols } = read({ prices, benchmark: 'BBB' });

  assert.equal(symbols, ['AAA']);
});

query('every fault of sent prices is told', () => {
  const wrong = {
    dates: ['2020-01-03', '2020-01-03', '2020-02-30'],
    closes: { AAA: [1, 2], BBB: [1, 2, 3] },
  };

  assert.equal(fields({ prices: wrong, benchmark: null }).slice(0, 3), [
    'prices.dates.1',
    'prices.dates.2',
    'prices.closes.AAA',
  ]);
});

query('a sent price that is none is refused by its place', () => {
  const wrong = { dates: ['2020-01-03', '2020-01-06'], closes: { AAA: [1, -2], BBB: ['x', 3] } };

  assert.equal(fields({ symbols: ['AAA'], prices: wrong }).slice(0, 2), [
    'prices.closes.AAA.1',
    'prices.closes.BBB.0',
  ]);
});

query('one symbol under two spellings is refused', () => {
  const wrong = { dates: ['2020-01-03'], closes: { AAA: [1], aaa: [2] } };

  assert.ok(fields({ prices: wrong, benchmark: null }).includes('prices.closes.aaa'));
});

query('symbols without sent prices are named', () => {
  const [fault] = faults({ symbols: ['AAA', 'CCC'], prices, benchmark: null });

  assert.is(fault?.field, 'prices');
  assert.equal(fault?.symbols, ['CCC']);
});

query('faults of sent prices are not told as missing fields', () => {
  const wrong = { dates: ['2020-01-03'], closes: { AAA: [-1] } };

  assert.equal(fields({ prices: wrong, benchmark: null }), ['prices.closes.AAA.0']);
});

query('sent closes beyond all reason are refused', () => {
  const wrong = { dates: ['2020-01-03', '2020-01-06'], closes: { AAA: [1e-300, 1e300] } };

  assert.equal(fields({ prices: wrong, benchmark: null }), [
    'prices.closes.AAA.0',
    'prices.closes.AAA.1',
  ]);
});

query('a member named like a prototype is no symbol', () => {
  const wrong = JSON.parse('{"dates": ["2020-01-03"], "closes": {"A": [1], "__proto__": [2]}}');

  assert.equal(fields({ prices: wrong, benchmark: null }), ['prices.closes.__proto__']);
});

query('the faults of a wrong table are counted', () => {
  const wrong = { dates: ['2020-01-03'], closes: { AAA: Array(400_000).fill(0) } };
  const told = faults({ prices: wrong, benchmark: null });

  assert.is(told.length, 21);
  assert.is(told.at(-1)?.reason, 'has 399981 more faults');
});

query('a table of too many symbols is refused unread', () => {
  const names = Array.from({ length: 502 }, (_, i) => [`S${i}`, 'not read']);
  const [fault] = faults({ prices: { dates: [], closes: Object.fromEntries(names) } });

  assert.equal(fault, {
    field: 'prices.closes',
    reason: 'has 502 symbols: at most 501 are read',
  });
});

query('an endless list of symbols is refused unread', () => {
  const [fault, ...more] = faults({ ...good, symbols: Array(5001).fill(1) });

  assert.match(fault?.reason ?? '', /has 5001 entries: at most 5000 are read/);
  assert.is(more.length, 0);
});

query('unknown fields beyond eighty are only counted', () => {
  const body = Object.fromEntries(
    Array.from({ length: 90 }, (_, i) => [`${'x'.repeat(99)}${i}`, 1]),
  );
  const told = faults(body);

  assert.is(told[0]?.reason, 'has 10 fields beyond 80');
  assert.is(told.filter(({ field }) => field === `${'x'.repeat(40)}…`).length, 80);
});

query('numeric symbols keep the order of JSON members', () => {
  const symbols = ['10', 'AAA', '9'];

  assert.equal(read({ ...good, symbols }).symbols, ['9', '10', 'AAA']);
});

query('symbols of sent prices are asked of no source', () => {
  const reading = readQuery({ prices, start_date: 'x' }, { maxSymbols: 500 });

  assert.equal(reading.symbols, []);
});

query.run();
