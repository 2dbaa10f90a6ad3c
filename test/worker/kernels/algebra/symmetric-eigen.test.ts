import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { rowProducts } from '../../../../worker/kernels/algebra/row-products.ts';
import { fromSpectrum } from '../../../../worker/kernels/algebra/spectrum.ts';
import { type Eigen, symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import { missingAsZero } from '../../../../worker/kernels/covariances/missing-as-zero.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { allNear } from '../../../support/all-near.ts';
import { goldenEstimates } from '../../../support/golden-estimates.ts';
import { normals } from '../../../support/markets.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const eigen = suite('symmetric-eigen');

/** Relative to the largest eigenvalue: the residual promised. */
const accuracy = 1e-13;

function randomSymmetric(seed: number, size: number): Matrix {
  const normal = normals(seed);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      values[i * size + j] = normal();
      values[j * size + i] = values[i * size + j] ?? 0;
    }
  }
  return { rows: size, columns: size, values };
}

function assertDecomposed(matrix: Matrix, { values, vectors }: Eigen): void {
  const size = matrix.rows;
  const largest = Math.max(...values.map(Math.abs));
  const images = rowProducts(vectors, matrix).values;
  const residual = images.map(
    (image, k) => image - (values[Math.floor(k / size)] ?? 0) * (vectors.values[k] ?? 0),
  );
  const products = rowProducts(vectors, vectors).values;
  assert.ok(residual.every((value) => Math.abs(value) <= accuracy * largest));
  assert.ok(
    products.every((value, k) => Math.abs(value - (k % (size + 1) === 0 ? 1 : 0)) <= accuracy),
  );
  assert.ok(values.every((value, k) => k === 0 || value >= (values[k - 1] ?? 0)));
}

eigen('two symbols of equal variance part into sum and difference', () => {
  const { values, vectors } = symmetricEigen(matrixOf([2, 1], [1, 2]));

  const half = Math.SQRT1_2;
  allNear(values, [1, 3], 1e-15);
  allNear(vectors.values.map(Math.abs), [half, half, half, half], 1e-15);
});

eigen('eigenvalues of a chain are known in closed form', () => {
  const size = 25;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    values[i * size + i] = 2;
    if (i > 0) values[i * size + i - 1] = -1;
  }

  const found = symmetricEigen({ rows: size, columns: size, values }).values;

  // 2 − 2·cos(kπ/(n + 1)), though only the lower triangle was given.
  const expected = Array.from(found, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (size + 1)));
  allNear(found, expected, 1e-15);
});

eigen('random matrices are taken apart to rounding', () => {
  for (let size = 1; size <= 40; size++) {
    const matrix = randomSymmetric(size, size);

    assertDecomposed(matrix, symmetricEigen(matrix));
  }
});

eigen('a matrix of a hundred symbols is taken apart to rounding', () => {
  const matrix = randomSymmetric(1, 100);

  assertDecomposed(matrix, symmetricEigen(matrix));
});

eigen('singular, duplicate and constant symbols are no obstacle', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const options = { periods: 3 + (seed % 20), symbols: 4 + (seed % 13), degenerate: true };
    const covariance = sampleCovariance(simulatedReturns(seed, options));

    const found = symmetricEigen(covariance);

    assertDecomposed(covariance, found);
    const positive = found.values.map((value) => Math.max(0, value));
    const again = fromSpectrum({ values: positive, vectors: found.vectors });
    allNear(again.values, covariance.values, accuracy);
  }
});

eigen('entries of very different sizes are no obstacle', () => {
  const normal = normals(8);
  for (let trial = 0; trial < 20; trial++) {
    const matrix = randomSymmetric(trial + 50, 12);
    const scales = Float64Array.from({ length: 12 }, () => 10 ** (4 * normal()));
    const values = matrix.values.map(
      (value, k) => value * (scales[Math.floor(k / 12)] ?? 0) * (scales[k % 12] ?? 0),
    );

    assertDecomposed({ ...matrix, values }, symmetricEigen({ ...matrix, values }));
  }
});

eigen('matrices of tiny and of huge numbers keep their eigenvalues', () => {
  for (const scale of [1e-300, 1e-160, 1e150, 1e300]) {
    const { values } = symmetricEigen(matrixOf([2 * scale, scale], [scale, 2 * scale]));

    allNear(values, [scale, 3 * scale], 1e-15);
  }
});

eigen('zero and diagonal matrices are decomposed as they are', () => {
  assert.equal(Array.from(symmetricEigen(matrixOf([0, 0], [0, 0])).values), [0, 0]);
  assert.equal(Array.from(symmetricEigen(matrixOf([3, 0], [0, -1])).values), [-1, 3]);
  assert.equal(Array.from(symmetricEigen(matrixOf([5])).values), [5]);
});

eigen('what is not square or not finite is refused', () => {
  assert.throws(() => symmetricEigen(matrixOf([1, 2])), RangeError);
  assert.throws(() => symmetricEigen(matrixOf([Number.NaN])), RangeError);
});

for (const { title, returns, eigenvalues } of goldenEstimates) {
  eigen(`eigenvalues agree with LAPACK's: ${title}`, () => {
    const covariance = sampleCovariance(missingAsZero(returns));

    allNear(symmetricEigen(covariance).values, eigenvalues, accuracy);
  });
}

eigen.run();
