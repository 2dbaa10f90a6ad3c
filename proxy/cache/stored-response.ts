import { cacheStatus } from './cache-status.ts';
import type { Selection } from './vary.ts';

/** Until when a stored response may be used, and how: ages in whole or broken seconds. */
export interface Shelf {
  /** The age from which it is stale. */
  readonly freshS: number;
  /** Whether it is never used without asking the origin (`no-cache`). */
  readonly alwaysValidate: boolean;
  /** Whether it may not be used stale because a client or a setting would have it. */
  readonly strict: boolean;
  /** How long after that it is used while it is revalidated; undefined where it does not say. */
  readonly staleWhileRevalidateS: number | undefined;
  /** How long after that it is used when the origin fails; undefined where it does not say. */
  readonly staleIfErrorS: number | undefined;
}

/** What a stored response is made of. */
export interface StoredParts {
  readonly key: string;
  readonly selection: Selection;
  readonly status: number;
  readonly phrase: string;
  /** Name, value… with Content-Length and Date, without what is of one answer only. */
  readonly fields: readonly string[];
  readonly body: Buffer;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** When it would have had the age 0, in ms of the monotonic clock. */
  readonly bornAt: number;
  /** When the origin gave it, or last said that it still holds, in ms of the monotonic clock. */
  readonly givenAt: number;
  readonly shelf: Shelf;
}

/** What an entry costs apart from its texts and its body: objects, map, links. */
const overheadBytes = 1024;

/** A response that can be used again. */
export class StoredResponse {
  readonly key: string;
  readonly selection: Selection;
  readonly status: number;
  readonly phrase: string;
  readonly fields: readonly string[];
  readonly body: Buffer;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly bornAt: number;
  readonly givenAt: number;
  readonly shelf: Shelf;
  /** What it takes of the cache's memory. */
  readonly sizeBytes: number;
  /** The fields of a hit, and the whole seconds of age at which they were made. */
  #hitFields: readonly string[] = [];
  #hitAgeS = -1;

  constructor(parts: StoredParts) {
    this.key = parts.key;
    this.selection = parts.selection;
    this.status = parts.status;
    this.phrase = parts.phrase;
    this.fields = parts.fields;
    this.body = parts.body;
    this.etag = parts.etag;
    this.lastModified = parts.lastModified;
    this.bornAt = parts.bornAt;
    this.givenAt = parts.givenAt;
    this.shelf = parts.shelf;
    this.sizeBytes = overheadBytes + parts.body.length + headBytes(parts);
  }

  /** Its age in seconds. @param now  ms of the monotonic clock */
  ageS(now: number): number {
    return Math.max(0, (now - this.bornAt) / 1000);
  }

  /**
   * The fields of a hit, Age and Cache-Status among them: one and the same array for a second.
   *
   * @param ageS  its age in seconds
   */
  hitFields(ageS: number): readonly string[] {
    const wholeS = Math.floor(ageS);
    if (wholeS === this.#hitAgeS) return this.#hitFields;
    const status = cacheStatus({}, this.shelf.freshS - ageS);
    this.#hitFields = [...this.fields, 'Age', String(wholeS), 'Cache-Status', status];
    this.#hitAgeS = wholeS;
    return this.#hitFields;
  }

  /** Whether a revalidation can find that it still holds. */
  get validatable(): boolean {
    return this.etag !== undefined || this.lastModified !== undefined;
  }
}

/** A letter of a head is counted as one byte, and each text with its own small object. */
function headBytes({ key, fields, selection }: StoredParts): number {
  let bytes = 2 * key.length;
  for (const text of fields) bytes += text.length + 16;
  for (const value of selection.values) bytes += (value?.length ?? 0) + 32;
  // They are held once more, as the fields of a hit and as their text.
  return 2 * bytes;
}
