import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../service/environment.ts';

/** How long the proxy may take to answer, in ms: an installation on a slow disk included. */
const answerLimitMs = 30_000;
const askEveryMs = 100;

/**
 * Starts everything by PM2, waits until the proxy answers, and says what to try.
 *
 * @param env    the caller's environment; PROXY_PORT and PROXY_RUNTIME matter here
 * @param print  takes one line
 * @returns      the exit code of `npm start`
 */
export async function start(env: Environment, print: (line: string) => void): Promise<number> {
  // PM2 would restart a proxy of another runtime as it was, for its name is the same.
  await pm2(['delete', 'proxy'], env, 'ignore');
  const code = await pm2(['start', 'ecosystem.config.js'], env, 'inherit');
  if (code !== 0) return code;
  const url = `http://localhost:${env['PROXY_PORT'] || 8000}`;
  if (!(await answers(`${url}/backend`))) {
    print(`Nothing answers at ${url} after ${answerLimitMs / 1000} s.`);
    print('See logs/proxy-error.log and logs/stocks-backend-error.log, or: npx pm2 logs');
    return 1;
  }
  for (const line of invitation(url)) print(line);
  return 0;
}

async function pm2(
  args: readonly string[],
  env: Environment,
  stdio: 'inherit' | 'ignore',
): Promise<number> {
  const program = join('node_modules', 'pm2', 'bin', 'pm2');
  const child = spawn(process.execPath, [program, ...args], {
    stdio,
    // The check would call out to PM2's makers once a day.
    env: { PM2_DISABLE_VERSION_CHECK: 'true', ...env },
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

async function answers(url: string): Promise<boolean> {
  const limit = Date.now() + answerLimitMs;
  while (Date.now() < limit) {
    const response = await fetch(url).catch(() => undefined);
    const text = await response?.text();
    if (response?.ok && text === 'Success!') return true;
    await delay(askEveryMs);
  }
  return false;
}

function invitation(url: string): readonly string[] {
  const query =
    '{"symbols": ["AAPL", "GOOG", "FB"], "start_date": "01-01-12", "end_date": "03-20-16", "principle": 1000.00}';
  return [
    '',
    `Edgefolio answers at ${url}. Try:`,
    '',
    `  curl -H "Content-Type: application /json" -X POST -d '${query}' ${url}/backend`,
    '',
    'Watch it with: npx pm2 monit      Stop it with: npm stop',
  ];
}
