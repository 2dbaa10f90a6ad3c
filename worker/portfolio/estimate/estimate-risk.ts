import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { denoisedCovariance } from '../../kernels/covariances/denoised-covariance.ts';
import { equalVarianceShrinkage } from '../../kernels/covariances/equal-variance-shrinkage.ts';
import { exponentialCovariance } from '../../kernels/covariances/exponential-covariance.ts';
import { ledoitWolf } from '../../kernels/covariances/ledoit-wolf.ts';
import { ledoitWolfConstantCorrelation } from '../../kernels/covariances/ledoit-wolf-constant-correlation.ts';
import { ledoitWolfSingleFactor } from '../../kernels/covariances/ledoit-wolf-single-factor.ts';
import { nonlinearShrinkage } from '../../kernels/covariances/nonlinear-shrinkage.ts';
import { oracleApproximating } from '../../kernels/covariances/oracle-approximating.ts';
import { pairwiseCorrelation } from '../../kernels/covariances/pairwise-correlation.ts';
import { sampleCovariance } from '../../kernels/covariances/sample-covariance.ts';
import { semicovariance } from '../../kernels/covariances/semicovariance.ts';
import type { ShrunkCovariance } from '../../kernels/covariances/shrunk-covariance.ts';
import type { Estimate, MixFault, MixInput } from '../mix/mix-problem.ts';
import type { RiskModel } from '../mix/mix-question.ts';
import { repairCovariance } from './repair-covariance.ts';

/** The part of an estimate that tells of risk. */
export type Risk = Pick<Estimate, 'covariance' | 'correlation' | 'shrinkage' | 'repair'>;

/** What a model may look at beside the returns. */
export interface Sample {
  readonly input: MixInput;
  /** Returns that the two symbols with the fewest have in common; all of them without gaps. */
  readonly fewest: number;
}

/** Per period, before it is annualised, and not always positive semidefinite. */
type PeriodRisk = Omit<Risk, 'repair'>;

/**
 * Σ per year, positive semidefinite: as given, or by a model.
 *
 * @param returns  T × n per period, at least two in common for each pair of symbols
 */
export function estimateRisk(returns: Matrix, sample: Sample): Risk | MixFault {
  const { periodsPerYear, question } = sample.input;
  const { riskModel, covarianceRepair } = question.estimate;
  if (typeof riskModel !== 'string') {
    const values = Float64Array.from(riskModel);
    const covariance = { rows: returns.columns, columns: returns.columns, values };
    // One that was not to be repaired was refused but for the rounding of its digits.
    if (covarianceRepair === undefined || covarianceRepair === 'refuse') return { covariance };
    return repairCovariance(covariance, covarianceRepair);
  }
  const modelled = models[riskModel](returns, sample);
  if ('reason' in modelled) return modelled;
  const { covariance, ...rest } = modelled;
  if (!covariance.values.every(Number.isFinite)) return { reason: 'overflow' };
  const values = covariance.values.map((value) => value * periodsPerYear);
  const definite = repairCovariance({ ...covariance, values }, covarianceRepair ?? 'spectral');
  return 'reason' in definite ? definite : { ...rest, ...definite };
}

/** How each model estimates risk per period. */
const models: Readonly<
  Record<RiskModel, (returns: Matrix, sample: Sample) => PeriodRisk | MixFault>
> = {
  sample: (returns, { input }) => ({
    covariance: sampleCovariance(returns),
    // Over days that differ from pair to pair it is not that of the covariance.
    ...(input.question.estimate.missing === 'inner'
      ? {}
      : { correlation: pairwiseCorrelation(returns) }),
  }),
  semicovariance: (
    returns,
    {
      input: {
        question: { estimate },
      },
    },
  ) => ({
    covariance: semicovariance(returns, {
      benchmark: estimate.semicovarianceThreshold,
      missing: 'zero',
    }),
  }),
  ewma: (
    returns,
    {
      input: {
        question: { estimate },
      },
    },
  ) => ({
    covariance: exponentialCovariance(returns, estimate.riskModelSpan),
  }),
  ledoit_wolf: (returns) => shrunk(ledoitWolf(returns)),
  ledoit_wolf_constant_correlation: (returns) => shrunk(ledoitWolfConstantCorrelation(returns)),
  ledoit_wolf_single_factor: (returns) => shrunk(ledoitWolfSingleFactor(returns)),
  oas: (returns) => shrunk(oracleApproximating(returns)),
  shrunk: (returns, { input }) =>
    shrunk(
      equalVarianceShrinkage(
        sampleCovariance(returns),
        input.question.estimate.riskModelShrinkage ?? 0,
      ),
    ),
  nonlinear_shrinkage: (returns) => {
    const covariance = nonlinearShrinkage(returns);
    if (covariance === undefined) return { reason: 'few-for-shrinkage', count: returns.rows };
    return { covariance };
  },
  denoised: (returns, { fewest }) => ({
    covariance: denoisedCovariance(sampleCovariance(returns), fewest).covariance,
  }),
};

function shrunk({ covariance, intensity }: ShrunkCovariance): PeriodRisk {
  return { covariance, shrinkage: intensity };
}
