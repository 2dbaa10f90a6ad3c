import type { Duplex } from 'node:stream';
import type { Problem } from '../../service/problem.ts';
import {
  type AttemptFailed,
  ConnectionTimeout,
  ResponseInvalid,
  ResponseTimeout,
} from '../errors.ts';
import type { Taken } from '../taken.ts';
import type { Attempt, AttemptHandler } from '../upstream/attempt.ts';
import { Peer } from '../upstream/peer.ts';
import type { Asker } from '../upstream/peer-queue.ts';
import type { AttemptOutcome } from '../upstream/peer-tally.ts';
import { type Trial, takeAnotherTry, worthLeaving, worthRepeating } from './another-try.ts';
import type { Accompanied, Answered, PeerAnswer } from './answered.ts';
import { failureFields } from './failure-fields.ts';
import type { ForwardContext } from './forward-context.ts';
import { readResponseHead, withoutNominated } from './headers.ts';
import { HeldAnswer, holdMs } from './held-answer.ts';
import { readAnswer } from './read-answer.ts';
import type { ReceivedRequest } from './received-request.ts';
import { listed } from './retry.ts';
import type { SpentTime } from './server-timing.ts';
import { trailersForClient } from './trailers.ts';
import { Tries } from './tries.ts';
import { agrees } from './upgrades.ts';
import type { Patience } from './waits.ts';

/** Asks one peer after another until one answers. */
export class Attempts implements Asker, AttemptHandler {
  readonly #context: ForwardContext;
  readonly #request: ReceivedRequest;
  readonly #patience: Patience;
  readonly #owner: Answered;
  readonly #companion: Accompanied;
  readonly #tries: Tries;
  readonly #trial: Trial;
  #attempt: Attempt | undefined;
  /** An answer that has begun, and can still be given up. */
  #held: HeldAnswer | undefined;
  #answered = false;
  /** What the answer's head said. */
  #status = 0;
  /** How long it took to come. */
  #headMs = 0;
  #repeatedStale = false;
  #queuedAt = 0;
  #queuedMs = 0;

  constructor(
    context: ForwardContext,
    exchange: {
      readonly request: ReceivedRequest;
      readonly patience: Patience;
      readonly owner: Answered;
      readonly companion: Accompanied;
    },
  ) {
    this.#context = context;
    this.#request = exchange.request;
    this.#patience = exchange.patience;
    this.#owner = exchange.owner;
    this.#companion = exchange.companion;
    this.#tries = new Tries(context.now);
    this.#trial = { context, request: exchange.request, tries: this.#tries };
  }

  /** What became of each so far. */
  get records(): Tries['records'] {
    return this.#tries.records;
  }

