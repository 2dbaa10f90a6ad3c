import type { CornerPortfolio } from '../../kernels/critical-line.ts';
import { inner, portfolioVolatility, volatilitiesOf } from '../expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import {
  between,
  type EfficientLine,
  type EfficientPoint,
  efficientLine,
  ends,
} from './efficient-line.ts';

/** A variance at or below this share of the mean variance is none: rounding. */
const noVariance = 1e-14;

/** Maximises (μᵀw − rf)/√(wᵀΣw + γ·wᵀw). */
export function maxSharpe(problem: MixProblem): MixOptimum | MixFault {
  const line = efficientLine(problem);
  return 'reason' in line ? line : maxRatio(problem, line, excessOf(problem));
}

/** Maximises Σwᵢσᵢ/√(wᵀΣw + γ·wᵀw): the mean volatility over that of the mix. */
export function maxDiversification(problem: MixProblem): MixOptimum | MixFault {
  const gains = volatilitiesOf(problem.covariance);
  const still = [...gains.keys()].filter((i) => gains[i] === 0);
  if (still.length > 0) return { reason: 'zero-variance', columns: still };
  const line = efficientLine(problem, gains);
  return 'reason' in line ? line : maxRatio(problem, line, gains);
}

/** μ − rf. */
export function excessOf({ mean, rate }: MixProblem): Float64Array {
  return mean.map((value) => value - rate);
}

/**
 * The portfolio of the line whose gain over deviation is best: where λ = wᵀQw/eᵀw.
 *
 * @param gains  e, length n: those of the line but for a constant
 */
export function maxRatio(
  problem: MixProblem,
  line: EfficientLine,
  gains: Float64Array,
): MixOptimum | MixFault {
  const point = tangent(problem, line, gains);
  if ('reason' in point) return point;
  const { weights } = point;
  const gain = inner(gains, weights);
  const deviation = portfolioVolatility(line.quadratic, weights);
  const minimum = {
    weights,
    quadratic: line.quadratic,
    gains,
    multiplier: deviation ** 2 / gain,
    scale: gain / deviation ** 3,
  };
  return {
    weights,
    method: 'critical-line',
    objectiveValue: gain / deviation,
    ...boundConstraints(problem, minimum),
    notes: [],
  };
}

/** The point of the best ratio, or why there is none. */
function tangent(
  { rate }: MixProblem,
  line: EfficientLine,
  gains: Float64Array,
): EfficientPoint | MixFault {
  const { corners, quadratic } = line;
  const [highest, least] = ends(line);
  const most = inner(gains, highest.weights);
  if (!(most > 0)) return { reason: 'no-excess', most: most + rate };
  const variance = (weights: Float64Array): number => portfolioVolatility(quadratic, weights) ** 2;
  // The ratio rises along the line, away from the least variance, as long as this is above 0.
  const rising = ({ weights, multiplier }: CornerPortfolio): number =>
    variance(weights) - multiplier * inner(gains, weights);
  const scale = volatilitiesOf(quadratic).reduce((sum, one) => sum + one ** 2 / gains.length, 0);
  const without = corners.find(
    ({ weights }) => variance(weights) <= noVariance * scale && inner(gains, weights) > 0,
  );
  if (without !== undefined) return { reason: 'riskless', columns: heldBy(without.weights) };
  for (let k = corners.length - 1; k > 0; k--) {
    const [from, to] = [corners[k], corners[k - 1]];
    if (from === undefined || to === undefined || rising(to) > 0) continue;
    return between(from, to, shareOf(rising(from), rising(to)));
  }
  return corners.length === 1 ? least : highest;
}

/** Where a line from `from` down to `to` crosses 0: the measure is linear in λ on a segment. */
function shareOf(from: number, to: number): number {
  return from / (from - to);
}

function heldBy(weights: Float64Array): readonly number[] {
  return [...weights.keys()].filter((i) => Math.abs(weights[i] ?? 0) > 1e-6);
}
