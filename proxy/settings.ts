import {
  type Bounds,
  type Environment,
  EnvironmentReader,
  type SettingsInForce,
} from '../service/environment.ts';
import type { EnvironmentFile } from '../service/environment-file.ts';
import { type BalancerName, balancerNames } from './balancers/by-name.ts';
import { type CacheSettings, readCacheSettings } from './settings/cache.ts';
import { type CompressionSettings, readCompressionSettings } from './settings/compression.ts';
import { type EjectionSettings, readEjectionSettings } from './settings/ejection.ts';
import { type Http2Settings, readHttp2Settings } from './settings/http2.ts';
import { type HttpsSettings, readHttpsSettings } from './settings/https.ts';
import { type LogSettings, readLogSettings } from './settings/log.ts';
import { type ProbeSettings, readProbeSettings } from './settings/probe.ts';
import { type ProcessSettings, readProcessSettings } from './settings/processes.ts';
import { type ProtectionSettings, readProtectionSettings } from './settings/protection.ts';
import { type RetrySettings, readRetrySettings } from './settings/retry.ts';
import { readTlsSettings, type TlsSettings } from './settings/tls.ts';
import { readTrustSettings, type TrustSettings } from './settings/trust.ts';
import { readTunnelSettings, type TunnelSettings } from './settings/tunnels.ts';
import { type PeerAddress, parsePeers } from './upstream/peer-list.ts';
import { type KeySource, parseKeySource } from './upstream/request-key.ts';

/** Everything that can be set; the names in the environment stand in {@link loadSettings}. */
export interface Settings extends LogSettings, ProcessSettings {
  /** Address to listen on. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Port of the admin server, always on 127.0.0.1; 0 = any free port. */
  readonly adminPort: number;
  readonly peers: readonly PeerAddress[];
  readonly balancer: BalancerName;
  /** By what a keyed balancer tells requests. */
  readonly hashKey: KeySource;
  /** How long the weight of a peer that comes or comes back grows; 0 = it has it at once. */
  readonly slowStartMs: number;
  /** Most requests that wait while every peer has as many as it may; 0 = none waits. */
  readonly queueLength: number;
  /** Longest wait in that queue. */
  readonly queueTimeoutMs: number;
  /** In that queue, a request counts as come so many times its route's usual time later. */
  readonly queueStretch: number;
  readonly ejection: EjectionSettings;
  readonly retry: RetrySettings;
  /** Longest wait for a connection to a peer. */
  readonly connectTimeoutMs: number;
  /** Longest silence of a peer, before its head and between two pieces of its body. */
  readonly responseTimeoutMs: number;
  /** Longest time that a client may refuse to take a byte. */
  readonly sendTimeoutMs: number;
  /** Longest time for a request's head. */
  readonly headerTimeoutMs: number;
  /** Longest silence between two pieces of a request's body. */
  readonly bodyTimeoutMs: number;
  /** How long an idle client connection is kept. */
  readonly keepAliveMs: number;
  /** How long a client that ended its side is still answered; then it counts as gone. */
  readonly halfCloseMs: number;
  /** How long an idle connection to a peer is kept; below the peer's own limit. */
  readonly peerIdleMs: number;
  readonly bodyLimitBytes: number;
  /** Request bodies up to this are held whole; larger ones stream. */
  readonly replayLimitBytes: number;
  readonly probe: ProbeSettings;
  readonly cache: CacheSettings;
  readonly tls: TlsSettings;
  readonly http2: Http2Settings;
  readonly https: HttpsSettings;
  readonly compression: CompressionSettings;
  readonly tunnels: TunnelSettings;
  /** How long a stop may wait for running exchanges. */
  readonly drainLimitMs: number;
  readonly trust: TrustSettings;
  readonly protection: ProtectionSettings;
}

