import type { Log } from '../../service/log.ts';
import type { MonitorFigures } from '../../service/monitor.ts';
import { Member, type MemberProcess } from './member.ts';
import { isAnswer, isInvalidated, type Questions, type Topic } from './messages.ts';

/** What a started process tells of itself. */
export interface MemberEvents {
  onMessage(message: unknown): void;
  onExit(code: number | null, signal: string | null): void;
}

/** How a crew is kept. */
export interface CrewOptions {
  /** How many processes there are to be. */
  readonly size: number;
  /** Starts a process. */
  readonly fork: (events: MemberEvents) => MemberProcess;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** A monotonic clock in ms. */
  readonly now: () => number;
  /** Calls back after a time, in ms. */
  readonly later: (callback: () => void, delayMs: number) => void;
  /** Hears of each process that was started in the place of another and is ready. */
  readonly onReplaced?: (member: Member) => void;
  /** Hears of keys of the cache that a member found invalid. */
  readonly onInvalidated?: (keys: readonly string[], member: Member) => void;
}

/** A process that lived shorter than this is started again with more and more delay, in ms. */
const shortLifeMs = 2000;
const firstDelayMs = 200;
const longestDelayMs = 5000;

/** The processes that serve one port together: one that ends is started again. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #members = new Set<Member>();
  readonly #figures = new Map<Member, MonitorFigures>();
  #started = false;
  #stopping = false;
  #shortLives = 0;
  #onChange: () => void = () => undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** Those that accept requests, the oldest first. */
  get members(): readonly Member[] {
    return [...this.#members].filter(({ ready }) => ready);
  }

  /** The latest figures of each member. */
  get figures(): readonly MonitorFigures[] {
    return [...this.#figures.values()];
  }

  /**
   * Starts all.
   *
   * @returns resolves when every process accepts requests
   * @throws {Error} when one ends before that; the others are ended
   */
  async start(): Promise<void> {
    const { size } = this.#options;
    const complete = new Promise<void>((resolve, reject) => {
      this.#onChange = () => {
        if (this.#members.size < size) reject(new Error('a process of the proxy did not start'));
        else if (this.members.length === size) resolve();
      };
    });
    for (let i = 0; i < size; i += 1) this.#fork();
    try {
      await complete;
      this.#started = true;
    } catch (error) {
      this.#stopping = true;
      for (const member of this.#members) member.kill();
      throw error;
    } finally {
      this.#onChange = () => undefined;
    }
  }

  /** Asks every member that is ready. One that ends meanwhile has nothing to say any more. */
  async askAll<Name extends Topic>(
    topic: Name,
    asked: Questions[Name]['asked'],
  ): Promise<readonly Questions[Name]['answer'][]> {
    const asking = this.members.map((member) => member.ask(topic, asked));
    const answers = await Promise.allSettled(asking);
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  /** Lets all finish what runs. @returns resolves when all have ended */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#members.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onChange = () => {
        if (this.#members.size === 0) resolve();
      };
      for (const member of this.#members) member.stop();
    });
  }

  #fork(): void {
    const member: Member = new Member(
      this.#options.fork({
        onMessage: (message) => this.#hear(member, message),
        onExit: (code, signal) => this.#lose(member, { code, signal }),
      }),
      this.#options.now(),
    );
    this.#members.add(member);
  }

  #hear(member: Member, message: unknown): void {
    member.noteHeard();
    if (isAnswer(message)) member.take(message);
    else if (message === 'ready') {
      member.ready = true;
      this.#onChange();
      if (this.#started) this.#options.onReplaced?.(member);
    } else if (isInvalidated(message)) this.#options.onInvalidated?.(message.keys, member);
    else if (isFigures(message)) this.#figures.set(member, message.data);
  }

  #lose(
    member: Member,
    end: { readonly code: number | null; readonly signal: string | null },
  ): void {
    const { log, now, later } = this.#options;
    member.lose();
    this.#members.delete(member);
    this.#figures.delete(member);
    this.#onChange();
    if (this.#stopping || !this.#started) return;
    if (now() - member.startedAt >= shortLifeMs) this.#shortLives = 0;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#shortLives);
    this.#shortLives += 1;
    log.error('process ended', { pid: member.pid, ...end, againInMs: delayMs });
    later(() => {
      if (!this.#stopping) this.#fork();
    }, delayMs);
  }
}

function isFigures(message: unknown): message is { readonly data: MonitorFigures } {
  if (typeof message !== 'object' || message === null) return false;
  return Reflect.get(message, 'type') === 'axm:monitor';
}
