import type { Matrix } from '../../kernels/algebra/matrix.ts';
import { submatrix } from '../../kernels/algebra/quadratic-form.ts';
import type { NestedClusters } from '../../kernels/trees/nested-clusters.ts';
import { inner } from '../estimate/expected.ts';
import type { MixFault, MixOptimum, MixProblem } from '../mix/mix-problem.ts';
import type { InnerObjective, NestedQuestion } from '../mix/mix-question.ts';
import { bestOfPart, ofSymbols } from './best-of-part.ts';
import { splitTree } from './clustering.ts';
import { minVolatility } from './min-volatility.ts';
import { sharesHeld } from './shares-held.ts';

type Nested = Extract<NestedClusters, { readonly feasible: true }>;

/** A weight of a cluster this near to the least of its symbols' leaves no other choice. */
const rounding = 1e-12;

const note =
  'Bounds hold weights back: the clusters were weighed first, each between what the bounds of its symbols add up to, and then the symbols of each within its weight.';

/**
 * Nested clusters from the top down: weights among clusters, each held as it is best by itself and
 * between the sums of its symbols' bounds; then the best weights within each cluster for the weight that
 * it got, within the bounds. So all bounds are kept, and where none holds, nothing changes.
 *
 * @param free  as it is without bounds
 */
export function boundedNested(
  problem: MixProblem,
  { innerObjective, outerObjective }: Pick<NestedQuestion, 'innerObjective' | 'outerObjective'>,
  free: Nested,
): MixOptimum | MixFault {
  const { members } = free.clusters;
  const sumOver = (side: Float64Array) =>
    Float64Array.from(members, (own) => own.reduce((sum, i) => sum + (side[i] ?? 0), 0));
  const outer = bestOfPart(outerObjective, {
    ...partOf(problem, free.between),
    mean: Float64Array.from(free.within, (held) => inner(held, problem.mean)),
    lower: sumOver(problem.lower),
    upper: sumOver(problem.upper).map((most) => Math.min(most, 1)),
  });
  if ('reason' in outer) return ofSymbols(outer, (k) => [...(members[k] ?? [])]);
  const weights = new Float64Array(problem.mean.length);
  for (const [k, own] of members.entries()) {
    const found = within(problem, innerObjective, { own, amount: outer.weights[k] ?? 0 });
    if (!(found instanceof Float64Array)) return found;
    for (const [j, i] of own.entries()) weights[i] = found[j] ?? 0;
  }
  return {
    weights,
    method: 'nested-clusters',
    active: sharesHeld(weights, problem),
    tree: splitTree(free.clusters, outer.weights),
    notes: [note],
  };
}

/** The best weights of a cluster that add up to what it got. */
function within(
  problem: MixProblem,
  objective: InnerObjective,
  { own, amount }: { readonly own: Int32Array; readonly amount: number },
): Float64Array | MixFault {
  const least = Float64Array.from(own, (i) => problem.lower[i] ?? 0);
  const most = Float64Array.from(own, (i) => problem.upper[i] ?? 1);
  if (amount <= least.reduce((sum, one) => sum + one, 0) + rounding) return least;
  const part: MixProblem = {
    ...partOf(problem, submatrix(problem.covariance, own)),
    mean: Float64Array.from(own, (i) => problem.mean[i] ?? 0),
    lower: least.map((one) => one / amount),
    upper: most.map((one) => Math.min(one / amount, 1)),
  };
  const best = bestOfPart(objective, part);
  // Without an excess it can serve as a hedge, as without bounds.
  const found = 'reason' in best && best.reason === 'no-excess' ? minVolatility(part) : best;
  if ('reason' in found) return ofSymbols(found, (j) => [own[j] ?? 0]);
  return found.weights.map((weight, j) =>
    Math.min(Math.max(amount * weight, least[j] ?? 0), most[j] ?? 1),
  );
}

/** The same question of other symbols. */
function partOf({ correlation: _, ...problem }: MixProblem, covariance: Matrix): MixProblem {
  return { ...problem, covariance, budget: 1, l2: 0 };
}
