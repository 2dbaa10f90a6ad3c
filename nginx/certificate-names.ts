import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The names that a certificate is for, in lower case; addresses are left out, as no client asks for
 * one by SNI (RFC 6066 §3).
 *
 * @param path  of a PEM file, the certificate first
 * @throws {Error} it can't be read
 */
export function certificateNames(path: string): readonly string[] {
  const { subjectAltName = '' } = new X509Certificate(readFileSync(path));
  return [...subjectAltName.matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name.toLowerCase());
}
