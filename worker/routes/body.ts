import type { IncomingMessage } from 'node:http';
import rawBody from 'raw-body';
import { BodyTooLarge, MalformedJson, UnreadableEncoding } from '../errors.ts';

/**
 * Reads a request's body as JSON whatever its Content-Type says: the original's clients send
 * text/plain, and its documented curl a type that is not one.
 *
 * @throws {BodyTooLarge} {@link UnreadableEncoding} {@link MalformedJson}
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const encoding = request.headers['content-encoding'] || 'identity';
  if (encoding.toLowerCase() !== 'identity') throw new UnreadableEncoding(encoding);
  return parseJson(textOf(await readBytes(request, limitBytes)));
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
