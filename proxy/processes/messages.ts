import type { MetricFamily } from '../admin/exposition.ts';
import type { AdminAnswer, AdminRequest } from '../admin/server.ts';
import type { ReloadOutcome } from '../reload/reloading.ts';

/** What the leading process may ask a member, and what the member answers. */
export interface Questions {
  /** Where it listens. */
  readonly address: { readonly asked: null; readonly answer: string };
  /** What its admin port would answer, had it one. */
  readonly admin: { readonly asked: AdminRequest; readonly answer: AdminAnswer };
  /** To use nothing again that is stored under these keys: another process has seen them change. */
  readonly invalidate: { readonly asked: readonly string[]; readonly answer: null };
  readonly metrics: { readonly asked: null; readonly answer: readonly MetricFamily[] };
  /** To seal session tickets with these keys, in base64, from now on. */
  readonly ticketKeys: { readonly asked: string; readonly answer: null };
  /** To put the settings that these variables make into force. */
  readonly reload: {
    readonly asked: Readonly<Record<string, string>>;
    readonly answer: ReloadOutcome;
  };
}

/** A name in {@link Questions}. */
export type Topic = keyof Questions;

/** A question on its way to a member. */
export interface Question {
  readonly edgefolio: 'question';
  readonly id: number;
  readonly topic: Topic;
  readonly asked: unknown;
}

/** An answer on its way back. */
export interface Answer {
  readonly edgefolio: 'answer';
  readonly id: number;
  readonly answer: unknown;
  /** Why there is no answer. */
  readonly fault?: string;
}

/** What a member tells unasked: keys of its cache that became invalid. */
export interface Invalidated {
  readonly edgefolio: 'invalidated';
  readonly keys: readonly string[];
}

/** Whether a message of another process is a {@link Question}. */
export function isQuestion(message: unknown): message is Question {
  return kindOf(message) === 'question';
}

/** Whether a message of another process is an {@link Answer}. */
export function isAnswer(message: unknown): message is Answer {
  return kindOf(message) === 'answer';
}

/** Whether a message of another process is {@link Invalidated}. */
export function isInvalidated(message: unknown): message is Invalidated {
  return kindOf(message) === 'invalidated';
}

function kindOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return undefined;
  return Reflect.get(message, 'edgefolio');
}
