import type { Settings } from '../proxy/settings.ts';
import { attemptLines } from './attempts.ts';
import { interimLines } from './beside-responses.ts';
import { way } from './client-address.ts';
import { clientLimits } from './client-limits.ts';
import { consumedFields } from './gate.ts';
import { apart, block, type Lines } from './lines.ts';
import { listening } from './listening.ts';
import { tokenField } from './peer-token.ts';
import { places } from './places.ts';
import { problemPages } from './problems.ts';
import { requestFields } from './request-fields.ts';
import { responseFields } from './response-fields.ts';
import { securityFields } from './security-fields.ts';
import type { NginxTarget } from './target.ts';

/** The server that clients ask. What its places have in common stands before them. */
export function edgeServer(settings: Settings, target: NginxTarget): Lines {
  const { trust, protection } = settings;
  const ownFields = protection.securityHeaders === 'on' ? securityFields() : [];
  const content = apart(
    [...listening(settings), 'server_name localhost;', 'server_tokens off;'],
    clientLimits(settings, target),
    attemptLines(settings),
    [
      ...requestFields(way(trust)),
      ...tokenField(protection.peerToken),
      ...consumedFields(protection),
    ],
    [...responseFields(ownFields), ...interimLines(target)],
    places(settings),
    problemPages(ownFields),
  );
  return block('server', content);
}
