import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { headerTexts } from '../../../proxy/upstream/header-texts.ts';

const texts = suite('texts of a header section');

/** Parts of one read, where they stand between other bytes; and that read. */
function partsOf(
  texts: readonly string[],
  between = ': ',
): { readonly parts: readonly Buffer[]; readonly read: Buffer } {
  const before = 'HTTP/1.1 200 OK\r\n';
  const read = Buffer.from(`${before}${texts.join(between)}\r\n\r\n`, 'latin1');
  let from = before.length;
  const parts = texts.map((text) => {
    const part = read.subarray(from, from + text.length);
    from += text.length + between.length;
    return part;
  });
  return { parts, read };
}

/** Reads the same parts as pieces of one read, and each alone: it comes to the same. */
function read(wanted: readonly string[], between?: string): readonly string[] | undefined {
  const { parts, read } = partsOf(wanted, between);
  const texts = headerTexts(parts, read);
  assert.equal(headerTexts(parts), texts);
  return texts;
}

texts('bytes are read as latin1', () => {
  assert.equal(read(['A', 'caf\xe9', 'B', '']), ['A', 'caf\xe9', 'B', '']);
  assert.equal(read([]), []);
});

texts('white space around a value is no part of it', () => {
  assert.equal(read(['A', '1 \t', 'B', ' 2']), ['A', '1', 'B', '2']);
});

texts('a byte that no field may hold spoils all', () => {
  assert.is(read(['A', '1\x002']), undefined);
  assert.is(read(['\x7f', '1', 'B', '2']), undefined);
});

texts('such a byte between the parts spoils nothing', () => {
  assert.equal(read(['A', '1'], '\x00'), ['A', '1']);
});

texts.run();
