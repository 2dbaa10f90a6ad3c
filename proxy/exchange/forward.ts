import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../../service/problem.ts';
import type { Watched } from '../deadlines.ts';
import {
  type AttemptFailed,
  ConnectionTimeout,
  type FailureClass,
  InternalFault,
  RequestRejected,
  ResponseInvalid,
  ResponseTimeout,
} from '../errors.ts';
import type { Attempt, AttemptHandler } from '../upstream/attempt.ts';
import { Peer } from '../upstream/peer.ts';
import type { Asker } from '../upstream/peer-queue.ts';
import type { AttemptOutcome } from '../upstream/peer-tally.ts';
import { failureFields } from './failure-fields.ts';
import type { ForwardContext } from './forward-context.ts';
import { readResponseHead } from './headers.ts';
import { ReceivedRequest } from './received-request.ts';
import { Reply } from './reply.ts';
import type { BodyOwner } from './request-body.ts';
import { listed, mayRepeatStale, mayRetry } from './retry.ts';
import { tooLarge } from './screening.ts';
import { Tries } from './tries.ts';
import { Patience } from './waits.ts';

/** Answers one request with what a peer says, or with a problem when no peer can be brought to. */
export function forward(
  context: ForwardContext,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  new Exchange(context, request, response).begin();
}

class Exchange implements Asker, AttemptHandler, BodyOwner, Watched {
  slot = -1;
  readonly #context: ForwardContext;
  readonly #request: ReceivedRequest;
  readonly #response: ServerResponse;
  readonly #reply: Reply;
  readonly #startedAt: number;
  readonly #tries: Tries;
  readonly #patience: Patience;
  #attempt: Attempt | undefined;
  #repeatedStale = false;
  #finished = false;

  constructor(context: ForwardContext, request: IncomingMessage, response: ServerResponse) {
    this.#context = context;
    this.#request = new ReceivedRequest(request);
    this.#response = response;
    this.#reply = new Reply(response);
    this.#startedAt = context.now();
    this.#tries = new Tries(context.now);
    this.#patience = new Patience(context.settings, context.now);
  }

  get dueAt(): number {
    return this.#patience.dueAt;
  }

  begin(): void {
    this.#context.deadlines.add(this);
    this.#response.on('close', () => this.#finish());
    try {
      this.#request.admit(this.#context.settings, this);
    } catch (error) {
      this.#refuse(error instanceof Problem ? error : new InternalFault(error));
      return;
    }
    const { body, expectsContinue } = this.#request;
    if (body === undefined) {
      this.#tryNext();
      return;
    }
    if (expectsContinue) this.#response.writeContinue();
    body.read();
  }

  onBodyReady(): void {
    this.#tryNext();
  }

  onBodyTooLarge(): void {
    this.#abandon({ error: 'http_request_error' });
    this.#refuse(tooLarge(this.#context.settings.bodyLimitBytes));
  }

