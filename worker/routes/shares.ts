import type { Middleware } from 'koa';
import type { PlanShares } from '../portfolio/share-plan.ts';
import { sharesAnswer } from '../portfolio/shares-answer.ts';
import { readSharesQuery, type SharesQuery } from '../portfolio/shares-query.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** What the route needs of the rest of the worker. */
export interface SharesParts extends AnsweringParts {
  readonly planShares: PlanShares;
}

/** POST: which shares to buy and sell for given weights. */
export function shares(parts: SharesParts): Middleware {
  const kind: QuestionKind<SharesQuery> = {
    name: 'shares',
    read: (body) => readSharesQuery(body, parts),
    compute: (query, material) => sharesAnswer(query, material, parts.planShares),
  };
  return async (ctx) => {
    await answerTagged(ctx, kind, parts);
  };
}
