import type { AbsoluteLimit, AbsoluteSum } from '../../kernels/quadratic/kinked-problem.ts';
import type { LinearRows } from '../../kernels/quadratic/linear-rows.ts';
import type { MixFault, MixProblem } from '../mix/mix-problem.ts';
import type { MixConstraints, SymbolGroup } from '../mix/mix-question.ts';

/** A group with a range. */
export interface BoundGroup extends SymbolGroup {
  readonly range: readonly [least: number, most: number];
}

/** What weights keep to beside their bounds, in the kernels' terms. */
export interface ConstraintSet {
  /** The budget, then the groups. */
  readonly rows: LinearRows;
  readonly groups: readonly BoundGroup[];
  readonly limits: readonly AbsoluteLimit[];
  /** What each limit is. */
  readonly limitKinds: readonly ('leverage' | 'turnover')[];
  /** What trading costs: rates of 0 where it is free. */
  readonly cost: AbsoluteSum;
  readonly costly: boolean;
}

/**
 * The constraints of a problem; the budget alone where there are no others.
 *
 * @param invested  the share of the value that is in the weights, the rest being cash: what is traded
 *                  is that share of them
 */
export function constraintSet(
  { mean, lower, budget, constraints }: MixProblem,
  invested = 1,
): ConstraintSet {
  const size = mean.length;
  const { groups: all = [], leverage, trading } = constraints ?? ({} as Partial<MixConstraints>);
  const groups = all.flatMap(({ range, ...group }) =>
    range === undefined ? [] : [{ ...group, range }],
  );
  const zeros = new Float64Array(size);
  const origin = zeros.map((_, i) => (trading?.currentWeights[i] ?? 0) / invested);
  const rates = zeros.map((_, i) => (trading?.costRates?.[i] ?? 0) * invested);
  const limits: AbsoluteLimit[] = [];
  const limitKinds: ('leverage' | 'turnover')[] = [];
  // Without short sales the gross exposure is 1.
  if (leverage !== undefined && lower.some((least) => least < 0)) {
    const ones = new Float64Array(size).fill(1);
    limits.push({ coefficients: zeros, origin: zeros, rates: ones, limit: leverage });
    limitKinds.push('leverage');
  }
  if (trading?.maxTurnover !== undefined) {
    const halves = new Float64Array(size).fill(invested / 2);
    limits.push({ coefficients: zeros, origin, rates: halves, limit: trading.maxTurnover });
    limitKinds.push('turnover');
  }
  return {
    rows: rowsOf(groups, size, budget),
    groups,
    limits,
    limitKinds,
    cost: { origin, rates },
    costly: rates.some((rate) => rate > 0),
  };
}

function rowsOf(groups: readonly BoundGroup[], size: number, budget: number): LinearRows {
  const values = new Float64Array((1 + groups.length) * size).fill(1, 0, size);
  for (const [g, { members }] of groups.entries()) {
    for (const member of members) values[(1 + g) * size + member] = 1;
  }
  return {
    matrix: { rows: 1 + groups.length, columns: size, values },
    lower: Float64Array.of(budget, ...groups.map(({ range }) => range[0])),
    upper: Float64Array.of(budget, ...groups.map(({ range }) => range[1])),
  };
}

/** What a kernel found to contradict itself, under the names that the client knows. */
export function contradiction(
  { groups, limitKinds }: ConstraintSet,
  found: {
    readonly bounds: readonly number[];
    readonly rows: readonly number[];
    readonly limits: readonly number[];
  },
): MixFault {
  const kinds = found.limits.map((k) => limitKinds[k]);
  return {
    reason: 'contradiction',
    columns: found.bounds,
    groups: found.rows.flatMap((r) => groups[r - 1]?.name ?? []),
    leverage: kinds.includes('leverage'),
    turnover: kinds.includes('turnover'),
  };
}
