import type { WeightBounds } from '../quadratic/weight-bounds.ts';
import { PriorityQueue } from './priority-queue.ts';

/** The best weights within bounds, and what they are worth. */
export interface Relaxed {
  readonly weights: Float64Array;
  /** The less the better. */
  readonly value: number;
  /** No weights within the bounds have less; the value itself where it is absent. */
  readonly bound?: number;
}

/** How many weights may differ from 0, and how little they may. */
export interface PositionsProblem<Found extends Relaxed> extends WeightBounds {
  /** At least 1. */
  readonly most: number;
  /** At least 0: the smallest size of a weight other than 0. */
  readonly least: number;
  /**
   * The best within bounds, whatever the number of positions; undefined where there is none. Where
   * none is better than `worth` that may be left untold, and undefined, too.
   */
  readonly relax: (bounds: WeightBounds, worth: number) => Found | undefined;
  /**
   * A value that no weights within the bounds are better than, of which at most `room` of the
   * `undecided` symbols differ from 0; where there is more to say than `relax` does.
   */
  readonly tighten?: (
    bounds: WeightBounds,
    left: { readonly undecided: readonly number[]; readonly room: number },
  ) => number;
  /** Calls of both at most: the search ends there, with the gap that is left. */
  readonly budget: number;
  /** Whether to branch, or only to leave out the smallest and exchange. */
  readonly exact: boolean;
}

/** The best choice found, and how good any can be. */
export interface Positions<Found extends Relaxed> {
  /** Absent where none was found. */
  readonly best?: Found;
  /** No choice has a lower value; Infinity where there is none at all. */
  readonly bound: number;
  readonly nodes: number;
}

/** What is decided of a symbol. */
const open = 0;
const out = 1;
const long = 2;
const short = 3;

/** A weight of less is none. */
export const noPosition = 1e-9;
/** Of 1 + |value|: a bound that is nearer to the best is no better. */
const rounding = 1e-10;

/** Decisions, and the best that they leave whatever the number of positions. */
interface Node<Found> {
  readonly states: Uint8Array;
  readonly found: Found;
}

/** A node, and how good what follows from it can be. */
interface Bounded<Found> extends Node<Found> {
  readonly bound: number;
}

/**
 * Finds the best weights of which at most so many differ from 0, each by at least so much: leaves
 * out the smallest one after the other for a first choice, then branches on the largest undecided
 * weight, the most promising decisions first. The order, and the end, do not depend on the clock.
 *
 * @see Bienstock (1996), Mathematical Programming 74; Land & Doig (1960), Econometrica 28(3)
 */
export function fewPositions<Found extends Relaxed>(
  problem: PositionsProblem<Found>,
): Positions<Found> {
  const search = newSearch(problem);
  const states = firstStates(problem);
  const root = relaxed(search, states);
  if (root === undefined) {
    return { bound: Number.POSITIVE_INFINITY, nodes: search.nodes };
  }
  const first = bounded(search, { states, found: root }, root.bound ?? root.value);
  if (!settle(search, first)) leaveOutSmallest(search, first);
  else search.floor = floorOf(first);
  if (problem.exact) branch(search, first);
  else search.bound = first.bound;
  const { best, nodes } = search;
  if (best === undefined) return { bound: search.bound, nodes };
  return { best, bound: Math.min(search.bound, search.floor, best.value), nodes };
}

interface Search<Found extends Relaxed> {
  readonly problem: PositionsProblem<Found>;
  best: Found | undefined;
  bound: number;
  /** How good what was settled could be, where that is not known exactly. */
  floor: number;
  nodes: number;
}

function newSearch<Found extends Relaxed>(problem: PositionsProblem<Found>): Search<Found> {
  const { POSITIVE_INFINITY: nothing } = Number;
  return { problem, best: undefined, bound: nothing, floor: nothing, nodes: 0 };
}

