import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { headerTexts } from '../../../proxy/upstream/header-texts.ts';

const texts = suite('texts of a header section');

/** Cuts these parts out of one buffer, where they stand between other bytes. */
function piecesOf(parts: readonly string[], between = ': '): readonly Buffer[] {
  const whole = Buffer.from(parts.join(between), 'latin1');
  let from = 0;
  return parts.map((part) => {
    const piece = whole.subarray(from, from + part.length);
    from += part.length + between.length;
    return piece;
  });
}

texts('pieces of one buffer are read as latin1', () => {
  assert.equal(headerTexts(piecesOf(['A', 'caf\xe9', 'B', ''])), ['A', 'caf\xe9', 'B', '']);
  assert.equal(headerTexts([]), []);
});

texts('pieces that came apart are read each', () => {
  const apart = ['A', '1', 'B', '2'].map((text) => Buffer.from(text));

  assert.equal(headerTexts([...piecesOf(['X', 'y']), ...apart]), ['X', 'y', 'A', '1', 'B', '2']);
});

texts('white space behind a value is no part of it', () => {
  assert.equal(headerTexts(piecesOf(['A', '1 \t', 'B', ' 2'])), ['A', '1', 'B', ' 2']);
});

texts('a byte that no field may hold spoils all', () => {
  assert.is(headerTexts(piecesOf(['A', '1\x002'])), undefined);
  assert.is(headerTexts([Buffer.from('A'), Buffer.from('\x7f')]), undefined);
});

texts('such a byte between the pieces spoils nothing', () => {
  assert.equal(headerTexts(piecesOf(['A', '1'], '\x00')), ['A', '1']);
});

texts.run();
