import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PriorityQueue } from '../../../../worker/kernels/positions/priority-queue.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';

const queue = suite('priority-queue');

queue('the highest priority comes first', () => {
  const waiting = new PriorityQueue<number>();
  const uniform = uniformRandom(1);
  for (let i = 0; i < 200; i++) {
    const priority = uniform();
    waiting.push(priority, priority);
  }

  let last = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 200; i++) {
    assert.ok(waiting.highest <= last);
    last = waiting.highest;
    assert.is(waiting.pop(), last);
  }
  assert.is(waiting.size, 0);
});

queue('an empty queue has nothing', () => {
  const waiting = new PriorityQueue<string>();

  assert.is(waiting.pop(), undefined);
  assert.is(waiting.highest, Number.NEGATIVE_INFINITY);
});

queue.run();
