import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SourceUnavailable, UnknownSymbol } from '../../../worker/prices/errors.ts';
import { createPrices, type Quote } from '../../../worker/prices/prices.ts';
import type { Series, Span } from '../../../worker/prices/series.ts';
import type { PriceSource } from '../../../worker/prices/source.ts';
import type { PriceStore } from '../../../worker/prices/store.ts';
import { createMemoryStore } from '../../../worker/prices/stores/memory.ts';
import { priceSeries } from '../../support/price-series.ts';

interface Context {
  store: PriceStore;
  source: ScriptedSource;
  clock: { ms: number };
  warnings: string[];
}

/** A source that answers what a test says, and remembers what it was asked. */
class ScriptedSource implements PriceSource {
  readonly name = 'scripted';
  readonly asked: string[] = [];
  answer: (symbol: string) => Promise<Series> = async (symbol) => fetched(symbol, [1, 2, 3]);

  fetch(symbol: string): Promise<Series> {
    this.asked.push(symbol);
    return this.answer(symbol);
  }
}

const prices = suite<Context>('prices');
const start = Date.parse('2011-01-28T00:00:00Z');
const hour = 3_600_000;
/** Ends a day after what `fetched` holds. */
const span: Span = { first: 15_000, last: 15_003 };

prices.before.each((context) => {
  context.store = createMemoryStore();
  context.source = new ScriptedSource();
  context.clock = { ms: start };
  context.warnings = [];
});

prices('a fetched series is stored and not fetched again', async (context) => {
  const asked = quotesOf(context);

  const [first] = await asked(['A']);
  const [second] = await asked(['A']);

  assert.equal(closes(first), [1, 2, 3]);
  assert.equal(closes(second), [1, 2, 3]);
  assert.equal(context.source.asked, ['A']);
  assert.is(await context.store.count(), 3);
});

prices('an imported series is never fetched', async (context) => {
  await context.store.write([priceSeries('A', [7])]);
  context.clock.ms += 1000 * hour;

  const [quote] = await quotesOf(context)(['A']);

  assert.equal(closes(quote), [7]);
  assert.equal(context.source.asked, []);
});

prices('an old series is fetched again for newer days', async (context) => {
  const asked = quotesOf(context);
  await asked(['A']);
  context.clock.ms += hour;
  await asked(['A']);
  context.clock.ms += 1;
  context.source.answer = async (symbol) => fetched(symbol, [1, 2, 3, 4]);

  const [quote] = await asked(['A']);

  assert.equal(closes(quote), [1, 2, 3, 4]);
  assert.equal(context.source.asked, ['A', 'A']);
});

prices('an old series is enough for older days', async (context) => {
  const asked = quotesOf(context);
  await asked(['A']);
  context.clock.ms += 1000 * hour;

  await asked(['A'], { first: 15_000, last: 15_002 });

  assert.equal(context.source.asked, ['A']);
});

for (const [title, failure] of [
  ['an unreachable source', async () => Promise.reject(new SourceUnavailable('scripted', 'down'))],
  ['a symbol that is gone', async () => Promise.reject(new UnknownSymbol('A', 'down'))],
] as const) {
  prices(`${title} leaves the stored copy with a note`, async (context) => {
    const asked = quotesOf(context);
    await asked(['A']);
    context.clock.ms += 2 * hour;
    context.source.answer = failure;

    const [quote] = await asked(['A']);

    assert.equal(closes(quote), [1, 2, 3]);
    assert.equal(notes(quote), [
      'The prices of A are a copy of 2011-01-28, for they could not be fetched again: down.',
    ]);
  });
}

prices('an empty refresh does not replace stored rows', async (context) => {
  const asked = quotesOf(context);
  await asked(['A']);
  context.clock.ms += 2 * hour;
  context.source.answer = async (symbol) => fetched(symbol, []);

  const [quote] = await asked(['A']);
  const [again] = await quotesOf(context)(['A'], { first: 0, last: 15_002 });

  assert.equal(closes(quote), [1, 2, 3]);
  assert.match(notes(quote)[0] ?? '', /it has no rows now/);
  assert.equal(closes(again), [1, 2, 3]);
});

prices('concurrent asks share one fetch', async (context) => {
  const asked = quotesOf(context);

  const all = await Promise.all([asked(['A', 'B']), asked(['B', 'A']), asked(['A'])]);

  assert.equal(context.source.asked.sort(), ['A', 'B']);
  assert.equal(
    all.map((quotes) => quotes.map(({ symbol }) => symbol).join('')),
    ['AB', 'BA', 'A'],
  );
});

prices('an unknown symbol is told beside the others', async (context) => {
  context.source.answer = async (symbol) => {
    if (symbol === 'NO') throw new UnknownSymbol(symbol, 'never heard of it');
    return fetched(symbol, [1]);
  };
  const demo = new ScriptedSource();

  const [a, no] = await quotesOf(context, demo)(['A', 'NO']);

  assert.equal(closes(a), [1]);
  assert.equal(no, { symbol: 'NO', unknown: 'never heard of it' });
  assert.equal(demo.asked, []);
});

prices('an outage without a demo market is unavailable', async (context) => {
  context.source.answer = down;

  assert.equal(await quotesOf(context)(['A']), [{ symbol: 'A', unavailable: 'refused' }]);
  assert.equal(context.warnings, ['price source unreachable']);
});

