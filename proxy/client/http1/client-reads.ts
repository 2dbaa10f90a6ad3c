import { type OnReadOpts, Socket } from 'node:net';
import { ReadMemory } from '../../read-memory.ts';

/** Who reads a connection. */
export interface Reader {
  /** Whether more of a body is to come. */
  readonly receiving: boolean;
  /** What was read. @param brief  whether its memory is good for only as long as this runs */
  take(chunk: Buffer, brief: boolean): void;
}

/** Reads one connection of a client into memory of ours. */
export class ClientReads {
  readonly #memory = new ReadMemory();
  readonly #socket: Socket;
  #reader: Reader | undefined;
  #released = false;

  constructor(socket: Socket, reader: Reader) {
    this.#socket = socket;
    this.#reader = reader;
  }

  /** The block for the first read. */
  begin(): Buffer {
    return this.#memory.next(false);
  }

  /** The block for the next read; undefined where it is the last one's. */
  next(): Buffer | undefined {
    return this.#memory.change(this.#reader?.receiving ?? false);
  }

  /** A read has come. @returns whether there should be more */
  take(sizeBytes: number): boolean {
    // Of a head nothing is left when it was read, mostly.
    const brief = this.#reader?.receiving !== true;
    const bytes = this.#memory.read(sizeBytes, brief);
    if (this.#released) return this.#socket.push(Buffer.from(bytes));
    this.#reader?.take(bytes, brief);
    return true;
  }

  /** So many bytes of what was read last are needed no more. */
  spend(sizeBytes: number): void {
    this.#memory.spend(sizeBytes);
  }

  /** From now on nobody reads what comes. */
  discard(): void {
    this.#reader = undefined;
  }

  /** From now on the socket is a stream as any other. */
  release(): void {
    this.#reader = undefined;
    this.#released = true;
  }
}

/** Where a socket keeps its `onread`. */
interface Slots {
  readonly buffer: symbol;
  readonly callback: symbol;
  readonly generator: symbol;
}

const slots = findSlots();

/**
 * Makes an accepted socket read as net.connect lets one read that is opened from here (`onread`).
 * For accepted ones no runtime has an option; both keep it in the same three slots. Where those
 * are not found, or the socket is no plain one, the caller has to listen for `data`.
 */
export function readInto(socket: Socket, reader: Reader): ClientReads | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (slots === undefined || 'encrypted' in socket || !takesBuffers(handle)) return undefined;
  const reads = new ClientReads(socket, reader);
  const first = reads.begin();
  Reflect.set(socket, slots.buffer, first);
  Reflect.set(socket, slots.generator, () => reads.next());
  Reflect.set(socket, slots.callback, (sizeBytes: number) => reads.take(sizeBytes));
  handle.useUserBuffer(first);
  return reads;
}

function takesBuffers(
  handle: unknown,
): handle is { readonly useUserBuffer: (buffer: Uint8Array) => void } {
  return typeof handle === 'object' && handle !== null && 'useUserBuffer' in handle;
}

/** Looks for the slots on sockets that are given an `onread`. */
function findSlots(): Slots | undefined {
  const bytes = new Uint8Array(1);
  const generate = (): Uint8Array => bytes;
  const call = (): boolean => true;
  const buffer = slotOf(bytes, { buffer: bytes, callback: call });
  const callback = slotOf(call, { buffer: bytes, callback: call });
  const generator = slotOf(generate, { buffer: generate, callback: call });
  if (buffer === undefined || callback === undefined || generator === undefined) return undefined;
  return { buffer, callback, generator };
}

function slotOf(value: unknown, onread: OnReadOpts): symbol | undefined {
  // What @types/node leaves out stands in the runtimes' documentation.
  const options: object = { onread };
  const socket = new Socket(options);
  const slot = Object.getOwnPropertySymbols(socket).find(
    (one) => Reflect.get(socket, one) === value,
  );
  socket.destroy();
  return slot;
}
