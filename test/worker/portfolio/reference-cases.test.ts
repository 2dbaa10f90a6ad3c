import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type SolveInput, solve } from '../../../worker/portfolio/hold/solve.ts';
import { sharedData } from '../../support/shared-data.ts';

const reference = suite('reference-cases');

interface Case {
  readonly id: string;
  readonly definition: string;
  readonly request: {
    readonly symbols: string[];
    readonly start_date: string;
    readonly end_date: string;
  };
  readonly rows: number;
  readonly best_known: {
    readonly weights: Record<string, number>;
    readonly sharpe_ratio: number;
    readonly cumulative_returns: number;
  };
}

/** Closes by date, by symbol. */
type Prices = ReadonlyMap<string, ReadonlyMap<string, number>>;

function close(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual}, not ${expected}`);
}

function readPrices(files: readonly string[]): Prices {
  return new Map(files.flatMap((file) => [...columnsOf(readFileSync(file, 'utf8'))]));
}

function columnsOf(csv: string): Prices {
  const [head = '', ...lines] = csv.trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  return new Map(
    head.split(',').map((symbol, i) => {
      const present = rows.filter((row) => row[i] !== '');
      return [symbol, new Map(present.map((row) => [row[0] ?? '', Number(row[i])]))];
    }),
  );
}

function inputOf({ definition, request }: Case, prices: Prices): SolveInput {
  const columns = [...request.symbols]
    .sort()
    .map((symbol) => prices.get(symbol) ?? new Map<string, number>());
  const dates = [...(columns[0]?.keys() ?? [])].filter(
    (date) =>
      date >= request.start_date &&
      date <= request.end_date &&
      columns.every((column) => column.has(date)),
  );
  const benchmark = dates.map((date) => prices.get('SPY')?.get(date) ?? Number.NaN);
  const values = dates.flatMap((date) => columns.map((column) => column.get(date) ?? Number.NaN));
  const closes = {
    rows: dates.length,
    columns: columns.length,
    values: Float64Array.from(values),
  };
  return {
    closes,
    hurdle: definition.includes('SPY')
      ? { benchmark: Float64Array.from(benchmark) }
      : { riskFreePerPeriod: 0.0005752 },
    periodsPerYear: 252,
    globalBound: 'never',
  };
}

const casesFile = sharedData('cases/original.json');
const stocksFile = sharedData('prices/stock_prices.csv');
const spyFile = sharedData('prices/spy_prices.csv');
if (casesFile !== undefined && stocksFile !== undefined && spyFile !== undefined) {
  const prices = readPrices([stocksFile, spyFile]);
  const cases: readonly Case[] = JSON.parse(readFileSync(casesFile, 'utf8'));
  for (const given of cases) {
    reference(`${given.id} agrees with the best known`, () => {
      const result = solve(inputOf(given, prices));
      if (!result.solved) throw new Error(result.reason);
      const { weights, sharpe_ratio: ratio } = given.best_known;

      assert.is(inputOf(given, prices).closes.rows, given.rows);
      close(result.sharpeRatio, ratio, 1e-9);
      for (const [i, symbol] of [...given.request.symbols].sort().entries()) {
        close(result.weights[i], weights[symbol] ?? Number.NaN, 1e-5);
      }
    });
  }
}

reference.run();
