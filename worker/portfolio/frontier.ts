import { expectedFigures, inner, portfolioVolatility, volatilitySlope } from './expected.ts';
import type { Estimate, ExpectedFigures, MixFault, MixInput, MixProblem } from './mix-problem.ts';
import { estimateOf, mixProblem } from './mix-solve.ts';
import { boundConstraints } from './objectives/bound-constraints.ts';
import {
  type EfficientLine,
  efficientLine,
  ends,
  pointOfReturn,
} from './objectives/efficient-line.ts';
import { excessOf, maxRatio } from './objectives/max-ratio.ts';

/** One portfolio of the frontier. */
export interface FrontierPoint {
  readonly weights: Float64Array;
  readonly expected: ExpectedFigures;
}

/** The efficient frontier. */
export interface Frontier {
  readonly solved: true;
  readonly estimate: Estimate;
  /** From the highest return down; weights are linear in λ between two neighbours. */
  readonly corners: readonly FrontierPoint[];
  /** At returns equally far apart, from the lowest up. */
  readonly points: readonly FrontierPoint[];
  readonly minVolatility: FrontierPoint;
  /** Or why there is none. */
  readonly maxSharpe: FrontierPoint | MixFault;
  /** Largest violation of the conditions at a corner, in units of the volatility. */
  readonly kktResidual: number;
}

/** The frontier, or why there is none. */
export type FrontierSolution = Frontier | ({ readonly solved: false } & MixFault);

/** A spread of returns below it is none: rounding. */
const noSpread = 1e-12;

/**
 * Traces the frontier of the least √(wᵀΣw + γ·wᵀw) for each return within the bounds. Pure and
 * deterministic.
 */
export function solveFrontier(input: MixInput): FrontierSolution {
  const problem = mixProblem(input);
  if ('reason' in problem) return { solved: false, ...problem };
  const line = efficientLine(problem);
  if ('reason' in line) return { solved: false, ...line };
  const point = (weights: Float64Array): FrontierPoint => ({
    weights,
    expected: expectedFigures(problem, weights),
  });
  const tangent = maxRatio(problem, line, excessOf(problem));
  return {
    solved: true,
    estimate: estimateOf(problem),
    corners: line.corners.map(({ weights }) => point(weights)),
    points: spaced(problem, line, input.question.points ?? 2).map(point),
    minVolatility: point(ends(line)[1].weights),
    maxSharpe: 'reason' in tangent ? tangent : point(tangent.weights),
    kktResidual: residual(problem, line),
  };
}

/** Weights at so many returns, both ends among them; one where all are the same. */
function spaced({ mean }: MixProblem, line: EfficientLine, count: number): readonly Float64Array[] {
  const [highest, least] = ends(line);
  const [most, from] = [inner(mean, highest.weights), inner(mean, least.weights)];
  if (!(most - from > noSpread)) return [least.weights];
  return Array.from({ length: count }, (_, k) => {
    if (k === 0) return least.weights;
    if (k === count - 1) return highest.weights;
    return pointOfReturn(line, mean, from + ((most - from) * k) / (count - 1)).weights;
  });
}

function residual(problem: MixProblem, { corners, quadratic }: EfficientLine): number {
  return Math.max(
    ...corners.map(({ weights, multiplier }) => {
      const scale = volatilitySlope(quadratic, portfolioVolatility(quadratic, weights));
      const minimum = { weights, quadratic, gains: problem.mean, multiplier, scale };
      return boundConstraints(problem, minimum).kktResidual;
    }),
  );
}
