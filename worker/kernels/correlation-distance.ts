import type { Matrix } from './matrix.ts';

/** 1 − ρ up to which two symbols are the same: rounding, whose root would make a distance. */
const rounding = 1e-14;

/**
 * How far apart symbols move: √((1 − ρ_ij)/2), from 0 for the same to 1 for opposites.
 *
 * @param correlation  n × n; entries outside −1…1 count as the end they are past
 * @returns            n × n
 * @see López de Prado (2016), J. Portfolio Management 42(4), stage 1
 */
export function correlationDistance({ rows, columns, values }: Matrix): Matrix {
  const distances = values.map((rho) =>
    1 - rho <= rounding ? 0 : Math.sqrt(Math.min(1, (1 - rho) / 2)),
  );
  return { rows, columns, values: distances };
}
