import { addRowsInPlace } from '../algebra/add-rows.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { Moments } from '../covariances/moments.ts';
import { budgetShift } from '../quadratic/budget-shift.ts';
import { atLower, atUpper, free, type PlacedWeights } from '../quadratic/feasible-start.ts';
import { FreeSet } from '../quadratic/free-set.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from '../quadratic/weight-bounds.ts';
import { addCorner, type CornerPortfolio, sameMultiplier } from './corner-portfolio.ts';
import { type CriticalSegment, criticalSegment } from './critical-segment.ts';
import { highestReturn } from './highest-return.ts';
import { stationaryDrift } from './stationary-drift.ts';

/** Expected returns, covariance and bounds, for a frontier of weights that sum to a budget. */
export interface FrontierProblem extends Moments, WeightBounds {}

/** All corners of the frontier, or why there are none. */
export type CriticalLine =
  | {
      readonly solved: true;
      /** From the highest return (largest λ) to the least variance (λ = 0); at least one. */
      readonly corners: readonly CornerPortfolio[];
    }
  | ({ readonly solved: false } & BoundsFault)
  | { readonly solved: false; readonly reason: 'unbounded-return' };

/** Tells a corner from others. */
export type CornerTest = (corner: CornerPortfolio) => boolean;

/** How often a symbol may change its place at one λ: more would be going in rounds. */
const maxChanges = 2;

/** Steps after which Σ·w is reckoned anew and weights are put right; with few held, after each. */
const straightenedEach = 8;
const few = 32;

/** Of mean variance over the spread of means: smaller multipliers are rounding. */
const tiniestMultiplier = 1e-13;

/**
 * Traces the efficient frontier by the critical line: from the portfolio of the highest return on,
 * λ falls to 0; at each corner one symbol meets a bound or leaves one. Between two corners weights
 * are linear in λ. Above the first λ the portfolio does not change.
 *
 * Equal means, equal symbols and symbols that never vary are no special cases. Where Σ is singular,
 * a symbol that depends on the free ones stays where it is, since for λ > 0 it is worth freeing only
 * if its mean depends on theirs in the same way; several portfolios are then equally good, and each
 * corner is one of them. The last is that of the highest return of those that vary least.
 *
 * @param isEnough  at which corner to end, as λ falls: the one after it is traced still, and none
 *                  below. By default all are.
 * @throws {RangeError} lengths that do not fit
 * @see Markowitz (1956), Naval Research Logistics Quarterly 3(1–2)
 */
export function criticalLine(
  problem: FrontierProblem,
  isEnough: CornerTest = () => false,
): CriticalLine {
  const { mean, covariance, lower, upper } = problem;
  const size = mean.length;
  if (covariance.rows !== size || lower.length !== size || upper.length !== size || size === 0) {
    throw new RangeError(
      `Cannot trace the frontier of ${size} means with a covariance of ${covariance.rows} rows ` +
        `and ${lower.length} lower and ${upper.length} upper bounds`,
    );
  }
  const fault = boundsFault(problem);
  if (fault !== undefined) return { solved: false, ...fault };
  const start = highestReturn(problem, problem);
  return start.solved ? { solved: true, corners: trace(problem, start, isEnough) } : start;
}

/** Where the trace stands. A symbol may be between its bounds and not held: it stays as it is. */
interface Line extends FrontierProblem {
  /** Σ, definite where the weights' sum is fixed. */
  readonly matrix: Matrix;
  /** The size of the entries of Σ. */
  readonly level: number;
  /** μ less that of the first symbol held, so that equal means cancel out exactly. */
  readonly gains: Float64Array;
  readonly leastMultiplier: number;
  readonly held: FreeSet;
  readonly weights: Float64Array;
  readonly places: Int8Array;
  /** Σ·w over the symbols not held. */
  readonly pull: Float64Array;
  /** Σ·w over all symbols. */
  readonly risk: Float64Array;
  /** How often each symbol changed its place at the present λ. */
  readonly changes: Uint8Array;
  /** 1 for symbols whose bounds are one. */
  readonly fixed: Uint8Array;
  /** 1 for symbols that can't be held: their bounds are one, or they depend on those held. */
  readonly shut: Uint8Array;
}

