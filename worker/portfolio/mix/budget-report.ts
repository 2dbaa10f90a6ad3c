import { covarianceContributions } from '../../kernels/risk/covariance-contributions.ts';
import { bySymbol } from '../query/by-symbol.ts';
import type { Report } from '../report/report.ts';
import type { MixSolved } from './mix-solve.ts';
import type { MixQuery } from './optimise-mix.ts';

/**
 * `risk_budgets` of an answer about budgets: each symbol's share of the variance beside its budget, how far
 * the two are apart, and which symbols stand at a bound.
 */
export function toldBudgets(
  { symbols, mix: { objective } }: MixQuery,
  { estimate, optimum }: MixSolved,
): Report {
  if (objective.name !== 'risk_parity') return {};
  const { riskBudgets } = objective;
  const found = covarianceContributions(estimate.covariance, optimum.weights);
  if (found === undefined) return {};
  const apart = (i: number): number => (found.share[i] ?? 0) - (riskBudgets[i] ?? 0);
  const columns = [...symbols.keys()];
  const bound = optimum.active.flatMap(({ column }) => (column === undefined ? [] : [column]));
  return {
    risk_budgets: {
      largest_difference: columns.reduce((most, i) => Math.max(most, Math.abs(apart(i))), 0),
      at_bounds: bound.flatMap((i) => symbols[i] ?? []),
      by_symbol: bySymbol(symbols, (i) => ({
        budget: riskBudgets[i] ?? 0,
        share: found.share[i] ?? 0,
        difference: apart(i),
      })),
    },
  };
}
