import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { runBacktest, backtest as tell } from '../portfolio/backtest.ts';
import { type BacktestQuery, readBacktestQuery } from '../portfolio/backtest-query.ts';
import { joinMaterial } from '../portfolio/material.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface BacktestParts extends AnsweringParts {
  /** Renders the answer's table as CSV. */
  readonly performanceCsv: (answer: Buffer) => Promise<Buffer>;
}

/** POST: tells how given weights would have fared when kept up. */
export function backtest(parts: BacktestParts): Middleware {
  const kind: QuestionKind<BacktestQuery> = {
    name: 'backtest',
    read: (body) => readBacktestQuery(body, parts),
    compute: async (query, material) => {
      // 500 symbols over 2,500 days take less than 50 ms a step: others get a turn in between.
      const joined = joinMaterial(material);
      await nextTurn();
      const runs = runBacktest(query, joined);
      await nextTurn();
      return tell(query, joined, runs);
    },
    csv: parts.performanceCsv,
  };
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