/** How far λ falls until which symbol goes where. */
interface Change {
  readonly fall: number;
  /** Among the held symbols, when it meets a bound; −1 when it is to be held. */
  readonly position: number;
  readonly symbol: number;
  readonly place: number;
}

function trace(
  problem: FrontierProblem,
  start: PlacedWeights,
  isEnough: CornerTest,
): CornerPortfolio[] {
  const line = lineFrom(problem, start);
  const corners: CornerPortfolio[] = [];
  // Up to the first corner the portfolio is the same, so that any λ does as the beginning.
  let multiplier = advance(line, 0, { least: Number.NEGATIVE_INFINITY, isStraightened: true });
  for (let step = 1; multiplier !== undefined; step++) {
    addCorner(corners, line, multiplier);
    // The last corner may give way to another of the same λ; the one before stays.
    const before = corners.at(-2);
    if (before !== undefined && isEnough(before)) return corners;
    const isStraightened = step % straightenedEach === 0 || line.held.size <= few;
    multiplier = advance(line, multiplier, { least: 0, isStraightened });
  }
  addCorner(corners, line, 0);
  return corners;
}

/** How far λ may fall, at least and at most. */
interface FallRange {
  readonly least: number;
  readonly most: number;
}

interface Advance extends Pick<FallRange, 'least'> {
  readonly isStraightened: boolean;
}

/** Goes to the next corner and past it; its λ, or undefined when there is none before λ = 0. */
function advance(line: Line, from: number, { least, isStraightened }: Advance): number | undefined {
  const segment = criticalSegment({ ...line, multiplier: from });
  const most = from - line.leastMultiplier;
  const change = nextChange(line, segment, { least, most });
  const fall = Math.min(change?.fall ?? from, from);
  move(line, segment.rate, fall);
  for (let i = 0; i < line.risk.length; i++) line.risk[i] -= fall * segment.riskRates[i];
  if (change === undefined || fall >= most) {
    straighten(line, 0, line.held.size);
    return undefined;
  }
  if (fall > sameMultiplier * from) line.changes.fill(0);
  const multiplier = from - fall;
  // A symbol that comes to be held is at its bound still, and one that went to its bound stays.
  if (isStraightened && change.position < 0) straighten(line, multiplier, segment.rate.length);
  apply(line, change);
  if (isStraightened && change.position >= 0) straighten(line, multiplier, line.held.size);
  return multiplier;
}

function lineFrom(problem: FrontierProblem, { weights, places }: PlacedWeights): Line {
  const { mean, covariance } = problem;
  const size = mean.length;
  const { matrix, level, smallestPivot } = budgetShift(covariance);
  const held = new FreeSet(matrix, { pivot: smallestPivot });
  const pull = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (places[i] !== free || !held.append(i)) addRow(pull, matrix, i, weights[i]);
  }
  const spread = mean.reduce((a, b) => Math.max(a, b)) - mean.reduce((a, b) => Math.min(a, b));
  const line = {
    ...problem,
    matrix,
    level,
    gains: new Float64Array(size),
    leastMultiplier: spread > 0 ? (tiniestMultiplier * level) / spread : 0,
    held,
    weights,
    places,
    pull,
    risk: new Float64Array(size),
    changes: new Uint8Array(size),
    fixed: immovable(problem),
    shut: immovable(problem),
  };
  countGains(line);
  assessRisk(line, held.size);
  return line;
}

function countGains({ mean, gains, held }: Line): void {
  const level = mean[held.indices[0]];
  for (let i = 0; i < gains.length; i++) gains[i] = mean[i] - level;
  held.follow(gains);
}

function immovable({ lower, upper }: WeightBounds): Uint8Array {
  return Uint8Array.from(lower, (least, i) => (least === upper[i] ? 1 : 0));
}

