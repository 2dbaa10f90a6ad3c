/** A time as nginx reads it where it takes milliseconds: `2s`, `2500ms`, `0`. */
export function duration(ms: number): string {
  if (ms === 0) return '0';
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A time in the whole seconds that nginx takes in places: rounded up, so that none becomes 0. */
export function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
