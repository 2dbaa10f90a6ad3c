import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectedWorkMs } from '../../../../worker/portfolio/work/expected-work.ts';

const work = suite('expected-work');

const never = 'never' as const;
const small = 'when-small' as const;

work('the seed request is quick', () => {
  assert.ok(expectedWorkMs({ rows: 964, columns: 3, globalBound: never }) < 5);
});

work('a bound costs more than a search', () => {
  const shape = { rows: 964, columns: 3 };
  const bound = expectedWorkMs({ ...shape, globalBound: small });

  assert.ok(bound > 10 && bound < 60, `${bound}`);
  const four = { rows: 964, columns: 4 };
  assert.is(
    expectedWorkMs({ ...four, globalBound: small }),
    expectedWorkMs({ ...four, globalBound: never }),
  );
});

work('work grows with days and with symbols', () => {
  const at = (rows: number, columns: number): number =>
    expectedWorkMs({ rows, columns, globalBound: never });

  assert.ok(at(1000, 20) < 50);
  assert.ok(at(2500, 100) > 50);
  assert.ok(at(2500, 100) > at(1000, 100));
  assert.ok(at(1000, 100) > at(1000, 50));
});

work('many symbols on few days are long work', () => {
  // Measured: 130 to 360 ms each.
  for (const [rows, columns] of [
    [100, 100],
    [250, 50],
  ] as const) {
    assert.ok(expectedWorkMs({ rows, columns, globalBound: never }) > 50, `${rows} × ${columns}`);
  }
});

work.run();
