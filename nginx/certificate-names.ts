import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The names and IPv4 addresses that a certificate is for, in lower case.
 *
 * @param path  of a PEM file, the certificate first
 * @throws {Error} it can't be read
 */
export function certificateNames(path: string): readonly string[] {
  const { subjectAltName = '' } = new X509Certificate(readFileSync(path));
  return [...subjectAltName.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name = '']) =>
    name.toLowerCase(),
  );
}
