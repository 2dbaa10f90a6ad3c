import type { IncomingMessage } from 'node:http';
import rawBody from 'raw-body';
import { BodyTooLarge, InvalidQuery, MalformedJson, UnreadableEncoding } from '../errors.ts';

/** A query nests three levels; RFC 8259 §9 lets a parser set a limit. */
const mostNested = 32;
const [quote, backslash] = [0x22, 0x5c];
/** What a byte adds to the depth: `{` and `[`, `}` and `]`. */
const steps = new Int8Array(256);
for (const open of '{[') steps[open.charCodeAt(0)] = 1;
for (const close of '}]') steps[close.charCodeAt(0)] = -1;

/**
 * Reads a request's body as JSON whatever its Content-Type says: the original's clients send
 * text/plain, and its documented curl a type that is not one.
 *
 * @throws {BodyTooLarge} {@link UnreadableEncoding} {@link MalformedJson} {@link InvalidQuery} nested too deeply
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const encoding = request.headers['content-encoding'] || 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new UnreadableEncoding(encoding);
  const bytes = await readBytes(request, limitBytes);
  if (nestedDeeper(bytes, mostNested)) {
    throw new InvalidQuery([
      { field: 'body', reason: `is nested deeper than ${mostNested} levels` },
    ]);
  }
  return parseJson(textOf(bytes));
}

/** Whether brackets outside strings are nested deeper, found without building half a million arrays. */
function nestedDeeper(bytes: Buffer, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (quoted && byte === backslash) i += 1;
    else if (byte === quote) quoted = !quoted;
    else if (!quoted && byte !== undefined) depth += steps[byte] ?? 0;
    if (depth > limit) return true;
  }
  return false;
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const length = request.headers['content-length'] ?? null;
  try {
    return await rawBody(request, { limit: limitBytes, length });
  } catch (error) {
    if (typeOf(error) === 'entity.too.large') throw new BodyTooLarge(limitBytes);
    if (typeOf(error) === 'request.aborted') throw new MalformedJson('The body was cut off');
    throw error;
  }
}

/** The bytes as text, without a byte order mark; nothing that is not UTF-8 is mended in silence. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedJson('The body is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === '') throw new MalformedJson('The body is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedJson(error instanceof Error ? error.message : 'It can not be parsed');
  }
}

/** What raw-body calls a failure. */
function typeOf(error: unknown): unknown {
  return error instanceof Error && 'type' in error ? error.type : undefined;
}
