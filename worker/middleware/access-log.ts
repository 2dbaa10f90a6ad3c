import type { Middleware } from 'koa';
import type { Log } from '../../service/log.ts';

/** Writes one line a request once its answer has left, or its client has. */
export function accessLog(log: Log, now: () => number): Middleware {
  return async (ctx, next) => {
    const start = now();
    ctx.res.once('close', () => {
      log.access({
        requestId: ctx.get('X-Request-Id'),
        method: ctx.method,
        target: ctx.url,
        status: ctx.res.writableFinished ? ctx.status : 499,
        bytes: ctx.length ?? 0,
        durationMs: Math.round((now() - start) * 1000) / 1000,
      });
    });
    await next();
  };
}
