import { eventually } from '../../support/eventually.ts';
import { Gate } from './gate.ts';
import type { Script } from './origin.ts';
import { ask, type Question, type RawResponse } from './raw-client.ts';
import { says } from './scripts.ts';

/** Answers `text` at once, but a request for `/held…` only when the gate is open. */
export function holds(text: string, gate: Gate): Script {
  const answer = says(text);
  return async (exchange) => {
    if (exchange.target.startsWith('/held')) await gate.opened();
    await answer(exchange);
  };
}

/** Requests that a peer is busy with. */
export class HeldRequests {
  readonly gate = new Gate();
  readonly #port: () => number;
  readonly #visits: () => number;
  readonly #answers: Promise<RawResponse>[] = [];

  /**
   * @param port    that of the edge
   * @param visits  how many requests have reached a peer so far
   */
  constructor(port: () => number, visits: () => number) {
    this.#port = port;
    this.#visits = visits;
  }

  /** Sends one, and waits until it is with a peer. */
  async add(question: Omit<Question, 'port' | 'target'> = {}): Promise<void> {
    const before = this.#visits();
    this.#answers.push(ask({ ...question, port: this.#port(), target: '/held' }));
    await eventually('a peer is asked', () => this.#visits() > before || undefined);
  }

  /** Lets them be answered; their texts in the order in which they were sent. */
  async end(): Promise<string> {
    this.gate.open();
    return (await Promise.all(this.#answers)).map(({ body }) => body.toString()).join('');
  }
}
