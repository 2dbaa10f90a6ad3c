import { block, type Lines } from './lines.ts';
import { quoted } from './text.ts';

/** How clients are brought to TLS and kept there. */
export interface Https {
  readonly redirect: boolean;
  /** The port that clients know. */
  readonly publicPort: number;
  /** The value of Strict-Transport-Security; undefined = none is sent. */
  readonly strictTransport: string | undefined;
}

/** Tells who came by TLS. @param scheme  the variable that holds how the client asked */
export function httpsMaps({ redirect, strictTransport }: Https, scheme: string): Lines {
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

/** Adds Strict-Transport-Security, in the place of a peer's (RFC 6797 §7.1). */
export function strictTransportLines({ strictTransport }: Https): Lines {
  if (strictTransport === undefined) return [];
  return [
    'proxy_hide_header Strict-Transport-Security;',
    'add_header Strict-Transport-Security $strict_transport always;',
  ];
}

/** Sends clients to the same address by TLS: 308 keeps method and body. */
export function redirection({ redirect, publicPort }: Https): Lines {
  if (!redirect) return [];
  const port = publicPort === 443 ? '' : `:${publicPort}`;
  return block('if ($unencrypted)', [`return 308 https://$host${port}$request_uri;`]);
}
