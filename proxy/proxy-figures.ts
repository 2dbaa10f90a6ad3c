import type { MonitorFigures } from '../service/monitor.ts';
import type { ServingProxy } from './proxy.ts';

/** What `pm2 monit` shows of a proxy. */
export function proxyFigures({ upstream, totals }: ServingProxy): MonitorFigures {
  return {
    'requests/s': { value: totals.figures.ratePerSecond().toFixed(1) },
    'p95 ms': { value: (totals.figures.latencyMs(0.95) ?? 0).toFixed(2) },
    'live peers': { value: upstream.liveCount },
    retries: { value: totals.retries },
  };
}
