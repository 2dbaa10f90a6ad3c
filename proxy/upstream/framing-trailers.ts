import { framingFields } from './framing-fields.ts';

/**
 * Whether trailers hold a field of framing. It has no meaning there (RFC 9110 §6.5.1), but undici's
 * parser heeds it for what comes next on the connection, which is then good for nothing.
 *
 * @param trailers  name, value, name, value…
 */
export function frameTheNext(trailers: readonly string[]): boolean {
  return trailers.some((text, at) => at % 2 === 0 && framingFields.get(text) !== undefined);
}
