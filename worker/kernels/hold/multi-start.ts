import { type HoldProblem, holdPoint } from './hold-sharpe.ts';
import { type LocalOptimum, localSearch } from './local-search.ts';

/** A local maximum, and how many starts led to it. */
export interface DistinctOptimum {
  readonly optimum: LocalOptimum;
  readonly starts: number;
}

/**
 * Two ends are one optimum when their ratios differ by less than this share of 1 + |ratio|, and so
 * does the ratio halfway between them: they are close, or on one ridge.
 */
const sameRatio = 1e-8;

/** Collects where searches end, and tells ends apart. */
export class MultiStart {
  readonly #problem: HoldProblem;
  readonly #optima: DistinctOptimum[] = [];
  #singular: LocalOptimum | undefined;
  #starts = 0;

  constructor(problem: HoldProblem) {
    this.#problem = problem;
  }

  /** Searches from one more start. */
  search(start: Float64Array): LocalOptimum {
    return this.#took(localSearch(this.#problem, start));
  }

  /** Searches from one more start, which may be cut short where it leads to the best end so far. */
  searchOrJoin(start: Float64Array): LocalOptimum {
    return this.#took(localSearch(this.#problem, start, this.#optima[0]?.optimum));
  }

  #took(found: LocalOptimum): LocalOptimum {
    this.#starts += 1;
    if (found.ended === 'singular') this.#noteSingular(found);
    else this.#note(found);
    return found;
  }

  /** Number of searches. */
  get starts(): number {
    return this.#starts;
  }

  /** The distinct ends, the best first; those of searches towards a singular portfolio excepted. */
  get optima(): readonly DistinctOptimum[] {
    return this.#optima;
  }

  /** The best end among the searches towards a singular portfolio. */
  get singular(): LocalOptimum | undefined {
    return this.#singular;
  }

  #noteSingular(found: LocalOptimum): void {
    const best = this.#singular;
    if (best === undefined || found.point.ratio > best.point.ratio) this.#singular = found;
  }

  #note(found: LocalOptimum): void {
    const optima = this.#optima;
    const known = optima.findIndex(({ optimum }) => this.#same(optimum, found));
    const twin = optima[known];
    if (twin === undefined) optima.push({ optimum: found, starts: 1 });
    else optima[known] = { optimum: preferred(twin.optimum, found), starts: twin.starts + 1 };
    optima.sort((one, other) => other.optimum.point.ratio - one.optimum.point.ratio);
  }

  #same(one: LocalOptimum, other: LocalOptimum): boolean {
    const { ratio, weights } = one.point;
    const tolerance = sameRatio * (1 + Math.abs(ratio));
    if (Math.abs(ratio - other.point.ratio) > tolerance) return false;
    const middle = weights.map((weight, i) => (weight + other.point.weights[i]) / 2);
    return Math.abs(ratio - holdPoint(this.#problem, middle).ratio) <= tolerance;
  }
}

/** Of two ends of one optimum, the one that meets its conditions better. */
function preferred(one: LocalOptimum, other: LocalOptimum): LocalOptimum {
  return other.kktResidual < one.kktResidual ? other : one;
}
