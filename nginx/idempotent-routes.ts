import { block, type Lines } from './lines.ts';
import { groupName } from './target.ts';
import { fitting, literally } from './text.ts';

/** Requests that may be made twice though their method does not say so. */
export interface IdempotentRoute {
  /** `*` = any. */
  readonly method: string;
  readonly path: string;
  /** Whether all paths that begin with `path` are meant. */
  readonly prefix: boolean;
}

/** The status by which such a request finds its place; it never leaves nginx. */
export const idempotentStatus = 598;

/** Tells requests that may be made twice, by the bytes of their targets. */
export function idempotentMap(routes: readonly IdempotentRoute[]): Lines {
  if (routes.length === 0) return [];
  return block('map "$request_method $request_uri" $idempotent', [
    "default '';",
    // Segments that lead elsewhere: nothing is known of where.
    fitting('^[^?]*/(?:\\.|%2[eE]){1,2}(?:[/?]|$)', "''"),
    ...routes.map((route) => fitting(routePattern(route), '1')),
  ]);
}

/** Sends such requests to where they are tried again. */
export function idempotentTurn(routes: readonly IdempotentRoute[]): Lines {
  return routes.length === 0 ? [] : block('if ($idempotent)', [`return ${idempotentStatus};`]);
}

/** What is tried again there. */
export interface IdempotentPlace {
  /** The words of `proxy_next_upstream` elsewhere. */
  readonly retryWords: string;
  /** What each place that asks peers does first. */
  readonly checks: Lines;
}

/** Where they are tried again though a peer may have begun. */
export function idempotentPlace(
  routes: readonly IdempotentRoute[],
  { retryWords, checks }: IdempotentPlace,
): Lines {
  if (routes.length === 0) return [];
  return [
    `error_page ${idempotentStatus} = @idempotent;`,
    ...block(
      'location @idempotent',
      checks,
      [`proxy_next_upstream ${retryWords} non_idempotent;`],
      [`proxy_pass http://${groupName};`],
    ),
  ];
}

function routePattern({ method, path, prefix }: IdempotentRoute): string {
  const verb = method === '*' ? '[^ ]+' : method;
  return `^${verb} ${literally(path)}${prefix ? '' : '(?:\\?|$)'}`;
}
