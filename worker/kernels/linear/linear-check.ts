import type { LinearProgram } from './linear-program.ts';

/** How well a solution of a linear program stands up, reckoned from the program itself. */
export interface LinearCheck {
  /** cᵀx. */
  readonly objective: number;
  /** The largest violation of a bound or row, as a share of 1 + the bound's size. */
  readonly primalViolation: number;
}

/** What prices of the rows prove, as well. */
export interface DualCheck extends LinearCheck {
  /** The largest gain in cost for a unit of some x_j that has no bound to stop at. */
  readonly dualViolation: number;
  /** cᵀx less the bound that the prices prove: 0 but for rounding at an optimum. */
  readonly gap: number;
}

/**
 * What a solution is worth.
 *
 * @param x  length n
 */
export function checkPrimal(program: LinearProgram, x: Float64Array): LinearCheck {
  const { costs, lower, upper, rowLower, rowUpper, starts, indices, values } = program;
  const activity = new Float64Array(rowLower.length);
  let objective = 0;
  let primalViolation = 0;
  for (let j = 0; j < x.length; j++) {
    objective += costs[j] * x[j];
    primalViolation = Math.max(primalViolation, outside(x[j], lower[j], upper[j]));
    for (let k = starts[j]; k < starts[j + 1]; k++) activity[indices[k]] += values[k] * x[j];
  }
  for (let i = 0; i < activity.length; i++) {
    primalViolation = Math.max(primalViolation, outside(activity[i], rowLower[i], rowUpper[i]));
  }
  return { objective, primalViolation };
}

/**
 * What a solution is worth, and what prices of its rows prove: no x costs less than cᵀx − gap, but
 * for what a `dualViolation` lets through.
 *
 * @param x  length n
 * @param y  length m: by how much the least cost rises with a row's active bound
 * @see Vanderbei (2020), Linear Programming, §5.4 (weak duality)
 */
export function checkDual(program: LinearProgram, x: Float64Array, y: Float64Array): DualCheck {
  const { costs, lower, upper, rowLower, rowUpper, starts, indices, values } = program;
  const primal = checkPrimal(program, x);
  const tally = { bound: 0, dualViolation: 0 };
  for (let i = 0; i < y.length; i++) weigh(tally, y[i], [rowLower[i], rowUpper[i], 0]);
  for (let j = 0; j < x.length; j++) {
    let reduced = costs[j];
    for (let k = starts[j]; k < starts[j + 1]; k++) reduced -= values[k] * y[indices[k]];
    weigh(tally, reduced, [lower[j], upper[j], x[j]]);
  }
  const { bound, dualViolation } = tally;
  return { ...primal, dualViolation, gap: primal.objective - bound };
}

/** Adds the least that a price can earn within bounds; where there is no bound, what it earns at x. */
function weigh(
  tally: { bound: number; dualViolation: number },
  price: number,
  [least, most, now]: readonly [number, number, number],
): void {
  if (price === 0) return;
  const limit = price > 0 ? least : most;
  if (Number.isFinite(limit)) {
    tally.bound += price * limit;
    return;
  }
  tally.dualViolation = Math.max(tally.dualViolation, Math.abs(price));
  tally.bound += price * now;
}

function outside(value: number, least: number, most: number): number {
  if (value < least) return (least - value) / (1 + Math.abs(least));
  return value > most ? (value - most) / (1 + Math.abs(most)) : 0;
}
