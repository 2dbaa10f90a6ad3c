import type { Context } from 'koa';
import type { Log } from '../../service/log.ts';
import type { Asked } from '../answers.ts';
import { Abandoned } from '../errors.ts';
import type { Job, Jobs } from '../jobs.ts';
import { asProblem } from '../middleware/problems.ts';
import { jobReply } from './job-reply.ts';
import { type Preferences, readPrefer } from './prefer.ts';
import { problemReply, type Reply, send } from './reply.ts';
import { timer, type Waits } from './waits.ts';

/** What answering later needs of the rest of the worker. */
export interface DeliveryParts {
  readonly jobs: Jobs<Reply>;
  readonly waits: Waits;
  readonly log: Log;
}

/**
 * Answers a question when its answer is there. With a job in its place, 202, when the work turns out
 * long, or the client would rather not wait. A client that leaves gives its question up.
 *
 * @throws what `reply` fails with; {@link TooManyJobs}
 */
export async function deliver(
  ctx: Context,
  asked: Asked,
  reply: Promise<Reply>,
  parts: DeliveryParts,
): Promise<void> {
  const preferences = readPrefer(ctx.get('Prefer'));
  ctx.res.once('close', asked.leave);
  // Its close is over when the client left while its question was read.
  if (ctx.res.closed) asked.leave();
  const prompt = await promptly(asked, reply, preferences);
  if (prompt !== undefined) {
    send(ctx, prompt);
    return;
  }
  if (ctx.res.closed) throw new Abandoned();
  const job = opened(ctx, asked, reply, parts);
  // From now on the job keeps the question up.
  ctx.res.off('close', asked.leave);
  const cancel = (): void => parts.jobs.cancel(job);
  ctx.res.once('close', cancel);
  const { value, grantedMs } = await parts.waits.within(job.outcome, preferences.waitMs);
  ctx.res.off('close', cancel);
  const heeded = { respondAsync: preferences.respondAsync, waitedMs: grantedMs };
  if (value !== undefined) cancel();
  send(ctx, value ?? jobReply(job, heeded));
}

/** The answer, unless it takes too long or is not to be waited for. */
async function promptly(
  { origin, errand }: Asked,
  reply: Promise<Reply>,
  { respondAsync, waitMs }: Preferences,
): Promise<Reply | undefined> {
  if (origin === 'cached') return reply;
  if (respondAsync) return undefined;
  const long = errand.long.then(() => undefined);
  if (waitMs === undefined) return Promise.race([reply, long]);
  const time = timer(waitMs);
  try {
    return await Promise.race([reply, long, time.over]);
  } finally {
    time.cancel();
  }
}

function opened(
  ctx: Context,
  { errand, leave }: Asked,
  reply: Promise<Reply>,
  { jobs, log }: DeliveryParts,
): Job<Reply> {
  const requestId = ctx.get('X-Request-Id');
  const outcome = reply.catch((error) => problemReply(asProblem(error, { log, requestId })));
  try {
    return jobs.open(ctx.path, { errand, outcome, leave });
  } catch (error) {
    leave();
    throw error;
  }
}
