import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { growthPaths } from '../../kernels/hold/growth.ts';
import { holdPoint, meaningless } from '../../kernels/hold/hold-sharpe.ts';
import { heldPath } from '../../kernels/paths/weights-path.ts';
import { expectedFigures } from '../estimate/expected.ts';
import { completeCloses } from '../estimate/scenarios.ts';
import { hurdlePath, type SolveInput, solve, type Unsolved } from '../hold/solve.ts';
import { heldRatio } from '../mix/held-ratio.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { MixFault, MixInput } from '../mix/mix-problem.ts';
import { investedShare, isHeld } from '../mix/mix-question.ts';
import { mixProblem, solveMix } from '../mix/mix-solve.ts';
import { expectedMixMs } from '../work/expected-mix-work.ts';
import { expectedWorkMs } from '../work/expected-work.ts';

/** What a portfolio is optimised from: the best to buy and hold, or a fixed mix; fit for threads. */
export type Optimisation =
  | { readonly kind: 'hold'; readonly input: SolveInput }
  | { readonly kind: 'mix'; readonly input: MixInput };

/** Prices that an optimisation may rest on instead of its own. */
export interface PricesUsed {
  readonly closes: Matrix;
  /** Closes of the benchmark on the same days, NaN where there is none; absent without one. */
  readonly reference?: Float64Array;
}

/** The weights of an optimisation, or why there are none. */
export type Outcome =
  | {
      readonly answered: true;
      /** Shares of the value: what they miss of 1 is cash. */
      readonly weights: Float64Array;
      /** As `POST /backend` answers it, a year; undefined without volatility. */
      readonly sharpeRatio: number | undefined;
      /** Undefined where nothing is optimised. */
      readonly kktResidual: number | undefined;
      /** Present where a linear program was solved. */
      readonly dualityGap?: number;
    }
  | ({ readonly answered: false } & OutcomeFault);

/** Why there are no weights. */
export type OutcomeFault =
  | { readonly kind: 'hold'; readonly fault: Unsolved }
  | { readonly kind: 'mix'; readonly fault: MixFault };

/** The prices that an optimisation rests on. */
export function pricesOf({ kind, input }: Optimisation): PricesUsed {
  const { closes } = input;
  const reference = kind === 'mix' ? input.market : benchmarkOf(input);
  return { closes, ...(reference === undefined ? {} : { reference }) };
}

/**
 * The same question on other prices.
 *
 * @param prices  with a reference where the optimisation has one
 */
export function withPrices(
  optimisation: Optimisation,
  { closes, reference }: PricesUsed,
): Optimisation {
  if (optimisation.kind === 'mix') {
    const market = reference === undefined ? {} : { market: reference };
    return { kind: 'mix', input: { ...optimisation.input, closes, ...market } };
  }
  const hurdle = reference === undefined ? {} : { hurdle: { benchmark: reference } };
  return { kind: 'hold', input: { ...optimisation.input, closes, ...hurdle } };
}

/** Solves it. Pure and deterministic. */
export function solveOptimisation(optimisation: Optimisation, solveLinear?: SolveLinear): Outcome {
  if (optimisation.kind === 'hold') {
    const solution = solve(optimisation.input);
    if (!solution.solved) return { answered: false, kind: 'hold', fault: solution };
    const { weights, sharpeRatio, certificate } = solution;
    return { answered: true, weights, sharpeRatio, kktResidual: certificate.kktResidual };
  }
  const solution = solveMix(optimisation.input, solveLinear);
  if (!solution.solved) {
    const { solved: _, ...fault } = solution;
    return { answered: false, kind: 'mix', fault };
  }
  const { optimum, expected } = solution;
  return {
    answered: true,
    weights: scaledBy(optimum.weights, investedShare(optimisation.input.question.objective)),
    sharpeRatio: isHeld(optimisation.input.question.objective)
      ? heldRatioOf(optimisation.input, optimum.weights)
      : expected.sharpeRatio,
    kktResidual: optimum.kktResidual,
    ...(optimum.dualityGap === undefined ? {} : { dualityGap: optimum.dualityGap }),
  };
}

/** The Sharpe ratio of any weights by its definition and estimate; undefined where there is none. */
export function sharpeRatioOf(
  optimisation: Optimisation,
  weights: Float64Array,
): number | undefined {
  if (optimisation.kind === 'mix') {
    if (isHeld(optimisation.input.question.objective)) {
      return heldRatioOf(optimisation.input, weights);
    }
    const problem = mixProblem(optimisation.input);
    // Cash beside a mix takes as much of its risk as of its excess.
    const mix = scaledBy(weights, 1 / investedShare(optimisation.input.question.objective));
    return 'reason' in problem ? undefined : expectedFigures(problem, mix).sharpeRatio;
  }
  const { closes, hurdle, periodsPerYear } = optimisation.input;
  const point = holdPoint(
    { growth: growthPaths(closes), hurdle: hurdlePath(hurdle, closes.rows), periodsPerYear },
    weights,
  );
  return meaningless(point) || !Number.isFinite(point.ratio) ? undefined : point.ratio;
}

function scaledBy(weights: Float64Array, factor: number): Float64Array {
  return factor === 1 ? weights : weights.map((weight) => weight * factor);
}

function heldRatioOf(
  { closes, riskFreeRate, periodsPerYear }: MixInput,
  weights: Float64Array,
): number | undefined {
  const path = heldPath(completeCloses(closes), weights);
  return path.every((value) => value > 0)
    ? heldRatio(path, { riskFreeRate, periodsPerYear })
    : undefined;
}

/** How long it takes to solve, in ms, within a factor of 3 or so. */
export function expectedOptimisationMs({ kind, input }: Optimisation): number {
  if (kind === 'mix') return expectedMixMs(input);
  const { closes, globalBound, bounds, mostVertices } = input;
  return expectedWorkMs({
    rows: closes.rows,
    columns: closes.columns,
    globalBound,
    bounded: bounds !== undefined,
    ...(mostVertices === undefined ? {} : { mostVertices }),
  });
}

function benchmarkOf({ hurdle }: SolveInput): Float64Array | undefined {
  return 'benchmark' in hurdle ? hurdle.benchmark : undefined;
}
