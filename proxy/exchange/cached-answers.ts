import type { Problem } from '../../service/problem.ts';
import { cacheKey } from '../cache/cache-key.ts';
import { type CacheOutcome, cacheStatus, type Forwarded } from '../cache/cache-status.ts';
import type { CacheResult } from '../cache/cache-tally.ts';
import type { EdgeCache } from '../cache/edge-cache.ts';
import type { Fetching } from '../cache/fetching.ts';
import type { FlightResult, FlightWaiter } from '../cache/flights.ts';
import type { CacheQuestion } from '../cache/judging.ts';
import type { Keeping } from '../cache/keeping.ts';
import type { RequestTerms } from '../cache/request-terms.ts';
import { revalidationFields } from '../cache/revalidation.ts';
import { answerFrom } from '../cache/stored-answer.ts';
import type { StoredResponse } from '../cache/stored-response.ts';
import type { AnswerVerdict, FetchVerdict, RefreshVerdict, WaitVerdict } from '../cache/verdict.ts';
import { NothingStored } from '../errors.ts';
import type { Taken } from '../taken.ts';
import type { Answered, PeerAnswer } from './answered.ts';
import type { CachedExchange } from './cached-exchange.ts';
import { failingStatuses } from './failing-statuses.ts';
import { FlightPart } from './flight-part.ts';
import { heededTerms } from './heeded-terms.ts';
import { hit, servedFields } from './served-fields.ts';
import { StoredBody } from './stored-body.ts';
import { supersede } from './superseding.ts';

/**
 * Stands between an exchange and the peers: answers from the cache what can be, and keeps what the
 * peers answer as it passes.
 */
export class CachedAnswers implements Answered, CacheQuestion, FlightWaiter {
  readonly askedAt: number;
  #terms: RequestTerms | undefined;
  readonly #cache: EdgeCache;
  readonly #exchange: CachedExchange;
  #key: string | undefined;
  #fwd: Forwarded = 'bypass';
  /** What is fetched though no client waits: then nobody is answered. */
  readonly #refreshed: RefreshVerdict | undefined;
  /** What is being validated, or could stand in for a bad answer. */
  #stored: StoredResponse | undefined;
  #fetching: Fetching | undefined;
  readonly #part: FlightPart;
  /** What is answered when the peer's own answer is over, until then. */
  #instead: { readonly stored: StoredResponse; readonly outcome: CacheOutcome } | undefined;
  readonly #body: StoredBody;
  /** Whether a stored answer was begun. */
  #served = false;

  /** @param refreshed  what was decided on before, to be fetched for nobody */
  constructor(cache: EdgeCache, exchange: CachedExchange, refreshed: RefreshVerdict | undefined) {
    this.#cache = cache;
    this.#exchange = exchange;
    this.#body = new StoredBody(exchange);
    this.askedAt = exchange.context.now();
    this.#refreshed = refreshed;
    this.#part = new FlightPart(cache, exchange, this);
    this.#part.lead(refreshed?.flight);
  }

  get method(): string {
    return this.#exchange.request.method;
  }

  get key(): string {
    this.#key ??= cacheKey(this.#exchange.request);
    return this.#key;
  }

  get terms(): RequestTerms {
    this.#terms ??= heededTerms(this.#exchange.request, this.#cache.settings);
    return this.#terms;
  }

  /** As the peer sees them: nothing else can make answers differ. */
  get fields(): readonly string[] {
    const { fields, told } = this.#exchange.request;
    return [...fields, ...told.fields];
  }

  /** Answers, or has a peer asked. */
  begin(): void {
    if (this.#refreshed !== undefined) {
      this.#cache.tally.refreshes += 1;
      this.#fetch(this.#refreshed);
      return;
    }
    const { bodied } = this.#exchange.request;
    const safe = this.method === 'GET' || this.method === 'HEAD';
    if (safe && !bodied && !this.terms.preconditioned && !this.terms.upgrading) {
      this.#consult(undefined);
      return;
    }
    if (!safe) this.#fwd = 'method';
    this.#note('bypassed');
    this.#exchange.source.tryNext();
  }

