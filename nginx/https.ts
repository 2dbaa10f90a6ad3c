import type { EdgeSettings } from './edge-settings.ts';
import { block, type Lines } from './lines.ts';
import { quoted } from './text.ts';

/** Tells who came by TLS. @param scheme  the variable that holds how the client asked */
export function httpsMaps({ https }: EdgeSettings, scheme: string): Lines {
  if (https === undefined) return [];
  const { redirect, strictTransport } = https;
  return [
    ...(strictTransport === undefined
      ? []
      : block(`map ${scheme} $strict_transport`, [
          "default '';",
          `https ${quoted(strictTransport)};`,
        ])),
    ...(redirect ? block(`map ${scheme} $unencrypted`, ["default '';", 'http 1;']) : []),
  ];
}

/** What is added to every answer by TLS. */
export function strictTransportField({ https }: EdgeSettings): Lines {
  if (https?.strictTransport === undefined) return [];
  return ['add_header Strict-Transport-Security $strict_transport always;'];
}

/** A peer's own is replaced (RFC 6797 §7.1). */
export function hiddenStrictTransport({ https }: EdgeSettings): Lines {
  if (https?.strictTransport === undefined) return [];
  return ['proxy_hide_header Strict-Transport-Security;'];
}

/** Sends clients to the same address by TLS: 308 keeps method and body. */
export function redirection({ https, tls }: EdgeSettings): Lines {
  if (!https?.redirect) return [];
  const known = https.publicPort || tls?.port;
  const port = known === 443 ? '' : `:${known}`;
  return block('if ($unencrypted)', [`return 308 https://$host${port}$request_uri;`]);
}
