import type { Fault } from '../../errors.ts';
import { asArray, asNumber, asObject, type Unknowns } from '../../prices/narrow.ts';
import type { SymbolGroup, WeightRanges } from '../mix/mix-question.ts';
import { clipped, mostFaults, readSymbol } from './fields.ts';
import { membersBySymbol, type SymbolKeys } from './symbol-members.ts';

/** More groups would make every solve long for nothing. */
const mostGroups = 100;
/** Beyond it a sum of weights is a slip of the pen. */
const greatest = 10;
/** Sums of bounds this near count as equal. */
const rounding = 1e-12;

const shape =
  'must be groups of symbols such as {"tech": ["AAPL", "GOOG"]}, or groups by symbol such as {"AAPL": "tech"}';
const rangeShape = `must be [least, most] such as [0.1, 0.4], each a number from -${greatest} to ${greatest} or null for no bound`;

/**
 * Reads groups: lists of symbols by group, or a group by symbol. A symbol may be in several lists, and
 * in none.
 *
 * @param faults  what is wrong is added here
 * @returns       in the order sent; undefined when faulty
 */
export function readGroups(
  value: unknown,
  keys: SymbolKeys,
  faults: Fault[],
): readonly SymbolGroup[] | undefined {
  const object = asObject(value);
  const entries = Object.entries(object ?? {});
  const lists = entries.every(([, one]) => asArray(one) !== undefined);
  const names = entries.every(([, one]) => typeof one === 'string');
  if (object === undefined || entries.length === 0 || !(lists || names)) {
    faults.push({ field: keys.name, reason: shape });
    return undefined;
  }
  const before = faults.length;
  const groups = lists ? fromLists(object, keys, faults) : fromNames(object, keys, faults);
  if (groups.length > mostGroups) {
    faults.push({
      field: keys.name,
      reason: `has ${groups.length} groups: at most ${mostGroups} are read`,
    });
  }
  return faults.length > before ? undefined : groups;
}

function fromLists(
  object: Unknowns,
  { name, symbols }: SymbolKeys,
  faults: Fault[],
): readonly SymbolGroup[] {
  const places = new Map(symbols.map((symbol, column) => [symbol, column]));
  const told: Fault[] = [];
  const groups = Object.entries(object).map(([group, list]) => {
    const { members, strange } = membersOf(asArray(list) ?? [], places);
    const reason = strange.length > 0 ? notAmong(strange) : 'must name at least one symbol';
    if (strange.length > 0 || members.length === 0) {
      told.push({ field: `${name}.${clipped(group)}`, reason });
    }
    return { name: group, members };
  });
  faults.push(...told.slice(0, mostFaults));
  return groups;
}

/** Places of the symbols that a list names, and what is none of them. */
function membersOf(list: readonly unknown[], places: ReadonlyMap<string, number>) {
  const members = new Set<number>();
  const strange: string[] = [];
  for (const one of list) {
    const symbol = typeof one === 'string' ? readSymbol(one) : undefined;
    const column = symbol === undefined ? undefined : places.get(symbol);
    if (column === undefined) strange.push(clipped(String(one)));
    else members.add(column);
  }
  return { members: [...members].sort((i, j) => i - j), strange };
}

function notAmong(strange: readonly string[]): string {
  const listed = strange.slice(0, mostFaults).join(', ');
  return `names ${listed}, not among the symbols: leave out or add to "symbols"`;
}

function fromNames(object: Unknowns, keys: SymbolKeys, faults: Fault[]): readonly SymbolGroup[] {
  const groups = new Map<string, number[]>();
  for (const [symbol, group] of membersBySymbol(object, keys, faults)) {
    if (symbol === '*') {
      faults.push({ field: `${keys.name}.*`, reason: 'must name a symbol' });
      continue;
    }
    const members = groups.get(String(group)) ?? [];
    members.push(keys.symbols.indexOf(symbol));
    groups.set(String(group), members);
  }
  return Array.from(groups, ([name, members]) => ({
    name,
    members: members.sort((i, j) => i - j),
  }));
}

