import highsModule, { type Highs, type Model } from 'highs';
import { checkDual, checkPrimal } from '../kernels/linear/linear-check.ts';
import { checkShape, type LinearProgram } from '../kernels/linear/linear-program.ts';
import { type ScaledProgram, scaledProgram } from '../kernels/linear/linear-scaling.ts';
import type {
  LinearBasis,
  LinearOptions,
  LinearOutcome,
  SolveLinear,
} from '../portfolio/mix/linear-solver.ts';
import { recycleThread } from './recycle-thread.ts';

/** Memory of WebAssembly never shrinks: above this much the thread is to be replaced, in bytes. */
const mostMemory = 256 * 1_048_576;
/** The package's types are those of its CommonJS build, in which the loader is a member. */
const loadHighs = highsModule as unknown as typeof highsModule.default;
/** On a scaled program: the smallest that HiGHS accepts is 1e-10. */
const tolerance = 1e-9;
/** Violations and gaps above it, relative to bounds and objective, are no solution. */
const acceptable = 1e-6;

/**
 * Loads HiGHS, in 60 ms and 20 MB, for solving linear programs: always scaled, always within a time
 * limit, always checked by our own arithmetic. For threads only: a solve holds up its event loop.
 *
 * @see Huangfu & Hall (2018), Mathematical Programming Computation 10(1)
 */
export async function openLinearSolver(): Promise<SolveLinear> {
  const highs = await loadHighs();
  return (program, options) => {
    checkShape(program);
    const scaled = scaledProgram(program);
    try {
      return highs.withModel(modelOf(scaled.program), (model) => {
        model.options.set(optionsOf(program, options));
        if (options.from !== undefined) model.setBasis(extended(options.from, program, highs));
        return outcome({ highs, model, program, scaled });
      });
    } catch (error) {
      // What has failed once, such as for want of memory, is not to be trusted again.
      recycleThread();
      if (isNative(error)) return { status: 'failed' };
      throw error;
    } finally {
      if (highs.memoryBytes > mostMemory) recycleThread();
    }
  };
}

/** Whether HiGHS itself gave a program up, such as for entries past 1e15: it says so by this status. */
function isNative(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === -1;
}

function modelOf(program: LinearProgram) {
  const { costs, lower, upper, rowLower, rowUpper, starts, indices, values, whole } = program;
  const [numCols, numRows] = [costs.length, rowLower.length];
  return {
    numCols,
    numRows,
    colCost: costs,
    colLower: lower,
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: { format: 'csc', numRows, numCols, starts, indices, values },
    ...(whole === undefined ? {} : { integrality: Int32Array.from(whole) }),
  } as const;
}

function optionsOf({ whole }: LinearProgram, { timeLimitMs, relativeGap = 0 }: LinearOptions) {
  const shared = { output_flag: false, time_limit: timeLimitMs / 1000, random_seed: 0 };
  // The search over whole numbers has tolerances of its own, which smaller ones would stall.
  if (whole !== undefined) return { ...shared, mip_rel_gap: relativeGap };
  return {
    ...shared,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
  };
}

/** The basis of fewer rows and columns: new rows have slack to begin with, new columns stand at their lower bound. */
function extended({ columns, rows }: LinearBasis, program: LinearProgram, highs: Highs) {
  const { basic, lower } = highs.constants.basisStatus;
  const rowStatus = new Int32Array(program.rowLower.length).fill(basic);
  const colStatus = new Int32Array(program.costs.length).fill(lower);
  rowStatus.set(rows);
  colStatus.set(columns);
  return { colStatus, rowStatus };
}

interface Run {
  readonly highs: Highs;
  readonly model: Model;
  readonly program: LinearProgram;
  readonly scaled: ScaledProgram;
}

function outcome({ highs, model, program, scaled }: Run): LinearOutcome {
  const { modelStatus } = model.run();
  const { optimal, infeasible, unbounded, unboundedOrInfeasible, timeLimit } =
    highs.constants.modelStatus;
  if (modelStatus === infeasible) return { status: 'infeasible' };
  if (modelStatus === unbounded || modelStatus === unboundedOrInfeasible) {
    return { status: 'unbounded' };
  }
  const done = modelStatus === optimal;
  if (!done && modelStatus !== timeLimit) return { status: 'failed' };
  if (program.whole !== undefined) return wholeOutcome({ highs, model, program, scaled }, done);
  if (!done) return { status: 'time-limit' };
  const solution = model.getSolution();
  const x = scaled.primal(solution.colValue);
  const y = scaled.duals(solution.rowDual);
  const check = checkDual(program, x, y);
  const size = 1 + Math.abs(check.objective);
  const worst = Math.max(check.primalViolation, check.dualViolation / size, check.gap / size);
  if (!(worst <= acceptable)) return { status: 'unverified' };
  const { colStatus: columns, rowStatus: rows } = model.getBasis();
  return { status: 'optimal', x, y, check, basis: { columns, rows } };
}

function wholeOutcome({ model, program, scaled }: Run, done: boolean): LinearOutcome {
  // 2: some solution is feasible.
  if (model.info.get('primal_solution_status') !== 2) return { status: 'time-limit' };
  const x = scaled.primal(model.getSolution().colValue);
  for (const [j, whole] of program.whole?.entries() ?? []) {
    if (whole === 1) x[j] = Math.round(x[j] ?? 0);
  }
  const check = checkPrimal(program, x);
  if (check.primalViolation > acceptable) return { status: 'unverified' };
  const relativeGap = Number(model.info.get('mip_gap'));
  return { status: done ? 'whole' : 'whole-time-limit', x, check, relativeGap };
}
