/** Requests that may be made twice though their method does not say so. */
export interface IdempotentRoute {
  /** `*` = any. */
  readonly method: string;
  /** As it stands in a target, byte for byte. */
  readonly path: string;
  /** Whether all paths that begin with `path` are meant, and not it alone. */
  readonly prefix: boolean;
}

const entry =
  /^(?<method>[A-Z]+|\*) (?<path>\/[\x21\x23-\x29\x2b\x2d-\x3e\x40-\x7e]*)(?<star>\*?)$/;

/**
 * Reads a list such as `POST /backend, POST /jobs/*`: a path is meant exactly, without its query,
 * unless it ends with `*`.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseIdempotentRoutes(text: string): readonly IdempotentRoute[] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    const found = entry.exec(part.trim().replace(/\s+/g, ' '))?.groups;
    if (found === undefined) {
      throw new Error('must be none or list METHOD /path or METHOD /path*, separated by commas');
    }
    const { method = '', path = '', star } = found;
    return { method, path, prefix: star === '*' };
  });
}

/** Segments that lead elsewhere: `/jobs/../accounts` is no path below `/jobs/`. */
const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Whether one of `routes` is meant by a request. @param target  path and query */
export function declaredIdempotent(
  routes: readonly IdempotentRoute[],
  { method, target }: { readonly method: string; readonly target: string },
): boolean {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  return routes.some((route) => {
    if (route.method !== '*' && route.method !== method) return false;
    if (!route.prefix) return path === route.path;
    return path.startsWith(route.path) && !dotSegment.test(path);
  });
}
