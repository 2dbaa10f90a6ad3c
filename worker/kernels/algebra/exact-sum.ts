const attempts = 8;

/**
 * Weights that sum to a total exactly, added from left to right in double precision. The rounding
 * residue goes into the largest weight, or the next largest where that can't absorb it.
 *
 * @param weights  summing to the total within rounding
 * @param total    1 by default
 */
export function sumExactly(weights: Float64Array, total = 1): Float64Array {
  const adjusted = weights.slice();
  const bySize = Array.from(adjusted.keys()).sort((i, j) => weights[j] - weights[i] || i - j);
  for (const i of bySize) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const residue = total - leftToRight(adjusted);
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
