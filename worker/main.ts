import { createServer, type Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { Figures } from '../service/figures.ts';
import { superviseLifecycle } from '../service/lifecycle.ts';
import { createLog } from '../service/log.ts';
import { publishFigures } from '../service/monitor.ts';
import { Answers } from './answers.ts';
import { createApp } from './app.ts';
import { openPrices } from './open-prices.ts';
import { readSettings, type Settings } from './settings.ts';
import { createThreads } from './threads.ts';
import { warmUp } from './warm-up.ts';
import { workerFigures } from './worker-figures.ts';

const settings = readSettings(process.env);
const log = createLog('stocks-backend');
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

const stopFigures = publishFigures(workerFigures({ optimisations, answers, store }), 1000);
const sayReady = superviseLifecycle({ log, drain, drainLimitMs: settings.drainLimitMs });
sayReady();

/** Lets proxies notice first, then finishes what runs, then lets go of threads and the store. */
async function drain(): Promise<void> {
  ready = false;
  await delay(settings.drainNoticeMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
  stopFigures();
  await threads.close();
  store.close();
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
