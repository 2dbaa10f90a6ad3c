import { readFileSync } from 'node:fs';
import type { Bounds, EnvironmentReader } from '../../service/environment.ts';
import { parseProxyToken } from '../../service/proxy-token.ts';
import { type AddressRule, parseAddressRules } from '../protection/address-rules.ts';
import { parseAllowedHosts } from '../protection/allowed-hosts.ts';
import { type OriginSettings, parseAllowedOrigins } from '../protection/allowed-origins.ts';
import { parseKeyDigests } from '../protection/bearer-keys.ts';
import type { ConnectionBounds } from '../protection/connection-limits.ts';
import { parseRateRules, type RateRule } from '../protection/rate-rule.ts';

/** Who is let in, how often, and what is said to browsers and peers for protection. */
export interface ProtectionSettings extends ConnectionBounds {
  /** Who may come, in order; empty = everybody. */
  readonly addressRules: readonly AddressRule[];
  /** Names that are served; undefined = all. */
  readonly allowedHosts: readonly string[] | undefined;
  readonly origins: OriginSettings;
  /** SHA-256 digests of the keys that let in, in hexadecimal; empty = no key is needed. */
  readonly keyDigests: readonly string[];
  readonly rateRules: readonly RateRule[];
  /** Most clients that rates are kept of, each counted once a limit. */
  readonly rateKeys: number;
  /** Most requests of one client at a time; 0 = any number. */
  readonly clientRequests: number;
  /** How many bits of an IPv6 address make a client. */
  readonly clientIpv6Prefix: number;
  /** What tells peers that a request came through this proxy. */
  readonly peerToken: string | undefined;
  readonly securityHeaders: 'on' | 'off';
}

const counts: Bounds = { min: 0, max: 1_000_000 };

/** Reads the settings of this group. */
export function readProtectionSettings(reader: EnvironmentReader): ProtectionSettings {
  const inPlace = reader.secret('PROXY_BEARER_KEYS', 'none', parseKeyDigests) ?? [];
  const filed = reader.parsed('PROXY_KEYS_FILE', 'none', readKeysFile) ?? [];
  return {
    addressRules: reader.parsed('PROXY_ADDRESS_RULES', 'none', parseAddressRules) ?? [],
    allowedHosts: reader.parsed('PROXY_ALLOWED_HOSTS', 'all', parseAllowedHosts)?.hosts,
    origins: {
      origins: reader.parsed('PROXY_ALLOWED_ORIGINS', 'all', parseAllowedOrigins)?.origins,
      withoutOrigin: reader.choice('PROXY_WITHOUT_ORIGIN', 'allow', ['allow', 'deny']),
    },
    keyDigests: [...inPlace, ...filed],
    rateRules: reader.parsed('PROXY_RATE_LIMITS', 'off', parseRateRules) ?? [],
    rateKeys: reader.integer('PROXY_RATE_KEYS', 65_536, { min: 1, max: 16_777_216 }),
    clientRequests: reader.integer('PROXY_CLIENT_REQUESTS', 0, counts),
    clientConnections: reader.integer('PROXY_CLIENT_CONNECTIONS', 0, counts),
    maxClients: reader.integer('PROXY_MAX_CLIENTS', 16_384, counts),
    clientIpv6Prefix: reader.integer('PROXY_CLIENT_IPV6_PREFIX', 64, { min: 1, max: 128 }),
    peerToken: reader.secret('PROXY_PEER_TOKEN', 'none', parseProxyToken)?.token,
    securityHeaders: reader.choice('PROXY_SECURITY_HEADERS', 'off', ['on', 'off']),
  };
}

function readKeysFile(path: string): readonly string[] {
  if (path === 'none') return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error('must be the path of a file that can be read', { cause });
  }
  const digests = parseKeyDigests(text);
  // A file that was emptied by mistake must not open the gate.
  if (digests.length === 0) throw new Error('names a file without a digest');
  return digests;
}
