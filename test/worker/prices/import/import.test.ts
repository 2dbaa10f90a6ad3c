import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isoDate } from '../../../../worker/prices/day.ts';
import { type Imported, importSheet } from '../../../../worker/prices/import/import.ts';
import type { Cell, Sheet } from '../../../../worker/prices/import/sheet.ts';

const importing = suite('import');
const since = '2026-01-02T03:04:05.000Z';

importing('a wide file is a column a symbol', () => {
  const found = imported(['date,AAPL,goog', '2012-01-03,1.5,', '2012-01-04,1e2,3']);

  assert.is(found.layout, 'wide');
  assert.is(found.rows, 2);
  assert.equal(closes(found), {
    AAPL: ['2012-01-03 1.5', '2012-01-04 100'],
    GOOG: ['2012-01-04 3'],
  });
  assert.equal(found.series[0]?.origin, {
    source: 'import',
    simulated: false,
    detail: 'prices.csv',
    since,
  });
});

importing('a long file is a row for each close', () => {
  const found = imported(['Ticker,Date,Close,Volume', 'b,01/04/2012,2,9', 'A,2012-01-03,1,9']);

  assert.is(found.layout, 'long');
  assert.equal(closes(found), { B: ['2012-01-04 2'], A: ['2012-01-03 1'] });
});

importing('symbols that no query can name are refused', () => {
  for (const symbol of ['BRK/B', '-A', 'A'.repeat(21)]) {
    const reading = importSheet(sheet([`date,${symbol}`, '2012-01-03,1']), since);

    assert.ok('faults' in reading, symbol);
  }
});

importing('closes beyond all reason are refused', () => {
  for (const close of ['1e300', '1e-300']) {
    const reading = importSheet(sheet(['date,A', `2012-01-03,${close}`]), since);

    assert.match(JSON.stringify(reading), /is not within 1e-20 to 1e20/);
  }
});

importing('adjusted closes go before closes', () => {
  const found = imported(['date,symbol,close,Adj Close', '2012-01-03,A,9,7']);

  assert.equal(closes(found), { A: ['2012-01-03 7'] });
});

importing('rows in any order are sorted and counted', () => {
  const found = imported(['date,A', '2012-01-05,3', '2012-01-03,1', '2012-01-04,2']);

  assert.equal(closes(found), { A: ['2012-01-03 1', '2012-01-04 2', '2012-01-05 3'] });
  assert.is(found.unsorted, 1);
});

importing('blank lines and trailing commas are nothing', () => {
  const found = imported(['date,A', '', '2012-01-03,1,,', '', '2012-01-04,2', '']);

  assert.equal(closes(found), { A: ['2012-01-03 1', '2012-01-04 2'] });
  assert.is(found.rows, 2);
});

importing("a workbook's day numbers are dates", () => {
  const rows = [
    ['date', 'A'],
    [40_911, 1.5],
    ['01/04/2012', 2],
  ];

  assert.equal(closes(imported(rows)), { A: ['2012-01-03 1.5', '2012-01-04 2'] });
});

importing('every fault is told by line and column', () => {
  const faults = faultsOf([
    'date,AAPL,GOOG',
    '2012-01-03,1,2',
    '2012-02-30,1,abc',
    '2012-01-04,0,-3',
    '',
    '2012-01-03,1,1e999',
    ',1,1',
    '2012-01-05,1,1;5',
    '13/01/2012,1,1,9',
  ]);

  assert.equal(faults, [
    '3 date: "2012-02-30" is no date as YYYY-MM-DD or MM/DD/YYYY',
    '3 GOOG: "abc" is no number',
    '4 AAPL: 0 is not above 0',
    '4 GOOG: -3 is not above 0',
    '6 date: the date of line 2 again',
    '6 GOOG: "1e999" is beyond all numbers',
    '7 date: the date is missing',
    '8 GOOG: "1;5" is no number',
    '9 -: 4 cells, but the header has 3',
    '9 date: "13/01/2012" is no date as YYYY-MM-DD or MM/DD/YYYY',
  ]);
});

