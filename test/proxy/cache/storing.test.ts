import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readRequestTerms } from '../../../proxy/cache/request-terms.ts';
import { readResponseTerms } from '../../../proxy/cache/response-terms.ts';
import { type Storable, type StoringPolicy, storable } from '../../../proxy/cache/storing.ts';

const storing = suite('storing');

const policy: StoringPolicy = { heuristic: { percent: 0, limitS: 0 }, setCookie: 'bypass' };
const wallMs = Date.UTC(2026, 5, 1);

interface Told {
  readonly cacheControl?: string;
  readonly status?: number;
  readonly asked?: readonly string[];
  readonly more?: readonly string[];
  readonly policy?: StoringPolicy;
}

function judged(told: Told): Storable | undefined {
  const { cacheControl, status = 200, asked = [], more = [] } = told;
  const stated = cacheControl === undefined ? [] : ['Cache-Control', cacheControl];
  const terms = readResponseTerms([...stated, ...more]);
  const chosen = { ...(told.policy ?? policy), delayS: 0 };
  return storable(readRequestTerms(asked), { status, terms, wallMs }, chosen);
}

storing('what states a lifetime is stored, whatever its status', () => {
  for (const status of [200, 204, 301, 302, 404, 499, 500, 599]) {
    assert.ok(judged({ cacheControl: 'max-age=5', status }), String(status));
  }
});

storing('parts and answers about other responses are not', () => {
  assert.not(judged({ cacheControl: 'max-age=5', status: 206 }));
  assert.not(judged({ cacheControl: 'max-age=5', status: 304 }));
  assert.not(judged({ cacheControl: 'max-age=5', status: 416 }));
});

storing('no-store and private keep a response out', () => {
  assert.not(judged({ cacheControl: 'max-age=5, no-store' }));
  assert.not(judged({ cacheControl: 'max-age=5, private' }));
  assert.not(judged({ cacheControl: 'max-age=5', asked: ['Cache-Control', 'no-store'] }));
  assert.ok(judged({ cacheControl: 'max-age=5, private="x"' }));
});

storing('a CDN-Cache-Control that is empty or invalid says nothing', () => {
  for (const targeted of ['', 'max-age=', ',', 'max-age=60,,']) {
    const more = ['CDN-Cache-Control', targeted, 'Expires', new Date(wallMs + 9000).toUTCString()];
    assert.not(judged({ cacheControl: 'max-age=5, private', more }), targeted);
    assert.is(judged({ more })?.shelf.freshS, 9, targeted);
  }
  assert.ok(judged({ cacheControl: 'private', more: ['CDN-Cache-Control', 'max-age=60'] }));
});

storing('must-understand lifts no-store where the status is understood, and else forbids', () => {
  assert.ok(judged({ cacheControl: 'max-age=5, no-store, must-understand' }));
  assert.not(judged({ cacheControl: 'max-age=5, must-understand', status: 599 }));
});

storing('answers to requests with credentials need a permission of their own', () => {
  const asked = ['Authorization', 'Bearer a'];

  assert.not(judged({ cacheControl: 'max-age=5', asked }));
  for (const permission of ['public', 'must-revalidate', 's-maxage=5']) {
    assert.ok(judged({ cacheControl: `max-age=5, ${permission}`, asked }), permission);
  }
});

storing('answers that set cookies are stored only where that is set', () => {
  const told: Told = { cacheControl: 'max-age=5', more: ['Set-Cookie', 'a=b'] };

  assert.not(judged(told));
  assert.ok(judged({ ...told, policy: { ...policy, setCookie: 'store' } }));
});

storing('what says nothing of its lifetime is not stored without a heuristic', () => {
  const more = ['Last-Modified', new Date(wallMs - 1_000_000).toUTCString(), 'ETag', '"a"'];
  const heuristic = { percent: 10, limitS: 60 };

  assert.not(judged({ more }));
  assert.is(judged({ more, policy: { ...policy, heuristic } })?.shelf.freshS, 60);
});

storing('what is stale at once is stored only if it can be validated or used stale', () => {
  assert.not(judged({ cacheControl: 'max-age=0' }));
  assert.not(judged({ cacheControl: 'no-cache' }));
  assert.not(judged({ cacheControl: 'max-age=5', more: ['Age', '9'] }));
  assert.not(judged({ cacheControl: 'max-age=5', more: ['Age', 'abc'] }));
  assert.ok(judged({ cacheControl: 'no-cache', more: ['ETag', '"a"'] })?.shelf.alwaysValidate);
  assert.ok(judged({ cacheControl: 'max-age=0, stale-while-revalidate=5' }));
});

storing('must-revalidate takes every staleness away, s-maxage what is not said beside it', () => {
  const strict = judged({ cacheControl: 'max-age=5, must-revalidate, stale-if-error=9' });
  assert.is(strict?.shelf.staleIfErrorS, 0);
  assert.ok(strict?.shelf.strict);
  const shared = judged({ cacheControl: 's-maxage=5, stale-if-error=9' });
  assert.is(shared?.shelf.staleIfErrorS, 9);
  assert.ok(shared?.shelf.strict);
});

storing.run();
