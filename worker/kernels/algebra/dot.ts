/** Where two equally long runs of numbers start within their arrays. */
export interface Runs {
  readonly left: Float64Array;
  readonly leftStart: number;
  readonly right: Float64Array;
  readonly rightStart: number;
}

/** The inner product of two runs of `length` numbers, summed in four fixed strands. */
export function dot({ left, leftStart, right, rightStart }: Runs, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const blocked = length - (length % 4);
  for (let t = 0; t < blocked; t += 4) {
    const i = leftStart + t;
    const j = rightStart + t;
    sum0 += left[i] * right[j];
    sum1 += left[i + 1] * right[j + 1];
    sum2 += left[i + 2] * right[j + 2];
    sum3 += left[i + 3] * right[j + 3];
  }
  for (let t = blocked; t < length; t++) sum0 += left[leftStart + t] * right[rightStart + t];
  return sum0 + sum1 + (sum2 + sum3);
}
