import type { ReplyHead } from '../client/client-stream.ts';
import type { Admission } from '../protection/gate.ts';
import type { ForwardContext } from './forward-context.ts';
import type { ReceivedRequest } from './received-request.ts';
import { withStrictTransport } from './strict-transport.ts';

/** A response's fields with what the proxy adds for its clients' sake. */
export function dressedFields(
  fields: readonly string[],
  { context, request }: { readonly context: ForwardContext; readonly request: ReceivedRequest },
  admission: Admission | undefined,
): readonly string[] {
  const { settings, protection } = context;
  const all = protection.gate.dressed(fields, admission);
  const strict = settings.https.strictTransport;
  if (strict === undefined || request.scheme === 'http') return all;
  return withStrictTransport(all, strict);
}

/** A head with other fields: those of one answer alone are no longer apart. */
export function dressedHead(head: ReplyHead, fields: readonly string[]): ReplyHead {
  if (fields === head.fields) return head;
  const { own = [], ...rest } = head;
  return { ...rest, fields: [...fields, ...own] };
}
