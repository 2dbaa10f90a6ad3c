import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HeadWatch, isOverlooked } from '../../../proxy/upstream/head-watch.ts';

const heads = suite('heads of an answer');

/** What undici reads of an answer that comes in pieces. */
function seen(...pieces: readonly string[]): string {
  const watch = new HeadWatch();
  const read = pieces.map((piece) => {
    const bytes = Buffer.from(piece, 'latin1');
    watch.see(bytes);
    return bytes.toString('latin1');
  });
  return read.join('');
}

/** All ways to cut a text in two. */
function cuts(text: string): readonly (readonly [string, string])[] {
  return Array.from(text, (_, at) => [text.slice(0, at), text.slice(at)]);
}

const continues = 'HTTP/1.1 100 Continue\r\n\r\n';
const hint = 'HTTP/1.1 103 Early Hints\r\nX-A: HTTP/1.1 100\r\n\r\n';
const answer = 'HTTP/1.1 200 OK\r\nX-A: HTTP/1.1 100 is here\r\n\r\na HTTP/1.1 100 too';

heads('a 100 Continue becomes a status that is overlooked, however it is cut', () => {
  for (const pieces of cuts(`\r\n${continues}${hint}${continues}${answer}`)) {
    const text = seen(...pieces);
    const statuses = [...text.matchAll(/(?:^|\r\n)HTTP\/1\.1 (\d+) /g)].map(([, one]) =>
      Number(one),
    );

    assert.equal(statuses.map(isOverlooked), [true, false, true, false], JSON.stringify(pieces));
    assert.match(text, hint);
    assert.ok(text.endsWith(answer));
  }
});

heads('an answer of HTTP/1.0 is known, however it is cut', () => {
  const [old, usual] = ['HTTP/1.0 200 OK\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n'];
  const watch = new HeadWatch();
  for (const text of [...cuts(old), ...cuts(usual)]) {
    watch.begin();
    for (const piece of text) watch.see(Buffer.from(piece));
    assert.is(watch.old, text.join('') === old);
  }
});

heads('an interim response closes nothing, however it is cut', () => {
  const lines =
    'X-Connection: close\r\nCONNECTION: a,cClose\r\nConnection:close\r\nX: close\r\n\r\n';
  const closing = `HTTP/1.1 103 Early Hints\r\n${lines}`;
  const last = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n';
  for (const pieces of cuts(`${closing}${last}`)) {
    const kept = lines.replace('cClose', 'cClos.').replace('Connection:close', 'Connection:clos.');
    assert.is(seen(...pieces), `HTTP/1.1 103 Early Hints\r\n${kept}${last}`);
  }
});

heads('tabs behind values become spaces, however they are cut, and no others', () => {
  const before = 'HTTP/1.1 200 O\tK\t\r\nA:\tb\tc\t \t\r\nB: d\r\n\r\n';
  const after = 'HTTP/1.1 200 O\tK \r\nA:\tb\tc   \r\nB: d\r\n\r\n';
  const body = 'a\t\r\nb\t\r\n\r\nc\t\r\n';
  for (const [first, second] of cuts(before)) {
    const text = seen(first, `${second}${body}`);
    // What is cut behind a tab might end there.
    const same = first.endsWith('\t') ? text.replaceAll('\t', ' ') : text;
    const expected = first.endsWith('\t') ? `${after}${body}`.replaceAll('\t', ' ') : after + body;
    assert.is(same, expected, JSON.stringify(first));
    assert.ok(text.endsWith(body), JSON.stringify(first));
  }
});

heads('a later version of HTTP/1 is read as the last that is known', () => {
  for (const pieces of cuts('HTTP/1.7 200 OK\r\n\r\n')) {
    assert.is(seen(...pieces), 'HTTP/1.1 200 OK\r\n\r\n');
  }
  assert.is(seen('HTTP/1.0 200 OK\r\n\r\n'), 'HTTP/1.0 200 OK\r\n\r\n');
});

heads('nothing of a final answer is changed', () => {
  for (const pieces of cuts(answer)) assert.is(seen(...pieces), answer);
});

heads('behind a 101 nothing is changed', () => {
  const switched = `HTTP/1.1 101 Switching Protocols\r\n\r\n${continues}`;

  for (const pieces of cuts(switched)) assert.is(seen(...pieces), switched);
});

heads('another protocol can not be read, however it is cut', () => {
  for (const line of ['RTSP/1.0 200 OK', 'HTTP/2.0 200 OK', '\r\nhttp/1.1 200 OK']) {
    for (const pieces of cuts(line)) assert.match(seen(...pieces), '\0', line);
  }
  assert.match(seen(hint, 'RTSP/1.0 200 OK'), '\0');
});

heads('the next answer is looked at anew', () => {
  const watch = new HeadWatch();
  watch.see(Buffer.from(answer, 'latin1'));
  watch.begin();
  const bytes = Buffer.from(continues, 'latin1');
  watch.see(bytes);

  assert.match(bytes.toString('latin1'), 'HTTP/1.1 199 Continue');
});

heads.run();
