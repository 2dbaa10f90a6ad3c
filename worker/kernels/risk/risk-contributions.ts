import type { Matrix } from '../algebra/matrix.ts';
import { simpleReturns } from '../paths/path-statistics.ts';
import { sampleMoments } from '../samples/sample-moments.ts';

/** Where a portfolio's volatility comes from. Per period; each of length n. */
export interface RiskContributions {
  /** cov(rᵢ, r)/σ: what one more unit of weight, kept every day, adds to the volatility. */
  readonly marginal: Float64Array;
  /** cov(cᵢ, r)/σ, cᵢ being the symbol's part of each day's return: they add up to σ. */
  readonly contribution: Float64Array;
  /** The deviation of each cᵢ: their sum, over σ, is the diversification ratio. */
  readonly alone: Float64Array;
}

/** A portfolio and how it was held. */
export interface HeldWeights {
  /** n, summing to 1. */
  readonly weights: Float64Array;
  /** T+1 values, above 0, as {@link heldPath} or {@link fixedMixPath} give them. */
  readonly path: Float64Array;
  /** Whether the weights drift with prices or are restored every day. */
  readonly drifting: boolean;
}

/**
 * Splits a portfolio's realised volatility among its symbols, by Euler's theorem on each day's
 * return r = Σcᵢ. For weights restored every day the contribution is weight × marginal; for weights
 * that drift, cᵢ is the drifted weight times the symbol's return.
 *
 * @param closes  T+1 × n, T ≥ 2
 * @returns       undefined when the portfolio does not vary
 * @throws {RangeError} shapes that do not fit
 * @see Tasche (2000), Risk contributions and performance measurement, §3
 */
export function riskContributions(
  closes: Matrix,
  { weights, path, drifting }: HeldWeights,
): RiskContributions | undefined {
  const { rows, columns, values } = closes;
  if (weights.length !== columns || path.length !== rows) throw new RangeError('shapes differ');
  const returns = simpleReturns(path);
  const { mean, deviation } = sampleMoments(returns);
  if (deviation === 0) return undefined;
  const marginal = new Float64Array(columns);
  const contribution = new Float64Array(columns);
  const parts = new Float64Array((rows - 1) * columns);
  for (let t = 1; t < rows; t++) {
    // The weights of the sum: the return's own deviation from its mean.
    const pull = (returns[t - 1] - mean) / (deviation * (rows - 2));
    for (let i = 0; i < columns; i++) {
      const before = values[(t - 1) * columns + i];
      const own = values[t * columns + i] / before - 1;
      const held = drifting ? before / values[i] / path[t - 1] : 1;
      marginal[i] += pull * own;
      const part = own * held * weights[i];
      parts[(t - 1) * columns + i] = part;
      contribution[i] += pull * part;
    }
  }
  const alone = deviationsOf({ rows: rows - 1, columns, values: parts });
  return { marginal, contribution, alone };
}

/** Sample standard deviations of the columns. */
function deviationsOf({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let k = 0; k < values.length; k++) means[k % columns] += values[k] / rows;
  const squares = new Float64Array(columns);
  for (let k = 0; k < values.length; k++)
    squares[k % columns] += (values[k] - means[k % columns]) ** 2;
  return squares.map((square) => Math.sqrt(square / (rows - 1)));
}
