import type { Middleware } from 'koa';
import { Problem } from '../../service/problem.ts';

/** GET: 200 as long as the process answers at all. */
export const alive: Middleware = (ctx) => {
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { alive: true };
};

/**
 * GET: 200 while new requests are welcome; 503 once the worker drains, so that a proxy stops
 * choosing it before it stops listening.
 *
 * @param ready  asked at every request
 */
export function readiness(ready: () => boolean): Middleware {
  return (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    if (!ready()) throw new Problem({ status: 503, detail: 'This worker is draining.' });
    ctx.body = { ready: true };
  };
}
