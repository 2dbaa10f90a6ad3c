/** A request as far as a peer needs it. */
export interface PeerRequest {
  readonly method: string;
  readonly target: string;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/** Cuts what comes on a connection into requests; bodies are skipped. */
export class PeerReader {
  readonly #take: (request: PeerRequest) => void;
  #held: Buffer = Buffer.alloc(0);
  #body: { readonly request: PeerRequest; bytes: number | 'chunked' } | undefined;

  constructor(take: (request: PeerRequest) => void) {
    this.#take = take;
  }

  /** Takes a piece. */
  read(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    while (this.#body === undefined ? this.#readHead() : this.#readBody());
  }

  #readHead(): boolean {
    const at = this.#held.indexOf(headEnd);
    if (at < 0) return false;
    const head = this.#held.toString('latin1', 0, at);
    this.#held = this.#held.subarray(at + 4);
    const [method = '', target = ''] = head.split(' ', 2);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const bytes = /\r\ntransfer-encoding: *chunked/i.test(head) ? 'chunked' : length;
    this.#body = { request: { method, target }, bytes };
    return true;
  }

  #readBody(): boolean {
    const body = this.#body;
    if (body === undefined) return false;
    // No body of this client's has these bytes within.
    const end = body.bytes === 'chunked' ? this.#held.indexOf(lastChunk) + 5 : body.bytes;
    if (body.bytes === 'chunked' ? end < 5 : this.#held.length < end) return false;
    this.#held = this.#held.subarray(end);
    this.#body = undefined;
    this.#take(body.request);
    return true;
  }
}
