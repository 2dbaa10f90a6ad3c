import type { ByteReader } from './byte-reader.ts';

/** A header field as it stood on the wire. */
export type Field = readonly [name: string, value: string];

/** The start line and the fields of a request or response, untouched. */
export interface Head {
  readonly startLine: string;
  readonly fields: readonly Field[];
}

/** Reads a message up to the empty line; bytes become characters one to one (latin1). */
export async function readHead(reader: ByteReader): Promise<Head> {
  const text = (await reader.through('\r\n\r\n')).toString('latin1');
  const [startLine = '', ...lines] = text.slice(0, -4).split('\r\n');
  return { startLine, fields: lines.map(fieldOf) };
}

function fieldOf(line: string): Field {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** Every value under `name`, in order; names compare without case. */
export function fieldValues(head: Head, name: string): readonly string[] {
  return head.fields
    .filter(([candidate]) => candidate.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}

/** The only value under `name`; undefined when there is none. @throws {Error} several stand there */
export function fieldValue(head: Head, name: string): string | undefined {
  const values = fieldValues(head, name);
  if (values.length > 1) throw new Error(`${name} stands ${values.length} times: ${values}`);
  return values[0];
}

/** How a body's end is told (RFC 9112 §6.3). */
export type Framing = 'none' | 'length' | 'chunked' | 'close';

/** The framing that a request's own fields declare. */
export function requestFraming(head: Head): Framing {
  if (fieldValue(head, 'transfer-encoding') !== undefined) return 'chunked';
  return fieldValue(head, 'content-length') === undefined ? 'none' : 'length';
}

/** The framing of a response to `method`. */
export function responseFraming(head: Head, method: string): Framing {
  const status = statusOf(head);
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return 'none';
  const framing = requestFraming(head);
  return framing === 'none' ? 'close' : framing;
}

/** The status code of a response's start line; NaN when there is none. */
export function statusOf(head: Head): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(head.startLine)?.[1]);
}

/** Reads the whole body that follows `head`. @throws {ConnectionCut} it is cut short */
export async function readBody(reader: ByteReader, head: Head, framing: Framing): Promise<Buffer> {
  if (framing === 'none') return Buffer.alloc(0);
  if (framing === 'close') return reader.toEnd();
  if (framing === 'length') return reader.bytes(Number(fieldValue(head, 'content-length')));
  const parts: Buffer[] = [];
  for (;;) {
    const chunk = await readChunk(reader);
    if (chunk.length === 0) return Buffer.concat(parts);
    parts.push(chunk);
  }
}

/** Reads one chunk of a chunked body; an empty one is the last. */
export async function readChunk(reader: ByteReader): Promise<Buffer> {
  const line = (await reader.through('\r\n')).toString('latin1');
  const size = Number.parseInt(line, 16);
  if (size > 0) {
    const chunk = await reader.bytes(size);
    await reader.through('\r\n');
    return chunk;
  }
  await readTrailers(reader);
  return Buffer.alloc(0);
}

/** Reads what follows the line of the last chunk. */
export async function readTrailers(reader: ByteReader): Promise<readonly Field[]> {
  const fields: Field[] = [];
  for (;;) {
    const line = (await reader.through('\r\n')).toString('latin1').slice(0, -2);
    if (line === '') return fields;
    fields.push(fieldOf(line));
  }
}

/** One chunk as it stands on the wire; the empty text makes the last one. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text, 'latin1').toString(16)}\r\n${text}\r\n`;
}
