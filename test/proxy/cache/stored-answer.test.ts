import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readRequestTerms } from '../../../proxy/cache/request-terms.ts';
import { answerFrom, type StoredAnswer } from '../../../proxy/cache/stored-answer.ts';
import type { StoredResponse } from '../../../proxy/cache/stored-response.ts';
import { someStored } from './some-stored.ts';

const storedAnswer = suite('stored-answer');

const writtenMs = Date.UTC(2026, 5, 1);
const lastModified = 'Mon, 25 May 2026 00:00:00 GMT';
const tagged = someStored({
  etag: '"v1"',
  lastModified,
  fields: ['ETag', '"v1"', 'Content-Type', 'text/plain', 'Content-Length', '5', 'Vary', 'A'],
});

function ask(
  asked: readonly string[],
  stored: StoredResponse = tagged,
  method = 'GET',
): StoredAnswer {
  return answerFrom(stored, { method, terms: readRequestTerms(asked), writtenMs });
}

function field({ fields }: StoredAnswer, name: string): string | undefined {
  const at = fields.indexOf(name);
  return at < 0 ? undefined : fields[at + 1];
}

storedAnswer('without conditions the whole is answered', () => {
  const answer = ask([]);

  assert.is(answer.status, 200);
  assert.is(answer.body?.toString(), 'hello');
  assert.is(answer.contentLength, '5');
});

storedAnswer('a HEAD has the same head and no body', () => {
  const answer = ask(['Range', 'bytes=0-1'], tagged, 'HEAD');

  assert.is(answer.status, 200);
  assert.is(answer.body, undefined);
  assert.is(field(answer, 'Content-Length'), '5');
});

storedAnswer('a tag that the client has is answered 304, compared weakly', () => {
  for (const list of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
    const answer = ask(['If-None-Match', list]);
    assert.is(answer.status, 304, list);
    assert.is(answer.body, undefined);
    assert.is(field(answer, 'ETag'), '"v1"');
    assert.is(field(answer, 'Vary'), 'A');
    assert.is(field(answer, 'Content-Length'), undefined);
  }
  assert.is(ask(['If-None-Match', '"v2"']).status, 200);
  assert.is(ask(['If-None-Match', '"v2"', 'If-None-Match', '"v1"']).status, 304);
});

storedAnswer('If-None-Match goes before If-Modified-Since', () => {
  const later = new Date(writtenMs).toUTCString();
  assert.is(ask(['If-None-Match', '"v2"', 'If-Modified-Since', later]).status, 200);
  assert.is(ask(['If-Modified-Since', later]).status, 304);
  assert.is(ask(['If-Modified-Since', lastModified]).status, 304);
  assert.is(ask(['If-Modified-Since', 'Sun, 24 May 2026 00:00:00 GMT']).status, 200);
  assert.is(ask(['If-Modified-Since', 'nonsense']).status, 200);
});

storedAnswer('without Last-Modified the time of the response counts', () => {
  const bare = someStored();
  assert.is(ask(['If-Modified-Since', new Date(writtenMs + 1000).toUTCString()], bare).status, 304);
  assert.is(ask(['If-Modified-Since', lastModified], bare).status, 200);
});

storedAnswer('one range is answered 206 with its place', () => {
  const parts: readonly (readonly [string, string, string])[] = [
    ['bytes=0-1', 'he', 'bytes 0-1/5'],
    ['bytes=3-', 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 'lo', 'bytes 3-4/5'],
    ['bytes=1-99', 'ello', 'bytes 1-4/5'],
    ['bytes=-99', 'hello', 'bytes 0-4/5'],
  ];
  for (const [range, body, place] of parts) {
    const answer = ask(['Range', range]);
    assert.is(answer.status, 206, range);
    assert.is(answer.body?.toString(), body);
    assert.is(field(answer, 'Content-Range'), place);
    assert.is(field(answer, 'Content-Length'), String(body.length));
  }
});

storedAnswer('a range beyond the body is 416', () => {
  for (const range of ['bytes=5-', 'bytes=9-10', 'bytes=-0']) {
    const answer = ask(['Range', range]);
    assert.is(answer.status, 416, range);
    assert.is(field(answer, 'Content-Range'), 'bytes */5');
    assert.is(answer.contentLength, '0');
  }
});

storedAnswer('a part says nothing of the whole that is not true of it', () => {
  const whole = ['Digest', 'a', 'Content-MD5', 'b', 'content-digest', 'c', 'Content-Length', '5'];
  const answer = ask(
    ['Range', 'bytes=0-1'],
    someStored({ fields: [...whole, 'Repr-Digest', 'd', 'Content-Type', 'text/plain'] }),
  );

  assert.equal(answer.fields, [
    ...['Repr-Digest', 'd', 'Content-Type', 'text/plain'],
    ...['Content-Range', 'bytes 0-1/5', 'Content-Length', '2'],
  ]);
});

storedAnswer('a 416 says nothing of the stored body', () => {
  const ofIt = ['Content-Type', 'ETag', 'Last-Modified', 'Repr-Digest', 'Digest', 'Content-MD5'];
  const fields = [...ofIt, 'Content-Length'].flatMap((name) => [name, '5']);
  const policy = ['Content-Security-Policy', 'a', 'Vary', 'b'];
  const answer = ask(['Range', 'bytes=5-'], someStored({ fields: [...fields, ...policy] }));

  assert.equal(answer.fields, [...policy, 'Content-Range', 'bytes */5', 'Content-Length', '0']);
});

storedAnswer('several ranges, other units and nonsense are answered with the whole', () => {
  for (const range of ['bytes=0-1,3-4', 'lines=0-1', 'bytes=2-1', 'bytes=-', 'bytes=a-b']) {
    assert.is(ask(['Range', range]).status, 200, range);
  }
});

storedAnswer('If-Range asks for the part only of the same response', () => {
  const range = ['Range', 'bytes=0-1'];
  assert.is(ask([...range, 'If-Range', '"v1"']).status, 206);
  assert.is(ask([...range, 'If-Range', '"v2"']).status, 200);
  assert.is(ask([...range, 'If-Range', 'W/"v1"']).status, 200);
  assert.is(ask([...range, 'If-Range', lastModified]).status, 206);
  assert.is(ask([...range, 'If-Range', 'Sun, 24 May 2026 00:00:00 GMT']).status, 200);
});

storedAnswer('what is no 200 is answered as it is', () => {
  const missing = someStored({ status: 404, phrase: 'Not Found', etag: '"v1"' });
  assert.is(ask(['If-None-Match', '"v1"', 'Range', 'bytes=0-1'], missing).status, 404);
});

storedAnswer('a part shares the memory of the whole', () => {
  assert.is(ask(['Range', 'bytes=1-2']).body?.buffer, tagged.body.buffer);
});

storedAnswer.run();
