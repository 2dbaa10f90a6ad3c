import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Matrix } from '../../../../worker/kernels/algebra/matrix.ts';
import { symmetricEigen } from '../../../../worker/kernels/algebra/symmetric-eigen.ts';
import { leastOverlap } from '../../../../worker/kernels/covariances/least-overlap.ts';
import { nearestCorrelation } from '../../../../worker/kernels/covariances/nearest-correlation.ts';
import { positiveRepair } from '../../../../worker/kernels/covariances/positive-repair.ts';
import { sampleCovariance } from '../../../../worker/kernels/covariances/sample-covariance.ts';
import { uniformRandom } from '../../../../worker/kernels/samples/random.ts';
import { allNear } from '../../../support/all-near.ts';
import { matrixOf, simulatedReturns } from '../../../support/simulated-returns.ts';

const repair = suite('positive-repair');

const options = { tolerance: 1e-12, rounds: 1000, floor: 0 };
const contradictory = matrixOf([1, 1, 0], [1, 1, 1], [0, 1, 1]);

function randomCorrelations(seed: number, size: number): Matrix {
  const uniform = uniformRandom(seed);
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    values[i * size + i] = 1;
    for (let j = 0; j < i; j++) {
      values[i * size + j] = 2 * uniform() - 1;
      values[j * size + i] = values[i * size + j] ?? 0;
    }
  }
  return { rows: size, columns: size, values };
}

function smallest(matrix: Matrix): number {
  return symmetricEigen(matrix).values[0] ?? Number.NaN;
}

repair('a positive definite matrix is left as it is', () => {
  const matrix = matrixOf([2, 1], [1, 2]);

  const found = positiveRepair(matrix);

  assert.is(found.covariance, matrix);
  assert.not.ok(found.repaired);
});

repair('a singular matrix is left as it is', () => {
  const matrix = matrixOf([1, 1, 0], [1, 1, 0], [0, 0, 0]);

  const found = positiveRepair(matrix);

  assert.is(found.covariance, matrix);
  assert.not.ok(found.repaired);
});

repair('an eigenvalue below 0 becomes 0', () => {
  // Eigenvalues 3 and −1: what is left is 3·vvᵀ.
  const found = positiveRepair(matrixOf([1, 2], [2, 1]));

  assert.ok(found.repaired);
  allNear([found.smallestEigenvalue ?? 0], [-1]);
  allNear(found.covariance.values, [1.5, 1.5, 1.5, 1.5]);
});

repair('pairwise covariances become semidefinite', () => {
  let repaired = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const returns = simulatedReturns(seed, { periods: 12, symbols: 8, missing: 0.3 });
    if (leastOverlap(returns).count < 2) continue;
    const found = positiveRepair(sampleCovariance(returns));
    const { values } = symmetricEigen(found.covariance);

    repaired += found.repaired ? 1 : 0;
    assert.ok((values[0] ?? 0) >= -1e-13 * (values[7] ?? 0));
    assert.not.ok(positiveRepair(found.covariance).repaired);
  }
  assert.ok(repaired > 0);
});

repair('the nearest correlation of three contradicting pairs is known', () => {
  const { correlation, converged } = nearestCorrelation(contradictory, options);

  // It is singular, so that b = 2a² − 1, and the distance is least where 4a³ − a − 1 = 0.
  const a = 0.760689853402284;
  const b = 0.157298106138094;
  assert.ok(converged);
  allNear(correlation.values, [1, a, b, a, 1, a, b, a, 1], 1e-11);
});

repair('a floor keeps the nearest correlation invertible', () => {
  const floored = nearestCorrelation(contradictory, { ...options, floor: 1e-4 });

  // The figures that portfoliooptimizer.io publishes for this matrix.
  allNear(floored.correlation.values.subarray(0, 3), [1, 0.760631, 0.157333], 1e-6);
  allNear([smallest(floored.correlation)], [1e-4], 1e-7);
});

repair('a correlation matrix is nearest to itself', () => {
  const matrix = matrixOf([1, 0.5], [0.5, 1]);

  const found = nearestCorrelation(matrix, options);

  assert.is(found.rounds, 1);
  allNear(found.correlation.values, matrix.values, 1e-15);
});

repair('the nearest correlation meets the conditions of an optimum', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const size = 3 + seed;
    const matrix = randomCorrelations(seed, size);

    const { correlation, converged } = nearestCorrelation(matrix, options);

    // X − A = D + Z with D diagonal, Z semidefinite and ZX = 0 (Higham 2002, theorem 2.4): with the
    // diagonal free, Z is the part of X's complement, so that X·Z·X vanishes.
    assert.ok(converged);
    assert.ok(Math.abs(smallest(correlation)) < 1e-10);
    assert.ok(distance(correlation, matrix) <= distance(scaledRepair(matrix), matrix));
    const closer = towards(matrix, correlation, 1 - 1e-4);
    assert.ok(smallest(closer) < 0);
  }
});

repair('rounds that run out are owned up to', () => {
  const found = nearestCorrelation(contradictory, { ...options, rounds: 3 });

  assert.not.ok(found.converged);
  assert.is(found.rounds, 3);
  assert.ok(found.change > 1e-12);
});

function distance(one: Matrix, other: Matrix): number {
  return Math.hypot(...one.values.map((value, k) => value - (other.values[k] ?? 0)));
}

/** The cheap way: eigenvalues clipped, then the diagonal scaled back to 1. */
function scaledRepair(matrix: Matrix): Matrix {
  const { covariance } = positiveRepair(matrix);
  const size = matrix.rows;
  const deviations = Array.from({ length: size }, (_, i) =>
    Math.sqrt(covariance.values[i * (size + 1)] ?? 0),
  );
  const values = covariance.values.map(
    (value, k) => value / ((deviations[Math.floor(k / size)] ?? 0) * (deviations[k % size] ?? 0)),
  );
  return { ...covariance, values };
}

function towards(one: Matrix, other: Matrix, share: number): Matrix {
  const values = one.values.map((value, k) => (1 - share) * value + share * (other.values[k] ?? 0));
  return { ...one, values };
}

repair.run();
