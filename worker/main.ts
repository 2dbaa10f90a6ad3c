import { createServer, type Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Figures } from '../service/figures.ts';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog } from '../service/log.ts';
import { publishFigures } from '../service/monitor.ts';
import { startOrExit } from '../service/start-or-exit.ts';
import { Answers } from './answers.ts';
import { createApp } from './app.ts';
import { openPrices } from './open-prices.ts';
import { readSettings, type Settings } from './settings.ts';
import { createThreads } from './threads.ts';
import { warmUp } from './warm-up.ts';
import { workerFigures } from './worker-figures.ts';

/** How often PM2 is told the figures. */
const figuresEveryMs = 1000;

const log = createLog('stocks-backend');
await startOrExit(log, () => run(readSettings(process.env)));

async function run(settings: Settings): Promise<void> {
  process.title = `STOCKS-BACKEND${settings.port}`;
  const now = (): number => performance.now();
  const { prices, store } = await openPrices(settings, log);
  const answers = new Answers(settings.answerCacheBytes);
  const threads = createThreads(settings);
  const optimisations = new Figures(now);
  let ready = true;

  const app = createApp({
    ...settings,
    prices,
    answers,
    ...threads,
    noteOptimisation: (latencyMs) => optimisations.note(latencyMs),
    now,
    log,
    ready: () => ready,
  });
  warmUp();
  const server = await listen(createServer(app.callback()), settings);
  log.info('listening', { url: `http://${settings.host}:${settings.port}`, mode: settings.mode });

  const figures = workerFigures({ optimisations, answers, store });
  const stopFigures = publishFigures(figures, figuresEveryMs);
  /** Lets proxies notice first, then finishes what runs, then lets go of threads and the store. */
  const drain = async (): Promise<void> => {
    ready = false;
    await delay(settings.drainNoticeMs);
    await close(server);
    stopFigures();
    await threads.close();
    store.close();
  };
  superviseLifecycle({ log, drain, drainLimitMs: settings.drainLimitMs })();
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
}

async function listen(
  unbound: Server,
  { host, port, keepAliveMs, requestTimeoutMs }: Settings,
): Promise<Server> {
  // Longer than any proxy keeps an idle connection, so that it is never us who closes under it.
  unbound.keepAliveTimeout = keepAliveMs;
  unbound.requestTimeout = requestTimeoutMs;
  return new Promise((resolve, reject) => {
    unbound.once('error', reject);
    unbound.listen(port, host, () => resolve(unbound));
  });
}
