import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CacheTally } from '../../../proxy/cache/cache-tally.ts';
import { EdgeCache } from '../../../proxy/cache/edge-cache.ts';
import type { CacheQuestion } from '../../../proxy/cache/judging.ts';
import { readRequestTerms } from '../../../proxy/cache/request-terms.ts';
import type { StoredResponse } from '../../../proxy/cache/stored-response.ts';
import type { RefreshVerdict, Waited } from '../../../proxy/cache/verdict.ts';
import { readCacheSettings } from '../../../proxy/settings/cache.ts';
import { EnvironmentReader } from '../../../service/environment.ts';

const edgeCache = suite('edge-cache');

interface Clocked {
  readonly cache: EdgeCache;
  readonly clock: { ms: number };
}

function made(onInvalidated?: (keys: readonly string[]) => void): Clocked {
  const clock = { ms: 0 };
  const settings = readCacheSettings(new EnvironmentReader({ PROXY_CACHE_BYTES: '1000000' }));
  const tally = new CacheTally();
  const now = (): number => clock.ms;
  const wallClock = (): number => 1e12 + clock.ms;
  const cache = new EdgeCache({ settings, tally, now, wallClock, onInvalidated });
  return { cache, clock };
}

function asking(fields: readonly string[] = [], key = 'http://a/'): CacheQuestion {
  return { method: 'GET', key, fields, terms: readRequestTerms(fields), askedAt: 0 };
}

function answered(status: number, etag = '"a"') {
  return { status, phrase: '', fields: ['Cache-Control', 'max-age=60', 'ETag', etag] };
}

/** Stores an answer whole. @returns whether it was stored */
function fill(cache: EdgeCache, question: CacheQuestion, answer = answered(200)): boolean {
  const fetching = cache.begin(question.key);
  const kept = cache.keep(question, fetching, answer)?.finish() ?? false;
  cache.end(fetching);
  return kept;
}

function found(cache: EdgeCache, key?: string): StoredResponse | undefined {
  const verdict = cache.consult(asking([], key), 'enough');
  return verdict.kind === 'answer' ? verdict.stored : undefined;
}

/** What is to be fetched for nobody beside the answer, if anything is. */
function refreshOf(cache: EdgeCache): RefreshVerdict | undefined {
  const verdict = cache.consult(asking(), 'never');
  return verdict.kind === 'answer' ? verdict.refresh : undefined;
}

edgeCache('of answers to a request for a part only the whole is stored', () => {
  for (const status of [404, 412, 416, 500]) {
    const { cache } = made();
    assert.not(fill(cache, asking(['Range', 'bytes=9-']), answered(status)), String(status));
    assert.is(found(cache), undefined);
  }
  const { cache } = made();
  assert.ok(fill(cache, asking(['Range', 'bytes=9-'])));
  assert.ok(found(cache));
});

edgeCache('an answer that is read slowly does not replace a newer one', () => {
  const { cache, clock } = made();
  const slow = cache.keep(asking(), cache.begin('http://a/'), answered(200, '"old"'));
  clock.ms = 5;
  assert.ok(fill(cache, asking(), answered(200, '"new"')));
  slow?.finish();

  assert.is(found(cache)?.etag, '"new"');
  assert.is(cache.tally.stored, 1);
});

edgeCache('a late 304 does not bring an older response back', () => {
  const { cache, clock } = made();
  fill(cache, asking(), answered(200, '"old"'));
  const old = found(cache);
  assert.ok(old);
  const late = cache.begin(old.key);
  clock.ms = 5;
  fill(cache, asking(), answered(200, '"new"'));
  clock.ms = 9;

  assert.is(cache.freshen(old, asking(), late, ['Cache-Control', 'max-age=60']).etag, '"old"');
  assert.is(found(cache)?.etag, '"new"');
});

edgeCache('a 304 renews what is stored, and what was evicted meanwhile', () => {
  const { cache, clock } = made();
  fill(cache, asking());
  const old = found(cache);
  assert.ok(old);
  clock.ms = 9;
  const renewed = cache.freshen(old, asking(), cache.begin(old.key), []);
  assert.is(found(cache), renewed);
  assert.is(renewed.givenAt, 9);
  cache.forget(renewed);

  assert.ok(cache.freshen(renewed, asking(), cache.begin(old.key), []));
  assert.is(found(cache)?.etag, '"a"');
});

