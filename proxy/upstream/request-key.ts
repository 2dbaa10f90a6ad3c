import { hashOf } from '../balancers/hash.ts';

/** What `PROXY_HASH_KEY` names: the part of a request by which a keyed balancer tells it. */
export type KeySource =
  | { readonly part: 'client' | 'path' | 'target' | 'body' }
  | { readonly part: 'header' /** In lower case. */; readonly name: string };

/** What a key can be made of. */
export interface KeyedRequest {
  /** The client's address. */
  readonly client: string;
  /** Path and query for the peer. */
  readonly path: string;
  /** The body where it is held whole. */
  readonly wholeBody: Uint8Array | undefined;
  /** A field's value, several joined by commas. @param name  in lower case */
  field(name: string): string | undefined;
}

const parts = ['client', 'path', 'target', 'body'] as const;

/**
 * Reads `client`, `path`, `target`, `body` or `header:NAME`.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseKeySource(text: string): KeySource {
  const part = parts.find((one) => one === text);
  if (part !== undefined) return { part };
  const name = /^header:([!#$%&'*+.^`|~\w-]+)$/.exec(text)?.[1];
  if (name === undefined) throw new Error('must be client, path, target, body or header:NAME');
  return { part: 'header', name: name.toLowerCase() };
}

/**
 * The key of a request.
 *
 * @returns undefined when it lacks that part: no such field, no body, or one that streams
 */
export function requestKey(source: KeySource, request: KeyedRequest): number | undefined {
  const content = partOf(source, request);
  return content === undefined || content.length === 0 ? undefined : hashOf(content);
}

function partOf(source: KeySource, request: KeyedRequest): string | Uint8Array | undefined {
  switch (source.part) {
    case 'client':
      return request.client;
    case 'path':
      return request.path.split('?', 1)[0];
    case 'target':
      return request.path;
    case 'body':
      return request.wholeBody;
    case 'header':
      return request.field(source.name);
  }
}
