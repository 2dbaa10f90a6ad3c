import { type Day, isoDate } from './day.ts';
import type { Series, Span } from './series.ts';

/** A change from one close to the next that is out of all proportion to its surroundings. */
export interface Jump {
  /** The day of the later close. */
  readonly day: Day;
  /** The later close over the earlier one. */
  readonly ratio: number;
}

/** How many times the usual change a jump is. */
const jumpFactor = 40;
/** Changes on either side that say what is usual: a quarter of a year. */
const neighbours = 63;
/** No smaller change is a jump, however quiet the days around it, in logarithms. */
const smallestJump = 0.1;
const [smallestFall, smallestRise] = [Math.exp(-smallestJump), Math.exp(smallestJump)];
/** What notes list one by one before they only count. */
const listed = 3;

/**
 * The jumps that end within `span`: often a split or a payment that the prices were not adjusted
 * for, sometimes the truth. Nothing is repaired.
 *
 * A jump is an absolute log return above 0.1 and above 40 times the median of those of the 63
 * days on either side.
 */
export function findJumps({ days, closes }: Pick<Series, 'days' | 'closes'>, span: Span): Jump[] {
  const jumps: Jump[] = [];
  for (let i = 1; i < closes.length; i++) {
    const day = days[i] ?? Number.NaN;
    if (day < span.first || day > span.last) continue;
    // Few changes come so far, so that logarithm and median are seldom needed.
    const ratio = (closes[i] ?? Number.NaN) / (closes[i - 1] ?? Number.NaN);
    if (ratio <= smallestRise && ratio >= smallestFall) continue;
    const change = Math.log(ratio);
    if (Math.abs(change) > jumpFactor * usualChange(closes, i)) {
      jumps.push({ day, ratio: Math.exp(change) });
    }
  }
  return jumps;
}

function changeAt(closes: Float64Array, i: number): number {
  return Math.log((closes[i] ?? Number.NaN) / (closes[i - 1] ?? Number.NaN));
}

/** @returns NaN where there is nothing to compare with */
function usualChange(closes: Float64Array, i: number): number {
  const around: number[] = [];
  const end = Math.min(closes.length - 1, i + neighbours);
  for (let k = Math.max(1, i - neighbours); k <= end; k++) {
    if (k !== i) around.push(Math.abs(changeAt(closes, k)));
  }
  return median(around);
}

/** One sentence on a symbol's jumps; none without jumps. */
export function jumpNotes(symbol: string, jumps: readonly Jump[]): string[] {
  if (jumps.length === 0) return [];
  const some = jumps
    .slice(0, listed)
    .map(({ day, ratio }) => `${isoDate(day)} (×${ratio.toPrecision(3)})`);
  const more = jumps.length > listed ? ` and ${jumps.length - listed} more` : '';
  return [
    `The prices of ${symbol} jump on ${some.join(', ')}${more}: check them for a split or a ` +
      'payment that they were not adjusted for.',
  ];
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
