import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startProxyOnDeno, startProxyOnNode } from '../contract/start-proxy.ts';
import { exceptions } from './exceptions.ts';
import {
  type CacheTestOrigin,
  listCacheTests,
  playCacheTests,
  startCacheTestOrigin,
} from './run-cache-tests.ts';

const cacheTests = suite('http-cache-tests');

// CACHE_TESTS_ON=deno plays them once on the other runtime.
const start = process.env['CACHE_TESTS_ON'] === 'deno' ? startProxyOnDeno : startProxyOnNode;

cacheTests('every test passes but those that are listed with a reason', async () => {
  const judged = (await listCacheTests()).filter(({ kind }) => kind !== 'check');
  const origin = await startCacheTestOrigin();
  try {
    const passed = await passedBehind(origin);
    const failing = judged.filter(({ id }) => !passed.has(id)).map(({ id }) => id);

    assert.is(judged.length, 260);
    assert.equal(failing.sort(), [...exceptions.keys()].sort());
  } finally {
    await origin.stop();
  }
});

cacheTests.run();

/** The tests that pass with a proxy before the origin. */
async function passedBehind({ port }: CacheTestOrigin): Promise<ReadonlySet<string>> {
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