importing('every fault of a long file is told', () => {
  const faults = faultsOf([
    'date,symbol,close',
    '2012-01-03,A,1',
    '2012-01-03,A,2',
    '2012-01-03,,1',
    'today,A A,x',
    '2012-01-04,A,',
  ]);

  assert.equal(faults, [
    '3 date: the date of A again',
    '4 symbol: the symbol is missing',
    '5 date: "today" is no date as YYYY-MM-DD or MM/DD/YYYY',
    '5 symbol: "A A" is no symbol',
    '5 close: "x" is no number',
  ]);
});

const refused: { title: string; lines: string[]; faults: RegExp[] }[] = [
  { title: 'an empty file', lines: [], faults: [/^1 -: the file is empty$/] },
  { title: 'a blank file', lines: ['', ' ,'], faults: [/^1 -: the file is empty$/] },
  { title: 'a header alone', lines: ['date,A'], faults: [/^1 -: there is no row below/] },
  { title: 'no date', lines: ['day,A', '1,1'], faults: [/^1 -: no column "date": expected/] },
  { title: 'semicolons', lines: ['date;A', '2012-01-03;1'], faults: [/no column "date"/] },
  { title: 'no price', lines: ['date', '2012-01-03'], faults: [/^1 -: no column of prices/] },
  {
    title: 'a symbol twice',
    lines: ['date,A,B,a', '2012-01-03,1,1,1'],
    faults: [/^1 a: the column stands there twice$/],
  },
  {
    title: 'the date twice',
    lines: ['date,A,Date', '2012-01-03,1,1'],
    faults: [/^1 Date: the column stands there twice$/],
  },
  {
    title: 'the close twice',
    lines: ['date,symbol,close,CLOSE', '2012-01-03,A,1,1'],
    faults: [/^1 CLOSE: the column stands there twice$/],
  },
  {
    title: 'a column without header',
    lines: ['date,,A', '2012-01-03,1,1'],
    faults: [/^1 2: the symbol is missing$/],
  },
  {
    title: 'a symbol without close',
    lines: ['date,symbol,price', '2012-01-03,A,1'],
    faults: [/^1 -: no column "close"/],
  },
  {
    title: 'one symbol without its name',
    lines: ['Date,Open,High,Low,Close,Adj Close,Volume', '2012-01-03,1,1,1,1,1,1'],
    faults: [/^1 -: these are one symbol's prices without its name/],
  },
  {
    title: 'a column without prices',
    lines: ['date,A,B', '2012-01-03,1,'],
    faults: [/^1 B: there is no price$/],
  },
  {
    title: 'a symbol without prices',
    lines: ['date,symbol,close', '2012-01-03,A,1', '2012-01-03,B,'],
    faults: [/^1 B: there is no price$/],
  },
];
for (const { title, lines, faults } of refused) {
  importing(`${title} is refused by name`, () => {
    const found = faultsOf(lines);

    assert.is(found.length, faults.length, found.join('\n'));
    for (const [i, pattern] of faults.entries()) assert.match(found[i] ?? '', pattern);
  });
}

function sheet(lines: readonly (string | readonly Cell[])[]): Sheet {
  return {
    name: 'prices.csv',
    rows: lines.map((cells, i) => ({
      line: i + 1,
      cells: typeof cells === 'string' ? cells.split(',') : cells,
    })),
  };
}

function imported(lines: readonly (string | readonly Cell[])[]): Imported {
  const reading = importSheet(sheet(lines), since);
  assert.not('faults' in reading, JSON.stringify(reading));
  if ('faults' in reading) throw new Error('refused');
  return reading;
}

function faultsOf(lines: readonly string[]): string[] {
  const reading = importSheet(sheet(lines), since);
  if (!('faults' in reading)) return [];
  return reading.faults.map(({ line, column = '-', reason }) => `${line} ${column}: ${reason}`);
}

function closes({ series }: Imported): Record<string, string[]> {
  return Object.fromEntries(
    series.map(({ symbol, days, closes }) => [
      symbol,
      Array.from(days, (day, i) => `${isoDate(day)} ${closes[i]}`),
    ]),
  );
}

importing.run();
