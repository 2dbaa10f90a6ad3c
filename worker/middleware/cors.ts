import type { Middleware } from 'koa';
import { jobsPath } from '../routes/job-reply.ts';

const exposed = 'ETag, Location, Preference-Applied, Retry-After, Server-Timing, X-Request-Id';

/**
 * Lets pages of any origin ask, with the header fields that the original service sent on every
 * answer, and answers the preflight itself (Fetch Standard, CORS protocol).
 */
export const cors: Middleware = async (ctx, next) => {
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': methodsAt(ctx.path),
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '1000',
    'Access-Control-Expose-Headers': exposed,
  });
  const preflight = ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';
  if (preflight) ctx.status = 204;
  else await next();
};

/** A job can be cancelled; the original service knew no such thing. */
function methodsAt(path: string): string {
  return path.startsWith(`${jobsPath}/`) ? 'GET, DELETE, OPTIONS' : 'POST, GET, OPTIONS';
}
