import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { backtest as test } from '../portfolio/backtest.ts';
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
      const joined = joinMaterial(material);
      await nextTurn();
      return test(query, joined);
    },
    csv: parts.performanceCsv,
  };
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
