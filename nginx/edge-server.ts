import type { Settings } from '../proxy/settings.ts';
import { attemptLines } from './attempts.ts';
import { interimLines } from './beside-responses.ts';
import { way } from './client-address.ts';
import { clientLimits } from './client-limits.ts';
import { compressionLines } from './compression.ts';
import { encryptionLines } from './encryption.ts';
import { consumedFields } from './gate.ts';
import { hiddenStrictTransport, strictTransportField } from './https.ts';
import { apart, block, type Lines } from './lines.ts';
import { listening } from './listening.ts';
import { tokenField } from './peer-token.ts';
import { places } from './places.ts';
import { problemPages } from './problems.ts';
import { requestFields } from './request-fields.ts';
import { responseFields } from './response-fields.ts';
import { securityFields } from './security-fields.ts';
import type { NginxTarget } from './target.ts';
import { changedProtocol, tunnelFields } from './tunnels.ts';

/** The server that clients ask. What its places have in common stands before them. */
export function edgeServer(settings: Settings, target: NginxTarget): Lines {
  const { trust, protection } = settings;
  const ownFields = [
    ...(protection.securityHeaders === 'on' ? securityFields() : []),
    ...strictTransportField(settings),
  ];
  const content = apart(
    [
      ...listening(settings),
      ...encryptionLines(settings, target),
      'server_name localhost;',
      'server_tokens off;',
    ],
    clientLimits(settings, target),
    attemptLines(settings),
    [
      ...requestFields(way(trust), tunnelFields(settings)),
      ...tokenField(protection.peerToken),
      ...consumedFields(protection),
    ],
    [
      ...responseFields([...ownFields, ...changedProtocol(settings)]),
      ...hiddenStrictTransport(settings),
      ...interimLines(target),
    ],
    compressionLines(settings),
    places(settings, ownFields),
    problemPages(ownFields),
  );
  return block('server', content);
}
