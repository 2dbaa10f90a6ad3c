import type { Matrix } from '../kernels/matrix.ts';
import {
  type RebalancedPath,
  type Rebalancing,
  rebalancedPath,
} from '../kernels/rebalanced-path.ts';

/** Ways of keeping weights up that are to be compared; survives `structuredClone`. */
export interface Trading {
  /** T+1 days × n symbols, finite and above 0. */
  readonly closes: Matrix;
  readonly ways: readonly Rebalancing[];
}

/** Follows weights through their trades: one path a way. Pure. */
export function followTrading({ closes, ways }: Trading): readonly RebalancedPath[] {
  return ways.map((way) => rebalancedPath(closes, way));
}

/** Valuing one symbol on a day, in ms: measured for 500 symbols. */
const msPerValue = 8e-6;
/** Restoring one symbol's target, in ms: more with costs, whose sum is found in several rounds. */
const msPerRestoring = 1e-5;
const msPerCostedRestoring = 3e-5;

/** How long {@link followTrading} takes, in ms. */
export function expectedTradingMs({ closes: { rows, columns }, ways }: Trading): number {
  const perSymbol = ways.map((way) => {
    const perTrade = way.costRate > 0 ? msPerCostedRestoring : msPerRestoring;
    // Targets are compared with bands every day, and seldom restored.
    const valued = Number.isFinite(way.band) ? 2 : 1;
    return rows * valued * msPerValue + restorings(way) * perTrade;
  });
  return columns * perSymbol.reduce((sum, ms) => sum + ms, 0);
}

/** How often targets are restored by the calendar; the purchase on the first day is always one. */
export function restorings({ due }: Pick<Rebalancing, 'due'>): number {
  return due.subarray(1).reduce((count, day) => count + Number(day !== 0), 1);
}
