/** What clients may have to put up with, where a number could stand; docs/api.md says when. */
const mayBeNull: readonly RegExp[] = [/^(sharpe_ratio|initial_investment|shares)$/];

/** Texts that tell of a fault of ours. */
const betrayals = /NaN|Infinity|undefined|\[object|TypeError|RangeError|\n\s+at |\.(ts|js):\d/;

/** Words by which a problem says what to change. */
const cure =
  /\b(add|allow|ask|ask for|check|choose|exchange|give|leave|loosen|lower|must|name|raise|send|take|use|widen|at most|at least|write|move|those are|is missing)\b/i;

/** The members of an answer that are null, by their paths. */
export function nullPaths(value: unknown, path = ''): readonly string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) =>
    nullPaths(one, path === '' ? name : `${path}.${Array.isArray(value) ? '#' : name}`),
  );
}
export { betrayals, cure, mayBeNull };
