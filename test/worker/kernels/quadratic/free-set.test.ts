import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FreeSet } from '../../../../worker/kernels/quadratic/free-set.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';

const set = suite('free-set');

set('a system on the members is solved', () => {
  const matrix = { rows: 3, columns: 3, values: Float64Array.of(4, 9, 2, 9, 9, 9, 2, 9, 10) };
  const held = new FreeSet(matrix, { pivot: 1e-12 });
  held.append(2);
  held.append(0);
  const x = Float64Array.of(24, 12);

  held.solveInPlace(x);

  // 10·x₂ + 2·x₀ = 24 and 2·x₂ + 4·x₀ = 12.
  assert.ok(Math.abs((x[0] ?? 0) - 2) < 1e-15);
  assert.ok(Math.abs((x[1] ?? 0) - 2) < 1e-15);
});

set('a symbol that depends on members is refused', () => {
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(1, 2, 2, 4) };
  const held = new FreeSet(matrix, { pivot: 1e-12 });

  assert.ok(held.append(0));
  assert.not(held.append(1));
  assert.is(held.size, 1);
  assert.not(held.has(1));
  assert.equal(Array.from(held.combination(1)), [2]);
});

set('the factor survives a thousand comings and goings', () => {
  const size = 12;
  const uniform = uniformRandom(1);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) values[i * size + j] = values[j * size + i] = uniform();
    values[i * size + i] = size;
  }
  const held = new FreeSet({ rows: size, columns: size, values }, { pivot: 1e-12 });
  for (let round = 0; round < 1000; round++) {
    const symbol = Math.floor(uniform() * size);
    if (held.has(symbol)) held.removeAt(held.indices.indexOf(symbol));
    else held.append(symbol);
  }
  const members = held.indices.subarray(0, held.size);
  const wanted = Float64Array.from(members, () => uniform());
  const x = Float64Array.from(members, (i) =>
    members.reduce((sum, j, k) => sum + (values[i * size + j] ?? 0) * (wanted[k] ?? 0), 0),
  );

  held.solveInPlace(x);

  assert.ok(held.size > 2);
  for (const [k, value] of x.entries()) assert.ok(Math.abs(value - (wanted[k] ?? 0)) < 1e-12);
});

set('what is followed is solved for a sum as members come and go', () => {
  const size = 12;
  const uniform = uniformRandom(2);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) values[i * size + j] = values[j * size + i] = uniform();
    values[i * size + i] = size;
  }
  const held = new FreeSet({ rows: size, columns: size, values }, { pivot: 1e-12 });
  const right = Float64Array.from({ length: size }, () => uniform());
  held.append(5);
  held.follow(right);
  for (let round = 0; round < 300; round++) {
    const symbol = Math.floor(uniform() * size);
    if (!held.has(symbol)) held.append(symbol);
    else if (held.size > 1) held.removeAt(held.indices.indexOf(symbol));
  }

  const { solution, level } = held.solveFollowed(3);

  const members = Array.from(held.indices.subarray(0, held.size));
  const again = Float64Array.from(members, (i) => right[i] ?? 0);
  assert.ok(Math.abs(held.solveWithSum(again, 3) - level) < 1e-13);
  assert.ok(Math.abs(solution.reduce((sum, value) => sum + value, 0) - 3) < 1e-13);
  for (const [k, i] of members.entries()) {
    const pull = members.reduce(
      (sum, j, l) => sum + (values[i * size + j] ?? 0) * (solution[l] ?? 0),
      0,
    );
    assert.ok(Math.abs(pull - (right[i] ?? 0) - level) < 1e-12);
    assert.ok(Math.abs((solution[k] ?? 0) - (again[k] ?? 0)) < 1e-13);
  }
});

set.run();
