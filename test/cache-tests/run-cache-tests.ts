import { join, resolve } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { Child } from '../contract/support/child.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort, isFree } from '../support/ports.ts';

const home = resolve('node_modules/http-cache-tests');

/** One of the tests, as far as it matters here. */
export interface CacheTest {
  readonly id: string;
  /** `check` tests only ask what a cache does. */
  readonly kind: 'required' | 'optimal' | 'check';
}

interface PublishedTest {
  readonly id: string;
  readonly kind?: CacheTest['kind'];
  readonly browser_only?: boolean;
}

interface PublishedSuite {
  readonly tests: readonly PublishedTest[];
}

/** All tests that are for shared caches. */
export async function listCacheTests(): Promise<readonly CacheTest[]> {
  const suites: readonly PublishedSuite[] = await load('tests/index.mjs');
  const surrogate: PublishedSuite = await load('tests/surrogate-control.mjs');
  return [...suites, surrogate].flatMap(({ tests }) =>
    tests
      .filter((one) => one.browser_only !== true)
      .map(({ id, kind = 'required' }) => ({ id, kind })),
  );
}

async function load<Value>(path: string): Promise<Value> {
  const loaded: { readonly default: Value } = await import(pathToFileURL(join(home, path)).href);
  return loaded.default;
}

/** The tests' own origin. */
export interface CacheTestOrigin {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts it; it listens on all interfaces, for it can't be told otherwise. */
export async function startCacheTestOrigin(): Promise<CacheTestOrigin> {
  const port = await freePort();
  const folder = temporaryFolder();
  const env = {
    ...process.env,
    npm_config_protocol: 'http',
    npm_config_port: String(port),
    npm_config_pidfile: join(folder.path, 'pid'),
  };
  const options = { cwd: home, env, stdio: 'ignore' } as const;
  const child = new Child(process.execPath, ['server/server.mjs'], options);
  const stop = (): Promise<void> =>
    child
      .end('SIGTERM')
      .then(() => undefined)
      .finally(folder.remove);
  try {
    await eventually('the origin listens', async () => !(await isFree(port)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

/** How long all tests together may take: many times what they do. */
const playLimitMs = 240_000;

/**
 * Plays all tests against a proxy in front of the origin.
 *
 * @returns the tests that passed, and those that did not
 */
export async function playCacheTests(
  proxyUrl: string,
): Promise<{ readonly passed: ReadonlySet<string>; readonly failed: ReadonlySet<string> }> {
  // An empty id asks for all of them; without one the client asks for none.
  const env = {
    ...process.env,
    npm_config_base: proxyUrl,
    npm_config_id: '',
    npm_package_config_id: '',
  };
  const child = new Child(process.execPath, ['--no-warnings', 'cli.mjs'], {
    cwd: home,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { stdout } = child.process;
  if (stdout === null) throw new Error('the client has no output');
  const limit = setTimeout(() => child.process.kill('SIGKILL'), playLimitMs);
  const output = await text(stdout).finally(() => clearTimeout(limit));
  const code = await child.exit;
  if (code !== 0) throw new Error(`the client of the cache tests ended with ${code}: ${output}`);
  const results: Readonly<Record<string, unknown>> = JSON.parse(output);
  const passed = new Set<string>();
  const failed = new Set<string>();
  for (const [id, result] of Object.entries(results)) (result === true ? passed : failed).add(id);
  return { passed, failed };
}
