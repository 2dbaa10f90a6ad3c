import { once } from 'node:events';
import { WebSocket } from 'undici';
import { eventually } from '../../test/support/eventually.ts';

interface Reply {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
}

/** The heap of another process, asked over V8's inspector: Node and Deno have the same. */
export class InspectedHeap {
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

  /** What is left of the heap after a whole collection, in bytes. */
  async usedBytes(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage');
    const { result } = await this.#ask('Runtime.getHeapUsage');
    return result?.usedSize ?? Number.NaN;
  }

  /** Ends the conversation. */
  close(): void {
    this.#socket.close();
  }

  #ask(method: string): Promise<Reply> {
    this.#asked += 1;
    const id = this.#asked;
    this.#socket.send(JSON.stringify({ id, method }));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

/** Connects to the inspector that listens on a port of this host. */
export async function inspectHeap(port: number): Promise<InspectedHeap> {
  const address = await eventually('the inspector answers', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined);
    const targets = (await response?.json()) as readonly Target[] | undefined;
    return targets?.[0]?.webSocketDebuggerUrl;
  });
  const socket = new WebSocket(address);
  await once(socket, 'open');
  return new InspectedHeap(socket);
}

interface Target {
  readonly webSocketDebuggerUrl: string;
}
