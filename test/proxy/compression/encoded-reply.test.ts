import { randomBytes } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReplyHead } from '../../../proxy/client/client-stream.ts';
import type { CodingChoice } from '../../../proxy/compression/coding.ts';
import { Compression } from '../../../proxy/compression/compression.ts';
import { EncodedReply, type ReplyStream } from '../../../proxy/compression/encoded-reply.ts';
import { readCompressionSettings } from '../../../proxy/settings/compression.ts';
import type { Taken } from '../../../proxy/taken.ts';
import { EnvironmentReader } from '../../../service/environment.ts';
import { standstill } from '../../contract/support/waiting.ts';
import { eventually } from '../../support/eventually.ts';

const encodedReply = suite('EncodedReply');

const gzip: CodingChoice = { coding: 'gzip', level: 5 };

/** A client that takes as much as it is told to. */
class Client implements ReplyStream {
  head: ReplyHead | undefined;
  readonly pieces: Buffer[] = [];
  takes = true;
  ended = false;
  destroyed = false;
  trailers: readonly string[] | undefined;

  start(head: ReplyHead): void {
    this.head = head;
  }

  write(chunk: Buffer): Taken {
    this.pieces.push(chunk);
    return this.takes ? 'spent' : 'full';
  }

  flush(): void {
    throw new Error('nobody flushes what is coded');
  }

  end(trailers?: readonly string[]): void {
    this.ended = true;
    this.trailers = trailers;
  }

  destroy(): void {
    this.destroyed = true;
  }

  get body(): Buffer {
    return Buffer.concat(this.pieces);
  }
}

function replying(
  plainLength: string | undefined,
  choice = gzip,
  onWanted: () => void = () => undefined,
) {
  const compression = new Compression(readCompressionSettings(new EnvironmentReader({})));
  const out = new Client();
  const reply = new EncodedReply({ out, compression, choice, plainLength, onWanted });
  reply.start({ status: 200, phrase: 'OK', fields: ['A', 'b'], contentLength: undefined });
  return { reply, out, compression };
}

const sentence = 'A peer says the same again and again. ';

encodedReply('a small body that is whole goes out with its size', () => {
  const body = Buffer.from(sentence.repeat(100));
  const { reply, out, compression } = replying(String(body.length));

  reply.write(body);
  reply.end();

  assert.is(gunzipSync(out.body).toString(), body.toString());
  assert.is(out.head?.contentLength, String(out.body.length));
  assert.equal(out.head?.fields, ['A', 'b', 'Content-Length', String(out.body.length)]);
  assert.equal([out.ended, reply.sentBytes], [true, out.body.length]);
  assert.is(compression.running, 0);
});

encodedReply('a small body in pieces loses nothing', async () => {
  const { reply, out, compression } = replying('12', { coding: 'br', level: 4 });

  reply.write(Buffer.from('hello '));
  assert.is(out.head?.contentLength, undefined);
  reply.write(Buffer.from('world!'));
  reply.end();
  await eventually('it ends', () => out.ended);

  assert.is(brotliDecompressSync(out.body).toString(), 'hello world!');
  assert.is(compression.running, 0);
});

encodedReply('the head goes out though the body does not come', async () => {
  const { reply, out } = replying('2000');

  await eventually('the head is there', () => out.head !== undefined);

  assert.is(out.head?.contentLength, undefined);
  reply.close();
});

encodedReply('a body that turns out empty is whole', async () => {
  const { reply, out } = replying(undefined);

  reply.end(['X-Sum', '1', 'Content-Digest', 'of the plain bytes']);
  await eventually('it ends', () => out.ended);

  assert.is(gunzipSync(out.body).length, 0);
  assert.equal(out.trailers, ['X-Sum', '1']);
});

encodedReply('megabytes come out as they went in', async () => {
  const body = Buffer.from(randomBytes(1_500_000).toString('base64'));
  const { reply, out } = replying(undefined);

  for (let at = 0; at < body.length; at += 50_000) reply.write(body.subarray(at, at + 50_000));
  reply.end();
  await eventually('it ends', () => out.ended);

  assert.ok(gunzipSync(out.body).equals(body));
});

encodedReply('a client that does not read holds the peer back', async () => {
  const chunkBytes = 16_384;
  const total = 200;
  let written = 0;
  const fill = (): void => {
    let flowing = true;
    while (flowing && written < total) {
      flowing = reply.write(Buffer.from(randomBytes(12_288).toString('base64'))) !== 'full';
      written += 1;
    }
    if (written === total) reply.end();
  };
  const { reply, out } = replying(undefined, gzip, fill);
  out.takes = false;

  fill();
  const held = await standstill(() => written, 100);
  assert.ok(held < 30, `${held} chunks went in`);

  out.takes = true;
  reply.resume();
  await eventually('it ends', () => out.ended);
  assert.is(gunzipSync(out.body).length, total * chunkBytes);
});

encodedReply('a reply that is given up gives its coder back', () => {
  const { reply, out, compression } = replying(undefined);
  assert.is(compression.running, 1);

  reply.write(Buffer.from('x'));
  reply.close();
  reply.close();
  reply.write(Buffer.from('y'));
  reply.end();

  assert.equal([compression.running, out.ended], [0, false]);
});

encodedReply.run();
