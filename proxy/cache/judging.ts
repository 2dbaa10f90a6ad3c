import type { RequestTerms } from './request-terms.ts';
import { readResponseTerms } from './response-terms.ts';
import type { StoredParts } from './stored-response.ts';
import { type StoringPolicy, storable } from './storing.ts';
import { selectionOf } from './vary.ts';

/** A GET or HEAD, as the cache sees it. */
export interface CacheQuestion {
  readonly method: string;
  readonly key: string;
  /** Name, value… as the client sent them. */
  readonly fields: readonly string[];
  /** What of them is to be heeded. */
  readonly terms: RequestTerms;
  /** When it came, in ms of the monotonic clock. */
  readonly askedAt: number;
}

/** A peer's answer to it. */
export interface CacheableResponse {
  readonly status: number;
  readonly phrase: string;
  /** Name, value… without those of one hop. */
  readonly fields: readonly string[];
}

/** Everything of a stored response but its body. */
export type StoredHead = Omit<StoredParts, 'body'>;

/** The moment of a judgement. */
export interface JudgingTimes {
  /** When the peer was asked, in ms of the monotonic clock. */
  readonly sentAt: number;
  /** The monotonic clock now. */
  readonly now: number;
  /** The wall clock now, in ms since 1970. */
  readonly wallMs: number;
}

/** What may be stored. */
export interface Judgement {
  /** Its fields are still those that came. */
  readonly head: StoredHead;
  /** Fields that are not stored, in lower case. */
  readonly unstoredFields: readonly string[];
}

/**
 * Judges whether the answer to a question is stored, and what as.
 *
 * @returns undefined when it is not
 */
export function judge(
  question: CacheQuestion,
  response: CacheableResponse,
  policy: StoringPolicy,
  { sentAt, now, wallMs }: JudgingTimes,
): Judgement | undefined {
  const { status, phrase, fields } = response;
  const terms = readResponseTerms(fields);
  const selection = selectionOf(terms.vary, question.fields);
  if (selection === undefined) return undefined;
  const delayS = (now - sentAt) / 1000;
  const found = storable(question.terms, { status, terms, wallMs }, { ...policy, delayS });
  if (found === undefined) return undefined;
  const { etag, lastModified } = terms;
  const { shelf, ageS } = found;
  const times = { bornAt: now - ageS * 1000, givenAt: now };
  return {
    head: {
      key: question.key,
      selection,
      status,
      phrase,
      fields,
      etag,
      lastModified,
      shelf,
      ...times,
    },
    unstoredFields: terms.directives.unstoredFields,
  };
}
