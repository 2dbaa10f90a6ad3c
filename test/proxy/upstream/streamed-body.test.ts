import { setImmediate as nextTurn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StreamedBody } from '../../../proxy/upstream/streamed-body.ts';

const streamed = suite('a body that streams');

interface Heard {
  readonly body: StreamedBody;
  /** What was emitted, and what the source was told. */
  readonly heard: readonly string[];
}

function start(): Heard {
  const heard: string[] = [];
  const body = new StreamedBody({
    onWanted: () => heard.push('wanted'),
    onAbandoned: () => heard.push('abandoned'),
  });
  body.on('data', (piece: Buffer) => heard.push(piece.toString()));
  body.on('end', () => heard.push('end'));
  body.on('close', () => heard.push('close'));
  return { body, heard };
}

streamed('nothing comes before it is asked for, and nothing at once', async () => {
  const { body, heard } = start();
  assert.is(body.push(Buffer.from('a')), false);
  body.finish();
  body.resume();
  assert.equal(heard, []);

  await nextTurn();

  assert.equal(heard, ['a', 'end']);
});

streamed('a piece is passed on as it comes while more is welcome', async () => {
  const { body, heard } = start();
  body.resume();
  body.resume();
  await nextTurn();

  assert.is(body.push(Buffer.from('a')), true);
  body.finish();

  assert.equal(heard, ['wanted', 'a', 'end']);
});

streamed('pieces that come in a pause keep their order', async () => {
  const { body, heard } = start();
  body.once('data', () => body.pause());
  body.push(Buffer.from('a'));
  body.push(Buffer.from('b'));
  body.resume();
  await nextTurn();
  body.push(Buffer.from('c'));
  assert.equal(heard, ['a']);
  assert.is(body.flowing, false);

  body.resume();
  await nextTurn();

  assert.equal(heard, ['a', 'b', 'c', 'wanted']);
});

streamed('a body that is destroyed says so once, and nothing else', async () => {
  const { body, heard } = start();
  body.push(Buffer.from('a'));
  body.resume();
  body.destroy();
  body.destroy();
  await nextTurn();

  assert.is(body.destroyed, true);
  assert.equal(heard, ['abandoned', 'close']);
});

streamed.run();
