import type { Answer, Question, Questions, Topic } from './messages.ts';

/** What is needed of a child process. */
export interface MemberProcess {
  readonly pid: number;
  /** Whether it can be sent anything. */
  readonly connected: boolean;
  send(message: unknown): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly limit: NodeJS.Timeout;
}

/** It has ended, or can't be reached any more: nothing else is wrong with what it was asked. */
export class MemberGone extends Error {
  override readonly name = 'MemberGone';

  constructor(pid: number) {
    super(`process ${pid}: it is gone`);
  }
}

/** It has not answered in time, and may yet do what it was asked. */
export class MemberSilent extends Error {
  override readonly name = 'MemberSilent';

  constructor(pid: number) {
    super(`process ${pid}: it does not answer`);
  }
}

/** How long a member may take to answer, in ms: who scrapes the metrics waits no 10 s. */
const answerLimitMs = 2000;

/** The same for a reload, which waits for the probes of new peers. */
const reloadLimitMs = 30_000;

/** One process of the group, as the leading one sees it. */
export class Member {
  readonly pid: number;
  readonly startedAt: number;
  /** Whether it accepts requests. */
  ready = false;
  readonly #process: MemberProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #heard = false;

  /** @param startedAt  in ms of a monotonic clock */
  constructor(process: MemberProcess, startedAt: number) {
    this.pid = process.pid;
    this.startedAt = startedAt;
    this.#process = process;
  }

  /**
   * Asks it something.
   *
   * @throws {MemberGone} when it is gone before it answers
   * @throws {MemberSilent} when it does not answer in time
   * @throws {Error} when it can't answer
   */
  async ask<Name extends Topic>(
    topic: Name,
    asked: Questions[Name]['asked'],
  ): Promise<Questions[Name]['answer']> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      const limitMs = topic === 'reload' ? reloadLimitMs : answerLimitMs;
      const limit = setTimeout(() => this.#settle(id, new MemberSilent(this.pid)), limitMs);
      limit.unref();
      this.#waiting.set(id, { resolve, reject, limit });
    });
    const question: Question = { edgefolio: 'question', id, topic, asked };
    if (this.#process.connected) this.#process.send(question);
    else this.#settle(id, new MemberGone(this.pid));
    // Both processes run the same program: what one sends, the other need not check.
    return (await answer) as Questions[Name]['answer'];
  }

  /** It told something, whatever it was. */
  noteHeard(): void {
    this.#heard = true;
  }

  /** @returns whether it told anything since this was asked before */
  spoke(): boolean {
    const heard = this.#heard;
    this.#heard = false;
    return heard;
  }

  /** It answered. */
  take({ id, answer, fault }: Answer): void {
    this.#settle(id, fault === undefined ? { answer } : this.#fault(fault));
  }

  /** It has ended: nothing is answered any more. */
  lose(): void {
    this.ready = false;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, new MemberGone(this.pid));
  }

  /** Lets it finish what runs and end. */
  stop(): void {
    if (this.#process.connected) this.#process.send('shutdown');
    else this.#process.kill('SIGTERM');
  }

  /** Ends it at once. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #fault(fault: string): Error {
    return new Error(`process ${this.pid}: ${fault}`);
  }

  #settle(id: number, outcome: Error | { readonly answer: unknown }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.limit);
    if (outcome instanceof Error) waiting?.reject(outcome);
    else waiting?.resolve(outcome.answer);
  }
}
