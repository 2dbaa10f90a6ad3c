import type { Middleware } from 'koa';
import { readQuery } from '../portfolio/query/query.ts';
import { type AnsweringParts, type AskedKind, answerTagged } from './tagged-answer.ts';

/** POST: the efficient frontier of a query's symbols. */
export function frontier(parts: AnsweringParts): Middleware {
  const { maxSymbols } = parts;
  const kind: AskedKind<'frontier'> = {
    name: 'frontier',
    read: (body) => {
      const { query, ...rest } = readQuery(body, { maxSymbols, answer: 'frontier' });
      return { ...rest, query: query?.mix && { ...query, mix: query.mix } };
    },
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
