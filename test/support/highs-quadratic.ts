import highsModule, { type Highs } from 'highs';
import type { BoundedProblem } from '../../worker/kernels/quadratic/bounded-quadratic.ts';

/** The package's types are those of its CommonJS build, in which the loader is a member. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

const timeLimitS = 2;

/** What HiGHS makes of a quadratic program; `stalled` where it has no answer in its time. */
export type HighsMinimum =
  | { readonly status: 'optimal'; readonly weights: Float64Array }
  | { readonly status: 'infeasible' | 'unbounded' | 'stalled' };

/** Minimises ½·wᵀQw − cᵀw within bounds, Σw = 1, by the active set of HiGHS. */
export type HighsQuadratic = (problem: BoundedProblem) => HighsMinimum;

/**
 * A method that is not ours, to compare with. Q is scaled to a mean diagonal entry of 1, without which HiGHS
 * goes in rounds on daily covariances (ERGO-Code/HiGHS #1000).
 */
export async function openHighsQuadratic(): Promise<HighsQuadratic> {
  const highs = await loadHighs();
  return (problem) => minimum(highs, problem);
}

function minimum(highs: Highs, { quadratic, linear, lower, upper }: BoundedProblem): HighsMinimum {
  const size = linear.length;
  const { values } = quadratic;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += values[i * (size + 1)] ?? 0;
  const level = trace > 0 ? trace / size : 1;
  const input = {
    numCols: size,
    numRows: 1,
    colCost: linear.map((one) => -one / level),
    colLower: lower,
    colUpper: upper,
    rowLower: Float64Array.of(1),
    rowUpper: Float64Array.of(1),
    matrix: {
      format: 'csc',
      numRows: 1,
      numCols: size,
      starts: Int32Array.from({ length: size + 1 }, (_, j) => j),
      indices: new Int32Array(size),
      values: new Float64Array(size).fill(1),
    },
    // Nothing varies: a linear program.
    ...(trace > 0 ? { hessian: lowerTriangle(values, size, level) } : {}),
  } as const;
  return highs.withModel(input, (model): HighsMinimum => {
    model.options.set({ output_flag: false, time_limit: timeLimitS, random_seed: 0 });
    const { modelStatus } = model.run();
    const { optimal, infeasible, unbounded, unboundedOrInfeasible } = highs.constants.modelStatus;
    if (modelStatus === optimal)
      return { status: 'optimal', weights: model.getSolution().colValue };
    if (modelStatus === infeasible) return { status: 'infeasible' };
    const open = modelStatus === unbounded || modelStatus === unboundedOrInfeasible;
    return { status: open ? 'unbounded' : 'stalled' };
  });
}

/** Columns of the lower triangle, without zeros. */
function lowerTriangle(values: Float64Array, size: number, level: number) {
  const [starts, indices, entries] = [[0], [] as number[], [] as number[]];
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      const entry = (values[i * size + j] ?? 0) / level;
      if (entry === 0) continue;
      indices.push(i);
      entries.push(entry);
    }
    starts.push(indices.length);
  }
  return {
    format: 'triangular',
    dimension: size,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(entries),
  } as const;
}
