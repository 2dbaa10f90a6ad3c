import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RateDecision, RateLimits } from '../../../proxy/protection/rate-limits.ts';
import { RateMemory } from '../../../proxy/protection/rate-memory.ts';
import { parseRateRules } from '../../../proxy/protection/rate-rule.ts';

const limits = suite('rate limits');

const get = { method: 'GET', path: '/' };

function limiting(text: string) {
  const clock = { now: 0 };
  const rates = new RateLimits(parseRateRules(text), new RateMemory(() => clock.now, 1000));
  const take = (request = get, client = 'c'): RateDecision | undefined => {
    const decision = rates.take(client, request);
    if (decision instanceof Promise) throw new Error('memory answers at once');
    return decision;
  };
  return { take, clock };
}

limits('without another word nothing waits', () => {
  const { take } = limiting('* 10r/s burst=2');
  const waits = [take(), take(), take()].map((decision) => decision?.waitMs);

  assert.equal(waits, [0, 0, 0]);
  assert.is(take()?.admitted, false);
});

limits('with delay all that are ahead of the rate wait', () => {
  const { take } = limiting('* 10r/s burst=3 delay');

  assert.equal(
    [take(), take(), take(), take()].map((decision) => decision?.waitMs),
    [0, 100, 200, 300],
  );
});

limits('with delay=1 one need not', () => {
  const { take } = limiting('* 10r/s burst=3 delay=1');

  assert.equal(
    [take(), take(), take(), take()].map((decision) => decision?.waitMs),
    [0, 0, 100, 200],
  );
});

limits('a rate may be one a minute', () => {
  const { take, clock } = limiting('* 30r/m');
  take();
  clock.now = 1999;
  const early = take();
  clock.now = 2000;

  assert.is(early?.admitted, false);
  assert.is(take()?.admitted, true);
});

limits('a refusal says when to come again, and what was exceeded', () => {
  const { take, clock } = limiting('* 2r/s burst=1');
  take();
  take();
  clock.now = 100;
  const refused = take();
  clock.now = 100 + (refused?.retryAfterMs ?? 0);

  assert.is(refused?.retryAfterMs, 400);
  assert.equal(refused?.violated, ['limit-1']);
  assert.is(take()?.admitted, true);
});

limits('fields tell the policy and what is left', () => {
  const { take } = limiting('* 10r/s burst=19');
  const first = take();
  for (let turn = 0; turn < 4; turn += 1) take();

  assert.equal(first?.fields, [
    ...['RateLimit-Policy', '"limit-1";q=20;w=2'],
    ...['RateLimit', '"limit-1";r=19;t=0'],
  ]);
  assert.is(take()?.fields[3], '"limit-1";r=14;t=1');
});

limits('what fields say is left can be had', () => {
  const { take } = limiting('* 10r/s burst=7');
  take();
  const left = Number(/r=(\d+)/.exec(take()?.fields[3] ?? '')?.[1]);
  for (let turn = 0; turn < left; turn += 1) assert.is(take()?.admitted, true);

  assert.is(take()?.admitted, false);
});

limits('every rule that means a request counts it', () => {
  const { take } = limiting('POST /backend 10r/s burst=1, * 10r/s burst=2');
  const post = { method: 'POST', path: '/backend?x=1' };
  take(post);
  take(post);
  const third = take(post);

  assert.equal(third?.violated, ['limit-1']);
  assert.is(take(get)?.fields[3], '"limit-2";r=0;t=1');
  assert.equal(take(get)?.violated, ['limit-2']);
});

limits('a request that no rule means is not counted', () => {
  const { take } = limiting('POST /backend 1r/s');

  assert.is(take({ method: 'GET', path: '/backend' }), undefined);
  assert.is(take({ method: 'POST', path: '/backend2' }), undefined);
});

limits('a path can not be disguised', () => {
  const { take } = limiting('* /backend 1r/s');

  for (const path of [
    '/BACKEND',
    '/%62ackend',
    '//backend',
    '/a/../backend',
    '/backend/',
    '/./backend?q',
  ]) {
    assert.ok(take({ method: 'GET', path }, path) !== undefined, path);
  }
});

limits('a path may stand for all below it', () => {
  const { take } = limiting('GET|HEAD /a/* 1r/s');

  for (const path of ['/a', '/a/', '/a/b', '/a/b/c?d']) {
    assert.ok(take({ method: 'HEAD', path }, path) !== undefined, path);
  }
  for (const path of ['/ab', '/', '/b/a']) {
    assert.is(take({ method: 'GET', path }, path), undefined, path);
  }
});

limits('clients are counted apart', () => {
  const { take } = limiting('* 1r/s');
  take(get, 'one');

  assert.is(take(get, 'two')?.admitted, true);
  assert.is(take(get, 'one')?.admitted, false);
});

const wrong = [
  '',
  '* 0r/s',
  '10r/s',
  '* 10',
  '* 10r/h',
  '* 1r/s burst',
  '* 1r/s burst=-1',
  'get / 1r/s',
  '* 1r/s,',
];

for (const text of wrong) {
  limits(`"${text}" is refused`, () => {
    assert.throws(() => parseRateRules(text), /no limit/);
  });
}

limits.run();
