import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ReadMemory } from '../../proxy/read-memory.ts';

const readMemory = suite('read memory');

/** Writes a read of `text` repeated into the block. @returns what the reader is given */
function reads(memory: ReadMemory, block: Buffer, text: string, sizeBytes: number): Buffer {
  block.fill(text, 0, sizeBytes);
  return memory.read(sizeBytes);
}

readMemory('a small read outlives the next', () => {
  const memory = new ReadMemory();

  const first = reads(memory, memory.next(true), 'a', 100);
  reads(memory, memory.next(true), 'b', 100);

  assert.is(first.toString(), 'a'.repeat(100));
});

readMemory('all connections share the block for small reads', () => {
  assert.is(new ReadMemory().next(true), new ReadMemory().next(false));
});

readMemory('a body in large reads has one block while they are spent', () => {
  const memory = new ReadMemory();
  reads(memory, memory.next(true), 'a', 65_536);
  const block = memory.next(true);
  reads(memory, block, 'b', 65_536);
  memory.spend(60_000);
  memory.spend(5536);

  assert.is(memory.next(true), block);
  assert.is.not(new ReadMemory().next(true), block);
});

readMemory('what is not spent to the last byte is never overwritten', () => {
  const memory = new ReadMemory();
  reads(memory, memory.next(true), 'a', 65_536);
  const block = memory.next(true);
  const kept = reads(memory, block, 'b', 65_536);
  memory.spend(65_535);

  const next = memory.next(true);
  next.fill('c');

  assert.is.not(next, block);
  assert.is(kept.toString(), 'b'.repeat(65_536));
});

readMemory('a large read outlives the next where it was the first', () => {
  const memory = new ReadMemory();
  const first = reads(memory, memory.next(true), 'a', 65_536);
  memory.spend(65_536);

  memory.next(true).fill('b');

  assert.is(first.toString(), 'a'.repeat(65_536));
});

readMemory('the block is given up with the body, and when reads become small', () => {
  const shared = new ReadMemory().next(false);
  const memory = new ReadMemory();
  reads(memory, memory.next(true), 'a', 65_536);
  assert.is.not(memory.next(true), shared);

  assert.is(memory.next(false), shared);
  reads(memory, memory.next(true), 'a', 100);
  assert.is(memory.next(true), shared);
});

readMemory.run();
