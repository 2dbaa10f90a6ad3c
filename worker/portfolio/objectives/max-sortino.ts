import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { product, quadraticForm } from '../../kernels/algebra/quadratic-form.ts';
import { shortfallGram } from '../../kernels/downside/shortfall-gram.ts';
import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { boundedQuadratic } from '../../kernels/quadratic/bounded-quadratic.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import { type DownsideSearch, type DownsideStep, downsideOptimum } from './downside.ts';
import { excessReturns } from './excess-returns.ts';
import { maxSharpe } from './max-ratio.ts';
import { type DownsideObjective, minSemivariance } from './min-semivariance.ts';

/** Of the spread of all days: how far a step that the days of shortfall do not hold is held. */
const proximity = 1e-3;
/** Weights from here on are told where a portfolio has no risk. */
const held = 1e-6;
/** A share of the highest excess, and how much less of the deviation counts as none of it. */
const little = 1e-6;
const none = 1e-9;

/** Maximises (μᵀw − rf)/√(252/T·Σ max(b − rₜᵀw, 0)²). */
export function maxSortino(
  problem: MixProblem,
  { threshold }: DownsideObjective,
): MixOptimum | MixFault {
  const excess = excessReturns(problem, threshold);
  if (excess === undefined) return { reason: 'no-scenarios' };
  const { mean, rate, lower, upper } = problem;
  const { weights: start, value } = cheapestWeights(
    mean.map((one) => -one),
    { lower, upper },
  );
  if (!(-value - rate > 1e-12 * Math.abs(value))) return { reason: 'no-excess', most: -value };
  const riskless = risklessTest(problem, { threshold, highest: -value, start, excess });
  const search: DownsideSearch = {
    start,
    best: (form, from) => bestRatio(form, { problem, excess, from, riskless }),
    conditions: (weights, semivariance) => {
      const gain = inner(mean, weights) - rate;
      const deviation = Math.sqrt(semivariance);
      return { multiplier: semivariance / gain, scale: gain / deviation ** 3 };
    },
    slope: ({ semivariance, halfSlope, gain, gainSlope }) =>
      gainSlope * semivariance - (gain - rate) * halfSlope,
  };
  const found = downsideOptimum(problem, excess, search);
  if ('reason' in found) return found;
  const gain = inner(mean, found.weights) - rate;
  if (found.semivariance === 0) return { reason: 'riskless', columns: heldOf(found.weights) };
  return {
    weights: found.weights,
    method: 'semismooth-newton',
    objectiveValue: gain / Math.sqrt(found.semivariance),
    kktResidual: found.kktResidual,
    active: found.active,
    notes: [],
  };
}

function heldOf(weights: Float64Array): readonly number[] {
  return [...weights.keys()].filter((i) => Math.abs(weights[i] ?? 0) > held);
}

interface Step {
  readonly problem: MixProblem;
  readonly excess: Matrix;
  readonly from: Float64Array;
  readonly riskless: () => boolean;
}

/**
 * The best ratio under a quadratic form. A form of few days leaves some portfolios without risk that
 * have it on others: then a step that is held near to where it starts, and rises likewise.
 */
function bestRatio(form: MixProblem, step: Step): DownsideStep | MixFault {
  const direct = maxSharpe(form);
  if (!('reason' in direct) || direct.reason !== 'riskless' || step.riskless()) return direct;
  const { problem, excess, from } = step;
  const { mean, rate, lower, upper, covariance } = form;
  const scale = problem.periodsPerYear / excess.rows;
  const below = shortfallGram(excess, from, scale).matrix.values;
  const mirrored = from.map((one) => -one);
  const above = shortfallGram(excess, mirrored, scale).matrix.values;
  const held = below.map((one, k) => proximity * (one + (above[k] ?? 0)));
  const pull = product({ ...covariance, values: held }, from);
  const multiplier = quadraticForm(covariance, from) / (inner(mean, from) - rate);
  const found = boundedQuadratic({
    quadratic: { ...covariance, values: covariance.values.map((one, k) => one + (held[k] ?? 0)) },
    linear: mean.map((one, i) => multiplier * one + (pull[i] ?? 0)),
    lower,
    upper,
  });
  if (!found.solved) return { reason: 'overflow' };
  return { weights: found.weights, method: 'active-set', active: [], notes: [], halfway: true };
}

/** Whether some return above the rate can be had without any shortfall; found out once. */
function risklessTest(
  problem: MixProblem,
  {
    threshold,
    highest,
    start,
    excess,
  }: {
    readonly threshold: number;
    readonly highest: number;
    readonly start: Float64Array;
    readonly excess: Matrix;
  },
): () => boolean {
  let known: boolean | undefined;
  return () => {
    if (known !== undefined) return known;
    const targetReturn = problem.rate + little * (highest - problem.rate);
    const least = minSemivariance(problem, { threshold, targetReturn });
    const deviation = Math.sqrt(
      shortfallGram(excess, start, problem.periodsPerYear / excess.rows).value,
    );
    known = !('reason' in least) && (least.objectiveValue ?? 0) <= none * deviation;
    return known;
  };
}
