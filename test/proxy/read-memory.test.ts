import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ReadMemory } from '../../proxy/read-memory.ts';

const readMemory = suite('read memory');

const common = new ReadMemory().next(false);

/** Fills the block with a letter, as far as it goes. @returns what the reader is given */
function filled(memory: ReadMemory, block: Buffer, letter: string): Buffer {
  block.fill(letter);
  return memory.read(block.length);
}

/** A connection in the middle of a large body, and the block of its next read. */
function amidBody(): { readonly memory: ReadMemory; readonly block: Buffer } {
  const memory = new ReadMemory();
  filled(memory, memory.next(true), 'a');
  return { memory, block: memory.next(true) };
}

/** Reads on, each read done with at once, until the blocks become larger. */
function grown(
  memory: ReadMemory,
  from: Buffer,
): { readonly reads: number; readonly block: Buffer } {
  let block = from;
  let reads = 0;
  while (block.length === from.length && reads < 10_000) {
    memory.spend(filled(memory, block, 'b').length);
    block = memory.next(true);
    reads += 1;
  }
  return { reads, block };
}

readMemory('a small read outlives the next', () => {
  const memory = new ReadMemory();
  memory.next(true).fill('a', 0, 100);

  const first = memory.read(100);
  filled(memory, memory.next(true), 'b');

  assert.is(first.toString(), 'a'.repeat(100));
});

readMemory('a brief read is in the common block, and is not kept', () => {
  const memory = new ReadMemory();
  memory.next(false).fill('a', 0, 100);

  const brief = memory.read(100, true);
  filled(memory, memory.next(false), 'b');

  assert.is(brief.buffer, common.buffer);
  assert.is(brief.toString(), 'b'.repeat(100));
});

readMemory(
  'a large read of a body is not copied where it is brief, and is lent all the same',
  () => {
    const { memory, block } = amidBody();
    block.fill('a');

    const lent = memory.read(block.length, true);

    assert.is(lent.buffer, block.buffer);
    assert.is.not(memory.next(true).buffer, lent.buffer);
  },
);

readMemory('the block is told of where it changes, and where nothing was read into it', () => {
  const memory = new ReadMemory();
  const first = [memory.change(true), memory.change(true)];
  memory.read(10);
  const again = memory.change(true);
  filled(memory, common, 'a');
  const larger = memory.change(true);

  assert.equal(
    [...first, again].map((block) => block === common),
    [true, true, false],
  );
  assert.is(again, undefined);
  assert.ok(larger !== undefined && larger.length > common.length);
});

readMemory('small reads of all connections outlive one another, whatever their sizes', () => {
  const kept: Buffer[] = [];
  for (let n = 0; n < 200; n += 1) {
    const memory = new ReadMemory();
    memory.next(false).fill(n);
    kept.push(memory.read((n * 977) % 12_000));
  }
  assert.ok(kept.every((bytes, n) => bytes.length === (n * 977) % 12_000));
  assert.ok(kept.every((bytes, n) => bytes.every((byte) => byte === n)));
});

readMemory('all connections share the block for first and small reads', () => {
  const { memory, block } = amidBody();
  assert.is(new ReadMemory().next(true), common);

  memory.spend(memory.read(100).length);

  assert.is.not(block, common);
  assert.is(memory.next(true), common);
});

readMemory('a first read outlives the next, however large it was', () => {
  const memory = new ReadMemory();
  const first = filled(memory, memory.next(true), 'a');
  memory.spend(first.length);

  memory.next(true).fill('b');

  assert.is(first.toString(), 'a'.repeat(first.length));
});

readMemory('a body in large reads has one block while they are spent', () => {
  const { memory, block } = amidBody();
  const { length } = filled(memory, block, 'b');
  memory.spend(length - 7);
  memory.spend(7);

  assert.is(memory.next(true), block);
});

readMemory('what is not spent to the last byte is never overwritten', () => {
  const { memory, block } = amidBody();
  const kept = filled(memory, block, 'b');
  memory.spend(kept.length - 1);

  const next = memory.next(true);
  filled(memory, next, 'c');

  assert.is.not(next, block);
  assert.is(kept.toString(), 'b'.repeat(kept.length));
});

readMemory('blocks grow for a reader who is done with each at once', () => {
  const { memory, block } = amidBody();

  const { reads, block: larger } = grown(memory, block);

  assert.equal([block.length, reads, larger.length], [65_536, 8, 262_144]);
});

readMemory('blocks shrink for a reader who keeps one, and grow again later each time', () => {
  const { memory, block } = amidBody();
  const { block: larger } = grown(memory, block);
  const kept = filled(memory, larger, 'c');

  const { reads, block: again } = grown(memory, memory.next(true));
  filled(memory, again, 'd');

  assert.is(reads, 32);
  assert.is(kept.toString(), 'c'.repeat(kept.length));
});

readMemory('a block that is done with before the next read comes is used again', () => {
  const { memory, block } = amidBody();
  const { block: larger } = grown(memory, block);
  const { length } = filled(memory, larger, 'c');
  const next = memory.next(true);
  memory.spend(length);
  memory.spend(filled(memory, next, 'd').length);

  const { reads, block: again } = grown(memory, memory.next(true));

  assert.is(reads, 7);
  assert.is(again, larger);
});

readMemory('a small read within a body keeps no block', () => {
  const { memory, block } = amidBody();
  block.fill('b');
  const kept = memory.read(100);
  const next = memory.next(true);
  filled(memory, next, 'c');

  assert.is(kept.toString(), 'b'.repeat(100));
  assert.is(next, common);
  assert.is(amidBody().block, block);
});

readMemory('a large block goes from body to body', () => {
  const { memory, block } = amidBody();
  const { block: larger } = grown(memory, block);
  memory.spend(filled(memory, larger, 'c').length);

  assert.is(memory.next(false), common);
  filled(memory, common, 'd');

  assert.is(memory.next(true), larger);
});

readMemory('no two connections are given the same large block', () => {
  const [one, other] = [amidBody(), amidBody()];

  const blocks = [grown(one.memory, one.block).block, grown(other.memory, other.block).block];

  assert.is.not(blocks[0], blocks[1]);
});

readMemory('a large block that is kept is given to nobody', () => {
  const { memory, block } = amidBody();
  const { block: larger } = grown(memory, block);
  filled(memory, larger, 'c');
  memory.next(false);
  const other = amidBody();

  assert.is.not(grown(other.memory, other.block).block, larger);
});

readMemory.run();
