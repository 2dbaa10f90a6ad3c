import { setImmediate } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { flushAtTurnEnd, turnsEnded } from '../../proxy/turn-end.ts';

const turnEnd = suite('the end of a turn');

turnEnd('all who wait are flushed then, in the order in which they came, once', async () => {
  const flushed: string[] = [];
  const before = turnsEnded();
  for (const name of ['a', 'b']) flushAtTurnEnd({ flush: () => flushed.push(name) });
  assert.equal([flushed.length, turnsEnded()], [0, before]);
  await setImmediate();
  await setImmediate();

  assert.equal([flushed, turnsEnded()], [['a', 'b'], before + 1]);
});

turnEnd('who comes while others are flushed waits for the next turn', async () => {
  const flushed: string[] = [];
  flushAtTurnEnd({
    flush: () => {
      flushed.push('first');
      flushAtTurnEnd({ flush: () => flushed.push('second') });
    },
  });
  await setImmediate();
  assert.equal(flushed, ['first']);
  await setImmediate();

  assert.equal(flushed, ['first', 'second']);
});

turnEnd.run();