  /** Where the time went so far, but for the exchange's own. */
  get spent(): Omit<SpentTime, 'totalMs'> {
    const { records, current, currentMs } = this.#tries;
    const failedMs = records.reduce((sum, { ms }) => sum + ms, 0);
    const peerMs = current === undefined ? undefined : currentMs;
    return { queuedMs: this.#queuedMs, failedMs, failed: records.length, peerMs };
  }

  /** Whether one is under way and was given its request. */
  get sent(): boolean {
    return this.#attempt?.sent ?? false;
  }

  /** Whether all that the one under way was given of its request has left. */
  get drained(): boolean {
    return this.#attempt?.unsentBytes === 0;
  }

  /** Asks the next peer. */
  tryNext(): void {
    if (this.#tries.count > 0) this.#context.totals.retries += 1;
    else this.#context.retryBudget.noteRequest();
    const wish = { tried: this.#tries.peers, request: this.#request };
    const found = this.#context.queue.ask(this, wish);
    if (found !== undefined) {
      this.#take(found);
      return;
    }
    this.#queuedAt = this.#context.now();
    this.#patience.begin('turn');
  }

  /** Asks for the answer's next piece. */
  resume(): void {
    this.#attempt?.resume();
  }

  /** Gives up the one under way, if any, and the place in the queue. */
  abandon(outcome: AttemptOutcome): void {
    this.#context.queue.leave(this);
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#held = undefined;
    this.#tries.end(outcome);
  }

  /** The wait for a turn was too long. */
  expireTurn(): void {
    this.#owner.onNoAnswer(this.#context.queue.giveUp(this));
  }

  /** The wait for a peer was too long. */
  expire(over: 'connection' | 'response' | 'silence'): void {
    const attempt = this.#attempt;
    // Nobody better can be asked: who is silent may be busy and answer yet.
    if (over === 'silence' && !(attempt && worthLeaving(this.#trial, attempt))) return;
    attempt?.abort();
    this.onFailure(over === 'connection' ? new ConnectionTimeout() : new ResponseTimeout());
  }

  /** The exchange as a whole took too long: no other peer is asked. */
  expireTotal(): void {
    const peer = this.#tries.current;
    const failure = new ResponseTimeout();
    if (peer !== undefined && !this.#answered) this.#context.upstream.noteFailure(peer);
    this.abandon({ error: failure.error });
    if (this.#answered) this.#owner.onBrokenOff();
    else this.#owner.onNoAnswer(failure);
  }

  onTurn(found: Peer | Problem): void {
    this.#queuedMs += this.#context.now() - this.#queuedAt;
    this.#take(found);
  }

  #take(found: Peer | Problem): void {
    if (!(found instanceof Peer)) {
      this.#owner.onNoAnswer(found);
      return;
    }
    // Each peer may have closed a connection of its own.
    this.#repeatedStale = false;
    this.#send(found, found.attempt());
  }

  onSent(): void {
    if (this.#request.complete) this.#patience.begin('response');
  }

  onInterim(status: number, raw: readonly string[]): void {
    const { fields } = readResponseHead(raw, this.#request.id);
    // RFC 9110 §8.6: an interim response has no length, whatever it says.
    this.#companion.onInterim(status, withoutNominated(fields, 'content-length'));
  }

  onSwitched(raw: readonly string[], connection: Duplex): void {
    const peer = this.#tries.current;
    const { fields, upgrade } = readResponseHead(raw, this.#request.id);
    if (peer === undefined || !agrees(this.#request.upgrade, upgrade)) {
      connection.destroy();
      this.onFailure(new ResponseInvalid());
      return;
    }
    peer.ejection.noteSuccess();
    peer.answered += 1;
    this.#tries.switch();
    // It has no length either, being an interim response.
    const told = withoutNominated(fields, 'content-length');
    told.push('Upgrade', upgrade);
    this.#companion.onSwitched({ peer, fields: told, connection });
  }

  onHead(status: number, raw: readonly string[], phrase: string): boolean {
    const peer = this.#tries.current;
    if (peer === undefined) return true;
    peer.heads += 1;
    const answer = readAnswer(this.#trial, { status, raw, phrase });
    if (answer === undefined) {
      this.#attempt?.abort();
      this.onFailure(new ResponseInvalid());
      return true;
    }
    this.#headMs = this.#tries.currentMs;
    this.#context.queue.noteAnswer(this.#request, this.#headMs);
    if (listed(this.#context.settings.retry, status) && this.#answeredBadly(peer, status)) {
      return true;
    }
    return this.#hold(answer) || this.#begin(answer);
  }

  onData(chunk: Buffer): Taken {
    const held = this.#held;
    if (held === undefined) return this.#owner.onData(chunk);
    this.#patience.begin('response');
    return !held.add(chunk) && this.release() ? 'full' : 'kept';
  }

  /** The client is given what is held, if anything is. @returns whether it takes no more now */
  release(): boolean {
    const held = this.#held;
    if (held === undefined) return false;
    this.#held = undefined;
    this.#begin(held.answer);
    return held.release(this.#owner);
  }

  onEnd(raw: readonly string[]): void {
    this.release();
    // A client that was given it may have left.
    if (this.#attempt === undefined) return;
    const peer = this.#tries.current;
    if (peer !== undefined) peer.answered += 1;
    this.#tries.end({ status: this.#status });
    this.#attempt = undefined;
    this.#owner.onEnd(this.#request.takesTrailers ? trailersForClient(raw) : []);
  }

  onFailure(failure: AttemptFailed): void {
    const peer = this.#tries.current;
    const attempt = this.#attempt;
    if (peer === undefined || attempt === undefined) return;
    // A peer whose head has come was not gone before.
    const stale = !this.#held && attempt.reused && failure.error === 'connection_terminated';
    this.#attempt = undefined;
    this.#held = undefined;
    this.#tries.end({ error: failure.error });
    const event = this.#answered ? 'response broken off' : 'attempt failed';
    this.#context.log.warn(event, failureFields(this.#request.id, peer.id, failure));
    if (this.#answered) {
      this.#owner.onBrokenOff();
      return;
    }
    if (stale && this.#repeatStale(peer, attempt)) return;
    if (!stale) this.#context.upstream.noteFailure(peer);
    if (takeAnotherTry(this.#trial, failure.failureClass, attempt)) this.tryNext();
    else this.#owner.onNoAnswer(failure);
  }

  /** @returns whether the answer is kept from the client until more of it has come */
  #hold(answer: PeerAnswer): boolean {
    const { whole } = this.#context.settings.retry;
    const { complete, method } = this.#request;
    // Who still sends may wait for the answer's head.
    const ms = complete ? holdMs(whole, { method, answer }) : 0;
    if (ms === 0) return false;
    this.#held = new HeldAnswer(answer, whole.limitBytes);
    this.#patience.beginHold(ms);
    return true;
  }

  /** From here on there is no other answer. @returns false to hold its body back until `resume` */
  #begin(answer: PeerAnswer): boolean {
    const { status } = answer;
    const peer = this.#tries.current;
    if (peer !== undefined && !listed(this.#context.settings.retry, status)) {
      this.#context.upstream.noteAnswer(peer, status, this.#headMs);
    }
    this.#answered = true;
    this.#status = status;
    this.#patience.beginAnswer();
    return this.#owner.onAnswer(answer);
  }

  #send(peer: Peer, attempt: Attempt): void {
    this.#tries.begin(peer);
    this.#attempt = attempt;
    this.#patience.beginTry(peer, this.#request.complete);
    const { method, path, fields, told, upgrade } = this.#request;
    const body = this.#request.openBody();
    attempt.begin({ method, path, fields, shared: told, body, upgrade }, this);
  }

  #repeatStale(peer: Peer, attempt: Attempt): boolean {
    if (this.#repeatedStale || !worthRepeating(this.#trial, attempt)) return false;
    this.#repeatedStale = true;
    this.#send(peer, peer.freshAttempt());
    return true;
  }

  /** Deals with a status that is worth another try. @returns whether another try is under way */
  #answeredBadly(peer: Peer, status: number): boolean {
    const attempt = this.#attempt;
    const again = attempt !== undefined && takeAnotherTry(this.#trial, status, attempt);
    // 403 and 404 say nothing against the peer, even where another is asked (as in nginx).
    if (status === 403 || status === 404) peer.ejection.noteSuccess();
    else this.#context.upstream.noteFailure(peer, status);
    if (again) {
      this.abandon({ status });
      this.tryNext();
    }
    return again;
  }
}
