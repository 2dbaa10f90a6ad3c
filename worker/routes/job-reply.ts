import type { Job } from '../jobs.ts';
import type { Reply } from './reply.ts';

/** Where jobs stand. */
export const jobsPath = '/backend/jobs';

/** The longest until a client is to look again, in s. */
const longestPauseS = 30;

/** What of a client's preferences was heeded (RFC 7240 §3). */
export interface Heeded {
  readonly respondAsync: boolean;
  readonly waitedMs: number | undefined;
}

/** That a job is not done: where it is, how it gets on, and when to look again. */
export function jobReply(job: Job<object>, heeded: Heeded): Reply {
  const self = `${jobsPath}/${job.id}`;
  const { waiting, ahead, expectedMs, ranMs } = job.errand.progress;
  const status = {
    id: job.id,
    status: waiting ? 'queued' : 'running',
    expected_ms: Math.round(expectedMs),
    ran_ms: Math.round(ranMs),
    // Of time only, and never quite 1: what is expected is not what comes.
    progress: expectedMs > 0 ? Math.min(0.99, round(ranMs / expectedMs)) : 0,
    jobs_ahead: ahead,
    links: { self, question: job.question },
  };
  return {
    status: 202,
    type: 'application/json; charset=utf-8',
    headers: {
      Location: self,
      // Overdue, it is looked after the less often, the longer it takes.
      'Retry-After': String(pauseS(Math.max(expectedMs - ranMs, ranMs / 4) + ahead * expectedMs)),
      'Cache-Control': 'no-store',
      ...applied(heeded),
    },
    body: Buffer.from(`${JSON.stringify(status)}\n`),
  };
}

function applied({ respondAsync, waitedMs }: Heeded): Readonly<Record<string, string>> {
  const names = [
    ...(respondAsync ? ['respond-async'] : []),
    ...(waitedMs === undefined ? [] : [`wait=${Math.floor(waitedMs / 1000)}`]),
  ];
  return names.length === 0 ? {} : { 'Preference-Applied': names.join(', ') };
}

function pauseS(remainingMs: number): number {
  return Math.min(longestPauseS, Math.max(1, Math.ceil(remainingMs / 1000)));
}

function round(share: number): number {
  return Math.round(share * 100) / 100;
}
