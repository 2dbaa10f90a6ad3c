import { rowMix } from '../algebra/add-rows.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { setSum } from '../algebra/set-sum.ts';
import { budgetShift } from './budget-shift.ts';
import { atLower, atUpper, feasibleStart, free, type PlacedWeights } from './feasible-start.ts';
import { FreeSet } from './free-set.ts';
import { handful, largestGain, nextCount } from './handful.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from './weight-bounds.ts';

/** Minimise ½·wᵀQw − cᵀw over lower ≤ w ≤ upper with Σw = budget. */
export interface BoundedProblem extends WeightBounds {
  /** Q, n × n, symmetric, positive semidefinite. */
  readonly quadratic: Matrix;
  /** c, length n. */
  readonly linear: Float64Array;
}

/** A minimiser, or why there is none. */
export type BoundedMinimum =
  | ({ readonly solved: true } & PlacedWeights)
  | ({ readonly solved: false } & BoundsFault)
  | { readonly solved: false; readonly reason: 'unbounded' };

/** Of the size of slopes, for each symbol that adds to them: below it a slope is rounding. */
const flat = 5e-16;

/** Of the size of slopes: above it a slope is more than what a nearly singular Q may leave. */
const steep = 1e-9;

/** Rounds a symbol, far above the two or three it takes: only rounding can go on for as long. */
const maxRounds = 50;

/**
 * Minimises a convex quadratic within bounds and a budget by a primal active set: from a vertex,
 * towards the minimiser on the free symbols, stopping at the first bound met; then freeing the
 * symbols that promise most, by handfuls. Where Q is singular and several weights are minimisers, one is found;
 * with L2 regularisation by γ, pass Q + γI, which has one only.
 *
 * @returns  `unbounded` when there is no minimum for want of bounds
 * @throws {RangeError} lengths that do not fit
 * @see Nocedal & Wright (2006), Numerical Optimization, algorithm 16.3
 */
export function boundedQuadratic(problem: BoundedProblem): BoundedMinimum {
  const { quadratic, linear, lower, upper, budget = 1 } = problem;
  const size = linear.length;
  if (quadratic.rows !== size || lower.length !== size || upper.length !== size || size === 0) {
    throw new RangeError(
      `Cannot minimise over ${size} weights with a matrix of ${quadratic.rows} rows and ` +
        `${lower.length} lower and ${upper.length} upper bounds`,
    );
  }
  const fault = boundsFault(problem);
  if (fault !== undefined) return { solved: false, ...fault };
  const order = Int32Array.from(linear.keys()).sort((i, j) => linear[j] - linear[i] || i - j);
  const { weights, places, marginal } = feasibleStart(problem, budget, order);
  const { matrix, smallestPivot } = budgetShift(quadratic);
  const held = new FreeSet(matrix, { pivot: smallestPivot });
  held.append(marginal);
  return settle({ ...problem, budget, matrix, held, weights, places });
}

/** Descends and frees in turn, until no freeing promises anything. */
function settle(descent: Descent): BoundedMinimum {
  const { linear, held, weights, places } = descent;
  const size = linear.length;
  // Symbols that were freed since the weights last moved: freed once more, they would go in rounds.
  const tried = new Uint8Array(size);
  let freed: readonly number[] = [];
  for (let round = 0; round < maxRounds * (size + 1); round++) {
    if (descend(descent)) tried.fill(0);
    const count = nextCount(freed.length, freed.filter((i) => held.has(i)).length);
    const promises = promisesOf(descent, tried);
    const symbol = largestGain(promises.gains);
    if (symbol < 0) break;
    const together = freeTogether(descent, promises, count);
    if (together.length === 0) tried[symbol] = 1;
    const next = together.length > 0 ? together : freeAlone(descent, promises, symbol);
    if (next === undefined) return { solved: false, reason: 'unbounded' };
    freed = next;
  }
  return { solved: true, weights, places };
}

/** @returns  the symbols freed */
function freeTogether(
  { held, places }: Descent,
  { gains, unit }: Promises,
  count: number,
): readonly number[] {
  if (count <= 1) return [];
  const freed = handful(gains, steep * unit, count).filter((i) => held.append(i));
  for (const i of freed) places[i] = free;
  return freed;
}

/** @returns  the symbol, where it is held now; undefined where it can win for ever */
function freeAlone(
  descent: Descent,
  { gains, slopes, unit }: Promises,
  symbol: number,
): readonly number[] | undefined {
  const { held, places } = descent;
  const isFree = held.append(symbol) || exchange(descent, symbol, slopes[symbol] > 0 ? -1 : 1);
  if (!isFree && gains[symbol] > steep * unit) return undefined;
  if (!held.has(symbol)) return [];
  places[symbol] = free;
  return [symbol];
}

/** The state of a descent. A symbol may be between its bounds and not held: it stays as it is. */
interface Descent extends BoundedProblem {
  readonly budget: number;
  readonly matrix: Matrix;
  readonly held: FreeSet;
  readonly weights: Float64Array;
  readonly places: Int8Array;
}

