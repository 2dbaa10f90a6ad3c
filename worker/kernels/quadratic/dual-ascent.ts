import type { Matrix } from '../algebra/matrix.ts';
import { FreeSet } from './free-set.ts';

/** Constraints in a metric in which each has length 1. */
export interface DualQuestion {
  /** Cosines between constraints, c × c. */
  readonly cosines: Matrix;
  /** What each constraint's value is under the multipliers of the state; length c. */
  readonly values: Float64Array;
  /** Length c; −Infinity for none. */
  readonly lower: Float64Array;
  /** Length c; Infinity for none; equal to `lower` for an equation. */
  readonly upper: Float64Array;
  /** Of each constraint before it was made 1, above 0; length c. */
  readonly lengths: Float64Array;
  /** How far each value may pass its side; length c. */
  readonly tolerance: Float64Array;
  /** Whether multipliers of all constraints prove that no point meets them; length c. */
  readonly refutes: (multipliers: Float64Array) => boolean;
}

/** Which constraints hold, and how hard they press; changed in place. */
export interface DualState {
  /** Those that hold: members of a set with the factor of their cosines. */
  readonly held: FreeSet;
  /** At least 0 for those held at their upper side, at most 0 at the lower; 0 for the rest. */
  readonly multipliers: Float64Array;
  /** 1 for those held at the upper side, −1 at the lower. */
  readonly sides: Int8Array;
}

/** How far the multipliers went, or a positive combination of constraints that no point meets. */
export type DualOutcome =
  /** Length c. Told apart from the multipliers, which may be too large to show it. */
  { readonly met: true; readonly change: Float64Array } | Conflict;

/** Constraints that contradict each other. */
export interface Conflict {
  readonly met: false;
  readonly constraints: Int32Array;
}

/** Steps a constraint, far above the one or two it takes: only rounding can go on for as long. */
const maxSteps = 20;

/**
 * What rounding leaves of a constraint of length 1 that depends on those held, for each of them and
 * for the squares of its parts: where these are large, because the others are long, so is the rest.
 */
const dependent = 1e-15;

/** Only keeps roots from being taken of what is not above 0. */
const smallestPivot = 1e-18;

/** Parts of a combination that are less are rounding. */
const negligible = 1e-10;

/** What rounding leaves of a multiplier's change. */
const rounding = 4e-16;

/** Nothing is held yet. */
export function emptyDual(cosines: Matrix): DualState {
  const count = cosines.rows;
  return {
    held: new FreeSet(cosines, { pivot: smallestPivot }),
    multipliers: new Float64Array(count),
    sides: new Int8Array(count),
  };
}

/**
 * Finds the point nearest to an unconstrained optimum that meets all constraints: takes in the one
 * that is missed most, lets go of those whose multiplier would change its sign. The dual objective
 * rises with every step, so that nothing is seen twice.
 *
 * @returns  the way gone, or what can't be met at once
 * @see Goldfarb & Idnani (1983), Mathematical Programming 27; Arnström, Bemporad & Axehill (2022),
 *      IEEE Trans. Automatic Control 67(8), algorithm 1
 */
export function ascendDual(question: DualQuestion, state: DualState): DualOutcome {
  const climb: Climb = {
    ...question,
    ...state,
    values: question.values.slice(),
    anchors: state.multipliers.slice(),
    released: new Float64Array(question.values.length),
    reached: new Float64Array(question.values.length),
    tolerated: new Uint8Array(question.values.length),
  };
  const limit = maxSteps * (question.values.length + 1);
  for (let step = 0; step < limit; step++) {
    const change = heldChange(climb);
    const { position, share } = firstToVanish(climb, change);
    advance(climb, change, share);
    if (position >= 0) {
      letGo(climb, position);
      continue;
    }
    const { constraint, side } = mostMissed(climb, change);
    if (constraint < 0) return outcome(climb, change);
    climb.sides[constraint] = side;
    const parts = climb.held.combination(constraint);
    if (independent(climb, constraint, parts) && climb.held.append(constraint)) continue;
    const conflict = exchange(climb, constraint, parts);
    if (conflict !== undefined) return conflict;
  }
  // Rounding kept it from ending: the next solve, from a nearer point, sees more clearly.
  const change = heldChange(climb);
  advance(climb, change, 1);
  return outcome(climb, change);
}

interface Climb extends DualQuestion, DualState {
  /** The multipliers to which `values` belong. */
  readonly anchors: Float64Array;
  /** What was taken off anchors; length c, at most 0 for upper sides. */
  readonly released: Float64Array;
  /** Room for the values under the latest multipliers; length c. */
  readonly reached: Float64Array;
  /** Missed by rounding alone, and dependent on others: left out. */
  readonly tolerated: Uint8Array;
}

function outcome({ held, released }: Climb, change: Float64Array): DualOutcome {
  for (let k = 0; k < held.size; k++) released[held.indices[k]] += change[k];
  return { met: true, change: released };
}

/** By how much held multipliers go from their anchors so that the values are on their sides. */
function heldChange({ held, values, lower, upper, sides }: Climb): Float64Array {
  const change = new Float64Array(held.size);
  for (let k = 0; k < held.size; k++) {
    const j = held.indices[k];
    change[k] = values[j] - (sides[j] > 0 ? upper[j] : lower[j]);
  }
  held.solveInPlace(change);
  return change;
}

