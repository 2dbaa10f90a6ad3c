import type { Bounds, EnvironmentReader } from '../../service/environment.ts';

/** How HTTP/2 is spoken with clients. */
export interface Http2Settings {
  /** Whether it is offered at all (by ALPN, so over TLS only). */
  readonly enabled: boolean;
  /** Most requests under way on one connection. */
  readonly maxStreams: number;
  /** Nuisances that a connection may make at once: resets, pings, settings, broken requests. */
  readonly nuisanceBurst: number;
  /** How many are forgotten each second. */
  readonly nuisancesPerSecond: number;
}

const streams: Bounds = { min: 1, max: 65_535 };
const counts: Bounds = { min: 1, max: 1_000_000 };

/** Reads the variables of HTTP/2. */
export function readHttp2Settings(reader: EnvironmentReader): Http2Settings {
  return {
    enabled: reader.choice('PROXY_HTTP2', 'on', ['on', 'off']) === 'on',
    maxStreams: reader.integer('PROXY_HTTP2_STREAMS', 128, streams),
    nuisanceBurst: reader.integer('PROXY_HTTP2_NUISANCE_BURST', 200, counts),
    nuisancesPerSecond: reader.integer('PROXY_HTTP2_NUISANCES_PER_S', 20, counts),
  };
}
