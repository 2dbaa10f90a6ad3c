import type { Middleware } from 'koa';
import { Problem } from '../../service/problem.ts';
import type { JobCounts } from '../jobs.ts';

/** GET: 200 as long as the process answers at all. */
export const alive: Middleware = (ctx) => {
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { alive: true };
};

/** What readiness depends on, and tells. */
export interface ReadinessParts {
  /** Asked at every request. */
  readonly ready: () => boolean;
  readonly jobs: { readonly counts: JobCounts };
}

/**
 * GET: 200 while new requests are welcome; 503 once the worker drains, so that a proxy stops
 * choosing it before it stops listening. Tells how many jobs there are, too.
 */
export function readiness({ ready, jobs }: ReadinessParts): Middleware {
  return (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    if (!ready()) throw new Problem({ status: 503, detail: 'This worker is draining.' });
    ctx.body = { ready: true, jobs: jobs.counts };
  };
}
