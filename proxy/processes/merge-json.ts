import { peerStates } from '../admin/source.ts';

/** Numbers that say the same of every process, or of which the greatest counts. */
const greatest = /(?:Ms|weight|maxConns)$/;

/** Lists with an entry a process. */
const chained = /^processes$/;

/** States from the best to the worst. */
const states: readonly unknown[] = peerStates;

/**
 * Makes one of what several processes tell of themselves. Numbers are added up, but of times, weights
 * and limits of peers the greatest is told; objects in lists meet by their `id` or their place; of
 * states the worst is told, of other texts the greatest.
 *
 * @param values  at least one; all of one shape
 * @param name    under which they stood
 */
export function mergeJson(values: readonly unknown[], name = ''): unknown {
  const known = values.filter((value) => value !== null && value !== undefined);
  const [first] = known;
  if (first === undefined) return null;
  if (typeof first === 'number') return mergeNumbers(known.map(Number), name);
  if (typeof first === 'boolean') return known.includes(true);
  if (typeof first === 'string') return known.reduce((a, b) => (worse(a, b) ? b : a));
  if (Array.isArray(first)) return mergeLists(known.filter(Array.isArray), name);
  return mergeObjects(known.filter((value): value is object => typeof value === 'object'));
}

function mergeNumbers(values: readonly number[], name: string): number {
  return greatest.test(name) ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
}

function worse(a: unknown, b: unknown): boolean {
  if (states.includes(a) && states.includes(b)) return states.indexOf(b) > states.indexOf(a);
  return String(b) > String(a);
}

function mergeLists(lists: readonly (readonly unknown[])[], name: string): readonly unknown[] {
  if (chained.test(name)) return lists.flat();
  const groups = new Map<unknown, unknown[]>();
  for (const list of lists) {
    for (const [index, item] of list.entries()) {
      const key = idOf(item) ?? index;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return [...groups.values()].map((group) => mergeJson(group));
}

function mergeObjects(objects: readonly object[]): object {
  const names = new Set(objects.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = objects.map((one): unknown => Reflect.get(one, name));
      return [name, mergeJson(values, name)];
    }),
  );
}

function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : undefined;
}
