import { exponentialCovariance } from '../kernels/exponential-covariance.ts';
import type { Matrix } from '../kernels/matrix.ts';
import { sampleCovariance } from '../kernels/sample-covariance.ts';
import { semicovariance } from '../kernels/semicovariance.ts';
import type { Estimate, MixFault, MixInput } from './mix-problem.ts';
import type { RiskModel } from './mix-question.ts';

/** The part of an estimate that tells of risk. */
export type Risk = Pick<Estimate, 'covariance' | 'correlation' | 'shrinkage' | 'repair'>;

/** Per period, before it is annualised. */
type PeriodRisk = Omit<Risk, 'repair'>;

/** Σ per year, positive semidefinite. */
export function estimateRisk(returns: Matrix, input: MixInput): Risk | MixFault {
  const { periodsPerYear, question } = input;
  const { riskModel } = question.estimate;
  if (typeof riskModel !== 'string') {
    const values = Float64Array.from(riskModel);
    return { covariance: { rows: returns.columns, columns: returns.columns, values } };
  }
  const { covariance, ...rest } = models[riskModel](returns, input);
  const values = covariance.values.map((value) => value * periodsPerYear);
  return { ...rest, covariance: { ...covariance, values } };
}

/** How each model estimates risk per period. */
const models: Readonly<Record<RiskModel, (returns: Matrix, input: MixInput) => PeriodRisk>> = {
  sample: (returns) => ({ covariance: sampleCovariance(returns) }),
  semicovariance: (returns, { question: { estimate } }) => ({
    covariance: semicovariance(returns, {
      benchmark: estimate.semicovarianceThreshold,
      missing: 'zero',
    }),
  }),
  ewma: (returns, { question: { estimate } }) => ({
    covariance: exponentialCovariance(returns, estimate.riskModelSpan),
  }),
  ledoit_wolf: (returns) => ({ covariance: sampleCovariance(returns) }),
  ledoit_wolf_constant_correlation: (returns) => ({ covariance: sampleCovariance(returns) }),
  ledoit_wolf_single_factor: (returns) => ({ covariance: sampleCovariance(returns) }),
  oas: (returns) => ({ covariance: sampleCovariance(returns) }),
  denoised: (returns) => ({ covariance: sampleCovariance(returns) }),
};