/** The first change as λ falls; a symbol that is to be held within the range now is. */
function nextChange(
  line: Line,
  segment: CriticalSegment,
  { least, most }: FallRange,
): Change | undefined {
  const met = nextMet(line, segment, least);
  for (;;) {
    const left = nextLeft(line, segment, least);
    if (left === undefined || (met !== undefined && met.fall <= left.fall)) return met;
    if (left.fall >= most || line.held.append(left.symbol)) return left;
    line.shut[left.symbol] = 1;
  }
}

/** The held symbol that first meets a bound. */
function nextMet(
  { lower, upper, held, weights, changes }: Line,
  { rate }: CriticalSegment,
  least: number,
): Change | undefined {
  let first: Change | undefined;
  // One symbol alone has no way to go: its weight is what the budget leaves.
  if (held.size === 1) return first;
  for (let k = 0; k < held.size; k++) {
    const symbol = held.indices[k];
    if (rate[k] === 0 || changes[symbol] >= maxChanges) continue;
    // λ falls: a positive rate leads down.
    const bound = rate[k] > 0 ? lower[symbol] : upper[symbol];
    const fall = Math.max((weights[symbol] - bound) / rate[k], least);
    if (first !== undefined && !(fall < first.fall)) continue;
    first = { fall, position: k, symbol, place: rate[k] > 0 ? atLower : atUpper };
  }
  return first;
}

/** The symbol not held that is first worth holding. */
function nextLeft(
  { held, places, changes, shut }: Line,
  { slopes, slopeRates }: CriticalSegment,
  least: number,
): Change | undefined {
  let first = -1;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < places.length; i++) {
    // Worth holding: a slope below 0 at the lower bound, above 0 at the upper one.
    const inside = places[i] === free;
    const worsens = inside ? slopeRates[i] !== 0 : places[i] * slopeRates[i] < 0;
    if (!worsens || shut[i] === 1 || changes[i] >= maxChanges || held.has(i)) continue;
    const fall = Math.max(inside ? 0 : slopes[i] / slopeRates[i], least);
    if (!(fall < smallest)) continue;
    smallest = fall;
    first = i;
  }
  if (first < 0) return undefined;
  return { fall: smallest, position: -1, symbol: first, place: free };
}

/** Moves the weights that were held when the segment began down its way. */
function move({ lower, upper, held, weights }: Line, way: Float64Array, length: number): void {
  for (let k = 0; k < way.length; k++) {
    if (way[k] === 0) continue;
    const i = held.indices[k];
    weights[i] = Math.min(Math.max(weights[i] - length * way[k], lower[i]), upper[i]);
  }
}

/** Puts right what rounding did to the first `count` of the held weights. */
function straighten(line: Line, multiplier: number, count: number): void {
  assessRisk(line, count);
  const drift = stationaryDrift({ ...line, multiplier }, count);
  if (drift === undefined) return;
  move(line, drift, 1);
  assessRisk(line, count);
}

/** Reckons Σ·w anew, for followed from move to move for long it would gather rounding. */
function assessRisk({ matrix, held, weights, pull, risk }: Line, count: number): void {
  const rows = held.indices.subarray(0, count);
  risk.set(pull);
  addRowsInPlace(risk, { matrix, rows, factors: Float64Array.from(rows, (i) => weights[i]) });
}

function apply(line: Line, { position, symbol, place }: Change): void {
  const { lower, upper, matrix, held, weights, places, pull, changes, fixed, shut } = line;
  changes[symbol] += 1;
  places[symbol] = place;
  if (position < 0) {
    addRow(pull, matrix, symbol, -weights[symbol]);
    return;
  }
  weights[symbol] = place === atLower ? lower[symbol] : upper[symbol];
  addRow(pull, matrix, symbol, weights[symbol]);
  held.removeAt(position);
  if (position === 0) countGains(line);
  shut.set(fixed);
}

function addRow(pull: Float64Array, matrix: Matrix, row: number, factor: number): void {
  const { rows: order, values } = matrix;
  if (factor === 0) return;
  for (let i = 0; i < order; i++) pull[i] += values[row * order + i] * factor;
}
