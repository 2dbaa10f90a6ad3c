import type { CacheSettings } from '../settings/cache.ts';
import { relatedKeys } from './cache-key.ts';
import type { Forwarded } from './cache-status.ts';
import { CacheStore } from './cache-store.ts';
import type { CacheTally } from './cache-tally.ts';
import { Fetching } from './fetching.ts';
import { Flights } from './flights.ts';
import { type CacheableResponse, type CacheQuestion, type Judgement, judge } from './judging.ts';
import { Keeping } from './keeping.ts';
import { RecordingBudget } from './recording.ts';
import { type StaleAllowance, usableOnError, useOf } from './reuse.ts';
import { ageFields, fieldsToStore, freshenedFields } from './stored-fields.ts';
import { StoredResponse } from './stored-response.ts';
import type { StoringPolicy } from './storing.ts';
import { variantKey } from './vary.ts';
import type { RefreshVerdict, Verdict, Waited } from './verdict.ts';

/** What a cache is made of. */
export interface EdgeCacheOptions {
  readonly settings: CacheSettings;
  /** Goes on counting where the cache before left it. */
  readonly tally: CacheTally;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** The wall clock in ms since 1970. */
  readonly wallClock: () => number;
  /** Hears of the keys that an answer made invalid here. */
  readonly onInvalidated?: ((keys: readonly string[]) => void) | undefined;
}

/**
 * A shared cache of responses in memory.
 *
 * @see RFC 9111, RFC 5861
 */
export class EdgeCache {
  readonly tally: CacheTally;
  readonly flights: Flights;
  readonly settings: CacheSettings;
  readonly #store: CacheStore;
  readonly #budget: RecordingBudget;
  readonly #policy: StoringPolicy;
  readonly #allowance: StaleAllowance;
  readonly #fetchings = new Set<Fetching>();
  /** What is being revalidated for nobody. */
  readonly #refreshing = new Set<StoredResponse>();
  readonly #now: () => number;
  readonly #wallClock: () => number;
  readonly #onInvalidated: EdgeCacheOptions['onInvalidated'];

