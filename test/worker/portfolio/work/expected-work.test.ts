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
  // Measured: 20 to 200 ms, and 25 to 75 ms.
  for (const [rows, columns] of [
    [100, 100],
    [250, 50],
  ] as const) {
    assert.ok(expectedWorkMs({ rows, columns, globalBound: never }) > 40, `${rows} × ${columns}`);
  }
});

work('ten years of hundreds of symbols are no job', () => {
  // Measured: 90 to 430 ms of 100 symbols, 350 to 1,000 ms of 500.
  const hundred = expectedWorkMs({ rows: 2500, columns: 100, globalBound: never });
  const fiveHundred = expectedWorkMs({ rows: 2500, columns: 500, globalBound: never });

  assert.ok(hundred > 90 && hundred < 430, `${hundred}`);
  assert.ok(fiveHundred > 350 && fiveHundred < 1000, `${fiveHundred}`);
});

work('bounds and further starts cost more', () => {
  const shape = { rows: 1000, columns: 30, globalBound: never };
  const plain = expectedWorkMs(shape);

  assert.ok(expectedWorkMs({ ...shape, bounded: true }) > 1.5 * plain);
  assert.ok(expectedWorkMs({ ...shape, mostVertices: 3 }) < 0.7 * plain);
});

work.run();
