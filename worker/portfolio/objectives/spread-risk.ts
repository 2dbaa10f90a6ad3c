import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import {
  type CutMinimum,
  type CutProblem,
  cutQuadratic,
} from '../../kernels/quadratic/cut-quadratic.ts';
import { inner } from '../estimate/expected.ts';
import type {
  ActiveConstraint,
  MixFault,
  MixOptimum,
  MixProblem,
  RiskLimit,
} from '../mix/mix-problem.ts';
import { boundConstraints } from './bound-constraints.ts';
import { unfinished } from './linear-time-limit.ts';

/** A convex risk that doubles with the weights, of which slopes are known. */
export interface SlopedRisk {
  /** The risk of weights. */
  valueOf(weights: Float64Array): number;
  /** A slope a there: aᵀw is the risk of these weights, and no others have less than aᵀv. */
  slopeOf(weights: Float64Array): Float64Array;
}

/** What is asked beside the spread of weights. */
export interface SpreadQuestion {
  /** The least return a year, where the risk is minimised. */
  readonly targetReturn?: number;
  /** The most risk, where the return is maximised. */
  readonly limit?: { readonly name: RiskLimit; readonly most: number };
}

/** Slopes, far above the ten or so it takes where γ is of the size of the risk. */
const mostCuts = 400;
/** Of the objective, or of the limit: what is left unproven. */
const aim = 1e-10;
/** Where rounding ends the search first, so much may be left. */
const tolerated = 1e-7;
/** Of the risk of a symbol: a risk of less counts as this much. */
const little = 1e-6;

/** A γ that changes nothing to speak of. */
const slight = 1e-6;

const idle = 'The portfolio of the least risk has at least the target return.';
const unlimited = 'The limit of risk holds nothing back.';

/**
 * Minimises risk + γ·wᵀw over μᵀw ≥ target, or maximises μᵀw − γ·wᵀw over risk ≤ limit: the risk is
 * bounded below by the slopes found so far, a quadratic program is solved exactly, and the slope at
 * its optimum is added, until nothing is left between the two.
 */
export function spreadRisk(
  problem: MixProblem,
  risk: SlopedRisk,
  question: SpreadQuestion,
): MixOptimum | MixFault {
  const { mean, lower, upper, budget, l2 } = problem;
  const { targetReturn: target, limit } = question;
  const bounds = { lower, upper, budget };
  const losses = mean.map((one) => -one);
  const most = -cheapestWeights(losses, bounds).value;
  if (target !== undefined && target > most + 1e-12 * Math.abs(most)) {
    return beyond(problem, risk, most);
  }
  const base: CutProblem = {
    ...{ ...bounds, l2, gains: mean, slopes: [] },
    ...(target === undefined ? {} : { floor: Math.min(target, most) }),
    ...(limit === undefined ? {} : { limit: limit.most }),
  };
  const best = cutUntilKnown(problem, risk, base);
  if (best === undefined) return limit === undefined ? unfinished : short(problem, risk, limit);
  return optimumOf(problem, best, question);
}

/** The best weights that were found, where they are known to be the best but for rounding. */
function cutUntilKnown(
  problem: MixProblem,
  risk: SlopedRisk,
  base: CutProblem,
): Settled | undefined {
  const { limit } = base;
  const start = startOf(problem, limit === undefined ? problem.mean.map(() => 0) : problem.mean);
  if (start === undefined) return undefined;
  const slopes = [risk.slopeOf(start)];
  // Where a riskless portfolio is found, shares of its risk would never be small.
  const unit = little * Math.max(...(slopes[0] ?? []).map(Math.abs));
  let guess = risk.valueOf(start);
  let best: Settled | undefined;
  for (let step = 0; step < mostCuts; step++) {
    const found = cutQuadratic({ ...base, slopes, guess });
    if (found === undefined) break;
    const value = risk.valueOf(found.weights);
    const missing = missingOf(found, { value, guess, limit, unit });
    best = nearer(best, { found, value, missing, slopes: [...slopes] });
    if (missing <= aim) break;
    guess = found.risk;
    slopes.push(risk.slopeOf(found.weights));
  }
  return best !== undefined && best.missing <= tolerated ? best : undefined;
}

