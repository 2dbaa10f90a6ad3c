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
/** How far λ is lowered, and how often, until the ratio does not fall any more. */
const firstCut = 1e-7;
const maxCuts = 4;
const beside = 1e-6;
/** Of the variance: what rounding makes of a ratio that stays the same. */
const slack = 1e-9;
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

function bestRatio(problem: MixProblem, gains: Float64Array, rate: number): MixOptimum | MixFault {
  const set = constraintSet(problem);
  const risk = regularised(problem.covariance, problem.l2);
  const path = frontierPath({ problem, set, gains, risk });
  return bestOnPath(path, rate, 'dual-active-set with search');
}

/**
 * On the frontier the ratio of excess to risk rises while the variance is above λ times the excess, and
 * falls from there on: the λ of the change is searched for.
 *
 * @param method  what the solver is called
 */
export function bestOnPath(
  path: FrontierPath,
  rate: number,
  method: string,
): MixOptimum | MixFault {
  const { set, risk } = path.question;
  const ends = endsOf(path, rate);
  if ('reason' in ends) return ends;
  const { floor } = ends;
  const near = searchPath(path, [ends.lower, ends.upper], {
    ahead: (point) => ahead(point, rate, floor) + ends.slack,
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
    method,
  });
}

/** Above 0 where the ratio still rises with λ, as a share of the variance. */
function ahead({ variance, gain, multiplier }: PathPoint, rate: number, floor: number): number {
  return (variance - multiplier * (gain - rate)) / Math.max(variance, floor);
}

interface Ends {
  readonly lower: PathPoint;
  readonly upper: PathPoint;
  readonly floor: number;
  /** What the ratio may fall behind: beside a portfolio without risk it stays the same for a while. */
  readonly slack: number;
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
  if (highest.variance <= floor) return withoutRisk(highest);
  const still = lowest.variance <= floor;
  if (still && lowest.gain - rate > nothing) return withoutRisk(lowest);
  const scale = meanVariance(risk) / largest;
  const some = firstExcess(path, { lowest, least: rate + nothing, scale });
  if ('reason' in some) return some;
  // Further up there is no more risk than that of the highest gain, and no less excess than here.
  const most = Math.max(some.multiplier, highest.variance / (some.gain - rate));
  const upper = path.at(most);
  if ('reason' in upper) return upper;
  if (!still) return { lower: lowest, upper, floor, slack: 0 };
  const lower = firstRisk(path, { most, rate, floor });
  if ('reason' in lower) return lower;
  return isFree(lower, rate, floor) ? withoutRisk(lower) : { lower, upper, floor, slack };
}

/** Whether there is an excess without risk: before the best ratio the variance is λ times the excess. */
function isFree({ variance, gain, multiplier }: PathPoint, rate: number, floor: number): boolean {
  return variance <= floor && variance < (multiplier * (gain - rate)) / 2;
}

/** A portfolio that is not beyond the best ratio, where that of the least risk has none. */
function firstRisk(
  path: FrontierPath,
  { most, rate, floor }: { readonly most: number; readonly rate: number; readonly floor: number },
): PathPoint | MixFault {
  let multiplier = most;
  for (let cut = 1; ; cut++) {
    multiplier *= firstCut;
    const point = path.at(multiplier);
    if ('reason' in point || cut === maxCuts || isFree(point, rate, floor)) return point;
    if (ahead(point, rate, floor) > -beside) return point;
  }
}

/** A portfolio with a return above the rate, of a λ that is not higher than need be. */
function firstExcess(
  path: FrontierPath,
  {
    lowest,
    least,
    scale,
  }: {
    readonly lowest: PathPoint;
    /** The rate and a little. */
    readonly least: number;
    readonly scale: number;
  },
): PathPoint | MixFault {
  if (lowest.gain > least) return lowest;
  let multiplier = scale > 0 ? 1e-3 * scale : 1;
  for (let raise = 0; raise < maxRaises; raise++) {
    const point = path.at(multiplier);
    if ('reason' in point || point.gain > least) return point;
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
