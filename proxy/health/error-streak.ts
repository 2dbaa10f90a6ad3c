/** How many errors in a row are too many; 0 = any number is well. */
export interface StreakLimits {
  /** Of 5xx answers. */
  readonly serverErrors: number;
  /** Of answers with 502, 503 or 504. */
  readonly gatewayErrors: number;
}

/** What an answer means: `badly` is an error that counts, `too often` the last one bearable. */
export type StreakVerdict = 'well' | 'badly' | 'too often';

const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Counts errors that follow one another without any other answer in between.
 *
 * @see Envoy, consecutive_5xx and consecutive_gateway_failure: attempts without an answer count too
 */
export class ErrorStreak {
  readonly #limits: StreakLimits;
  #serverErrors = 0;
  #gatewayErrors = 0;

  constructor(limits: StreakLimits) {
    this.#limits = limits;
  }

  /** Notes one attempt's status; undefined when there was no answer. */
  note(status: number | undefined): StreakVerdict {
    const { serverErrors, gatewayErrors } = this.#limits;
    const failed = status === undefined;
    this.#serverErrors = failed || status >= 500 ? this.#serverErrors + 1 : 0;
    this.#gatewayErrors = failed || gatewayStatuses.has(status) ? this.#gatewayErrors + 1 : 0;
    const server = verdict(this.#serverErrors, serverErrors);
    const gateway = verdict(this.#gatewayErrors, gatewayErrors);
    if (server === 'too often' || gateway === 'too often') {
      this.reset();
      return 'too often';
    }
    return server === 'badly' ? server : gateway;
  }

  /** Begins anew. */
  reset(): void {
    this.#serverErrors = 0;
    this.#gatewayErrors = 0;
  }
}

function verdict(count: number, limit: number): StreakVerdict {
  if (limit === 0 || count === 0) return 'well';
  return count >= limit ? 'too often' : 'badly';
}
