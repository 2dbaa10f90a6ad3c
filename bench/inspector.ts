import { once } from 'node:events';
import { WebSocket } from 'undici';
import { eventually } from '../test/support/eventually.ts';

interface Reply {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** A conversation with V8's inspector in another process: Node and Deno have the same. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #asked = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply: Reply = JSON.parse(String(data));
      this.#waiting.get(reply.id ?? 0)?.(reply);
      this.#waiting.delete(reply.id ?? 0);
    });
  }

  /** Calls a method of the protocol. @returns its result */
  async ask(method: string, params = {}): Promise<Readonly<Record<string, unknown>>> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, method, params }));
    const reply = await new Promise<Reply>((resolve) => this.#waiting.set(id, resolve));
    return reply.result ?? {};
  }

  /** What is left of the heap after a whole collection, in bytes. */
  async heapBytes(): Promise<number> {
    await this.ask('HeapProfiler.collectGarbage');
    const { usedSize } = await this.ask('Runtime.getHeapUsage');
    return Number(usedSize);
  }

  /** Ends the conversation. */
  close(): void {
    this.#socket.close();
  }
}

/** Connects to the inspector that listens on a port of this host. */
export async function connectInspector(port: number): Promise<Inspector> {
  const address = await eventually('the inspector answers', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined);
    const targets = (await response?.json()) as readonly Target[] | undefined;
    return targets?.[0]?.webSocketDebuggerUrl;
  });
  const socket = new WebSocket(address);
  await once(socket, 'open');
  return new Inspector(socket);
}

interface Target {
  readonly webSocketDebuggerUrl: string;
}
