import type { Context, Middleware } from 'koa';
import type { Log } from '../../service/log.ts';
import { Problem } from '../../service/problem.ts';
import { problemReply, send } from '../routes/reply.ts';

/**
 * Turns every failure into problem+json: the one place where a worker writes one. A Problem is
 * shown as it is; anything else becomes a bare 500 and is logged with its stack.
 */
export function problems(log: Log): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      send(ctx, problemReply(asProblem(error, { log, requestId: ctx.get('X-Request-Id') })));
      return;
    }
    if (ctx.status >= 400 && !ctx.body) send(ctx, problemReply(plainProblem(ctx)));
  };
}

/** A failure as a client may see it; what is not fit to be seen is logged. */
export function asProblem(
  error: unknown,
  { log, requestId }: { readonly log: Log; readonly requestId: string },
): Problem {
  if (!(error instanceof Problem)) {
    log.error('unexpected failure', { requestId, error });
    return new Problem({ status: 500 });
  }
  if (error.status >= 500) log.warn('problem', { requestId, error });
  return error;
}

function plainProblem(ctx: Context): Problem {
  const allow = ctx.response.get('Allow');
  if (ctx.status === 404) {
    return new Problem({ status: 404, detail: `There is nothing at ${ctx.path}: try /backend.` });
  }
  if (ctx.status === 405) {
    return new Problem({ status: 405, detail: `${ctx.method} is not served here: use ${allow}.` });
  }
  return new Problem({ status: ctx.status });
}
