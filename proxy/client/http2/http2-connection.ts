import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Log } from '../../../service/log.ts';
import type { Watched } from '../../deadlines.ts';
import type { Settings } from '../../settings.ts';
import type { ClientContext } from '../client-context.ts';
import type { ClientOrigin } from '../client-stream.ts';
import type { ClientConnection } from '../connections.ts';
import { Http2Stream } from './http2-stream.ts';
import { endLater } from './later-ends.ts';
import { Nuisances } from './nuisances.ts';
import { Pulse } from './pulse.ts';
import { readHttp2Head } from './received-head.ts';

/** What all connections that may speak HTTP/2 share. */
export interface Http2Context extends ClientContext {
  readonly settings: ClientContext['settings'] & Pick<Settings, 'tls' | 'http2' | 'https'>;
  readonly log: Log;
}

/** Size of a request's fields as HPACK counts them: as large as a head of HTTP/1. */
const fieldsLimitBytes = 32_768;

/** How long a connection that was asked to end may take for its last frames. */
const partingMs = 2000;

/** How often a connection on which no new request comes is asked whether it is alive. */
const pulseEveryMs = 10_000;

/** How long it then has to send a ping. */
const pulseMs = 1000;

/** A client's connection that speaks HTTP/2: many requests at a time. */
export class Http2Connection implements ClientConnection, Watched {
  slot = -1;
  readonly socket: Socket;
  readonly #origin: ClientOrigin;
  readonly #context: Http2Context;
  readonly #session: ServerHttp2Session;
  readonly #pulse: Pulse;
  readonly #nuisances: Nuisances;
  readonly #streams = new Set<Http2Stream>();
  #dueAt: number;
  #restrained = false;

  constructor(socket: Socket, origin: ClientOrigin, context: Http2Context) {
    this.socket = socket;
    this.#origin = origin;
    this.#context = context;
    const { settings, deadlines, now } = context;
    this.#nuisances = new Nuisances(() => {
      const { nuisanceBurst: burst, nuisancesPerSecond: perSecond } = context.settings.http2;
      return { burst, perSecond };
    }, now);
    this.#dueAt = now() + settings.headerTimeoutMs;
    deadlines.add(this);
    // A client that is gone says so by `close`, and its broken frames are answered underneath.
    socket.on('error', () => undefined);
    socket.on('close', () => deadlines.delete(this));
    this.#session = this.#open();
    this.#pulse = new Pulse(this.#session, socket);
  }

  get idle(): boolean {
    return this.#streams.size === 0;
  }

  get dueAt(): number {
    return this.#dueAt;
  }

  /** Nobody asked anything for long, or the last frames don't go out. */
  expire(): void {
    if (!this.idle) this.#look();
    else if (this.#session.closed) this.socket.destroy();
    else this.drain();
  }

  #look(): void {
    const seen = this.#pulse.look();
    if (seen === 'dead') this.socket.destroy();
    else this.#dueAt = this.#context.now() + (seen === 'asked' ? pulseMs : pulseEveryMs);
  }

  drain(): void {
    this.#session.close();
    if (this.idle) this.#dueAt = this.#context.now() + partingMs;
  }

  breakOff(): void {
    this.socket.destroy();
  }

  #open(): ServerHttp2Session {
    const { maxStreams, nuisanceBurst } = this.#context.settings.http2;
    const session = performServerHandshake(this.socket, {
      settings: { maxConcurrentStreams: maxStreams, maxHeaderListSize: fieldsLimitBytes },
      // The size is limit enough: each counts as 32 bytes more than it has.
      maxHeaderListPairs: fieldsLimitBytes / 32,
      maxSessionInvalidFrames: nuisanceBurst,
    });
    endLater(session);
    type OnStream = [ServerHttp2Stream, IncomingHttpHeaders, number, readonly string[]];
    session.on('stream', (...[stream, , flags, raw]: OnStream) => this.#begin(stream, flags, raw));
    session.on('ping', () => this.#noteNuisance());
    session.on('remoteSettings', () => this.#noteNuisance());
    session.on('error', () => undefined);
    return session;
  }

  #begin(stream: ServerHttp2Stream, flags: number, raw: readonly string[]): void {
    const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    const head = readHttp2Head({ raw, ended, limitBytes: fieldsLimitBytes });
    const request = new Http2Stream(stream, this.#origin, head);
    if (request.fault !== undefined) this.#noteNuisance();
    // Reset in the same breath: nobody waits for an answer.
    if (stream.destroyed || stream.closed || this.#restrained) {
      this.#noteNuisance();
      return;
    }
    this.#streams.add(request);
    this.#dueAt = this.#context.now() + pulseEveryMs;
    stream.on('close', () => this.#end(request));
    this.#context.answer(request);
  }

  #end(request: Http2Stream): void {
    this.#streams.delete(request);
    if (!request.answered) this.#noteNuisance();
    if (!this.idle) return;
    const { settings, now } = this.#context;
    this.#dueAt = now() + (this.#session.closed ? partingMs : settings.keepAliveMs);
  }

  #noteNuisance(): void {
    if (!this.#nuisances.add() || this.#restrained) return;
    this.#restrained = true;
    this.#context.log.warn('client restrained', {
      client: this.#origin.address,
      reason: 'too many HTTP/2 resets, pings, settings or broken requests',
    });
    const error = new Error('client restrained');
    this.#session.destroy(error, constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }
}
