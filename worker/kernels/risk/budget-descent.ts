import { dot } from '../algebra/dot.ts';
import type { Matrix } from '../algebra/matrix.ts';
import { quadraticForm } from '../algebra/quadratic-form.ts';

/** When {@link budgetDescent} stops. */
export interface BudgetDescentOptions {
  /** The relative difference of u_i·(Ru)_i and b_i to reach. */
  readonly aim: number;
  readonly maxSweeps: number;
  /** From this sweep on it stops, too, once a sweep leaves more than a fifth of the difference. */
  readonly patientFor: number;
}

/** What a sweep must make of the difference at most: Newton's method is cheaper for the rest. */
const fast = 0.2;

/**
 * Minimises ½·uᵀRu − Σ b_i·ln u_i over u > 0, one entry after the other: at its minimum
 * u_i·(Ru)_i = b_i.
 *
 * @param correlation  R, n × n, ones on the diagonal
 * @param budgets      b, length n, all positive, summing to 1
 * @returns            u, length n, all positive, and the sweeps made
 * @see Griveau-Billion, Richard & Roncalli (2013), SSRN 2325255, eq. 9
 */
export function budgetDescent(
  correlation: Matrix,
  budgets: Float64Array,
  { aim, maxSweeps, patientFor }: BudgetDescentOptions,
): { risks: Float64Array; sweeps: number } {
  const risks = started(correlation, budgets);
  let before = Number.POSITIVE_INFINITY;
  for (let sweeps = 1; sweeps <= maxSweeps; sweeps++) {
    const miss = sweep(correlation, budgets, risks);
    const isSlow = sweeps >= patientFor && miss > fast * before;
    if (miss <= aim || isSlow) return { risks, sweeps };
    before = miss;
  }
  return { risks, sweeps: maxSweeps };
}

/** Exact where all correlations are the same and budgets, too. */
function started(correlation: Matrix, budgets: Float64Array): Float64Array {
  const risks = budgets.map(Math.sqrt);
  const variance = quadraticForm(correlation, risks);
  return variance > 0 ? risks.map((risk) => risk / Math.sqrt(variance)) : risks;
}

/**
 * Each u_i in turn becomes the positive root of u_i² + (Σ_{j≠i} R_ij·u_j)·u_i − b_i.
 *
 * @returns the largest relative difference of u_i·(Ru)_i and b_i, each as it was found
 */
function sweep({ rows, values }: Matrix, budgets: Float64Array, risks: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    const runs = { left: values, leftStart: i * rows, right: risks, rightStart: 0 };
    const move = dot(runs, rows);
    const others = move - risks[i];
    worst = Math.max(worst, Math.abs((risks[i] * move) / budgets[i] - 1));
    const root = Math.sqrt(others * others + 4 * budgets[i]);
    // Of two forms the one without cancellation.
    risks[i] = others > 0 ? (2 * budgets[i]) / (others + root) : (root - others) / 2;
  }
  return worst;
}
