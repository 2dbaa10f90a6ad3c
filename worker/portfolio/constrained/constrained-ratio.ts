import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { unvaryingSymbols, volatilities } from '../../kernels/covariances/volatilities.ts';
import { volatilitySlope } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { regularised } from '../objectives/regularised.ts';
import { constrainedOptimum } from './constrained-optimum.ts';
import { constraintSet } from './constraint-set.ts';
import {
  type FrontierPath,
  frontierPath,
  type PathPiece,
  type PathPoint,
  searchPath,
} from './frontier-path.ts';

/** Of the mean variance of symbols: a portfolio of less has no risk but rounding. */
const riskless = 1e-12;
/** Of the largest gain: an excess of less is none. */
const rounding = 1e-12;
/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;
/** Times that λ may be raised by 4 until a portfolio has an excess. */
const maxRaises = 80;

/** Maximises (μᵀw − cost − rf)/√(wᵀΣw + γ·wᵀw). */
export function constrainedSharpe(problem: MixProblem): MixOptimum | MixFault {
  return bestRatio(problem, problem.mean, problem.rate);
}

/** Maximises Σwᵢσᵢ/√(wᵀΣw + γ·wᵀw). */
export function constrainedDiversification(problem: MixProblem): MixOptimum | MixFault {
  const still = unvaryingSymbols(problem.covariance);
  if (still.length > 0) return { reason: 'zero-variance', columns: [...still] };
  return bestRatio(problem, volatilities(problem.covariance), 0);
}

/**
 * On the frontier the ratio rises while the variance is above λ times the excess, and falls from
 * there on: the λ of the change is searched for.
 */
function bestRatio(problem: MixProblem, gains: Float64Array, rate: number): MixOptimum | MixFault {
  const set = constraintSet(problem);
  const risk = regularised(problem.covariance, problem.l2);
  const path = frontierPath({ problem, set, gains, risk });
  const ends = endsOf(path, rate);
  if ('reason' in ends) return ends;
  const { floor } = ends;
  const near = searchPath(path, [ends.lower, ends.upper], {
    ahead: ({ variance, gain, multiplier }) =>
      (variance - multiplier * (gain - rate)) / Math.max(variance, floor),
    share: (piece) => bestShare(piece, rate),
  });
  if (near === undefined) return { reason: 'overflow' };
  const best = path.at(near.variance / (near.gain - rate));
  if ('reason' in best) return best;
  const volatility = Math.sqrt(best.variance);
  if (best.variance <= floor || volatilitySlope(risk, volatility) === 0) return withoutRisk(best);
  const excess = best.gain - rate;
  return constrainedOptimum(set, {
    kinked: best.kinked,
    found: best.found,
    scale: excess / volatility ** 3,
    objectiveValue: excess / volatility,
    method: 'dual-active-set with search',
  });
}

interface Ends {
  readonly lower: PathPoint;
  readonly upper: PathPoint;
  readonly floor: number;
}

/** Portfolios before and behind the best ratio. */
function endsOf(path: FrontierPath, rate: number): Ends | MixFault {
  const { gains, risk } = path.question;
  const lowest = path.at(0);
  if ('reason' in lowest) return lowest;
  const highest = path.highest();
  if ('reason' in highest) return highest;
  const largest = Math.max(...gains.map(Math.abs));
  const nothing = rounding * largest;
  if (!(highest.gain - rate > nothing)) {
    return { reason: 'no-excess', most: highest.gain };
  }
  const floor = riskless * meanVariance(risk);
  const still = lowest.variance <= floor;
  if (still && lowest.gain - rate > nothing) return withoutRisk(lowest);
  const some = firstExcess(path, { lowest, rate, scale: meanVariance(risk) / largest });
  if ('reason' in some) return some;
  // Further up there is no more risk than that of the highest gain, and no less excess than here.
  const most = Math.max(some.multiplier, highest.variance / (some.gain - rate));
  const upper = path.at(most);
  if ('reason' in upper) return upper;
  if (!still) return { lower: lowest, upper, floor };
  const lower = path.at(most * 1e-7);
  if ('reason' in lower) return lower;
  const free = lower.variance <= floor && lower.gain - rate > nothing;
  return free ? withoutRisk(lower) : { lower, upper, floor };
}

/** A portfolio with a return above the rate, of a λ that is not higher than need be. */
function firstExcess(
  path: FrontierPath,
  {
    lowest,
    rate,
    scale,
  }: {
    readonly lowest: PathPoint;
    readonly rate: number;
    readonly scale: number;
  },
): PathPoint | MixFault {
  if (lowest.gain > rate) return lowest;
  let multiplier = scale > 0 ? 1e-3 * scale : 1;
  for (let raise = 0; raise < maxRaises; raise++) {
    const point = path.at(multiplier);
    if ('reason' in point || point.gain > rate) return point;
    multiplier *= 4;
  }
  return { reason: 'overflow' };
}

/** Where along a straight piece the ratio is largest. */
function bestShare({ lower, upper, tilt, bend }: PathPiece, rate: number): number {
  const [excess, rise] = [lower.gain - rate, upper.gain - lower.gain];
  if (bend > 0) {
    return (rise * lower.variance - excess * tilt) / (excess * bend - rise * tilt);
  }
  // The same weights: λ alone is to be found.
  const multiplier = lower.variance / excess;
  return (multiplier - lower.multiplier) / (upper.multiplier - lower.multiplier);
}

function withoutRisk({ found }: PathPoint): MixFault {
  const columns = Array.from(found.weights.keys());
  return {
    reason: 'riskless',
    columns: columns.filter((i) => Math.abs(found.weights[i] ?? 0) > held),
  };
}

function meanVariance({ rows: size, values }: Matrix): number {
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)] ?? 0;
  return trace / size;
}
