import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { boundedRiskParity } from '../../kernels/risk/bounded-risk-parity.ts';
import { riskParity } from '../../kernels/risk/risk-parity.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';

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

/**
 * Weights under which each symbol's share of the variance is its budget; within bounds, that of those
 * between them is in proportion to their budgets.
 */
export function riskBudgets(
  problem: MixProblem,
  { riskBudgets: budgets }: { readonly riskBudgets: readonly number[] },
): MixOptimum | MixFault {
  const { covariance, lower, upper } = problem;
  const bound = lower.some((least) => least > 0) || upper.some((most) => most < 1);
  return bound ? boundedBudgets(problem, budgets) : freeBudgets(covariance, budgets);
}

function freeBudgets(covariance: Matrix, budgets: readonly number[]): MixOptimum | MixFault {
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

/**
 * Maximises Σ bᵢ·ln wᵢ − ½·wᵀΣw/λ within bounds, for the λ with which the weights sum to 1. The value has
 * the constant of λ that makes it the one without bounds, where none holds.
 */
function boundedBudgets(
  { covariance, lower, upper }: MixProblem,
  budgets: readonly number[],
): MixOptimum | MixFault {
  const found = boundedRiskParity(covariance, Float64Array.from(budgets), { lower, upper });
  if (!found.solved) {
    if (found.reason === 'zero variance') {
      return { reason: 'zero-variance', columns: [...found.symbols] };
    }
    if (found.reason === 'forced') return { reason: 'forced', columns: [...found.symbols] };
    // Bounds were read as feasible.
    const hedged = found.reason === 'riskless' || found.reason === 'imprecise';
    return { reason: hedged ? 'hedged' : 'overflow' };
  }
  const { weights, strength, slack, miss } = found;
  const logs = budgets.reduce((sum, budget, i) => sum + budget * Math.log(weights[i] ?? 0), 0);
  const risk = quadraticForm(covariance, weights) / strength;
  const active = [...weights.keys()].flatMap((column): readonly ActiveConstraint[] => {
    const [weight, room] = [weights[column] ?? 0, slack[column] ?? 0];
    const shadowPrice = ((budgets[column] ?? 0) * Math.abs(room)) / weight;
    if (weight === upper[column]) return [{ kind: 'upper', column, shadowPrice }];
    return weight === lower[column] ? [{ kind: 'lower', column, shadowPrice }] : [];
  });
  return {
    weights,
    method: 'coordinate-descent with search',
    objectiveValue: logs - risk / 2 + (1 - Math.log(strength)) / 2,
    kktResidual: miss,
    active,
    notes: active.length > 0 ? [besideBudgets] : [],
  };
}

const besideBudgets =
  'Bounds keep some symbols from their risk budgets; the risk of the others is in proportion to theirs: see risk_budgets.';
