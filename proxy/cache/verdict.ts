import type { Forwarded } from './cache-status.ts';
import type { Flight } from './flights.ts';
import type { StoredResponse } from './stored-response.ts';

/** Answer with what is stored, and revalidate it meanwhile if there is a `refresh`. */
export interface AnswerVerdict {
  readonly kind: 'answer';
  readonly stored: StoredResponse;
  readonly refresh: RefreshVerdict | undefined;
}

/** Ask a peer: to validate `stored` if there is one, for those too who wait for the `flight`. */
export interface FetchVerdict {
  readonly kind: 'fetch';
  readonly fwd: Forwarded;
  readonly stored: StoredResponse | undefined;
  readonly flight: Flight | undefined;
}

/** Ask a peer for nobody, whether what is stored still holds; the cache's `endRefresh` must follow. */
export interface RefreshVerdict extends FetchVerdict {
  readonly stored: StoredResponse;
}

/** Wait for the flight of this key. */
export interface WaitVerdict {
  readonly kind: 'wait';
  readonly fwd: Forwarded;
  readonly key: string;
}

/**
 * What a request has waited for: nothing yet; what an equal one fetched and is stored (`once`), if
 * not for it, then as another variant; or so much that it waits no more.
 */
export type Waited = 'never' | 'once' | 'enough';

/**
 * What is to be done for a request. Besides: `wait` for what another one fetches; or give
 * `nothing`, for the client wants no peer asked.
 */
export type Verdict = AnswerVerdict | FetchVerdict | WaitVerdict | { readonly kind: 'nothing' };
