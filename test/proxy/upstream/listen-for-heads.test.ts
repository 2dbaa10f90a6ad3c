import { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listenForHeads } from '../../../proxy/upstream/listen-for-heads.ts';
import type { WholeHead } from '../../../proxy/upstream/whole-head.ts';

const heads = suite('heads before undici reads them');

/** What undici reads of an answer that comes in such pieces, and the heads that were read before it. */
function readBy(...pieces: readonly string[]): { read: string[]; whole: WholeHead[] } {
  const socket = new Socket();
  const left = pieces.map((piece) => Buffer.from(piece, 'latin1'));
  socket.read = () => left.shift() ?? null;
  const whole: WholeHead[] = [];
  const told = {
    awaitsHead: true,
    silent: true,
    onHeadBytes: () => {
      told.silent = false;
      return true;
    },
    onWholeHead: (head: WholeHead) => void whole.push(head),
  };
  listenForHeads(socket, told);
  return { read: pieces.map(() => String(socket.read().toString('latin1'))), whole };
}

const usual =
  'HTTP/1.1 200 All right\r\nServer: x\r\ncontent-length:  2 \r\nConnection: keep-alive\r\nA: 1\r\n\r\n';

/** Of a head that comes at once. */
const short = (head: string): string => readBy(head).read.join('');

heads('of one that comes at once undici is shown status, framing and body', () => {
  const { read, whole } = readBy(`${usual}ab`);

  assert.equal(read, ['HTTP/1.1 200\r\ncontent-length:  2 \r\n\r\nab']);
  assert.is(whole.length, 1);
  assert.is(
    short('HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\nDate: now\r\n\r\n0'),
    'HTTP/1.1 404\r\nTransfer-Encoding: chunked\r\nUpgrade: h2c\r\n\r\n0',
  );
  assert.is(short('HTTP/1.1 204 \r\n\r\n'), 'HTTP/1.1 204\r\n\r\n');
});

heads('what is said of the connection stays, but for what a length makes plain', () => {
  for (const lines of [
    'Connection: Keep-Alive',
    'Transfer-Encoding: gzip\r\nConnection: keep-alive',
    'Connection: close\r\nProxy-Connection: close\r\nContent-Length: 1',
    'Content-Length: keep-alive',
  ]) {
    const head = `HTTP/1.1 200 OK\r\nA: 1\r\n${lines}\r\nB: 2\r\n\r\n`;
    assert.is(short(head), `HTTP/1.1 200\r\n${lines}\r\n\r\n`);
  }
});

heads('one that is cut, unusual or very long is shown to undici as it came', () => {
  const long = (sizeBytes: number): string =>
    `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(sizeBytes - 'HTTP/1.1 200 OK\r\nA: \r\n\r\n'.length)}\r\n\r\n`;
  for (const pieces of [
    [usual.slice(0, 10), usual.slice(10)],
    ['HTTP/1.1 200 OK\r\nX: ', 'HTTP/1.1 500 Bad\r\nContent-Length: 1\r\nA: 1\r\n\r\nz'],
    ['HTTP/1.1 103 Early Hints\r\n\r\n', usual],
    ['HTTP/1.1 200 OK\r\nA : 1\r\n\r\n'],
    [long(4097)],
  ]) {
    const { read, whole } = readBy(...pieces);
    assert.equal(read, pieces);
    assert.equal(whole, []);
  }
  assert.is(short(long(4096)), 'HTTP/1.1 200\r\n\r\n');
});

heads.run();
