import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PeerReader } from './peer-reader.ts';

const reader = suite('reader of a chaos peer');

function targets(...pieces: readonly string[]): readonly string[] {
  const seen: string[] = [];
  const reading = new PeerReader(({ method, target }) => seen.push(`${method} ${target}`));
  for (const piece of pieces) reading.read(Buffer.from(piece, 'latin1'));
  return seen;
}

reader('a request that comes in pieces is one request', () => {
  assert.equal(targets('GET /a HT', 'TP/1.1\r\nHost: x\r', '\n\r', '\n'), ['GET /a']);
});

reader('bodies are no requests', () => {
  const sized = 'PUT /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nGET /no x';
  const chunked = 'PUT /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n';

  assert.equal(targets(`${sized}${chunked}GET /c HTTP/1.1\r\n\r\n`), [
    'PUT /a',
    'PUT /b',
    'GET /c',
  ]);
});

reader('a request is taken when its body is whole, not before', () => {
  const head = 'PUT /a HTTP/1.1\r\nContent-Length: 4\r\n\r\n';

  assert.equal(targets(head, 'ab'), []);
  assert.equal(targets(head, 'ab', 'cd'), ['PUT /a']);
});

reader.run();
