import type { Settings } from '../proxy/settings.ts';
import { cachePlace, cacheTurn } from './edge-cache.ts';
import { gateChecks } from './gate.ts';
import { redirection } from './https.ts';
import { idempotentPlace, idempotentTurn } from './idempotent-routes.ts';
import { apart, block, type Lines } from './lines.ts';
import { rateChecks } from './rates.ts';
import { addedFields } from './response-fields.ts';
import { groupName } from './target.ts';
import { tunnelPlace, tunnelTurn } from './tunnels.ts';

/**
 * Where peers are asked. A place of its own has what can't be decided by variables: requests get
 * there by statuses that mean nothing else.
 *
 * @param ownFields  what is added to every answer
 */
export function places(settings: Settings, ownFields: Lines): Lines {
  const { protection } = settings;
  const checks = [...gateChecks(protection), ...rateChecks(protection)];
  const turns = [...tunnelTurn(settings), ...idempotentTurn(settings), ...cacheTurn(settings)];
  const first = [...redirection(settings), ...checks, ...turns];
  return apart(
    // What goes wrong in a place is answered as everywhere.
    turns.length === 0 ? [] : ['recursive_error_pages on;'],
    block('location /', first, [`proxy_pass http://${groupName};`]),
    tunnelPlace(settings, checks),
    idempotentPlace(settings, checks),
    cachePlace(settings, checks, addedFields(ownFields)),
  );
}
