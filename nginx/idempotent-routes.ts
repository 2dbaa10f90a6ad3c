import type { IdempotentRoute } from '../proxy/exchange/idempotent-routes.ts';
import type { Settings } from '../proxy/settings.ts';
import { retryWords } from './attempts.ts';
import { block, type Lines } from './lines.ts';
import { groupName } from './target.ts';
import { fitting, literally } from './text.ts';

/** The status by which such a request finds its place; it never leaves nginx. */
export const idempotentStatus = 598;

/** Tells requests that may be made twice, by the bytes of their targets. */
export function idempotentMap(settings: Settings): Lines {
  const routes = routesOf(settings);
  if (routes.length === 0) return [];
  return block('map "$request_method $request_uri" $idempotent', [
    "default '';",
    // Segments that lead elsewhere: nothing is known of where.
    fitting('^[^?]*/(?:\\.|%2[eE]){1,2}(?:[/?]|$)', "''"),
    ...routes.map((route) => fitting(routePattern(route), '1')),
  ]);
}

/** Sends such requests to where they are tried again. */
export function idempotentTurn(settings: Settings): Lines {
  return routesOf(settings).length === 0
    ? []
    : block('if ($idempotent)', [`return ${idempotentStatus};`]);
}

/**
 * Where they are tried again though a peer may have begun.
 *
 * @param checks  what each place that asks peers does first
 */
export function idempotentPlace(settings: Settings, checks: Lines): Lines {
  if (routesOf(settings).length === 0) return [];
  return [
    `error_page ${idempotentStatus} = @idempotent;`,
    ...block(
      'location @idempotent',
      checks,
      [`proxy_next_upstream ${retryWords({ ...settings.retry, nonIdempotent: true })};`],
      [`proxy_pass http://${groupName};`],
    ),
  ];
}

/** None where every request may be made twice, or nothing is tried again. */
function routesOf({ retry }: Settings): readonly IdempotentRoute[] {
  const off = retry.classes.size === 0 && retry.statuses.size === 0;
  return off || retry.nonIdempotent ? [] : retry.idempotentRoutes;
}

function routePattern({ method, path, prefix }: IdempotentRoute): string {
  const verb = method === '*' ? '[^ ]+' : method;
  return `^${verb} ${literally(path)}${prefix ? '' : '(?:\\?|$)'}`;
}