  onBodyTurn(turn: 'client' | 'peer'): void {
    if (turn === 'client') this.#patience.begin('body');
    else if (this.#attempt?.sent) this.#patience.begin('response');
  }

  onSent(): void {
    if (this.#request.complete) this.#patience.begin('response');
  }

  onHead(status: number, raw: readonly string[], phrase: string): boolean {
    const peer = this.#tries.current;
    if (peer === undefined) return true;
    const head = readResponseHead(raw, this.#request.id);
    if (!head.understood) return this.#refuseHead();
    if (!listed(this.#context.settings.retry, status)) peer.ejection.noteSuccess();
    else if (this.#answeredBadly(peer, status)) return true;
    if (this.#context.draining || !this.#request.complete) this.#response.shouldKeepAlive = false;
    try {
      this.#reply.start({ status, phrase, ...head });
      this.#patience.begin('response');
      return true;
    } catch (error) {
      return this.#refuseHead(error);
    }
  }

  onData(chunk: Buffer): boolean {
    if (this.#reply.write(chunk)) {
      this.#patience.begin('response');
      return true;
    }
    this.#patience.begin('client');
    this.#response.once('drain', () => {
      this.#patience.begin('response');
      this.#attempt?.resume();
    });
    return false;
  }

  onEnd(): void {
    const peer = this.#tries.current;
    if (peer !== undefined) peer.answered += 1;
    this.#tries.end({ status: this.#reply.status });
    this.#attempt = undefined;
    this.#close();
  }

  onFailure(failure: AttemptFailed): void {
    const peer = this.#tries.current;
    const attempt = this.#attempt;
    if (peer === undefined || attempt === undefined) return;
    this.#attempt = undefined;
    this.#tries.end({ error: failure.error });
    const event = this.#reply.started ? 'response broken off' : 'attempt failed';
    this.#context.log.warn(event, failureFields(this.#request.id, peer.id, failure));
    if (this.#reply.started) {
      this.#reply.destroy();
      return;
    }
    const stale = attempt.reused && failure.error === 'connection_terminated';
    if (stale && this.#repeatStale(peer, attempt)) return;
    if (!stale) this.#context.upstream.noteFailure(peer);
    if (this.#mayRetry(failure.failureClass, attempt)) this.#tryNext();
    else this.#refuse(failure);
  }

  expire(): void {
    const { wait } = this.#patience;
    this.#patience.end();
    if (wait === 'farewell') this.#response.end();
    else if (wait === 'client') this.#reply.destroy();
    else if (wait === 'body') this.#expireBody();
    else if (wait === 'turn') this.#refuse(this.#context.queue.giveUp(this));
    else {
      this.#attempt?.abort();
      const connecting = wait === 'connection';
      this.onFailure(connecting ? new ConnectionTimeout() : new ResponseTimeout());
    }
    // A response that is queued behind others of its connection hears no `close`.
    if (this.#response.destroyed) this.#finish();
  }

  #refuseHead(cause?: unknown): boolean {
    this.#attempt?.abort();
    this.onFailure(new ResponseInvalid(cause));
    return true;
  }

  onTurn(found: Peer | Problem): void {
    if (found instanceof Peer) this.#send(found, found.attempt());
    else this.#refuse(found);
  }

  #tryNext(): void {
    if (this.#tries.count > 0) this.#context.totals.retries += 1;
    const wish = { tried: this.#tries.peers, request: this.#request };
    const found = this.#context.queue.ask(this, wish);
    if (found === undefined) this.#patience.begin('turn');
    else this.onTurn(found);
  }

  #send(peer: Peer, attempt: Attempt): void {
    this.#tries.begin(peer);
    this.#attempt = attempt;
    this.#patience.begin('connection');
    attempt.begin(
      {
        method: this.#request.method,
        path: this.#request.path,
        headers: this.#request.fields,
        body: this.#request.openBody(),
      },
      this,
    );
  }

  #repeatStale(peer: Peer, attempt: Attempt): boolean {
    if (this.#repeatedStale) return false;
    const replayable = this.#request.replayable;
    if (!mayRepeatStale({ method: this.#request.method, sent: attempt.sent, replayable }))
      return false;
    this.#repeatedStale = true;
    this.#send(peer, peer.freshAttempt());
    return true;
  }

  /** Deals with a status that is worth another try. @returns whether another try is under way */
  #answeredBadly(peer: Peer, status: number): boolean {
    const attempt = this.#attempt;
    const again = attempt !== undefined && this.#mayRetry(status, attempt);
    // 403 and 404 say nothing against the peer, even where another is asked (as in nginx).
    if (status === 403 || status === 404) peer.ejection.noteSuccess();
    else this.#context.upstream.noteFailure(peer);
    if (again) {
      this.#abandon({ status });
      this.#tryNext();
    }
    return again;
  }

  #mayRetry(failure: FailureClass | number, attempt: Attempt): boolean {
    return mayRetry(this.#context.settings.retry, {
      failure,
      method: this.#request.method,
      sent: attempt.sent,
      replayable: this.#request.replayable,
      attempts: this.#tries.count,
      elapsedMs: this.#tries.elapsedMs,
      peersLeft: this.#context.queue.peersLeft(this.#tries.peers),
    });
  }

  /** Gives up the attempt under way, if any. */
  #abandon(outcome: AttemptOutcome): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#tries.end(outcome);
  }

  #expireBody(): void {
    this.#abandon({ error: 'http_request_error' });
    this.#refuse(new RequestRejected(408, 'The body did not come in time.'));
  }

  #refuse(problem: Problem): void {
    if (this.#reply.started || this.#finished) {
      this.#reply.destroy();
      return;
    }
    const { settings, draining, log } = this.#context;
    if (problem instanceof InternalFault) {
      log.error('internal fault', { requestId: this.#request.id, error: problem.cause });
    }
    const { bodied } = this.#request;
    if (bodied && problem.status === 413) this.#request.unwelcomeBody(settings, this);
    // Where the framing is in doubt, or a body is left unread, nothing more can be understood.
    const read = this.#request.body !== undefined && this.#request.complete;
    const closing = draining || (bodied && !read);
    if (closing) this.#response.shouldKeepAlive = false;
    this.#reply.problem(problem, ['X-Request-Id', this.#request.id]);
    this.#close();
  }

  /** Ends the response; if the client is still sending, not before it had time to read it. */
  #close(): void {
    if (this.#request.complete) {
      this.#reply.end();
      this.#patience.begin('client');
      return;
    }
    this.#reply.flush();
    this.#patience.begin('farewell');
    this.#request.body?.discard(() => this.#response.end());
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const { deadlines, queue, totals, accessLog, now } = this.#context;
    deadlines.delete(this);
    queue.leave(this);
    this.#abandon({ error: 'client_gone' });
    const durationMs = now() - this.#startedAt;
    const status = this.#reply.status || 499;
    totals.note(status, durationMs);
    const { sentBytes: bytes, fields } = this.#reply;
    const { records: tries } = this.#tries;
    accessLog?.(this.#request, { status, bytes, durationMs, tries, fields });
  }
}
