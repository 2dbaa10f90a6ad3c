/**
 * Makes `live` equal to `next` without making it another object: whoever holds it, or a plain object
 * within it, sees the new values. Lists, sets, maps and functions are replaced whole.
 */
export function renew(live: object, next: object): void {
  for (const name of Object.keys(live)) {
    if (!Object.hasOwn(next, name)) Reflect.deleteProperty(live, name);
  }
  for (const [name, value] of Object.entries(next)) {
    const before: unknown = Reflect.get(live, name);
    if (isPlain(before) && isPlain(value)) renew(before, value);
    else Reflect.set(live, name, copied(value));
  }
}

/** A copy that {@link renew} may change. */
export function renewable<Value extends object>(value: Value): Value {
  const copy = { ...value };
  for (const [name, part] of Object.entries(copy)) Reflect.set(copy, name, copied(part));
  return copy;
}

function copied(value: unknown): unknown {
  return isPlain(value) ? renewable(value) : value;
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
