import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Answers, contentKey } from '../../worker/answers.ts';

const answers = suite('answers');

const mebibyte = 1_048_576;

answers('equal questions at once share one computation', async () => {
  const kept = new Answers(mebibyte);
  let computed = 0;
  const compute = async (): Promise<Buffer> => {
    computed += 1;
    return Buffer.from('answer');
  };

  const all = await Promise.all([kept.answer('a', compute), kept.answer('a', compute)]);

  assert.is(computed, 1);
  assert.equal(
    all.map(({ origin }) => origin),
    ['computed', 'shared'],
  );
});

answers('a later equal question is answered from memory', async () => {
  const kept = new Answers(mebibyte);
  await kept.answer('a', async () => Buffer.from('first'));

  const { body, origin } = await kept.answer('a', async () => Buffer.from('second'));

  assert.is(body.toString(), 'first');
  assert.is(origin, 'cached');
  assert.equal(kept.counts, { computed: 1, cached: 1, shared: 0 });
});

answers('a failure reaches all who wait and is not kept', async () => {
  const kept = new Answers(mebibyte);
  const fail = async (): Promise<Buffer> => {
    throw new Error('no');
  };

  const both = await Promise.allSettled([kept.answer('a', fail), kept.answer('a', fail)]);
  const { body } = await kept.answer('a', async () => Buffer.from('yes'));

  assert.equal(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.is(body.toString(), 'yes');
});

answers('the oldest goes when the bytes are full', async () => {
  const kept = new Answers(100);
  await kept.answer('a', async () => Buffer.alloc(60));
  await kept.answer('b', async () => Buffer.alloc(60));

  assert.is((await kept.answer('a', async () => Buffer.alloc(1))).origin, 'computed');
});

answers('no bytes means nothing is kept', async () => {
  const kept = new Answers(0);
  await kept.answer('a', async () => Buffer.from('first'));

  assert.is((await kept.answer('a', async () => Buffer.from('second'))).origin, 'computed');
});

answers('a key tells contents apart', () => {
  assert.is(contentKey({ a: [1, 2] }), contentKey({ a: [1, 2] }));
  assert.is.not(contentKey({ a: [1, 2] }), contentKey({ a: [2, 1] }));
});

answers.run();
