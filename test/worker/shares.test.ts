import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask, query, type Reply, sixDays } from '../support/asking.ts';
import { near } from '../support/near.ts';
import { type RunningApp, startApp } from '../support/worker-app.ts';

/** A question that `test/data/shares.py` answered. */
interface Golden {
  readonly amount: number;
  readonly prices: readonly number[];
  readonly weights: readonly number[];
  readonly greedy: readonly number[];
  /** The least Σ|target − position| + cash left; of long-only questions. */
  readonly least?: number;
}

const golden: readonly Golden[] = JSON.parse(
  readFileSync(resolve('test', 'data', 'shares.json'), 'utf8'),
);

const shares = suite<{ running: RunningApp }>('shares');

shares.before(async (context) => {
  context.running = await startApp(sixDays);
});

shares.after(({ running }) => running.stop());

async function post(running: RunningApp, body: unknown, path = '/backend/shares'): Promise<Reply> {
  return ask(`${running.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

async function answer(running: RunningApp, body: unknown, path = '/backend/shares') {
  const reply = await post(running, body, path);
  assert.is(reply.status, 200, reply.body);
  return JSON.parse(reply.body);
}

/** On 2020-01-06 AAA costs 11.8 and BBB 21.7. */
const half = { weights: { AAA: 0.5, BBB: 0.5 }, end_date: '2020-01-06', principle: 1000 };

function named(values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(values.map((value, i) => [`S${String(i).padStart(2, '0')}`, value]));
}

/** One of those questions as a client asks it. */
function asked({ amount, prices, weights }: Golden) {
  const closes = Object.entries(named(prices)).map(([symbol, price]) => [symbol, [price]]);
  return {
    weights: named(weights),
    principle: amount,
    prices: { dates: ['2020-01-02'], closes: Object.fromEntries(closes) },
  };
}

shares('the answer holds every member of the contract', async ({ running }) => {
  const told = await answer(running, half);

  assert.equal(Object.keys(told), [
    'principle',
    'priced_on',
    'price',
    'whole',
    'fractional',
    'positions',
    'trades',
    'cash_left',
    'cash',
    'value',
    'weights',
    'tracking',
    'leftover',
    'terms',
    'certificate',
    'prices',
    'warnings',
  ]);
  assert.is(told.priced_on, '2020-01-06');
  assert.equal(told.price, { AAA: 11.8, BBB: 21.7 });
  assert.equal(told.whole, { AAA: 42, BBB: 23 });
  near(told.cash_left, 1000 - 42 * 11.8 - 23 * 21.7);
  near(told.fractional.AAA, 500 / 11.8);
});

for (const [i, question] of golden.entries()) {
  const size = question.prices.length;
  const kind = question.least === undefined ? 'long and short' : 'long';
  shares(`${size} ${kind} symbols, question ${i}, agree with the rule`, async ({ running }) => {
    const told = await answer(running, { ...asked(question), short_proceeds: 'kept' });

    assert.equal(told.whole, named(question.greedy));
  });
}

for (const [i, question] of golden.entries()) {
  const { least, prices } = question;
  if (least === undefined) continue;
  shares(`scipy finds the same least for ${prices.length}, question ${i}`, async ({ running }) => {
    const { certificate, tracking, cash_left } = await answer(running, {
      ...asked(question),
      allocation: 'milp',
    });

    near(tracking.l1 + cash_left, least, 1e-8);
    near(2 * certificate.objective_value, least, 1e-8);
    assert.is(certificate.proven, true);
  });
}

shares('the last close up to the day is bought at', async ({ running }) => {
  const told = await answer(running, { ...half, end_date: '2020-01-20' });

  assert.is(told.priced_on, '2020-01-06');
});

shares('prices older than a month are not bought at', async ({ running }) => {
  const reply = await post(running, { ...half, end_date: '2020-03-20' });

  assert.is(reply.status, 422);
  assert.match(reply.body, /too-few-prices/);
});

shares('holdings are bought and sold, with fees', async ({ running }) => {
  const told = await answer(running, {
    ...half,
    principle: 100,
    holdings: { aaa: 100 },
    fee_per_trade: 1,
    fee_rate: 0.01,
  });
  const [sold, bought] = told.trades;

  assert.equal(
    [sold.symbol, sold.action, bought.symbol, bought.action],
    ['AAA', 'sell', 'BBB', 'buy'],
  );
  near(sold.money, sold.shares * 11.8);
  near(sold.fee, 1 + 0.01 * sold.money);
  near(told.cash.after, 100 + sold.money - bought.money - sold.fee - bought.fee);
  near(told.cash.fees, sold.fee + bought.fee);
  near(told.value.before, 100 + 1180);
  near(told.value.after, 1280 - told.cash.fees);
  near(told.positions.AAA, 100 - sold.shares);
});

shares('holdings alone need no amount', async ({ running }) => {
  const { principle: _, ...rest } = half;
  const told = await answer(running, { ...rest, holdings: { AAA: 50, BBB: 10 } });

  assert.is(told.principle, null);
  assert.is(told.cash.before, 0);
  assert.ok(told.cash_left >= 0);
});

shares('a symbol of no weight is sold', async ({ running }) => {
  const told = await answer(running, {
    ...half,
    weights: { AAA: 1, FLAT: 0 },
    holdings: { FLAT: 7 },
  });

  assert.is(told.positions.FLAT, 0);
  assert.equal(told.trades[1], { symbol: 'FLAT', action: 'sell', shares: 7, money: 35, fee: 0 });
});

shares('parts of a share can be had, in steps of a thousandth', async ({ running }) => {
  const told = await answer(running, { ...half, shares: 'fractional', lot_size: 0.001 });

  assert.equal(told.positions, { AAA: 42.373, BBB: 23.041 });
  assert.is(told.whole, undefined);
});

shares('lots go by symbol', async ({ running }) => {
  const told = await answer(running, { ...half, lot_size: { AAA: 10, '*': 5 } });

  assert.equal(told.positions, { AAA: 40, BBB: 20 });
  assert.equal(told.terms.lot_size, { AAA: 10, BBB: 5 });
});

shares('what is too small a trade is not made', async ({ running }) => {
  const held = { ...half, principle: 20, holdings: { AAA: 42, BBB: 22 } };
  const told = await answer(running, { ...held, min_trade: 50 });

  assert.equal(told.trades, []);
  assert.match(told.leftover, /^20 is left: .* which is too small a trade\./);
});

shares('what is left is explained', async ({ running }) => {
  const { leftover } = await answer(running, { ...half, allocation: 'milp' });
  const small = await answer(running, { ...half, weights: { AAA: 0.1, SPY: 0.9 }, principle: 90 });
  const { leftover: best } = await answer(running, {
    ...half,
    weights: { AAA: 0.1, SPY: 0.9 },
    principle: 90,
    allocation: 'milp',
  });

  assert.is(
    leftover,
    '5.3 is left: of the symbols that fall short of their weights the cheapest is too dear, one lot more of AAA costs 11.8 with its fee.',
  );
  assert.match(small.leftover, /With "allocation": "milp" up to \d+/);
  assert.not.match(best, /With "allocation"/);
});

shares('fees above a hundredth are warned of', async ({ running }) => {
  const { warnings } = await answer(running, { ...half, fee_per_trade: 10 });

  assert.match(warnings.join(' '), /Fees take 2 % of the value/);
});

shares('an amount below the cheapest share is ill-posed', async ({ running }) => {
  const reply = await post(running, { ...half, principle: 11 });

  assert.is(reply.status, 422);
  assert.match(reply.body, /11 buys nothing: the least that can be bought is AAA for 11\.8\./);
});

shares('short holdings above all else are ill-posed', async ({ running }) => {
  const reply = await post(running, { ...half, principle: 10, holdings: { AAA: -5 } });

  assert.is(reply.status, 422);
  assert.match(reply.body, /are worth -49 together/);
});

for (const { title, body, told } of [
  { title: 'holdings of other symbols', body: { holdings: { SPY: 1 } }, told: ['holdings'] },
  { title: 'holdings for all', body: { holdings: { '*': 1 } }, told: ['holdings.*'] },
  {
    title: 'a holding that is no number',
    body: { holdings: { AAA: '5' } },
    told: ['holdings.AAA'],
  },
  { title: 'holdings that are a list', body: { holdings: [5] }, told: ['holdings'] },
  { title: 'half a lot of whole shares', body: { lot_size: 0.5 }, told: ['lot_size'] },
  { title: 'lots of nothing', body: { shares: 'fractional', lot_size: 0 }, told: ['lot_size'] },
  { title: 'an unknown way', body: { allocation: 'best' }, told: ['allocation'] },
  { title: 'fees above a tenth', body: { fee_rate: 0.2 }, told: ['fee_rate'] },
  { title: 'negative fees', body: { fee_per_trade: -1 }, told: ['fee_per_trade'] },
  { title: 'a benchmark', body: { benchmark: 'SPY' }, told: ['benchmark'] },
  { title: 'an objective', body: { objective: 'max_sharpe' }, told: ['objective'] },
  { title: 'an amount that is none', body: { principle: 0 }, told: ['principle'] },
  { title: 'no amount', body: { principle: undefined }, told: ['principle'] },
  { title: 'no day', body: { end_date: undefined }, told: ['start_date', 'end_date'] },
]) {
  shares(`${title} is a fault`, async ({ running }) => {
    const reply = await post(running, { ...half, ...body });
    const { faults = [] } = JSON.parse(reply.body);

    assert.is(reply.status, 400, reply.body);
    assert.equal(
      faults.map(({ field }: { field: string }) => field),
      told,
    );
  });
}

shares('every kind of weights comes with its shares', async ({ running }) => {
  for (const mix of [{}, { objective: 'equal_weight' }]) {
    const fields = { allocation: 'milp', fee_per_trade: 1, holdings: { AAA: 3 } };
    const told = await answer(running, { ...query, ...mix, ...fields }, '/backend');

    assert.is(told.shares.terms.allocation, 'milp');
    assert.is(told.shares.certificate.proven, true);
    near(told.shares.value.before, 1000 + 3 * 11.8);
    near(told.shares.weights.target.BBB, told.optimal_allocations.BBB, 1e-12);
  }
});

shares('holdings alone come with weights, too', async ({ running }) => {
  const { principle: _, ...rest } = query;
  const told = await answer(running, { ...rest, holdings: { AAA: 30 } }, '/backend');

  assert.is(told.initial_investment, null);
  near(told.shares.value.before, 30 * 11.8);
});

shares('weights stand though the amount buys nothing', async ({ running }) => {
  const told = await answer(running, { ...query, principle: 5 }, '/backend');

  assert.equal(told.shares.whole, { AAA: 0, BBB: 0 });
  assert.is(told.shares.tracking.rmse, null);
  assert.match(told.warnings.join(' '), /5 buys nothing: the least that can be bought/);
});

for (const terms of [
  { fee_per_trade: 21, allocation: 'milp' },
  { min_trade: 60, allocation: 'greedy' },
]) {
  shares(`${JSON.stringify(terms)} keep from buying what could be paid for`, async (context) => {
    const symbols = ['A', 'B', 'C', 'D'];
    const reply = await post(context.running, {
      weights: Object.fromEntries(symbols.map((symbol) => [symbol, 0.25])),
      prices: {
        dates: ['2020-01-02'],
        closes: Object.fromEntries(symbols.map((symbol) => [symbol, [50]])),
      },
      principle: 80,
      ...terms,
    });

    assert.is(reply.status, 422, reply.body);
    assert.match(
      reply.body,
      /80 buys nothing: A could be had for (71|60), but fees or .*min_trade/,
    );
  });
}

shares('how to buy without an amount is a fault', async ({ running }) => {
  const { principle: _, ...rest } = query;
  const reply = await post(running, { ...rest, fee_rate: 0.01 }, '/backend');

  assert.is(reply.status, 400);
  assert.match(reply.body, /send \\"principle\\" or \\"holdings\\" with it/);
});

shares('the frontier buys nothing', async ({ running }) => {
  const reply = await post(running, { ...query, shares: 'whole' }, '/backend/frontier');

  assert.is(reply.status, 400);
  assert.match(reply.body, /"field":"shares"/);
});

shares('a walk forward buys no whole shares', async ({ running }) => {
  const body = { ...query, principle: undefined, walk_forward: true, lot_size: 10 };
  const reply = await post(running, body, '/backend/backtest');

  assert.is(reply.status, 400);
  assert.match(reply.body, /"field":"lot_size"/);
});

shares('equal questions have one ETag, and equal bytes', async ({ running }) => {
  const body = { ...half, allocation: 'milp' };
  const [first, again] = [await post(running, body), await post(running, body)];
  const other = await post(running, { ...half, allocation: 'greedy' });

  assert.is(first.body, again.body);
  assert.is(first.headers['etag'], again.headers['etag']);
  assert.is.not(first.headers['etag'], other.headers['etag']);
});

shares.run();
