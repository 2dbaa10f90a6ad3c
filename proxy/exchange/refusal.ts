import type { Problem } from '../../service/problem.ts';
import type { ClientStream } from '../client/client-stream.ts';
import { InternalFault, RequestDenied } from '../errors.ts';
import type { ForwardContext } from './forward-context.ts';
import type { ReceivedRequest } from './received-request.ts';
import type { BodyOwner } from './request-body.ts';

/** An exchange whose request is refused. */
export interface RefusedExchange {
  readonly request: ReceivedRequest;
  readonly stream: Pick<ClientStream, 'closeAfterwards'>;
  readonly owner: BodyOwner;
}

/**
 * Prepares the refusal of a request: logs a fault of the proxy's own, has the body that still comes
 * thrown away, and lets the connection serve no other request where it can't.
 */
export function prepareRefusal(
  { settings, draining, log }: Pick<ForwardContext, 'settings' | 'draining' | 'log'>,
  { request, stream, owner }: RefusedExchange,
  problem: Problem,
): void {
  if (problem instanceof InternalFault) {
    log.error('internal fault', { requestId: request.id, error: problem.cause });
  }
  const { bodied } = request;
  const understood = problem.status === 413 || problem instanceof RequestDenied;
  if (bodied && understood) request.unwelcomeBody(settings, owner);
  // Where the framing is in doubt, or a body is left unread, nothing more can be understood; and what
  // comes behind a CONNECT was perhaps meant for the tunnel.
  const read = request.body !== undefined && request.complete;
  const unclear = (bodied && !read) || request.method === 'CONNECT';
  if (draining || unclear) stream.closeAfterwards();
}
