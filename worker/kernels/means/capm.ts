import type { Matrix } from '../algebra/matrix.ts';
import { geometricMean } from './geometric-mean.ts';

/** What {@link capmReturns} reckons with. */
export interface CapmOptions {
  /** Effective per year. */
  readonly riskFreeRate: number;
  /** Such as 252. */
  readonly periodsPerYear: number;
  /** Compound annual growth of the market when compounded, mean × periodsPerYear when simple. */
  readonly annualise: 'compounded' | 'simple';
}

/** Expected returns by the capital asset pricing model, and what they were made of. */
export interface CapmReturns {
  /** Length N: rf + β·(market − rf), per year; NaN with the beta. */
  readonly expected: Float64Array;
  /** Length N; NaN for a symbol with fewer than two periods in common with the market. */
  readonly betas: Float64Array;
  /** Per year. */
  readonly marketReturn: number;
}

/**
 * Expected returns from each symbol's beta on a market: its covariance with the market over the
 * periods that both have, over the variance of all the market's returns.
 *
 * @param returns  T periods × N symbols of simple returns, NaN where there is none
 * @param market   length T, the market's returns in the same periods, NaN where there is none
 * @returns        undefined when the market has fewer than two returns, or they do not vary
 * @throws {RangeError} a market of another length than the returns
 * @see Sharpe (1964), Journal of Finance 19(3); Lintner (1965)
 */
export function capmReturns(
  returns: Matrix,
  market: Float64Array,
  options: CapmOptions,
): CapmReturns | undefined {
  const { rows: periods, columns: symbols, values } = returns;
  if (market.length !== periods) {
    throw new RangeError(`Cannot compare ${periods} periods with ${market.length} of the market.`);
  }
  const variance = commonCovariance(market, market);
  if (!(variance > 0)) return undefined;
  const betas = new Float64Array(symbols);
  const own = new Float64Array(periods);
  for (let i = 0; i < symbols; i++) {
    for (let t = 0; t < periods; t++) own[t] = values[t * symbols + i];
    betas[i] = commonCovariance(own, market) / variance;
  }
  const marketReturn = annualReturn(market, options);
  const { riskFreeRate } = options;
  const expected = betas.map((beta) => riskFreeRate + beta * (marketReturn - riskFreeRate));
  return { expected, betas, marketReturn };
}

function annualReturn(market: Float64Array, { periodsPerYear, annualise }: CapmOptions): number {
  if (annualise === 'simple') return meanOf(market, market) * periodsPerYear;
  return geometricMean({ rows: market.length, columns: 1, values: market }, periodsPerYear)[0];
}

/** Sample covariance over the periods that both have; exactly 0 where one of them does not vary. */
function commonCovariance(one: Float64Array, other: Float64Array): number {
  const meanOne = meanOf(one, other);
  const meanOther = meanOf(other, one);
  let sum = 0;
  let count = 0;
  for (let t = 0; t < one.length; t++) {
    const product = (one[t] - meanOne) * (other[t] - meanOther);
    if (Number.isNaN(product)) continue;
    sum += product;
    count += 1;
  }
  return count < 2 ? Number.NaN : sum / (count - 1);
}

/** Mean over the periods in which the other has a return too; exact where none differs. */
function meanOf(own: Float64Array, other: Float64Array): number {
  let sum = 0;
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < own.length; t++) {
    const value = own[t];
    if (Number.isNaN(value) || Number.isNaN(other[t])) continue;
    sum += value;
    count += 1;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least === most ? least : sum / count;
}
