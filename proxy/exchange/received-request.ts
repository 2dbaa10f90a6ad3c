import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Settings } from '../settings.ts';
import type { KeyedRequest } from '../upstream/request-key.ts';
import { fieldsForPeer, type RequestHead, readRequestHead } from './headers.ts';
import { type BodyOwner, RequestBody } from './request-body.ts';
import { newRequestId } from './request-id.ts';
import { screenRequest } from './screening.ts';

/** A client's request: what it asks, who sent it, and its body. */
export class ReceivedRequest implements KeyedRequest {
  readonly method: string;
  /** As the client sent it. */
  readonly target: string;
  /** The client's own if it is harmless, a new one otherwise. */
  readonly id: string;
  /** The client's address. */
  readonly client: string;
  readonly #message: IncomingMessage;
  readonly #head: RequestHead;
  #path = '';
  #fields: string[] = [];
  #body: RequestBody | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
    this.method = message.method ?? 'GET';
    this.target = message.url ?? '';
    this.#head = readRequestHead(message.rawHeaders);
    this.id = this.#head.requestId ?? newRequestId();
    // A socket that listens on both families writes IPv4 addresses the long way.
    const address = message.socket.remoteAddress ?? '';
    this.client = address.startsWith('::ffff:') ? address.slice(7) : address;
  }

  /** The version of HTTP, such as `1.1`. */
  get version(): string {
    return this.#message.httpVersion;
  }

  get scheme(): string {
    return 'http';
  }

  /** The port that the client connected to. */
  get port(): number {
    return this.#message.socket.localPort ?? 0;
  }

  get referer(): string | undefined {
    return this.#message.headers.referer;
  }

  get userAgent(): string | undefined {
    return this.#message.headers['user-agent'];
  }

  /** Path and query for the peer; empty before the request was admitted. */
  get path(): string {
    return this.#path;
  }

  /** Name, value, name, value… for the peer. */
  get fields(): string[] {
    return this.#fields;
  }

  /** Whether the head announces a body. */
  get bodied(): boolean {
    const { contentLength, transferEncoding } = this.#head;
    return (contentLength ?? '0') !== '0' || transferEncoding !== undefined;
  }

  /** Whether the client waits to be told to send its body; HTTP/1.0 knows no such wait. */
  get expectsContinue(): boolean {
    return this.#head.expectsContinue && this.#message.httpVersion === '1.1';
  }

  /** The body, where there is one and the request was admitted. */
  get body(): RequestBody | undefined {
    return this.#body;
  }

  /** The body where all of it has come and is held. */
  get wholeBody(): Buffer | undefined {
    return this.#body?.whole;
  }

  /** A field's value, several joined by commas. @param name  in lower case */
  field(name: string): string | undefined {
    const value = this.#message.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** Whether nothing more of a body is to come. */
  get complete(): boolean {
    return this.#body?.ended ?? true;
  }

  /** Whether another attempt can send all of it. */
  get replayable(): boolean {
    return this.#body?.replayable ?? true;
  }

  /**
   * Checks the request and prepares it for peers.
   *
   * @throws {RequestRejected}
   */
  admit(settings: Settings, owner: BodyOwner): void {
    const { path, body, sizeBytes } = screenRequest(this.#head, {
      method: this.method,
      target: this.target,
      version: this.#message.httpVersion,
      bodyLimitBytes: settings.bodyLimitBytes,
    });
    this.#path = path;
    this.#fields = fieldsForPeer(this.#head, {
      client: this.client,
      scheme: 'http',
      port: this.#message.socket.localPort ?? 0,
      requestId: this.id,
    });
    if (this.#head.contentLength === '0' || sizeBytes > settings.replayLimitBytes) {
      this.#fields.push('Content-Length', String(sizeBytes));
    }
    if (body !== 'none') {
      this.#body = this.#createBody(settings, owner, body === 'sized' ? sizeBytes : undefined);
    }
  }

  /** The body of one attempt. */
  openBody(): Buffer | Readable | null {
    return this.#body?.open() ?? null;
  }

  /** The body that comes though it is not welcome, to be thrown away. */
  unwelcomeBody(settings: Settings, owner: BodyOwner): RequestBody {
    this.#body ??= this.#createBody(settings, owner, undefined);
    return this.#body;
  }

  #createBody(settings: Settings, owner: BodyOwner, sizeBytes: number | undefined): RequestBody {
    const { bodyLimitBytes: limitBytes, replayLimitBytes } = settings;
    const options = { request: this.#message, sizeBytes, limitBytes, replayLimitBytes };
    return new RequestBody(options, owner);
  }
}
