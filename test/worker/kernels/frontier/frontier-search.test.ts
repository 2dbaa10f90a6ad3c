import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { searchFrontier } from '../../../../worker/kernels/frontier/frontier-search.ts';

const search = suite('frontier-search');

/** A path that bends at 1 and 2, and whose value falls along it. */
function at(multiplier: number) {
  const bends = Math.max(0, multiplier - 1) + 3 * Math.max(0, multiplier - 2);
  return { multiplier, value: 4 - multiplier - bends };
}

interface Spot {
  readonly multiplier: number;
  readonly value: number;
}

const share = (lower: Spot, upper: Spot) => lower.value / (lower.value - upper.value);
const ahead = ({ value }: Spot) => value;

search('a value is found on the piece that has it', () => {
  const found = searchFrontier(at(0), at(1e6), { at, ahead, share });

  // 4 − m − (m − 1) − 3·(m − 2) = 0.
  assert.ok(Math.abs((found?.multiplier ?? 0) - 2.2) < 1e-14);
});

search('without a share the range is halved', () => {
  const found = searchFrontier(at(0), at(1e6), { at, ahead, share: () => Number.NaN });

  assert.ok(Math.abs((found?.multiplier ?? 0) - 2.2) < 1e-13);
});

search('a portfolio that can not be told ends it', () => {
  assert.is(searchFrontier(at(0), at(9), { at: () => undefined, ahead, share }), undefined);
});

search.run();