  onLanded(result: FlightResult): void {
    this.#part.leave();
    this.#consult(result === 'abandoned' || result === 'failed' ? undefined : result);
  }

  /** The wait for another's answer is long, or too long. */
  expire(): void {
    if (!this.#part.waitOn()) this.#consult('failed');
  }

  /** More of the answer is welcome. */
  resume(): void {
    if (this.#body.sending) this.#body.resume();
    else this.#exchange.source.resume();
  }

  /** The exchange is over. */
  close(): void {
    this.#instead = undefined;
    this.#body.stop();
    this.#part.leave();
    if (this.#fetching !== undefined) this.#cache.end(this.#fetching);
    if (this.#refreshed !== undefined) this.#cache.endRefresh(this.#refreshed);
    this.#part.land('abandoned');
  }

  onAnswer(answer: PeerAnswer): boolean {
    if (this.#fwd === 'method' || this.#fwd === 'bypass') return this.#passUncached(answer);
    const { status } = answer;
    const stored = this.#stored;
    const fetching = this.#fetching;
    if (fetching === undefined) return this.#exchange.onAnswer(answer);
    if (stored !== undefined && status === 304) {
      return this.#revalidated(this.#cache.freshen(stored, this, fetching, answer.fields));
    }
    if (stored !== undefined && failingStatuses.has(status) && this.#cache.rescues(stored, this)) {
      this.#rescue(stored, status);
      // An error's body mostly comes with its head: then the connection can be used again.
      setImmediate(() => this.#cutShort(status));
      return true;
    }
    return this.#pass(answer, fetching);
  }

  onData(chunk: Buffer): Taken {
    if (this.#instead !== undefined) return 'spent';
    const fetching = this.#fetching;
    if (fetching?.keeping?.add(chunk) === false) this.#keepNot(fetching, fetching.keeping);
    const taken = this.#exchange.onData(chunk);
    if (fetching?.keeping === undefined) return taken;
    if (taken === 'full') this.#part.noteHeldBack();
    return taken === 'spent' ? 'kept' : taken;
  }

  onEnd(trailers?: readonly string[]): void {
    if (this.#serveInstead()) return;
    const kept = this.#fetching?.keeping?.finish() ?? false;
    this.#part.land(kept ? 'shared' : 'failed');
    this.#exchange.onEnd(trailers);
  }

  onNoAnswer(problem: Problem): void {
    const stored = this.#stored;
    this.#part.leave();
    if (!this.#served && stored !== undefined && this.#cache.rescues(stored, this)) {
      this.#rescue(stored, undefined);
      this.#serveInstead();
      return;
    }
    this.#part.land('failed');
    this.#exchange.onNoAnswer(problem);
  }

  onBrokenOff(): void {
    if (this.#serveInstead()) return;
    this.#fetching?.keeping?.cancel();
    this.#part.land('failed');
    this.#exchange.onBrokenOff();
  }

  /** @param landed  how the flight ended that was waited for, if one was */
  #consult(landed: FlightResult | undefined): void {
    const verdict = this.#cache.consult(this, this.#part.noteWaited(landed));
    if (verdict.kind === 'answer') this.#answer(verdict, landed !== undefined);
    else if (verdict.kind === 'fetch') {
      const { stored } = verdict;
      if (landed === 'rescued' && stored !== undefined && this.#cache.rescues(stored, this)) {
        this.#fwd = verdict.fwd;
        this.#rescue(stored, undefined);
        this.#serveInstead();
      } else this.#fetch(verdict);
    } else if (verdict.kind === 'wait') this.#wait(verdict);
    else this.#exchange.onNoAnswer(new NothingStored());
  }

  #answer({ stored, refresh }: AnswerVerdict, waited: boolean): void {
    const stale = this.#cache.ageS(stored) >= stored.shelf.freshS;
    this.#note(waited ? 'collapsed' : stale ? 'staleHits' : 'hits');
    this.#serve(stored, waited ? { fwd: this.#fwd, collapsed: true } : hit);
    if (refresh !== undefined) this.#exchange.refresh(refresh);
  }

  #wait({ fwd, key }: WaitVerdict): void {
    this.#fwd = fwd;
    if (!this.#part.wait(key)) this.#consult('failed');
  }

  #fetch({ fwd, stored, flight }: FetchVerdict): void {
    this.#fwd = fwd;
    this.#stored = stored;
    this.#part.lead(flight);
    this.#fetching = this.#cache.begin(this.key);
    if (stored !== undefined) {
      this.#exchange.request.amend((fields) => revalidationFields(fields, stored));
    }
    this.#exchange.source.tryNext();
  }

  #passUncached(answer: PeerAnswer): boolean {
    answer.fields.push('Cache-Status', cacheStatus({ fwd: this.#fwd }));
    return this.#exchange.onAnswer(answer);
  }

  #pass(answer: PeerAnswer, fetching: Fetching): boolean {
    const { status, contentLength, fields } = answer;
    const tooLarge = Number(contentLength ?? 0) > this.#cache.settings.entryLimitBytes;
    const keeping = tooLarge ? undefined : this.#cache.keep(this, fetching, answer);
    if (keeping === undefined) {
      const stored = this.#stored;
      if (stored) supersede(this.#cache, stored, { question: this, fetching, answer });
      this.#part.land(status >= 500 || fetching.outdated ? 'failed' : 'unshared');
    }
    this.#note('misses');
    const ttlS = keeping?.ttlS(this.#exchange.context.now());
    const outcome = { fwd: this.#fwd, stored: keeping !== undefined };
    fields.push('Cache-Status', cacheStatus(outcome, ttlS));
    return this.#exchange.onAnswer(answer);
  }

  /** What comes is not stored after all; what it was to replace is old all the same. */
  #keepNot(fetching: Fetching, { status }: Keeping): void {
    fetching.keeping = undefined;
    if (this.#stored !== undefined && status < 500) this.#cache.forget(this.#stored);
    this.#part.land(fetching.outdated ? 'failed' : 'unshared');
  }

  #revalidated(stored: StoredResponse): boolean {
    this.#note('revalidated');
    this.#instead = { stored, outcome: { fwd: this.#fwd, fwdStatus: 304 } };
    this.#part.land('shared');
    return true;
  }

  /** Decides that a stale response stands in for what peers fail to give. */
  #rescue(stored: StoredResponse, fwdStatus: number | undefined): void {
    this.#note('rescued');
    this.#instead = { stored, outcome: { fwd: this.#fwd, fwdStatus, detail: 'stale-if-error' } };
    this.#part.land('rescued');
  }

  /** The stale answer that was decided on does not wait for the end of the peer's. */
  #cutShort(status: number): void {
    if (this.#instead === undefined) return;
    this.#exchange.source.abandon({ status });
    this.#serveInstead();
  }

  /** @returns whether there was anything that was not yet begun */
  #serveInstead(): boolean {
    const instead = this.#instead;
    this.#instead = undefined;
    if (instead !== undefined) this.#serve(instead.stored, instead.outcome);
    return instead !== undefined;
  }

  #serve(stored: StoredResponse, outcome: CacheOutcome): void {
    this.#served = true;
    const { request, context } = this.#exchange;
    const ageS = this.#cache.ageS(stored);
    const writtenMs = context.wallClock() - ageS * 1000;
    const answer = answerFrom(stored, { method: this.method, terms: this.terms, writtenMs });
    const { status, phrase, contentLength } = answer;
    const own = ['X-Request-Id', request.id];
    const fields = servedFields(stored, answer.fields, outcome, ageS);
    this.#exchange.onStored({ status, phrase, fields, own, contentLength });
    this.#body.send(answer.body);
  }

  #note(result: CacheResult): void {
    if (this.#refreshed === undefined) this.#cache.tally.note(result);
  }
}
