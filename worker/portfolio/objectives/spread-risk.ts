import type { Matrix } from '../../kernels/algebra/matrix.ts';
import {
  type CutMinimum,
  type CutProblem,
  cutQuadratic,
} from '../../kernels/quadratic/cut-quadratic.ts';
import { absoluteSum, type KinkedTerms } from '../../kernels/quadratic/kinked-problem.ts';
import { type KinkedMinimum, kinkedQuadratic } from '../../kernels/quadratic/kinked-quadratic.ts';
import { constrainedOptimum } from '../constrained/constrained-optimum.ts';
import { type ConstraintSet, constraintSet, contradiction } from '../constrained/constraint-set.ts';
import { inner } from '../estimate/expected.ts';
import type {
  ActiveConstraint,
  MixFault,
  MixOptimum,
  MixProblem,
  RiskLimit,
} from '../mix/mix-problem.ts';
import { unfinished } from './linear-time-limit.ts';
import { freeOfCost, gainOf, termsOf, withFloor } from './tail-setting.ts';

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
/** Of γ·wᵀw: a risk of less, beside which it is rounding, counts as this much. */
const beside = 1e-5;

/** A γ that changes nothing to speak of. */
const slight = 1e-6;

const idle = 'The portfolio of the least risk has at least the target return.';
const unlimited = 'The limit of risk holds nothing back.';

/** A question, and what weights keep to. */
interface Spread {
  readonly problem: MixProblem;
  readonly set: ConstraintSet;
  readonly risk: SlopedRisk;
  readonly question: SpreadQuestion;
}

/**
 * Minimises risk + γ·wᵀw + cost, or risk + γ·wᵀw over μᵀw − cost ≥ target, or maximises
 * μᵀw − cost − γ·wᵀw over risk ≤ limit: the risk is bounded below by the slopes found so far, a
 * quadratic program is solved exactly, and the slope at its optimum is added, until nothing is left
 * between the two.
 */
export function spreadRisk(
  problem: MixProblem,
  risk: SlopedRisk,
  question: SpreadQuestion,
): MixOptimum | MixFault {
  const spread: Spread = { problem, set: constraintSet(problem), risk, question };
  const { targetReturn: target, limit } = question;
  const start = spreadStart(spread, linearOf(spread), problem.l2);
  if ('reason' in start) return start;
  const highest = target === undefined ? undefined : spreadStart(spread, problem.mean, 0);
  if (highest !== undefined && 'reason' in highest) return highest;
  const most = highest === undefined ? Number.POSITIVE_INFINITY : gainOf(spread, highest);
  if (target !== undefined && target > most + 1e-12 * Math.abs(most)) return beyond(spread, most);
  const base: CutProblem = {
    terms: spreadTerms(spread, most),
    l2: problem.l2,
    slopes: [],
    ...(limit === undefined ? {} : { limit: limit.most }),
  };
  const best = cutUntilKnown(risk, base, start);
  if (best === undefined) return limit === undefined ? unfinished : short(spread, limit);
  return optimumOf(spread, base.terms, best);
}

/** What is to be gained beside the risk. */
function linearOf({ problem, question }: Spread): Float64Array {
  return question.limit === undefined ? problem.mean.map(() => 0) : problem.mean;
}

/** What weights keep to: costs come off the return where that counts, and are added to the risk otherwise. */
function spreadTerms(spread: Spread, most: number): KinkedTerms {
  const { problem, set, question } = spread;
  const terms = termsOf(problem, set, linearOf(spread));
  const { targetReturn: target } = question;
  if (target === undefined) return terms;
  return withFloor(freeOfCost(terms), { problem, set }, Math.min(target, most));
}

