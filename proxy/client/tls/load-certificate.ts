import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CertificateFiles, TlsSettings } from '../../settings/tls.ts';
import { certificateNames } from './certificate-names.ts';
import { tlsRules } from './tls-rules.ts';

/** A certificate that can be served. */
export interface Certificate {
  readonly names: readonly string[];
  /** Tells it from its successor. */
  readonly fingerprint: string;
  /** When it ends, in ms since 1970. */
  readonly validTo: number;
  readonly pem: { readonly cert: Buffer; readonly key: Buffer };
  readonly context: SecureContext;
}

/**
 * Reads a certificate and its key.
 *
 * @throws {Error} naming the file and what is wrong with it
 */
export async function loadCertificate(
  files: CertificateFiles,
  settings: Pick<TlsSettings, 'minVersion'>,
): Promise<Certificate> {
  const { certificatePath, keyPath } = files;
  const cert = await readFile(certificatePath);
  const key = keyPath === certificatePath ? cert : await readFile(keyPath);
  const x509 = orFault(`${certificatePath} holds no certificate`, () => new X509Certificate(cert));
  const privateKey = orFault(`${keyPath} holds no key that can be read`, () =>
    createPrivateKey(key),
  );
  // Deno takes any key with any certificate, and fails at every handshake.
  if (!x509.checkPrivateKey(privateKey)) {
    throw new Error(`${keyPath} holds another key than that of ${certificatePath}`);
  }
  const pem = { cert, key };
  return {
    names: certificateNames(x509),
    fingerprint: x509.fingerprint256,
    validTo: Date.parse(x509.validTo),
    pem,
    context: orFault(`${certificatePath} can't be served`, () =>
      createSecureContext({ ...pem, ...tlsRules(settings) }),
    ),
  };
}

function orFault<Value>(fault: string, make: () => Value): Value {
  try {
    return make();
  } catch (cause) {
    throw new Error(fault, { cause });
  }
}
