import type { Context } from 'koa';
import { type Problem, problemMediaType } from '../../service/problem.ts';

/** An answer as it is sent, now or later. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly body: Buffer;
}

/** What a kept answer takes, about: its fields are counted as a kilobyte. */
export function replyBytes({ body }: Reply): number {
  return body.length + 1024;
}

/** How a problem is told. */
export function problemReply(problem: Problem): Reply {
  return {
    status: problem.status,
    headers: problem.headers,
    type: problemMediaType,
    body: Buffer.from(`${JSON.stringify(problem)}\n`),
  };
}

/** Answers. */
export function send(ctx: Context, { status, headers, type, body }: Reply): void {
  ctx.status = status;
  ctx.set({ ...headers });
  ctx.body = body;
  ctx.type = type;
}
