import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { capture } from '../../../../worker/kernels/paths/capture.ts';
import { near } from '../../../support/near.ts';

const captures = suite('capture');

captures('half of every rise and twice every fall', () => {
  const benchmark = Float64Array.of(0.02, -0.01, 0.02, -0.01, 0);
  const { up, down } = capture(Float64Array.of(0.01, -0.02, 0.01, -0.02, 5), benchmark);

  near(up, 0.5);
  near(down, 2);
});

captures('a benchmark that never falls has no down capture', () => {
  const { up, down } = capture(Float64Array.of(0.1, 0.1), Float64Array.of(0.1, 0));

  near(up, 1);
  assert.is(down, undefined);
});

captures('the benchmark captures itself', () => {
  const returns = Float64Array.of(0.3, -0.2, 0.1, -0.5);

  assert.equal(capture(returns, returns), { up: 1, down: 1 });
});

captures('unequal lengths are a mistake', () => {
  assert.throws(() => capture(new Float64Array(2), new Float64Array(3)), RangeError);
});

captures.run();