edgeCache('what a 304 gives one client alone is not stored, and what was stored of it goes', () => {
  for (const directive of ['private', 'no-cache']) {
    const { cache } = made();
    const { status, phrase, fields } = answered(200);
    fill(cache, asking(), { status, phrase, fields: [...fields, 'X-Own', 'a', 'X-Old', 'b'] });
    const old = found(cache);
    assert.ok(old);
    const update = ['Cache-Control', `max-age=60, ${directive}="x-own, x-old"`, 'X-Own', 'c'];
    const given = cache.freshen(old, asking(), cache.begin(old.key), update);

    assert.equal(given.fields.slice(-2), ['X-Own', 'c']);
    const stored = found(cache)?.fields ?? [];
    assert.equal([stored.includes('X-Own'), stored.includes('X-Old')], [false, false], directive);
    assert.ok(stored.includes('ETag'));
  }
});

edgeCache('what is served stale is refreshed by one at a time, whatever flies', () => {
  const { cache, clock } = made();
  const fields = ['Cache-Control', 'max-age=1, stale-while-revalidate=60', 'ETag', '"a"'];
  fill(cache, asking(), { status: 200, phrase: '', fields });
  const slow = cache.consult(asking(['Cache-Control', 'no-cache']), 'never');
  assert.ok(slow.kind === 'fetch' && slow.flight);
  clock.ms = 2000;

  const first = refreshOf(cache);
  assert.ok(first?.stored);
  assert.is(first.flight, undefined);
  assert.is(refreshOf(cache), undefined);
  cache.endRefresh(first);
  cache.flights.land(slow.flight, 'unshared');
  const second = refreshOf(cache);
  assert.ok(second);
  cache.endRefresh(second);
});

edgeCache('others wait for a refresh where they can', () => {
  const { cache, clock } = made();
  const fields = ['Cache-Control', 'max-age=1, stale-while-revalidate=1', 'ETag', '"a"'];
  fill(cache, asking(), { status: 200, phrase: '', fields });
  clock.ms = 1500;
  assert.ok(refreshOf(cache)?.flight);
  clock.ms = 2500;

  assert.is(cache.consult(asking(), 'never').kind, 'wait');
});

edgeCache('where what is stored tells that answers vary, flights do so, too', () => {
  const { cache } = made();
  const fields = ['Cache-Control', 'max-age=60', 'Vary', 'X-A'];
  fill(cache, asking(['X-A', '1']), { status: 200, phrase: '', fields });
  const kindOf = (value: string, waited: Waited) =>
    cache.consult({ ...asking(['X-A', value]), askedAt: 1 }, waited).kind;

  assert.equal([kindOf('2', 'never'), kindOf('2', 'never')], ['fetch', 'wait']);
  assert.equal([kindOf('3', 'once'), kindOf('3', 'once')], ['fetch', 'wait']);
  assert.is(kindOf('3', 'enough'), 'fetch');
  assert.is(kindOf('1', 'never'), 'answer');
});

edgeCache('who has waited for what is not stored now waits no more', () => {
  const { cache } = made();
  assert.ok(cache.flights.begin('http://a/'));

  assert.is(cache.consult(asking(), 'never').kind, 'wait');
  assert.is(cache.consult(asking(), 'once').kind, 'fetch');
});

edgeCache('a purge of a key takes what came through trusted hops along', () => {
  const { cache } = made();
  const keys = ['http://a/', 'http://a/ inner', 'http://a/ inner #81', 'http://a/b'];
  for (const key of keys) fill(cache, asking([], key));
  const late = cache.begin('http://a/ inner');

  assert.is(cache.purgeKey('http://a/'), 3);
  assert.ok(late.outdated);
  assert.is(cache.count, 1);
  assert.ok(found(cache, 'http://a/b'));
});

edgeCache('what a change makes invalid goes, and others hear of it', () => {
  const told: (readonly string[])[] = [];
  const { cache } = made((keys) => told.push(keys));
  for (const key of ['http://a/', 'http://a/b', 'http://a/c'])
    assert.ok(fill(cache, asking([], key)));

  cache.invalidate('http://a/', ['Location', '/b']);

  assert.equal(told, [['http://a/', 'http://a/b']]);
  assert.equal([found(cache), found(cache, 'http://a/b')], [undefined, undefined]);
  assert.ok(found(cache, 'http://a/c'));
});

edgeCache('what others told to be invalid goes, and what is on its way is not kept', () => {
  const told: (readonly string[])[] = [];
  const { cache } = made((keys) => told.push(keys));
  assert.ok(fill(cache, asking([], 'http://a/b')));
  const coming = cache.begin('http://a/');

  cache.invalidateKeys(['http://a/', 'http://a/b']);

  assert.equal([found(cache, 'http://a/b'), cache.tally.invalidated, told], [undefined, 1, []]);
  assert.is(cache.keep(asking(), coming, answered(200)), undefined);
});

edgeCache.run();
