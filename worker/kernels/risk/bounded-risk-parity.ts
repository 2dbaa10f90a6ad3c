import type { Matrix } from '../algebra/matrix.ts';
import { quadraticForm } from '../algebra/quadratic-form.ts';
import { boundedCorrelation } from '../covariances/bounded-correlation.ts';
import { unvaryingSymbols, volatilities } from '../covariances/volatilities.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from '../quadratic/weight-bounds.ts';
import { type BoxedProblem, boxedBudgets, budgetSlack } from './boxed-budgets.ts';
import { hasNoRisk } from './budget-newton.ts';

/** What {@link boundedRiskParity} found. */
export type BoundedRiskParity =
  | {
      readonly solved: true;
      /** Length n, within the bounds, summing to 1. */
      readonly weights: Float64Array;
      /** λ: a symbol between its bounds has λ·budget of the variance. */
      readonly strength: number;
      /**
       * Length n: 1 − wᵢ·(Σw)ᵢ/(λbᵢ). 0 between bounds; above 0 where an upper bound keeps a symbol from
       * its budget, below 0 where a lower one gives it more.
       */
      readonly slack: Float64Array;
      /** Largest violation of the conditions, as a share of λ·budget. */
      readonly miss: number;
    }
  | ({ readonly solved: false } & BoundsFault)
  /** These symbols have no variance, and so no weight gives them risk. */
  | { readonly solved: false; readonly reason: 'zero variance'; readonly symbols: Int32Array }
  /**
   * Symbols hedge one another completely within the bounds, so that there is no risk to share out; or so
   * nearly that double precision can't tell the shares.
   */
  | { readonly solved: false; readonly reason: 'riskless' | 'imprecise' }
  /**
   * Lower bounds force so much of these symbols that what hedges them, whatever its budget, takes the sum
   * past 1: no λ above 0 has a sum of 1.
   */
  | { readonly solved: false; readonly reason: 'forced'; readonly symbols: Int32Array };

/** The miss aimed at, and the largest that counts as met. */
const aim = 1e-13;
const excused = 1e-9;
/** How far Σw may be from 1. */
const there = 1e-14;
const maxSteps = 200;
/** √λ grows by no more in one step. */
const leap = 1e3;
/** Variance as a share of the squared mean volatility up to which a portfolio has no risk. */
const noRisk = 1e-12;
/** Of the variance: a λ of less has no part in it. */
const faint = 1e-9;
/** Sums of bounds this near to 1 leave one portfolio. */
const tight = 1e-12;

/**
 * Weights within bounds of which those between their bounds have risk in proportion to their budgets: the
 * minimiser of ½·wᵀΣw − λ·Σ bᵢ·ln wᵢ within the bounds, with the λ for which it sums to 1. Σw rises with λ,
 * so that it is searched for, by Newton's method in √λ within a bracket.
 *
 * @param covariance  n × n, of any period, positive semidefinite
 * @param budgets     length n, all positive, summing to 1
 * @param bounds      lower ones at least 0, upper ones above 0
 * @throws {RangeError} lengths that do not fit
 * @see Richard & Roncalli (2019), Constrained Risk Budgeting Portfolios, arXiv:1902.05710, §3
 */
export function boundedRiskParity(
  covariance: Matrix,
  budgets: Float64Array,
  bounds: WeightBounds,
): BoundedRiskParity {
  const size = covariance.rows;
  const lengths = [budgets.length, bounds.lower.length, bounds.upper.length];
  if (lengths.some((length) => length !== size)) {
    throw new RangeError(`Covariance of ${size} symbols, ${lengths.join(', ')} budgets and bounds`);
  }
  const fault = boundsFault({ lower: bounds.lower, upper: bounds.upper });
  if (fault !== undefined) return { solved: false, ...fault };
  const symbols = unvaryingSymbols(covariance);
  if (symbols.length > 0) return { solved: false, reason: 'zero variance', symbols };
  const sigma = volatilities(covariance);
  const search: Search = {
    correlation: boundedCorrelation(covariance),
    budgets,
    sigma,
    lower: bounds.lower.map((least, i) => least * sigma[i]),
    upper: bounds.upper.map((most, i) => most * sigma[i]),
  };
  const found = onlyPoint(search, bounds) ?? strengthOfSum(search);
  if (found === undefined) return { solved: false, reason: 'riskless' };
  if (found.strength === 0)
    return { solved: false, reason: 'forced', symbols: forcedBy(found.risks, search) };
  if (!(found.miss <= excused)) return { solved: false, reason: 'imprecise' };
  const { risks, strength, miss } = found;
  const weights = risks.map((risk, i) => weightOf(risk, i, { search, bounds }));
  return {
    solved: true,
    weights,
    strength,
    miss,
    slack: budgetSlack({ ...search, strength }, risks),
  };
}

