import type { ReplyHead } from '../client/client-stream.ts';
import { allowedMethods } from './allowed-methods.ts';
import type { ReceivedRequest } from './received-request.ts';

/** The largest that can be counted down exactly. */
const mostForwards = Number.MAX_SAFE_INTEGER;

/**
 * How many servers a request may still be passed on by.
 *
 * @param text  the field's value; several of them, joined by commas, are no number
 * @returns     undefined where it does not say
 * @see RFC 9110 §7.6.2
 */
export function readMaxForwards(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text)
    ? Math.min(Number(text), mostForwards)
    : undefined;
}

/** The same fields but for Max-Forwards. @param fields  name, value, name, value… */
export function withMaxForwards(fields: readonly string[], forwards: number): string[] {
  const counted = [...fields];
  for (let i = 0; i + 1 < counted.length; i += 2) {
    if (counted[i]?.toLowerCase() === 'max-forwards') counted[i + 1] = String(forwards);
  }
  return counted;
}

/** An exchange whose request is an OPTIONS that is about to be passed on. */
export interface CountedExchange {
  readonly request: Pick<ReceivedRequest, 'field' | 'amend' | 'path'>;
  onStored(head: ReplyHead): void;
  onEnd(): void;
}

/**
 * Counts it; where it must not go further, or asks about no resource but the server as a whole, which
 * for clients is the proxy, it is answered.
 *
 * @param own  gives the fields that any answer of the proxy's own has: name, value…
 * @returns    whether it was answered
 */
export function endsHere(exchange: CountedExchange, own: () => readonly string[]): boolean {
  const { request } = exchange;
  const forwards = readMaxForwards(request.field('max-forwards'));
  if (request.path !== '*') {
    if (forwards === undefined) return false;
    if (forwards > 0) {
      request.amend((fields) => withMaxForwards(fields, forwards - 1));
      return false;
    }
  }
  const fields = ['Allow', allowedMethods, 'Content-Length', '0', ...own()];
  exchange.onStored({ status: 200, phrase: '', fields, contentLength: '0' });
  exchange.onEnd();
  return true;
}
