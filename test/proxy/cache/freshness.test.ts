import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  guessedLifetimeS,
  initialAgeS,
  type ReceivedResponse,
  statedLifetimeS,
} from '../../../proxy/cache/freshness.ts';
import { readResponseTerms } from '../../../proxy/cache/response-terms.ts';

const freshness = suite('freshness');

const wallMs = Date.UTC(2026, 5, 1, 12);

function date(offsetS: number): string {
  return new Date(wallMs + offsetS * 1000).toUTCString();
}

function received(fields: readonly string[], status = 200): ReceivedResponse {
  return { status, terms: readResponseTerms(fields), wallMs };
}

freshness('s-maxage goes before max-age, and max-age before Expires', () => {
  const expires = ['Expires', date(30)];
  const cacheControl = (value: string): readonly string[] => ['Cache-Control', value];

  assert.is(statedLifetimeS(received(expires)), 30);
  assert.is(statedLifetimeS(received([...cacheControl('max-age=20'), ...expires])), 20);
  assert.is(statedLifetimeS(received(cacheControl('max-age=20, s-maxage=10'))), 10);
  assert.is(statedLifetimeS(received(['ETag', '"a"'])), undefined);
});

freshness('several lines of Cache-Control are one', () => {
  const fields = ['Cache-Control', 'max-age=20', 'cache-control', 's-maxage=10'];
  assert.is(statedLifetimeS(received(fields)), 10);
});

freshness('CDN-Cache-Control stands in for Cache-Control and Expires', () => {
  const fields = [
    'Cache-Control',
    'no-store',
    'CDN-Cache-Control',
    'max-age=7',
    'Expires',
    date(3),
  ];
  assert.is(statedLifetimeS(received(fields)), 7);
});

freshness('Expires is counted from Date, and is over when it can not be read', () => {
  assert.is(statedLifetimeS(received(['Expires', date(300), 'Date', date(400)])), 0);
  assert.is(statedLifetimeS(received(['Expires', date(300), 'Date', date(200)])), 100);
  assert.is(statedLifetimeS(received(['Expires', '0', 'Date', date(0)])), 0);
});

freshness('a lifetime is guessed from the last change, up to a limit', () => {
  const heuristic = { percent: 10, limitS: 600 };
  const changed = (ageS: number): readonly string[] => ['Last-Modified', date(-ageS)];

  assert.is(guessedLifetimeS(received(changed(1000)), heuristic), 100);
  assert.is(guessedLifetimeS(received(changed(100_000)), heuristic), 600);
  assert.is(guessedLifetimeS(received(changed(-100)), heuristic), 0);
  assert.is(guessedLifetimeS(received(changed(1000)), { ...heuristic, percent: 0 }), 0);
  assert.is(guessedLifetimeS(received([]), heuristic), 0);
  assert.is(guessedLifetimeS(received(changed(1000), 403), heuristic), 0);
  const open = [...changed(1000), 'Cache-Control', 'public'];
  assert.is(guessedLifetimeS(received(open, 403), heuristic), 100);
});

freshness('the initial age is the larger of what Date and Age say', () => {
  assert.is(initialAgeS(received(['Date', date(0)]), 0), 0);
  assert.is(initialAgeS(received(['Date', date(-5)]), 0), 5);
  assert.is(initialAgeS(received(['Date', date(60)]), 0), 0);
  assert.is(initialAgeS(received(['Date', date(-5), 'Age', '7']), 2), 9);
});

freshness('half a second of the clock is no age', () => {
  const response = { ...received(['Date', date(0)]), wallMs: wallMs + 900 };
  assert.is(initialAgeS(response, 0), 0);
});

freshness('a response whose Age can not be read is as old as can be', () => {
  for (const age of ['abc', '-1', '1.0', '0, 0', '7;a=b', '']) {
    assert.is(initialAgeS(received(['Age', age]), 0), Number.POSITIVE_INFINITY, age);
  }
  assert.is(initialAgeS(received(['Age', '0', 'Age', '0']), 0), Number.POSITIVE_INFINITY);
});

freshness.run();
