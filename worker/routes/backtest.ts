import type { Middleware } from 'koa';
import { readBacktestQuery } from '../portfolio/query/backtest-query.ts';
import { asksToWalk, readWalkQuery } from '../portfolio/query/walk-query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** POST: tells how weights would have fared when kept up: given ones, or optimised on the way. */
export function backtest(parts: AnsweringParts): Middleware {
  const kind: AskedKind<'backtest'> = {
    name: 'backtest',
    read: (body) =>
      asksToWalk(body) ? readWalkQuery(body, parts) : readBacktestQuery(body, parts),
    csv: (answer) => parts.threads.performanceCsv(answer),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
