import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { handful, largestGain, nextCount } from '../../../../worker/kernels/quadratic/handful.ts';

const few = suite('handful');

few('the largest gains come first, equal ones in their order', () => {
  assert.equal(handful(Float64Array.of(4, 8, 3, 8, 7), 0, 4), [1, 3, 4, 0]);
});

few('what promises little beside the largest stays out', () => {
  assert.equal(handful(Float64Array.of(2, 8, 2.1, -9), 0, 4), [1, 2]);
  assert.equal(handful(Float64Array.of(5, 8, 6), 5, 4), [1, 2]);
  assert.equal(handful(Float64Array.of(0, -1), 0, 4), []);
});

few('the first of the largest gains above 0 is named', () => {
  assert.is(largestGain(Float64Array.of(1, 5, 5)), 1);
  assert.is(largestGain(Float64Array.of(0, -1)), -1);
});

few('twice as many come next while all stay', () => {
  assert.is(nextCount(4, 4), 8);
  assert.is(nextCount(8, 7), 4);
  assert.is(nextCount(8, 2), 2);
  assert.is(nextCount(8, 0), 1);
});

few.run();
