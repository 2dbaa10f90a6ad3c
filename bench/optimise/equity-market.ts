import { normals } from '../../test/support/markets.ts';
import type { Matrix } from '../../worker/kernels/algebra/matrix.ts';

/** How large a simulated market is. */
export interface MarketSize {
  /** Returns; there is one close more. */
  readonly days: number;
  readonly symbols: number;
}

const sectors = 11;

/**
 * Closes of shares that move as those of an index do: with the market (betas about 1), with their
 * sector, and on their own. The best mixes hold a few dozen of 500. In the tests' markets, whose
 * symbols hedge one another, they hold most, which is harder and not what shares are like.
 *
 * @returns  days + 1 × symbols
 */
export function equityCloses(seed: number, { days, symbols }: MarketSize): Matrix {
  const normal = normals(seed);
  const betas = Float64Array.from({ length: symbols }, () => Math.max(0.2, 1 + 0.35 * normal()));
  const own = Float64Array.from({ length: symbols }, () => 0.012 * Math.exp(0.35 * normal()));
  const drifts = Float64Array.from({ length: symbols }, () => 0.0003 * normal());
  const values = new Float64Array((days + 1) * symbols).fill(100);
  for (let t = 1; t <= days; t++) {
    const market = 0.0004 + 0.01 * normal();
    const bySector = Float64Array.from({ length: sectors }, () => 0.006 * normal());
    for (let i = 0; i < symbols; i++) {
      const common = (betas[i] ?? 0) * market + (bySector[i % sectors] ?? 0);
      const move = (drifts[i] ?? 0) + common + (own[i] ?? 0) * normal();
      const before = values[(t - 1) * symbols + i] ?? 0;
      values[t * symbols + i] = before * Math.max(0.3, 1 + move);
    }
  }
  return { rows: days + 1, columns: symbols, values };
}