function nearer(best: Settled | undefined, next: Settled): Settled {
  return best !== undefined && best.missing <= next.missing ? best : next;
}

/** How far the risk is from what its slopes say, or from the limit, as a share of it or of a unit. */
function missingOf(
  found: CutMinimum,
  {
    value,
    guess,
    limit,
    unit,
  }: {
    readonly value: number;
    readonly guess: number;
    readonly limit: number | undefined;
    readonly unit: number;
  },
): number {
  const size = Math.max(Math.abs(value), unit, Number.MIN_VALUE);
  if (limit !== undefined) return (value - limit) / size;
  return Math.max(value - found.risk, Math.abs(found.risk - guess)) / size;
}

/** The weights of the largest gain less γ·wᵀw. */
function startOf({ lower, upper, budget, l2 }: MixProblem, linear: Float64Array) {
  const size = linear.length;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = 2 * l2;
  const quadratic: Matrix = { rows: size, columns: size, values };
  const found = boundedQuadratic({ quadratic, linear, lower, upper, budget });
  return found.solved ? found.weights : undefined;
}

function beyond(problem: MixProblem, risk: SlopedRisk, most: number): MixFault {
  const least = spreadRisk(problem, risk, {});
  if ('reason' in least) return least;
  return { reason: 'return-out-of-reach', least: inner(problem.mean, least.weights), most };
}

function short(
  problem: MixProblem,
  risk: SlopedRisk,
  limit: { readonly name: RiskLimit; readonly most: number },
): MixFault {
  // How small the risk can be has nothing to do with the spread.
  const least = spreadRisk({ ...problem, l2: Math.min(problem.l2, slight) }, risk, {});
  const free = startOf(problem, problem.mean);
  if ('reason' in least) return least;
  if (free === undefined || (least.risk ?? 0) <= limit.most) return unfinished;
  const [lowest, highest] = [least.risk ?? Number.NaN, risk.valueOf(free)];
  return { reason: 'risk-out-of-reach', limit: limit.name, least: lowest, most: highest };
}

interface Settled {
  readonly found: CutMinimum;
  readonly value: number;
  /** What is left unproven, as a share of the risk. */
  readonly missing: number;
  readonly slopes: readonly Float64Array[];
}

function optimumOf(
  problem: MixProblem,
  { found, value, slopes }: Settled,
  question: SpreadQuestion,
): MixOptimum {
  const { mean, l2 } = problem;
  const { weights, shares, floorPrice, risk } = found;
  const { limit, targetReturn } = question;
  const gain = limit === undefined ? floorPrice : 1;
  const gains = mean.map((one, i) =>
    slopes.reduce((sum, slope, k) => sum - (shares[k] ?? 0) * (slope[i] ?? 0), gain * one),
  );
  const size = weights.length;
  const quadratic = { rows: size, columns: size, values: new Float64Array(size * size) };
  for (let i = 0; i < size; i++) quadratic.values[i * (size + 1)] = 2 * l2;
  const minimum = { weights, quadratic, gains, multiplier: 1, scale: 1 };
  const { kktResidual, active } = boundConstraints(problem, minimum);
  const spread = l2 * inner(weights, weights);
  const price = limit === undefined ? floorPrice : shares.reduce((sum, one) => sum + one, 0);
  const target: ActiveConstraint = {
    kind: limit === undefined ? 'target_return' : limit.name,
    shadowPrice: price,
  };
  const asked = limit !== undefined || targetReturn !== undefined;
  return {
    weights,
    method: 'cutting planes',
    objectiveValue: limit === undefined ? value + spread : inner(mean, weights) - spread,
    kktResidual,
    ...(limit === undefined ? { dualityGap: Math.max(0, value - risk) } : {}),
    risk: value,
    active: price > 0 ? [target, ...active] : active,
    notes: asked && price === 0 ? [limit === undefined ? idle : unlimited] : [],
  };
}
