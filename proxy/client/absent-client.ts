import type { Duplex } from 'node:stream';
import type { Taken } from '../taken.ts';
import type { ClientListener, ClientOrigin, ClientStream, ReceivedHead } from './client-stream.ts';

/** A request that nobody waits for: what is answered to it is read by the proxy alone. */
export class AbsentClient implements ClientStream {
  readonly origin: ClientOrigin;
  readonly head: ReceivedHead;
  readonly fault = undefined;
  #listener: ClientListener | undefined;
  #closed = false;

  constructor(origin: ClientOrigin, head: ReceivedHead) {
    this.origin = origin;
    this.head = head;
  }

  get closed(): boolean {
    return this.#closed;
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
  }

  receive(): void {
    this.#listener?.onBodyEnd();
  }

  write(): Taken {
    return 'spent';
  }

  end(): void {
    this.#close();
  }

  destroy(): void {
    this.#close();
  }

  /** @throws {Error} always: nobody is there to talk to */
  takeOver(): Duplex {
    throw new Error('there is no client');
  }

  pause(): void {}

  resume(): void {}

  spend(): void {}

  inform(): void {}

  start(): void {}

  flush(): void {}

  closeAfterwards(): void {}

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener?.onClose();
  }
}
