import type { DualCheck, LinearCheck } from '../../kernels/linear/linear-check.ts';
import type { LinearProgram } from '../../kernels/linear/linear-program.ts';

/** How a linear program is to be solved. */
export interface LinearOptions {
  /** After which the search ends with what it has, in ms. */
  readonly timeLimitMs: number;
  /** With whole numbers: the share of the objective that may be left unproven; 0 by default. */
  readonly relativeGap?: number;
  /** Where to begin: of a program whose columns and rows are the first of these. */
  readonly from?: LinearBasis;
}

/** A vertex, by the solver's own marks of columns and rows. */
export interface LinearBasis {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

/** An optimum that has been checked against the program as it was given. */
export interface LinearOptimum {
  readonly status: 'optimal';
  /** Length n. */
  readonly x: Float64Array;
  /** Length m: by how much the least cost rises with each row's active bound. */
  readonly y: Float64Array;
  readonly check: DualCheck;
  /** To begin from, when rows are added. */
  readonly basis: LinearBasis;
}

/** The best found with some of x whole. */
export interface WholeOptimum {
  /** Proven to within the gap asked for, or the best until the time was up. */
  readonly status: 'whole' | 'whole-time-limit';
  readonly x: Float64Array;
  readonly check: LinearCheck;
  /** cᵀx less the least that is still possible, as a share of |cᵀx|. */
  readonly relativeGap: number;
}

/** No solution, and why: `unverified` is one that did not stand up to the check. */
export interface NoOptimum {
  readonly status: 'infeasible' | 'unbounded' | 'time-limit' | 'unverified' | 'failed';
}

/** What came of a linear program. */
export type LinearOutcome = LinearOptimum | WholeOptimum | NoOptimum;

/**
 * Solves linear programs, with whole numbers or without: worker/solvers/linear-program.ts, which
 * holds up its thread.
 */
export type SolveLinear = (program: LinearProgram, options: LinearOptions) => LinearOutcome;
