import type { RateRule } from './rate-rule.ts';
import type { RateStore, RateVerdict } from './rate-store.ts';
import { plainPath } from './route-pattern.ts';

/** What limits say to one request. */
export interface RateDecision {
  readonly admitted: boolean;
  /** How long the request has to wait before it goes on. */
  readonly waitMs: number;
  /** When it would be admitted, if it is not; 0 otherwise. */
  readonly retryAfterMs: number;
  /** Names of the limits that it would exceed. */
  readonly violated: readonly string[];
  /** `RateLimit-Policy` and `RateLimit` by name and value. */
  readonly fields: readonly string[];
}

/** Counts requests by client against those of the rules that mean them. */
export class RateLimits {
  readonly #rules: readonly RateRule[];
  readonly #store: RateStore;
  readonly #pathsMatter: boolean;

  constructor(rules: readonly RateRule[], store: RateStore) {
    this.#rules = rules;
    this.#store = store;
    this.#pathsMatter = rules.some(({ route }) => !route.total);
  }

  /**
   * Counts one request.
   *
   * @param client  by what clients are told apart
   * @returns undefined where no rule means it
   */
  take(
    client: string,
    { method, path }: { readonly method: string; readonly path: string },
  ): RateDecision | Promise<RateDecision> | undefined {
    const plain = this.#pathsMatter ? plainPath(path) : '';
    const rules = this.#rules.filter(({ route }) => route.fits(method, plain));
    if (rules.length === 0) return undefined;
    const claims = rules.map(({ name, limit }) => ({ key: `${name} ${client}`, limit }));
    const verdict = this.#store.take(claims);
    if (verdict instanceof Promise) return verdict.then((found) => decide(rules, found));
    return decide(rules, verdict);
  }
}

function decide(rules: readonly RateRule[], { admitted, excesses }: RateVerdict): RateDecision {
  const violated: string[] = [];
  let waitMs = 0;
  let retryAfterMs = 0;
  rules.forEach(({ name, limit }, index) => {
    const excess = excesses[index] ?? 0;
    const { milliPerSecond, burst, delayAbove } = limit;
    if (admitted) {
      waitMs = Math.max(waitMs, msToDrain(excess - delayAbove * 1000, milliPerSecond));
    } else if (excess > burst * 1000) {
      violated.push(name);
      retryAfterMs = Math.max(retryAfterMs, msToDrain(excess - burst * 1000, milliPerSecond));
    }
  });
  const held = admitted ? excesses : excesses.map((excess) => Math.max(0, excess - 1000));
  return { admitted, waitMs, retryAfterMs, violated, fields: rateFields(rules, held) };
}

function msToDrain(excess: number, milliPerSecond: number): number {
  return excess <= 0 ? 0 : Math.floor((excess * 1000) / milliPerSecond);
}

/** The limits and what is left of them (draft-ietf-httpapi-ratelimit-headers-10). */
function rateFields(rules: readonly RateRule[], excesses: readonly number[]): readonly string[] {
  const policies: string[] = [];
  const states: string[] = [];
  rules.forEach(({ name, limit: { burst, milliPerSecond } }, index) => {
    const excess = excesses[index] ?? 0;
    const quota = burst + 1;
    policies.push(`"${name}";q=${quota};w=${seconds(quota * 1000, milliPerSecond)}`);
    const left = Math.max(0, Math.floor(burst - excess / 1000));
    states.push(`"${name}";r=${left};t=${seconds(excess, milliPerSecond)}`);
  });
  return ['RateLimit-Policy', policies.join(', '), 'RateLimit', states.join(', ')];
}

function seconds(excess: number, milliPerSecond: number): number {
  return Math.ceil(excess / milliPerSecond);
}
