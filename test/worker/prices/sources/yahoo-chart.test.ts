import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isoDate } from '../../../../worker/prices/day.ts';
import { SourceUnavailable, UnknownSymbol } from '../../../../worker/prices/errors.ts';
import type { Series } from '../../../../worker/prices/series.ts';
import { readChart } from '../../../../worker/prices/sources/yahoo-chart.ts';
import { type ChartParts, chartBody } from '../../../support/yahoo-stub.ts';

const reading = suite('yahoo chart');

/** A Monday evening in New York, after the session of 2020-01-06. */
const evening = Date.parse('2020-01-06T22:00:00Z');
const at = (iso: string): number => Date.parse(iso) / 1000;

function read(parts: ChartParts, nowMs = evening): Series {
  return readChart(JSON.stringify(chartBody(parts)), { symbol: 'AAPL', nowMs });
}

function rows(series: Series): string[] {
  return Array.from(series.days, (day, i) => `${isoDate(day)} ${series.closes[i]}`);
}

reading('adjusted closes are taken where given', () => {
  const series = read({ closes: [300, 297], adjusted: [75.5, 74.25] });

  assert.equal(rows(series), ['2020-01-02 75.5', '2020-01-03 74.25']);
  assert.equal(series.notes, []);
  assert.equal(series.origin, {
    source: 'yahoo',
    simulated: false,
    since: '2020-01-06T22:00:00.000Z',
  });
});

reading('plain closes are taken with a note', () => {
  const series = read({ closes: [300, 297] });

  assert.equal(rows(series), ['2020-01-02 300', '2020-01-03 297']);
  assert.equal(series.notes, ['Yahoo has no adjusted closes for AAPL: dividends are left out.']);
});

reading('rows without a close are left out', () => {
  const series = read({ closes: [300, 297], adjusted: [null, 74.25] });

  assert.equal(rows(series), ['2020-01-03 74.25']);
  assert.equal(series.notes, []);
});

reading('closes that are not above 0 are told', () => {
  const timestamps = [at('2020-01-02T14:30Z'), at('2020-01-03T14:30Z'), at('2020-01-06T14:30Z')];

  const series = read({ timestamps, closes: [1, 1, 1], adjusted: [0, -3, 5] });

  assert.equal(rows(series), ['2020-01-06 5']);
  assert.equal(series.notes, ['2 closes of AAPL that were not above 0 are left out.']);
});

reading('of two rows of one day the later counts', () => {
  const timestamps = [at('2020-01-03T14:30Z'), at('2020-01-03T21:00Z'), at('2020-01-03T21:01Z')];

  assert.equal(rows(read({ timestamps, closes: [1, 1, 1], adjusted: [7, 8, null] })), [
    '2020-01-03 8',
  ]);
});

const zones = [
  { zone: 'America/New_York', stamp: '2019-07-01T13:30Z', day: '2019-07-01' },
  { zone: 'Pacific/Auckland', stamp: '2019-06-30T22:00Z', day: '2019-07-01' },
  { zone: 'Pacific/Auckland', stamp: '2019-12-01T21:00Z', day: '2019-12-02' },
  { zone: 'Asia/Kolkata', stamp: '2019-12-01T18:45Z', day: '2019-12-02' },
  { zone: 'Europe/London', stamp: '2019-06-30T23:00Z', day: '2019-07-01' },
  { zone: 'Europe/London', stamp: '2019-12-02T00:00Z', day: '2019-12-02' },
  { zone: 'UTC', stamp: '1969-12-31T00:00Z', day: '1969-12-31' },
];
for (const { zone, stamp, day } of zones) {
  reading(`${stamp} is ${day} in ${zone}`, () => {
    const meta = { exchangeTimezoneName: zone, gmtoffset: 0 };

    const series = read({ timestamps: [at(stamp)], closes: [1], adjusted: [1], meta });

    assert.equal(rows(series), [`${day} 1`]);
  });
}

const clocks = [
  { title: 'before the session', now: '2020-01-06T12:00:00Z', trade: '2020-01-03T21:00Z', kept: 1 },
  { title: 'in the session', now: '2020-01-06T18:00:00Z', trade: '2020-01-06T17:59Z', kept: 1 },
  { title: 'right after it', now: '2020-01-06T21:05:00Z', trade: '2020-01-06T20:50Z', kept: 1 },
  { title: 'once it is settled', now: '2020-01-06T21:05:00Z', trade: '2020-01-06T21:00Z', kept: 2 },
  { title: 'long after it', now: '2020-01-06T23:00:00Z', trade: '2020-01-06T20:50Z', kept: 2 },
];
for (const { title, now, trade, kept } of clocks) {
  reading(`${title}, ${kept} of 2 rows are settled`, () => {
    const timestamps = [at('2020-01-03T14:30Z'), at('2020-01-06T14:30Z')];
    const meta = { regularMarketTime: at(trade) };

    const series = read({ timestamps, closes: [1, 2], adjusted: [1, 2], meta }, Date.parse(now));

    assert.is(series.days.length, kept);
  });
}

reading('without the hours, today is not settled', () => {
  const timestamps = [at('2020-01-03T14:30Z'), at('2020-01-06T14:30Z')];

  const series = read({ timestamps, adjusted: [1, 2], meta: { currentTradingPeriod: null } });

  assert.equal(rows(series), ['2020-01-03 1']);
});

reading('currency and first trade may be null', () => {
  const meta = { currency: null, firstTradeDate: null };

  assert.is(read({ adjusted: [1, 2], meta }).days.length, 2);
});

const broken: [title: string, text: string, message: RegExp][] = [
  ['no JSON', '{"chart":', /is not JSON/],
  ['no object', '[]', /has no chart/],
  ['no result', '{"chart":{"result":null,"error":null}}', /has no result/],
  ['an empty result', '{"chart":{"result":[],"error":null}}', /has no result/],
  [
    'more timestamps than closes',
    JSON.stringify(chartBody({ adjusted: [1] })),
    /2 timestamps and 1 closes/,
  ],
  [
    'descending timestamps',
    JSON.stringify(chartBody({ timestamps: [2, 1], adjusted: [1, 1] })),
    /do not ascend/,
  ],
  [
    'a null timestamp',
    JSON.stringify(chartBody({ timestamps: [null, 1], adjusted: [1, 1] })),
    /do not ascend/,
  ],
  [
    'an unknown time zone',
    JSON.stringify(chartBody({ meta: { exchangeTimezoneName: 'Mars/Base' } })),
    /no known time zone: Mars\/Base/,
  ],
  [
    'an unheard-of error',
    '{"chart":{"result":null,"error":{"code":"Internal","description":"oops"}}}',
    /Internal: oops/,
  ],
];
for (const [title, text, message] of broken) {
  reading(`${title} is nonsense about one symbol`, () => {
    const error = thrown(() => readChart(text, { symbol: 'AAPL', nowMs: evening }));

    assert.instance(error, SourceUnavailable);
    assert.match(String(error), message);
    assert.is(error instanceof SourceUnavailable && error.symbol, 'AAPL');
  });
}

reading('"not found" is an unknown symbol', () => {
  const text =
    '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}';

  assert.instance(
    thrown(() => readChart(text, { symbol: 'NO', nowMs: evening })),
    UnknownSymbol,
  );
});

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

reading.run();