/** What the bounds of groups are read against. */
export interface GroupContext {
  /** What the client calls the field; faults are told under this name. */
  readonly name: string;
  readonly groups: readonly SymbolGroup[];
  readonly bounds: WeightRanges;
}

/**
 * Reads `{"tech": [0.1, 0.4]}`: the least and the most that the weights of a group add up to.
 *
 * @param faults  what is wrong is added here: unknown groups, and what the symbols' bounds rule out
 * @returns       the groups with their ranges; undefined when faulty
 */
export function readGroupBounds(
  value: unknown,
  { name, groups, bounds }: GroupContext,
  faults: Fault[],
): readonly SymbolGroup[] | undefined {
  const object = asObject(value);
  if (object === undefined || Object.keys(object).length === 0) {
    faults.push({ field: name, reason: 'must be ranges by group such as {"tech": [0.1, 0.4]}' });
    return undefined;
  }
  const told: Fault[] = [];
  const ranges = new Map<string, readonly [number, number]>();
  for (const [group, one] of Object.entries(object)) {
    const range = rangeOf(groups.find((other) => other.name === group) ?? groups, one, bounds);
    if (typeof range !== 'string') ranges.set(group, range);
    else told.push({ field: `${name}.${clipped(group)}`, reason: range });
  }
  faults.push(...told.slice(0, mostFaults));
  if (told.length > 0) return undefined;
  return groups.map((group) => {
    const range = ranges.get(group.name);
    return range === undefined ? group : { ...group, range };
  });
}

/**
 * The range of a group, or what is wrong with it.
 *
 * @param group  or, where there is none of that name, all there are
 */
function rangeOf(
  group: SymbolGroup | readonly SymbolGroup[],
  value: unknown,
  bounds: WeightRanges,
): readonly [number, number] | string {
  if (!('members' in group)) return unknownGroup(group);
  const range = readRange(value);
  if (typeof range === 'string' || bounds.lower.length === 0) return range;
  return beyondBounds(range, group, bounds) ?? range;
}

function unknownGroup(groups: readonly SymbolGroup[]): string {
  const known = groups.slice(0, mostFaults).map((group) => clipped(group.name));
  return `is not a group: those of "groups" are ${known.join(', ')}`;
}

/** The range, or what is wrong with it. */
function readRange(value: unknown): readonly [number, number] | string {
  const list = asArray(value) ?? [];
  const least = list[0] === null ? Number.NEGATIVE_INFINITY : asNumber(list[0]);
  const most = list[1] === null ? Number.POSITIVE_INFINITY : asNumber(list[1]);
  if (list.length !== 2 || least === undefined || most === undefined) return rangeShape;
  const finite = [least, most].filter(Number.isFinite);
  if (finite.some((side) => Math.abs(side) > greatest)) return rangeShape;
  return least <= most ? [least, most] : `has ${least} above ${most}: exchange the two`;
}

/** What the bounds of the members, or the sum of all weights, rule out. */
function beyondBounds(
  [least, most]: readonly [number, number],
  { members }: SymbolGroup,
  { lower, upper }: WeightRanges,
): string | undefined {
  const inside = new Set(members);
  const sum = (side: readonly number[], counts: (column: number) => boolean): number =>
    side.reduce((total, bound, column) => (counts(column) ? total + bound : total), 0);
  const is = (column: number) => inside.has(column);
  const isNot = (column: number) => !inside.has(column);
  const highest = Math.min(sum(upper, is), 1 - sum(lower, isNot));
  const lowest = Math.max(sum(lower, is), 1 - sum(upper, isNot));
  if (least > highest + rounding) {
    return `asks for at least ${least}, and with "bounds" its symbols add up to at most ${rounded(highest)}: lower it, or widen the bounds`;
  }
  if (most < lowest - rounding) {
    return `allows at most ${most}, and with "bounds" its symbols add up to at least ${rounded(lowest)}: raise it, or widen the bounds`;
  }
  return undefined;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
