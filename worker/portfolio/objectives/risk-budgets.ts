import { riskParity } from '../../kernels/risk/risk-parity.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';

/** Weights under which each symbol's share of the variance is its budget. */
export function riskBudgets(
  { covariance }: MixProblem,
  { riskBudgets: budgets }: { readonly riskBudgets: readonly number[] },
): MixOptimum | MixFault {
  const found = riskParity(covariance, Float64Array.from(budgets));
  if (found.converged) {
    const { weights, spread } = found;
    return { weights, method: 'coordinate-descent', kktResidual: spread, active: [], notes: [] };
  }
  if (found.reason !== 'zero variance') return { reason: 'hedged' };
  return { reason: 'zero-variance', columns: [...found.symbols] };
}
