import type { Matrix } from '../algebra/matrix.ts';
import { boundedCorrelation } from '../covariances/bounded-correlation.ts';
import { type BoundsFault, boundsFault, type WeightBounds } from '../quadratic/weight-bounds.ts';
import { type ClusterWeigher, inverseVarianceClusters, sharesByRisk } from './cluster-variance.ts';
import { correlationDistance } from './correlation-distance.ts';
import { leafOrder } from './dendrogram.ts';
import { type LinkageMethod, linkage } from './linkage.ts';

/** How {@link hierarchicalRiskParity} allocates. */
export interface HierarchicalRiskParityOptions {
  /** How far two clusters are apart. @default 'single' */
  readonly linkage?: LinkageMethod;
  /**
   * n × n: what the tree is made of. Those estimated pair by pair, each on the days that both
   * symbols have, are not those of a covariance estimated so. @default those of the covariance
   */
  readonly correlation?: Matrix;
  /** Within 0…1. @default 0 and 1 for each symbol */
  readonly bounds?: WeightBounds;
}

/** What {@link hierarchicalRiskParity} found. */
export type HierarchicalRiskParity =
  | {
      readonly feasible: true;
      /** Length n, none negative, summing to 1. */
      readonly weights: Float64Array;
      /** The symbols as they stand along the foot of the tree. */
      readonly order: Int32Array;
      /** (n − 1) × 4, as {@link linkage} gives it. */
      readonly tree: Matrix;
    }
  | { readonly feasible: false; readonly fault: BoundsFault };

/**
 * Hierarchical risk parity: sets similar symbols side by side, then halves that list again and
 * again, each half getting weight in inverse proportion to its variance under inverse-variance
 * weights. Bounds move a split no further than its symbols' bounds need; feasible ones are kept.
 *
 * Halving goes by position, not by the tree's branches, and the tree puts the smaller of two
 * numbers first; so the weights depend on the order of the symbols, which should be a fixed one.
 *
 * @param covariance  n × n, of any period
 * @throws RangeError when shapes differ
 * @see López de Prado (2016), Building Diversified Portfolios that Outperform Out of Sample,
 *      J. Portfolio Management 42(4); bounds: Pfitzinger & Katzke (2019), A Constrained
 *      Hierarchical Risk Parity Algorithm, §3
 */
export function hierarchicalRiskParity(
  covariance: Matrix,
  options: HierarchicalRiskParityOptions = {},
): HierarchicalRiskParity {
  const { linkage: method = 'single', correlation = boundedCorrelation(covariance) } = options;
  const size = covariance.rows;
  const bounds = options.bounds ?? {
    lower: new Float64Array(size),
    upper: new Float64Array(size).fill(1),
  };
  if (correlation.rows !== size || bounds.lower.length !== size) {
    throw new RangeError(
      `Covariance of ${size}, correlation of ${correlation.rows} and bounds of ` +
        `${bounds.lower.length} symbols don't go together`,
    );
  }
  const fault = boundsFault(bounds);
  if (fault !== undefined) return { feasible: false, fault };
  const tree = linkage(correlationDistance(correlation), method);
  const order = leafOrder(tree);
  const bisection: Bisection = {
    order,
    weigh: inverseVarianceClusters(covariance),
    least: runningSums(order, bounds.lower),
    most: runningSums(order, bounds.upper),
    weights: new Float64Array(size),
  };
  bisect(bisection, { from: 0, to: size, weight: 1 });
  const weights = bisection.weights.map((w, i) => clamp(w, bounds.lower[i], bounds.upper[i]));
  return { feasible: true, weights, order, tree };
}

interface Bisection {
  readonly order: Int32Array;
  readonly weigh: ClusterWeigher;
  /** Sums of bounds over the first k of the order, k = 0…n. */
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly weights: Float64Array;
}

/** The part of the order from `from` up to, not including, `to`, and what it has to share. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

function bisect(bisection: Bisection, { from, to, weight }: Part): void {
  const { order, weigh, least, most, weights } = bisection;
  if (to - from === 1) {
    weights[order[from]] = weight;
    return;
  }
  const middle = from + ((to - from) >> 1);
  const [share, rest] = sharesByRisk(
    weigh(order.subarray(from, middle)).variance,
    weigh(order.subarray(middle, to)).variance,
  );
  const lowest = Math.max(least[middle] - least[from], weight - (most[to] - most[middle]));
  const highest = Math.min(most[middle] - most[from], weight - (least[to] - least[middle]));
  const wanted = weight * share;
  const first = clamp(wanted, lowest, highest);
  const second = first === wanted ? weight * rest : weight - first;
  bisect(bisection, { from, to: middle, weight: first });
  bisect(bisection, { from: middle, to, weight: second });
}

function runningSums(order: Int32Array, bounds: Float64Array): Float64Array {
  const sums = new Float64Array(order.length + 1);
  for (let k = 0; k < order.length; k++) sums[k + 1] = sums[k] + bounds[order[k]];
  return sums;
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.max(lowest, Math.min(highest, value));
}
