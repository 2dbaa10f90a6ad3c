import { readHttpDate } from './read-http-date.ts';
import type { ResponseTerms } from './response-terms.ts';

/** How long a response without a stated lifetime is taken for fresh. */
export interface Heuristic {
  /** Share of the time since its last change, 0–100; 0 = never. */
  readonly percent: number;
  /** The longest such lifetime. */
  readonly limitS: number;
}

/** A response, and when it came. */
export interface ReceivedResponse {
  readonly status: number;
  readonly terms: ResponseTerms;
  /** The wall clock, in ms since 1970. */
  readonly wallMs: number;
}

/** Statuses whose lifetime may be guessed (RFC 9110 §15.1); 206 is never stored here. */
const heuristicStatuses: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501,
]);

/**
 * The lifetime that a response states.
 *
 * @returns seconds, 0 where what it says can't be read, undefined where it says nothing
 * @see RFC 9111 §4.2.1
 */
export function statedLifetimeS({ terms, wallMs }: ReceivedResponse): number | undefined {
  const { directives, expires } = terms;
  const stated = directives.sharedMaxAgeS ?? directives.maxAgeS;
  if (stated !== undefined || expires === undefined) return stated;
  const until = readHttpDate(expires, wallMs);
  return until === undefined ? 0 : Math.max(0, (until - writtenAt(terms, wallMs)) / 1000);
}

/**
 * The lifetime that is guessed for a response that states none.
 *
 * @returns seconds, 0 where nothing may be guessed
 * @see RFC 9111 §4.2.2
 */
export function guessedLifetimeS(response: ReceivedResponse, heuristic: Heuristic): number {
  const { status, terms, wallMs } = response;
  const { lastModified, directives } = terms;
  if (!heuristicStatuses.has(status) && !directives.public) return 0;
  const changedAt = lastModified === undefined ? undefined : readHttpDate(lastModified, wallMs);
  if (changedAt === undefined) return 0;
  const unchangedS = Math.max(0, (writtenAt(terms, wallMs) - changedAt) / 1000);
  return Math.min(heuristic.limitS, (unchangedS * heuristic.percent) / 100);
}

/**
 * How old a response was when it came.
 *
 * @param delayS  how long it had been waited for
 * @returns       seconds; Infinity when its Age can't be read: RFC 9111 §5.1 would pass over it,
 *                but what it hides may be hours, and stale is safe
 * @see RFC 9111 §4.2.3
 */
export function initialAgeS({ terms, wallMs }: ReceivedResponse, delayS: number): number {
  const { age } = terms;
  if (age !== undefined && !/^\d+$/.test(age)) return Number.POSITIVE_INFINITY;
  // A Date has whole seconds: a finer clock would make every response seem half a second old.
  const arrivedS = Math.floor(wallMs / 1000);
  const apparentAgeS = Math.max(0, arrivedS - Math.floor(writtenAt(terms, wallMs) / 1000));
  return Math.max(apparentAgeS, Number(age ?? 0) + delayS);
}

function writtenAt({ date }: ResponseTerms, wallMs: number): number {
  return (date === undefined ? undefined : readHttpDate(date, wallMs)) ?? wallMs;
}