/** The best weights that were found, where they are known to be the best but for rounding. */
function cutUntilKnown(
  risk: SlopedRisk,
  base: CutProblem,
  start: Float64Array,
): Settled | undefined {
  const { limit } = base;
  const slopes = [risk.slopeOf(start)];
  // Where a riskless portfolio is found, shares of its risk would never be small.
  const unit = little * Math.max(...(slopes[0] ?? []).map(Math.abs));
  let guess = risk.valueOf(start);
  let best: Settled | undefined;
  for (let step = 0; step < mostCuts; step++) {
    const found = cutQuadratic({ ...base, slopes, guess });
    if (found === undefined) break;
    const value = risk.valueOf(found.weights);
    const spent = beside * base.l2 * inner(found.weights, found.weights);
    const missing = missingOf(found, { value, guess, limit, unit, spent });
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
    spent,
  }: {
    readonly value: number;
    readonly guess: number;
    readonly limit: number | undefined;
    readonly unit: number;
    readonly spent: number;
  },
): number {
  const size = Math.max(Math.abs(value), unit, Number.MIN_VALUE);
  if (limit !== undefined) return (value - limit) / size;
  return Math.max(value - found.risk, Math.abs(found.risk - guess)) / Math.max(size, spent);
}

/** The best weights whatever the risk. */
function spreadStart(
  { problem, set }: Spread,
  linear: Float64Array,
  l2: number,
): Float64Array | MixFault {
  const terms = termsOf(problem, set, linear);
  const found = kinkedQuadratic({ ...terms, quadratic: diagonal(linear.length, 2 * l2) });
  if (found.solved) return found.weights;
  return found.reason === 'infeasible' ? contradiction(set, found) : { reason: 'overflow' };
}

function diagonal(size: number, value: number): Matrix {
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = value;
  return { rows: size, columns: size, values };
}

function beyond(spread: Spread, most: number): MixFault {
  const least = leastRisk(spread, spread.problem.l2);
  if ('reason' in least) return least;
  return { reason: 'return-out-of-reach', least: gainOf(spread, least.weights), most };
}

/** The least risk whatever return and costs. */
function leastRisk({ problem, risk }: Spread, l2: number): MixOptimum | MixFault {
  const { constraints, ...rest } = problem;
  if (constraints?.trading === undefined) return spreadRisk({ ...problem, l2 }, risk, {});
  const { costRates: _, ...trading } = constraints.trading;
  return spreadRisk({ ...rest, l2, constraints: { ...constraints, trading } }, risk, {});
}

function short(
  spread: Spread,
  limit: { readonly name: RiskLimit; readonly most: number },
): MixFault {
  const { problem, risk } = spread;
  // How small the risk can be has nothing to do with the spread.
  const least = leastRisk(spread, Math.min(problem.l2, slight));
  const free = spreadStart(spread, problem.mean, problem.l2);
  if ('reason' in least) return least;
  if ('reason' in free || (least.risk ?? 0) <= limit.most) return unfinished;
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
  { problem, set, question }: Spread,
  terms: KinkedTerms,
  { found, value, slopes }: Settled,
): MixOptimum {
  const { mean, l2 } = problem;
  const { weights, shares, risk, rowMultipliers, limitMultipliers } = found;
  const { limit, targetReturn } = question;
  const linear = terms.linear.map((one, i) =>
    slopes.reduce((sum, slope, k) => sum - (shares[k] ?? 0) * (slope[i] ?? 0), one),
  );
  const minimum: KinkedMinimum = { solved: true, weights, rowMultipliers, limitMultipliers };
  const spent = l2 * inner(weights, weights) + absoluteSum(terms.cost, weights);
  const floorPrice = targetReturn === undefined ? 0 : (limitMultipliers.at(-1) ?? 0);
  const price = limit === undefined ? floorPrice : shares.reduce((sum, one) => sum + one, 0);
  const target: ActiveConstraint = {
    kind: limit === undefined ? 'target_return' : limit.name,
    shadowPrice: price,
  };
  const asked = limit !== undefined || targetReturn !== undefined;
  const optimum = constrainedOptimum(set, {
    kinked: { ...terms, linear, quadratic: diagonal(weights.length, 2 * l2) },
    found: minimum,
    scale: 1,
    objectiveValue: limit === undefined ? value + spent : inner(mean, weights) - spent,
    method: 'cutting planes',
    ...(price > 0 ? { target } : {}),
    notes: asked && price === 0 ? [limit === undefined ? idle : unlimited] : [],
  });
  const gap = limit === undefined ? { dualityGap: Math.max(0, value - risk) } : {};
  return { ...optimum, ...gap, risk: value };
}
