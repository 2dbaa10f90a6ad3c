import { rowMix } from '../../kernels/algebra/add-rows.ts';
import { rowMixes } from '../../kernels/algebra/row-mixes.ts';
import { type CornerMoves, cornerMoves } from '../../kernels/frontier/corner-moves.ts';
import type { CornerPortfolio } from '../../kernels/frontier/corner-portfolio.ts';
import { evenFrontier } from '../../kernels/frontier/even-frontier.ts';
import { lowestCorner, type Frontier as Traced } from '../../kernels/frontier/frontier-point.ts';
import { dearestBounds } from '../../kernels/quadratic/dearest-bounds.ts';
import { constrainedFrontier } from '../constrained/constrained-frontier.ts';
import { needsRows } from '../constrained/solve-constrained.ts';
import { expectedFigures, figuresOf, inner, volatilitySlope } from '../estimate/expected.ts';
import { maxRatio } from '../objectives/max-ratio.ts';
import { tracedFrontier } from '../objectives/traced-frontier.ts';
import { boundsTold, type PointCertificate, pointCertificate } from './frontier-certificate.ts';
import type {
  ActiveConstraint,
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
  readonly certificate: PointCertificate;
}

/** A portfolio at which the frontier bends. */
export interface FrontierCorner extends FrontierPoint {
  readonly moves: CornerMoves;
}

/** The efficient frontier. */
export interface Frontier {
  readonly solved: true;
  readonly estimate: Estimate;
  /**
   * From the highest return down; weights are linear in λ between two neighbours. Absent under
   * constraints beside bounds.
   */
  readonly corners?: readonly FrontierCorner[];
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
  const told = boundsTold(problem.lower.length, line.corners.length + points);
  const traced: TracedProblem = { problem, line, bounds: told.point };
  const atCorner: TracedProblem = { ...traced, bounds: told.corner };
  const tangent = maxRatio(problem, line, problem.rate);
  const corners = tracedPoints(atCorner, line.corners).map((point, place) => ({
    ...point,
    moves: cornerMoves(problem, line.corners, place),
  }));
  return {
    solved: true,
    estimate: estimateOf(problem),
    corners,
    points: tracedPoints(traced, evenFrontier(line, points)),
    minVolatility: tracedPoint(traced, withRisk(line, lowestCorner(line))),
    maxSharpe: 'reason' in tangent ? tangent : optimumPoint(problem, tangent, told.point),
    kktResidual: corners.reduce(
      (most, { certificate }) => Math.max(most, certificate.kktResidual),
      0,
    ),
  };
}

/** Points under constraints that the critical line does not follow. */
function solvePoints(problem: MixProblem, count: number): FrontierSolution {
  const found = constrainedFrontier(problem, count);
  if ('reason' in found) return { solved: false, ...found };
  const bounds = boundsTold(problem.lower.length, count).point;
  const { points, best } = found;
  const [lowest] = points;
  return {
    solved: true,
    estimate: estimateOf(problem),
    points: points.map((point) => optimumPoint(problem, point, bounds)),
    minVolatility: optimumPoint(problem, lowest, bounds),
    maxSharpe: 'reason' in best ? best : optimumPoint(problem, best, bounds),
    kktResidual: Math.max(...points.map(({ kktResidual = 0 }) => kktResidual)),
  };
}

/** An optimum of its own, with how many of its bounds are told. */
function optimumPoint(problem: MixProblem, optimum: MixOptimum, bounds: number): FrontierPoint {
  const { weights } = optimum;
  return {
    weights,
    expected: expectedFigures(problem, weights),
    certificate: pointCertificate(optimum, bounds),
  };
}

interface TracedProblem {
  readonly problem: MixProblem;
  readonly line: Traced;
  /** How many bounds are told. */
  readonly bounds: number;
}

/** A portfolio, multiplied by the covariance once, for its figures and for the check of it. */
interface RiskedCorner extends CornerPortfolio {
  /** Σw. */
  readonly risk: Float64Array;
}

function withRisk({ covariance }: Traced, corner: CornerPortfolio): RiskedCorner {
  return { ...corner, risk: rowMix(covariance, corner.weights) };
}

/** Many portfolios of the line, multiplied by the covariance together. */
function tracedPoints(
  traced: TracedProblem,
  corners: readonly CornerPortfolio[],
): readonly FrontierPoint[] {
  const weights = corners.map((corner) => corner.weights);
  return rowMixes(traced.line.covariance, weights).flatMap((risk, k) => {
    const corner = corners[k];
    return corner === undefined ? [] : [tracedPoint(traced, { ...corner, risk })];
  });
}

function tracedPoint(
  { problem, line: { mean, covariance }, bounds }: TracedProblem,
  { weights, multiplier, risk }: RiskedCorner,
): FrontierPoint {
  const { lower, upper, budget } = problem;
  const volatility = Math.sqrt(Math.max(0, inner(risk, weights)));
  const scale = volatilitySlope(covariance, volatility);
  const question = { mean, covariance, lower, upper, budget, weights, risk, multiplier };
  const { residual, active, further } = dearestBounds(question, bounds);
  const price: ActiveConstraint = { kind: 'target_return', shadowPrice: scale * multiplier };
  // Where a symbol is about to leave its bound the price is 0; the residual tells of what is less.
  const held = active.map(({ symbol, side, shadowPrice }) => ({
    kind: side,
    column: symbol,
    shadowPrice: scale * Math.max(0, shadowPrice),
  }));
  return {
    weights,
    expected: figuresAt(problem, { weights, expectedReturn: inner(mean, weights), volatility }),
    certificate: {
      objectiveValue: volatility,
      kktResidual: scale * residual,
      active: multiplier > 0 ? [price, ...held] : held,
      further,
    },
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
