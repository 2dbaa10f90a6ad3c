import { rowMix } from '../algebra/add-rows.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { FreeSet } from './free-set.ts';
import { handful, nextCount } from './handful.ts';

/** Of the largest entry of c: a slope above it is more than rounding. */
const steep = 1e-10;

/** A pivot at or below this share of its diagonal entry means: depends on what is already in. */
const dependent = 1e-12;

/**
 * Minimises ½·yᵀQy − cᵀy over y ≥ 0 by an active set with a growing Cholesky factor.
 *
 * Starts from y = 0, so a sparse answer costs little. The steepest entries come in by handfuls, twice
 * as many each time while all of them stay, so that an answer of hundreds is found in some dozens of
 * rounds. An entry that depends linearly on those already held takes the place of one of them; where Q
 * is singular one of the minimisers is found, or, where there is none, a point from which no entry can
 * be added.
 *
 * @param quadratic  Q, n × n, symmetric, positive semidefinite
 * @param linear     c, length n
 * @returns          y, length n; all 0 when c has no positive entry
 * @see Lawson & Hanson (1995), Solving Least Squares Problems, ch. 23
 */
export function nonnegativeQuadratic(quadratic: Matrix, linear: Float64Array): Float64Array {
  const size = linear.length;
  const held = new FreeSet(quadratic, { share: dependent });
  const y = new Float64Array(size);
  const shut = new Uint8Array(size);
  const level = steep * linear.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const descent = { quadratic, linear, held, y };
  let count = 1;
  for (let round = 0; round < 4 * size + 20; round++) {
    const slope = slopes(descent);
    const entering = steepest(slope, { held, shut });
    if (entering < 0) return y;
    const isSteep = slope[entering] > level;
    if (count > 1 && isSteep) {
      count = enterTogether(descent, handful(outside(slope, held), level, count));
      continue;
    }
    if (enterAlone(descent, entering, isSteep)) shut.fill(0);
    else shut[entering] = 1;
    count = 2;
  }
  return y;
}

/** The state of a descent: y is above 0 where it is held only. */
interface Descent {
  readonly quadratic: Matrix;
  readonly linear: Float64Array;
  readonly held: FreeSet;
  readonly y: Float64Array;
}

/** @returns how many may come in the next time */
function enterTogether(descent: Descent, candidates: readonly number[]): number {
  const { held, y } = descent;
  const entering = candidates.filter((i) => held.append(i));
  if (entering.length === 0) return 1;
  descend(descent);
  return nextCount(entering.length, entering.filter((i) => y[i] > 0).length);
}

/** @returns false, and nothing changed, where the entry is of no use for now */
function enterAlone(descent: Descent, entering: number, isSteep: boolean): boolean {
  const { held } = descent;
  if (held.append(entering)) return descend(descent);
  if (!isSteep || !exchange(descent, entering)) return false;
  descend(descent);
  return true;
}

/**
 * Raises an entry at the cost of those that it depends on, which changes nothing but the linear part,
 * until one of them is used up and the entry can take its place.
 *
 * @returns  false, and nothing changed, where none ever is: there is no minimum that way
 */
function exchange({ held, y }: Descent, entering: number): boolean {
  const before = y.slice();
  do {
    const mix = held.combination(entering);
    const blocking = firstUsedUp(held, mix, y);
    if (blocking < 0) {
      y.set(before);
      held.holdOnly((index) => y[index] > 0);
      return false;
    }
    const step = y[held.indices[blocking]] / mix[blocking];
    for (let k = 0; k < held.size; k++) y[held.indices[k]] -= step * mix[k];
    y[entering] += step;
    y[held.indices[blocking]] = 0;
    for (let k = held.size - 1; k >= 0; k--) if (!(y[held.indices[k]] > 0)) letGo(held, y, k);
  } while (!held.append(entering));
  return true;
}

function firstUsedUp(held: FreeSet, mix: Float64Array, y: Float64Array): number {
  let blocking = -1;
  let shortest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < held.size; k++) {
    if (!(mix[k] > 0) || y[held.indices[k]] / mix[k] >= shortest) continue;
    blocking = k;
    shortest = y[held.indices[k]] / mix[k];
  }
  return blocking;
}

/**
 * Moves y to the minimiser on the held set, letting go of what would turn negative.
 *
 * @returns  false where the way began with an entry at 0 that would have turned negative
 */
function descend({ linear, held, y }: Descent): boolean {
  let first: number | undefined;
  while (held.size > 0) {
    const target = held.solve(linear);
    const step = stepTo(target, held, y);
    first ??= step;
    for (let k = held.size - 1; k >= 0; k--) {
      const i = held.indices[k];
      const blocks = target[k] <= 0 && usedUp(y[i], target[k]) <= step;
      y[i] += step * (target[k] - y[i]);
      if (blocks || (target[k] <= 0 && !(y[i] > 0))) letGo(held, y, k);
    }
    if (held.size === target.length) break;
  }
  return first !== 0;
}

/** The share of the way to the target at which the first entry is used up; at most 1. */
function stepTo(target: Float64Array, held: FreeSet, y: Float64Array): number {
  let step = 1;
  for (let k = 0; k < target.length; k++) {
    if (target[k] <= 0) step = Math.min(step, usedUp(y[held.indices[k]], target[k]));
  }
  return step;
}

/** The share of the way to a target, not above 0, at which an entry is 0. */
function usedUp(from: number, target: number): number {
  return from > 0 ? from / (from - target) : 0;
}

function letGo(held: FreeSet, y: Float64Array, position: number): void {
  y[held.indices[position]] = 0;
  held.removeAt(position);
}

function slopes({ quadratic, linear, y }: Descent): Float64Array {
  const pull = rowMix(quadratic, y);
  return linear.map((value, i) => value - pull[i]);
}

/** The slopes of what is not held; 0 for what is. */
function outside(slope: Float64Array, held: FreeSet): Float64Array {
  return slope.map((value, i) => (held.has(i) ? 0 : value));
}

interface Candidates {
  readonly held: FreeSet;
  /** 1 for entries that were of no use since y last moved. */
  readonly shut: Uint8Array;
}

function steepest(slope: Float64Array, { held, shut }: Candidates): number {
  let best = -1;
  let largest = 0;
  for (let i = 0; i < slope.length; i++) {
    if (slope[i] <= largest || shut[i] === 1 || held.has(i)) continue;
    best = i;
    largest = slope[i];
  }
  return best;
}
