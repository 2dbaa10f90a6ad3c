import type { PeerAnswer } from './answered.ts';
import type { ForwardContext } from './forward-context.ts';
import { readResponseHead } from './headers.ts';
import { httpDate } from './http-date.ts';
import type { ReceivedRequest } from './received-request.ts';

const upgradeRequired = 426;

/**
 * Reads the head of a peer's final answer.
 *
 * @param raw  name, value, name, value…
 * @returns    undefined where its body is in a coding that can't be taken off
 */
export function readAnswer(
  { context, request }: { readonly context: ForwardContext; readonly request: ReceivedRequest },
  { status, raw, phrase }: { status: number; raw: readonly string[]; phrase: string },
): PeerAnswer | undefined {
  const head = readResponseHead(raw, request.id);
  if (!head.understood) return undefined;
  // RFC 9110 §6.6.1: who passes an answer without a date on, adds one.
  if (!head.dated) head.fields.push('Date', httpDate(context.wallClock()));
  // RFC 9110 §15.5.22: it must say what it requires, though Upgrade is of one hop else.
  if (status === upgradeRequired && head.upgrade !== '') head.fields.push('Upgrade', head.upgrade);
  if (head.trailer !== '' && request.takesTrailers) head.fields.push('Trailer', head.trailer);
  // Member by member: to spread one object into another is a call out of compiled code.
  const { fields, contentLength, dated, trailer, upgrade } = head;
  return { status, phrase, fields, contentLength, dated, trailer, upgrade };
}
