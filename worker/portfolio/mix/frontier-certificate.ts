import type { ActiveConstraint, MixOptimum } from './mix-problem.ts';

/** Why a portfolio of the frontier is the best one of its return. */
export interface PointCertificate {
  /** The least √(wᵀΣw + γ·wᵀw) of its return, a year; of the best ratio that ratio. */
  readonly objectiveValue: number;
  /** Largest violation of the conditions of an optimum, in the value's unit. */
  readonly kktResidual: number;
  /** What holds it back: the bounds in the order of the symbols, after all else. */
  readonly active: readonly ActiveConstraint[];
  /** How many bounds hold it besides. */
  readonly further: number;
}

/** Symbols × portfolios up to which all bounds are told: an answer of a megabyte or so. */
const wholeUpTo = 10_000;

/** Beyond it so many of a portfolio's bounds are. */
const dearest = 10;

/** How many bounds are told of each point and of each corner. */
export interface BoundsTold {
  readonly point: number;
  readonly corner: number;
}

/** Bounds of many symbols at many portfolios would be longer than all weights. */
export function boundsTold(symbols: number, portfolios: number): BoundsTold {
  return symbols * portfolios <= wholeUpTo
    ? { point: symbols, corner: symbols }
    : { point: dearest, corner: 0 };
}

/**
 * What is told of an optimum.
 *
 * @param most  how many of its bounds: those of the highest shadow prices
 */
export function pointCertificate(
  { objectiveValue = 0, kktResidual = 0, active }: Certified,
  most: number,
): PointCertificate {
  const bounds = active.filter(({ column }) => column !== undefined);
  const told = bounds.length <= most ? active : withDearest(active, bounds, most);
  return { objectiveValue, kktResidual, active: told, further: active.length - told.length };
}

type Certified = Pick<MixOptimum, 'objectiveValue' | 'kktResidual' | 'active'>;

function withDearest(
  active: readonly ActiveConstraint[],
  bounds: readonly ActiveConstraint[],
  most: number,
): readonly ActiveConstraint[] {
  const price = ({ shadowPrice = 0 }: ActiveConstraint): number => shadowPrice;
  const kept = new Set(bounds.toSorted((one, other) => price(other) - price(one)).slice(0, most));
  return active.filter((one) => one.column === undefined || kept.has(one));
}
