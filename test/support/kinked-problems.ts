import type {
  AbsoluteLimit,
  KinkedProblem,
} from '../../worker/kernels/quadratic/kinked-problem.ts';
import { uniformRandom } from '../../worker/kernels/samples/random.ts';
import { frontierProblem } from './frontier-problems.ts';

/** A random problem, and what is said of it when a test fails. */
export interface NamedKinked extends KinkedProblem {
  readonly title: string;
}

/** The weights add up to 1. */
export function budgetOf(size: number) {
  const values = new Float64Array(size).fill(1);
  return {
    matrix: { rows: 1, columns: size, values },
    lower: Float64Array.of(1),
    upper: Float64Array.of(1),
  };
}

/** No cost. */
export function noCost(size: number) {
  return { origin: new Float64Array(size), rates: new Float64Array(size) };
}

/**
 * A random problem with groups, gross exposure, turnover and costs, each now and then; feasible or
 * not, on the awkward markets of {@link frontierProblem}. The same seed gives the same.
 */
export function kinkedProblem(seed: number): NamedKinked {
  const { title, mean, covariance, lower, upper } = frontierProblem(seed);
  const uniform = uniformRandom(seed + 500_000);
  const size = mean.length;
  const now = (likelihood: number) => uniform() < likelihood;
  const groups = Math.floor(4 * uniform());
  const values = Array.from({ length: groups }, () =>
    Array.from({ length: size }, () => (now(0.4) ? 1 : 0)),
  );
  const sides = values.map(() => [0.5 * uniform(), 0.3 + 0.7 * uniform()].sort());
  const held = Array.from({ length: size }, () => (now(0.5) ? uniform() : 0));
  const total = held.reduce((sum, one) => sum + one, 0) || 1;
  const origin = Float64Array.from(held, (one) => one / total);
  const limits: AbsoluteLimit[] = [];
  const nothing = new Float64Array(size);
  if (now(0.4)) {
    const rates = new Float64Array(size).fill(1);
    limits.push({ coefficients: nothing, origin: nothing, rates, limit: 1 + uniform() });
  }
  if (now(0.4)) {
    const rates = new Float64Array(size).fill(0.5);
    limits.push({ coefficients: nothing, origin, rates, limit: uniform() });
  }
  const scale = now(0.5) ? 0.1 * uniform() * Math.max(...covariance.values) : 0;
  const multiplier = Math.floor(3 * uniform());
  return {
    title: `${title}, ${groups} groups, ${limits.length} limits, ${scale > 0 ? 'costs' : 'free'}`,
    quadratic: covariance,
    linear: mean.map((one) => multiplier * one),
    lower,
    upper,
    rows: {
      matrix: {
        rows: 1 + groups,
        columns: size,
        values: Float64Array.of(...new Float64Array(size).fill(1), ...values.flat()),
      },
      lower: Float64Array.of(1, ...sides.map(([least = 0]) => least)),
      upper: Float64Array.of(1, ...sides.map(([, most = 1]) => most)),
    },
    cost: { origin, rates: Float64Array.from(held, () => scale * uniform()) },
    limits,
  };
}
