import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StartEdge } from '../contract/edge.ts';
import { startProxyOnDeno, startProxyOnNode } from '../contract/start-proxy.ts';
import { exceptions } from './exceptions.ts';
import {
  type CacheTestOrigin,
  listCacheTests,
  playCacheTests,
  startCacheTestOrigin,
} from './run-cache-tests.ts';

const cacheTests = suite<{ failing: ReadonlyMap<string, Promise<readonly string[]>> }>(
  'http-cache-tests',
);

const runtimes: ReadonlyMap<string, StartEdge> = new Map([
  ['Node', startProxyOnNode],
  ['Deno', startProxyOnDeno],
]);

// They are full of waits: both are played at once.
cacheTests.before((context) => {
  const failing = [...runtimes].map(([name, start]) => {
    const ids = failingOn(start).catch((error: unknown) => [String(error)]);
    return [name, ids] as const;
  });
  context.failing = new Map(failing);
});

for (const name of runtimes.keys()) {
  cacheTests(`on ${name} all pass but those that are listed with a reason`, async (context) => {
    const failing = (await context.failing.get(name)) ?? [];

    assert.equal([...failing].sort(), [...exceptions.keys()].sort());
  });
}

cacheTests.run();

/** The tests that do not pass. */
async function failingOn(start: StartEdge): Promise<readonly string[]> {
  const judged = (await listCacheTests()).filter(({ kind }) => kind !== 'check');
  assert.is(judged.length, 260);
  const origin = await startCacheTestOrigin();
  try {
    const passed = await passedBehind(start, origin);
    return judged.filter(({ id }) => !passed.has(id)).map(({ id }) => id);
  } finally {
    await origin.stop();
  }
}

/** The tests that pass with a proxy before the origin. */
async function passedBehind(
  start: StartEdge,
  { port }: CacheTestOrigin,
): Promise<ReadonlySet<string>> {
  const edge = await start({
    peers: [{ port }],
    maxFails: 0,
    accessLog: 'off',
    // What our defaults forbid for caution's sake, the tests want to see done rightly.
    cache: { bytes: 50_000_000, heuristicPercent: 10, setCookie: 'store' },
  });
  try {
    const first = await playCacheTests(edge.url);
    if ([...first.failed].every((id) => exceptions.has(id))) return first.passed;
    // They are full of seconds: a busy machine is given a second chance, a wrong answer none.
    const second = await playCacheTests(edge.url);
    return new Set([...first.passed, ...second.passed]);
  } finally {
    await edge.stop();
  }
}
