import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Answers, contentKey } from '../../worker/answers.ts';
import type { Errand } from '../../worker/errand.ts';
import { Abandoned } from '../../worker/errors.ts';

const answers = suite('answers');

const mebibyte = 1_048_576;
const now = (): number => 0;

answers('equal questions at once share one computation', async () => {
  const kept = new Answers(mebibyte, now);
  let computed = 0;
  const compute = async (): Promise<Buffer> => {
    computed += 1;
    return Buffer.from('answer');
  };

  const all = [kept.ask('a', compute), kept.ask('a', compute)];
  await Promise.all(all.map(({ body }) => body));

  assert.is(computed, 1);
  assert.equal(
    all.map(({ origin }) => origin),
    ['computed', 'shared'],
  );
});

answers('a later equal question is answered from memory', async () => {
  const kept = new Answers(mebibyte, now);
  await kept.ask('a', async () => Buffer.from('first')).body;

  const { body, origin } = kept.ask('a', async () => Buffer.from('second'));

  assert.is((await body).toString(), 'first');
  assert.is(origin, 'cached');
  assert.equal(kept.counts, { computed: 1, cached: 1, shared: 0 });
});

answers('a failure reaches all who wait and is not kept', async () => {
  const kept = new Answers(mebibyte, now);
  const fail = async (): Promise<Buffer> => {
    throw new Error('no');
  };

  const both = await Promise.allSettled([kept.ask('a', fail).body, kept.ask('a', fail).body]);
  const body = await kept.ask('a', async () => Buffer.from('yes')).body;

  assert.equal(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.is(body.toString(), 'yes');
});

answers('the oldest goes when the bytes are full', async () => {
  const kept = new Answers(100, now);
  await kept.ask('a', async () => Buffer.alloc(60)).body;
  await kept.ask('b', async () => Buffer.alloc(60)).body;

  assert.is(kept.ask('a', async () => Buffer.alloc(1)).origin, 'computed');
});

answers('no bytes means nothing is kept', async () => {
  const kept = new Answers(0, now);
  await kept.ask('a', async () => Buffer.from('first')).body;

  assert.is(kept.ask('a', async () => Buffer.from('second')).origin, 'computed');
});

/** A computation that ends when it is given up. */
function endless(): { compute: (errand: Errand) => Promise<Buffer>; ended: () => unknown } {
  let reason: unknown;
  const compute = ({ signal }: Errand): Promise<Buffer> =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason;
        reject(signal.reason);
      });
    });
  return { compute, ended: () => reason };
}

answers('work is given up when the last who waits leaves', () => {
  const kept = new Answers(mebibyte, now);
  const { compute, ended } = endless();
  const [first, second] = [kept.ask('a', compute), kept.ask('a', compute)];

  first.leave();
  first.leave();
  assert.is(ended(), undefined);
  second.leave();

  assert.instance(ended(), Abandoned);
});

answers('what was given up is not shared with whoever asks next', async () => {
  const kept = new Answers(mebibyte, now);
  kept.ask('a', endless().compute).leave();

  const again = kept.ask('a', async () => Buffer.from('anew'));

  assert.is(again.origin, 'computed');
  assert.is((await again.body).toString(), 'anew');
});

answers('leaving a finished answer changes nothing', async () => {
  const kept = new Answers(mebibyte, now);
  const asked = kept.ask('a', async () => Buffer.from('first'));
  await asked.body;
  asked.leave();

  assert.is(asked.errand.signal.aborted, false);
  assert.is(kept.ask('a', async () => Buffer.from('second')).origin, 'cached');
});

answers('a key tells contents apart', () => {
  assert.is(contentKey({ a: [1, 2] }), contentKey({ a: [1, 2] }));
  assert.is.not(contentKey({ a: [1, 2] }), contentKey({ a: [2, 1] }));
});

answers.run();
