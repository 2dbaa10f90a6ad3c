import { randomBytes } from 'node:crypto';
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
import { jobId } from './job-id.ts';
import { Jobs } from './jobs.ts';
import { openPrices } from './open-prices.ts';
import { replyBytes } from './routes/reply.ts';
import { Siblings } from './routes/siblings.ts';
import { Waits } from './routes/waits.ts';
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
  const answers = new Answers(settings.answerCacheBytes, now);
  const threads = createThreads(settings, now);
  const newId = (): string => jobId(settings.instance, randomBytes);
  const jobs = new Jobs({ ...settings, sizeBytes: replyBytes, newId, now });
  const optimisations = new Figures(now);
  let ready = true;

  const app = createApp({
    ...settings,
    prices,
    answers,
    threads,
    jobs,
    waits: new Waits(settings),
    siblings: new Siblings({ ...settings, siblingTimeoutMs: siblingTimeoutMs(settings) }),
    noteOptimisation: (latencyMs) => optimisations.note(latencyMs),
    now,
    log,
    ready: () => ready,
  });
  warmUp();
  const server = await listen(createServer(app.callback()), settings);
  log.info('listening', { url: `http://${settings.host}:${settings.port}`, mode: settings.mode });

  const figures = workerFigures({ optimisations, answers, jobs, store });
  const stopFigures = publishFigures(figures, figuresEveryMs);
  /** Lets proxies notice first, then finishes what runs, then lets go of threads and the store. */
  const drain = async (): Promise<void> => {
    ready = false;
    const jobsEnd = Promise.race([jobs.end(), delay(jobsDrainMs(settings))]);
    await Promise.all([jobsEnd, delay(settings.drainNoticeMs)]);
    jobs.abandon();
    await close(server);
    stopFigures();
    await threads.close();
    store.close();
  };
  superviseLifecycle({ log, drain, drainLimitMs: settings.drainLimitMs })();
}

/** How long a drain waits for jobs: less than it may take, by what the rest of it takes. */
function jobsDrainMs({ drainLimitMs }: Settings): number {
  return Math.max(0, drainLimitMs - 1000);
}

/** A sibling is silent while it waits for a job, and a little longer. */
function siblingTimeoutMs({ waitLimitMs }: Settings): number {
  return waitLimitMs + 5000;
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
