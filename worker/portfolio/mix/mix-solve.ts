import { estimateMoments } from '../estimate/estimate.ts';
import { expectedBesideCash, expectedFigures } from '../estimate/expected.ts';
import { solveObjective } from '../objectives.ts';
import type { SolveLinear } from './linear-solver.ts';
import type {
  Estimate,
  ExpectedFigures,
  MixFault,
  MixInput,
  MixOptimum,
  MixProblem,
} from './mix-problem.ts';
import { investedShare, linearObjectives } from './mix-question.ts';

/** The weights that were asked for. */
export interface MixSolved {
  readonly solved: true;
  readonly estimate: Estimate;
  readonly optimum: MixOptimum;
  /** Of what is held, cash included. */
  readonly expected: ExpectedFigures;
}

/** The weights, or why there are none. */
export type MixSolution = MixSolved | ({ readonly solved: false } & MixFault);

/** Whether {@link solveMix} needs a solver of linear programs. */
export function needsLinear({ question }: Pick<MixInput, 'question'>): boolean {
  return linearObjectives.some((name) => name === question.objective.name);
}

/**
 * Estimates, then solves. Pure and deterministic.
 *
 * @param solveLinear  where {@link needsLinear} says so
 */
export function solveMix(input: MixInput, solveLinear?: SolveLinear): MixSolution {
  const problem = mixProblem(input);
  if ('reason' in problem) return { solved: false, ...problem };
  const optimum = solveObjective(problem, input.question.objective, solveLinear);
  if ('reason' in optimum) return { solved: false, ...optimum };
  const expected = expectedBesideCash(expectedFigures(problem, optimum.weights), {
    invested: investedShare(input.question.objective),
    rate: problem.rate,
  });
  return { solved: true, estimate: estimateOf(problem), optimum, expected };
}

/** The estimate, with what weights are to keep. */
export function mixProblem(input: MixInput): MixProblem | MixFault {
  const { question, riskFreeRate } = input;
  const estimate = estimateMoments(input);
  if ('reason' in estimate) return estimate;
  return {
    ...estimate,
    lower: Float64Array.from(question.bounds.lower),
    upper: Float64Array.from(question.bounds.upper),
    budget: question.marketNeutral === true ? 0 : 1,
    ...(question.constraints === undefined ? {} : { constraints: question.constraints }),
    rate: riskFreeRate,
    l2: question.l2,
    closes: input.closes,
    periodsPerYear: input.periodsPerYear,
    ...(input.market === undefined ? {} : { market: input.market }),
  };
}

/** What an answer tells of the estimate. */
export function estimateOf({
  lower: _,
  upper: __,
  budget: ___,
  rate: ____,
  l2: _____,
  closes: ______,
  periodsPerYear: _______,
  market: _________,
  constraints: ________,
  ...estimate
}: MixProblem): Estimate {
  return estimate;
}