const ports: Bounds = { min: 0, max: 65_535 };
const counts: Bounds = { min: 0, max: 1_000_000 };
const sizesBytes: Bounds = { min: 0, max: 1_073_741_824 };
const pausesMs: Bounds = { min: 0, max: 86_400_000 };
const waitsMs: Bounds = { min: 1, max: 86_400_000 };
const stretches: Bounds = { min: 0, max: 1000 };

/** Settings, and the texts they were read from. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly inForce: SettingsInForce;
}

/**
 * Reads and checks the whole environment of the proxy.
 *
 * @throws {InvalidEnvironment} naming every fault
 */
export function readSettings(env: Environment): Settings {
  return loadSettings(env).settings;
}

/**
 * Reads and checks the environment and what a file says beside it; the environment wins.
 *
 * @throws {InvalidEnvironment} naming every fault, those of the file with their lines
 */
export function loadSettings(env: Environment, file?: EnvironmentFile): LoadedSettings {
  const reader = new EnvironmentReader(env, file);
  const peers = reader.parsed('PROXY_PEERS', '127.0.0.1:8001-8016', parsePeers);
  const settings: Settings = {
    host: reader.text('PROXY_HOST', '127.0.0.1'),
    port: reader.integer('PROXY_PORT', 8000, ports),
    adminPort: reader.integer('PROXY_ADMIN_PORT', 9000, ports),
    peers: peers ?? [],
    balancer: reader.choice('PROXY_BALANCER', 'round-robin', balancerNames),
    hashKey: reader.parsed('PROXY_HASH_KEY', 'target', parseKeySource) ?? { part: 'target' },
    slowStartMs: reader.integer('PROXY_SLOW_START_MS', 0, pausesMs),
    queueLength: reader.integer('PROXY_QUEUE_LENGTH', 0, counts),
    queueTimeoutMs: reader.integer('PROXY_QUEUE_TIMEOUT_MS', 5000, waitsMs),
    queueStretch: reader.integer('PROXY_QUEUE_STRETCH', 4, stretches),
    ejection: readEjectionSettings(reader),
    retry: readRetrySettings(reader),
    connectTimeoutMs: reader.integer('PROXY_CONNECT_TIMEOUT_MS', 2000, waitsMs),
    responseTimeoutMs: reader.integer('PROXY_RESPONSE_TIMEOUT_MS', 60_000, waitsMs),
    sendTimeoutMs: reader.integer('PROXY_SEND_TIMEOUT_MS', 60_000, waitsMs),
    headerTimeoutMs: reader.integer('PROXY_HEADER_TIMEOUT_MS', 60_000, waitsMs),
    bodyTimeoutMs: reader.integer('PROXY_BODY_TIMEOUT_MS', 60_000, waitsMs),
    keepAliveMs: reader.integer('PROXY_KEEP_ALIVE_MS', 75_000, waitsMs),
    halfCloseMs: reader.integer('PROXY_HALF_CLOSE_MS', 1000, pausesMs),
    peerIdleMs: reader.integer('PROXY_PEER_IDLE_MS', 30_000, waitsMs),
    bodyLimitBytes: reader.integer('PROXY_BODY_LIMIT_BYTES', 1_048_576, sizesBytes),
    replayLimitBytes: reader.integer('PROXY_REPLAY_LIMIT_BYTES', 65_536, sizesBytes),
    probe: readProbeSettings(reader),
    cache: readCacheSettings(reader),
    tls: readTlsSettings(reader),
    http2: readHttp2Settings(reader),
    https: readHttpsSettings(reader),
    compression: readCompressionSettings(reader),
    tunnels: readTunnelSettings(reader),
    drainLimitMs: reader.integer('PROXY_DRAIN_LIMIT_MS', 10_000, waitsMs),
    trust: readTrustSettings(reader),
    protection: readProtectionSettings(reader),
    ...readLogSettings(reader),
    ...readProcessSettings(reader),
  };
  reader.refuseUnread('PROXY_');
  reader.finish();
  return { settings: Object.freeze(settings), inForce: reader.inForce };
}
