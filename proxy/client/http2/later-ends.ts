import type { ServerHttp2Session } from 'node:http2';
import { onDeno } from '../../on-deno.ts';

/** What ends a session, called by us and, on the same object, by the runtime itself. */
const ends = ['close', 'destroy'] as const;

/**
 * Puts off what ends a session to the next turn of the event loop, on Deno: a session that is ended
 * from within one of its own events, such as a client's GOAWAY, ends the process there (Deno 2.9, by
 * SIGSEGV or SIGABRT, after some dozens of ordinary clients). Node has no such fault.
 */
export function endLater(session: ServerHttp2Session): void {
  if (!onDeno) return;
  for (const name of ends) {
    const end = session[name];
    Object.assign(session, {
      [name]: (...how: unknown[]) => {
        setImmediate(() => Reflect.apply(end, session, how));
      },
    });
  }
}
