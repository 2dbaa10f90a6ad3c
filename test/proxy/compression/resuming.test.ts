import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startBackend } from '../../support/backend.ts';
import { type Answer, ask, testedProxy } from '../../support/running-proxy.ts';

const resuming = suite('resuming what may be compressed');

const date = 'Sat, 29 Oct 1994 19:43:31 GMT';
const body = 'plain text';
const head = [
  'HTTP/1.1 200 OK',
  `Content-Length: ${body.length}`,
  'Content-Type: text/plain',
  `Last-Modified: ${date}`,
  'ETag: "x"',
];

type Resume = (fields?: Readonly<Record<string, string>>) => Promise<Answer>;

/** @returns the names of all fields that the peer got */
async function withProxy(cacheBytes: string, play: (resume: Resume) => Promise<void>) {
  const peer = await startBackend((_request, socket) => {
    socket.write([...head, 'Cache-Control: max-age=60', '', body].join('\r\n'));
  });
  const compress = { PROXY_COMPRESS: 'on', PROXY_COMPRESS_CODINGS: 'gzip=5' };
  const env = { PROXY_PEERS: peer.address, PROXY_CACHE_BYTES: cacheBytes, ...compress };
  const proxy = await testedProxy(env);
  const part = { Range: 'bytes=6-', 'If-Range': date, 'Accept-Encoding': 'gzip' };
  try {
    await play((fields) => ask(proxy.url, { headers: { ...part, ...fields } }));
  } finally {
    await proxy.drain();
    await peer.close();
  }
  return peer.seen.flatMap(({ fields }) => fields.map((line) => line.replace(/:.*/, '')));
}

resuming(
  'the peer is asked for the whole where only a date tells what the client has',
  async () => {
    const names = await withProxy('0', async (resume) => {
      await resume();
    });
    assert.ok(names.includes('Accept-Encoding'));
    assert.not(names.some((name) => /range$/i.test(name)));
  },
);

resuming('the peer judges a tag, and what is never compressed', async () => {
  const names = await withProxy('0', async (resume) => {
    await resume({ 'If-Range': '"x"' });
    await resume({ 'Accept-Encoding': 'identity;q=1, *;q=0' });
  });
  const ranges = names.filter((name) => /range$/i.test(name));
  assert.equal(ranges, ['Range', 'If-Range', 'Range', 'If-Range']);
});

resuming('the cache answers the whole just so', async () => {
  await withProxy('1000000', async (resume) => {
    assert.is((await resume()).status, 200);
    const { status, headers, body: answered } = await resume();
    assert.equal([status, answered], [200, body]);
    assert.match(String(headers['cache-status']), 'hit');

    const tagged = await resume({ 'If-Range': '"x"' });
    assert.equal([tagged.status, tagged.body], [206, 'text']);
    const player = await resume({ 'Accept-Encoding': 'identity;q=1, *;q=0' });
    assert.equal([player.status, player.body], [206, 'text']);
  });
});

resuming.run();
