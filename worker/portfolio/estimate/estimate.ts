import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { leastOverlap } from '../../kernels/covariances/least-overlap.ts';
import type { Estimate, MixFault, MixInput } from '../mix/mix-problem.ts';
import { returnsOf } from '../window/panel-returns.ts';
import { estimateMean } from './estimate-mean.ts';
import { estimateRisk, type Risk } from './estimate-risk.ts';

/**
 * Estimates μ and Σ per year from closes, as the question says. Pure and deterministic.
 *
 * @throws {RangeError} given numbers of another length than the columns
 */
export function estimateMoments(input: MixInput): Estimate | MixFault {
  const { logReturns } = input.question.estimate;
  const returns = returnsOf(input.closes, logReturns);
  const { i, j, count } = leastOverlap(returns);
  if (count < 2) return { reason: 'too-few-returns', i, j, count };
  const sample = { input, fewest: count };
  const risk = estimateRisk(returns, sample);
  if ('reason' in risk) return risk;
  const means = estimateMean(returns, { ...sample, covariance: risk.covariance });
  if ('reason' in means) return means;
  const { posterior, ...told } = means;
  return { ...told, ...riskWithViews(risk, posterior), counts: countsOf(returns) };
}

/** What is known of risk by pairs of symbols is not of the posterior. */
function riskWithViews(risk: Risk, posterior: Matrix | undefined) {
  if (posterior === undefined) return risk;
  const { correlation: _, ...rest } = risk;
  return { ...rest, covariance: posterior, unheard: risk.covariance };
}

function countsOf({ rows, columns, values }: Matrix): Int32Array {
  const counts = new Int32Array(columns);
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < columns; i++) {
      if (!Number.isNaN(values[t * columns + i])) counts[i] = (counts[i] ?? 0) + 1;
    }
  }
  return counts;
}
