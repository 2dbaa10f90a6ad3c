import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import type { ExpectedFigures, MixProblem } from '../mix/mix-problem.ts';

/** Below this share of the symbols' own mean volatility a portfolio has none: rounding. */
const noVolatility = 1e-10;

/** What weights are expected to do in a year; a ratio needs volatility. */
export function expectedFigures(
  { mean, covariance, rate }: Pick<MixProblem, 'mean' | 'covariance' | 'rate'>,
  weights: Float64Array,
): ExpectedFigures {
  const volatility = portfolioVolatility(covariance, weights);
  return figuresOf({ covariance, rate }, inner(mean, weights), volatility);
}

/** The same, where the return and the volatility are at hand. */
export function figuresOf(
  { covariance, rate }: Pick<MixProblem, 'covariance' | 'rate'>,
  expected: number,
  volatility: number,
): ExpectedFigures {
  const scale = largestVolatility(covariance);
  const ratio = (expected - rate) / volatility;
  return {
    return: expected,
    volatility,
    sharpeRatio: volatility > noVolatility * scale ? ratio : undefined,
  };
}

/** The same where only a share of the value is invested, and the rest earns the rate a year. */
export function expectedBesideCash(
  expected: ExpectedFigures,
  { invested, rate }: { readonly invested: number; readonly rate: number },
): ExpectedFigures {
  if (invested === 1) return expected;
  return {
    return: invested * expected.return + (1 - invested) * rate,
    volatility: invested * expected.volatility,
    sharpeRatio: expected.sharpeRatio,
  };
}

/** A volatility below this share of the symbols' own has no slope to speak of: rounding. */
const noSlope = 1e-6;

/**
 * By how much √(wᵀQw) falls where ½·wᵀQw falls by 1: 1/√(wᵀQw), and 0 where next to no volatility
 * is left.
 */
export function volatilitySlope(quadratic: Matrix, volatility: number): number {
  const scale = largestVolatility(quadratic);
  return volatility > noSlope * scale ? 1 / volatility : 0;
}

/** √(wᵀΣw). */
export function portfolioVolatility(covariance: Matrix, weights: Float64Array): number {
  return Math.sqrt(Math.max(0, quadraticForm(covariance, weights)));
}

/** Square roots of the diagonal. */
export function volatilitiesOf({ rows, columns, values }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => Math.sqrt(values[i * columns + i] ?? 0));
}

function largestVolatility({ rows, columns, values }: Matrix): number {
  let variance = 0;
  for (let i = 0; i < rows; i++) variance = Math.max(variance, values[i * columns + i] ?? 0);
  return Math.sqrt(variance);
}

/** xᵀy. */
export function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}
