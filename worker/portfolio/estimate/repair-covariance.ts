import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { correlationOf, covarianceOf } from '../../kernels/covariances/correlation.ts';
import { nearestCorrelation } from '../../kernels/covariances/nearest-correlation.ts';
import { positiveRepair, type Repair } from '../../kernels/covariances/positive-repair.ts';
import { raisedVariances } from '../../kernels/covariances/raised-variances.ts';
import type { MixFault, RepairedCovariance } from '../mix/mix-problem.ts';
import type { CovarianceRepair } from '../mix/mix-question.ts';

/** The change of an entry at which projections stop. */
const nearest = { tolerance: 1e-11, floor: 0 };
/** Rounds at most, however small the matrix, and at least, however large. */
const mostRounds = 300;
const fewestRounds = 20;
/** Steps of eigen-decompositions that a repair may take: some seconds. */
const mostSteps = 1e9;

/** Rounds of projections at most: each takes an eigen-decomposition. */
export function nearestRounds(size: number): number {
  return Math.max(fewestRounds, Math.min(mostRounds, Math.floor(mostSteps / size ** 3)));
}

/** A covariance that is positive semidefinite, and what was done to it. */
export interface DefiniteCovariance {
  readonly covariance: Matrix;
  /** Absent where it was one already. */
  readonly repair?: RepairedCovariance;
}

/**
 * Makes a covariance positive semidefinite, where it is not.
 *
 * @param covariance  n × n, symmetric and finite, no variance below 0
 * @param method      `spectral` raises negative eigenvalues to 0, so that variances grow a little;
 *                    `nearest` keeps variances and takes the nearest correlation;
 *                    `diagonal` adds the same to all variances and keeps covariances
 */
export function repairCovariance(
  covariance: Matrix,
  method: CovarianceRepair,
): DefiniteCovariance | MixFault {
  const spectral = positiveRepair(covariance);
  if (!spectral.repaired) return { covariance };
  const smallestEigenvalue = spectral.smallestEigenvalue ?? Number.NaN;
  if (method === 'refuse') return { reason: 'indefinite', smallestEigenvalue };
  const { matrix, converged } = repairs[method](covariance, {
    ...spectral,
    smallestEigenvalue,
  });
  return {
    covariance: matrix,
    repair: { method, smallestEigenvalue, converged, ...movement(covariance, matrix) },
  };
}

interface Repaired {
  readonly matrix: Matrix;
  readonly converged: boolean;
}

/** What each method makes of a covariance whose smallest eigenvalue is below 0. */
const repairs: Readonly<
  Record<
    Exclude<CovarianceRepair, 'refuse'>,
    (covariance: Matrix, spectral: Required<Repair>) => Repaired
  >
> = {
  spectral: (_, { covariance }) => ({ matrix: covariance, converged: true }),
  nearest: nearestCovariance,
  diagonal: (covariance, { smallestEigenvalue }) => ({
    matrix: raisedVariances(covariance, smallestEigenvalue),
    converged: true,
  }),
};

function nearestCovariance(covariance: Matrix): Repaired {
  const { correlation, deviations } = correlationOf(covariance);
  const found = nearestCorrelation(correlation, {
    ...nearest,
    rounds: nearestRounds(covariance.rows),
  });
  // What the last round left below 0 goes, and the diagonal is 1 again by scaling.
  const definite = correlationOf(positiveRepair(found.correlation).covariance).correlation;
  return {
    matrix: covarianceOf({ correlation: definite, deviations }),
    converged: found.converged,
  };
}

/** How far a matrix moved: in all, and where most for its volatilities. */
function movement(
  before: Matrix,
  after: Matrix,
): Pick<RepairedCovariance, 'relativeDistance' | 'largest'> {
  const size = before.rows;
  const scale = correlationOf(after).deviations;
  let moved = 0;
  let whole = 0;
  let largest = { i: 0, j: 0, before: 0, after: 0 };
  let furthest = 0;
  for (let k = 0; k < size * size; k++) {
    const [i, j] = [Math.floor(k / size), k % size];
    const [old, fresh] = [before.values[k] ?? 0, after.values[k] ?? 0];
    moved += (fresh - old) ** 2;
    whole += old ** 2;
    const share = Math.abs(fresh - old) / ((scale[i] ?? 0) * (scale[j] ?? 0));
    if (!(share > furthest)) continue;
    furthest = share;
    largest = { i, j, before: old, after: fresh };
  }
  return { relativeDistance: Math.sqrt(moved / whole), largest };
}
