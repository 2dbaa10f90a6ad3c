import type { Matrix } from '../algebra/matrix.ts';
import type { AbsoluteLimit, KinkedTerms } from '../quadratic/kinked-problem.ts';
import { type DualProgram, dualProgram } from './dual-program.ts';
import type { KinkedMultipliers } from './kinked-bound.ts';
import {
  type FurtherColumn,
  type FurtherRow,
  type Kink,
  type KinkedQuestion,
  kinkedProgram,
  kinksOf,
  readKinked,
} from './kinked-program.ts';

/** Maximise the mean of eᵀw over that of its shortfall, max(−eᵀw, 0). */
export interface OmegaProblem {
  /** What weights keep to; nothing is gained or costs anything. */
  readonly terms: KinkedTerms;
  /** e, T × n: returns less the threshold. */
  readonly excess: Matrix;
  /** m, length n: their means. */
  readonly gains: Float64Array;
  /** The largest mᵀw, above 0: what gains are counted in. */
  readonly highest: number;
}

/** What the solution says: the multipliers are those of the shortfall less κ times the gain. */
export interface OmegaFound extends KinkedMultipliers {
  /** As they came out, to within the solver's tolerance. */
  readonly weights: Float64Array;
  /** How much each period counts as one of shortfall, length T, from 0 to 1/T. */
  readonly shares: Float64Array;
}

/** A program, and how its solution is read. */
export interface OmegaProgram {
  readonly program: DualProgram['program'];
  /** Undefined where the solution is of no portfolio. */
  read(solution: { readonly x: Float64Array; readonly y: Float64Array }): OmegaFound | undefined;
}

/** Of what is asked of weights, with scaled weights v = κw: a row, and which one of theirs it is. */
interface ScaledRow {
  readonly row: FurtherRow;
  readonly of?: { readonly part: 'row' | 'limit'; readonly place: number };
}

const open = { lower: 0, upper: Number.POSITIVE_INFINITY };
const { NEGATIVE_INFINITY } = Number;

/**
 * The linear program of Kapsos and others, by its dual: as the ratio does not change when weights are
 * scaled, shortfall is made least where the gain is the highest there is, over v = κw with κ ≥ 0 and each
 * constraint aᵀw ≤ b as aᵀv ≤ bκ. With T periods and n symbols the dual has about n rows instead of T.
 *
 * @see Kapsos, Zymler, Christofides & Rustem (2014), J. Computational Finance 17(4), §3
 * @see Charnes & Cooper (1962), Naval Research Logistics Quarterly 9(3-4), for scaling
 */
export function omegaProgram(problem: OmegaProblem): OmegaProgram {
  const { terms, excess, gains, highest } = problem;
  const { rows: periods, columns: symbols, values } = excess;
  const kinks = kinksOf(terms);
  const scaled = [
    ...scaledRows(terms),
    ...scaledLimits(terms, kinks),
    ...scaledKinks(terms, kinks),
    ...scaledBounds(terms),
  ];
  const days = Array.from({ length: periods }, (_, t): FurtherRow => {
    const weights = values.slice(t * symbols, (t + 1) * symbols);
    return { weights, others: [[1 + 2 * kinks.length + t, 1]], ...open };
  });
  const gained = { weights: gains.map((one) => one / highest), others: [], lower: 1, upper: 1 };
  const columns: FurtherColumn[] = [
    { cost: 0, ...open },
    ...kinks.flatMap(() => [
      { cost: 0, ...open },
      { cost: 0, ...open },
    ]),
    ...days.map(() => ({ cost: 1 / periods, ...open })),
  ];
  const rows = [...days, gained, ...scaled.map(({ row }) => row)].map((row) =>
    fromLower(terms.lower, row),
  );
  const asked: KinkedQuestion = { terms: unbound(terms), columns, rows };
  const dual = dualProgram(kinkedProgram(asked));
  return {
    program: dual.program,
    read: (solution) => readOmega(problem, scaled, readKinked(asked, dual.read(solution))),
  };
}

