import type { LoggedOutcome, LoggedRequest } from './access-log.ts';
import { hexEscaped } from './log-escapes.ts';
import { requestLine } from './request-line.ts';

/**
 * One line of the combined format, as Apache and nginx write it. There is never a user: a name that
 * nobody has checked is no user's.
 *
 * @param time  by {@link combinedTime}
 */
export function combinedLine(request: LoggedRequest, outcome: LoggedOutcome, time: string): string {
  const { client, referer, userAgent } = request;
  return `${client || '-'} - - [${time}] ${quoted(requestLine(request))} ${outcome.status} ${outcome.bytes} ${quoted(referer)} ${quoted(userAgent)}`;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * A moment as the combined format has it, in UTC: `23/Nov/2026:09:05:00 +0000`.
 *
 * @param atMs  ms since 1970
 */
export function combinedTime(atMs: number): string {
  const at = new Date(atMs).toISOString();
  const month = months[Number(at.slice(5, 7)) - 1];
  return `${at.slice(8, 10)}/${month}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`;
}

function quoted(text: string | undefined): string {
  return `"${text ? hexEscaped(text) : '-'}"`;
}
