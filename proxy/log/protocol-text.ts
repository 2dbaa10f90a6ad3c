/** A version of HTTP as Apache and nginx log it: `HTTP/1.1`, `HTTP/2.0`. */
export function protocolText(version: string): string {
  return version.includes('.') ? `HTTP/${version}` : `HTTP/${version}.0`;
}
