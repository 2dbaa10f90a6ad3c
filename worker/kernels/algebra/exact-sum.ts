const attempts = 8;

/**
 * Weights that sum to 1 exactly: added from left to right in double precision, the sum is 1. The
 * rounding residue goes into the largest weight, or the next largest where that can't absorb it.
 *
 * @param weights  none negative, at least one positive, summing to 1 within rounding
 */
export function sumToOne(weights: Float64Array): Float64Array {
  const adjusted = weights.slice();
  const bySize = Array.from(adjusted.keys()).sort((i, j) => weights[j] - weights[i] || i - j);
  for (const i of bySize) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const residue = 1 - leftToRight(adjusted);
      if (residue === 0) return adjusted;
      if (adjusted[i] + residue < 0) break;
      adjusted[i] += residue;
    }
  }
  return adjusted;
}

function leftToRight(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}
