import type { Context, Middleware } from 'koa';
import { UnknownJob } from '../errors.ts';
import { readJobId } from '../job-id.ts';
import type { Jobs } from '../jobs.ts';
import { namesTag } from './entity-tag.ts';
import { jobReply } from './job-reply.ts';
import { readPrefer } from './prefer.ts';
import { type Reply, send } from './reply.ts';
import type { Siblings } from './siblings.ts';
import type { Waits } from './waits.ts';

/** What the routes need of the rest of the worker. */
export interface JobRouteParts {
  readonly jobs: Jobs<Reply>;
  readonly waits: Waits;
  readonly siblings: Siblings;
}

/**
 * Hands a request for a job to the worker that has it, before `next` looks for it here.
 *
 * @throws {UnknownJob} for what is no job's id
 */
export function whereTheJobIs({ siblings }: JobRouteParts): Middleware {
  return async (ctx, next) => {
    const id = readJobId(idOf(ctx));
    if (id === undefined) throw new UnknownJob('That is no id of a job.');
    if (siblings.has(ctx, id.instance)) await siblings.forward(ctx, id.instance);
    else await next();
  };
}

/** GET: how a job gets on, or its answer as it would have been given at once. */
export function job({ jobs, waits }: JobRouteParts): Middleware {
  return async (ctx) => {
    const found = jobs.find(idOf(ctx));
    const { waitMs } = readPrefer(ctx.get('Prefer'));
    const unfinished = found.done === undefined;
    const wishMs = unfinished ? waitMs : undefined;
    const { grantedMs: waitedMs } = await waits.within(found.outcome, wishMs);
    // It may have been cancelled in the meantime.
    const { done } = jobs.find(found.id);
    if (done === undefined) {
      send(ctx, jobReply(found, { respondAsync: false, waitedMs }));
      return;
    }
    sendUnlessHeld(ctx, done);
    jobs.collected(found);
  };
}

/** DELETE: cancels a job, or forgets its answer. */
export function cancelJob({ jobs }: JobRouteParts): Middleware {
  return (ctx) => {
    jobs.cancel(jobs.find(idOf(ctx)));
    ctx.status = 204;
  };
}

function idOf(ctx: Context): string {
  return ctx.path.slice(ctx.path.lastIndexOf('/') + 1);
}

function sendUnlessHeld(ctx: Context, reply: Reply): void {
  send(ctx, reply);
  if (namesTag(ctx.get('If-None-Match'), reply.headers['ETag'] ?? '""')) ctx.status = 304;
}
