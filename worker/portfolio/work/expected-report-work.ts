import type { BacktestQuery } from '../query/backtest-query.ts';
import type { PriceShape } from '../window/price-shape.ts';

/** A close that is joined with others of its day, followed, and looked at for jumps, in ms. */
const msPerJoined = 5e-5;
/** A day's line in a table, in ms. */
const msPerLine = 1e-3;

/** How long it takes to join prices and to tell of a path through them, whatever is asked, in ms. */
export function expectedTellingMs({ rows, columns }: PriceShape): number {
  return rows * (columns * msPerJoined + msPerLine);
}

/** All figures of a path, rolling ones included, a day, in ms. */
const msPerFigures = 4e-3;
/** A close that is read for the path and for its risk, in ms. */
const msPerHeld = 3e-5;

/** How long a report on weights takes besides, in ms. */
export function expectedReportMs({ rows, columns }: PriceShape): number {
  return rows * (columns * msPerHeld + msPerFigures);
}

/** Valuing a holding on a day, in ms. */
const msPerValue = 8e-6;
/** Restoring a symbol's target, in ms: more with costs, whose sum is found in several rounds. */
const msPerRestoring = 1e-5;
const msPerCostedRestoring = 3e-5;

/** How often a year targets are restored; those of bands are compared every day. */
const timesPerYear: Readonly<Record<BacktestQuery['rebalancing'], number>> = {
  buy_and_hold: 0,
  fixed_mix: Number.POSITIVE_INFINITY,
  monthly: 12,
  quarterly: 4,
  yearly: 1,
  bands: Number.POSITIVE_INFINITY,
};

/** How often a backtest restores or compares targets, the first purchase included. */
export function expectedRestorings(
  { rebalancing, periodsPerYear }: Pick<BacktestQuery, 'rebalancing' | 'periodsPerYear'>,
  rows: number,
): number {
  return 1 + rows * Math.min(1, timesPerYear[rebalancing] / periodsPerYear);
}

/** How long a backtest takes besides, with the same weights left alone beside it, in ms. */
export function expectedBacktestMs(
  query: Pick<BacktestQuery, 'rebalancing' | 'costRate' | 'periodsPerYear'>,
  { rows, columns }: PriceShape,
): number {
  const perRestoring = query.costRate > 0 ? msPerCostedRestoring : msPerRestoring;
  const restorings = expectedRestorings(query, rows);
  return rows * msPerFigures + columns * (2 * rows * msPerValue + restorings * perRestoring);
}