/** Goes to the minimiser on the held symbols, fixing those whose bounds are met; whether it moved. */
function descend(descent: Descent): boolean {
  const { held, weights } = descent;
  let moved = false;
  for (;;) {
    const target = heldMinimum(descent);
    const members = held.indices.slice(0, held.size);
    const change = target.map((value, k) => value - weights[members[k]]);
    // One symbol alone has no way to go: its weight is what the budget leaves.
    const { position, step } =
      held.size === 1 ? { position: -1, step: 1 } : firstMet(descent, members, change);
    const share = Math.min(1, step);
    advance(descent, { symbols: members, change, share });
    if (share > 0) moved = true;
    if (step > 1 || position < 0) return moved;
    fix(descent, position, change[position]);
  }
}

/** The held weights, in the order held, that minimise while the others stay. */
function heldMinimum({ linear, budget, matrix, held, weights }: Descent): Float64Array {
  const { rows: order, values } = matrix;
  const members = held.indices.subarray(0, held.size);
  const ones = new Float64Array(held.size).fill(1);
  const target = Float64Array.from(members, (i) => linear[i]);
  let rest = budget;
  for (let j = 0; j < order; j++) {
    if (held.has(j) || weights[j] === 0) continue;
    rest -= weights[j];
    for (let k = 0; k < held.size; k++) target[k] -= values[j * order + members[k]] * weights[j];
  }
  held.solveInPlace(ones);
  held.solveInPlace(target);
  setSum(target, ones, rest);
  // Once more for what rounding left where the two parts are large.
  setSum(target, ones, rest);
  return target;
}

interface Met {
  readonly position: number;
  /** In multiples of the change. */
  readonly step: number;
}

/** The first bound that symbols meet as they change; position −1 where there is none. */
function firstMet(
  { lower, upper, weights }: Descent,
  symbols: Int32Array,
  change: Float64Array,
): Met {
  let position = -1;
  let step = Number.POSITIVE_INFINITY;
  for (const [k, i] of symbols.entries()) {
    if (change[k] === 0) continue;
    const bound = change[k] > 0 ? upper[i] : lower[i];
    const share = Math.max(0, (bound - weights[i]) / change[k]);
    if (!(share < step)) continue;
    position = k;
    step = share;
  }
  return { position, step };
}

interface Advance {
  readonly symbols: Int32Array;
  readonly change: Float64Array;
  readonly share: number;
}

function advance({ lower, upper, weights }: Descent, { symbols, change, share }: Advance): void {
  for (const [k, i] of symbols.entries()) {
    weights[i] = Math.min(Math.max(weights[i] + share * change[k], lower[i]), upper[i]);
  }
}

/** Puts a held symbol on the bound that it moves to. */
function fix({ lower, upper, held, weights, places }: Descent, position: number, change: number) {
  const met = held.indices[position];
  weights[met] = change > 0 ? upper[met] : lower[met];
  places[met] = change > 0 ? atUpper : atLower;
  held.removeAt(position);
}

/**
 * Moves a symbol that depends on those held at their cost. Nothing bends along that way, so it goes
 * on to the first bound: whose that is gives way, and the symbol takes its part.
 *
 * @returns false when there is no bound
 */
function exchange(descent: Descent, symbol: number, direction: number): boolean {
  const { lower, upper, held, weights, places } = descent;
  const members = Int32Array.of(...held.indices.subarray(0, held.size), symbol);
  const change = Float64Array.of(...held.combination(symbol), -1).map((x) => -direction * x);
  const { position, step } = firstMet(descent, members, change);
  if (position < 0) return false;
  advance(descent, { symbols: members, change, share: step });
  if (position === held.size) {
    weights[symbol] = direction > 0 ? upper[symbol] : lower[symbol];
    places[symbol] = direction > 0 ? atUpper : atLower;
    return true;
  }
  fix(descent, position, change[position]);
  held.append(symbol);
  return true;
}

interface Promises {
  /** What is won for each unit by which a symbol not held moves; 0 where that is nothing. */
  readonly gains: Float64Array;
  /** Over those of the held symbols. */
  readonly slopes: Float64Array;
  /** The size that slopes, and with them gains, can have. */
  readonly unit: number;
}

function promisesOf(descent: Descent, tried: Uint8Array): Promises {
  const { matrix, linear, lower, upper, held, weights, places } = descent;
  const slopes = slopesAt(matrix, linear, weights);
  const unit = slopeSize(descent);
  let level = 0;
  for (let k = 0; k < held.size; k++) level += slopes[held.indices[k]] / held.size;
  const least = flat * (slopes.length + 20) * unit;
  const gains = new Float64Array(slopes.length);
  for (let i = 0; i < gains.length; i++) {
    slopes[i] -= level;
    if (held.has(i) || tried[i] === 1 || lower[i] === upper[i]) continue;
    const gain = places[i] === free ? Math.abs(slopes[i]) : places[i] * slopes[i];
    if (gain > least) gains[i] = gain;
  }
  return { gains, slopes, unit };
}

/** How large slopes can be, so that what is much smaller is rounding. */
function slopeSize({ matrix: { rows: order, values }, linear, weights }: Descent): number {
  let entry = 0;
  let weight = 0;
  let reward = 0;
  for (let i = 0; i < order; i++) {
    entry = Math.max(entry, values[i * order + i]);
    weight = Math.max(weight, Math.abs(weights[i]));
    reward = Math.max(reward, Math.abs(linear[i]));
  }
  return entry * weight + reward;
}

/** Qw − c. */
function slopesAt(matrix: Matrix, linear: Float64Array, weights: Float64Array) {
  const slopes = rowMix(matrix, weights);
  for (let i = 0; i < slopes.length; i++) slopes[i] -= linear[i];
  return slopes;
}
