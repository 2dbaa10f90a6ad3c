import { arithmeticMean } from '../kernels/arithmetic-mean.ts';
import { capmReturns } from '../kernels/capm.ts';
import { exponentialMean } from '../kernels/exponential-mean.ts';
import { geometricMean } from '../kernels/geometric-mean.ts';
import { leastOverlap } from '../kernels/least-overlap.ts';
import type { Matrix } from '../kernels/matrix.ts';
import { estimateRisk } from './estimate-risk.ts';
import type { Estimate, MixFault, MixInput } from './mix-problem.ts';
import type { ExpectedReturnModel } from './mix-question.ts';
import { meanReturns, simpleReturnsOf } from './panel-returns.ts';

/**
 * Estimates μ and Σ per year from closes, as the question says. Pure and deterministic.
 *
 * @throws {RangeError} given numbers of another length than the columns
 */
export function estimateMoments(input: MixInput): Estimate | MixFault {
  const { closes, question } = input;
  const returns = simpleReturnsOf(closes);
  const { i, j, count } = leastOverlap(returns);
  if (count < 2) return { reason: 'too-few-returns', i, j, count };
  const { expectedReturns } = question.estimate;
  const mean =
    typeof expectedReturns === 'string'
      ? meanModels[expectedReturns](returns, input)
      : Float64Array.from(expectedReturns);
  if ('reason' in mean) return mean;
  const risk = estimateRisk(returns, input);
  if ('reason' in risk) return risk;
  const numbers = [...mean, ...risk.covariance.values];
  if (!numbers.every(Number.isFinite)) return { reason: 'overflow' };
  return { mean, ...risk, counts: countsOf(returns) };
}

type MeanModel = (returns: Matrix, input: MixInput) => Float64Array | MixFault;

/** How each model estimates expected returns per year. */
const meanModels: Readonly<Record<ExpectedReturnModel, MeanModel>> = {
  arithmetic: (returns, { periodsPerYear }) => arithmeticMean(returns, periodsPerYear),
  geometric: (returns, { periodsPerYear }) => geometricMean(returns, periodsPerYear),
  ewma: (returns, { periodsPerYear, question: { estimate } }) =>
    exponentialMean(returns, {
      span: estimate.expectedReturnsSpan,
      periodsPerYear,
      annualise: estimate.compounding ? 'compounded' : 'simple',
    }),
  capm: (returns, { market, riskFreeRate, periodsPerYear, question: { estimate } }) => {
    const found = capmReturns(returns, market ? pathReturns(market) : meanReturns(returns), {
      riskFreeRate,
      periodsPerYear,
      annualise: estimate.compounding ? 'compounded' : 'simple',
    });
    return found === undefined ? { reason: 'no-market' } : found.expected;
  },
  james_stein: (returns, { periodsPerYear }) => arithmeticMean(returns, periodsPerYear),
};

function pathReturns(values: Float64Array): Float64Array {
  return simpleReturnsOf({ rows: values.length, columns: 1, values }).values;
}

function countsOf({ rows, columns, values }: Matrix): Int32Array {
  const counts = new Int32Array(columns);
  for (let k = 0; k < rows * columns; k++) {
    if (!Number.isNaN(values[k])) counts[k % columns] = (counts[k % columns] ?? 0) + 1;
  }
  return counts;
}
