import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../service/environment.ts';
import { writeNginxConf } from './nginx-conf.ts';

/** How long the proxy may take to answer, in ms: an installation on a slow disk included. */
const answerLimitMs = 30_000;
const askEveryMs = 100;

/** How long one answer may take, in ms: another program on the port may never give one. */
const askLimitMs = 2000;

/**
 * Starts everything by PM2, waits until the proxy answers, and says what to try.
 *
 * @param callers  the caller's environment; PROXY_PORT and PROXY_RUNTIME matter here
 * @param print    takes one line
 * @returns        the exit code of `npm start`
 * @throws {InvalidEnvironment | NotForNginx} nginx is to run, and its settings are wrong
 */
export async function start(callers: Environment, print: (line: string) => void): Promise<number> {
  const env = await withNginxConf(callers);
  await makeWay(env);
  const { code } = await pm2(['start', 'ecosystem.config.js'], env);
  if (code !== 0) return code;
  const url = `http://localhost:${env['PROXY_PORT'] || 8000}`;
  if (!(await answers(`${url}/backend`))) {
    print(`Nothing answers at ${url} after ${answerLimitMs / 1000} s.`);
    const logs = env['LOG_DIR'] || 'logs';
    print(`See ${logs}/proxy-error.log and ${logs}/stocks-backend-error.log, or: npx pm2 logs`);
    return 1;
  }
  for (const line of invitation(url)) print(line);
  return 0;
}

/** nginx gets its settings by a file, unless the caller has one of their own. */
async function withNginxConf(env: Environment): Promise<Environment> {
  if (env['PROXY_RUNTIME'] !== 'nginx' || env['NGINX_CONF']) return env;
  const file = join('nginx', 'run', 'nginx.conf');
  await writeNginxConf(env, file);
  return { ...env, NGINX_CONF: file };
}

/** Ends a proxy of another kind: PM2 would restart the old program with the new one's settings. */
async function makeWay(env: Environment): Promise<void> {
  const { output } = await pm2(['jlist'], env, 'pipe');
  const running = runtimeIn(output);
  const wanted = env['PROXY_RUNTIME'] || 'node';
  if (running !== undefined && running !== wanted) await pm2(['delete', 'proxy'], env);
}

/** What runs as the proxy, according to the output of `pm2 jlist`; undefined when nothing does. */
export function runtimeIn(output: string): string | undefined {
  // PM2 may print notices before its JSON, and they may hold brackets.
  const json = output.split('\n').find((line) => line.startsWith('[{'));
  const processes: readonly Listed[] = json === undefined ? [] : JSON.parse(json);
  return processes.find(({ name }) => name === 'proxy')?.pm2_env.PROXY_RUNTIME;
}

interface Listed {
  readonly name: string;
  readonly pm2_env: { readonly PROXY_RUNTIME?: string };
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

async function answers(url: string): Promise<boolean> {
  const limit = Date.now() + answerLimitMs;
  while (Date.now() < limit) {
    if ((await textAt(url)) === 'Success!') return true;
    await delay(askEveryMs);
  }
  return false;
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
