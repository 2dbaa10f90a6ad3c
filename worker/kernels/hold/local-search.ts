import { boundedNewtonTarget } from './bounded-newton-step.ts';
import { holdGradient, kktResidual } from './hold-gradient.ts';
import {
  type HoldPoint,
  type HoldProblem,
  holdPoint,
  meaningless,
  singularDeviation,
} from './hold-sharpe.ts';
import { linearTarget } from './linear-target.ts';
import { newtonTarget } from './newton-step.ts';

/** Where a search from one start ended. */
export interface LocalOptimum {
  readonly point: HoldPoint;
  readonly gradient: Float64Array;
  /** In units of the annualised ratio. */
  readonly kktResidual: number;
  /**
   * `converged`: the residual is within tolerance; `stalled`: no better point was found along the
   * last step; `singular`: the ratio rises towards a portfolio whose excess returns do not vary;
   * `joined`: the search was cut short, as the ratio rises all the way to the optimum to join.
   */
  readonly ended: 'converged' | 'stalled' | 'singular' | 'joined';
  readonly steps: number;
}

/** Residual, relative to 1 + |ratio|, at which a search ends at once, and at which it may end. */
const sought = 1e-11;
const sufficient = 1e-8;

/** The step after which a search may join an optimum that is known. */
const joiningStep = 3;

/** Where, as shares of the way to the optimum to join, the ratio must have risen. */
const joiningShares = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/**
 * Symbols up to which a search begins with Newton's steps, not with one of the linearised ratio: where
 * most are held, and where a few of many are, which somebody chose.
 */
const newtonUpTo = 8;
const newtonAmongUpTo = 64;

const maxSteps = 200;
const maxHalvings = 40;
/** Share of the predicted rise that a step must bring (Armijo). */
const sufficientRise = 1e-4;
/** Relative differences of the ratio below this are rounding. */
const noise = 1e-13;

/**
 * Climbs from a start to a local maximum of the buy-and-hold Sharpe ratio over the simplex, by
 * Newton steps with exact derivatives and halving, after one of the linearised ratio where it starts
 * from many symbols. It stops on the KKT residual: the ratio itself is flat at a maximum and says
 * nothing of the last eight digits of the weights.
 *
 * @param start  length n, within the bounds, summing to 1, its excess returns varying
 * @param join   an optimum that the search may join instead of going all the way. It does so after
 *               3 steps, when the ratio rises steadily on the straight line there.
 */
export function localSearch(
  problem: HoldProblem,
  start: Float64Array,
  join?: LocalOptimum,
): LocalOptimum {
  let current = begun(problem, start);
  for (let steps = 0; steps < maxSteps; steps++) {
    if (current.point.deviation < singularDeviation)
      return { ...current, ended: 'singular', steps };
    if (current.kktResidual <= sought * (1 + Math.abs(current.point.ratio))) {
      return { ...current, ended: 'converged', steps };
    }
    if (
      steps === joiningStep &&
      join !== undefined &&
      risesTo(problem, current.point, join.point)
    ) {
      return { ...join, ended: 'joined', steps };
    }
    const next = better(problem, current);
    if (next === undefined) return { ...current, ended: ending(current), steps };
    current = next;
  }
  return { ...current, ended: ending(current), steps: maxSteps };
}

function risesTo(problem: HoldProblem, from: HoldPoint, to: HoldPoint): boolean {
  let highest = from.ratio;
  for (const share of joiningShares) {
    const { ratio } = holdPoint(
      problem,
      between(problem, { from: from.weights, to: to.weights, share }),
    );
    if (!(ratio > highest)) return false;
    highest = ratio;
  }
  return true;
}

interface Assessment {
  readonly point: HoldPoint;
  readonly gradient: Float64Array;
  readonly kktResidual: number;
}

function assess(problem: HoldProblem, point: HoldPoint): Assessment {
  const gradient = holdGradient(problem, point);
  return {
    point,
    gradient,
    kktResidual: kktResidual(point.weights, gradient, problem.bounds),
  };
}

