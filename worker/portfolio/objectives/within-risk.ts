import { cheapestWeights } from '../../kernels/linear/cheapest-weights.ts';
import { inner } from '../estimate/expected.ts';
import type {
  ActiveConstraint,
  MixFault,
  MixOptimum,
  MixProblem,
  RiskLimit,
} from '../mix/mix-problem.ts';
import { linearPrices } from './linear-prices.ts';

/** A limit of risk, and what is below it. */
export interface RiskQuestion {
  readonly name: RiskLimit;
  readonly limit: number;
  /** The weights of the least risk whose return is at least a target, where there is one. */
  least(targetReturn?: number): MixOptimum | MixFault;
}

/** The least risk of a return. */
interface ReturnAtRisk {
  readonly optimum: MixOptimum;
  /** μᵀw. */
  readonly gain: number;
  readonly risk: number;
  /** By how much the risk rises with the return. */
  readonly slope: number;
}

/** Programs, far above the six or so it takes. */
const maxSteps = 60;
/** Of the limit: a risk this near to it has reached it. */
const rounding = 1e-11;

const idle = 'The portfolio of the highest return has less risk than the limit.';

/**
 * Maximises μᵀw over risk ≤ limit, where the least risk of each return can be found: that is convex in
 * the return, so that its tangents lead to the limit from above and its chords from below.
 */
export function withinRisk(problem: MixProblem, question: RiskQuestion): MixOptimum | MixFault {
  const { name, limit } = question;
  const most = highest(problem);
  const [lowest, top] = [at(problem, question), at(problem, question, most)];
  if ('reason' in lowest) return lowest;
  if ('reason' in top) return top;
  if (lowest.risk > limit * (1 + rounding)) {
    return { reason: 'risk-out-of-reach', limit: name, least: lowest.risk, most: top.risk };
  }
  if (top.risk <= limit * (1 + rounding)) return unlimited(problem, top);
  const found = reach(problem, question, { below: lowest, above: top });
  return 'reason' in found ? found : limited(question, found);
}

function highest({ mean, ...bounds }: MixProblem): number {
  const losses = mean.map((one) => -one);
  return -cheapestWeights(losses, bounds).value;
}

function at(
  { mean }: MixProblem,
  question: RiskQuestion,
  targetReturn?: number,
): ReturnAtRisk | MixFault {
  const optimum = question.least(targetReturn);
  if ('reason' in optimum) return optimum;
  const binding = optimum.active.find(({ kind }) => kind === 'target_return');
  const [gain, risk] = [inner(mean, optimum.weights), optimum.risk ?? Number.NaN];
  return { optimum, gain, risk, slope: binding?.shadowPrice ?? 0 };
}

interface Bracket {
  readonly below: ReturnAtRisk;
  readonly above: ReturnAtRisk;
}

/** Narrows a bracket from both sides, until one of its ends is at the limit. */
function reach(
  problem: MixProblem,
  question: RiskQuestion,
  { below, above }: Bracket,
): ReturnAtRisk | MixFault {
  const { limit } = question;
  let bracket = { below, above };
  for (let step = 0; step < maxSteps; step++) {
    const next = between(bracket, limit, step);
    if (next === undefined) break;
    const found = at(problem, question, next);
    if ('reason' in found || Math.abs(found.risk - limit) <= rounding * limit) return found;
    bracket = found.risk <= limit ? { ...bracket, below: found } : { ...bracket, above: found };
  }
  return bracket.below;
}

/** A return between the two, nearer to the limit; undefined where rounding leaves none. */
function between({ below, above }: Bracket, limit: number, step: number): number | undefined {
  const rise = (above.risk - below.risk) / (above.gain - below.gain);
  const chord = below.gain + (limit - below.risk) / rise;
  const tangent = Math.min(tangentOf(below, limit), tangentOf(above, limit));
  // From the highest return a tangent may lead nowhere, while chords come nearer all the time.
  const next = tangent < above.gain && step % 2 === 1 ? tangent : chord;
  return next > below.gain && next < above.gain ? next : undefined;
}

/** Where the tangent at a point reaches the limit. */
function tangentOf({ gain, risk, slope }: ReturnAtRisk, limit: number): number {
  return slope > 0 ? gain + (limit - risk) / slope : Number.POSITIVE_INFINITY;
}

/** The same weights as an optimum of the return: prices are in units of it. */
function limited(
  { name, limit }: RiskQuestion,
  { optimum, gain, risk, slope }: ReturnAtRisk,
): MixOptimum {
  const { kktResidual, dualityGap, active, ...rest } = optimum;
  const price = slope > 0 ? 1 / slope : 0;
  const priced = active
    .filter(({ kind }) => kind !== 'target_return')
    .map((one) => ({ ...one, shadowPrice: price * (one.shadowPrice ?? 0) }));
  const binding: ActiveConstraint = { kind: name, shadowPrice: price };
  return {
    ...rest,
    objectiveValue: gain,
    ...(kktResidual === undefined ? {} : { kktResidual: price * kktResidual }),
    ...(dualityGap === undefined
      ? {}
      : { dualityGap: Math.max(0, price * (dualityGap + limit - risk)) }),
    active: [binding, ...priced],
  };
}

function unlimited(problem: MixProblem, { optimum, gain }: ReturnAtRisk): MixOptimum {
  const slopes = problem.mean.map((one) => -one);
  const { weights } = optimum;
  const { bound, active } = linearPrices(problem, { weights, slopes });
  const { kktResidual: _, ...rest } = optimum;
  return {
    ...rest,
    objectiveValue: gain,
    dualityGap: Math.max(0, -bound - gain),
    active,
    notes: [idle],
  };
}
