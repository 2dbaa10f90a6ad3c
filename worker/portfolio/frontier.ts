import { evenFrontier } from '../kernels/even-frontier.ts';
import { lowestCorner, pointOf, type Frontier as Traced } from '../kernels/frontier-point.ts';
import { constrainedFrontier } from './constrained/constrained-frontier.ts';
import { needsRows } from './constrained/solve-constrained.ts';
import { expectedFigures, volatilitySlope } from './expected.ts';
import type {
  Estimate,
  ExpectedFigures,
  MixFault,
  MixInput,
  MixOptimum,
  MixProblem,
} from './mix-problem.ts';
import { estimateOf, mixProblem } from './mix-solve.ts';
import { boundConstraints } from './objectives/bound-constraints.ts';
import { maxRatio } from './objectives/max-ratio.ts';
import { tracedFrontier } from './objectives/traced-frontier.ts';

/** One portfolio of the frontier. */
export interface FrontierPoint {
  readonly weights: Float64Array;
  readonly expected: ExpectedFigures;
}

/** The efficient frontier. */
export interface Frontier {
  readonly solved: true;
  readonly estimate: Estimate;
  /**
   * From the highest return down; weights are linear in λ between two neighbours. Absent under
   * constraints beside bounds.
   */
  readonly corners?: readonly FrontierPoint[];
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

/**
 * Traces the frontier of the least √(wᵀΣw + γ·wᵀw) for each return within the bounds. Pure and
 * deterministic.
 */
export function solveFrontier(input: MixInput): FrontierSolution {
  const problem = mixProblem(input);
  if ('reason' in problem) return { solved: false, ...problem };
  const { constraints } = problem;
  if (constraints !== undefined && needsRows(constraints)) return solvePoints(problem, input);
  const line = tracedFrontier(problem);
  if ('reason' in line) return { solved: false, ...line };
  const point = (weights: Float64Array): FrontierPoint => ({
    weights,
    expected: expectedFigures(problem, weights),
  });
  const tangent = maxRatio(problem, line, problem.rate);
  return {
    solved: true,
    estimate: estimateOf(problem),
    corners: line.corners.map(({ weights }) => point(weights)),
    points: evenFrontier(line, input.question.points ?? 2).map(({ weights }) => point(weights)),
    minVolatility: point(lowestCorner(line).weights),
    maxSharpe: 'reason' in tangent ? tangent : point(tangent.weights),
    kktResidual: residual(problem, line),
  };
}

/** Points under constraints that the critical line does not follow. */
function solvePoints(problem: MixProblem, { question }: MixInput): FrontierSolution {
  const found = constrainedFrontier(problem, question.points ?? 2);
  if ('reason' in found) return { solved: false, ...found };
  const point = ({ weights }: MixOptimum): FrontierPoint => ({
    weights,
    expected: expectedFigures(problem, weights),
  });
  const { points, best } = found;
  const [lowest] = points;
  return {
    solved: true,
    estimate: estimateOf(problem),
    points: points.map(point),
    minVolatility: point(lowest),
    maxSharpe: 'reason' in best ? best : point(best),
    kktResidual: Math.max(...points.map(({ kktResidual = 0 }) => kktResidual)),
  };
}

function residual(problem: MixProblem, frontier: Traced): number {
  const { corners, mean, covariance } = frontier;
  return Math.max(
    ...corners.map((corner) => {
      const { weights, multiplier } = corner;
      const scale = volatilitySlope(covariance, pointOf(frontier, corner).volatility);
      const minimum = { weights, quadratic: covariance, gains: mean, multiplier, scale };
      return boundConstraints(problem, minimum).kktResidual;
    }),
  );
}
