import { dot } from '../algebra/dot.ts';
import { gram } from '../algebra/gram.ts';
import type { Matrix } from '../algebra/matrix.ts';
import type { SmoothFunction, SmoothPoint } from '../quadratic/smooth-function.ts';
import { mixedPath } from './symbol-paths.ts';

/** −mean log(1 + rₜᵀw) + γ·wᵀw. */
export interface GrowthTerms {
  /** n × T simple returns per period; T ≥ 1. */
  readonly paths: Matrix;
  /** γ, per period. */
  readonly l2: number;
}

/** Minus the growth rate a period: convex, and infinite where a period takes everything. */
export function growthFunction(terms: GrowthTerms): SmoothFunction {
  return {
    at: (weights) => {
      const factors = mixedPath(terms.paths, weights).map((gain) => 1 + gain);
      return factors.every((factor) => factor > 0) ? pointAt(terms, weights, factors) : undefined;
    },
  };
}

function pointAt(terms: GrowthTerms, weights: Float64Array, factors: Float64Array): SmoothPoint {
  const { paths, l2 } = terms;
  const { columns: periods } = paths;
  return {
    ...slopesAt(terms, weights, factors),
    curvature: () => curvatureAt(terms, factors),
    slopeAlong: (change) => {
      const moves = mixedPath(paths, change).map((move, t) => move / factors[t]);
      const runs = { right: change, leftStart: 0, rightStart: 0 };
      const turn = dot({ left: weights, ...runs }, change.length);
      const bend = dot({ left: change, ...runs }, change.length);
      return (length) => {
        let gained = 0;
        for (const move of moves) {
          const left = 1 + length * move;
          if (!(left > 0)) return Number.POSITIVE_INFINITY;
          gained += move / left;
        }
        return 2 * l2 * (turn + length * bend) - gained / periods;
      };
    },
  };
}

/** The gradient, and the most that the sizes of its parts add up to. */
function slopesAt({ paths, l2 }: GrowthTerms, weights: Float64Array, factors: Float64Array) {
  const { columns: periods, values } = paths;
  const gradient = new Float64Array(weights.length);
  let size = 0;
  for (let i = 0; i < weights.length; i++) {
    let [sum, parts] = [0, 0];
    for (let t = 0; t < periods; t++) {
      const part = values[i * periods + t] / factors[t];
      sum += part;
      parts += Math.abs(part);
    }
    const spread = 2 * l2 * weights[i];
    gradient[i] = spread - sum / periods;
    size = Math.max(size, Math.abs(spread) + parts / periods);
  }
  return { gradient, size };
}

/** Mean of rₜrₜᵀ/(1 + rₜᵀw)², and 2γ. */
function curvatureAt({ paths, l2 }: GrowthTerms, factors: Float64Array): Matrix {
  const { rows: size, columns: periods, values } = paths;
  const scale = factors.map((factor) => 1 / (Math.sqrt(periods) * factor));
  const products = gram({ ...paths, values: values.map((value, k) => value * scale[k % periods]) });
  for (let i = 0; i < size; i++) products.values[i * (size + 1)] += 2 * l2;
  return products;
}
