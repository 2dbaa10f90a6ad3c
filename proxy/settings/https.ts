import type { Bounds, EnvironmentReader } from '../../service/environment.ts';

/** How clients are brought to TLS and kept there. */
export interface HttpsSettings {
  /** Whether requests without TLS are sent to the same address with it. */
  readonly redirect: boolean;
  /** The port that clients know; 0 = the one listened on. */
  readonly publicPort: number;
  /** The value of Strict-Transport-Security; undefined = none is sent (RFC 6797). */
  readonly strictTransport: string | undefined;
}

const ports: Bounds = { min: 0, max: 65_535 };

/** Reads the variables of HTTPS. */
export function readHttpsSettings(reader: EnvironmentReader): HttpsSettings {
  const tls = reader.text('PROXY_TLS_PORT', 'off') !== 'off';
  const parseRedirect = (text: string): boolean => {
    if (text !== 'on' && text !== 'off') throw new Error('must be on or off');
    if (text === 'on' && !tls) throw new Error('needs PROXY_TLS_PORT');
    return text === 'on';
  };
  return {
    redirect: reader.parsed('PROXY_HTTPS_REDIRECT', 'off', parseRedirect) ?? false,
    publicPort: reader.integer('PROXY_HTTPS_PUBLIC_PORT', 0, ports),
    strictTransport: reader.parsed('PROXY_HSTS', 'off', parseStrictTransport)?.value,
  };
}

const strictTransportValue = /^max-age=\d{1,10}(?:; ?includeSubDomains)?(?:; ?preload)?$/;

function parseStrictTransport(text: string): { readonly value: string | undefined } {
  if (text === 'off') return { value: undefined };
  if (strictTransportValue.test(text)) return { value: text };
  throw new Error('must be off or like max-age=31536000; includeSubDomains');
}
