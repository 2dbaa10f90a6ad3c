import { inner, portfolioVolatility, volatilitySlope } from '../expected.ts';
import type { ActiveConstraint, MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { efficientLine, ends, pointOfReturn } from './efficient-line.ts';

/** A target this near the highest return, as a share of 1 + |target|, is that return: rounding. */
const rounding = 1e-9;

/** Minimises √(wᵀΣw + γ·wᵀw) over μᵀw ≥ target. */
export function targetReturn(
  problem: MixProblem,
  { targetReturn: target }: { readonly targetReturn: number },
): MixOptimum | MixFault {
  const { mean } = problem;
  const line = efficientLine(problem);
  if ('reason' in line) return line;
  const [highest, lowest] = ends(line);
  const [most, least] = [inner(mean, highest.weights), inner(mean, lowest.weights)];
  if (target > most + rounding * (1 + Math.abs(target))) {
    return { reason: 'return-out-of-reach', least, most };
  }
  const { weights, multiplier } = pointOfReturn(line, mean, target);
  const objectiveValue = portfolioVolatility(line.quadratic, weights);
  const scale = volatilitySlope(line.quadratic, objectiveValue);
  const price = scale * multiplier;
  const { kktResidual, active } = boundConstraints(problem, {
    weights,
    quadratic: line.quadratic,
    gains: mean,
    multiplier,
    scale,
  });
  const binding: ActiveConstraint = { kind: 'target_return', shadowPrice: price };
  return {
    weights,
    method: 'critical-line',
    objectiveValue,
    kktResidual,
    active: price > 0 ? [binding, ...active] : active,
    notes:
      price > 0
        ? []
        : [`The portfolio of the least volatility has a higher return than the target.`],
  };
}