/** What bounds decide by themselves. */
function firstStates({ lower, upper, least }: WeightBounds & { readonly least: number }) {
  return Uint8Array.from(lower, (below, i) => {
    if (below > 0) return long;
    if (upper[i] < 0) return short;
    return Math.max(upper[i], -below) < least - noPosition ? out : open;
  });
}

/** What decisions leave of the bounds: crossed ones where a position would have to be too small. */
function boundsOf({ lower, upper, least }: PositionsProblem<Relaxed>, states: Uint8Array) {
  // A bound that misses the least size by rounding is taken for it.
  const reaches = (size: number): boolean => size >= least - noPosition;
  return {
    lower: lower.map((below, i) => {
      if (states[i] === out) return 0;
      if (states[i] === long) return Math.max(below, least);
      return states[i] === short && reaches(-below) ? Math.min(below, -least) : below;
    }),
    upper: upper.map((above, i) => {
      if (states[i] === out) return 0;
      if (states[i] === short) return Math.min(above, -least);
      return states[i] === long && reaches(above) ? Math.max(above, least) : above;
    }),
  };
}

/** The best that decisions leave; undefined where there is none, or the budget is spent. */
function relaxed<Found extends Relaxed>(
  search: Search<Found>,
  states: Uint8Array,
): Found | undefined {
  if (search.nodes >= search.problem.budget) return undefined;
  const bounds = boundsOf(search.problem, states);
  if (bounds.lower.some((below, i) => below > bounds.upper[i])) return undefined;
  search.nodes += 1;
  return search.problem.relax(bounds, betterThan(search));
}

/** What a value has to be below to be better than the best so far. */
function betterThan<Found extends Relaxed>({ best }: Search<Found>): number {
  const worth = best?.value ?? Number.POSITIVE_INFINITY;
  return best === undefined ? worth : worth - rounding * (1 + Math.abs(worth));
}

/** A node with the best of its bounds. @param inherited  that of the node it follows from */
function bounded<Found extends Relaxed>(
  search: Search<Found>,
  node: Node<Found>,
  inherited: number,
): Bounded<Found> {
  const { problem } = search;
  const known = Math.max(inherited, node.found.bound ?? node.found.value);
  const room = problem.most - decided(node.states);
  const worth = search.best?.value ?? Number.POSITIVE_INFINITY;
  const idle = undecided(node).length <= room || known >= worth || room <= 0;
  if (problem.tighten === undefined || idle || search.nodes >= problem.budget) {
    return { ...node, bound: known };
  }
  search.nodes += 1;
  const left = Array.from(node.states.keys()).filter((i) => node.states[i] === open);
  const tight = problem.tighten(boundsOf(problem, node.states), { undecided: left, room });
  return { ...node, bound: Math.max(known, tight) };
}

/** Symbols that are held though it is not decided, the largest first. */
function undecided({ states, found }: Node<Relaxed>): readonly number[] {
  const { weights } = found;
  const held = Array.from(weights.keys()).filter(
    (i) => states[i] === open && Math.abs(weights[i]) > noPosition,
  );
  return held.sort((i, j) => Math.abs(weights[j]) - Math.abs(weights[i]) || i - j);
}

function decided(states: Uint8Array): number {
  return states.filter((state) => state === long || state === short).length;
}

/** Whether weights are few and large enough as they are: then nothing better follows from here. */
function settle<Found extends Relaxed>(search: Search<Found>, node: Node<Found>): boolean {
  const { most, least } = search.problem;
  const held = undecided(node);
  if (held.length + decided(node.states) > most) return false;
  if (held.some((i) => Math.abs(node.found.weights[i]) < least - noPosition)) return false;
  if (search.best === undefined || node.found.value < search.best.value) search.best = node.found;
  return true;
}

function floorOf({ found }: Node<Relaxed>): number {
  return found.bound ?? Number.POSITIVE_INFINITY;
}

