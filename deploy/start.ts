import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../service/environment.ts';

/** How long the proxy may take to answer, in ms: an installation on a slow disk included. */
const answerLimitMs = 30_000;
const askEveryMs = 100;

/** How many times in vain before PM2 is asked whether it has given up. */
const asksBetweenLooks = 20;

/** How long one answer may take, in ms: another program on the port may never give one. */
const askLimitMs = 2000;

/**
 * Starts everything by PM2, waits until the proxy answers, and says what to try.
 *
 * @param env    the caller's environment; PROXY_PORT and PROXY_RUNTIME matter here
 * @param print  takes one line
 * @returns      the exit code of `npm start`
 */
export async function start(env: Environment, print: (line: string) => void): Promise<number> {
  await makeWay(env);
  const { code } = await pm2(['start', 'ecosystem.config.js'], env);
  if (code !== 0) return code;
  const url = `http://localhost:${env['PROXY_PORT'] || 8000}`;
  const outcome = await answered(`${url}/backend`, env);
  if (outcome !== 'answers') {
    print(outcome === 'given up' ? 'PM2 has given up on the proxy.' : nothingAt(url));
    const logs = env['LOG_DIR'] || 'logs';
    print(`See ${logs}/proxy-error.log and ${logs}/stocks-backend-error.log, or: npx pm2 logs`);
    return 1;
  }
  for (const line of invitation(url)) print(line);
  return 0;
}

/** Ends a proxy of another kind: PM2 would restart the old program with the new one's settings. */
async function makeWay(env: Environment): Promise<void> {
  const running = await proxyIn(env);
  const wanted = env['PROXY_RUNTIME'] || 'node';
  if (running !== undefined && running.PROXY_RUNTIME !== wanted)
    await pm2(['delete', 'proxy'], env);
}

async function proxyIn(env: Environment): Promise<ListedProxy | undefined> {
  const { output } = await pm2(['jlist'], env, 'pipe');
  return listedProxy(output);
}

/** The proxy according to the output of `pm2 jlist`; undefined when there is none. */
export function listedProxy(output: string): ListedProxy | undefined {
  // PM2 may print notices before its JSON, and they may hold brackets.
  const json = output.split('\n').find((line) => line.startsWith('[{'));
  const processes: readonly Listed[] = json === undefined ? [] : JSON.parse(json);
  return processes.find(({ name }) => name === 'proxy')?.pm2_env;
}

/** What PM2 knows of the proxy. */
export interface ListedProxy {
  /** Such as `online`. */
  readonly status: string;
  /** How often it was started again. */
  readonly restart_time: number;
  readonly PROXY_RUNTIME?: string;
}

interface Listed {
  readonly name: string;
  readonly pm2_env: ListedProxy;
}

async function pm2(
  args: readonly string[],
  env: Environment,
  stdout: 'inherit' | 'pipe' = 'inherit',
): Promise<{ readonly code: number; readonly output: string }> {
  const program = join('node_modules', 'pm2', 'bin', 'pm2');
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['inherit', stdout, 'inherit'],
    // The check would call out to PM2's makers once a day.
    env: { PM2_DISABLE_VERSION_CHECK: 'true', ...env },
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : 1, output };
}

function nothingAt(url: string): string {
  return `Nothing answers at ${url} after ${answerLimitMs / 1000} s.`;
}

type Outcome = 'answers' | 'given up' | 'too late';

/** What comes of waiting for the service, no longer than PM2 tries to start the proxy. */
async function answered(url: string, env: Environment): Promise<Outcome> {
  const limit = Date.now() + answerLimitMs;
  let seen: ListedProxy | undefined;
  for (let asks = 1; Date.now() < limit; asks++) {
    if ((await textAt(url)) === 'Success!') return 'answers';
    if (asks % asksBetweenLooks === 0) {
      const now = await proxyIn(env);
      if (isGivenUp(seen, now)) return 'given up';
      seen = now;
    }
    await delay(askEveryMs);
  }
  return 'too late';
}

/**
 * Whether PM2 has stopped starting the proxy. It says `errored` of it only where apps have no
 * `restart_delay`, else `waiting restart`, as of one that will start in a moment.
 *
 * @param before  how it stood longer ago than a `restart_delay`
 */
export function isGivenUp(before: ListedProxy | undefined, now: ListedProxy | undefined): boolean {
  if (now?.status === 'errored') return true;
  const waits = now?.status === 'waiting restart' && before?.status === now.status;
  return waits && before.restart_time === now.restart_time;
}

async function textAt(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(askLimitMs) });
    return await response.text();
  } catch {
    return undefined;
  }
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
