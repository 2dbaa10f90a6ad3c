import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keptMsOf } from '../../../proxy/upstream/keep-alive-hint.ts';

const hint = suite('hints of Keep-Alive');

hint('a connection is kept a second less than its peer says', () => {
  assert.is(keptMsOf(['Connection', 'keep-alive', 'Keep-Alive', 'timeout=75'], false), 74_000);
  assert.is(keptMsOf(['KEEP-ALIVE', 'max=100, timeout=5'], false), 4000);
});

hint('one that its peer closes within a second is not kept', () => {
  assert.is(keptMsOf(['Keep-Alive', 'timeout=1'], false), 0);
  assert.ok(keptMsOf(['Keep-Alive', 'timeout=0'], false) < 0);
});

hint('a peer that says nothing of it sets no limit', () => {
  const silent = [[], ['Date', 'today'], ['Keep-Alive', ''], ['Keep-Alive', 'max=5, xtimeout=3']];
  for (const raw of silent) assert.is(keptMsOf(raw, false), Number.POSITIVE_INFINITY);
});

hint('a connection that its peer closes behind the answer is not kept', () => {
  assert.is(keptMsOf(['Connection', 'close', 'Keep-Alive', 'timeout=75'], false), 0);
  assert.is(keptMsOf(['connection', 'X-One', 'Connection', 'Close'], false), 0);
  assert.is(keptMsOf([], true), 0);
  assert.is(keptMsOf(['Connection', 'keep-alive', 'Keep-Alive', 'timeout=5'], true), 4000);
});

hint.run();
