import { RoutePattern } from './route-pattern.ts';

/** How many requests a client may make of some routes: a leaky bucket, as nginx's limit_req. */
export interface RateRule {
  /** How it is called where a client reads of it. */
  readonly name: string;
  readonly route: RoutePattern;
  readonly limit: RateLimit;
}

/** The size of a bucket, and how fast it runs out. */
export interface RateLimit {
  /** Requests that run out in a second, in thousandths. */
  readonly milliPerSecond: number;
  /** Requests that may be ahead of that rate. */
  readonly burst: number;
  /** Of them, those that need not wait; Infinity = none waits. */
  readonly delayAbove: number;
}

const shape =
  /^(?:([A-Z|]+|\*)\s+)?(\/\S*|\*)\s+(\d{1,7})r\/([sm])((?:\s+(?:burst=\d{1,7}|nodelay|delay(?:=\d{1,7})?))*)$/;

/**
 * Reads `POST /backend 10r/s burst=20, * 100r/s burst=200 delay`: methods (`*` or none = all), a
 * path (`*` = all, `/a/*` = all below), the rate, and nginx's words for the burst. Without one of
 * them, nothing waits. `off` is the empty list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseRateRules(text: string): readonly RateRule[] {
  if (text.trim() === 'off') return [];
  return text.split(/[,;]/).map((part, index) => parseRule(part.trim(), index));
}

function parseRule(text: string, index: number): RateRule {
  const found = shape.exec(text);
  const count = Number(found?.[3] ?? 0);
  if (found === null || count === 0) {
    throw new Error(`has "${text}", which is no limit such as: POST /backend 10r/s burst=20`);
  }
  const [, methods = '*', path = '*', , unit, words = ''] = found;
  return {
    name: `limit-${index + 1}`,
    route: new RoutePattern(methods, path),
    limit: {
      milliPerSecond: unit === 's' ? count * 1000 : Math.max(1, Math.floor((count * 1000) / 60)),
      burst: Number(/burst=(\d+)/.exec(words)?.[1] ?? 0),
      delayAbove: delayAbove(words),
    },
  };
}

function delayAbove(words: string): number {
  const found = /(?:^|\s)delay(?:=(\d+))?/.exec(words);
  return found === null ? Number.POSITIVE_INFINITY : Number(found[1] ?? 0);
}
