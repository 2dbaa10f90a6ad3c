import { Problem } from '../../service/problem.ts';
import type { RefreshVerdict } from '../cache/verdict.ts';
import { AbsentClient } from '../client/absent-client.ts';
import type { ClientListener, ClientStream, ReplyHead } from '../client/client-stream.ts';
import type { Watched } from '../deadlines.ts';
import { InternalFault, RequestRejected } from '../errors.ts';
import type { Admission, Gate } from '../protection/gate.ts';
import type { Taken } from '../taken.ts';
import type { Tunnel } from '../tunnels/tunnel.ts';
import { account } from './accounting.ts';
import type { Accompanied, PeerAnswer, Switched } from './answered.ts';
import { Attempts } from './attempts.ts';
import { CachedAnswers } from './cached-answers.ts';
import type { CachedExchange } from './cached-exchange.ts';
import { dressedFields, dressedHead, ownFields } from './dressed-fields.ts';
import type { ForwardContext } from './forward-context.ts';
import { requireTls } from './https-redirect.ts';
import { invalidate } from './invalidation.ts';
import { endsHere } from './max-forwards.ts';
import { ReceivedRequest } from './received-request.ts';
import { prepareRefusal } from './refusal.ts';
import { Reply } from './reply.ts';
import type { BodyOwner } from './request-body.ts';
import { tooLarge } from './screening.ts';
import { withTiming } from './server-timing.ts';
import { openTunnel } from './switching.ts';
import { Patience } from './waits.ts';

/** Answers one request with what a peer says, or with a problem when no peer can be brought to. */
export function forward(context: ForwardContext, stream: ClientStream): void {
  new Exchange(context, stream, undefined).begin();
}

class Exchange implements Accompanied, BodyOwner, CachedExchange, ClientListener, Watched {
  slot = -1;
  readonly context: ForwardContext;
  readonly #stream: ClientStream;
  readonly request: ReceivedRequest;
  readonly #reply: Reply;
  readonly #startedAt: number;
  readonly patience: Patience;
  /** Absent until a peer is to be asked: what is answered from memory needs none. */
  #attempts: Attempts | undefined;
  readonly #cached: CachedAnswers | undefined;
  /** What is fetched for nobody. */
  readonly #refreshed: RefreshVerdict | undefined;
  #tunnel: Tunnel | undefined;
  /** When it became a tunnel. */
  #switchedAt: number | undefined;
  #admission: Admission | undefined;
  /** Whether the answer's next piece waits until the client has taken more. */
  #heldBack = false;
  #finished = false;

  constructor(
    context: ForwardContext,
    stream: ClientStream,
    refreshed: RefreshVerdict | undefined,
  ) {
    this.context = context;
    this.#stream = stream;
    const request = new ReceivedRequest(stream, context.protection);
    this.request = request;
    const { compression } = context;
    this.#reply = new Reply({ stream, request, compression, onWanted: () => this.#wantMore() });
    this.#startedAt = context.now();
    this.patience = new Patience(context.settings, context.now, this.#startedAt);
    this.#cached = context.cache && new CachedAnswers(context.cache, this, refreshed);
    this.#refreshed = refreshed;
  }

  get dueAt(): number {
    return this.patience.dueAt;
  }

  /** Who asks the peers. */
  get source(): Attempts {
    const { request, patience } = this;
    const owner = this.#cached ?? this;
    this.#attempts ??= new Attempts(this.context, { request, patience, owner, companion: this });
    return this.#attempts;
  }

  begin(): void {
    this.context.deadlines.add(this);
    this.#stream.listen(this);
    let admission: ReturnType<Gate['admit']>;
    try {
      this.request.admit(this.context, this);
      if (this.#refreshed === undefined) {
        requireTls(this.context, this.request);
        admission = this.context.protection.gate.admit(this.request);
      }
    } catch (error) {
      this.#refuse(error instanceof Problem ? error : new InternalFault(error));
      return;
    }
    if (admission === undefined) this.#proceed();
    else if (!(admission instanceof Promise)) this.#enter(admission);
    else admission.then(this.#enter.bind(this), (error) => this.#refuse(new InternalFault(error)));
  }

  #enter(admission: Admission): void {
    // A client that left before an answer came from afar was never under way.
    if (this.#finished) {
      this.context.protection.gate.leave(admission);
      return;
    }
    this.#admission = admission;
    if (admission.problem !== undefined) this.#refuse(admission.problem);
    else if (admission.waitMs > 0) this.patience.beginFor('pace', admission.waitMs);
    else this.#proceed();
  }

  #proceed(): void {
    const { body, expectsContinue } = this.request;
    if (body === undefined) {
      this.#ask();
      return;
    }
    if (expectsContinue) this.#stream.inform(100, []);
    body.read();
  }

  onBody(chunk: Buffer): Taken {
    return this.request.body?.take(chunk) ?? 'spent';
  }

  get bodyDrained(): boolean {
    return this.#attempts?.drained ?? false;
  }

  onBodyEnd(): void {
    this.request.body?.end();
  }

  onBodyFault(problem: Problem): void {
    this.#attempts?.abandon({ error: 'http_request_error' });
    this.request.body?.breakOff();
    this.#stream.closeAfterwards();
    this.#refuse(problem);
  }

