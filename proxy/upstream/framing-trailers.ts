/** Fields that say how a message is framed or what becomes of its connection. */
const framing: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Whether trailers hold a field of framing. It has no meaning there (RFC 9110 §6.5.1), but undici's
 * parser heeds it for what comes next on the connection, which is then good for nothing.
 *
 * @param trailers  name, value, name, value…
 */
export function frameTheNext(trailers: readonly string[]): boolean {
  return trailers.some((text, at) => at % 2 === 0 && framing.has(text.toLowerCase()));
}
