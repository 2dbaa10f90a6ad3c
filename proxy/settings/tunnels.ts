import type { EnvironmentReader } from '../../service/environment.ts';

/** Which tunnels are made, and how long they last. */
export interface TunnelSettings {
  /** Protocols that a client may change to, in lower case; none = no tunnels. */
  readonly upgrades: ReadonlySet<string>;
  /** Longest silence in both directions together. */
  readonly idleMs: number;
}

/** Reads `PROXY_UPGRADES` and `PROXY_TUNNEL_…`. */
export function readTunnelSettings(reader: EnvironmentReader): TunnelSettings {
  return {
    upgrades: reader.parsed('PROXY_UPGRADES', 'websocket', parseUpgrades) ?? new Set(),
    idleMs: reader.integer('PROXY_TUNNEL_IDLE_MS', 3_600_000, { min: 1, max: 86_400_000 }),
  };
}

const protocol = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:\/[a-z0-9!#$%&'*+.^_`|~-]+)?$/;

function parseUpgrades(text: string): ReadonlySet<string> {
  if (text === 'off') return new Set();
  const names = text.toLowerCase().split(/[\s,]+/);
  const listed = names.filter((name) => name !== '');
  if (!listed.every((name) => protocol.test(name))) {
    throw new Error('must be off or a list of protocols');
  }
  // Requests inside such a tunnel would escape all that is checked here.
  if (listed.some((name) => name.startsWith('h2c') || name.startsWith('http/'))) {
    throw new Error('must not list HTTP itself');
  }
  return new Set(listed);
}
