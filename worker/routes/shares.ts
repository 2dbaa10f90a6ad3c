import type { Middleware } from 'koa';
import { readSharesQuery } from '../portfolio/query/shares-query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** POST: which shares to buy and sell for given weights. */
export function shares(parts: AnsweringParts): Middleware {
  const kind: AskedKind<'shares'> = {
    name: 'shares',
    read: (body) => readSharesQuery(body, parts),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
