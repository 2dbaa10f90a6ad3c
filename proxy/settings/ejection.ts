import type { Bounds, EnvironmentReader } from '../../service/environment.ts';
import type { EjectionRules } from '../health/ejection.ts';

/** How failing peers are left out. */
export interface EjectionSettings extends EjectionRules {
  /** Most of the live peers that may be ejected, in percent; one always may. */
  readonly sharePercent: number;
  /** All are asked while fewer of those present are usable, in percent; 0 = never. */
  readonly panicPercent: number;
  /** Time to an answer's head above which it counts as a failure, in ms; 0 = none. */
  readonly latencyMs: number;
}

const counts: Bounds = { min: 0, max: 1_000_000 };
const pausesMs: Bounds = { min: 0, max: 86_400_000 };

/** Reads the `PROXY_…` variables of ejection. */
export function readEjectionSettings(reader: EnvironmentReader): EjectionSettings {
  return {
    maxFails: reader.integer('PROXY_MAX_FAILS', 3, counts),
    failTimeoutMs: reader.integer('PROXY_FAIL_TIMEOUT_MS', 3000, pausesMs),
    maxMs: reader.integer('PROXY_EJECT_MAX_MS', 0, pausesMs),
    serverErrors: reader.integer('PROXY_EJECT_SERVER_ERRORS', 0, counts),
    gatewayErrors: reader.integer('PROXY_EJECT_GATEWAY_ERRORS', 0, counts),
    latencyMs: reader.integer('PROXY_EJECT_LATENCY_MS', 0, pausesMs),
    sharePercent: reader.integer('PROXY_EJECT_SHARE', 100, { min: 0, max: 100 }),
    panicPercent: reader.integer('PROXY_PANIC_PERCENT', 0, { min: 0, max: 100 }),
  };
}