/** A first choice: the smallest weight goes, again and again. */
function leaveOutSmallest<Found extends Relaxed>(search: Search<Found>, root: Node<Found>): void {
  const { most, least } = search.problem;
  let node = root;
  for (;;) {
    const held = undecided(node);
    const excess = held.length + decided(node.states) - most;
    const small = held.filter((i) => Math.abs(node.found.weights[i]) < least - noPosition);
    if (excess <= 0 && small.length === 0) break;
    // Many at once while there are many, one by one in the end.
    const count = Math.max(1, Math.floor(excess / 4));
    const going = held.slice(Math.max(0, held.length - count));
    if (going.length === 0) return;
    const states = node.states.slice();
    for (const i of going) states[i] = out;
    const found = relaxed(search, states);
    if (found === undefined) return;
    node = { states, found };
  }
  settle(search, node);
  exchange(search, node);
}

/** Puts symbols that are not held in the places of those that are, again and again while that is better. */
function exchange<Found extends Relaxed>(search: Search<Found>, node: Node<Found>): void {
  const limit = search.nodes + Math.floor(search.problem.budget / 4);
  let at: Node<Found> | undefined = node;
  while (at !== undefined) at = exchangeEach(search, at, limit);
}

/** Tries each symbol that is not held in the place of each that is. @returns the best, where it is better */
function exchangeEach<Found extends Relaxed>(
  search: Search<Found>,
  node: Node<Found>,
  limit: number,
): Node<Found> | undefined {
  const held = undecided(node);
  const others = Array.from(node.states.keys()).filter(
    (i) => node.states[i] <= out && !held.includes(i),
  );
  for (const gone of held.toReversed()) {
    for (const taken of others) {
      if (search.nodes >= limit) return undefined;
      const kept = new Set([...held.filter((i) => i !== gone), taken]);
      const states = node.states.map((state, i) => {
        if (state > out) return state;
        return kept.has(i) ? open : out;
      });
      const found = relaxed(search, states);
      if (found === undefined) continue;
      settle(search, { states, found });
      if (search.best === found) return { states, found };
    }
  }
  return undefined;
}

/** Best-first; what is left undone when the budget ends tells how good the best may be. */
function branch<Found extends Relaxed>(search: Search<Found>, root: Bounded<Found>): void {
  const queue = new PriorityQueue<Bounded<Found>>();
  queue.push(root, -root.bound);
  for (;;) {
    const worth = search.best?.value ?? Number.POSITIVE_INFINITY;
    const promising = -queue.highest < betterThan(search);
    const node = promising ? queue.pop() : undefined;
    if (node === undefined) {
      search.bound = worth;
      return;
    }
    if (settle(search, node)) {
      search.floor = Math.min(search.floor, floorOf(node));
      continue;
    }
    for (const child of children(search, node)) queue.push(child, -child.bound);
    if (search.nodes < search.problem.budget) continue;
    search.bound = Math.min(node.bound, -queue.highest);
    return;
  }
}

/** What the ways to decide the symbol that matters most leave. */
function children<Found extends Relaxed>(
  search: Search<Found>,
  node: Bounded<Found>,
): Bounded<Found>[] {
  const { most, least, lower, upper } = search.problem;
  const [symbol] = undecided(node);
  if (symbol === undefined) return [];
  const ways = [out];
  if (upper[symbol] > 0 && upper[symbol] >= least - noPosition) ways.push(long);
  if (lower[symbol] < 0 && -lower[symbol] >= least - noPosition) ways.push(short);
  return ways.flatMap((way) => {
    const states = node.states.slice();
    states[symbol] = way;
    const count = decided(states);
    if (count > most) return [];
    // That a symbol counts as held changes nothing for the others yet.
    const same = way === long && least === 0 && lower[symbol] >= 0 && count < most;
    const last = count < most ? states : states.map((state) => (state === open ? out : state));
    const found = same ? node.found : relaxed(search, last);
    return found === undefined ? [] : [bounded(search, { states: last, found }, node.bound)];
  });
}
