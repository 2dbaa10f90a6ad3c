import { isoDate } from '../../worker/prices/day.ts';

/** Prices as a request sends them. */
export interface SentMarket {
  readonly dates: readonly string[];
  readonly closes: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A symbol's closes on so many days. */
type Course = (days: number, uniform: () => number) => (number | null)[];

/** 2020-01-01. */
const firstDay = 18_262;

/** How prices go in markets that are seldom seen, beside the usual way. */
const courses: readonly Course[] = [
  usual,
  usual,
  usual,
  usual,
  (days) => new Array<number>(days).fill(5),
  (days) => Array.from({ length: days }, (_, t) => (t < days - 1 ? 7 : 8)),
  (days) => Array.from({ length: days }, (_, t) => 100 * 0.5 ** t),
  (days) => Array.from({ length: days }, (_, t) => Math.max(1e-20, 10 * 1e-3 ** t)),
  (days) => Array.from({ length: days }, (_, t) => (t % 4 === 3 ? 1e9 : 1)),
  (days) => Array.from({ length: days }, (_, t) => 1e-19 * 1.01 ** t),
  (days, uniform) => usual(days, uniform).map((close, t) => (t < days / 2 ? null : close)),
  (days, uniform) => usual(days, uniform).map((close) => (uniform() < 0.3 ? null : close)),
  (days, uniform) => usual(days, uniform).map((close) => (close ?? 1) * 1e15),
];

function usual(days: number, uniform: () => number): (number | null)[] {
  let close = 50;
  return Array.from({ length: days }, () => {
    close *= 1 + 0.04 * (uniform() - 0.48);
    return close;
  });
}

/**
 * A market of 1 to 6 symbols over 1 to 40 days: flat, falling to next to nothing, leaping by 1e9, with gaps, and with symbols
 * that are one another's copies or multiples.
 */
export function oddMarket(uniform: () => number): SentMarket {
  const days = uniform() < 0.15 ? 1 + Math.floor(3 * uniform()) : 5 + Math.floor(36 * uniform());
  const symbols = ['A', 'B', 'C', 'D', 'E', 'F'].slice(0, 1 + Math.floor(6 * uniform()));
  const plain = uniform() < 0.5;
  const closes: Record<string, readonly (number | null)[]> = {};
  for (const symbol of symbols) {
    const earlier = Object.values(closes)[0];
    const course = plain ? usual : (courses[Math.floor(courses.length * uniform())] ?? usual);
    const copied = !plain && earlier !== undefined && uniform() < 0.2;
    const factor = uniform() < 0.5 ? 1 : 3;
    closes[symbol] = copied
      ? earlier.map((close) => (close === null ? null : close * factor))
      : course(days, uniform);
  }
  if (uniform() < 0.5) closes['SPY'] = usual(days, uniform);
  return { dates: Array.from({ length: days }, (_, t) => isoDate(firstDay + t)), closes };
}
