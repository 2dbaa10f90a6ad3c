import type { Middleware } from 'koa';
import { readBacktestQuery } from '../portfolio/backtest-query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** POST: tells how given weights would have fared when kept up. */
export function backtest(parts: AnsweringParts): Middleware {
  const kind: AskedKind<'backtest'> = {
    name: 'backtest',
    read: (body) => readBacktestQuery(body, parts),
    csv: (answer) => parts.threads.performanceCsv(answer),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
