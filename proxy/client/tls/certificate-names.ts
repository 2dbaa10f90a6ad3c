import { addressText } from '../../protection/address-text.ts';

/** The part of a certificate that says whom it is for, as X509Certificate gives it. */
export interface NamedCertificate {
  /** Such as `DNS:a.example, DNS:*.a.example, IP Address:192.0.2.1`. */
  readonly subjectAltName: string | undefined;
  /** Such as `O=Example` and `CN=a.example`, each on a line. */
  readonly subject: string | undefined;
}

// Names that need quoting are none that a client could ask for.
const alternative = /^(?:DNS|IP Address):(?<name>[\w.*:-]+)$/;

const commonName = /^CN\s?=\s?(?<name>[\w.*-]+)$/m;

/**
 * Names and addresses that a certificate is for, in lower case. The common name counts only where
 * there are no alternative names (RFC 9525 §6.3 would not even have that; nginx's users do).
 */
export function certificateNames(certificate: NamedCertificate): readonly string[] {
  const { subjectAltName, subject = '' } = certificate;
  if (subjectAltName === undefined) {
    const name = commonName.exec(subject)?.groups?.['name'];
    return name === undefined ? [] : [name.toLowerCase()];
  }
  const names = subjectAltName.split(', ').map((one) => alternative.exec(one)?.groups?.['name']);
  // Node writes out all of an IPv6 address, Deno does not.
  return names
    .filter((name) => name !== undefined)
    .map((name) => addressText(name) ?? name.toLowerCase());
}
