import type { Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { attemptFailure } from '../errors.ts';
import type { ProbeOutcome } from '../health/probe.ts';
import { closedHere } from './closed-here.ts';
import { type Opened, openSocket, type Place } from './open-socket.ts';
import type { PeerUrl } from './peer-url.ts';
import { type Client, UndiciClient } from './undici-client.ts';

/** What a probe asks. */
export interface ProbePlan {
  readonly path: string;
  /** Longest wait for the answer, in ms. */
  readonly timeoutMs: number;
  /** Name, value, name, value… */
  readonly fields?: readonly string[];
  /** Whether a status says ready. */
  readonly expects: (status: number) => boolean;
}

/** Asks once on a connection of its own, so that no exchange is touched; never rejects. */
export async function probeOnce(origin: PeerUrl, plan: ProbePlan): Promise<ProbeOutcome> {
  let opening: Socket | undefined;
  const connect = (place: Place, onOpened: Opened): void => {
    opening = openSocket(place, onOpened);
  };
  const client = new UndiciClient(origin, { pipelining: 0, connect });
  let accepted = false;
  client.on('connect', () => {
    accepted = true;
  });
  // undici knows of a socket only when it is open.
  const end = (): void => {
    client.destroy(closedHere, () => undefined);
    opening?.destroy();
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, plan.timeoutMs);
  try {
    return plan.expects(await statusOf(client, plan)) ? 'ready' : 'unready';
  } catch (error) {
    if (attemptFailure(error).error === 'connection_refused') return 'refused';
    return accepted && late ? 'silent' : 'lost';
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** Rejects where there is no answer. */
function statusOf(client: Client, { path, fields = [] }: ProbePlan): Promise<number> {
  return new Promise((resolve, reject) => {
    client.dispatch(
      { path, method: 'GET', headers: [...fields] },
      {
        onConnect: () => undefined,
        onHeaders: (status) => {
          if (status >= 200) resolve(status);
          return true;
        },
        onData: () => true,
        onComplete: () => undefined,
        onError: reject,
      },
    );
  });
}
