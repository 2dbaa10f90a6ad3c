import type { Middleware } from 'koa';
import { backtest as tell } from '../portfolio/backtest.ts';
import { type BacktestQuery, readBacktestQuery } from '../portfolio/backtest-query.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** POST: tells how given weights would have fared when kept up. */
export function backtest(parts: AnsweringParts): Middleware {
  const kind: QuestionKind<BacktestQuery> = {
    name: 'backtest',
    read: (body) => readBacktestQuery(body, parts),
    compute: (query, material, work) => tell(query, material, work.followTrading),
    csv: (answer) => parts.threads.performanceCsv(answer),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