/** The held inequality whose multiplier first becomes 0 on the way; position −1 for none. */
function firstToVanish(climb: Climb, change: Float64Array) {
  const { held, multipliers, anchors, sides, lower, upper } = climb;
  let position = -1;
  let share = 1;
  for (let k = 0; k < held.size; k++) {
    const j = held.indices[k];
    const goal = anchors[j] + change[k];
    if (goal * sides[j] >= 0 || lower[j] === upper[j]) continue;
    const part = multipliers[j] / (multipliers[j] - goal);
    if (position >= 0 && part >= share) continue;
    position = k;
    share = Math.max(0, part);
  }
  return { position, share };
}

function advance({ held, multipliers, anchors }: Climb, change: Float64Array, share: number) {
  for (let k = 0; k < held.size; k++) {
    const j = held.indices[k];
    const goal = anchors[j] + change[k];
    multipliers[j] = share === 1 ? goal : multipliers[j] + share * (goal - multipliers[j]);
  }
}

/** Takes a constraint out of those that hold, and its pull out of the values. */
function letGo(climb: Climb, position: number): void {
  const { held, multipliers, anchors, released, values, cosines } = climb;
  const j = held.indices[position];
  held.removeAt(position);
  multipliers[j] = 0;
  const pull = anchors[j];
  anchors[j] = 0;
  released[j] -= pull;
  if (pull === 0) return;
  const start = j * cosines.columns;
  for (let i = 0; i < values.length; i++) values[i] += cosines.values[start + i] * pull;
}

/** The constraint that is missed most; −1 when none is. */
function mostMissed(climb: Climb, change: Float64Array) {
  const { held, cosines, lengths, lower, upper, tolerance, tolerated } = climb;
  const values = climb.reached;
  values.set(climb.values);
  for (let k = 0; k < held.size; k++) {
    const start = held.indices[k] * cosines.columns;
    for (let i = 0; i < values.length; i++) values[i] -= cosines.values[start + i] * change[k];
  }
  const blur = rounding * pullBy(climb, change);
  let constraint = -1;
  let side = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const above = values[i] - upper[i];
    const below = lower[i] - values[i];
    const missed = Math.max(above, below);
    if (
      missed <= Math.max(most, tolerance[i] + blur / lengths[i]) ||
      held.has(i) ||
      tolerated[i] === 1
    )
      continue;
    constraint = i;
    side = above > below ? 1 : -1;
    most = missed;
  }
  return { constraint, side };
}

/** Whether a constraint is more than the combination of those held that comes nearest to it. */
function independent({ held, cosines }: Climb, constraint: number, parts: Float64Array): boolean {
  const start = constraint * cosines.columns;
  let rest = 1;
  let size = 1;
  for (let k = 0; k < held.size; k++) {
    rest -= parts[k] * cosines.values[start + held.indices[k]];
    size += parts[k] ** 2;
  }
  return rest > dependent * (held.size + 10) * size;
}

/** How far a change of multipliers can move what is nearly free: its rounding moves that, too. */
function pullBy({ held, lengths }: Climb, change: Float64Array): number {
  let longest = 0;
  let largest = 0;
  for (let k = 0; k < held.size; k++) {
    longest = Math.max(longest, lengths[held.indices[k]]);
    largest = Math.max(largest, Math.abs(change[k]));
  }
  return held.size * longest * largest;
}

/**
 * Takes in a constraint that depends on those held, in the place of the one that its pull releases
 * first; where rounding chose one that made no room, of the next as well. Where it releases none,
 * there is no point that meets them all.
 */
function exchange(climb: Climb, constraint: number, first: Float64Array): Conflict | undefined {
  const { held, multipliers, sides } = climb;
  const side = sides[constraint];
  for (let parts = first; ; parts = held.combination(constraint)) {
    const ray = parts.map((part) => -side * part);
    const { position, step } = firstReleased(climb, ray);
    if (position < 0) return conflictOf(climb, constraint, ray);
    for (let k = 0; k < held.size; k++) multipliers[held.indices[k]] += step * ray[k];
    multipliers[constraint] += step * side;
    letGo(climb, position);
    const rest = held.combination(constraint);
    if (independent(climb, constraint, rest) && held.append(constraint)) return undefined;
  }
}

/** The held inequality whose multiplier first becomes 0 along a ray; position −1 for none. */
function firstReleased({ held, multipliers, sides, lower, upper }: Climb, ray: Float64Array) {
  let position = -1;
  let step = Number.POSITIVE_INFINITY;
  for (let k = 0; k < held.size; k++) {
    const j = held.indices[k];
    if (ray[k] * sides[j] >= -negligible || lower[j] === upper[j]) continue;
    const part = Math.max(0, -multipliers[j] / ray[k]);
    if (part >= step) continue;
    position = k;
    step = part;
  }
  return { position, step };
}

/** The contradiction, unless it is one of rounding: then the constraint counts as met. */
function conflictOf(climb: Climb, constraint: number, ray: Float64Array): Conflict | undefined {
  const { held, sides } = climb;
  const multipliers = new Float64Array(sides.length);
  multipliers[constraint] = sides[constraint];
  for (let k = 0; k < held.size; k++) multipliers[held.indices[k]] = ray[k];
  if (!climb.refutes(multipliers)) {
    climb.multipliers[constraint] = 0;
    climb.tolerated[constraint] = 1;
    return undefined;
  }
  const parts = Array.from(ray.keys()).filter((k) => Math.abs(ray[k]) > negligible);
  return {
    met: false,
    constraints: Int32Array.of(constraint, ...parts.map((k) => held.indices[k])),
  };
}
