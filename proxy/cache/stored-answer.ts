import { readByteRange } from './byte-range.ts';
import { notModified, rangeHolds } from './preconditions.ts';
import type { RequestTerms } from './request-terms.ts';
import { fieldsOfNothing, fieldsOfNotModified, fieldsOfPart } from './stored-fields.ts';
import type { StoredResponse } from './stored-response.ts';

/** An answer from the cache, whole. */
export interface StoredAnswer {
  readonly status: number;
  readonly phrase: string;
  /** Name, value…: the stored ones themselves where the whole is answered. */
  readonly fields: readonly string[];
  /** The declared size of the body, as it stands. */
  readonly contentLength: string | undefined;
  /** What is sent after the head; undefined for a HEAD, and where a status has none. */
  readonly body: Buffer | undefined;
}

/** Who asks for a stored response. */
export interface StoredRequest {
  readonly method: string;
  readonly terms: RequestTerms;
  /** The wall clock in ms since 1970, less the age of the response. */
  readonly writtenMs: number;
}

/**
 * Makes the answer to a request of what is stored: the whole, a part of it, or that the client has
 * it already. Age and Cache-Status are the caller's.
 *
 * @see RFC 9111 §4.3.2, RFC 9110 §13.2.2
 */
export function answerFrom(stored: StoredResponse, request: StoredRequest): StoredAnswer {
  const { terms } = request;
  if (stored.status !== 200) return whole(stored, request.method);
  if (terms.ifNoneMatch !== undefined || terms.ifModifiedSince !== undefined) {
    if (notModified(terms, stored, request.writtenMs)) return unmodified(stored);
  }
  if (terms.range !== undefined && request.method === 'GET' && rangeHolds(terms.ifRange, stored)) {
    return part(stored, terms.range) ?? whole(stored, 'GET');
  }
  return whole(stored, request.method);
}

function whole({ status, phrase, fields, body }: StoredResponse, method: string): StoredAnswer {
  const bodied = method !== 'HEAD' && body.length > 0;
  return {
    status,
    phrase,
    fields,
    contentLength: String(body.length),
    body: bodied ? body : undefined,
  };
}

function unmodified({ fields, etag }: StoredResponse): StoredAnswer {
  return {
    status: 304,
    phrase: 'Not Modified',
    fields: fieldsOfNotModified(fields, etag !== undefined),
    contentLength: undefined,
    body: undefined,
  };
}

function part({ fields, body }: StoredResponse, range: string): StoredAnswer | undefined {
  const found = readByteRange(range, body.length);
  if (found === undefined) return undefined;
  if (found === 'unsatisfiable') {
    const told = fieldsOfNothing(fields);
    told.push('Content-Range', `bytes */${body.length}`, 'Content-Length', '0');
    const phrase = 'Range Not Satisfiable';
    return { status: 416, phrase, fields: told, contentLength: '0', body: undefined };
  }
  const others = fieldsOfPart(fields);
  const { first, last } = found;
  const contentLength = String(last - first + 1);
  others.push('Content-Range', `bytes ${first}-${last}/${body.length}`);
  others.push('Content-Length', contentLength);
  return {
    status: 206,
    phrase: 'Partial Content',
    fields: others,
    contentLength,
    body: body.subarray(first, last + 1),
  };
}
