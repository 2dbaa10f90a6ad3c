import type { HoldProblem } from './hold-sharpe.ts';
import type { Matrix } from './matrix.ts';

/** The excess returns of a cell's vertices, summed up. Per period. */
export interface CornerMoments {
  /** Length k. */
  readonly means: Float64Array;
  /** k × k. */
  readonly covariance: Matrix;
  /** What the mix of the vertices' returns may be wrong by, as the return of the mix. */
  readonly slack: Slack;
}

/** Of the mean (Δ) and of the standard deviation (D). */
export interface Slack {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Means and covariances of the excess returns of k portfolios, and the sums of the δ_t of
 * `cellBound`: mean and root of Σδ²/(T−1). One pass, no array of the length of the window:
 * branch and bound does little else.
 *
 * @param cell  k portfolios × n symbols
 */
export function cornerMoments(problem: HoldProblem, cell: Matrix): CornerMoments {
  const { growth, hurdle } = problem;
  const sums = new CornerSums(cell.rows);
  let before = new Float64Array(cell.rows).fill(1);
  let now = new Float64Array(cell.rows);
  for (let t = 1; t < growth.columns; t++) {
    valuesOn(t, { growth, cell, out: now });
    if (!Number.isNaN(hurdle[t])) sums.add(before, now, hurdle[t]);
    [before, now] = [now, before];
  }
  return sums.moments();
}

interface ValuesOptions {
  readonly growth: Matrix;
  readonly cell: Matrix;
  readonly out: Float64Array;
}

function valuesOn(t: number, { growth, cell, out }: ValuesOptions): void {
  const { columns: symbols, values: weights } = cell;
  const { columns: days, values } = growth;
  for (let k = 0; k < out.length; k++) {
    let value = 0;
    for (let i = 0; i < symbols; i++) value += weights[k * symbols + i] * values[i * days + t];
    out[k] = value;
  }
}

class CornerSums {
  readonly #size: number;
  readonly #excess: Float64Array;
  readonly #sums: Float64Array;
  readonly #products: Float64Array;
  #count = 0;
  #slackSum = 0;
  #slackSquares = 0;

  constructor(size: number) {
    this.#size = size;
    this.#excess = new Float64Array(size);
    this.#sums = new Float64Array(size);
    this.#products = new Float64Array(size * size);
  }

  add(before: Float64Array, now: Float64Array, hurdle: number): void {
    const size = this.#size;
    const excess = this.#excess;
    let low = before[0];
    let high = low;
    let worst = Number.POSITIVE_INFINITY;
    let best = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < size; k++) {
      const x = now[k] / before[k] - 1 - hurdle;
      excess[k] = x;
      low = Math.min(low, before[k]);
      high = Math.max(high, before[k]);
      worst = Math.min(worst, x);
      best = Math.max(best, x);
      this.#sums[k] += x;
      for (let l = 0; l <= k; l++) this.#products[k * size + l] += x * excess[l];
    }
    // (√q − 1)/(√q + 1) of q = high/low, with one root and one division.
    const delta = ((high - low) / (low + high + 2 * Math.sqrt(low * high))) * (best - worst);
    this.#count += 1;
    this.#slackSum += delta;
    this.#slackSquares += delta * delta;
  }

  moments(): CornerMoments {
    const size = this.#size;
    const count = this.#count;
    const means = this.#sums.map((sum) => sum / count);
    const values = new Float64Array(size * size);
    for (let k = 0; k < size; k++) {
      for (let l = 0; l <= k; l++) {
        const centred = this.#products[k * size + l] - count * means[k] * means[l];
        values[k * size + l] = centred / (count - 1);
        values[l * size + k] = centred / (count - 1);
      }
    }
    const slack = {
      mean: this.#slackSum / count,
      deviation: Math.sqrt(this.#slackSquares / (count - 1)),
    };
    return { means, covariance: { rows: size, columns: size, values }, slack };
  }
}
