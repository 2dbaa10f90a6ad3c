import type { EnvironmentReader } from '../../service/environment.ts';
import { type AddressRange, parseAddressRanges } from '../protection/address-range.ts';

/** Which hops may speak for their clients. */
export interface TrustSettings {
  /** Whose forwarding fields are believed; empty = nobody's. */
  readonly hops: readonly AddressRange[];
  /** The field that names the client, in lower case. */
  readonly header: string;
}

/** Reads `PROXY_TRUSTED` and `PROXY_REAL_IP_HEADER`. */
export function readTrustSettings(reader: EnvironmentReader): TrustSettings {
  return {
    hops: reader.parsed('PROXY_TRUSTED', 'none', parseAddressRanges) ?? [],
    header: reader.parsed('PROXY_REAL_IP_HEADER', 'X-Forwarded-For', parseFieldName) ?? '',
  };
}

function parseFieldName(text: string): string {
  if (!/^[!#$%&'*+.^`|~\w-]+$/.test(text)) throw new Error('must be the name of a field');
  return text.toLowerCase();
}
