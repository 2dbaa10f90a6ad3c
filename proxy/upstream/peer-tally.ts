import { RecentLatencies } from '../../service/recent-latencies.ts';
import { StatusClasses } from '../status-classes.ts';

/** How an attempt ended: with a status, or with the reason why there is none. */
export type AttemptOutcome = { readonly status: number } | { readonly error: string };

/** Latencies that are remembered of each peer. */
const remembered = 256;

/** Reasons that lie with the client: they say nothing of the peer. */
const clientReasons: ReadonlySet<string> = new Set(['client_gone', 'http_request_error']);

/** Why an attempt may bring no whole answer: each is listed from the start, as 0. */
const failureKinds: readonly string[] = [
  'connection_refused',
  'connection_terminated',
  'connection_timeout',
  'http_protocol_error',
  'http_response_incomplete',
  'http_response_timeout',
];

/** What one peer's attempts came to, over the life of the proxy. */
export class PeerTally {
  /** Attempts that began. */
  attempts = 0;
  /** Attempts that were given up because of the client. */
  cancelled = 0;
  /** How often the peer was left out for its failures. */
  ejections = 0;
  /** Times of its latest whole answers. */
  readonly latencies = new RecentLatencies(remembered);
  readonly #byClass = new StatusClasses();
  readonly #failures = new Map(failureKinds.map((kind) => [kind, 0]));

  /** Notes how an attempt ended and what time it took. */
  note(outcome: AttemptOutcome, durationMs: number): void {
    if ('status' in outcome) {
      this.#byClass.note(outcome.status);
      this.latencies.note(durationMs);
    } else if (clientReasons.has(outcome.error)) this.cancelled += 1;
    else this.#failures.set(outcome.error, (this.#failures.get(outcome.error) ?? 0) + 1);
  }

  /** Answers by the first digit of their status. */
  get statuses(): Readonly<Record<string, number>> {
    return this.#byClass.counts;
  }

  /** Attempts without a whole answer, by reason. */
  get failures(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#failures);
  }
}
