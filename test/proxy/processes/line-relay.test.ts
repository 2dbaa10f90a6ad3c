import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LineRelay } from '../../../proxy/processes/line-relay.ts';

const relay = suite('line relay');

relay('only whole lines are passed on', () => {
  const written: string[] = [];
  const lines = new LineRelay((whole) => written.push(String(whole)));
  for (const piece of ['a', 'b\nc', '', '\nd\n', 'é', 'nd']) lines.take(Buffer.from(piece));
  lines.end();
  lines.end();

  assert.equal(written, ['ab\n', 'c\nd\n', 'énd\n']);
});

relay('a character that is torn in two is whole again', () => {
  const written: string[] = [];
  const lines = new LineRelay((whole) => written.push(String(whole)));
  const bytes = Buffer.from('€\n');
  lines.take(bytes.subarray(0, 1));
  lines.take(bytes.subarray(1));

  assert.equal(written, ['€\n']);
});

relay.run();
