import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product } from '../../kernels/algebra/quadratic-form.ts';
import { centredReturns } from '../../kernels/covariances/centred-returns.ts';
import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { keptWeights } from '../../kernels/linear/kept-weights.ts';
import {
  type OmegaDual,
  type OmegaProblem,
  omegaProgram,
  readOmegaDual,
} from '../../kernels/linear/omega-program.ts';
import { inner } from '../estimate/expected.ts';
import type { SolveLinear } from '../mix/linear-solver.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { excessReturns } from './excess-returns.ts';
import { linearPrices } from './linear-prices.ts';
import { linearTimeLimitMs, unfinished } from './linear-time-limit.ts';
import type { DownsideObjective } from './min-semivariance.ts';

/** Of the largest excess return of a day: less is rounding. */
const rounding = 1e-13;
/** Weights from here on are told where nothing ever falls short. */
const held = 1e-6;
/** Steps of the bound, far above the three or so it takes. */
const maxSteps = 50;

/**
 * Maximises the Omega ratio Σ max(rₜᵀw − b, 0)/Σ max(b − rₜᵀw, 0), which is 1 + the mean of rₜᵀw − b over
 * that of the shortfall.
 */
export function maxOmega(
  problem: MixProblem,
  { threshold }: DownsideObjective,
  solve: SolveLinear,
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const bounds = { lower: problem.lower, upper: problem.upper };
  const gains = centredReturns(excess).means;
  const highest = -cheapestWeights(
    gains.map((one) => -one),
    bounds,
  ).value;
  const size = excess.values.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (!(highest > rounding * size)) return { reason: 'no-gain', most: highest + threshold };
  const question: OmegaProblem = { ...bounds, excess, gains, highest };
  const found = solve(omegaProgram(question), { timeLimitMs: linearTimeLimitMs });
  const dual = found.status === 'optimal' ? readOmegaDual(question, found) : undefined;
  if (dual === undefined) return unfinished;
  const weights = keptWeights(dual.weights, bounds);
  const shortfall = meanShortfall(excess, weights);
  if (shortfall <= rounding * size) {
    const columns = [...weights.keys()].filter((i) => Math.abs(weights[i] ?? 0) > held);
    return { reason: 'no-shortfall', columns };
  }
  return optimumOf(question, { weights, shortfall, dual });
}

interface Found {
  readonly weights: Float64Array;
  readonly shortfall: number;
  readonly dual: OmegaDual;
}

function optimumOf(question: OmegaProblem, { weights, shortfall, dual }: Found): MixOptimum {
  const { excess, gains } = question;
  const gain = inner(gains, weights);
  const kappa = shortfall / gain;
  // The shortfall of any weights is at least as much as these shares of the days say.
  const floor = pooled(excess, dual.shares);
  const slopes = floor.map((one, i) => one - kappa * (gains[i] ?? 0));
  const scale = gain / shortfall ** 2;
  const { active } = linearPrices(question, { weights, slopes });
  const { kappa: least, miss } = leastRatio(question, floor, kappa);
  return {
    weights,
    method: 'dual-linear-program',
    objectiveValue: 1 + gain / shortfall,
    dualityGap: Math.max(0, 1 / least - gain / shortfall) + scale * miss,
    active: active.map((one) => ({ ...one, shadowPrice: scale * (one.shadowPrice ?? 0) })),
    notes: [],
  };
}

interface LeastRatio {
  readonly kappa: number;
  /** How far below 0 it is somewhere all the same: rounding. */
  readonly miss: number;
}

/**
 * A ratio of shortfall to gain that no weights are below: the κ at which aᵀw − κ·mᵀw is nowhere below 0,
 * found from above by Newton's method, which ends as that is concave and piecewise linear in κ.
 *
 * @param floor  a: aᵀw is not above the shortfall of any weights w
 * @see Dinkelbach (1967), Management Science 13(7)
 */
function leastRatio(question: OmegaProblem, floor: Float64Array, from: number): LeastRatio {
  const { gains } = question;
  let kappa = from;
  for (let step = 0; ; step++) {
    const slopes = floor.map((one, i) => one - kappa * (gains[i] ?? 0));
    const { weights, value } = cheapestWeights(slopes, question);
    const next = inner(floor, weights) / inner(gains, weights);
    if (!(value < 0 && next < kappa && next > 0) || step === maxSteps) {
      return { kappa, miss: Math.max(0, -value) };
    }
    kappa = next;
  }
}

function meanShortfall(excess: Matrix, weights: Float64Array): number {
  const path = product(excess, weights);
  return path.reduce((sum, one) => sum + Math.max(0, -one), 0) / path.length;
}

/** −Σ pₜ·eₜᵢ for each symbol. */
function pooled({ rows, columns, values }: Matrix, shares: Float64Array): Float64Array {
  const sums = new Float64Array(columns);
  for (let t = 0; t < rows; t++) {
    const share = shares[t] ?? 0;
    for (let i = 0; share > 0 && i < columns; i++) {
      sums[i] = (sums[i] ?? 0) - share * (values[t * columns + i] ?? 0);
    }
  }
  return sums;
}
