import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { newBlock, PlacedBytes } from '../../proxy/placed-bytes.ts';

const placedBytes = suite('placed bytes');

placedBytes('they are a Buffer over their place', () => {
  const block = newBlock(64);
  block.write('0123456789');
  const bytes = new PlacedBytes(block.buffer, 2, 5);

  assert.ok(Buffer.isBuffer(bytes));
  assert.is(bytes.toString('latin1'), '23456');
  bytes.write('x');
  assert.is(block.toString('latin1', 0, 4), '01x3');
});

placedBytes('what they say of their place is what any view of it says', () => {
  const { buffer } = newBlock(64);
  const [placed, plain] = [new PlacedBytes(buffer, 8, 16), Buffer.from(buffer, 8, 16)];

  assert.is(placed.buffer, plain.buffer);
  assert.equal([placed.byteOffset, placed.length, placed.byteLength], [8, 16, 16]);
  assert.is(placed.subarray(4, 6).byteOffset, plain.subarray(4, 6).byteOffset);
  assert.is(placed.subarray(4, 6).buffer, buffer);
});

placedBytes('what is made of them is an ordinary Buffer', () => {
  const { buffer } = newBlock(64);
  const bytes = new PlacedBytes(buffer, 8, 3);
  bytes.set([1, 2, 3]);

  const made = [bytes.map((byte) => byte * 2), bytes.filter((byte) => byte > 1), bytes.subarray(1)];

  assert.equal(
    made.map((one) => [...one.subarray(0, 2)]),
    [
      [2, 4],
      [2, 3],
      [2, 3],
    ],
  );
  assert.ok(made.every((one) => Buffer.isBuffer(one) && !(one instanceof PlacedBytes)));
});

placedBytes('a new block lies at the beginning of memory of its own', () => {
  const [one, another] = [newBlock(100), newBlock(100)];

  assert.equal([one.byteOffset, one.length, one.buffer.byteLength], [0, 100, 100]);
  assert.is.not(one.buffer, another.buffer);
});

placedBytes.run();
