import { setImmediate as nextTurn } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientStream } from '../../../proxy/client/client-stream.ts';
import { RequestBody } from '../../../proxy/exchange/request-body.ts';
import type { StreamedBody } from '../../../proxy/upstream/streamed-body.ts';
import { allText } from '../../support/all-text.ts';

const bodies = suite('request body');

const silent: ClientStream = {
  origin: { address: '127.0.0.1', localPort: 80, scheme: 'http' },
  head: { method: 'PUT', target: '/', version: '1.1', fields: [] },
  fault: undefined,
  closed: false,
  listen: () => undefined,
  receive: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  spend: () => undefined,
  inform: () => undefined,
  start: () => undefined,
  write: () => 'spent',
  flush: () => undefined,
  end: () => undefined,
  destroy: () => undefined,
  closeAfterwards: () => undefined,
  takeOver: () => {
    throw new Error('not here');
  },
};

interface Started {
  readonly body: RequestBody;
  readonly heard: readonly string[];
  readonly owner: { bodyDrained: boolean };
  /** How often the client was told that its pieces are spent. */
  readonly spent: () => number;
}

function start(sizes: { readonly sizeBytes?: number; readonly replayLimitBytes: number }): Started {
  const heard: string[] = [];
  let spent = 0;
  const stream = {
    ...silent,
    spend: () => {
      spent += 1;
    },
  };
  const owner = {
    onBodyReady: () => heard.push('ready'),
    onBodyTooLarge: () => heard.push('too large'),
    onBodyTurn: () => undefined,
    bodyDrained: true,
  };
  const { sizeBytes, replayLimitBytes } = sizes;
  const options = { stream, sizeBytes, limitBytes: 1000, replayLimitBytes };
  const body = new RequestBody(options, owner);
  body.read();
  return { body, heard, owner, spent: () => spent };
}

/** All of a body that streams. */
async function text(body: Buffer | StreamedBody): Promise<string> {
  assert.not.instance(body, Buffer);
  return Buffer.isBuffer(body) ? '' : allText(body);
}

bodies('a small body is whole before it is sent', () => {
  const { body, heard } = start({ replayLimitBytes: 10 });
  body.take(Buffer.from('ab'));
  body.take(Buffer.from('cd'));
  assert.equal(heard, []);

  body.end();

  assert.equal(heard, ['ready']);
  assert.is(String(body.whole), 'abcd');
});

bodies('pieces that come after the pause do not overtake those before it', async () => {
  const { body, heard } = start({ replayLimitBytes: 3 });
  body.take(Buffer.from('ab'));
  body.take(Buffer.from('cd'));
  assert.equal(heard, ['ready']);
  const sent = body.open();
  body.take(Buffer.from('ef'));
  body.end();

  assert.is(await text(sent), 'abcdef');
});

bodies('a body that nobody has read yet can be sent again', async () => {
  const { body } = start({ replayLimitBytes: 3 });
  body.take(Buffer.from('abcd'));
  const refused = body.open();
  if (!Buffer.isBuffer(refused)) refused.destroy();
  assert.is(body.replayable, true);
  const sent = body.open();
  body.take(Buffer.from('ef'));
  body.end();

  assert.is(await text(sent), 'abcdef');
  assert.is(body.replayable, false);
});

bodies('pieces are spent when all of them have left, and not before', async () => {
  const { body, owner, spent } = start({ replayLimitBytes: 3 });
  body.take(Buffer.from('abcd'));
  const sent = body.open();
  if (Buffer.isBuffer(sent)) throw new Error('it does not stream');
  const resumed = (): Promise<void> => {
    sent.pause();
    sent.resume();
    return nextTurn();
  };
  owner.bodyDrained = false;
  await resumed();
  const taken = [body.take(Buffer.from('ef'))];
  await resumed();
  assert.is(spent(), 0);
  owner.bodyDrained = true;
  await resumed();
  taken.push(body.take(Buffer.from('gh')));

  assert.is(spent(), 1);
  assert.equal(taken, ['kept', 'spent']);
});

bodies('more than the limit is too large', () => {
  const { body, heard } = start({ replayLimitBytes: 2000 });
  body.take(Buffer.alloc(1001));

  assert.equal(heard, ['too large']);
});

bodies.run();