  constructor({ settings, tally, now, wallClock, onInvalidated }: EdgeCacheOptions) {
    const { maxBytes, heuristicPercent, heuristicLimitMs, setCookie } = settings;
    this.settings = settings;
    this.tally = tally;
    this.#now = now;
    this.#wallClock = wallClock;
    this.#onInvalidated = onInvalidated;
    const onEvicted = (): void => {
      this.tally.evicted += 1;
    };
    this.#store = new CacheStore({ maxBytes, onEvicted });
    // What is being recorded is memory too.
    this.#budget = new RecordingBudget(maxBytes);
    const heuristic = { percent: heuristicPercent, limitS: heuristicLimitMs / 1000 };
    this.#policy = { heuristic, setCookie };
    this.#allowance = {
      staleWhileRevalidateS: settings.staleWhileRevalidateMs / 1000,
      staleIfErrorS: settings.staleIfErrorMs / 1000,
    };
    this.flights = new Flights({ mostWaiters: settings.waiters, now });
  }

  /** What all entries take. */
  get bytes(): number {
    return this.#store.bytes;
  }

  /** How many there are. */
  get count(): number {
    return this.#store.count;
  }

  /** The age of a stored response, in seconds. */
  ageS(stored: StoredResponse): number {
    return stored.ageS(this.#now());
  }

  /**
   * Decides on a request.
   *
   * @param waited  where it has waited for a flight, what came since it asked is new enough
   */
  consult(question: CacheQuestion, waited: Waited): Verdict {
    const { key, terms } = question;
    const { directives } = terms;
    if (directives?.noStore)
      return { kind: 'fetch', fwd: 'request', stored: undefined, flight: undefined };
    const stored = this.#store.find(key, question);
    if (stored === undefined) return this.#missed(question, waited);
    if (waited !== 'never' && stored.givenAt >= question.askedAt) return answer(stored);
    const use = useOf(stored, this.ageS(stored), directives, this.#allowance);
    if (use === 'answer') return answer(stored);
    if (use === 'refresh')
      return { kind: 'answer', stored, refresh: this.#refresh(question, stored) };
    const fwd = use === 'validate: stale' ? 'stale' : 'request';
    return this.#fetch(question, { fwd, alone: waited !== 'never', stored });
  }

  /** Whether a stale response may be given because no peer gave a good answer. */
  rescues(stored: StoredResponse, { terms }: CacheQuestion): boolean {
    return usableOnError(stored, this.ageS(stored), terms.directives, this.#allowance);
  }

  /** A peer is asked; {@link end} must follow. */
  begin(key: string): Fetching {
    const fetching = new Fetching(key, this.#now());
    this.#fetchings.add(fetching);
    return fetching;
  }

  /** It is over, well or not. */
  end(fetching: Fetching): void {
    fetching.keeping?.cancel();
    this.#fetchings.delete(fetching);
  }

  /** A refresh is over, well or not. */
  endRefresh({ stored }: RefreshVerdict): void {
    this.#refreshing.delete(stored);
  }

  /**
   * Begins to keep a peer's answer to a GET.
   *
   * @returns undefined when it may not be stored
   */
  keep(
    question: CacheQuestion,
    fetching: Fetching,
    response: CacheableResponse,
  ): Keeping | undefined {
    if (question.method !== 'GET' || fetching.outdated) return undefined;
    // Any other answer may be one to the Range, which is not in the key.
    if (question.terms.range !== undefined && response.status !== 200) return undefined;
    const judged = this.#judge(question, fetching, response);
    if (judged === undefined) return undefined;
    const limits = { limitBytes: this.settings.entryLimitBytes, budget: this.#budget };
    fetching.keeping = new Keeping(judged, limits, (kept) => {
      if (this.#store.put(kept)) this.tally.stored += 1;
    });
    return fetching.keeping;
  }

  /**
   * Brings a stored response up to date with what a peer said of it without a body.
   *
   * @param update  the peer's fields: name, value…
   * @returns       the response as it is now, for who had it validated; stored, unless that is no
   *                longer allowed, or another one has taken its place
   * @see RFC 9111 §4.3.4, §4.3.5
   */
  freshen(
    stored: StoredResponse,
    question: CacheQuestion,
    fetching: Fetching,
    update: readonly string[],
  ): StoredResponse {
    const fields = freshenedFields(stored.fields, update);
    const { status, phrase, body } = stored;
    const response = { status, phrase, fields: [...fields, ...ageFields(update)] };
    const judged = fetching.outdated ? undefined : this.#judge(question, fetching, response);
    const superseded = this.#store.superseded(stored);
    this.#store.drop(stored);
    if (judged === undefined) return new StoredResponse({ ...stored, fields });
    const { head, unstoredFields } = judged;
    const renewed = new StoredResponse({ ...head, fields, body });
    // Late words of an old response say nothing of the one that came meanwhile.
    if (!superseded) this.#store.put(withoutFields(renewed, unstoredFields));
    return renewed;
  }

  /** Forgets one response, because the origin has another now. */
  forget(stored: StoredResponse): void {
    this.#store.drop(stored);
  }

  /**
   * Something was changed under a key: nothing of it is used again, nor of what the answer's
   * Location and Content-Location name.
   *
   * @param fields  of the answer: name, value…
   * @see RFC 9111 §4.4
   */
  invalidate(key: string, fields: readonly string[]): void {
    const keys = [key, ...relatedKeys(key, fields)];
    this.invalidateKeys(keys);
    this.#onInvalidated?.(keys);
  }

  /** Nothing is used again that is stored under these keys, or on its way to be. */
  invalidateKeys(keys: readonly string[]): void {
    const invalid = new Set(keys);
    for (const key of invalid) this.tally.invalidated += this.#store.delete(key);
    this.#outdate((key) => invalid.has(key));
  }

  /** Forgets what is stored under a key, whatever hops told. @returns how many responses there were */
  purgeKey(key: string): number {
    // Behind the URI stands what trusted hops told.
    const told = `${key} `;
    const count = this.#store.delete(key) + this.#store.deletePrefix(told);
    return this.#purged(count, (one) => one === key || one.startsWith(told));
  }

  /** Forgets what is stored under keys that begin so; '' forgets all. @returns how many there were */
  purgePrefix(prefix: string): number {
    return this.#purged(this.#store.deletePrefix(prefix), (one) => one.startsWith(prefix));
  }

  #purged(count: number, concerns: (key: string) => boolean): number {
    this.#outdate(concerns);
    this.tally.purged += count;
    return count;
  }

  /** What is on its way may show what was before. */
  #outdate(concerns: (key: string) => boolean): void {
    for (const fetching of this.#fetchings) if (concerns(fetching.key)) fetching.outdate();
  }

  /** @returns undefined when that is under way already */
  #refresh(question: CacheQuestion, stored: StoredResponse): RefreshVerdict | undefined {
    if (this.#refreshing.has(stored)) return undefined;
    this.#refreshing.add(stored);
    // Where there can be no flight, nobody waits for it.
    const flight = this.flights.begin(this.#flightKey(question));
    return { kind: 'fetch', fwd: 'stale', stored, flight };
  }

  #missed(question: CacheQuestion, waited: Waited): Verdict {
    const fwd = this.#store.has(question.key) ? 'vary-miss' : 'uri-miss';
    // Who found another variant than its own can still wait for that.
    const enough = waited === 'enough' || (waited === 'once' && fwd === 'uri-miss');
    const { ifNoneMatch, ifModifiedSince, range } = question.terms;
    // The answer may be a 304 or a part: nobody else could use it.
    const special = (ifNoneMatch ?? ifModifiedSince ?? range) !== undefined;
    return this.#fetch(question, { fwd, alone: enough || special, stored: undefined });
  }

  #fetch(
    question: CacheQuestion,
    found: { fwd: Forwarded; alone: boolean; stored: StoredResponse | undefined },
  ): Verdict {
    const { method, terms } = question;
    const { fwd, stored } = found;
    if (terms.directives?.onlyIfCached) return { kind: 'nothing' };
    // What is fetched with credentials is mostly for one client alone.
    if (found.alone || terms.authorized) return { kind: 'fetch', fwd, stored, flight: undefined };
    const key = this.#flightKey(question);
    if (this.flights.has(key)) return { kind: 'wait', fwd, key };
    const flight = method === 'GET' ? this.flights.begin(key) : undefined;
    return { kind: 'fetch', fwd, stored, flight };
  }

  /** Only those share a flight that are answered alike, as far as what is stored tells. */
  #flightKey({ key, fields }: CacheQuestion): string {
    return variantKey(key, this.#store.variedBy(key), fields);
  }

  #judge(
    question: CacheQuestion,
    { sentAt }: Fetching,
    response: CacheableResponse,
  ): Judgement | undefined {
    const times = { sentAt, now: this.#now(), wallMs: this.#wallClock() };
    return judge(question, response, this.#policy, times);
  }
}

function answer(stored: StoredResponse): Verdict {
  return { kind: 'answer', stored, refresh: undefined };
}

/** What one client may be told, and others not, is not stored. */
function withoutFields(response: StoredResponse, unstored: readonly string[]): StoredResponse {
  if (unstored.length === 0) return response;
  return new StoredResponse({ ...response, fields: fieldsToStore(response.fields, unstored) });
}

/** @returns undefined when nothing is to be stored */
export function createEdgeCache(options: EdgeCacheOptions): EdgeCache | undefined {
  return options.settings.maxBytes === 0 ? undefined : new EdgeCache(options);
}