function ending({ point, kktResidual: residual }: Assessment): 'converged' | 'stalled' {
  return residual <= sufficient * (1 + Math.abs(point.ratio)) ? 'converged' : 'stalled';
}

function better(problem: HoldProblem, current: Assessment): Assessment | undefined {
  const { point, gradient } = current;
  const { bounds } = problem;
  const target =
    bounds === undefined
      ? newtonTarget(problem, point, gradient)
      : boundedNewtonTarget(problem, { point, gradient, bounds });
  return (
    risen(problem, current, { target, halvings: maxHalvings }) ?? refined(problem, current, target)
  );
}

function begun(problem: HoldProblem, start: Float64Array): Assessment {
  const current = assess(problem, holdPoint(problem, start));
  if (current.point.deviation < singularDeviation) return current;
  return leap(problem, current) ?? current;
}

/**
 * The step of the linearised ratio among the symbols held, where it lets go of at least half of them.
 * Where most of them stay the ratio bends as they drift, which only Newton's steps account for: these
 * would be followed by few, those by dozens.
 */
function leap(problem: HoldProblem, current: Assessment): Assessment | undefined {
  const { weights } = current.point;
  const held = heldBy(problem, weights);
  const isOfMost = 2 * held.length > weights.length;
  if (held.length <= (isOfMost ? newtonUpTo : newtonAmongUpTo)) return undefined;
  // What bounds ask for of the others may have to be changed as well.
  const among = problem.bounds === undefined ? held : Int32Array.from(weights.keys());
  const target = linearTarget(problem, current.point, among);
  if (target === undefined || 2 * heldBy(problem, target).length > held.length) return undefined;
  return risen(problem, current, { target, halvings: 1 });
}

/** The symbols that have more than they must. */
function heldBy({ bounds }: HoldProblem, weights: Float64Array): Int32Array {
  return Int32Array.from(weights.keys()).filter((i) => weights[i] > (bounds?.lower[i] ?? 0));
}

interface Way {
  readonly target: Float64Array;
  /** How many steps are tried, each half as long as the one before. */
  readonly halvings: number;
}

/** The first point on the way back from a target that is higher than here, as its slope promised. */
function risen(
  problem: HoldProblem,
  { point, gradient }: Assessment,
  { target, halvings }: Way,
): Assessment | undefined {
  let rise = 0;
  for (let i = 0; i < target.length; i++) rise += gradient[i] * (target[i] - point.weights[i]);
  if (rise <= noise * (1 + Math.abs(point.ratio))) return undefined;
  let step = 1;
  for (let halving = 0; halving < halvings; halving++) {
    const next = holdPoint(
      problem,
      between(problem, { from: point.weights, to: target, share: step }),
    );
    const required = point.ratio + sufficientRise * step * rise;
    if (next.ratio >= required && !meaningless(next)) return assess(problem, next);
    step /= 2;
  }
  return undefined;
}

/** The last steps change the ratio by less than its rounding: there the residual decides. */
function refined(
  problem: HoldProblem,
  current: Assessment,
  target: Float64Array,
): Assessment | undefined {
  const way = { from: current.point.weights, to: target, share: 1 };
  const point = holdPoint(problem, between(problem, way));
  const allowance = 10 * noise * (1 + Math.abs(current.point.ratio));
  if (!(point.ratio >= current.point.ratio - allowance)) return undefined;
  const next = assess(problem, point);
  return next.kktResidual < 0.5 * current.kktResidual ? next : undefined;
}

interface Share {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly share: number;
}

function between({ bounds }: HoldProblem, { from, to, share }: Share): Float64Array {
  const weights = new Float64Array(from.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    // At a full step the target itself, so that its zeros stay exact.
    weights[i] = share === 1 ? to[i] : from[i] + share * (to[i] - from[i]);
    sum += weights[i];
  }
  // Within bounds both have the sum already, and what stands at a bound is to stay there.
  if (bounds !== undefined) return weights;
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return weights;
}
