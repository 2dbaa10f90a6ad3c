import { product } from '../algebra/quadratic-form.ts';
import { type AbsoluteSum, type KinkedProblem, limitedValue } from './kinked-problem.ts';

/** What to check: weights, and the multipliers that are to prove them best. */
export interface KinkedCheck {
  readonly weights: Float64Array;
  /** One a row: at least 0 for lower sides, at most 0 for upper ones. */
  readonly rowMultipliers: Float64Array;
  /** One a limit, at least 0. */
  readonly limitMultipliers: Float64Array;
}

/** What holds the weights back. Shadow prices: how much the objective falls for a unit of room. */
export type Holding =
  | { readonly kind: 'lower' | 'upper'; readonly symbol: number; readonly shadowPrice: number }
  | {
      readonly kind: 'row-lower' | 'row-upper';
      readonly row: number;
      readonly shadowPrice: number;
    }
  | { readonly kind: 'limit'; readonly limit: number; readonly shadowPrice: number };

/** How well weights meet the conditions of an optimum. */
export interface KinkedReport {
  /**
   * Largest violation of stationarity and of the multipliers' signs, in units of the objective per
   * weight or per unit of a side.
   */
  readonly residual: number;
  /** The residual over the size that slopes can have. */
  readonly relativeResidual: number;
  /** Largest product of a multiplier and the room that its constraint has left. */
  readonly complementarity: number;
  /** Largest violation of a bound, a row or a limit. */
  readonly violation: number;
  readonly holding: readonly Holding[];
}

/** A weight this near to a bound or a kink stands at it; a row or limit with less room is at its side. */
const near = 1e-12;
const atSide = 1e-9;

/**
 * Checks weights against the conditions of Karush, Kuhn and Tucker, from their definition alone and
 * with no part of any solver: 0 lies in Qw − c − Aᵀy + Σ τ·∂|…| and the cone of the bounds. As the
 * problem is convex, weights that meet them are a global optimum.
 *
 * @throws {RangeError} lengths that do not fit
 * @see Boyd & Vandenberghe (2004), Convex Optimization, §5.5.3; Rockafellar (1970), Convex Analysis, §28
 */
export function kktKinked(problem: KinkedProblem, check: KinkedCheck): KinkedReport {
  refuseOtherLengths(problem, check);
  const { least, most, largest } = subgradients(problem, check);
  const parts = [
    checkBounds(problem, { weights: check.weights, least, most }),
    checkRows(problem, check),
    checkLimits(problem, check),
  ];
  const residual = Math.max(...parts.map((part) => part.residual));
  return {
    residual,
    relativeResidual: largest > 0 ? residual / largest : 0,
    complementarity: Math.max(...parts.map((part) => part.complementarity)),
    violation: Math.max(...parts.map((part) => part.violation)),
    holding: parts.flatMap((part) => part.holding),
  };
}

function refuseOtherLengths(problem: KinkedProblem, check: KinkedCheck): void {
  const { quadratic, linear, lower, upper, rows, limits } = problem;
  const size = check.weights.length;
  const ofSize = [linear.length, lower.length, upper.length, quadratic.rows, rows.matrix.columns];
  const fits =
    ofSize.every((length) => length === size) &&
    check.rowMultipliers.length === rows.lower.length &&
    check.limitMultipliers.length === limits.length;
  if (!fits) throw new RangeError(`Cannot check ${size} weights against parts of other lengths`);
}

/** What one kind of constraint adds to the report. */
type Part = Omit<KinkedReport, 'relativeResidual'>;

function checkBounds({ lower, upper }: KinkedProblem, { weights, least, most }: Range): Part {
  const holding: Holding[] = [];
  let residual = 0;
  let violation = 0;
  for (let symbol = 0; symbol < weights.length; symbol++) {
    const [above, below] = [weights[symbol] - lower[symbol], upper[symbol] - weights[symbol]];
    violation = Math.max(violation, -above, -below);
    const gains = { lower: Math.max(0, least[symbol]), upper: Math.max(0, -most[symbol]) };
    if (above > near) residual = Math.max(residual, gains.lower);
    if (below > near) residual = Math.max(residual, gains.upper);
    if (Math.min(above, below) > near) continue;
    const kind = above <= near ? 'lower' : 'upper';
    holding.push({ kind, symbol, shadowPrice: above + below > 0 ? gains[kind] : 0 });
  }
  return { residual, complementarity: 0, violation, holding };
}

/** The least and the greatest slope of the Lagrangian at each weight: they differ at kinks. */
function subgradients(problem: KinkedProblem, check: KinkedCheck) {
  const { quadratic, linear, rows, cost, limits } = problem;
  const { weights, rowMultipliers, limitMultipliers } = check;
  const size = weights.length;
  const least = new Float64Array(size);
  let largest = 0;
  for (let i = 0; i < size; i++) {
    let slope = -linear[i];
    let scale = Math.abs(linear[i]);
    for (let j = 0; j < size; j++) {
      const part = quadratic.values[i * size + j] * weights[j];
      slope += part;
      scale += Math.abs(part);
    }
    for (const [r, y] of rowMultipliers.entries()) {
      const part = y * rows.matrix.values[r * size + i];
      slope -= part;
      scale += Math.abs(part);
    }
    for (const [k, { coefficients }] of limits.entries()) {
      slope += limitMultipliers[k] * coefficients[i];
    }
    least[i] = slope;
    largest = Math.max(largest, scale);
  }
  const most = least.slice();
  addKinks(cost, 1, { weights, least, most });
  for (const [k, limit] of limits.entries()) {
    addKinks(limit, limitMultipliers[k], { weights, least, most });
  }
  return { least, most, largest };
}

interface Range {
  readonly weights: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
}

function addKinks({ origin, rates }: AbsoluteSum, times: number, range: Range): void {
  const { weights, least, most } = range;
  for (let i = 0; i < weights.length; i++) {
    const rate = times * rates[i];
    const away = weights[i] - origin[i];
    least[i] += away > near ? rate : -rate;
    most[i] += away < -near ? -rate : rate;
  }
}

function checkRows({ rows }: KinkedProblem, { weights, rowMultipliers }: KinkedCheck): Part {
  const values = product(rows.matrix, weights);
  const holding: Holding[] = [];
  let complementarity = 0;
  let violation = 0;
  for (const [row, y] of rowMultipliers.entries()) {
    const [below, above] = [values[row] - rows.lower[row], rows.upper[row] - values[row]];
    violation = Math.max(violation, -below, -above);
    if (y !== 0) complementarity = Math.max(complementarity, Math.abs(y * (y > 0 ? below : above)));
    if (rows.lower[row] === rows.upper[row] || Math.min(below, above) > atSide) continue;
    const kind = below < above ? 'row-lower' : 'row-upper';
    holding.push({ kind, row, shadowPrice: Math.abs(y) });
  }
  return { residual: 0, complementarity, violation, holding };
}

function checkLimits({ limits }: KinkedProblem, { weights, limitMultipliers }: KinkedCheck): Part {
  const holding: Holding[] = [];
  let residual = 0;
  let complementarity = 0;
  let violation = 0;
  for (const [k, limit] of limits.entries()) {
    const multiplier = limitMultipliers[k];
    const room = limit.limit - limitedValue(limit, weights);
    violation = Math.max(violation, -room);
    residual = Math.max(residual, -multiplier);
    if (multiplier !== 0) complementarity = Math.max(complementarity, Math.abs(multiplier * room));
    if (room <= atSide) holding.push({ kind: 'limit', limit: k, shadowPrice: multiplier });
  }
  return { residual, complementarity, violation, holding };
}
