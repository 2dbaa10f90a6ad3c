import type { Settings } from '../proxy/settings.ts';
import { block, type Lines } from './lines.ts';
import { namedCertificates, namePattern } from './named-certificates.ts';
import type { NginxTarget } from './target.ts';
import { fitting, quoted } from './text.ts';

/** Tells who came by TLS. @param scheme  the variable that holds how the client asked */
export function httpsMaps(settings: Settings, target: NginxTarget, scheme: string): Lines {
  return [
    ...strictTransportMap(settings, scheme),
    ...(settings.https.redirect ? unencryptedMap(settings, target, scheme) : []),
  ];
}

function strictTransportMap({ https: { strictTransport } }: Settings, scheme: string): Lines {
  if (strictTransport === undefined) return [];
  const value = `https ${quoted(strictTransport)};`;
  return block(`map ${scheme} $strict_transport`, ["default '';", value]);
}

/** A host that no certificate is for leads nowhere. */
function unencryptedMap(settings: Settings, target: NginxTarget, scheme: string): Lines {
  const names = namedCertificates(settings, target).flatMap((one) => one.names);
  return block(`map "${scheme} $host" $unencrypted`, [
    "default '';",
    ...names.map((name) => fitting(`^http ${namePattern(name).slice(1)}`, 'covered', '*')),
    fitting('^http ', 'uncovered'),
  ]);
}

/** What is added to every answer by TLS. */
export function strictTransportField({ https }: Settings): Lines {
  if (https.strictTransport === undefined) return [];
  return ['add_header Strict-Transport-Security $strict_transport always;'];
}

/** A peer's own is replaced (RFC 6797 §7.1). */
export function hiddenStrictTransport({ https }: Settings): Lines {
  if (https.strictTransport === undefined) return [];
  return ['proxy_hide_header Strict-Transport-Security;'];
}

/** Sends clients to the same address by TLS: 308 keeps method and body. */
export function redirection({ https: { redirect, publicPort }, tls }: Settings): Lines {
  if (!redirect) return [];
  const known = publicPort || tls.port;
  const port = known === 443 ? '' : `:${known}`;
  return [
    ...block('if ($unencrypted = uncovered)', ['return 421;']),
    ...block('if ($unencrypted)', [`return 308 https://$host${port}$request_uri;`]),
  ];
}
