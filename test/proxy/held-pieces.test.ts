import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HeldPieces } from '../../proxy/held-pieces.ts';

const holding = suite('held pieces');

holding('small and large pieces keep their order', () => {
  const held = new HeldPieces();
  const pieces = ['a', 'b', 'c', 'd'.repeat(5000), 'e', 'f'.repeat(4000), 'g'.repeat(4000), 'h'];
  for (let round = 0; round < 5; round += 1) for (const one of pieces) held.add(Buffer.from(one));

  assert.is(Buffer.concat(held.take()).toString(), pieces.join('').repeat(5));
  assert.equal(held.take(), []);
});

holding('tiny pieces take the memory of their bytes, not of the reads they came in', () => {
  const held = new HeldPieces();
  for (let count = 0; count < 50_000; count += 1) held.add(Buffer.alloc(65_536).subarray(0, 1));
  const kept = new Set(held.take().map(({ buffer }) => buffer));

  const bytes = [...kept].reduce((sum, { byteLength }) => sum + byteLength, 0);
  assert.ok(bytes < 250_000, `${bytes} bytes are kept`);
});

holding.run();
