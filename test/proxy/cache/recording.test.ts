import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Recording, RecordingBudget } from '../../../proxy/cache/recording.ts';

const recording = suite('recording');

recording('pieces become one body in memory of its own', () => {
  const budget = new RecordingBudget(100);
  const tape = new Recording(100, budget);
  const block = Buffer.from('xxhelloxx');
  assert.ok(tape.add(block.subarray(2, 4)));
  assert.ok(tape.add(block.subarray(4, 7)));
  const body = tape.finish();

  assert.is(body?.toString(), 'hello');
  assert.is(body?.buffer.byteLength, 5);
  assert.is(budget.usedBytes, 0);
});

recording('too much is given up, all of it', () => {
  const budget = new RecordingBudget(100);
  const tape = new Recording(8, budget);
  assert.ok(tape.add(Buffer.alloc(8)));
  assert.not(tape.add(Buffer.alloc(1)));
  assert.not(tape.add(Buffer.alloc(0)));

  assert.is(tape.finish(), undefined);
  assert.is(budget.usedBytes, 0);
});

recording('all recordings together stay within the budget', () => {
  const budget = new RecordingBudget(10);
  const one = new Recording(8, budget);
  const other = new Recording(8, budget);
  assert.ok(one.add(Buffer.alloc(6)));
  assert.not(other.add(Buffer.alloc(6)));
  assert.is(budget.usedBytes, 6);
  one.giveUp();
  one.giveUp();
  assert.is(budget.usedBytes, 0);
});

recording('a body can be empty', () => {
  assert.is(new Recording(8, new RecordingBudget(8)).finish()?.length, 0);
});

recording.run();
