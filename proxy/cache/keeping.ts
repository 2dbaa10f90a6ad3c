import type { Judgement, StoredHead } from './judging.ts';
import { Recording, type RecordingBudget } from './recording.ts';
import { fieldsToStore } from './stored-fields.ts';
import { StoredResponse } from './stored-response.ts';

/** How much may be kept. */
export interface KeepingLimits {
  /** Larger bodies are given up. */
  readonly limitBytes: number;
  readonly budget: RecordingBudget;
}

/** Is given the response if all of it was kept. */
export type OnKept = (response: StoredResponse) => void;

/** A response that is on its way to a client and, if all of it comes, into the cache. */
export class Keeping {
  readonly #head: StoredHead;
  readonly #recording: Recording;
  readonly #onKept: OnKept;
  #over = false;

  constructor({ head, unstoredFields }: Judgement, limits: KeepingLimits, onKept: OnKept) {
    this.#head = { ...head, fields: fieldsToStore(head.fields, unstoredFields) };
    this.#recording = new Recording(limits.limitBytes, limits.budget);
    this.#onKept = onKept;
  }

  /** Of the answer. */
  get status(): number {
    return this.#head.status;
  }

  /** For how many more seconds it is fresh. @param now  ms of the monotonic clock */
  ttlS(now: number): number {
    return this.#head.shelf.freshS - (now - this.#head.bornAt) / 1000;
  }

  /** A piece of the body. @returns false when the response will not be stored after all */
  add(piece: Buffer): boolean {
    if (this.#over) return false;
    if (this.#recording.add(piece)) return true;
    this.cancel();
    return false;
  }

  /** The body is whole. @returns whether it was kept */
  finish(): boolean {
    const body = this.#over ? undefined : this.#recording.finish();
    this.#over = true;
    if (body !== undefined) this.#onKept(new StoredResponse({ ...sized(this.#head, body), body }));
    return body !== undefined;
  }

  /** Nothing is stored: the response broke off, or what it shows was changed meanwhile. */
  cancel(): void {
    this.#over = true;
    this.#recording.giveUp();
  }
}

/** What came in chunks is sent again with its size. */
function sized(head: StoredHead, body: Buffer): StoredHead {
  const { fields, status } = head;
  const declared = fields.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'content-length');
  if (declared || status === 204) return head;
  return { ...head, fields: [...fields, 'Content-Length', String(body.length)] };
}
