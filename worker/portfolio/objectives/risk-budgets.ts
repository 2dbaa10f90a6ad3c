import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { riskParity } from '../../kernels/risk/risk-parity.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';

/**
 * Σ bᵢ·ln wᵢ − ln σ(w), which these weights maximise: its slopes vanish where shares are budgets.
 *
 * @see Spinu (2013), An algorithm for computing risk parity weights, equation 5, made scale-free
 */
function budgetedGrowth(
  covariance: Matrix,
  weights: Float64Array,
  budgets: readonly number[],
): number {
  const logs = budgets.reduce((sum, budget, i) => sum + budget * Math.log(weights[i] ?? 0), 0);
  return logs - Math.log(quadraticForm(covariance, weights)) / 2;
}

/** Weights under which each symbol's share of the variance is its budget. */
export function riskBudgets(
  { covariance }: MixProblem,
  { riskBudgets: budgets }: { readonly riskBudgets: readonly number[] },
): MixOptimum | MixFault {
  const found = riskParity(covariance, Float64Array.from(budgets));
  if (found.converged) {
    const { weights, spread } = found;
    return {
      weights,
      method: 'coordinate-descent',
      objectiveValue: budgetedGrowth(covariance, weights, budgets),
      kktResidual: spread,
      active: [],
      notes: [],
    };
  }
  if (found.reason !== 'zero variance') return { reason: 'hedged' };
  return { reason: 'zero-variance', columns: [...found.symbols] };
}
