import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { conjugateGradients } from '../../../../worker/kernels/algebra/conjugate-gradients.ts';
import { product } from '../../../../worker/kernels/algebra/quadratic-form.ts';
import { normals } from '../../../support/markets.ts';
import { symmetricOf } from '../../../support/symmetric.ts';

const gradients = suite('conjugate-gradients');

gradients('a diagonal system takes one step', () => {
  const diagonal = Float64Array.of(2, 50, 1e6);
  const apply = (x: Float64Array) => x.map((value, i) => value * (diagonal[i] ?? 0));
  const right = Float64Array.of(2, 100, 3e6);

  const x = conjugateGradients({ apply, diagonal, right }, { share: 1e-15, maxSteps: 1 });

  for (const [i, expected] of [1, 2, 3].entries()) {
    assert.ok(Math.abs((x?.[i] ?? 0) - expected) < 1e-14);
  }
});

gradients('a system of many is solved to the share asked for', () => {
  const size = 60;
  const normal = normals(3);
  const matrix = symmetricOf(size, normal);
  for (let i = 0; i < size; i++) matrix.values[i * (size + 1)] = 30 + i;
  const truth = Float64Array.from({ length: size }, () => normal());
  const apply = (x: Float64Array) => product(matrix, x);
  const diagonal = truth.map((_, i) => matrix.values[i * (size + 1)] ?? 0);

  const x = conjugateGradients(
    { apply, diagonal, right: apply(truth) },
    { share: 1e-13, maxSteps: 60 },
  );

  for (const [i, value] of truth.entries()) assert.ok(Math.abs(value - (x?.[i] ?? 0)) < 1e-10);
});

gradients('too few steps give nothing; a right-hand side of 0 needs none', () => {
  const matrix = { rows: 2, columns: 2, values: Float64Array.of(2, 1, 1, 2) };
  const apply = (x: Float64Array) => product(matrix, x);
  const diagonal = Float64Array.of(2, 2);
  const options = { share: 1e-12, maxSteps: 1 };

  assert.is(
    conjugateGradients({ apply, diagonal, right: Float64Array.of(1, 0) }, options),
    undefined,
  );
  assert.equal(
    conjugateGradients({ apply, diagonal, right: Float64Array.of(0, 0) }, options),
    Float64Array.of(0, 0),
  );
});

gradients.run();