function readOmega(
  { terms, excess: { rows: periods } }: OmegaProblem,
  scaled: readonly ScaledRow[],
  { weights, others, prices }: ReturnType<typeof readKinked>,
): OmegaFound | undefined {
  // What the weights are scaled by; at least 1, for no gain is above the highest.
  const [scale = 0] = others;
  if (!(scale > 0.5)) return undefined;
  const ofConstraints = prices.subarray(periods + 1);
  const rowMultipliers = new Float64Array(terms.rows.lower.length);
  const limitMultipliers = new Float64Array(terms.limits.length);
  for (const [r, { of }] of scaled.entries()) {
    if (of?.part === 'row') rowMultipliers[of.place] += ofConstraints[r];
    if (of?.part === 'limit') limitMultipliers[of.place] = Math.max(0, -ofConstraints[r]);
  }
  return {
    weights: weights.map((one, i) => terms.lower[i] + one / scale),
    shares: prices.slice(0, periods).map((share) => Math.min(1 / periods, Math.max(0, share))),
    rowMultipliers,
    limitMultipliers,
  };
}

/** A row of v as one of v less the lower bounds times κ, which is at least 0. */
function fromLower(lower: Float64Array, { weights, others, ...range }: FurtherRow): FurtherRow {
  let least = 0;
  for (let i = 0; i < lower.length; i++) least += weights[i] * lower[i];
  if (least === 0) return { weights, others, ...range };
  const scale = others.find(([column]) => column === 0)?.[1] ?? 0;
  const rest = others.filter(([column]) => column !== 0);
  return { weights, others: [[0, scale + least], ...rest], ...range };
}

/** Weights of any size above 0. */
function unbound({ linear }: KinkedTerms): KinkedTerms {
  const none = new Float64Array(0);
  const zeros = new Float64Array(linear.length);
  return {
    lower: zeros,
    upper: zeros.map(() => Number.POSITIVE_INFINITY),
    rows: { matrix: { rows: 0, columns: linear.length, values: none }, lower: none, upper: none },
    limits: [],
    cost: { origin: zeros, rates: zeros },
    linear: zeros,
  };
}

/** aᵀv less each side times κ. */
function scaledRows({ rows, linear }: KinkedTerms): readonly ScaledRow[] {
  return [...rows.lower.keys()].flatMap((place): ScaledRow[] => {
    const weights = rows.matrix.values.slice(place * linear.length, (place + 1) * linear.length);
    const [least, most] = [rows.lower[place], rows.upper[place]];
    const of = { part: 'row', place } as const;
    const sided = (side: number, range: Pick<FurtherRow, 'lower' | 'upper'>): ScaledRow => ({
      row: { weights, others: [[0, 0 - side]], ...range },
      of,
    });
    if (least === most) return [sided(least, { lower: 0, upper: 0 })];
    return [
      ...(Number.isFinite(least) ? [sided(least, open)] : []),
      ...(Number.isFinite(most) ? [sided(most, { lower: NEGATIVE_INFINITY, upper: 0 })] : []),
    ];
  });
}

function scaledLimits({ limits }: KinkedTerms, kinks: readonly Kink[]): readonly ScaledRow[] {
  return limits.map((limit, place) => ({
    row: {
      weights: limit.coefficients,
      others: [[0, 0 - limit.limit], ...traded(limit, kinks)],
      lower: NEGATIVE_INFINITY,
      upper: 0,
    },
    of: { part: 'limit', place },
  }));
}

/** What is bought and what is sold, where a limit counts it. */
function traded({ origin, rates }: AbsoluteLimit, kinks: readonly Kink[]) {
  return kinks.flatMap(({ symbol, origin: at }, k): (readonly [number, number])[] => {
    const rate = rates[symbol];
    if (rate === 0 || origin[symbol] !== at) return [];
    return [
      [1 + 2 * k, rate],
      [2 + 2 * k, rate],
    ];
  });
}

/** v − bought + sold = origin·κ. */
function scaledKinks({ linear }: KinkedTerms, kinks: readonly Kink[]): readonly ScaledRow[] {
  return kinks.map(({ symbol, origin }, k) => ({
    row: {
      weights: unit(linear.length, symbol),
      others: [
        [0, 0 - origin],
        [1 + 2 * k, -1],
        [2 + 2 * k, 1],
      ],
      lower: 0,
      upper: 0,
    },
  }));
}

/** Upper bounds times κ, but those that the budget implies. */
function scaledBounds({ lower, upper, budget = 1 }: KinkedTerms): readonly ScaledRow[] {
  let left = budget;
  for (const least of lower) left -= least;
  const capped = [...lower.keys()].filter((i) => upper[i] - lower[i] < left);
  return capped.map((i) => ({
    row: {
      weights: unit(lower.length, i),
      others: [[0, 0 - upper[i]]],
      lower: NEGATIVE_INFINITY,
      upper: 0,
    },
  }));
}

function unit(size: number, place: number): Float64Array {
  const weights = new Float64Array(size);
  weights[place] = 1;
  return weights;
}
