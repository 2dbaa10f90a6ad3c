import { vertexStarts } from '../../kernels/hold/best-hold.ts';
import { kindsOfStarts } from '../../kernels/hold/bounded-starts.ts';
import { boundedUpTo, type SolveInput } from '../hold/solve.ts';

/** What the work of a solve depends on. */
export interface WorkShape {
  /** Closes a symbol. */
  readonly rows: number;
  /** Symbols. */
  readonly columns: number;
  readonly globalBound: SolveInput['globalBound'];
  /** Whether weights keep to bounds other than 0 and 1. */
  readonly bounded?: boolean;
  /** Single symbols that searches start from at most; as many as are affordable where absent. */
  readonly mostVertices?: number;
}

/** A step of a search, whatever the prices, and a close that it reads, in ms. */
const msPerStep = 0.06;
const msPerClose = 6e-6;
/** A product of two symbols' slopes on a day; and of a factorisation of those that are held, in ms. */
const msPerProduct = 5e-9;
const msPerFactor = 2.5e-7;
/** A product of a factorisation of all symbols, from equal weights on, in ms. */
const msPerDenseFactor = 3e-6;

/** Steps of a search that goes all the way, and of one that joins another; see `bestHold`. */
const wholeSteps = 12;
const joiningSteps = 4;
/** Searches on large problems that go all the way, about; and closes from which on they join. */
const wholeSearches = 3;
const largeFrom = 16_000;

/** Few days or strong trends keep most symbols in a search, but hardly more than these. */
const mostWorking = 100;

/** With bounds searches begin and end with more symbols. */
const timesWithBounds = 2.5;

/** A cell of branch and bound, a day. */
const msPerNodeDay = 1.3e-4;
/** Cells that branch and bound looks at for 2 and for 3 symbols: the 75th percentile of real windows. */
const nodes = [0, 0, 20, 150];

/**
 * How long a solve takes, in ms, on a warm core of 2020s make: an estimate within a factor of 3 or
 * so, to choose between answering at once and a thread. The first solves of a process take up to
 * ten times as long, and so do hundreds of symbols that all rise and have nothing in common.
 */
export function expectedWorkMs({
  rows,
  columns,
  globalBound,
  bounded = false,
  mostVertices = Number.POSITIVE_INFINITY,
}: WorkShape): number {
  const shape = { rows: columns, columns: rows };
  const starts = Math.min(mostVertices, vertexStarts(shape, bounded ? kindsOfStarts : 1)) + 2;
  const whole = rows * columns > largeFrom ? Math.min(starts, wholeSearches) : starts;
  const steps = wholeSteps * whole + joiningSteps * (starts - whole);
  const working = Math.min(columns, mostWorking);
  const searches =
    steps * (msPerStep + rows * columns * msPerClose) +
    wholeSteps * whole * working ** 2 * (rows * msPerProduct + working * msPerFactor);
  const bounding = globalBound === 'when-small' && columns <= boundedUpTo;
  const cells = bounding ? (nodes[columns] ?? 0) : 0;
  return (
    (bounded ? timesWithBounds : 1) * searches +
    columns ** 3 * msPerDenseFactor +
    cells * rows * msPerNodeDay
  );
}
