import { arithmeticMean } from '../kernels/arithmetic-mean.ts';
import { capmReturns } from '../kernels/capm.ts';
import { exponentialMean } from '../kernels/exponential-mean.ts';
import { geometricMean } from '../kernels/geometric-mean.ts';
import { leastOverlap } from '../kernels/least-overlap.ts';
import type { Matrix } from '../kernels/matrix.ts';
import { sampleCovariance } from '../kernels/sample-covariance.ts';
import { jamesStein } from '../kernels/shrunk-mean.ts';
import { estimateRisk, type Sample } from './estimate-risk.ts';
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
  const sample = { input, fewest: count };
  const { expectedReturns } = question.estimate;
  const means =
    typeof expectedReturns === 'string'
      ? meanModels[expectedReturns](returns, sample)
      : { mean: Float64Array.from(expectedReturns) };
  if ('reason' in means) return means;
  if (!means.mean.every(Number.isFinite)) return { reason: 'overflow' };
  const risk = estimateRisk(returns, sample);
  if ('reason' in risk) return risk;
  return { ...means, ...risk, counts: countsOf(returns) };
}

type Means = Pick<Estimate, 'mean' | 'meanShrinkage'>;
type MeanModel = (returns: Matrix, sample: Sample) => Means | MixFault;

/** How each model estimates expected returns per year. */
const meanModels: Readonly<Record<ExpectedReturnModel, MeanModel>> = {
  arithmetic: (returns, { input }) => ({ mean: arithmeticMean(returns, input.periodsPerYear) }),
  geometric: (returns, { input }) => ({ mean: geometricMean(returns, input.periodsPerYear) }),
  ewma: (returns, { input }) => ({
    mean: exponentialMean(returns, {
      span: input.question.estimate.expectedReturnsSpan,
      ...annualising(input),
    }),
  }),
  capm: (returns, { input }) => {
    const { market, riskFreeRate } = input;
    const found = capmReturns(returns, market ? pathReturns(market) : meanReturns(returns), {
      riskFreeRate,
      ...annualising(input),
    });
    return found === undefined ? { reason: 'no-market' } : { mean: found.expected };
  },
  james_stein: (returns, { input: { periodsPerYear }, fewest }) => {
    const found = jamesStein({
      mean: arithmeticMean(returns, 1),
      covariance: sampleCovariance(returns),
      observations: fewest,
    });
    const mean = found.mean.map((value) => value * periodsPerYear);
    return { mean, meanShrinkage: found.intensity };
  },
};

function annualising({ periodsPerYear, question: { estimate } }: MixInput) {
  return { periodsPerYear, annualise: estimate.compounding ? 'compounded' : 'simple' } as const;
}

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
