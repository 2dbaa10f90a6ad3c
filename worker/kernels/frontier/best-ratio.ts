import type { Matrix } from '../algebra/matrix.ts';
import { product, quadraticForm } from '../algebra/quadratic-form.ts';
import { boundedCorrelation } from '../covariances/bounded-correlation.ts';
import { volatilities } from '../covariances/volatilities.ts';
import { nonnegativeQuadratic } from '../quadratic/nonnegative-quadratic.ts';

/** A slope within this of 0, in units of the steepest at the start, leaves the answer open. */
const flat = 1e-9;

/** Added to the diagonal of the correlations where the answer is open: makes it one. */
const ridge = 1e-10;

/** Difference of correlations and gains up to which two symbols are the same. */
const twinRounding = 1e-12;

/** Variance as a share of the squared mean volatility up to which a portfolio has no risk. */
const noRisk = 1e-14;

/** What {@link bestRatio} found. */
export interface BestRatio {
  /** Length n, none negative, summing to 1. */
  readonly weights: Float64Array;
  /** Whether a portfolio gains without risk, so that the ratio has no bound: `weights` is one. */
  readonly riskless: boolean;
}

/**
 * The long-only weights of the largest gain per risk, gᵀw/√(wᵀΣw). Least variance, most
 * diversification and most decorrelation are of this form, too: each with its own g.
 *
 * Solved in units of each symbol's volatility, so that scales don't matter. Where several weights
 * are as good, a ridge of 1e-10 on the correlations picks one whatever the order of the symbols,
 * and symbols that are the same but for their volatility take equal risk.
 *
 * @param covariance  n × n, of any period, positive semidefinite
 * @param gains       g, length n, of the same period
 * @returns           undefined when no symbol gains
 * @throws RangeError when shapes differ
 * @see Tütüncü & Cornuejols (2007), Optimization Methods in Finance, §8.2
 */
export function bestRatio(covariance: Matrix, gains: Float64Array): BestRatio | undefined {
  if (covariance.rows !== gains.length) {
    throw new RangeError(`Covariance of ${covariance.rows} symbols, ${gains.length} gains`);
  }
  const sigma = volatilities(covariance);
  const sure = Int32Array.from(gains.keys()).filter((i) => sigma[i] === 0 && gains[i] > 0);
  if (sure.length > 0) return { weights: sharedBy(sure, gains.length), riskless: true };
  const perRisk = scaled(gains.map((gain, i) => (sigma[i] === 0 ? 0 : gain / sigma[i])));
  if (perRisk === undefined) return undefined;
  const correlation = boundedCorrelation(covariance);
  const risks = minimiser(correlation, perRisk);
  let total = 0;
  for (const risk of risks) total += risk;
  const riskless = quadraticForm(correlation, risks) <= noRisk * total * total;
  return { weights: normalised(risks, sigma), riskless };
}

/** The minimiser of ½·zᵀRz − cᵀz over z ≥ 0; with a ridge unless it is clearly the only one. */
function minimiser(correlation: Matrix, perRisk: Float64Array): Float64Array {
  const z = nonnegativeQuadratic(correlation, perRisk);
  const drag = product(correlation, z);
  const clear = z.every(
    (value, i) => value > 0 || perRisk[i] === 0 || perRisk[i] - drag[i] < -flat,
  );
  if (clear && z.every((value, i) => value === 0 || Math.abs(perRisk[i] - drag[i]) <= flat)) {
    return z;
  }
  const values = correlation.values.slice();
  for (let i = 0; i < z.length; i++) values[i * (z.length + 1)] += ridge;
  return sharedByTwins(
    correlation,
    perRisk,
    nonnegativeQuadratic({ ...correlation, values }, perRisk),
  );
}

function sharedByTwins(
  { rows: size, values }: Matrix,
  perRisk: Float64Array,
  z: Float64Array,
): Float64Array {
  const shared = z.slice();
  const seen = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    if (seen[i] === 1) continue;
    const twins = Int32Array.from(z.keys()).filter(
      (j) =>
        j === i ||
        (values[i * size + j] >= 1 - twinRounding &&
          Math.abs(perRisk[i] - perRisk[j]) <= twinRounding),
    );
    let sum = 0;
    for (const j of twins) sum += z[j];
    for (const j of twins) {
      seen[j] = 1;
      shared[j] = sum / twins.length;
    }
  }
  return shared;
}

/** Divided by the largest; undefined when none is positive. */
function scaled(values: Float64Array): Float64Array | undefined {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  return largest > 0 ? values.map((value) => value / largest) : undefined;
}

function normalised(risks: Float64Array, sigma: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  for (const s of sigma) if (s > 0) smallest = Math.min(smallest, s);
  const weights = risks.map((risk, i) => (risk === 0 ? 0 : risk * (smallest / sigma[i])));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}

function sharedBy(symbols: Int32Array, size: number): Float64Array {
  const weights = new Float64Array(size);
  for (const i of symbols) weights[i] = 1 / symbols.length;
  return weights;
}
