import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { InvalidEnvironment } from '../service/environment.ts';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog, type Log } from '../service/log.ts';
import { type MonitorFigure, publishFigures } from '../service/monitor.ts';
import { type RunningProxy, startProxy } from './proxy.ts';
import { readSettings, type Settings } from './settings.ts';

/** How often PM2 is told the figures. */
const figuresEveryMs = 1000;

async function run(settings: Settings, log: Log): Promise<void> {
  const proxy = await startProxy({
    settings,
    log,
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => Math.random(),
  });
  const { drainLimitMs } = settings;
  const ready = superviseLifecycle({ log, drain: () => proxy.drain(), drainLimitMs });
  publishFigures(() => figures(proxy), figuresEveryMs);
  const { url, adminUrl, tlsUrl, upstream } = proxy;
  log.info('listening', {
    url,
    adminUrl,
    ...(tlsUrl === undefined ? {} : { tlsUrl }),
    livePeers: upstream.liveCount,
    peers: upstream.peers.length,
  });
  ready();
}

function figures({ upstream, totals }: RunningProxy): Readonly<Record<string, MonitorFigure>> {
  return {
    'requests/s': { value: totals.figures.ratePerSecond().toFixed(1) },
    'p95 ms': { value: (totals.figures.latencyMs(0.95) ?? 0).toFixed(2) },
    'live peers': { value: upstream.liveCount },
    retries: { value: totals.retries },
  };
}

const log = createLog('proxy');
try {
  await run(readSettings(process.env), log);
} catch (error) {
  if (error instanceof InvalidEnvironment) log.error('invalid settings', { faults: error.faults });
  else log.error('start failed', { error });
  process.exit(1);
}
