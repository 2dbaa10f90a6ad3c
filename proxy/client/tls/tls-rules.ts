import type { SecureContextOptions } from 'node:tls';
import type { TlsSettings } from '../../settings/tls.ts';

/** Forward secrecy and authenticated encryption only; those of TLS 1.3 are all of that kind. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** What holds for every certificate alike. */
export function tlsRules({ minVersion }: Pick<TlsSettings, 'minVersion'>): SecureContextOptions {
  return {
    minVersion: minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    ciphers,
    // Clients know best which of these their hardware is quick at.
    honorCipherOrder: false,
  };
}
