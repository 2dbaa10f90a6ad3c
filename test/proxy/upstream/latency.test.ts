import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Latency } from '../../../proxy/upstream/latency.ts';

const latency = suite('latency');

const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 0.01, `${value} is not ${expected}`);

latency('nothing is known before the first answer', () => {
  assert.is(new Latency(() => 5000).ms, 0);
});

latency('the first answer is the mean', () => {
  const known = new Latency(() => 5000);
  known.note(40);

  assert.is(known.ms, 40);
});

latency('after ten seconds an answer weighs a third', () => {
  let nowMs = 0;
  const known = new Latency(() => nowMs);
  known.note(40);
  nowMs = 10_000;
  known.note(10);

  near(known.ms, 21.04);
});

latency('a peer that is not asked is forgiven', () => {
  let nowMs = 0;
  const known = new Latency(() => nowMs);
  known.note(1000);
  nowMs = 50_000;

  near(known.ms, 6.74);
});

latency('a new process has no past', () => {
  const known = new Latency(() => 0);
  known.note(40);
  known.reset();

  assert.is(known.ms, 0);
});

latency.run();
