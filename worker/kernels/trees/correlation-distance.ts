import type { Matrix } from '../algebra/matrix.ts';

/** 1 − ρ up to which two symbols are the same: rounding, whose root would make a distance. */
const rounding = 1e-14;

/**
 * How far apart symbols move: √((1 − ρ_ij)/2), from 0 for the same to 1 for opposites.
 *
 * @param correlation  n × n; entries outside −1…1 count as the end they are past, those that are
 *                     not a number, as of symbols without a common day, as 0
 * @returns            n × n
 * @see López de Prado (2016), J. Portfolio Management 42(4), stage 1
 */
export function correlationDistance({ rows, columns, values }: Matrix): Matrix {
  return { rows, columns, values: values.map(distance) };
}

function distance(rho: number): number {
  if (Number.isNaN(rho)) return Math.SQRT1_2;
  return 1 - rho <= rounding ? 0 : Math.sqrt(Math.min(1, (1 - rho) / 2));
}
