import type { LogFields } from '../../service/log.ts';
import { type AttemptFailed, codeOf } from '../errors.ts';

/** The line of the error log about a failed attempt. */
export function failureFields(requestId: string, peer: string, failure: AttemptFailed): LogFields {
  return { requestId, peer, error: failure.error, code: codeOf(failure.cause) };
}
