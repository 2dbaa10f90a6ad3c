import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { Child } from '../test/contract/support/child.ts';
import { eventually } from '../test/support/eventually.ts';
import { createPm2 } from '../test/support/pm2.ts';
import { ask } from './ask.ts';
import type { Effort } from './effort.ts';
import { succeeds } from './running.ts';
import { cachedQuestion } from './seed-question.ts';
import { median } from './statistics.ts';
import { figure, judged, printTable } from './table.ts';

/** The most that the first answer may take, in ms. */
const firstAnswerMs = 4000;

const pm2Program = 'node_modules/pm2/bin/pm2';

/** One start, in ms since `pm2 start` was typed. */
interface Start {
  readonly greetedMs: number;
  readonly answeredMs: number;
}

/** Measures `pm2 start ecosystem.config.js` with no PM2 daemon running, until the first answer. */
export async function benchStart(store: string, { starts }: Effort): Promise<void> {
  const all: Start[] = [];
  for (let i = 0; i < starts; i++) all.push(await start(store));
  const greeted = median(all.map(({ greetedMs }) => greetedMs));
  const answered = median(all.map(({ answeredMs }) => answeredMs));
  printTable(`pm2 start (two workers, proxy on Node, new daemon), median of ${starts}`, [
    ['until', 'ms', ''],
    ['GET /backend is answered', figure(greeted), ''],
    [
      'the documented question is answered',
      figure(answered),
      judged(answered, firstAnswerMs, 'ms'),
    ],
  ]);
}

async function start(store: string): Promise<Start> {
  const pm2 = await createPm2({ WORKER_STORE: store });
  try {
    const startMs = performance.now();
    const started = startAll(pm2.env);
    await eventually('the proxy answers', () => succeeds(`${pm2.url}/backend`));
    const greetedMs = performance.now() - startMs;
    await ask(pm2.url, cachedQuestion);
    const answeredMs = performance.now() - startMs;
    if ((await started.exit) !== 0) throw new Error('pm2 start failed');
    return { greetedMs, answeredMs };
  } finally {
    await pm2.end();
  }
}

/** A child that ends with this process: left alone, it would start PM2's daemon once more. */
function startAll(env: Readonly<Record<string, string>>): Child {
  return new Child(process.execPath, [pm2Program, 'start', 'ecosystem.config.js'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
}
