import { choleskyInPlace } from '../../kernels/algebra/cholesky.ts';
import { choleskySolve } from '../../kernels/algebra/cholesky-solve.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';

/** Of a symbol's own variance: where less is left, it follows from the others. */
const singular = 1e-12;
/** Of the size of the weights: a smaller sum is rounding. */
const nothing = 1e-9;

/**
 * Σ⁻¹μ scaled to sum to 1: the weights of someone without bounds, of whatever aversion to risk, to
 * whom these returns are those of an equilibrium.
 *
 * With views it is the risk model's Σ even where the posterior's is reported, as PyPortfolioOpt's
 * `bl_weights` has it.
 *
 * @see He & Litterman (1999), The Intuition Behind Black–Litterman Model Portfolios, §3
 */
export function impliedWeights({ mean, unheard, covariance }: MixProblem): MixOptimum | MixFault {
  const { values, ...shape } = unheard ?? covariance;
  const factor = { ...shape, values: values.slice() };
  if (!choleskyInPlace(factor, singular)) return { reason: 'hedged' };
  const demand = choleskySolve(factor, mean);
  const sum = demand.reduce((total, one) => total + one, 0);
  const gross = demand.reduce((total, one) => total + Math.abs(one), 0);
  if (!(sum > nothing * gross)) return { reason: 'nothing-implied', sum };
  const weights = demand.map((one) => one / sum);
  return { weights, method: 'cholesky', active: [], notes: [] };
}
