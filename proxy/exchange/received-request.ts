import type { ClientStream } from '../client/client-stream.ts';
import type { Compression } from '../compression/compression.ts';
import type { ClientView } from '../protection/client-view.ts';
import type { GuardedRequest } from '../protection/guarded-request.ts';
import type { Protection } from '../protection/protection.ts';
import type { Settings } from '../settings.ts';
import type { SharedFields } from '../shared-fields.ts';
import type { KeyedRequest } from '../upstream/request-key.ts';
import type { StreamedBody } from '../upstream/streamed-body.ts';
import { withoutAliases } from './field-aliases.ts';
import { fieldsForPeer, type RequestHead, readRequestHead, withoutNominated } from './headers.ts';
import { type BodyOwner, RequestBody } from './request-body.ts';
import { newRequestId } from './request-id.ts';
import { screenRequest } from './screening.ts';
import { toldOfWay } from './told-of-way.ts';
import { takesTrailers } from './trailers.ts';
import { chooseUpgrade } from './upgrades.ts';

/** What a request is admitted by. */
export interface AdmittingContext {
  readonly settings: Settings;
  readonly protection: Protection;
  readonly compression: Pick<Compression, 'doubtsRange'>;
}

/** A client's request: what it asks, who sent it, and its body. */
export class ReceivedRequest implements KeyedRequest, GuardedRequest {
  /** The client's own if it is harmless, a new one otherwise. */
  readonly id: string;
  readonly #stream: ClientStream;
  readonly #head: RequestHead;
  readonly #view: ClientView;
  readonly #portsDiffer: boolean;
  #path = '';
  #clientFields: readonly string[];
  /** Made when the first peer is asked: what is answered from memory needs none. */
  #fields: string[] | undefined;
  #peerToken: string | undefined;
  #declaresBytes: number | undefined;
  #upgrade: string | null = null;
  #body: RequestBody | undefined;

  constructor(stream: ClientStream, { trust }: Pick<Protection, 'trust'>) {
    this.#stream = stream;
    this.#portsDiffer = trust.any;
    this.#view = trust.view(stream.origin, stream.head.fields);
    this.#clientFields = stream.head.fields;
    this.#head = readRequestHead(stream.head.fields);
    this.id = this.#head.requestId ?? newRequestId();
  }

  get method(): string {
    return this.#stream.head.method;
  }

  /** As the client sent it. */
  get target(): string {
    return this.#stream.head.target;
  }

  /** The client's address, as far as hops are believed. */
  get client(): string {
    return this.#view.address;
  }

  get scheme(): 'http' | 'https' {
    return this.#view.scheme;
  }

  /** The host of the request; empty = none was named. */
  get host(): string {
    return this.#head.host;
  }

  /** The host that the client asked, as far as hops are believed. */
  get askedHost(): string {
    return this.#view.way?.host ?? this.#head.host;
  }

  /** The port that peers are told, where that differs with who asks: where hops may tell another. */
  get askedPort(): number | undefined {
    return this.#portsDiffer ? this.#view.localPort : undefined;
  }

  /** The version of HTTP, such as `1.1`. */
  get version(): string {
    return this.#stream.head.version;
  }

  /** The port that the client connected to. */
  get port(): number {
    return this.#view.localPort;
  }

  get referer(): string | undefined {
    return this.field('referer');
  }

  get userAgent(): string | undefined {
    return this.field('user-agent');
  }

  /** Name, value, name, value… as the client sent them, without a Range that can't be meant. */
  get clientFields(): readonly string[] {
    return this.#clientFields;
  }

  /** Path and query for the peer; empty before the request was admitted. */
  get path(): string {
    return this.#path;
  }

  /** Name, value, name, value… for the peer, once the request was admitted; beside {@link told}. */
  get fields(): string[] {
    this.#fields ??= this.#fieldsForPeer();
    return this.#fields;
  }

