import type { Context, Middleware } from 'koa';
import type { Log } from '../../service/log.ts';
import { Problem, problemMediaType } from '../../service/problem.ts';

/**
 * Turns every failure into problem+json: the one place where a worker writes one. A Problem is
 * shown as it is; anything else becomes a bare 500 and is logged with its stack.
 */
export function problems(log: Log): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      answer(ctx, shown(error, { log, requestId: ctx.get('X-Request-Id') }));
      return;
    }
    if (ctx.status >= 400 && !ctx.body) answer(ctx, plainProblem(ctx));
  };
}

function shown(
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

function answer(ctx: Context, problem: Problem): void {
  ctx.status = problem.status;
  ctx.set({ ...problem.headers });
  ctx.body = `${JSON.stringify(problem)}\n`;
  ctx.type = problemMediaType;
}
