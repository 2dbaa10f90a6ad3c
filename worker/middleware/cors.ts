import type { Middleware } from 'koa';

/**
 * Lets pages of any origin ask, with the header fields that the original service sent on every
 * answer, and answers the preflight itself (Fetch Standard, CORS protocol).
 */
export const cors: Middleware = async (ctx, next) => {
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '1000',
    'Access-Control-Expose-Headers': 'ETag, Server-Timing, X-Request-Id',
  });
  const preflight = ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';
  if (preflight) ctx.status = 204;
  else await next();
};
