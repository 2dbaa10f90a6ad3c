import type { Bounds, EnvironmentReader } from '../../service/environment.ts';
import type { ProbeRules } from '../health/probe.ts';

/** The statuses of a range, both ends inclusive. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** How peers are probed. */
export interface ProbeSettings extends ProbeRules {
  /** Undefined = no probes, every peer is live from the start. */
  readonly path: string | undefined;
  /** The statuses that say ready. */
  readonly statuses: readonly StatusRange[];
  /** Pause between two probes of a peer. */
  readonly intervalMs: number;
  /** The same while the next probe is urgent; 0 = the same. */
  readonly fastIntervalMs: number;
  /** How far a pause may be off, either way. */
  readonly jitterPercent: number;
  readonly timeoutMs: number;
  /** Whether a silent probe is forgiven when the peer answered a request meanwhile. */
  readonly observes: boolean;
  /** Whether attempts at a peer that became absent in silence are made again elsewhere. */
  readonly abandons: boolean;
}

const pausesMs: Bounds = { min: 0, max: 86_400_000 };
const waitsMs: Bounds = { min: 1, max: 86_400_000 };
const outcomes: Bounds = { min: 1, max: 1000 };

/** Reads the `PROXY_PROBE_…` variables. */
export function readProbeSettings(reader: EnvironmentReader): ProbeSettings {
  return {
    path: reader.parsed('PROXY_PROBE_PATH', '/readyz', parseProbePath)?.path,
    statuses: reader.parsed('PROXY_PROBE_STATUS', '200', parseStatuses) ?? [],
    intervalMs: reader.integer('PROXY_PROBE_INTERVAL_MS', 500, waitsMs),
    fastIntervalMs: reader.integer('PROXY_PROBE_FAST_INTERVAL_MS', 0, pausesMs),
    jitterPercent: reader.integer('PROXY_PROBE_JITTER', 0, { min: 0, max: 100 }),
    timeoutMs: reader.integer('PROXY_PROBE_TIMEOUT_MS', 1000, waitsMs),
    rise: reader.integer('PROXY_PROBE_RISE', 1, outcomes),
    fall: reader.integer('PROXY_PROBE_FALL', 3, outcomes),
    refusedFall: reader.integer('PROXY_PROBE_REFUSED_FALL', 1, outcomes),
    unreadyFall: reader.integer('PROXY_PROBE_UNREADY_FALL', 1, outcomes),
    observes: reader.choice('PROXY_PROBE_OBSERVE', 'off', ['on', 'off']) === 'on',
    abandons: reader.choice('PROXY_PROBE_ABANDON', 'off', ['on', 'off']) === 'on',
  };
}

function parseProbePath(text: string): { readonly path: string | undefined } {
  if (text === 'off') return { path: undefined };
  if (!/^\/[\x21-\x7e]*$/.test(text)) throw new Error('must be off or a path that begins with /');
  return { path: text };
}

const range = /^(?<from>[2-5]\d\d)(?:-(?<to>[2-5]\d\d))?$/;

function parseStatuses(text: string): readonly StatusRange[] {
  return text.split(',').map((part) => {
    const found = range.exec(part.trim())?.groups;
    const from = Number(found?.['from']);
    const to = Number(found?.['to'] ?? from);
    if (found === undefined || to < from) {
      throw new Error('must list statuses and ranges of them, such as 200,300-399');
    }
    return { from, to };
  });
}
