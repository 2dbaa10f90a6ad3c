import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog } from '../service/log.ts';
import { type MonitorFigure, publishFigures } from '../service/monitor.ts';
import { startOrExit } from '../service/start-or-exit.ts';
import { type RunningProxy, startProxy } from './proxy.ts';
import { readSettingsFile } from './settings/settings-file.ts';
import { type LoadedSettings, loadSettings } from './settings.ts';

/** How often PM2 is told the figures. */
const figuresEveryMs = 1000;

const log = createLog('proxy');
await startOrExit(log, serve);

async function serve(): Promise<void> {
  const proxy = await startProxy({
    load,
    log,
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => Math.random(),
  });
  const ready = superviseLifecycle({
    log,
    drain: () => proxy.drain(),
    get drainLimitMs() {
      return proxy.settings.drainLimitMs;
    },
  });
  // Why a reload failed is logged where it failed.
  process.on('SIGHUP', () => void proxy.reload().catch(() => undefined));
  publishFigures(() => figures(proxy), figuresEveryMs);
  const { url, adminUrl, upstream } = proxy;
  log.info('listening', {
    url,
    adminUrl,
    livePeers: upstream.liveCount,
    peers: upstream.peers.length,
  });
  ready();
}

function load(): LoadedSettings {
  const file = readSettingsFile(process.env, (path) => readFileSync(path, 'utf8'));
  return loadSettings(process.env, file);
}

function figures({ upstream, totals }: RunningProxy): Readonly<Record<string, MonitorFigure>> {
  return {
    'requests/s': { value: totals.figures.ratePerSecond().toFixed(1) },
    'p95 ms': { value: (totals.figures.latencyMs(0.95) ?? 0).toFixed(2) },
    'live peers': { value: upstream.liveCount },
    retries: { value: totals.retries },
  };
}
