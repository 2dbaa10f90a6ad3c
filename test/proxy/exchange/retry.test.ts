import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type FailedAttempt,
  idempotent,
  listed,
  mayRepeatStale,
  mayRetry,
  type RetryPolicy,
} from '../../../proxy/exchange/retry.ts';

const policy: RetryPolicy = {
  classes: new Set(['error', 'timeout']),
  statuses: new Set(),
  nonIdempotent: false,
  tries: 0,
  timeoutMs: 0,
};

const attempt: FailedAttempt = {
  failure: 'error',
  idempotent: true,
  left: true,
  replayable: true,
  attempts: 1,
  elapsedMs: 10,
  peersLeft: true,
};

const retry = suite('retry');

interface Case {
  readonly title: string;
  readonly policy?: Partial<RetryPolicy>;
  readonly attempt?: Partial<FailedAttempt>;
  readonly expected: boolean;
}

const cases: readonly Case[] = [
  { title: 'an idempotent request goes on to the next peer', expected: true },
  { title: 'another that has left stays', attempt: { idempotent: false }, expected: false },
  {
    title: 'another that has not left goes on',
    attempt: { idempotent: false, left: false },
    expected: true,
  },
  {
    title: 'another goes on where the policy says so',
    policy: { nonIdempotent: true },
    attempt: { idempotent: false },
    expected: true,
  },
  {
    title: 'nothing goes on whose beginning is gone, left or not',
    attempt: { left: false, replayable: false },
    expected: false,
  },
  { title: 'nothing goes on without another peer', attempt: { peersLeft: false }, expected: false },
  {
    title: 'a class that is not listed stays',
    attempt: { failure: 'invalid_header' },
    expected: false,
  },
  { title: 'a status that is not listed stays', attempt: { failure: 503 }, expected: false },
  {
    title: 'a listed status goes on',
    policy: { statuses: new Set([503]) },
    attempt: { failure: 503 },
    expected: true,
  },
  {
    title: 'a listed status does not make it idempotent',
    policy: { statuses: new Set([503]) },
    attempt: { failure: 503, idempotent: false },
    expected: false,
  },
  {
    title: 'the last try allowed is the last',
    policy: { tries: 2 },
    attempt: { attempts: 2 },
    expected: false,
  },
  {
    title: 'one try fewer goes on',
    policy: { tries: 3 },
    attempt: { attempts: 2 },
    expected: true,
  },
  {
    title: 'no attempt begins after the time allowed',
    policy: { timeoutMs: 3800 },
    attempt: { elapsedMs: 3800 },
    expected: false,
  },
  {
    title: 'an attempt may begin just before it',
    policy: { timeoutMs: 3800 },
    attempt: { elapsedMs: 3799 },
    expected: true,
  },
  { title: 'a body that was partly sent stays', attempt: { replayable: false }, expected: false },
];

for (const given of cases) {
  retry(given.title, () => {
    const answer = mayRetry({ ...policy, ...given.policy }, { ...attempt, ...given.attempt });

    assert.is(answer, given.expected);
  });
}

retry('an empty policy lists nothing', () => {
  const off: RetryPolicy = { ...policy, classes: new Set() };

  assert.is(listed(off, 'error'), false);
  assert.is(mayRetry(off, { ...attempt, left: false }), false);
});

retry('a stale idempotent request is made again', () => {
  assert.is(mayRepeatStale({ idempotent: true, left: true, replayable: true }), true);
  assert.is(mayRepeatStale({ idempotent: true, left: true, replayable: false }), false);
});

retry('another stale one is made again only where it has not left', () => {
  assert.is(mayRepeatStale({ idempotent: false, left: true, replayable: true }), false);
  assert.is(mayRepeatStale({ idempotent: false, left: false, replayable: true }), true);
  assert.is(mayRepeatStale({ idempotent: true, left: false, replayable: false }), false);
});

for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
  retry(`${method} is idempotent`, () => assert.is(idempotent(method), true));
}

for (const method of ['POST', 'PATCH', 'LOCK']) {
  retry(`${method} is not`, () => assert.is(idempotent(method), false));
}

retry.run();
