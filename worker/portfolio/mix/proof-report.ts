import type { Report } from '../report/report.ts';
import type { MixOptimum } from './mix-problem.ts';

const rule = 'The weights follow from a rule: no value is optimised over them.';
const nested =
  'Each cluster is optimised by itself and then the clusters: over all weights together no value is.';
const priced = 'Linear programs are proven by their duality_gap.';
const unpriced = 'A rule has no objective that a bound could hold back.';
const chosen = 'Positions were chosen among many sets: optimality tells how near to the best.';

/**
 * How many searches there were and how many local optima they found, and why whatever is null in
 * the certificate is. Each objective but the choice of positions is convex, or becomes so when weights
 * are scaled: one search finds the optimum.
 */
export function toldProof(optimum: MixOptimum): Report {
  const { objectiveValue, kktResidual, positions, active, method } = optimum;
  const why = method === 'nested-clusters' ? nested : rule;
  const optimised = objectiveValue !== undefined;
  const single = optimised && positions === undefined ? 1 : null;
  const reasons: Report = {
    ...(optimised ? {} : { objective_value: why, starts: why, distinct_optima: why }),
    ...(kktResidual === undefined ? { kkt_residual: optimised ? priced : why } : {}),
    ...(positions === undefined ? {} : { distinct_optima: chosen }),
    ...(active.some(({ shadowPrice }) => shadowPrice === undefined)
      ? { shadow_price: unpriced }
      : {}),
  };
  return {
    starts: positions?.nodes ?? single,
    distinct_optima: single,
    ...(Object.keys(reasons).length === 0 ? {} : { why_null: reasons }),
  };
}
