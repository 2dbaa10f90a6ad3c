import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isoDate } from '../../../../worker/prices/day.ts';
import type { Series } from '../../../../worker/prices/series.ts';
import { createDemoMarket } from '../../../../worker/prices/sources/demo.ts';

const demo = suite('demo market');

const at = (iso: string) => createDemoMarket({ now: () => Date.parse(iso) });
const span = { first: 0, last: 99_999 };
const symbols = 'AAPL GOOG FB MSFT GE XOM BAC T WMT PFE JPM SBUX NONSENSE ^X BRK-B 0005.HK'.split(
  ' ',
);

demo('a symbol has the same prices everywhere', async () => {
  const [one, other] = [at('2020-01-02'), at('2020-01-02')];

  const first = await one.fetch('AAPL', span);
  await other.fetch('MSFT', span);

  assert.equal(await other.fetch('AAPL', span), first);
  assert.is(first.closes.at(-1)?.toFixed(6), '34.974150');
});

demo('prices are marked as simulated', async () => {
  assert.equal((await at('2020-01-02').fetch('AAPL', span)).origin, {
    source: 'demo',
    simulated: true,
  });
});

demo('the market opens in 1990 and ends today', async () => {
  const { days } = await at('2020-01-03T12:00:00Z').fetch('SPY', span);

  assert.is(isoDate(days[0] ?? 0), '1990-01-02');
  assert.is(isoDate(days.at(-1) ?? 0), '2020-01-03');
});

demo('a later day only adds closes', async () => {
  for (const symbol of symbols) {
    const early = await at('2015-06-01').fetch(symbol, span);
    const late = await at('2020-06-01').fetch(symbol, span);

    assert.equal(late.closes.slice(0, early.closes.length), early.closes);
    assert.ok(late.closes.length > early.closes.length);
  }
});

demo('every annual volatility is plausible', async () => {
  const market = at('2024-01-02');
  const spy = volatility(await market.fetch('SPY', span));
  assert.ok(spy > 0.11 && spy < 0.24, `SPY has ${spy}`);

  for (const symbol of symbols) {
    const found = volatility(await market.fetch(symbol, span));
    assert.ok(found > 0.15 && found < 0.6, `${symbol} has ${found}`);
  }
});

demo('every stock moves with SPY, none as SPY', async () => {
  const market = at('2024-01-02');
  const spy = await market.fetch('SPY', span);

  for (const symbol of symbols) {
    const found = correlation(await market.fetch(symbol, span), spy);
    assert.ok(found > 0.15 && found < 0.9, `${symbol} has ${found}`);
  }
});

demo('returns have fat tails and lasting storms', async () => {
  const returns = logReturns(await at('2024-01-02').fetch('SPY', span));
  const squares = returns.map((r) => r * r);
  const variance = mean(squares);

  const kurtosis = mean(squares.map((s) => s * s)) / variance ** 2;
  const echo = correlate(squares.slice(1), squares.slice(0, -1));

  assert.ok(kurtosis > 4, `kurtosis ${kurtosis}`);
  assert.ok(echo > 0.05, `echo ${echo}`);
});

demo('some symbols are listed late', async () => {
  const market = at('2024-01-02');
  const firsts = await Promise.all(symbols.map(async (s) => (await market.fetch(s, span)).days[0]));

  const late = firsts.filter((day) => day !== 7306).length;

  assert.ok(late >= 2 && late <= 10, `${late} of ${symbols.length}`);
});

demo('a market before its opening is empty', async () => {
  assert.is((await at('1980-01-01').fetch('SPY', span)).days.length, 0);
});

function logReturns({ closes }: Series): number[] {
  return Array.from(closes.subarray(1), (close, i) => Math.log(close / (closes[i] ?? Number.NaN)));
}

function volatility(series: Series): number {
  const returns = logReturns(series);
  const centre = mean(returns);
  return Math.sqrt(252 * mean(returns.map((r) => (r - centre) ** 2)));
}

function correlation(one: Series, other: Series): number {
  const [a, b] = [logReturns(one), logReturns(other)];
  const common = Math.min(a.length, b.length);
  return correlate(a.slice(-common), b.slice(-common));
}

function correlate(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const moment = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    mean(x.map((value, i) => (value - mx) * ((y[i] ?? Number.NaN) - my)));
  return moment(a, ma, b, mb) / Math.sqrt(moment(a, ma, a, ma) * moment(b, mb, b, mb));
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

demo.run();
