import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { runBacktest, backtest as tell } from '../portfolio/backtest.ts';
import { type BacktestQuery, readBacktestQuery } from '../portfolio/backtest-query.ts';
import type { SolveDraws } from '../portfolio/draws.ts';
import { joinMaterial } from '../portfolio/material.ts';
import { walkForward } from '../portfolio/walk-forward.ts';
import { asksToWalk, readWalkQuery, type WalkQuery } from '../portfolio/walk-query.ts';
import { walkReport } from '../portfolio/walk-report.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface BacktestParts extends AnsweringParts {
  /** Solves what is optimised on the way. */
  readonly solveDraws: SolveDraws;
  /** Renders the answer's table as CSV. */
  readonly performanceCsv: (answer: Buffer) => Promise<Buffer>;
}

/** POST: tells how weights would have fared when kept up: given ones, or optimised on the way. */
export function backtest(parts: BacktestParts): Middleware {
  const kind: QuestionKind<BacktestQuery | WalkQuery> = {
    name: 'backtest',
    read: (body) =>
      asksToWalk(body) ? readWalkQuery(body, parts) : readBacktestQuery(body, parts),
    compute: async (query, material) => {
      // 500 symbols over 2,500 days take less than 50 ms a step: others get a turn in between.
      const joined = joinMaterial(material);
      await nextTurn();
      if ('walkForward' in query) {
        const walk = await walkForward(query, joined, parts.solveDraws);
        await nextTurn();
        return walkReport(query, joined, walk);
      }
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
