import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Answered, PeerAnswer } from '../../../proxy/exchange/answered.ts';
import { HeldAnswer, holdMs } from '../../../proxy/exchange/held-answer.ts';
import type { Taken } from '../../../proxy/taken.ts';

const heldAnswer = suite('held answer');

const rules = { limitBytes: 100, waitMs: 0 };
const forEver = Number.POSITIVE_INFINITY;

function answer(over: Partial<PeerAnswer> = {}): PeerAnswer {
  return {
    status: 200,
    phrase: 'OK',
    fields: [],
    contentLength: '10',
    dated: true,
    trailer: '',
    upgrade: '',
    ...over,
  };
}

function held(over: Partial<PeerAnswer>, { method = 'GET', waitMs = 0 } = {}): number {
  return holdMs({ ...rules, waitMs }, { method, answer: answer(over) });
}

heldAnswer('what is known to be small is held until it is whole', () => {
  assert.is(held({ contentLength: '1' }), forEver);
  assert.is(held({ contentLength: '100' }), forEver);
  assert.is(held({ contentLength: '101' }), 0);
});

heldAnswer('what has no body is not held', () => {
  assert.is(held({ contentLength: '0' }), 0);
  assert.is(held({ status: 204 }), 0);
  assert.is(held({ status: 304 }), 0);
  assert.is(held({}, { method: 'HEAD' }), 0);
});

heldAnswer('a length that is no number is not held', () => {
  assert.is(held({ contentLength: '10, 10' }), 0);
});

heldAnswer('what has no length is held for a while, if at all', () => {
  const { contentLength: _, ...sizeless } = answer();
  const of = (waitMs: number, fields: readonly string[] = []): number =>
    holdMs(
      { limitBytes: 100, waitMs },
      { method: 'GET', answer: { ...sizeless, contentLength: undefined, fields: [...fields] } },
    );

  assert.is(of(0), 0);
  assert.is(of(50), 50);
  assert.is(of(50, ['X-One', 'text/event-stream', 'content-type', 'text/plain']), 50);
  assert.is(of(50, ['X-One', 'a', 'content-type', 'Text/Event-Stream; charset=utf-8']), 0);
});

heldAnswer('a limit of nothing holds nothing', () => {
  assert.is(holdMs({ limitBytes: 0, waitMs: 50 }, { method: 'GET', answer: answer() }), 0);
});

heldAnswer('more is kept up to the limit', () => {
  const one = new HeldAnswer(answer(), 10);

  assert.is(one.add(Buffer.alloc(9)), true);
  assert.is(one.add(Buffer.alloc(1)), false);
});

heldAnswer('all that was kept is given in its order', () => {
  const one = new HeldAnswer(answer(), 100);
  for (const piece of ['ab', 'cd', 'ef', 'gh']) one.add(Buffer.from(piece));
  const client = new Client(['full', 'kept']);

  assert.is(one.release(client), false);
  assert.is(client.text, 'abcdefgh');
  assert.is(one.release(client), false);
  assert.is(client.text, 'abcdefgh');
});

heldAnswer('who takes no more after the last piece is waited for', () => {
  const one = new HeldAnswer(answer(), 100);
  one.add(Buffer.from('ab'));

  assert.is(one.release(new Client(['full'])), true);
});

class Client implements Answered {
  text = '';
  readonly #says: Taken[];

  constructor(says: Taken[]) {
    this.#says = says;
  }

  onAnswer(): boolean {
    return true;
  }

  onData(chunk: Buffer): Taken {
    this.text += chunk;
    return this.#says.shift() ?? 'spent';
  }

  onEnd(): void {}

  onNoAnswer(): void {}

  onBrokenOff(): void {}
}

heldAnswer.run();
