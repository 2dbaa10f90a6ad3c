/**
 * How a value of the status is shown. The page's script carries this very function along, so it may
 * use nothing from outside.
 */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toFixed(value < 10 ? 2 : 1);
}
