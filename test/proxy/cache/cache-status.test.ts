import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cacheStatus } from '../../../proxy/cache/cache-status.ts';

const status = suite('cache-status');

status('a hit says for how long it is fresh', () => {
  assert.is(cacheStatus({}, 59.9), 'edgefolio; hit; ttl=59');
  assert.is(cacheStatus({}, -0.5), 'edgefolio; hit; ttl=-1');
});

status('what was forwarded says why, and what came of it', () => {
  assert.is(cacheStatus({ fwd: 'method' }), 'edgefolio; fwd=method');
  const stored = { fwd: 'uri-miss', stored: true } as const;
  assert.is(cacheStatus(stored, 5), 'edgefolio; fwd=uri-miss; stored; ttl=5');
  const rescued = { fwd: 'stale', fwdStatus: 503, detail: 'stale-if-error' } as const;
  assert.is(cacheStatus(rescued), 'edgefolio; fwd=stale; fwd-status=503; detail=stale-if-error');
  assert.is(cacheStatus({ fwd: 'stale', collapsed: true }), 'edgefolio; fwd=stale; collapsed');
});

status.run();
