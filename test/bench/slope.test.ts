import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { slopePerMinute } from '../../bench/soak/slope.ts';

const slopes = suite('slopes of figures');

slopes('a straight line has its slope', () => {
  const readings = [1, 2, 4].map((minute) => ({ minute, value: 10 + 3 * minute }));

  assert.ok(Math.abs(slopePerMinute(readings) - 3) < 1e-9);
});

slopes('ups and downs that cancel out have none', () => {
  const values = [5, 7, 7, 5];
  const readings = values.map((value, minute) => ({ minute, value }));

  assert.is(slopePerMinute(readings), 0);
});

slopes.run();