  /** What the peer is told of the way that the request took before. */
  get told(): SharedFields {
    const { host, via } = this.#head;
    return toldOfWay(this.#view, { host, via, version: this.version });
  }

  /** Changes the fields that go to the peer. */
  amend(change: (fields: readonly string[]) => string[]): void {
    this.#fields = change(this.fields);
  }

  /** Whether the head announces a body. */
  get bodied(): boolean {
    const { contentLength, transferEncoding } = this.#head;
    if (transferEncoding !== undefined) return true;
    return contentLength !== undefined && !/^0+$/.test(contentLength);
  }

  /** Whether the client waits to be told to send its body; HTTP/1.0 knows no such wait. */
  get expectsContinue(): boolean {
    return this.#head.expectsContinue && this.version !== '1.0';
  }

  /** The protocol that the client would like to change to, and may; null before it was admitted. */
  get upgrade(): string | null {
    return this.#upgrade;
  }

  /** Whether the client takes fields behind the body. */
  get takesTrailers(): boolean {
    return this.#head.te !== '' && takesTrailers(this.#head.te);
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
    const { fields } = this.#stream.head;
    let found: string | undefined;
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const one = fields[i] ?? '';
      if (one.length !== name.length || one.toLowerCase() !== name) continue;
      found = found === undefined ? fields[i + 1] : `${found}, ${fields[i + 1]}`;
    }
    return found;
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
   * @throws {Problem}
   */
  admit({ settings, protection, compression }: AdmittingContext, owner: BodyOwner): void {
    const { fault, head } = this.#stream;
    if (fault !== undefined) throw fault;
    const { path, body, sizeBytes } = screenRequest(this.#head, {
      method: head.method,
      target: head.target,
      version: head.version,
      bodyLimitBytes: settings.bodyLimitBytes,
    });
    this.#path = path;
    this.#hide(protection);
    if (compression.doubtsRange(this)) this.#askForWhole();
    this.#peerToken = protection.peerToken;
    if (this.#head.upgrade !== '') {
      const { upgrade, connection } = this.#head;
      const wish = { upgrade, connection, version: head.version, bodied: body !== 'none' };
      this.#upgrade = chooseUpgrade(wish, settings.tunnels.upgrades);
    }
    const empty = this.#head.contentLength !== undefined && sizeBytes === 0;
    if (empty || sizeBytes > settings.replayLimitBytes) {
      this.#declaresBytes = sizeBytes;
    }
    if (body !== 'none') {
      this.#body = this.#createBody(settings, owner, body === 'sized' ? sizeBytes : undefined);
    }
  }

  #fieldsForPeer(): string[] {
    const fields = fieldsForPeer(this.#head, {
      requestId: this.id,
      token: this.#peerToken,
    });
    const bytes = this.#declaresBytes;
    if (bytes !== undefined) fields.push('Content-Length', String(bytes));
    return fields;
  }

  /** Takes out the fields that end here. */
  #hide({ gate, trust }: Protection): void {
    const forbidden = trust.forbiddenField(this.#stream.origin.address);
    this.#head.fields = withoutAliases(this.#head.fields, forbidden);
    this.#head.fields = withoutNominated(this.#head.fields, gate.consumed);
  }

  /** Lets nobody see that a part would do. */
  #askForWhole(): void {
    const names = 'range, if-range';
    this.#head.fields = withoutNominated(this.#head.fields, names);
    this.#clientFields = withoutNominated([...this.#clientFields], names);
  }

  /** The body of one attempt. */
  openBody(): Buffer | StreamedBody | null {
    return this.#body?.open() ?? null;
  }

  /** The body that comes though it is not welcome, to be thrown away. */
  unwelcomeBody(settings: Settings, owner: BodyOwner): RequestBody {
    this.#body ??= this.#createBody(settings, owner, this.#declaredBytes);
    return this.#body;
  }

  get #declaredBytes(): number | undefined {
    const { contentLength } = this.#head;
    return contentLength === undefined ? undefined : Number(contentLength);
  }

  #createBody(settings: Settings, owner: BodyOwner, sizeBytes: number | undefined): RequestBody {
    const { bodyLimitBytes: limitBytes, replayLimitBytes } = settings;
    const options = { stream: this.#stream, sizeBytes, limitBytes, replayLimitBytes };
    return new RequestBody(options, owner);
  }
}
