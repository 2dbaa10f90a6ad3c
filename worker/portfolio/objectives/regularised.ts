import type { Matrix } from '../../kernels/algebra/matrix.ts';

/** Σ + γI: its quadratic form is wᵀΣw + γ·wᵀw. */
export function regularised({ rows, columns, values }: Matrix, l2: number): Matrix {
  if (l2 === 0) return { rows, columns, values };
  const step = columns + 1;
  return {
    rows,
    columns,
    values: values.map((value, k) => (k % step === 0 ? value + l2 : value)),
  };
}