/** All in units of each symbol's volatility. */
interface Search extends Omit<BoxedProblem, 'strength'> {
  /** Length n, of the weights' units. */
  readonly sigma: Float64Array;
}

interface Found {
  readonly risks: Float64Array;
  readonly strength: number;
  readonly miss: number;
}

/** Symbols at lower bounds above 0. */
function forcedBy(risks: Float64Array, { lower }: Search): Int32Array {
  return Int32Array.from(risks.keys()).filter((i) => lower[i] > 0 && risks[i] <= lower[i]);
}

/** At a bound the weight is the bound, whatever the rounding. */
function weightOf(
  risk: number,
  i: number,
  { search, bounds }: { readonly search: Search; readonly bounds: WeightBounds },
): number {
  if (risk <= search.lower[i]) return bounds.lower[i];
  return risk >= search.upper[i] ? bounds.upper[i] : risk / search.sigma[i];
}

/** The portfolio of bounds that leave no other; λ is the nearest for which it meets the conditions. */
function onlyPoint(search: Search, { lower, upper }: WeightBounds): Found | undefined {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const [atUpper, atLower] = [sum(upper) <= 1 + tight, sum(lower) >= 1 - tight];
  if (!(atUpper || atLower)) return undefined;
  const risks = atUpper ? search.upper : search.lower;
  const shares = budgetSlack({ ...search, strength: 1 }, risks).map((slack) => 1 - slack);
  const strength = atUpper ? Math.max(...shares) : Math.min(...shares);
  // Where hedges leave less than none any small λ will do.
  return { risks, strength: Math.max(strength, Number.MIN_VALUE), miss: 0 };
}

/** A λ that was tried. */
interface Trial extends Found {
  /** √λ. */
  readonly root: number;
  /** Σw. */
  readonly total: number;
  /** What the sum changes by with √λ. */
  readonly slope: number;
}

/** Undefined where a sum of 1 or more can be had without risk; of strength 0 where no λ has a sum of 1. */
function strengthOfSum(search: Search): Found | undefined {
  const start = search.budgets.map(Math.sqrt);
  const first = 1 / totalOf(start, search.sigma);
  let bracket = { low: 0, high: Number.POSITIVE_INFINITY };
  let at = trialAt(search, { root: first, from: start.map((risk) => risk * first) });
  let best = at;
  for (let step = 0; step < maxSteps && Math.abs(at.total - 1) > there; step++) {
    const end = at.total > 1 ? endOf(search, at) : 'open';
    if (end !== 'open') return end;
    bracket = at.total < 1 ? { ...bracket, low: at.root } : { ...bracket, high: at.root };
    const root = nextRoot(bracket, at.root + (1 - at.total) / at.slope);
    if (root === undefined) break;
    at = trialAt(search, { root, from: at.risks });
    best = nearer(best, at);
  }
  return Math.abs(best.total - 1) > excused ? { ...best, miss: Number.POSITIVE_INFINITY } : best;
}

/** The one whose weights add up to more nearly 1. */
function nearer(best: Trial, next: Trial): Trial {
  return Math.abs(next.total - 1) < Math.abs(best.total - 1) ? next : best;
}

/** Where a sum above 1 will not be less: without risk, or with λ next to nothing beside the variance. */
function endOf({ correlation }: Search, at: Trial): Found | undefined | 'open' {
  const variance = quadraticForm(correlation, at.risks);
  if (hasNoRisk(variance, at.risks, noRisk)) return undefined;
  const isFaint = at.strength <= faint * variance;
  return isFaint ? { ...at, strength: 0 } : 'open';
}

function trialAt(
  search: Search,
  { root, from }: { readonly root: number; readonly from: Float64Array },
): Trial {
  const strength = root * root;
  const { risks, miss, growth } = boxedBudgets({ ...search, strength }, from, aim);
  const rising = risks.map((risk, i) => risk * growth[i]);
  const { sigma } = search;
  const slope = (2 * totalOf(rising, sigma)) / root;
  return { risks, strength, miss, root, total: totalOf(risks, sigma), slope };
}

/** Newton's, where it is within the bracket and no leap; halfway otherwise; undefined where none is left. */
function nextRoot(
  { low, high }: { readonly low: number; readonly high: number },
  newton: number,
): number | undefined {
  const most = Number.isFinite(high) ? high : leap * low;
  const middle = Number.isFinite(high) ? (low + high) / 2 : 4 * low;
  const root = newton > low && newton < most ? newton : middle;
  return root > low && root < high ? root : undefined;
}

/** Σ uᵢ/σᵢ: what the weights add up to. */
function totalOf(risks: Float64Array, sigma: Float64Array): number {
  let total = 0;
  for (let i = 0; i < risks.length; i++) total += risks[i] / sigma[i];
  return total;
}