  onBodyReady(): void {
    this.#ask();
  }

  onBodyTooLarge(): void {
    this.#attempts?.abandon({ error: 'http_request_error' });
    this.#refuse(tooLarge(this.context.settings.bodyLimitBytes));
  }

  onBodyTurn(turn: 'client' | 'peer'): void {
    // An upload that moves says nothing of a client that takes no more of its answer.
    if (this.#heldBack) return;
    if (turn === 'client') this.patience.begin('body');
    else if (this.#attempts?.sent) this.patience.begin('response');
  }

  onAnswer(answer: PeerAnswer): boolean {
    invalidate(this.context.cache, this.request, answer);
    this.onStored(answer);
    return true;
  }

  onStored(answer: ReplyHead): void {
    if (this.context.draining || !this.request.complete) this.#stream.closeAfterwards();
    this.#reply.start(dressedHead(answer, this.#dressed(answer.fields)));
  }

  #dressed(fields: readonly string[]): readonly string[] {
    const timed = withTiming(fields, this.context, this.#startedAt, this.#attempts);
    return dressedFields(timed, this, this.#admission);
  }

  onData(chunk: Buffer): Taken {
    const taken = this.#reply.write(chunk);
    this.#heldBack = taken === 'full';
    this.patience.begin(this.#heldBack ? 'client' : 'response');
    return taken;
  }

  onDrain(): void {
    if (this.patience.wait === 'client') this.patience.begin('client');
    if (!this.#reply.resume()) this.#wantMore();
  }

  onEnd(trailers?: readonly string[]): void {
    this.#close(trailers);
  }

  onInterim(status: number, fields: readonly string[]): void {
    if (!this.#reply.started) this.#stream.inform(status, fields);
  }

  onSwitched(switched: Switched): void {
    const { fields } = switched;
    this.#reply.start({ status: 101, phrase: '', fields, contentLength: undefined });
    this.#switchedAt = this.context.now();
    const client = { stream: this.#stream, patience: this.patience };
    this.#tunnel = openTunnel(this.context.tunnels, switched, client);
  }

  onNoAnswer(problem: Problem): void {
    this.#refuse(problem);
  }

  onBrokenOff(): void {
    this.#reply.destroy();
  }

  onClose(): void {
    if (this.#finished) return;
    this.#finished = true;
    const { deadlines, protection } = this.context;
    deadlines.delete(this);
    this.#reply.close();
    if (this.#admission !== undefined) protection.gate.leave(this.#admission);
    const tunnel = this.#tunnel;
    this.#attempts?.abandon(tunnel ? { status: 101 } : { error: 'client_gone' });
    this.#cached?.close();
    if (this.#refreshed !== undefined) return;
    account(this.context, this.request, {
      startedAt: this.#startedAt,
      switchedAt: this.#switchedAt,
      reply: this.#reply,
      tunnel,
      tries: this.#attempts?.records ?? [],
    });
  }

  expire(): void {
    const over = this.patience.expire();
    if (over === 'farewell') this.#reply.end();
    else if (over === 'client') this.#reply.destroy();
    else if (over === 'tunnel') this.#tunnel?.close();
    else if (over === 'pace') this.#proceed();
    else if (over === 'body') this.#expireBody();
    else if (over === 'cache') this.#cached?.expire();
    else if (over === 'turn') this.source.expireTurn();
    else if (over === 'whole') this.source.release();
    else if (over !== 'total') this.source.expire(over);
    else if (this.patience.wait === 'body') this.#expireBody();
    else this.source.expireTotal();
  }

  refresh(verdict: RefreshVerdict): void {
    const { origin, head } = this.#stream;
    const absent = new AbsentClient(origin, { ...head, method: 'GET' });
    new Exchange(this.context, absent, verdict).begin();
  }

  #ask(): void {
    const { method } = this.request;
    if (method === 'OPTIONS' && endsHere(this, () => ownFields(this.context, this.request))) return;
    if (this.#cached === undefined) this.source.tryNext();
    else this.#cached.begin();
  }

  #wantMore(): void {
    if (!this.#heldBack) return;
    this.#heldBack = false;
    this.patience.begin('response');
    (this.#cached ?? this.source).resume();
  }

  #expireBody(): void {
    // Who stopped sending need not be given time to stop.
    this.onBodyFault(new RequestRejected(408, 'The body did not come in time.'));
  }

  #refuse(problem: Problem): void {
    if (this.#reply.started || this.#finished) {
      this.#reply.destroy();
      return;
    }
    const exchange = { request: this.request, stream: this.#stream, owner: this };
    prepareRefusal(this.context, exchange, problem);
    this.#reply.problem(problem, this.#dressed(ownFields(this.context, this.request)));
    this.#close();
  }

  /** Ends the response; if the client is still sending, not before it had time to read it. */
  #close(trailers?: readonly string[]): void {
    this.#heldBack = false;
    if (this.request.complete) {
      this.patience.begin('client');
      this.#reply.end(trailers);
      return;
    }
    this.#reply.flush();
    this.patience.begin('farewell');
    this.request.body?.discard(() => this.#reply.end(trailers));
  }
}
