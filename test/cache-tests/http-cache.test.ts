import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startProxyOnDeno, startProxyOnNode } from '../contract/start-proxy.ts';
import { exceptions } from './exceptions.ts';
import { listCacheTests, playCacheTests, startCacheTestOrigin } from './run-cache-tests.ts';

const cacheTests = suite('http-cache-tests');

// CACHE_TESTS_ON=deno plays them once on the other runtime.
const start = process.env['CACHE_TESTS_ON'] === 'deno' ? startProxyOnDeno : startProxyOnNode;

cacheTests('every test passes but those that are listed with a reason', async () => {
  const judged = (await listCacheTests()).filter(({ kind }) => kind !== 'check');
  const origin = await startCacheTestOrigin();
  const edge = await start({
    peers: [{ port: origin.port }],
    maxFails: 0,
    accessLog: 'off',
    // What our defaults forbid for caution's sake, the tests want to see done rightly.
    cache: { bytes: 50_000_000, heuristicPercent: 10, setCookie: 'store' },
  });
  const first = await playCacheTests(edge.url);
  const unexpected = [...first.failed].some((id) => !exceptions.has(id));
  // They are full of seconds: a busy machine is given a second chance, a wrong answer none.
  const second = unexpected ? await playCacheTests(edge.url) : first;
  await edge.stop();
  await origin.stop();
  const passes = (id: string): boolean => first.passed.has(id) || second.passed.has(id);
  const failing = judged.filter(({ id }) => !passes(id)).map(({ id }) => id);

  assert.is(judged.length, 260);
  assert.equal(failing.sort(), [...exceptions.keys()].sort());
});

cacheTests.run();
