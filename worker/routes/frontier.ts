import type { Middleware } from 'koa';
import type { MixQuery } from '../portfolio/optimise-mix.ts';
import { readQuery } from '../portfolio/query.ts';
import { traceFrontier } from '../portfolio/trace-frontier.ts';
import { type AnsweringParts, answerTagged, type QuestionKind } from './tagged-answer.ts';

/** POST: the efficient frontier of a query's symbols. */
export function frontier(parts: AnsweringParts): Middleware {
  const { maxSymbols } = parts;
  const kind: QuestionKind<MixQuery> = {
    name: 'frontier',
    read: (body) => {
      const { query, ...rest } = readQuery(body, { maxSymbols, answer: 'frontier' });
      return { ...rest, query: query?.mix && { ...query, mix: query.mix } };
    },
    compute: (query, material, work) => traceFrontier(query, material, work.solveFrontier),
  };
  return (ctx) => answerTagged(ctx, kind, parts);
}
