import { rowMix } from '../../kernels/algebra/add-rows.ts';
import { rowMixes } from '../../kernels/algebra/row-mixes.ts';
import type { CornerPortfolio } from '../../kernels/frontier/corner-portfolio.ts';
import { evenFrontier } from '../../kernels/frontier/even-frontier.ts';
import { lowestCorner, type Frontier as Traced } from '../../kernels/frontier/frontier-point.ts';
import { kktBoundedResidual } from '../../kernels/quadratic/kkt-bounded.ts';
import { constrainedFrontier } from '../constrained/constrained-frontier.ts';
import { needsRows } from '../constrained/solve-constrained.ts';
import { expectedFigures, figuresOf, inner, volatilitySlope } from '../estimate/expected.ts';
import { maxRatio } from '../objectives/max-ratio.ts';
import { tracedFrontier } from '../objectives/traced-frontier.ts';
import type {
  Estimate,
  ExpectedFigures,
  MixFault,
  MixInput,
  MixOptimum,
  MixProblem,
} from './mix-problem.ts';
import { estimateOf, mixProblem } from './mix-solve.ts';

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
  const points = input.question.points ?? 2;
  const { constraints } = problem;
  if (constraints !== undefined && needsRows(constraints)) return solvePoints(problem, points);
  return solveFrontierOf(problem, points);
}

/** The same within bounds alone, where the moments are known. */
export function solveFrontierOf(problem: MixProblem, points: number): FrontierSolution {
  const line = tracedFrontier(problem);
  if ('reason' in line) return { solved: false, ...line };
  const point = (weights: Float64Array): FrontierPoint => ({
    weights,
    expected: expectedFigures(problem, weights),
  });
  const tangent = maxRatio(problem, line, problem.rate);
  const corners = checkedCorners(problem, line);
  return {
    solved: true,
    estimate: estimateOf(problem),
    corners: corners.map((corner) => corner.point),
    points: evenFrontier(line, points).map(({ weights, expectedReturn, volatility }) => ({
      weights,
      expected: figuresAt(problem, { weights, expectedReturn, volatility }),
    })),
    minVolatility: point(lowestCorner(line).weights),
    maxSharpe: 'reason' in tangent ? tangent : point(tangent.weights),
    kktResidual: corners.reduce((most, { kktResidual }) => Math.max(most, kktResidual), 0),
  };
}

/** Points under constraints that the critical line does not follow. */
function solvePoints(problem: MixProblem, count: number): FrontierSolution {
  const found = constrainedFrontier(problem, count);
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

interface CheckedCorner {
  readonly point: FrontierPoint;
  /** In units of the volatility. */
  readonly kktResidual: number;
}

/** Multiplies corners' weights by the covariance once, for their figures and for the check of them. */
function checkedCorners(problem: MixProblem, line: Traced): readonly CheckedCorner[] {
  const risks = rowMixes(
    line.covariance,
    line.corners.map(({ weights }) => weights),
  );
  return line.corners.map((corner, k) => checkedCorner(problem, line, { corner, risk: risks[k] }));
}

interface AssessedCorner {
  readonly corner: CornerPortfolio;
  /** Σw. */
  readonly risk: Float64Array | undefined;
}

function checkedCorner(
  problem: MixProblem,
  { mean, covariance }: Traced,
  { corner: { weights, multiplier }, risk = rowMix(covariance, weights) }: AssessedCorner,
): CheckedCorner {
  const variance = Math.max(0, inner(risk, weights));
  const volatility = Math.sqrt(variance);
  const { lower, upper } = problem;
  const residual = kktBoundedResidual(
    { mean, covariance, lower, upper, weights },
    risk,
    multiplier,
  );
  const figures = { weights, expectedReturn: inner(mean, weights), volatility };
  return {
    point: { weights, expected: figuresAt(problem, figures) },
    kktResidual: volatilitySlope(covariance, volatility) * residual,
  };
}

/** What the frontier's own covariance says of weights. */
interface TracedFigures {
  readonly weights: Float64Array;
  readonly expectedReturn: number;
  readonly volatility: number;
}

/** With γ the frontier's covariance is not the estimate's. */
function figuresAt(
  problem: MixProblem,
  { weights, expectedReturn, volatility }: TracedFigures,
): ExpectedFigures {
  return problem.l2 === 0
    ? figuresOf(problem, expectedReturn, volatility)
    : expectedFigures(problem, weights);
}