prices('an outage reaches those who find the line full', async (context) => {
  context.source.answer = down;
  const demo = new ScriptedSource();
  demo.answer = async (symbol) => priceSeries(symbol, [9]);
  const names = Array.from({ length: 100 }, (_, i) => `S${i}`);

  const quotes = await quotesOf(context, demo)(names);

  assert.ok(quotes.every((quote) => 'series' in quote));
  assert.is(context.source.asked.length, 1);
});

prices('an outage with a demo market is simulated', async (context) => {
  context.source.answer = down;
  const demo = new ScriptedSource();
  demo.answer = async (symbol) =>
    priceSeries(symbol, [9], { origin: { source: 'demo', simulated: true } });
  const asked = quotesOf(context, demo);

  const quotes = await asked(['A', 'B', 'C', 'D']);
  await asked(['A']);

  assert.equal(quotes.map(closes), [[9], [9], [9], [9]]);
  assert.ok(quotes.every((quote) => 'series' in quote && quote.series.origin.simulated));
  assert.equal(context.warnings, ['price source unreachable: the demo market answers']);
  assert.is(await context.store.count(), 0);
});

prices('a source that is down is left alone a while', async (context) => {
  context.source.answer = down;
  const asked = quotesOf(context);
  await asked(['A']);
  context.clock.ms += 9_999;
  await asked(['B', 'C']);
  assert.equal(context.source.asked, ['A']);
  context.clock.ms += 1;
  context.source.answer = async (symbol) => fetched(symbol, [5]);

  const [quote] = await asked(['B']);

  assert.equal(closes(quote), [5]);
  assert.equal(context.source.asked, ['A', 'B']);
});

prices('a symbol without rows is not asked for at once', async (context) => {
  context.source.answer = async (symbol) => fetched(symbol, []);
  const asked = quotesOf(context);

  const [first] = await asked(['A']);
  const [second] = await asked(['A']);
  context.clock.ms += 10_000;
  await asked(['A']);

  assert.equal([closes(first), closes(second)], [[], []]);
  assert.equal(context.source.asked, ['A', 'A']);
});

prices("one symbol's nonsense closes no source", async (context) => {
  const nonsense = new SourceUnavailable('scripted', 'truncated', { symbol: 'A' });
  context.source.answer = async (symbol) => {
    if (symbol === 'A') throw nonsense;
    return fetched(symbol, [5]);
  };

  const [a, b] = await quotesOf(context, new ScriptedSource())(['A', 'B']);

  assert.equal(a, { symbol: 'A', unavailable: 'truncated' });
  assert.equal(closes(b), [5]);
  assert.equal(context.warnings, ['price source failed']);
});

prices('FB before June 2022 is asked for as META', async (context) => {
  const [old, later] = [
    { first: 15_000, last: 19_151 },
    { first: 15_000, last: 19_152 },
  ];

  const [then] = await quotesOf(context)(['FB'], old);
  const [now] = await quotesOf(context)(['FB'], later);

  assert.equal(context.source.asked, ['META', 'FB']);
  assert.ok(then && 'series' in then && now && 'series' in now);
  assert.is(then.series.symbol, 'FB');
  assert.is(then.series.origin.detail, 'META');
  assert.match(then.series.notes[0] ?? '', /until 2022-06-08/);
  assert.equal(now.series.notes, []);
  assert.is.not(then.series.version, now.series.version);
});

prices('imported FB is what the user says it is', async (context) => {
  await context.store.write([priceSeries('FB', [7])]);

  const [quote] = await quotesOf(context)(['FB'], { first: 15_000, last: 16_000 });

  assert.equal(closes(quote), [7]);
  assert.equal(notes(quote), []);
});

prices('a store that fails to write loses no answer', async (context) => {
  const write = () => Promise.reject(new Error('disk full'));
  context.store = { ...context.store, write };

  const [quote] = await quotesOf(context)(['A']);

  assert.equal(closes(quote), [1, 2, 3]);
  assert.equal(context.warnings, ['fetched prices were not stored']);
});

type Ask = (symbols: readonly string[], within?: Span) => Promise<readonly Quote[]>;

function quotesOf({ store, source, clock, warnings }: Context, demo?: PriceSource): Ask {
  const { quotes } = createPrices({
    store,
    source,
    now: () => clock.ms,
    maxAgeMs: hour,
    log: { warn: (event) => warnings.push(event) },
    ...(demo === undefined ? {} : { demo }),
  });
  return (symbols, within = span) => quotes(symbols, within);
}

function fetched(symbol: string, values: readonly number[]): Series {
  const since = new Date(start).toISOString();
  return priceSeries(symbol, values, { origin: { source: 'scripted', simulated: false, since } });
}

function down(): Promise<Series> {
  return Promise.reject(new SourceUnavailable('scripted', 'refused'));
}

function closes(quote: Quote | undefined): readonly number[] | undefined {
  return quote && 'series' in quote ? [...quote.series.closes] : undefined;
}

function notes(quote: Quote | undefined): readonly string[] {
  return quote && 'series' in quote ? quote.series.notes : ['no series'];
}

prices.run();
